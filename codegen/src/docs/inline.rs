//! Text inside a paragraph: collecting it, emphasis, code spans and links.

use super::escape::{clean_into, escape_into};
use super::wrap::{FIXED_SPACE, HARD_BREAK};
use super::{Links, url};

/// How a span is emphasised. There is one level only: inside emphasis, other emphasis is
/// ignored, because nested markers can be read in several ways.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Style {
    /// Not at all.
    Plain,
    /// `*…*`
    Italic,
    /// `**…**`
    Bold,
}

impl Style {
    fn marker(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Italic => "*",
            Self::Bold => "**",
        }
    }
}

/// A stretch of text, code or link in one style.
#[derive(Debug)]
pub(super) struct Span {
    pub(super) style: Style,
    pub(super) kind: Kind,
}

/// What a span is.
#[derive(Debug)]
pub(super) enum Kind {
    /// Text, with white space collapsed.
    Text(String),
    /// A code span, with white space collapsed.
    Code(String),
    /// A link to an address that [`url::destination`] made, and its texts and codes.
    Link(String, Vec<Span>),
    /// An address that is a link by itself.
    Address(String),
    /// The end of a line that is meant.
    Break,
}

impl Kind {
    fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) | Self::Code(text) => text.trim_matches(' ').is_empty(),
            Self::Link(_, spans) => is_blank(spans),
            Self::Address(_) => false,
            Self::Break => true,
        }
    }
}

fn is_blank(spans: &[Span]) -> bool {
    spans.iter().all(|span| span.kind.is_blank())
}

/// A paragraph that is being collected.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    spans: Vec<Span>,
    bold: usize,
    italic: usize,
    title: bool,
    /// Text is code.
    code: bool,
    link: Option<OpenLink>,
}

/// A link whose end has not been seen yet.
#[derive(Debug)]
struct OpenLink {
    href: Option<String>,
    spans: Vec<Span>,
}

impl Paragraph {
    /// Whether nothing visible has been added.
    pub(super) fn is_blank(&self) -> bool {
        is_blank(&self.spans) && self.link.as_ref().is_none_or(|link| is_blank(&link.spans))
    }

    /// Adds text, or code between `set_code(true)` and `set_code(false)`.
    pub(super) fn text(&mut self, text: &str) {
        self.add(self.style(), self.code, text);
    }

    /// Adds a code span.
    pub(super) fn code(&mut self, code: &str) {
        self.add(self.style(), true, code);
    }

    /// Adds to the last span or starts a new one. Two code spans that touch become one, as they
    /// would be misread.
    fn add(&mut self, style: Style, is_code: bool, text: &str) {
        let spans = self
            .link
            .as_mut()
            .map_or(&mut self.spans, |link| &mut link.spans);
        match spans.last_mut() {
            Some(Span {
                kind: Kind::Code(to),
                ..
            }) if is_code => return clean_into(to, text),
            Some(Span {
                style: last,
                kind: Kind::Text(to),
            }) if !is_code && *last == style => {
                return clean_into(to, text);
            }
            _ => {}
        }
        let mut clean = String::with_capacity(text.len());
        clean_into(&mut clean, text);
        if !clean.is_empty() {
            let kind = if is_code {
                Kind::Code(clean)
            } else {
                Kind::Text(clean)
            };
            spans.push(Span { style, kind });
        }
    }

    /// Starts or ends a code span; starting one inside another does nothing.
    pub(super) fn set_code(&mut self, code: bool) {
        self.code = code;
    }

    /// Starts or ends bold text.
    pub(super) fn set_bold(&mut self, bold: bool) {
        self.bold = if bold {
            self.bold + 1
        } else {
            self.bold.saturating_sub(1)
        };
    }

    /// Starts or ends text in italics.
    pub(super) fn set_italic(&mut self, italic: bool) {
        self.italic = if italic {
            self.italic + 1
        } else {
            self.italic.saturating_sub(1)
        };
    }

    /// Makes what is added to this paragraph from now on bold to its end.
    pub(super) fn set_title(&mut self) {
        self.title = true;
    }

    /// Starts a link. If `href` is not fit for one, its text stays text.
    pub(super) fn open_link(&mut self, href: Option<&str>) {
        self.close_link();
        self.link = Some(OpenLink {
            href: href.map(str::to_owned),
            spans: Vec::new(),
        });
    }

