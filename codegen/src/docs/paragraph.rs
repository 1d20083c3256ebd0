//! A paragraph that is being collected: its stretches of text, code and links.

use super::escape::clean_into;
use super::url;

/// How a span is emphasised. There is one level only: inside emphasis, other emphasis is
/// ignored, because nested markers can be read in several ways.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Style {
    Plain,
    /// `*…*`
    Italic,
    /// `**…**`
    Bold,
}

impl Style {
    pub(super) fn marker(self) -> &'static str {
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
    pub(super) kind: SpanKind,
}

#[derive(Debug)]
pub(super) enum SpanKind {
    /// Text, with white space collapsed.
    Text(String),
    /// A code span, with white space collapsed.
    Code(String),
    /// A link to an address that [`url::destination`] made, and its texts and codes.
    Link(String, Vec<Span>),
    /// An address that is a link by itself.
    Address(String),
    /// A hard line break.
    Break,
}

impl SpanKind {
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
    /// Text is code, in the style of its start.
    code: Option<Style>,
    link: Option<OpenLink>,
    /// Whether something visible has been added, so that it is not searched for repeatedly.
    is_visible: bool,
}

/// A link that is not closed yet.
#[derive(Debug)]
struct OpenLink {
    href: Option<String>,
    spans: Vec<Span>,
}

impl Paragraph {
    /// Whether nothing visible has been added.
    pub(super) fn is_blank(&self) -> bool {
        !self.is_visible
    }

    /// Adds text, or code between `set_code(true)` and `set_code(false)`.
    pub(super) fn text(&mut self, text: &str) {
        self.add(self.code.unwrap_or(self.style()), self.code.is_some(), text);
    }

    /// Adds a code span.
    pub(super) fn code(&mut self, code: &str) {
        self.add(self.style(), true, code);
    }

    /// Adds to the last span or starts a new one. Adjacent code spans become one, as they would be
    /// misread.
    fn add(&mut self, style: Style, is_code: bool, text: &str) {
        let spans = self
            .link
            .as_mut()
            .map_or(&mut self.spans, |link| &mut link.spans);
        // Blank code is a space.
        let is_new_code = is_code && !text.trim().is_empty();
        let mut add = |to: &mut String| {
            let before = to.len();
            clean_into(to, text);
            self.is_visible |= to[before..].contains(|c| c != ' ');
        };
        match spans.last_mut() {
            Some(Span {
                style: last,
                kind: SpanKind::Code(to),
            }) if is_code && *last == style => return add(to),
            Some(Span {
                style: last,
                kind: SpanKind::Text(to),
            }) if !is_new_code && *last == style => return add(to),
            _ => {}
        }
        let mut clean = String::with_capacity(text.len());
        add(&mut clean);
        if !clean.is_empty() {
            let kind = if is_new_code {
                SpanKind::Code(clean)
            } else {
                SpanKind::Text(clean)
            };
            spans.push(Span { style, kind });
        }
    }

    /// Starts or ends a code span; starting one inside another does nothing.
    pub(super) fn set_code(&mut self, code: bool) {
        self.code = code.then(|| self.code.unwrap_or(self.style()));
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
        let text: Option<String> = spans
            .iter()
            .map(|span| match &span.kind {
                SpanKind::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        let text = text.unwrap_or_default();
        let text = text.trim_matches(' ');
        if let Some(href) = href.as_deref()
            && text == href.trim()
            && url::is_plain(text)
        {
            self.is_visible = true;
            self.spans.push(Span {
                style,
                kind: SpanKind::Address(text.to_owned()),
            });
        } else if let Some(destination) = href.as_deref().and_then(url::destination)
            && !is_blank(&spans)
        {
            self.spans.push(Span {
                style,
                kind: SpanKind::Link(destination, spans),
            });
        } else {
            // `<a>CreateFleet</a>` is how models refer to their own shapes and operations.
            let is_name = href.is_none() && is_name(text);
            for Span { style, kind } in spans {
                match kind {
                    SpanKind::Text(text) => self.add(style, is_name, &text),
                    SpanKind::Code(code) => self.add(style, true, &code),
                    SpanKind::Link(..) | SpanKind::Address(_) | SpanKind::Break => {}
                }
            }
        }
    }

    /// Ends the line.
    pub(super) fn hard_break(&mut self) {
        if self.link.is_some() || self.code.is_some() {
            self.text(" ");
        } else {
            self.spans.push(Span {
                style: Style::Plain,
                kind: SpanKind::Break,
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
