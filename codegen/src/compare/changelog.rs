//! The entry for the changelog: what users of the crate have to know, in Markdown.

use super::report::{Change, ChangeKind, Class, Item, Report};
use super::words;

/// The entry; empty if users have nothing to know.
pub(super) fn changelog(report: &Report) -> String {
    let changes = report.changes.iter();
    let changes: Vec<_> = changes.filter(|change| change.reaches_users).collect();
    if changes.is_empty() {
        return String::new();
    }
    let version = report.verdict.to.as_deref().unwrap_or("Unreleased");
    let mut text = format!(
        "## {version}\n\nThe model of {}: {} → {}.\n",
        report.service, report.old, report.new
    );
    for class in Class::ALL {
        let changes = changes.iter().copied();
        let changes: Vec<_> = changes.filter(|change| change.class == class).collect();
        if changes.is_empty() {
            continue;
        }
        let heading = match class {
            Class::Breaking => "Breaking",
            Class::Additive => "Added",
            Class::Behaviour => "Changed",
            Class::Documentation => "Documentation",
        };
        text.push_str(&format!("\n### {heading}\n\n"));
        for line in lines(&changes) {
            text.push_str(&format!("- {line}\n"));
        }
    }
    text
}

/// The changes of a line, with what they share.
type Group<'a> = (Option<(ChangeKind, &'a str)>, Vec<&'a Change>);

/// A line for each change; what is added to one thing, or taken from it, shares one.
fn lines(changes: &[&Change]) -> Vec<String> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for change in changes {
        let key = shared(change);
        let group = groups
            .iter_mut()
            .find(|(it, _)| key.is_some() && *it == key);
        match group {
            Some((_, changes)) => changes.push(change),
            None => groups.push((key, vec![change])),
        }
    }
    let groups = groups.iter();
    groups.map(|(key, changes)| line(*key, changes)).collect()
}

/// What a change shares its line with: its kind, and the owner of what is added or removed.
fn shared(change: &Change) -> Option<(ChangeKind, &str)> {
    match (&change.item, change.kind, change.class) {
        (_, ChangeKind::Documentation, _) => Some((change.kind, "")),
        // A member that is new and not only that has more to say.
        (_, ChangeKind::MemberAdded, Class::Breaking | Class::Behaviour) | (None, ..) => None,
        (Some(item), ..) => Some((change.kind, &item.owner)),
    }
}

fn line(key: Option<(ChangeKind, &str)>, changes: &[&Change]) -> String {
    let items = changes.iter().filter_map(|change| change.item.as_ref());
    let items = words::list(items.map(|Item { text, .. }| text.clone()));
    match key {
        Some((ChangeKind::Documentation, _)) => {
            let many = if changes.len() == 1 {
                "place"
            } else {
                "places"
            };
            format!("The documentation changed in {} {many}.", changes.len())
        }
        Some((ChangeKind::OperationAdded, _)) => format!("New operations: {items}."),
        Some((ChangeKind::OperationRemoved, _)) => format!("Removed operations: {items}."),
        Some((ChangeKind::TypeAdded, _)) => format!("New types: {items}."),
        Some((ChangeKind::TypeRemoved, _)) => format!("Removed types: {items}."),
        Some((
            ChangeKind::MemberAdded | ChangeKind::ErrorAdded | ChangeKind::ValueAdded,
            owner,
        )) => {
            format!("{owner} gains {items}.")
        }
        Some((_, owner)) => format!("{owner} loses {items}."),
        None => changes.iter().map(|change| alone(change)).collect(),
    }
}

/// All that a change does, in a sentence.
fn alone(change: &Change) -> String {
    let wire = change.wire.as_ref().map(|wire| format!("; {wire}"));
    let wire = wire.unwrap_or_default();
    let sentence = match &change.rust {
        Some(rust) => format!("{rust}{wire}"),
        None => format!("`{}`: {}{wire}", change.path, change.model),
    };
    format!("{}.", words::capitalized(&sentence))
}
