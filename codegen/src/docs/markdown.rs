//! The events of Markdown → blocks and text of a page.

use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::Links;
use super::page::{Container, Page};

/// See [`super::from_markdown`].
pub(super) fn convert(text: &str, links: &Links<'_>) -> String {
    // A link without a definition stays text, except for the Rust items that rustdoc would find:
    // their brackets go, and `links` finds what they mean.
    let item = |link: BrokenLink<'_>| {
        link.reference
            .starts_with('`')
            .then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    };
    let events = Parser::new_with_broken_link_callback(text, Options::ENABLE_TABLES, Some(item));
    let mut page = Page::new(links);
    let mut code: Option<String> = None;
    for event in events {
        match event {
            Event::Start(tag) => {
                if matches!(tag, Tag::CodeBlock(_)) {
                    code = Some(String::new());
                }
                start(&mut page, &tag);
            }
            Event::End(TagEnd::CodeBlock) => page.write_code(&code.take().unwrap_or_default()),
            Event::End(tag) => end(&mut page, tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => match &mut code {
                Some(code) => code.push_str(&text),
                None => page.paragraph.text(&text),
            },
            Event::Code(code) => page.paragraph.code(&code),
            Event::SoftBreak => page.paragraph.text(" "),
            Event::HardBreak => page.paragraph.hard_break(),
            Event::Rule => page.end_block(),
            // Of extensions that are not on.
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }
    page.finish()
}

fn start(page: &mut Page<'_>, tag: &Tag<'_>) {
    match tag {
        Tag::Heading { .. } => {
            page.end_paragraph();
            page.paragraph.set_title();
        }
        Tag::BlockQuote(_) => page.open(Container::QUOTE),
        Tag::List(None) | Tag::Table(_) => page.open(Container::BULLETS),
        Tag::List(Some(first)) => page.open(Container::numbers(*first)),
        Tag::Item | Tag::TableHead | Tag::TableRow => page.open(Container::ITEM),
        Tag::TableCell => {
            if !page.paragraph.is_blank() {
                page.paragraph.text(" | ");
            }
        }
        Tag::Emphasis => page.paragraph.set_italic(true),
        Tag::Strong => page.paragraph.set_bold(true),
        // `[Build](crate::types::Build)` is linked as `Build` is.
        Tag::Link { dest_url, .. } if dest_url.contains("::") && !dest_url.contains('/') => {
            page.paragraph.open_link(None);
        }
        Tag::Link { dest_url, .. } => page.paragraph.open_link(Some(dest_url)),
        // Only its text is kept.
        Tag::Image { .. } => {}
        _ => page.end_paragraph(),
    }
}

fn end(page: &mut Page<'_>, tag: TagEnd) {
    match tag {
        TagEnd::BlockQuote(_)
        | TagEnd::List(_)
        | TagEnd::Table
        | TagEnd::Item
        | TagEnd::TableHead
        | TagEnd::TableRow => page.close(),
        TagEnd::TableCell | TagEnd::Image => {}
        TagEnd::Emphasis => page.paragraph.set_italic(false),
        TagEnd::Strong => page.paragraph.set_bold(false),
        TagEnd::Link => page.paragraph.close_link(),
        _ => page.end_paragraph(),
    }
}
