//! `Cargo.toml`.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::parts::{self, PARTS};
use crate::ir::Crate;
use crate::render;

/// The runtime's own manifest: its features and dependencies are those of the generated crate.
pub(crate) const RUNTIME: &str = include_str!("../../runtime/Cargo.toml");

/// Beside the examples: what they need.
pub(super) const FILE: &str = "Cargo.toml";

/// The manifest.
pub(super) fn text(krate: &Crate, examples: &BTreeMap<String, String>) -> String {
    let Crate {
        name,
        version,
        command,
        service,
        ..
    } = krate;
    let mut text = render::header("#", &super::origin(krate, "the model"), command);
    let description = quoted(&format!("A client for {}", service.full_name));
    let (name, version) = (quoted(name), quoted(version));
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        r#"
[package]
name = {name}
description = {description}
version = {version}
edition = "2024"
rust-version = "1.94.1"
license = "MIT OR Apache-2.0"
readme = "README.md"
keywords = ["aws", "client"]
categories = ["api-bindings", "web-programming::http-client"]

[package.metadata.docs.rs]
all-features = true

[lints.rust]
unsafe_code = "forbid"
missing_docs = "warn"

# Sizes, depths and names are those of the service's model.
[lints.clippy]
large_enum_variant = "allow"
module_inception = "allow"
should_implement_trait = "allow"
type_complexity = "allow"

[features]
default = ["client", "default-https-client"]
{}
[dependencies]
{}
[dev-dependencies]
aws-config = {{ version = "1.13.0", default-features = false, features = ["default-https-client", "rt-tokio"] }}
tokio = {{ version = "1.54.1", features = ["macros", "rt-multi-thread", "time"] }}
"#,
        features(krate),
        dependencies(krate),
    );
    if let Some(needs) = examples.get(FILE) {
        text.push_str(after(needs, "[dev-dependencies]\n"));
    }
    text
}

/// Where the features of the runtime begin that only some crates have a part of.
const PARTS_HEADING: &str = "# What only some services need.";

/// The features: what the crate has of the runtime's parts belongs to `client`.
fn features(krate: &Crate) -> String {
    let section = section("[features]\n");
    let common = section
        .split_once(PARTS_HEADING)
        .map_or(section, |(it, _)| it);
    let dependencies = parts::of(krate).into_iter().flat_map(dependencies_of);
    let lines: String = dependencies
        .map(|name| format!("    \"dep:{name}\",\n"))
        .collect();
    // The first list is that of `client`.
    common.replacen("\n]", &format!("\n{lines}]"), 1)
}

/// The dependencies, without those of parts that the crate does not have.
fn dependencies(krate: &Crate) -> String {
    let absent: Vec<_> = PARTS
        .iter()
        .filter(|part| !(part.is_in)(krate))
        .flat_map(|part| dependencies_of(part.feature))
        .collect();
    let is_there = |line: &&str| {
        let name = line.split_once(" = ").map_or("", |(name, _)| name);
        !absent.contains(&name)
    };
    let lines = section("[dependencies]\n").lines().filter(is_there);
    lines.map(|line| format!("{line}\n")).collect()
}

/// The dependencies of a part: the quoted words of its line that begin with `dep:`.
fn dependencies_of(part: &str) -> impl Iterator<Item = &'static str> {
    let list = after(RUNTIME, &format!("\n{part} = ")).lines().next();
    let words = list.unwrap_or_default().split('"');
    words.filter_map(|word| word.strip_prefix("dep:"))
}

/// Text as a string of TOML: those of JSON are.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The lines of a section of the runtime's manifest, up to the next section.
fn section(heading: &str) -> &'static str {
    let after = after(RUNTIME, heading);
    after
        .split_once("\n[")
        .map_or(after, |(section, _)| section)
}

/// What stands after a heading.
fn after<'t>(text: &'t str, heading: &str) -> &'t str {
    text.split_once(heading).map_or("", |(_, after)| after)
}
