//! The list of the crate's own files.

#![cfg(feature = "source")]

use std::fs;
use std::path::Path;

use tinsmith_runtime::source::FILES;

/// The files of the crate that a copy of it needs.
fn on_disk() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found: Vec<_> = ["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT"]
        .map(str::to_owned)
        .into();
    let mut folders = vec!["src".to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn lists_exactly_the_files_on_disk() {
    let listed: Vec<_> = FILES.iter().map(|(path, _)| *path).collect();
    let on_disk = on_disk();
    let lines: String = on_disk
        .iter()
        .map(|path| format!("    \"{path}\",\n"))
        .collect();
    assert!(
        listed == on_disk,
        "the list in src/source.rs has to be:\n{lines}"
    );
}

/// In documentation, `$crate` and the parameters of macros stay as they are: such a link leads nowhere,
/// without a warning of rustdoc.
#[test]
fn links_in_macros_have_no_parameters() {
    for (path, text) in FILES {
        assert!(!text.contains("]($") && !text.contains("](`$"), "{path}");
    }
}