    /// Ends the link.
    pub(super) fn close_link(&mut self) {
        let Some(OpenLink { href, spans }) = self.link.take() else {
            return;
        };
        let style = spans.first().map_or(Style::Plain, |span| span.style);
        let text = match spans.as_slice() {
            [
                Span {
                    kind: Kind::Text(text),
                    ..
                },
            ] => text.trim_matches(' '),
            _ => "",
        };
        if let Some(href) = href.as_deref()
            && text == href.trim()
            && url::is_plain(text)
        {
            self.spans.push(Span {
                style,
                kind: Kind::Address(text.to_owned()),
            });
        } else if let Some(destination) = href.as_deref().and_then(url::destination) {
            self.spans.push(Span {
                style,
                kind: Kind::Link(destination, spans),
            });
        } else {
            // `<a>CreateFleet</a>` is how models refer to their own shapes and operations.
            let is_name = href.is_none() && is_name(text);
            for Span { style, kind } in spans {
                match kind {
                    Kind::Text(text) => self.add(style, is_name, &text),
                    Kind::Code(code) => self.add(style, true, &code),
                    Kind::Link(..) | Kind::Address(_) | Kind::Break => {}
                }
            }
        }
    }

    /// Ends the line.
    pub(super) fn hard_break(&mut self) {
        if self.link.is_some() || self.code {
            self.text(" ");
        } else {
            self.spans.push(Span {
                style: Style::Plain,
                kind: Kind::Break,
            });
        }
    }

    /// What was collected; the paragraph is empty and without any style afterwards.
    pub(super) fn take(&mut self) -> Vec<Span> {
        self.close_link();
        std::mem::take(self).spans
    }

    fn style(&self) -> Style {
        if self.bold > 0 || self.title {
            Style::Bold
        } else if self.italic > 0 {
            Style::Italic
        } else {
            Style::Plain
        }
    }
}

/// Whether `text` looks like the name of a shape or of its member (`Fleet$name`).
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_$.:".contains(&b))
}

/// The Markdown of a paragraph, on one line, with the marks of `wrap` in it.
pub(super) fn render(spans: &[Span], links: &Links<'_>) -> String {
    let mut line = Line::default();
    let mut runs = spans
        .chunk_by(|a, b| a.style == b.style && !is_break(a) && !is_break(b))
        .peekable();
    while let Some(run) = runs.next() {
        let style = run[0].style;
        let mut inner = Line::default();
        for (at, span) in run.iter().enumerate() {
            let next = run.get(at + 1).or_else(|| runs.peek().map(|run| &run[0]));
            let link_follows =
                next.is_some_and(|span| !matches!(span.kind, Kind::Text(_) | Kind::Break));
            match &span.kind {
                Kind::Text(text) => inner.text(text, link_follows, links),
                Kind::Code(code) => inner.code(code, next.and_then(first_char), links),
                Kind::Link(destination, spans) => inner.link(destination, spans),
                Kind::Address(address) => inner.address(address),
                Kind::Break => line.hard_break(),
            }
        }
        line.space |= inner.leading_space;
        let next = if inner.space {
            Some(' ')
        } else {
            runs.peek().and_then(|run| first_char(&run[0]))
        };
        if inner.buffer.is_empty() {
            line.space |= inner.space;
            continue;
        }
        let before = line.last_char();
        line.flush_space();
        let marker = if can_mark(before, &inner.buffer, next) {
            style.marker()
        } else {
            ""
        };
        line.buffer.push_str(marker);
        line.buffer.push_str(&inner.buffer);
        line.buffer.push_str(marker);
        line.space = inner.space;
    }
    line.buffer
}

fn is_break(span: &Span) -> bool {
    matches!(span.kind, Kind::Break)
}

/// The character that the Markdown of `span` starts with, as far as it matters.
fn first_char(span: &Span) -> Option<char> {
    match &span.kind {
        Kind::Text(text) => text.chars().next(),
        Kind::Code(_) => Some('`'),
        Kind::Link(..) => Some('['),
        Kind::Address(_) => Some('<'),
        Kind::Break => Some(' '),
    }
}

/// Whether emphasis markers around `text`, between `before` and `after`, are read as such.
fn can_mark(before: Option<char>, text: &str, after: Option<char>) -> bool {
    let is_edge = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation());
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    before != Some('*')
        && (is_word(text.chars().next()) || is_edge(before))
        && (is_word(text.chars().next_back()) || is_edge(after))
}

/// Markdown that is being written, with at most one space between its parts.
#[derive(Default)]
struct Line {
    buffer: String,
    /// There was a space before the first part.
    leading_space: bool,
    /// A space is due before the next part.
    space: bool,
}

