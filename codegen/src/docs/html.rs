//! The tokens of HTML → blocks and text of a page.
//!
//! The tokenizer takes linear time for any input, unlike builders of trees. A tree would be of little
//! use: documentation is a sequence of blocks, and models break the rules of nesting anyway.

use std::borrow::Cow;

use html5gum::{StartTag, Token, Tokenizer};

use super::Links;
use super::page::{Container, Page};

/// See [`super::from_html`].
pub(super) fn convert(html: &str, links: &Links<'_>) -> String {
    let mut page = Page::new(links);
    // Most texts are one paragraph without markup: a fast path.
    let html = html.trim();
    let text = html
        .strip_prefix("<p>")
        .and_then(|text| text.strip_suffix("</p>"))
        .unwrap_or(html);
    if !text.bytes().any(|byte| matches!(byte, b'<' | b'&')) {
        page.paragraph.text(text);
        return page.finish();
    }
    let mut reader = Reader {
        page,
        open: Vec::new(),
        lists: 0,
        quotes: 0,
        term: false,
        code: None,
    };
    let Ok(()) = Tokenizer::new(escape_stray_tags(html).as_ref())
        .try_for_each(|token| token.map(|token| reader.token(&token)));
    reader.finish()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Element {
    /// Only its content counts.
    Inline,
    /// It starts and ends a paragraph.
    Block,
    /// A block in bold.
    Title,
    /// A block with a label.
    Label(&'static str),
    Code,
    Bold,
    Italic,
    Link,
    Image,
    Break,
    Preformatted,
    Quote,
    Bullets,
    Numbers,
    /// A list of terms and their definitions, which becomes one with bullets.
    Terms,
    Term,
    Definition,
    /// An item of a list, or a row of a table, which becomes a list of its rows.
    Item,
    /// A cell of a table.
    Cell,
}

impl Element {
    /// The element of a lower-case name; other tags are text.
    fn new(name: &str) -> Option<Self> {
        Some(match name {
            "p" | "para" | "div" | "section" | "hr" | "center" | "title" | "body" | "html" => {
                Self::Block
            }
            "code" | "tt" | "kbd" | "samp" | "literal" => Self::Code,
            "b" | "strong" => Self::Bold,
            "i" | "em" | "var" | "cite" | "dfn" | "replaceable" => Self::Italic,
            "a" | "link" | "ulink" => Self::Link,
            "img" => Self::Image,
            "br" => Self::Break,
            "pre" | "programlisting" => Self::Preformatted,
            "blockquote" => Self::Quote,
            "ul" | "table" => Self::Bullets,
            "ol" => Self::Numbers,
            "dl" => Self::Terms,
            "dt" => Self::Term,
            "dd" => Self::Definition,
            "li" | "tr" => Self::Item,
            "td" | "th" => Self::Cell,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "fullname" | "caption" => Self::Title,
            "note" => Self::Label("Note"),
            "important" => Self::Label("Important"),
            "caution" => Self::Label("Caution"),
            "warning" => Self::Label("Warning"),
            "tip" => Self::Label("Tip"),
            "u" | "s" | "span" | "small" | "big" | "sub" | "sup" | "font" | "thead" | "tbody"
            | "tfoot" | "filename" | "function" | "xhtml" | "zonbook" => Self::Inline,
            _ => return None,
        })
    }
}

/// Escapes every `<` that does not start a known element.
///
/// The tokenizer would take `<Role>` for a tag, and drop what follows an unclosed `<!--`, `<p` or quote in
/// a tag.
fn escape_stray_tags(html: &str) -> Cow<'_, str> {
    let last_comment_end = html.rfind("-->").unwrap_or(0);
    let mut result = String::new();
    let mut copied = 0;
    let mut unclosed_quotes = 0;
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        let is_tag = if rest.starts_with("!--") {
            // `<!-->` is a complete comment.
            at + 2 <= last_comment_end
        } else {
            let name = rest.strip_prefix('/').unwrap_or(rest);
            let end = name.find(|c: char| c.is_ascii_whitespace() || matches!(c, '<' | '>' | '/'));
            end.is_some_and(|end| {
                is_known(&name[..end]) && is_closed(&name[end..], &mut unclosed_quotes)
            })
        };
        if !is_tag {
            result.push_str(&html[copied..at]);
            result.push_str("&lt;");
            copied = at + 1;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    result.push_str(&html[copied..]);
    Cow::Owned(result)
}

/// Whether a tag is closed; `rest` is the text after its name. Only quotes can make this search far, so
/// after a few unclosed ones all others count as unclosed.
fn is_closed(rest: &str, unclosed_quotes: &mut u32) -> bool {
    let mut rest = rest;
    while let Some(at) = rest.find(['>', '<', '"', '\'']) {
        let quote = match &rest[at..=at] {
            ">" => return true,
            "<" => return false,
            quote => quote,
        };
        let quoted = &rest[at + 1..];
        let end = if *unclosed_quotes < 8 {
            quoted.find(quote)
        } else {
            None
        };
        let Some(end) = end else {
            *unclosed_quotes += 1;
            return false;
        };
        rest = &quoted[end + 1..];
    }
    false
}

fn is_known(name: &str) -> bool {
    // The limit keeps this linear; known names are shorter.
    name.len() <= 16 && Element::new(&name.to_ascii_lowercase()).is_some()
}

/// An element that is open and holds blocks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    List,
    /// A list opened for an item without one.
    ImpliedList,
    Item,
    Quote,
}

/// Turns tokens into blocks and text, whatever their order.
struct Reader<'a> {
    page: Page<'a>,
    open: Vec<Open>,
    /// Numbers of lists and quotes in `open`, so that a stray end tag costs no search.
    lists: usize,
    quotes: usize,
    /// Whether the paragraph is a term.
    term: bool,
    /// The preformatted text that is being collected.
    code: Option<String>,
}

