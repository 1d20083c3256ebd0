//! Documentation of a model → Markdown that rustdoc takes without a warning.
//!
//! Models have HTML, our overlays Markdown. Both are read as a stream of events into one `page::Page`,
//! the only writer of Markdown, so that safety is decided in one place:
//!
//! | file | purpose |
//! |---|---|
//! | `html` | the tokens of HTML → blocks and text of a page |
//! | `markdown` | the events of Markdown → blocks and text of a page |
//! | `page` | blocks: paragraphs, lists, quotes, fences, their prefixes and blank lines |
//! | `paragraph` | collects the text, code and links of a paragraph |
//! | `inline` | spans of a paragraph → Markdown: emphasis, code spans, links |
//! | `escape` | plain text → Markdown that renders as that text |
//! | `url` | URLs: which become links, where one ends in running text |
//! | `wrap` | wraps lines without starting a block by accident |
//!
//! Nothing here builds a tree or recurses, so depth of nesting costs neither stack nor time.

#[cfg(test)]
mod check;
mod escape;
mod html;
mod inline;
mod markdown;
mod page;
mod paragraph;
#[cfg(test)]
mod tests;
mod url;
mod wrap;

/// What a code span stands for in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// An item, by the path to link to, e.g. "Build" -> "`crate::types::Build`". If it equals the
    /// content of the span, the link has the short form ``[`Build`]``, for items that are in scope.
    Link(String),
    /// Something without a page, by its name, e.g. "buildStatus" -> "`build_status`".
    Name(String),
}

/// Finds what a code span stands for.
pub type Links<'a> = dyn Fn(&str) -> Option<Code> + Sync + 'a;

/// Whether a character is allowed in documentation and comments: rustc refuses those that change the
/// direction of text.
pub fn is_allowed(c: char) -> bool {
    escape::is_allowed(c)
}

/// Turns the HTML of botocore's models into Markdown for rustdoc.
///
/// The result has no raw HTML, no code that would be run as a test, no bare address, no heading,
/// no trailing space and no blank line at either end; it is empty if there is no text. Whatever is
/// not HTML that documentation uses (`<Role>`, `<uuid>`) is kept as text.
pub fn from_html(html: &str, links: &Links<'_>) -> String {
    html::convert(html, links)
}

/// Turns the Markdown of our overlays into Markdown for rustdoc: its structure is kept, and the
/// result is as safe and as linked as that of [`from_html`].
///
/// Addresses other than `http` and `https` are dropped from links; Rust items are linked through
/// `links`, by writing them as code.
pub fn from_markdown(text: &str, links: &Links<'_>) -> String {
    markdown::convert(text, links)
}
