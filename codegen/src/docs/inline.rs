//! Spans of a paragraph → Markdown: emphasis, code spans, links.

use super::escape::escape_into;
use super::paragraph::{Span, SpanKind};
use super::wrap::{FIXED_SPACE, HARD_BREAK};
use super::{Code, Links, url};

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
                next.is_some_and(|span| !matches!(first_char(span), Some(' ' | '<')));
            match &span.kind {
                SpanKind::Text(text) => inner.text(text, link_follows, links),
                SpanKind::Code(code) => inner.code(code, next.and_then(first_char), links),
                SpanKind::Link(destination, spans) => inner.link(destination, spans),
                SpanKind::Address(address) => inner.address(address),
                SpanKind::Break => line.hard_break(),
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
        match inner.buffer.chars().next() {
            Some('/') => line.guard_slash(),
            Some('`') => line.guard_backtick(),
            _ => {}
        }
        line.buffer.push_str(&inner.buffer);
        line.buffer.push_str(marker);
        line.space = inner.space;
    }
    line.buffer
}

fn is_break(span: &Span) -> bool {
    matches!(span.kind, SpanKind::Break)
}

/// The first character of the Markdown of `span`, as far as it matters.
fn first_char(span: &Span) -> Option<char> {
    let (text, mark) = match &span.kind {
        SpanKind::Text(text) => (text.as_str(), None),
        SpanKind::Code(code) => (code.as_str(), Some('`')),
        SpanKind::Link(_, spans) => {
            return spans
                .first()
                .and_then(first_char)
                .map(|c| if c == ' ' { c } else { '[' });
        }
        SpanKind::Address(_) => return Some('<'),
        SpanKind::Break => return Some(' '),
    };
    let first = text.chars().next();
    if first == Some(' ') {
        first
    } else {
        mark.or(first)
    }
}

/// Whether emphasis markers around `text`, between `before` and `after`, work.
fn can_mark(before: Option<char>, text: &str, after: Option<char>) -> bool {
    let is_edge = |c: Option<char>| {
        c.is_none_or(|c| c.is_whitespace() || c == HARD_BREAK || c.is_ascii_punctuation())
    };
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    before != Some('*')
        && (is_word(text.chars().next()) || is_edge(before))
        && (is_word(text.chars().next_back()) || is_edge(after))
}

/// Collects Markdown with at most one space between its parts.
#[derive(Default)]
struct Line {
    buffer: String,
    /// Whether there was a space before the first part.
    leading_space: bool,
    /// Whether the next part needs a space before it.
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

    /// Prevents `*/`, which would end a block comment.
    fn guard_slash(&mut self) {
        if self.buffer.ends_with('*') {
            self.buffer.push('\\');
        }
    }

    /// Separates a code span from one before it.
    fn guard_backtick(&mut self) {
        if self.buffer.ends_with('`') {
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
            self.plain(&rest[..start], matches!(found, url::Found::Pattern(_)));
            let length = match found {
                url::Found::Address(address) => {
                    self.address(address);
                    address.len()
                }
                url::Found::Pattern(pattern) => {
                    // Directly after a code span, even a linked one, it would become part of it.
                    self.space |= start == 0 && !self.buffer.is_empty();
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
        if text_only.starts_with('/') {
            self.guard_slash();
        }
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
        self.guard_backtick();
        let path = match links(trimmed) {
            Some(Code::Name(name)) => {
                push_code(&mut self.buffer, &name);
                if code.ends_with(' ') {
                    self.space();
                }
                return;
            }
            Some(Code::Link(path)) => Some(path).filter(|path| !path.is_empty()),
            None => None,
        };
        match path {
            Some(path) if path != trimmed => {
                self.buffer.push('[');
                push_code(&mut self.buffer, trimmed);
                // rustdoc reports a path as redundant if it ends like the text of its link and the item is
                // in scope, but not a path in backticks.
                let is_like_text = path.ends_with(trimmed) || trimmed.ends_with(&path);
                let quote = if is_like_text { "`" } else { "" };
                self.buffer.push_str("](");
                self.buffer.push_str(quote);
                push_fixed(&mut self.buffer, &path);
                self.buffer.push_str(quote);
                self.buffer.push(')');
            }
            // Before these characters the short form would be misread.
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
                SpanKind::Text(text) => inner.plain(text, false),
                SpanKind::Code(code) => inner.code(code, None, &|_| None),
                SpanKind::Link(..) | SpanKind::Address(_) | SpanKind::Break => {}
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

/// Appends text that must not be wrapped.
fn push_fixed(to: &mut String, text: &str) {
    to.extend(text.chars().map(|c| if c == ' ' { FIXED_SPACE } else { c }));
}
