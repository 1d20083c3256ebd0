//! What is in a folder, and what changed in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// A file or a folder, by its path: when it was changed, and a file's bytes.
pub(crate) type Entries = BTreeMap<String, (SystemTime, Vec<u8>)>;

/// Everything in a folder, by the path in it.
pub(crate) fn entries(folder: &Path) -> Entries {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in fs::read_dir(&current).unwrap() {
            let path = entry.unwrap().path();
            let modified = fs::metadata(&path).unwrap().modified().unwrap();
            let name = path.strip_prefix(folder).unwrap().display().to_string();
            let bytes = if path.is_dir() {
                folders.push(path);
                Vec::new()
            } else {
                fs::read(&path).unwrap()
            };
            found.insert(name, (modified, bytes));
        }
    }
    found
}

/// The paths that are not in both with the same time and bytes; short, unlike the two themselves.
pub(crate) fn changed(before: &Entries, after: &Entries) -> Vec<String> {
    let paths = before.keys().chain(after.keys());
    let mut paths: Vec<_> = paths
        .filter(|path| before.get(*path) != after.get(*path))
        .cloned()
        .collect();
    paths.sort();
    paths.dedup();
    paths
}
