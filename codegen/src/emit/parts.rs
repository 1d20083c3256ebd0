//! The parts of the runtime that only some services need.
//!
//! In the runtime, such a part is behind a feature of its own, by an attribute on a line of its own
//! before everything else that belongs to the item. Generated crates have no such features: they
//! have the part, or do not.

use std::iter::Peekable;

use super::runtime::modules;
use crate::ir::Crate;

/// A part of the runtime.
pub(super) struct Part {
    /// Its feature in the runtime.
    pub(super) feature: &'static str,
    /// The modules that are nothing else, as those of `runtime.rs`.
    pub(super) modules: &'static [(&'static str, &'static str)],
    /// Whether a crate has it.
    pub(super) is_in: fn(&Crate) -> bool,
}

/// The parts.
pub(super) const PARTS: &[Part] = &[
    Part {
        feature: "event-stream",
        modules: &modules![
            "client/event_stream/mod.rs",
            "client/event_stream/frames.rs",
            "client/event_stream/message.rs",
            "client/test_util/event_stream.rs",
        ],
        is_in: Crate::has_events,
    },
    Part {
        feature: "query-compatible",
        modules: &modules!["query_compatible.rs"],
        is_in: Crate::is_query_compatible,
    },
    Part {
        feature: "request-compression",
        modules: &modules!["client/compression.rs", "client/test_util/compression.rs"],
        is_in: Crate::has_compression,
    },
];

/// Resolves the attributes of a feature: takes them away, and what they stand on if the crate does
/// without.
pub(super) fn resolve(text: &str, feature: &str, has_feature: bool) -> String {
    let attribute = format!("#[cfg(feature = \"{feature}\")]");
    let mut lines = text.lines().peekable();
    let mut resolved = String::with_capacity(text.len());
    while let Some(line) = lines.next() {
        if line.trim_start() != attribute {
            resolved.push_str(line);
            resolved.push('\n');
        } else if !has_feature {
            skip_item(&mut lines);
        }
    }
    resolved
}

/// Passes over one item: its documentation and attributes, its first line, and if that opens a
/// bracket, everything up to the line that closes it; then the empty line after it.
fn skip_item<'t>(lines: &mut Peekable<impl Iterator<Item = &'t str>>) {
    let is_before = |line: &str| {
        let line = line.trim_start();
        line.starts_with("//") || line.starts_with("#[")
    };
    let Some(first) = lines.find(|line| !is_before(line)) else {
        return;
    };
    let mut is_open = first.ends_with(['{', '(']);
    let indent = first.len() - first.trim_start().len();
    while is_open && let Some(line) = lines.next() {
        let own = line.len() - line.trim_start().len();
        is_open = own > indent || line.trim().is_empty() || line.ends_with(['{', '(']);
    }
    lines.next_if_eq(&"");
}

#[cfg(test)]
mod tests {
    use super::resolve;

    const TEXT: &str = "\
use a;
#[cfg(feature = \"x\")]
use b;
struct S {
    #[cfg(feature = \"x\")]
    /// Docs.
    #[cfg(feature = \"client\")]
    field: u8,
    other: u8,
}
#[cfg(feature = \"x\")]
// Why.
fn f(
    a: u8,
) -> u8 {
    g();

    h()
}

#[cfg(feature = \"y\")]
fn g() {}
";

    #[test]
    fn takes_the_item_away() {
        let left = "\
use a;
struct S {
    other: u8,
}
#[cfg(feature = \"y\")]
fn g() {}
";
        assert_eq!(resolve(TEXT, "x", false), left);
    }

    #[test]
    fn takes_only_the_attribute_away() {
        let text = TEXT.replace("    #[cfg(feature = \"x\")]\n", "");
        let text = text.replace("#[cfg(feature = \"x\")]\n", "");
        assert_eq!(resolve(TEXT, "x", true), text);
    }
}
