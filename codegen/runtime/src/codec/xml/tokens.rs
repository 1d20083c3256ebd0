//! The tokens of a document: start and end tags, and text without references.
//!
//! There are no document types and thus no entities but the five of XML itself.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};

/// The text of a document, without a byte order mark.
///
/// # Errors
///
/// If it is not UTF-8: the text before.
pub(super) fn decoded(document: &[u8]) -> Result<&str, &str> {
    let document = document.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(document);
    str::from_utf8(document).map_err(|error| {
        let (valid, _) = document.split_at(error.valid_up_to());
        str::from_utf8(valid).unwrap_or_default()
    })
}

/// A token.
pub(super) enum Token<'d> {
    /// A start tag; that of an empty element is followed by its end.
    Start(BytesStart<'d>),
    End,
    /// A part of a text, which references and comments divide.
    Text(Cow<'d, str>),
}

/// What is wrong at a place of the document.
pub(super) struct Fault {
    pub(super) reason: String,
    /// The place, in bytes.
    pub(super) offset: usize,
    /// Whether it is that the document ends too early.
    pub(super) is_end: bool,
}

impl Fault {
    pub(super) fn new(reason: String, offset: usize) -> Self {
        Self {
            reason,
            offset,
            is_end: false,
        }
    }
}

/// A reader of tokens.
pub(super) struct Tokens<'d> {
    reader: Reader<&'d [u8]>,
    /// Where in the document it began to read.
    start: usize,
    /// The place of the last token.
    offset: usize,
    /// How many elements are open.
    open: usize,
}

impl<'d> Tokens<'d> {
    pub(super) fn new(document: &'d str) -> Self {
        Self::at(document, 0)
    }

