//! A report for a terminal.

use anstyle::Style;
use tinsmith::compare::{Bump, Change, ChangeKind, Class, Report, Subject};

use crate::print::{self, BOLD, CYAN, GREEN, RED, YELLOW};

/// The maximum number of operations listed for a shape.
const NAMED: usize = 3;

/// The whole report.
pub(in crate::model) fn text(report: &Report) -> String {
    let mut text = format!(
        "{BOLD}{}: {} → {}{BOLD:#}, {}\n",
        report.service,
        report.old,
        report.new,
        print::count(report.operations.len(), "operation")
    );
    for (subject, changes) in by_subject(report) {
        text.push_str(&heading(subject));
        for change in changes {
            text.push_str(&lines(change));
        }
    }
    for (what, places) in documentation(report) {
        text.push_str(&format!("\n{BOLD}{what}{BOLD:#}\n"));
        for place in places {
            text.push_str(&format!("  {place}\n"));
        }
    }
    text.push('\n');
    for note in &report.notes {
        text.push_str(&format!("{CYAN}note:{CYAN:#} {note}\n"));
    }
    let verdict = &report.verdict;
    let style = match verdict.bump {
        Bump::Major => RED,
        Bump::Minor | Bump::Patch => YELLOW,
        Bump::None => GREEN,
    };
    text.push_str(&format!("{}\n", report.summary()));
    text.push_str(&format!("verdict: {style}{verdict}{style:#}\n"));
    if !report.changelog.is_empty() {
        text.push_str(&format!(
            "\n{BOLD}changelog:{BOLD:#}\n\n{}",
            report.changelog
        ));
    }
    text
}

/// The changes by subject, except those of documentation.
pub(super) fn by_subject(report: &Report) -> Vec<(&Subject, Vec<&Change>)> {
    let changes = report.changes.iter();
    let changes: Vec<_> = changes
        .filter(|it| it.kind != ChangeKind::Documentation)
        .collect();
    let groups = changes.chunk_by(|a, b| a.subject == b.subject);
    groups
        .map(|changes| (&changes[0].subject, changes.to_vec()))
        .collect()
}

/// The items whose documentation changed: those that the crate shows, then those with an overlay. The
/// members of a shape share a line.
pub(super) fn documentation(report: &Report) -> Vec<(String, Vec<String>)> {
    let parts = [
        (true, "documentation"),
        (false, "documentation replaced by the overlay"),
    ];
    let mut found = Vec::new();
    for (reaches_users, what) in parts {
        let changes: Vec<_> = report
            .changes
            .iter()
            .filter(|it| it.kind == ChangeKind::Documentation && it.reaches_users == reaches_users)
            .collect();
        let mut places: Vec<(&str, Vec<&str>)> = Vec::new();
        for change in &changes {
            let split = |middle| change.path.split_once(middle);
            let (owner, part) = split(".members.")
                .or_else(|| split(".enum."))
                .unwrap_or((&change.path, "itself"));
            match places.iter_mut().find(|(known, _)| *known == owner) {
                Some((_, parts)) => parts.push(part),
                None => places.push((owner, vec![part])),
            }
        }
        if !changes.is_empty() {
            let lines = places
                .into_iter()
                .map(|(owner, parts)| format!("{owner}: {}", parts.join(", ")));
            let count = print::count(changes.len(), "place");
            found.push((format!("{what}: {count}"), lines.collect()));
        }
    }
    found
}

fn heading(subject: &Subject) -> String {
    let (name, about) = match subject {
        Subject::Service => ("service", String::new()),
        Subject::Operation { name } => (name.as_str(), " (operation)".to_owned()),
        Subject::Shape {
            name,
            sent_by,
            read_by,
        } => (name.as_str(), used(sent_by, read_by)),
    };
    format!("\n{BOLD}{name}{BOLD:#}{about}\n")
}

/// The operations that use a shape.
pub(super) fn used(sent_by: &[String], read_by: &[String]) -> String {
    let part = |word: &str, names: &[String]| {
        let more = names.len().saturating_sub(NAMED);
        let named = names[..names.len() - more].join(", ");
        match (names.len(), more) {
            (0, _) => None,
            (_, 0) => Some(format!("{word} {named}")),
            _ => Some(format!("{word} {named} and {more} more")),
        }
    };
    let parts = [part("sent by", sent_by), part("read by", read_by)];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!(" ({})", parts.join("; "))
    }
}

fn lines(change: &Change) -> String {
    let style = style(change.class);
    let mut text = format!(
        "  {style}{:14}{style:#}{}: {}\n",
        change.class.as_str(),
        change.path,
        change.model
    );
    for (word, effect) in [("Rust", &change.rust), ("wire", &change.wire)] {
        if let Some(effect) = effect {
            text.push_str(&format!("  {:14}{word}: {effect}\n", ""));
        }
    }
    text
}

fn style(class: Class) -> Style {
    match class {
        Class::Breaking => RED,
        Class::Additive => GREEN,
        Class::Behaviour => YELLOW,
        Class::Documentation => Style::new().dimmed(),
    }
}
