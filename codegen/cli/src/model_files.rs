//! Reads the folder of a service model, through [`tinsmith::build::model_files`].

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tinsmith::build::model_files;
pub use tinsmith::build::model_files::{Files, KINDS, kind, read, read_file, retain, text};

use crate::error::{Error, Result};

/// The model files in a folder, each with its name without `.json` and `.json.gz`.
///
/// # Errors
///
/// If there is none, or the folder cannot be read.
pub fn locate(folder: &Path) -> Result<Vec<(PathBuf, String)>> {
    let files = model_files::locate(folder)?.into_iter();
    Ok(files
        .filter_map(|(name, path)| Some((path, model_files::kind(&name)?.to_owned())))
        .collect())
}

/// The example programs and the `Cargo.toml` with their dependencies in `examples`, by file name; there
/// may be none.
///
/// # Errors
///
/// If one cannot be read, or is not text.
pub fn examples(model: &Path) -> Result<BTreeMap<String, String>> {
    let folder = model.join("examples");
    let mut found = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    let failed = |error: &std::io::Error| Error::io(&folder, "read it", error);
    for entry in fs::read_dir(&folder).map_err(|error| failed(&error))? {
        let path = entry.map_err(|error| failed(&error))?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        // Editors create files with a leading dot.
        let is_program = path.extension().is_some_and(|end| end == "rs") && !name.starts_with('.');
        if is_program || name == "Cargo.toml" {
            let text =
                fs::read_to_string(&path).map_err(|error| Error::io(&path, "read it", &error))?;
            found.insert(name, without_mark(&text).to_owned());
        }
    }
    Ok(found)
}

/// A text without the byte order mark that some editors write at its start.
pub fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_the_rust_files_and_their_manifest() {
        let root = tempfile::tempdir().unwrap();
        assert!(examples(root.path()).unwrap().is_empty());
        let folder = root.path().join("examples");
        fs::create_dir(&folder).unwrap();
        for name in ["b.rs", "a.rs", "notes.md", ".#a.rs", "Cargo.toml"] {
            fs::write(folder.join(name), name).unwrap();
        }
        let found = examples(root.path()).unwrap();
        let found: Vec<_> = found.into_keys().collect();
        assert_eq!(found, ["Cargo.toml", "a.rs", "b.rs"]);
        fs::write(folder.join("Cargo.toml"), "\u{feff}[dev-dependencies]").unwrap();
        let found = examples(root.path()).unwrap();
        assert_eq!(found["Cargo.toml"], "[dev-dependencies]");
        fs::write(folder.join("bad.rs"), [0xff]).unwrap();
        assert!(examples(root.path()).is_err());
    }
}