    /// Those of the element that begins at this place.
    pub(super) fn at(document: &'d str, start: usize) -> Self {
        let mut reader = Reader::from_str(document.get(start..).unwrap_or_default());
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            start,
            offset: start,
            open: 0,
        }
    }

    /// The next token; `None` at the end of the document.
    pub(super) fn next(&mut self) -> Result<Option<Token<'d>>, Fault> {
        loop {
            self.offset = self.place(self.reader.buffer_position());
            let token = match self.reader.read_event() {
                Ok(Event::Start(start)) => {
                    self.open += 1;
                    Token::Start(start)
                }
                Ok(Event::End(_)) => {
                    self.open -= 1;
                    Token::End
                }
                Ok(Event::Text(text)) => Token::Text(text.xml10_content()),
                Ok(Event::CData(text)) => Token::Text(text.xml10_content()),
                Ok(Event::GeneralRef(reference)) => Token::Text(self.reference(&reference)?),
                Ok(Event::Decl(declaration)) => {
                    self.declaration(&declaration)?;
                    continue;
                }
                Ok(Event::DocType(_)) => {
                    return Err(self.fault("it has a document type, which is not read"));
                }
                Ok(Event::Comment(_) | Event::PI(_) | Event::Empty(_)) => continue,
                Ok(Event::Eof) if self.open == 0 => return Ok(None),
                Ok(Event::Eof) => return Err(self.end()),
                Err(error) => return Err(self.malformed(&error)),
            };
            return Ok(Some(token));
        }
    }

    /// The next start tag in an element, without text before it; `None` at the element's end.
    pub(super) fn child(&mut self) -> Result<Option<BytesStart<'d>>, Fault> {
        loop {
            match self.next()? {
                Some(Token::Start(start)) => return Ok(Some(start)),
                Some(Token::Text(_)) => {}
                Some(Token::End) | None => return Ok(None),
            }
        }
    }

    /// Reads to the end of an element whose start was read.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        let outside = self.open.saturating_sub(1);
        while self.open > outside {
            self.next()?;
        }
        Ok(())
    }

    /// The text of an element whose start was read. One in several parts is put together in `whole`.
    pub(super) fn text<'t>(&mut self, whole: &'t mut String) -> Result<&'t str, Fault>
    where
        'd: 't,
    {
        let mut first = "";
        whole.clear();
        loop {
            match self.next()? {
                Some(Token::Text(Cow::Borrowed(part))) if first.is_empty() && whole.is_empty() => {
                    first = part;
                }
                Some(Token::Text(part)) => {
                    if whole.is_empty() {
                        whole.push_str(first);
                    }
                    whole.push_str(&part);
                }
                Some(Token::Start(start)) => {
                    let name = start.local_name().into_inner();
                    return Err(self.fault(format!("expected text, found the element {name:?}")));
                }
                Some(Token::End) | None => break,
            }
        }
        Ok(if whole.is_empty() { first } else { whole })
    }

    /// The same text by value.
    pub(super) fn owned_text(&mut self) -> Result<String, Fault> {
        let mut whole = String::new();
        let text = self.text(&mut whole)?;
        Ok(text.to_owned())
    }

    /// The start of the root.
    pub(super) fn root(&mut self) -> Result<BytesStart<'d>, Fault> {
        loop {
            match self.next()? {
                Some(Token::Start(start)) => return Ok(start),
                Some(Token::Text(text)) => self.check_outside(&text)?,
                Some(Token::End) | None => return Err(self.end()),
            }
        }
    }

    /// Reads what is after the root: nothing but white space and comments.
    pub(super) fn finish(&mut self) -> Result<(), Fault> {
        while let Some(token) = self.next()? {
            match token {
                Token::Text(text) => self.check_outside(&text)?,
                Token::Start(_) | Token::End => {
                    return Err(self.fault("there is more than one root"));
                }
            }
        }
        Ok(())
    }

    fn check_outside(&self, text: &str) -> Result<(), Fault> {
        if text.trim_ascii().is_empty() {
            return Ok(());
        }
        Err(self.fault("there is text outside of the root"))
    }

    /// A fault at the last token.
    pub(super) fn fault(&self, reason: impl Into<String>) -> Fault {
        Fault::new(reason.into(), self.offset)
    }

    /// The place of the last token.
    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    fn end(&self) -> Fault {
        Fault {
            is_end: true,
            ..self.fault("the document ends too early")
        }
    }

    /// Documents are UTF-8, whatever they say, but another name for it would be wrong about others.
    fn declaration(&self, declaration: &BytesDecl<'_>) -> Result<(), Fault> {
        const READ: [&str; 4] = ["utf-8", "utf8", "us-ascii", "ascii"];
        match declaration.encoding() {
            None => Ok(()),
            Some(Ok(name)) if READ.iter().any(|it| name.eq_ignore_ascii_case(it)) => Ok(()),
            Some(Ok(name)) => {
                let name: String = name.chars().take(40).collect();
                Err(self.fault(format!("its encoding is {name:?}; only UTF-8 is read")))
            }
            Some(Err(_)) => Err(self.fault("the XML declaration is malformed")),
        }
    }

    fn reference(&self, reference: &BytesRef<'d>) -> Result<Cow<'d, str>, Fault> {
        match reference.resolve_char_ref() {
            Ok(Some(character)) => Ok(Cow::Owned(character.to_string())),
            Ok(None) => match resolve_xml_entity(reference) {
                Some(text) => Ok(Cow::Borrowed(text)),
                None => Err(self.fault("an entity is unknown")),
            },
            Err(_) => Err(self.fault("a reference names no character")),
        }
    }

    fn malformed(&self, error: &Error) -> Fault {
        let is_end = matches!(
            error,
            Error::Syntax(_) | Error::IllFormed(IllFormedError::UnclosedReference)
        );
        let fault = match error {
            _ if is_end => self.end(),
            Error::IllFormed(error) => self.fault(error.to_string()),
            error => self.fault(error.to_string()),
        };
        Fault {
            offset: self.place(self.reader.error_position()),
            ..fault
        }
    }

    /// The place in the document of a position of the reader.
    fn place(&self, position: u64) -> usize {
        let position = usize::try_from(position).unwrap_or(usize::MAX);
        self.start.saturating_add(position)
    }
}
