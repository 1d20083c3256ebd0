//! Explanations for a terminal.

use tinsmith::explain::{Explanation, Role, RustItem, Usage};

use super::Match;
use crate::print::{BOLD, CYAN, YELLOW};

/// The maximum number of rows with the same heading.
const SHOWN: usize = 12;

/// All details of a single match, or a summary of each of several, which may be of several services.
pub(super) fn text(name: &str, matches: &[Match<'_>], services: &[&str]) -> String {
    if let [found] = matches {
        return full(found);
    }
    let mut exact = matches.iter().filter(|it| it.explanation.name == name);
    if let (Some(found), None) = (exact.next(), exact.next()) {
        let others = matches.iter().map(|it| it.explanation.name.as_str());
        let others: Vec<_> = others.filter(|other| *other != name).collect();
        return format!("{}{:10} {}\n", full(found), "see also", others.join(", "));
    }
    let mut text = format!("{BOLD}{name}{BOLD:#} has {} matches:\n", matches.len());
    let (selected, others): (Vec<_>, Vec<_>) =
        matches.iter().partition(|it| it.explanation.is_selected);
    for found in selected.into_iter().chain(others) {
        text.push_str(&brief(found, services.len() > 1));
    }
    let hint = match services {
        [_, _, ..] => format!("select a service with --service: {}", services.join(", ")),
        _ => "use a full name to select one".to_owned(),
    };
    text.push_str(&format!("{CYAN}hint:{CYAN:#} {hint}\n"));
    text
}

/// The summary of one match, with its service if there are others.
fn brief(found: &Match<'_>, has_others: bool) -> String {
    let it = &found.explanation;
    let service = if has_others {
        format!(" of {}", it.service)
    } else {
        String::new()
    };
    let mut text = format!(
        "\n{BOLD}{}{BOLD:#}{service}: {}{}\n",
        it.name,
        it.what,
        unselected(it)
    );
    if let Some(place) = &it.model {
        text.push_str(&format!("  model  {}:{}\n", place.file, place.line));
    }
    if let Some(item) = it.rust.first() {
        text.push_str(&format!(
            "  Rust   {}:{}  {}\n",
            item.file, item.line, item.path
        ));
    }
    text
}

fn unselected(it: &Explanation) -> String {
    if it.is_selected {
        return String::new();
    }
    format!(" {YELLOW}(not selected){YELLOW:#}")
}

/// All details.
fn full(found: &Match<'_>) -> String {
    let it = &found.explanation;
    let mut text = format!("{BOLD}{}{BOLD:#}: {}{}\n", it.name, it.what, unselected(it));
    if let Some(summary) = &it.summary {
        text.push_str(&format!("  {summary}\n"));
    }
    text.push('\n');
    let mut rows: Vec<(&str, String)> = Vec::new();
    if let Some(place) = &it.model {
        rows.push((
            "model",
            format!("{}:{}  {}", place.file, place.line, place.path),
        ));
    }
    rows.extend(it.overlays.iter().map(|overlay| {
        let own = found.paths.overlay.as_deref().unwrap_or("overlay.json");
        let file = overlay.shipped.as_deref().unwrap_or(own);
        let keys = overlay.says.join(", ");
        let text = format!("{file}:{}  {}: {keys}", overlay.line, overlay.path);
        ("overlay", text)
    }));
    rows.extend(selection(found).map(|text| ("", text)));
    rows.extend(used(&it.uses));
    rows.extend(rust(it));
    rows.extend(it.wire.iter().map(|text| ("wire", text.clone())));
    rows.extend(it.example.iter().map(|json| ("", spaced(json))));
    rows.extend(it.facts.iter().map(|text| ("also", text.clone())));
    rows.extend(it.features.iter().map(|it| {
        let text = match &it.feature {
            None => it.what.clone(),
            Some(feature) => format!("{feature}: {}", it.what),
        };
        ("features", text)
    }));
    let mut previous = "";
    for (heading, row) in rows {
        let shown = if heading == previous { "" } else { heading };
        text.push_str(&format!("{CYAN}{shown:10}{CYAN:#} {row}\n"));
        previous = heading;
    }
    text
}

/// How to select an item that is not generated.
fn selection(found: &Match<'_>) -> Option<String> {
    let it = &found.explanation;
    if it.is_selected {
        return None;
    }
    let place = match &found.paths.configuration {
        Some(file) => format!("`operations` in {file}"),
        None => "--operations".to_owned(),
    };
    let mut operations: Vec<_> = it.uses.iter().map(|it| it.operation.as_str()).collect();
    operations.dedup();
    let is_operation = it.uses.is_empty() && it.what.starts_with("an operation");
    Some(match operations[..] {
        [] if is_operation => format!("in the model, but not selected: add it to {place}"),
        [] => "in the model, but not used by any operation".to_owned(),
        [one] => format!("in the model, but not selected: {one} uses it; add that to {place}"),
        _ => {
            let names = some(&operations);
            format!("in the model, but not selected: {names} use it; add one to {place}")
        }
    })
}

/// The first names, and the number of others.
fn some(names: &[&str]) -> String {
    let more = names.len().saturating_sub(SHOWN);
    let shown = names[..names.len() - more].join(", ");
    if more == 0 {
        shown
    } else {
        format!("{shown} and {more} more")
    }
}

/// The operations that use it: selected ones with the path, others by name.
fn used(uses: &[Usage]) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    for role in [Role::Input, Role::Output, Role::Error] {
        let heading = match role {
            Role::Input => "input of",
            Role::Output => "output of",
            Role::Error => "error of",
        };
        let of_role = uses.iter().filter(|it| it.role == role);
        let (selected, others): (Vec<_>, Vec<_>) = of_role.partition(|it| it.is_selected);
        let width = selected
            .iter()
            .map(|it| it.operation.len())
            .max()
            .unwrap_or(0);
        rows.extend(
            selected
                .iter()
                .take(SHOWN)
                .map(|it| (heading, use_line(it, width))),
        );
        if selected.len() > SHOWN {
            rows.push((heading, format!("… and {} more", selected.len() - SHOWN)));
        }
        if !others.is_empty() {
            let names: Vec<_> = others.iter().map(|it| it.operation.as_str()).collect();
            rows.push((heading, format!("not selected: {}", some(&names))));
        }
    }
    rows
}