impl Line {
    fn last_char(&self) -> Option<char> {
        if self.space {
            Some(' ')
        } else {
            self.buffer.chars().next_back()
        }
    }

    fn space(&mut self) {
        if self.buffer.is_empty() {
            self.leading_space = true;
        } else {
            self.space = true;
        }
    }

    fn flush_space(&mut self) {
        if std::mem::take(&mut self.space) && !self.buffer.is_empty() {
            self.buffer.push(' ');
        }
    }

    fn hard_break(&mut self) {
        self.space = false;
        if !self.buffer.is_empty() && !self.buffer.ends_with(HARD_BREAK) {
            self.buffer.push(HARD_BREAK);
        }
    }

    /// Text, in which addresses are made links.
    fn text(&mut self, text: &str, link_follows: bool, links: &Links<'_>) {
        let mut rest = text;
        while let Some((start, found)) = url::find(rest) {
            self.plain(&rest[..start], false);
            let length = match found {
                url::Found::Address(address) => {
                    self.address(address);
                    address.len()
                }
                url::Found::Pattern(pattern) => {
                    self.code(pattern, None, links);
                    pattern.len()
                }
            };
            rest = &rest[start + length..];
        }
        self.plain(rest, link_follows);
    }

    fn plain(&mut self, text: &str, link_follows: bool) {
        if text.starts_with(' ') {
            self.space();
        }
        let text_only = text.trim_matches(' ');
        if text_only.is_empty() {
            return;
        }
        self.flush_space();
        let link_follows = link_follows && !text.ends_with(' ');
        escape_into(&mut self.buffer, text_only, link_follows);
        if text.ends_with(' ') {
            self.space();
        }
    }

    /// A code span, linked if it names something.
    fn code(&mut self, code: &str, next: Option<char>, links: &Links<'_>) {
        let trimmed = code.trim_matches(' ');
        if code.starts_with(' ') {
            self.space();
        }
        if trimmed.is_empty() {
            return;
        }
        self.flush_space();
        let path = links(trimmed).filter(|path| !path.is_empty());
        match path {
            Some(path) if path != trimmed => {
                self.buffer.push('[');
                push_code(&mut self.buffer, trimmed);
                // Where the item is in scope, rustdoc calls a path redundant that ends like the text
                // of its link, but not one in backticks, which it strips like those of the text.
                let is_like_text = path.ends_with(trimmed) || trimmed.ends_with(&path);
                let quote = if is_like_text { "`" } else { "" };
                self.buffer.push_str("](");
                self.buffer.push_str(quote);
                push_fixed(&mut self.buffer, &path);
                self.buffer.push_str(quote);
                self.buffer.push(')');
            }
            // Before these, the short form would be read as a longer one.
            Some(_) if code.ends_with(' ') || !matches!(next, Some('(' | '[' | ':')) => {
                self.buffer.push('[');
                push_code(&mut self.buffer, trimmed);
                self.buffer.push(']');
            }
            _ => push_code(&mut self.buffer, trimmed),
        }
        if code.ends_with(' ') {
            self.space();
        }
    }

    /// A link that shows its address.
    fn address(&mut self, address: &str) {
        self.flush_space();
        self.buffer.push('<');
        self.buffer.push_str(address);
        self.buffer.push('>');
    }

    /// A link; in its text, nothing else is one.
    fn link(&mut self, destination: &str, spans: &[Span]) {
        let mut inner = Line::default();
        for span in spans {
            match &span.kind {
                Kind::Text(text) => inner.plain(text, false),
                Kind::Code(code) => inner.code(code, None, &|_| None),
                Kind::Link(..) | Kind::Address(_) | Kind::Break => {}
            }
        }
        if inner.leading_space {
            self.space();
        }
        if inner.buffer.is_empty() {
            return;
        }
        self.flush_space();
        self.buffer.push('[');
        push_fixed(&mut self.buffer, &inner.buffer);
        self.buffer.push_str("](");
        self.buffer.push_str(destination);
        self.buffer.push(')');
        if inner.space {
            self.space();
        }
    }
}

/// Appends a code span in fences that are longer than any in it.
fn push_code(to: &mut String, code: &str) {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = code.starts_with('`') || code.ends_with('`');
    to.push_str(&fence);
    if pad {
        to.push(FIXED_SPACE);
    }
    push_fixed(to, code);
    if pad {
        to.push(FIXED_SPACE);
    }
    to.push_str(&fence);
}

/// Appends text in which no line may end.
fn push_fixed(to: &mut String, text: &str) {
    to.extend(text.chars().map(|c| if c == ' ' { FIXED_SPACE } else { c }));
}
