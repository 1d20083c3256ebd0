//! An answer for a terminal.

use tinsmith::explain::{Explanation, Role, RustItem, Usage};

use super::Answer;
use crate::print::{BOLD, CYAN, YELLOW};

/// How many places of one kind are shown.
const SHOWN: usize = 12;

/// The answer: all there is to say of one thing, a line for each of several.
pub(super) fn text(name: &str, answers: &[Answer<'_>]) -> String {
    if let [answer] = answers {
        return full(answer);
    }
    let mut exact = answers.iter().filter(|it| it.explanation.name == name);
    if let (Some(answer), None) = (exact.next(), exact.next()) {
        let others = answers.iter().map(|it| it.explanation.name.as_str());
        let others: Vec<_> = others.filter(|other| *other != name).collect();
        return format!("{}{:10} {}\n", full(answer), "see also", others.join(", "));
    }
    let mut text = format!(
        "{BOLD}{name}{BOLD:#} is the name of {} things:\n",
        answers.len()
    );
    let (selected, others): (Vec<_>, Vec<_>) =
        answers.iter().partition(|it| it.explanation.is_selected);
    for answer in selected.into_iter().chain(others) {
        text.push_str(&brief(answer));
    }
    text.push_str(&format!(
        "{CYAN}hint:{CYAN:#} ask for one of them by its whole name\n"
    ));
    text
}

/// One of several.
fn brief(answer: &Answer<'_>) -> String {
    let it = &answer.explanation;
    let mut text = format!(
        "\n{BOLD}{}{BOLD:#}: {}{}\n",
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

/// All there is to say.
fn full(answer: &Answer<'_>) -> String {
    let it = &answer.explanation;
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
    if let Some(overlay) = &it.overlay {
        let file = answer.places.overlay.as_deref().unwrap_or("overlay.json");
        let says = overlay.says.join(", ");
        rows.push((
            "overlay",
            format!("{file}:{}  {}: {says}", overlay.line, overlay.path),
        ));
    }
    rows.extend(selection(answer).map(|words| ("", words)));
    rows.extend(used(&it.uses));
    rows.extend(rust(it));
    rows.extend(it.wire.iter().map(|words| ("wire", words.clone())));
    rows.extend(it.example.iter().map(|json| ("", spaced(json))));
    rows.extend(it.facts.iter().map(|words| ("also", words.clone())));
    rows.extend(it.features.iter().map(|it| {
        let words = match &it.feature {
            None => it.what.clone(),
            Some(feature) => format!("{feature}: {}", it.what),
        };
        ("features", words)
    }));
    let mut previous = "";
    for (heading, words) in rows {
        let shown = if heading == previous { "" } else { heading };
        text.push_str(&format!("{CYAN}{shown:10}{CYAN:#} {words}\n"));
        previous = heading;
    }
    text
}

/// What to do to have what is not generated.
fn selection(answer: &Answer<'_>) -> Option<String> {
    let it = &answer.explanation;
    if it.is_selected {
        return None;
    }
    let place = match &answer.places.configuration {
        Some(file) => format!("`operations` in {file}"),
        None => "--operations".to_owned(),
    };
    let mut operations: Vec<_> = it.uses.iter().map(|it| it.operation.as_str()).collect();
    operations.dedup();
    let is_operation = it.uses.is_empty() && it.what.starts_with("an operation");
    Some(match operations[..] {
        [] if is_operation => format!("in the model, but not selected: add it to {place}"),
        [] => "in the model, but no operation of the service reaches it".to_owned(),
        [one] => format!("in the model, but not selected: {one} brings it; add that to {place}"),
        _ => {
            let names = some(&operations);
            format!("in the model, but not selected: each of {names} brings it; add one to {place}")
        }
    })
}

/// Some of many names.
fn some(names: &[&str]) -> String {
    let more = names.len().saturating_sub(SHOWN);
    let shown = names[..names.len() - more].join(", ");
    if more == 0 {
        shown
    } else {
        format!("{shown} and {more} more")
    }
}

/// Which operations reach it: those that are generated with the path, the others by their names.
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
        // Of a type or a variant, that is all.
        if item.code.contains([':', '(']) && what != "variant" {
            let feature = item.feature.as_ref();
            let feature = feature.map(|it| format!(" (feature {it})"));
            let words = format!(
                "{:width$}  {}{}",
                "",
                item.code,
                feature.unwrap_or_default()
            );
            rows.push(("Rust", words));
        }
    }
    if it.rust.len() > SHOWN {
        rows.push(("Rust", format!("… and {} more", it.rust.len() - SHOWN)));
    }
    rows
}

/// JSON on one line, with spaces for people.
fn spaced(json: &str) -> String {
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
