//! The same types with serde's derives: a generated crate without its client, its operations and its
//! runtime.
//!
//! The text of a generated crate is laid out the same everywhere, and its tables say what the members
//! are called on the wire, so this goes line by line. Enums keep no unknown text: `#[serde(other)]`
//! is the quickest that the derives have.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tinsmith::Crate;

/// What all crates of this kind have in common.
const SUPPORT: &str = include_str!("derived_support.rs");

const MANIFEST: &str = r#"[package]
name = "NAME"
version = "0.1.0"
edition = "2024"
publish = false

[dependencies]
base64 = { version = "0.23.1", default-features = false, features = ["std"] }
bytes = "1.12.2"
chrono = { version = "0.4.45", default-features = false, features = ["std"] }
serde = { version = "1.0.229", features = ["derive"] }
serde_json = { version = "1.0.154", features = ["float_roundtrip"] }
"#;

/// The files of the crate, by their paths.
pub(crate) fn files(krate: &Crate, name: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::from([
        ("Cargo.toml".to_owned(), MANIFEST.replace("NAME", name)),
        ("src/support.rs".to_owned(), SUPPORT.to_owned()),
    ]);
    let mut library = "pub mod operation;\npub mod support;\npub mod types;\n".to_owned();
    library.insert_str(0, "#![allow(unused_imports)]\n");
    files.insert("src/lib.rs".to_owned(), library);
    for (path, text) in &krate.files {
        if path == "src/types.rs" || path == "src/operation.rs" {
            // The lists of modules; what they take from the runtime is not there.
            let lines = text.lines().filter(|line| !line.contains("crate::runtime"));
            files.insert(path.clone(), joined(lines));
        } else if path.starts_with("src/types/") || path.starts_with("src/operation/") {
            files.insert(path.clone(), file(text));
        }
    }
    files
}

fn file(text: &str) -> String {
    let mut made = String::new();
    for line in text.lines().filter(|line| line.starts_with("use ")) {
        let line = line
            .replace("use bytes::", "use crate::support::")
            .replace("use chrono::", "use crate::support::");
        if !line.contains("crate::runtime") {
            made += &line;
            made.push('\n');
        }
    }
    for table in tables(text) {
        made.push('\n');
        match table.kind {
            "structure" => structure(&mut made, text, &table),
            "union" => union(&mut made, text, &table),
            "enumeration" => enumeration(&mut made, &table),
            // Errors have a table of their own beside that of the structure; what an operation reports.
            _ => {}
        }
    }
    made
}

/// A table of the runtime's macros.
struct Table<'a> {
    kind: &'a str,
    /// The type in Rust.
    name: &'a str,
    /// Fields, variants and their names on the wire.
    rows: BTreeMap<&'a str, &'a str>,
    /// The same in order.
    order: Vec<&'a str>,
}

fn tables(text: &str) -> impl Iterator<Item = Table<'_>> {
    text.split("\ncrate::").skip(1).filter_map(|rest| {
        let (kind, rest) = rest.split_once("! {\n")?;
        let (block, _) = rest.split_once("\n}")?;
        let head = block.lines().next()?.trim();
        // `structure("Tag") => Tag {` or `CacheType {`.
        let name = head.rsplit("=> ").next()?;
        let name = name.split(' ').next()?;
        let rows = block.lines().filter_map(|line| {
            let row = line.strip_prefix("        ")?;
            let (field, rest) = row.split_once(": \"")?;
            Some((field, rest.split_once('"')?.0))
        });
        let rows: Vec<_> = rows.collect();
        Some(Table {
            kind,
            name,
            order: rows.iter().map(|(field, _)| *field).collect(),
            rows: rows.into_iter().collect(),
        })
    })
}

