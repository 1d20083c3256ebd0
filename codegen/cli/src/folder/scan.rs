//! Lists the files of a crate's folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use crate::error::{Error, Result};

/// The files of a folder by relative path, with `/` separators; empty if it does not exist.
///
/// Unless they are `expected`, these are skipped: `target`, `Cargo.lock`, licences and `CHANGELOG.md`
/// next to a manifest, and names with a leading dot. A symbolic link is listed as a file. A nested crate
/// that is not expected is listed as its `Cargo.toml` with empty contents. Of a file that is neither
/// expected nor generated, only the first bytes are read.
///
/// # Errors
///
/// If a file or folder cannot be read.
pub fn files(
    folder: &Path,
    expected: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    if folder.exists() {
        walk(folder, "", expected, &mut found)?;
    }
    for path in expected.keys() {
        let file = folder.join(path);
        if !found.contains_key(path) && file.is_file() {
            let bytes = fs::read(&file).map_err(|error| Error::io(&file, "read it", &error))?;
            found.insert(path.clone(), bytes);
        }
    }
    Ok(found)
}

fn walk(
    folder: &Path,
    prefix: &str,
    expected: &BTreeMap<String, String>,
    found: &mut BTreeMap<String, Vec<u8>>,
) -> Result<()> {
    let failed = |error: &io::Error| Error::io(folder, "read it", error);
    for entry in fs::read_dir(folder).map_err(|error| failed(&error))? {
        let entry = entry.map_err(|error| failed(&error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if is_ignored(prefix, &name, expected) && !expected.contains_key(&path) {
            continue;
        }
        let kind = entry.file_type().map_err(|error| failed(&error))?;
        if kind.is_dir() {
            let manifest = format!("{path}/Cargo.toml");
            if entry.path().join("Cargo.toml").exists() && !expected.contains_key(&manifest) {
                found.insert(manifest, Vec::new());
            } else {
                walk(&entry.path(), &format!("{path}/"), expected, found)?;
            }
            continue;
        }
        let is_expected = expected.contains_key(&path) && entry.path().is_file();
        let bytes = if is_expected || kind.is_file() && is_inside(prefix, expected) {
            fs::read(entry.path())
        } else if kind.is_file() {
            read_if_ours(&entry.path())
        } else {
            Ok(Vec::new())
        };
        let bytes = bytes.map_err(|error| Error::io(&entry.path(), "read it", &error))?;
        found.insert(path, bytes);
    }
    Ok(())
}

/// Whether an entry belongs to cargo, git, an editor or publishing.
fn is_ignored(prefix: &str, name: &str, expected: &BTreeMap<String, String>) -> bool {
    let is_top = || prefix.is_empty() || expected.contains_key(&format!("{prefix}Cargo.toml"));
    name.starts_with('.')
        || (matches!(name, "target" | "Cargo.lock" | "CHANGELOG.md") || name.starts_with("LICENSE"))
            && is_top()
}

/// Whether a folder is in an expected nested crate, whose files have no marker.
fn is_inside(prefix: &str, expected: &BTreeMap<String, String>) -> bool {
    let top = prefix.split_once('/').map(|(top, _)| top);
    top.is_some_and(|top| expected.contains_key(&format!("{top}/Cargo.toml")))
}

/// The whole file if it is generated, otherwise its first bytes.
fn read_if_ours(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = fs::File::open(path)?;
    let mut bytes = Vec::new();
    file.by_ref().take(1024).read_to_end(&mut bytes)?;
    if tinsmith::output::is_generated(&bytes) {
        file.read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_relevant_files() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path();
        for path in [
            ".env",
            ".git/config",
            "Cargo.lock",
            "Cargo.toml",
            "notes.txt",
            "src/lib.rs",
            "src/target/kept.rs",
            "target/debug/x",
        ] {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let ours = format!("// {}\n{}", tinsmith::output::MARKER, "x".repeat(5000));
        fs::write(folder.join("ours.rs"), &ours).unwrap();
        fs::write(folder.join("large.bin"), vec![0; 5000]).unwrap();
        let expected =
            BTreeMap::from([".env", "missing"].map(|path| (path.to_owned(), String::new())));
        let found = files(folder, &expected).unwrap();
        assert_eq!(
            found.keys().collect::<Vec<_>>(),
            [
                ".env",
                "Cargo.toml",
                "large.bin",
                "notes.txt",
                "ours.rs",
                "src/lib.rs",
                "src/target/kept.rs",
            ]
        );
        // A nested crate is listed without its files.
        fs::create_dir_all(folder.join("inner/src")).unwrap();
        fs::write(folder.join("inner/Cargo.toml"), &ours).unwrap();
        fs::write(folder.join("inner/src/lib.rs"), &ours).unwrap();
        let with_inner = files(folder, &expected).unwrap();
        assert_eq!(with_inner.len(), found.len() + 1);
        assert_eq!(with_inner["inner/Cargo.toml"], b"");

        assert_eq!(found["ours.rs"], ours.as_bytes());
        assert!(found["large.bin"].len() < 5000);
        assert!(
            files(&folder.join("missing"), &BTreeMap::new())
                .unwrap()
                .is_empty()
        );
    }
}
