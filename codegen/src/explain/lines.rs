//! The lines of values in a JSON file.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::value::RawValue;

/// How deep a file is looked into: to the values of a member of botocore's,
/// `shapes.Name.members.name.enum.VALUE`, below `merge`.
const DEEPEST: usize = 7;

/// The lines of a file, by path: names of members, and for the items of a list their text if they
/// are text, else their number.
#[derive(Debug, Default)]
pub(super) struct Lines(HashMap<String, usize>);

impl Lines {
    /// Finds the lines of all that is in a file. What is not JSON has none.
    pub(super) fn of(text: &[u8]) -> Self {
        let mut lines = HashMap::new();
        if let Ok(text) = str::from_utf8(text)
            && let Ok(root) = serde_json::from_str::<&RawValue>(text)
        {
            let ends = text.match_indices('\n').map(|(at, _)| at).collect();
            let mut walk = Walk {
                text,
                ends,
                lines: &mut lines,
            };
            walk.add(root.get(), "", 0);
        }
        Self(lines)
    }

    /// The line, counted from 1.
    pub(super) fn line(&self, path: &[&str]) -> Option<usize> {
        self.0.get(&key(path)).copied()
    }
}

/// No name has such a character in it.
const SEPARATOR: &str = "\u{0}";

fn key(path: &[&str]) -> String {
    path.iter().flat_map(|part| [SEPARATOR, part]).collect()
}

struct Walk<'t> {
    text: &'t str,
    /// Where lines end.
    ends: Vec<usize>,
    lines: &'t mut HashMap<String, usize>,
}

impl Walk<'_> {
    /// Adds a value, which is a part of the text, and what is in it.
    fn add(&mut self, value: &str, path: &str, depth: usize) {
        let offset = value.as_ptr() as usize - self.text.as_ptr() as usize;
        let line = self.ends.partition_point(|end| *end < offset) + 1;
        self.lines.insert(path.to_owned(), line);
        if depth == DEEPEST {
            return;
        }
        for (name, value) in children(value) {
            self.add(value, &format!("{path}{SEPARATOR}{name}"), depth + 1);
        }
    }
}

fn children(value: &str) -> Vec<(String, &str)> {
    if value.starts_with('{') {
        let members: IndexMap<String, &RawValue> = serde_json::from_str(value).unwrap_or_default();
        return members
            .into_iter()
            .map(|(name, it)| (name, it.get()))
            .collect();
    }
    if value.starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(value).unwrap_or_default();
        let name = |(index, item): (usize, &RawValue)| {
            serde_json::from_str(item.get()).unwrap_or_else(|_| index.to_string())
        };
        return items
            .into_iter()
            .enumerate()
            .map(|(index, item)| (name((index, item)), item.get()))
            .collect();
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_on_its_line() {
        let text = "{\n  \"a\": {\"b\": 1,\n    \"c\\n\": [\"x\",\n \"y\", {\"z\": 1}]}\n}";
        let lines = Lines::of(text.as_bytes());
        for (path, line) in [
            (&[][..], Some(1)),
            (&["a"], Some(2)),
            (&["a", "b"], Some(2)),
            (&["a", "c\n"], Some(3)),
            (&["a", "c\n", "x"], Some(3)),
            (&["a", "c\n", "y"], Some(4)),
            (&["a", "c\n", "2", "z"], Some(4)),
            (&["b"], None),
        ] {
            assert_eq!(lines.line(path), line, "{path:?}");
        }
        assert_eq!(Lines::of(b"{").line(&[]), None);
    }
}