fn structure(made: &mut String, text: &str, table: &Table<'_>) {
    made.push_str(
        "#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]\n",
    );
    made.push_str("#[serde(default)]\n");
    for line in item(text, "struct", table.name) {
        let field = line
            .strip_prefix("    pub ")
            .and_then(|rest| rest.split_once(':'));
        if let Some((field, ty)) = field {
            let wire = table.rows.get(field).copied().unwrap_or(field);
            let skip = if ty.starts_with(" Option<") {
                ", skip_serializing_if = \"Option::is_none\""
            } else {
                ""
            };
            let _ = writeln!(made, "    #[serde(rename = \"{wire}\"{skip})]");
        }
        made.push_str(line);
        made.push('\n');
    }
}

fn union(made: &mut String, text: &str, table: &Table<'_>) {
    made.push_str(
        "#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]\n",
    );
    for line in item(text, "enum", table.name) {
        let variant = line.trim_start().split('(').next().unwrap_or_default();
        if let Some(wire) = table.rows.get(variant) {
            let _ = writeln!(made, "    #[serde(rename = \"{wire}\")]");
        }
        if line.contains("(Box<str>)") {
            made.push_str(OTHER);
        } else {
            made.push_str(line);
            made.push('\n');
        }
    }
}

fn enumeration(made: &mut String, table: &Table<'_>) {
    made.push_str(
        "#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]\n",
    );
    let _ = writeln!(made, "pub enum {} {{", table.name);
    for variant in &table.order {
        let wire = table.rows[variant];
        let _ = writeln!(made, "    #[serde(rename = \"{wire}\")]\n    {variant},");
    }
    made.push_str(OTHER);
    made.push_str("}\n");
}

/// What enums have for values that they do not know.
const OTHER: &str = "    #[default]\n    #[serde(other)]\n    UnknownValue,\n";

/// The lines of a structure or an enum.
fn item<'a>(text: &'a str, kind: &str, name: &str) -> impl Iterator<Item = &'a str> {
    let head = format!("pub {kind} {name} {{");
    let mut is_in = false;
    let mut is_over = false;
    text.lines().filter(move |line| {
        let begins = !is_in && !is_over && line.starts_with(&head);
        is_in |= begins;
        let is_part = is_in;
        if is_in && (*line == "}" || line.ends_with(" {}")) {
            (is_in, is_over) = (false, true);
        }
        is_part
    })
}

fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    lines.map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_get_serdes_attributes() {
        let text = r#"use bytes::Bytes;
use crate::runtime;

/// A tag.
#[derive(Clone, Default, PartialEq)]
pub struct Tag {
    /// Its key.
    pub r#type: String,
    pub values: Option<
        Vec<Bytes>,
    >,
}

crate::structure! {
    structure("Tag") => Tag {
        r#type: "type".required();
        values: "Values";
    }
}
"#;
        let expected = r#"use crate::support::Bytes;

#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Tag {
    /// Its key.
    #[serde(rename = "type")]
    pub r#type: String,
    #[serde(rename = "Values", skip_serializing_if = "Option::is_none")]
    pub values: Option<
        Vec<Bytes>,
    >,
}
"#;
        assert_eq!(file(text), expected);
    }

    #[test]
    fn enums_and_unions_keep_no_unknown_text() {
        let text = r#"
pub enum Mode {
    Fast,
    UnknownValue(Box<str>),
}

crate::enumeration! {
    Mode {
        Fast: "FAST";
    }
}
"#;
        let made = file(text);
        assert!(made.ends_with(
            "pub enum Mode {\n    #[serde(rename = \"FAST\")]\n    Fast,\n    #[default]\n    #[serde(other)]\n    UnknownValue,\n}\n"
        ));
        let text = r#"
pub enum Value {
    Text(String),
    UnknownValue(Box<str>),
}

crate::union! {
    union("Value") => Value {
        Text: "S";
    }
}
"#;
        let made = file(text);
        assert!(made.ends_with(
            "pub enum Value {\n    #[serde(rename = \"S\")]\n    Text(String),\n    #[default]\n    #[serde(other)]\n    UnknownValue,\n}\n"
        ));
    }
}