fn use_line(it: &Usage, width: usize) -> String {
    let others = match it.others {
        0 => String::new(),
        1 => " (and 1 other path)".to_owned(),
        count => format!(" (and {count} other paths)"),
    };
    let path = if it.path.is_empty() {
        "itself"
    } else {
        &it.path
    };
    format!("{:width$}  {path}{others}", it.operation)
}

fn rust(it: &Explanation) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    if it.rust.is_empty() {
        if let Some(ty) = &it.rust_type
            && it.is_selected
        {
            rows.push(("Rust", format!("no item of its own: `{ty}`")));
        }
        if !it.held_by.is_empty() {
            let names: Vec<_> = it.held_by.iter().map(String::as_str).collect();
            rows.push(("held by", some(&names)));
        }
        return rows;
    }
    let kinds = it.rust.iter().map(|item| item.what.len());
    let width = kinds.max().unwrap_or(0);
    for item in it.rust.iter().take(SHOWN) {
        let RustItem {
            what,
            file,
            line,
            path,
            ..
        } = item;
        rows.push(("Rust", format!("{what:width$}  {file}:{line}  {path}")));
        // Types and variants have no signature.
        if item.code.contains([':', '(']) && what != "variant" {
            let feature = item.feature.as_ref();
            let feature = feature.map(|it| format!(" (feature {it})"));
            let row = format!(
                "{:width$}  {}{}",
                "",
                item.code,
                feature.unwrap_or_default()
            );
            rows.push(("Rust", row));
        }
    }
    if it.rust.len() > SHOWN {
        rows.push(("Rust", format!("… and {} more", it.rust.len() - SHOWN)));
    }
    rows
}

/// JSON on one line, with spaces after colons and commas; XML and forms as they are.
fn spaced(json: &str) -> String {
    if !json.starts_with(['{', '[']) {
        return json.to_owned();
    }
    let mut text = String::new();
    let (mut in_string, mut is_escaped) = (false, false);
    for c in json.chars() {
        text.push(c);
        if is_escaped {
            is_escaped = false;
        } else if c == '\\' {
            is_escaped = in_string;
        } else if c == '"' {
            in_string = !in_string;
        } else if !in_string && matches!(c, ':' | ',') {
            text.push(' ');
        }
    }
    text
}