impl Reader<'_> {
    fn finish(mut self) -> String {
        self.end_preformatted();
        self.end_term();
        self.page.finish()
    }

    fn text(&mut self, text: &str) {
        match &mut self.code {
            Some(code) => code.push_str(text),
            None => self.page.paragraph.text(text),
        }
    }

    fn token(&mut self, token: &Token) {
        match token {
            Token::String(text) => self.text(&String::from_utf8_lossy(text)),
            Token::StartTag(tag) => {
                let element = Element::new(&String::from_utf8_lossy(&tag.name));
                match element {
                    Some(Element::Break) if self.code.is_some() => self.text("\n"),
                    Some(element) if self.code.is_none() => self.start(element, tag),
                    _ => {}
                }
            }
            Token::EndTag(tag) => {
                let element = Element::new(&String::from_utf8_lossy(&tag.name));
                match element {
                    Some(Element::Preformatted) => self.end_preformatted(),
                    Some(Element::Break) if self.code.is_some() => self.text("\n"),
                    Some(element) if self.code.is_none() => self.end(element),
                    _ => {}
                }
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    fn start(&mut self, element: Element, tag: &StartTag<()>) {
        match element {
            Element::Inline => {}
            Element::Block => self.end_paragraph(),
            Element::Title => {
                self.end_paragraph();
                self.page.paragraph.set_title();
            }
            Element::Label(label) => {
                self.end_term();
                self.page.end_block();
                self.page.set_lead(label);
            }
            Element::Code => self.page.paragraph.set_code(true),
            Element::Bold => self.page.paragraph.set_bold(true),
            Element::Italic => self.page.paragraph.set_italic(true),
            Element::Link => self
                .page
                .paragraph
                .open_link(attribute(tag, b"href").as_deref()),
            Element::Image => self
                .page
                .paragraph
                .text(&attribute(tag, b"alt").unwrap_or_default()),
            Element::Break => self.page.paragraph.hard_break(),
            Element::Preformatted => {
                self.end_term();
                self.page.end_paragraph();
                self.code = Some(String::new());
            }
            Element::Quote => {
                self.end_term();
                self.open(Open::Quote, Container::QUOTE);
            }
            Element::Bullets | Element::Terms => self.start_list(Container::BULLETS),
            Element::Numbers => {
                let start = attribute(tag, b"start").and_then(|start| start.trim().parse().ok());
                self.start_list(Container::numbers(start.unwrap_or(1)));
            }
            Element::Item => self.start_item(),
            Element::Term => {
                self.start_item();
                self.term = true;
            }
            Element::Definition => {
                self.end_term();
                self.page.end_paragraph();
                if self.open.last() != Some(&Open::Item) {
                    self.start_item();
                }
            }
            Element::Cell => {
                if !self.page.paragraph.is_blank() {
                    self.page.paragraph.text(" | ");
                }
            }
        }
    }

    fn end(&mut self, element: Element) {
        match element {
            Element::Inline
            | Element::Image
            | Element::Break
            | Element::Preformatted
            | Element::Cell => {}
            Element::Block | Element::Title | Element::Definition => self.end_paragraph(),
            Element::Label(_) => {
                self.end_paragraph();
                self.page.drop_lead();
            }
            Element::Code => self.page.paragraph.set_code(false),
            Element::Bold => self.page.paragraph.set_bold(false),
            Element::Italic => self.page.paragraph.set_italic(false),
            Element::Link => self.page.paragraph.close_link(),
            Element::Term => self.end_term(),
            Element::Item => {
                self.end_term();
                if self.open.last() == Some(&Open::Item) {
                    self.close();
                }
                // Another `<li>` continues it, other text does not.
                if self.open.last() == Some(&Open::ImpliedList) {
                    self.close();
                }
            }
            Element::Quote => {
                if self.quotes > 0 {
                    self.end_term();
                    while self.close() != Some(Open::Quote) {}
                }
            }
            Element::Bullets | Element::Numbers | Element::Terms => {
                if self.lists > 0 {
                    self.end_term();
                    while self.close() != Some(Open::List) {}
                }
            }
        }
    }

    /// Ends the paragraph, unless it is a term, which has only one.
    fn end_paragraph(&mut self) {
        if !self.term {
            self.page.end_paragraph();
        }
    }

    fn end_term(&mut self) {
        if std::mem::take(&mut self.term) && !self.page.paragraph.is_blank() {
            self.page.make_lead();
        }
    }

    fn end_preformatted(&mut self) {
        if let Some(code) = self.code.take() {
            self.page.write_code(&code);
        }
    }

    fn start_list(&mut self, list: Container) {
        self.end_term();
        self.open(Open::List, list);
    }

    /// Starts an item, which ends one before it, and needs a list.
    fn start_item(&mut self) {
        self.end_term();
        if self.open.last() == Some(&Open::Item) {
            self.close();
        }
        if !matches!(self.open.last(), Some(Open::List | Open::ImpliedList)) {
            self.open(Open::ImpliedList, Container::BULLETS);
        }
        self.open(Open::Item, Container::ITEM);
    }

    fn open(&mut self, open: Open, container: Container) {
        self.lists += usize::from(open == Open::List);
        self.quotes += usize::from(open == Open::Quote);
        self.open.push(open);
        self.page.open(container);
    }

    fn close(&mut self) -> Option<Open> {
        let open = self.open.pop()?;
        self.lists -= usize::from(open == Open::List);
        self.quotes -= usize::from(open == Open::Quote);
        self.page.close();
        Some(open)
    }
}

fn attribute<'t>(tag: &'t StartTag<()>, name: &[u8]) -> Option<Cow<'t, str>> {
    let value = tag.attributes.get(name)?;
    Some(String::from_utf8_lossy(value))
}
