//! Properties of all output; `tests/fuzz` uses this file, too.

use std::fmt::Write as _;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use super::{Code, from_markdown};

/// Knows `Build`, and `Here`, which is in scope.
pub(crate) fn links(code: &str) -> Option<Code> {
    let path = match code {
        "Build" => Some("crate::types::Build".to_owned()),
        "buildStatus" => Some("crate::types::Build::build_status".to_owned()),
        "Here" => Some("Here".to_owned()),
        _ => None,
    };
    path.map(Code::Link)
}

/// Checks the properties.
#[track_caller]
pub(crate) fn check(markdown: &str, of: &str) {
    let lines = || markdown.split('\n');
    assert!(
        !markdown.starts_with('\n') && !markdown.ends_with('\n'),
        "blank line at an end of {of:?}"
    );
    assert!(
        !markdown.contains(['\t', '\r', '\0', '\u{1}', '\u{2}', '\u{202e}']),
        "{of:?}"
    );
    assert!(
        lines().all(|line| line.trim_end() == line),
        "trailing space in {of:?}"
    );
    // Reading the output again gives the same meaning.
    let again = from_markdown(markdown, &links);
    assert_eq!(
        meaning(markdown),
        meaning(&again),
        "{markdown:?}, again {again:?}, of {of:?}"
    );
}

/// What rustdoc reads, in which texts are joined.
#[track_caller]
fn meaning(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut meaning = String::new();
    for event in Parser::new_ext(markdown, options) {
        let is_fine = match &event {
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::Rule => false,
            Event::Start(Tag::CodeBlock(kind)) => {
                matches!(kind, CodeBlockKind::Fenced(language) if &**language == "text")
            }
            Event::Start(tag) => !matches!(
                tag,
                Tag::Heading { .. }
                    | Tag::Table(_)
                    | Tag::Image { .. }
                    | Tag::Strikethrough
                    | Tag::FootnoteDefinition(_)
            ),
            _ => true,
        };
        assert!(is_fine, "{event:?} in {markdown:?}");
        match event {
            Event::Text(text) => meaning.push_str(&text),
            Event::SoftBreak => meaning.push(' '),
            event => write!(meaning, "\n{event:?}\n").expect("a String takes everything"),
        }
    }
    meaning
}
