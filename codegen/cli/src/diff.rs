//! Differences between two texts.

use std::fmt::Write as _;

use anstyle::Style;
use similar::{ChangeTag, TextDiff};

use crate::print::{BOLD, CYAN, GREEN, RED};

/// A coloured unified diff of a file; [`print`](crate::print) removes colours if necessary. A missing
/// file is `None`.
pub(crate) fn unified(path: &str, old: Option<&str>, new: Option<&str>) -> String {
    let name = |prefix: &str, text: Option<&str>| match text {
        Some(_) => format!("{prefix}/{path}"),
        None => "/dev/null".to_owned(),
    };
    let (old_name, new_name) = (name("a", old), name("b", new));
    let diff = TextDiff::from_lines(old.unwrap_or_default(), new.unwrap_or_default());
    let mut text = String::new();
    add(&mut text, BOLD, &format!("--- {old_name}"));
    add(&mut text, BOLD, &format!("+++ {new_name}"));
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        add(&mut text, CYAN, &hunk.header().to_string());
        for change in hunk.iter_changes() {
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ('-', RED),
                ChangeTag::Insert => ('+', GREEN),
                ChangeTag::Equal => (' ', Style::new()),
            };
            let line = change.value().trim_end_matches('\n');
            add(&mut text, style, &format!("{sign}{}", visible(line)));
            if change.missing_newline() {
                add(&mut text, Style::new(), "\\ No newline at end of file");
            }
        }
    }
    text
}

/// Replaces control characters: files may contain anything.
fn visible(line: &str) -> String {
    let control = |c: char| c.is_control() && c != '\t';
    if line.contains(control) {
        line.chars()
            .map(|c| if control(c) { '\u{fffd}' } else { c })
            .collect()
    } else {
        line.to_owned()
    }
}

fn add(text: &mut String, style: Style, line: &str) {
    let _ = writeln!(text, "{style}{line}{style:#}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(old: Option<&str>, new: Option<&str>) -> String {
        anstream::adapter::strip_str(&unified("x.rs", old, new)).to_string()
    }

    #[test]
    fn shows_changed_lines() {
        assert_eq!(
            plain(Some("1\n2\n3\n4\n5\n6\n"), Some("1\n2\n3\n4\nfive\n6\n")),
            "--- a/x.rs\n+++ b/x.rs\n@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n+five\n 6\n"
        );
        assert_eq!(
            plain(None, Some("1\n")),
            "--- /dev/null\n+++ b/x.rs\n@@ -0,0 +1 @@\n+1\n"
        );
        assert_eq!(
            plain(Some("1"), None),
            "--- a/x.rs\n+++ /dev/null\n@@ -1 +0,0 @@\n-1\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn control_characters_are_replaced() {
        assert!(!plain(Some("\u{1b}[2J\r\n"), None).contains('\u{1b}'));
        let colored = unified("x.rs", Some("\u{1b}[2J"), None);
        assert!(!colored.contains("\u{1b}[2J"));
    }

    #[test]
    fn line_endings_are_compared() {
        let diff = plain(Some("1\r\n"), Some("1\n"));
        assert!(diff.contains("-1\u{fffd}"), "{diff:?}");
    }
}
