//! A report as Markdown.

use tinsmith::compare::{Change, Report, Subject};

use super::text::{by_subject, documentation, used};
use crate::print;

/// The whole report.
pub(super) fn markdown(report: &Report) -> String {
    let mut text = format!(
        "# {}: `{}` → `{}`\n\n{}, {}. Verdict: **{}**.\n",
        report.service,
        report.old,
        report.new,
        print::count(report.operations.len(), "operation"),
        report.summary(),
        report.verdict
    );
    for (subject, changes) in by_subject(report) {
        text.push_str(&heading(subject));
        for change in changes {
            text.push_str(&line(change));
        }
    }
    for (what, places) in documentation(report) {
        text.push_str(&format!("\n## The {what}\n\n"));
        for place in places {
            text.push_str(&format!("- {place}\n"));
        }
    }
    if !report.notes.is_empty() {
        text.push_str("\n## Notes\n\n");
        for note in &report.notes {
            text.push_str(&format!("- {note}\n"));
        }
    }
    if !report.changelog.is_empty() {
        text.push_str(&format!(
            "\n## For the changelog\n\n~~~markdown\n{}~~~\n",
            report.changelog
        ));
    }
    text
}

fn heading(subject: &Subject) -> String {
    match subject {
        Subject::Service => "\n## The service\n\n".to_owned(),
        Subject::Operation { name } => format!("\n## The operation `{name}`\n\n"),
        Subject::Shape {
            name,
            sent_by,
            read_by,
        } => format!("\n## The shape `{name}`{}\n\n", used(sent_by, read_by)),
    }
}

fn line(change: &Change) -> String {
    let mut text = format!(
        "- **{}** `{}`: {}\n",
        change.class.as_str(),
        change.path,
        change.model
    );
    for (word, effect) in [("Rust", &change.rust), ("Wire", &change.wire)] {
        if let Some(effect) = effect {
            text.push_str(&format!("  - {word}: {effect}\n"));
        }
    }
    text
}
