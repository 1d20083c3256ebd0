//! The files of a service model, as they lie in a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The kinds of botocore's files that a generator has a use for.
pub(crate) const KINDS: [&str; 5] = [
    "service-2",
    "paginators-1",
    "endpoint-rule-set-1",
    "waiters-2",
    PARTITIONS,
];

/// The file that is the same for all services. botocore has it beside the services' folders.
const PARTITIONS: &str = "partitions";

/// Files by their names.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The model at a path: one file, a folder with the files of a service, or one with a folder for
/// each version of it, as botocore has them.
///
/// # Errors
///
/// If there is no model, or it cannot be read.
pub(crate) fn read(path: &Path) -> Result<Files> {
    if path.is_dir() {
        let files = choose(path)?;
        if files.is_empty() {
            return Err(Error::usage(path.display(), "no model in it").hint(
                "a model is a folder with service-2.json or service-2.json.gz, or with folders \
                 of versions that have one, or a single file",
            ));
        }
        files
            .iter()
            .map(|(name, file)| Ok((name.clone(), read_file(file)?)))
            .collect()
    } else {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Ok(BTreeMap::from([(name, read_file(path)?)]))
    }
}

/// The files of the model in a folder, each with its name without `.json` and `.json.gz`.
///
/// # Errors
///
/// If the folder cannot be read.
pub(crate) fn locate(folder: &Path) -> Result<Vec<(PathBuf, String)>> {
    let files = choose(folder)?.into_iter();
    Ok(files
        .filter_map(|(name, path)| Some((path, kind(&name)?.to_owned())))
        .collect())
}

/// The example programs in `examples` beside a model and the `Cargo.toml` with what they need, by
/// their file names; there may be none.
///
/// # Errors
///
/// If one cannot be read, or is not text.
pub(crate) fn examples(model: &Path) -> Result<BTreeMap<String, String>> {
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
        // A dot: what an editor keeps beside an open file.
        let is_program = path.extension().is_some_and(|end| end == "rs") && !name.starts_with('.');
        if is_program || name == "Cargo.toml" {
            let text =
                fs::read_to_string(&path).map_err(|error| Error::io(&path, "read it", &error))?;
            found.insert(name, text);
        }
    }
    Ok(found)
}

/// A file that has to be there.
///
/// # Errors
///
/// If it cannot be read.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| Error::io(path, "read it", &error))
}

/// The files of the model in a folder, with the partitions from above it.
fn choose(folder: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut chosen = choose_own(folder)?;
    let has = |wanted: &str| chosen.keys().any(|name| kind(name) == Some(wanted));
    if !has("service-2") || has(PARTITIONS) {
        return Ok(chosen);
    }
    // The folder is a service, or a version of one.
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let name = format!("{PARTITIONS}.json");
    let above = absolute.ancestors().skip(1).take(2);
    if let Some(found) = above.map(|it| it.join(&name)).find(|path| path.is_file()) {
        chosen.insert(name, found);
    }
    Ok(chosen)
}

/// The files of the model that are in a folder.
fn choose_own(folder: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let (files, folders) = entries(folder)?;
    if !files.is_empty() {
        return Ok(files);
    }
    // As botocore does it: the greatest version as a string, for each kind of file by itself, and
    // the extras from beside the file that they extend.
    let mut chosen: BTreeMap<String, PathBuf> = BTreeMap::new();
    for version in folders.into_iter().rev() {
        let (files, _) = entries(&version)?;
        for kind in KINDS {
            if chosen.keys().any(|name| self::kind(name) == Some(kind)) {
                continue;
            }
            chosen.extend(files.clone().into_iter().filter(|(name, _)| {
                self::kind(name)
                    .is_some_and(|name| name.strip_suffix(".sdk-extras").unwrap_or(name) == kind)
            }));
        }
    }
    Ok(chosen)
}

/// The model files and the folders of a folder, both by their names.
///
/// If botocore's service file is there, only its kinds of files belong to the model. Of a file
/// that is there plain and packed, the plain one counts, as for botocore.
fn entries(folder: &Path) -> Result<(BTreeMap<String, PathBuf>, Vec<PathBuf>)> {
    let failed = |error: &std::io::Error| Error::io(folder, "read it", error);
    let (mut files, mut folders) = (BTreeMap::new(), Vec::new());
    for entry in fs::read_dir(folder).map_err(|error| failed(&error))? {
        let path = entry.map_err(|error| failed(&error))?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            folders.push(path);
        } else if kind(&name).is_some_and(|kind| kind != "overlay") {
            files.insert(name, path);
        }
    }
    folders.sort();
    if files.keys().any(|name| kind(name) == Some("service-2")) {
        files.retain(|name, _| {
            kind(name).is_some_and(|name| {
                KINDS.contains(&name.strip_suffix(".sdk-extras").unwrap_or(name))
            })
        });
    }
    let plain: Vec<_> = files
        .keys()
        .filter_map(|name| name.strip_suffix(".gz"))
        .collect();
    let twice: Vec<_> = plain
        .into_iter()
        .filter(|name| files.contains_key(*name))
        .map(|name| format!("{name}.gz"))
        .collect();
    files.retain(|name, _| !twice.contains(name));
    Ok((files, folders))
}

/// The name of a model file without what says how it is stored.
fn kind(name: &str) -> Option<&str> {
    name.strip_suffix(".gz")
        .unwrap_or(name)
        .strip_suffix(".json")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(paths: &[&str]) -> Vec<String> {
        let root = tempfile::tempdir().unwrap();
        for path in paths {
            let file = root.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, path).unwrap();
        }
        let files = read(root.path()).unwrap();
        files
            .into_values()
            .map(|path| String::from_utf8(path).unwrap())
            .collect()
    }

    #[test]
    fn the_greatest_version_of_each_kind() {
        let found = names(&[
            "2014-01-01/service-2.json.gz",
            "2014-01-01/waiters-2.json",
            "2014-01-01/paginators-1.json",
            "2014-01-01/paginators-1.sdk-extras.json",
            "2015-01-01/service-2.json.gz",
            "2015-01-01/service-2.sdk-extras.json",
            "2015-01-01/paginators-1.json",
            "2015-01-01/examples-1.json",
            "2016-01-01/notes.txt",
        ]);
        assert_eq!(
            found,
            [
                "2015-01-01/paginators-1.json",
                "2015-01-01/service-2.json.gz",
                "2015-01-01/service-2.sdk-extras.json",
                "2014-01-01/waiters-2.json",
            ]
        );
    }

    #[test]
    fn a_version_folder() {
        let found = names(&[
            "service-2.json",
            "service-2.json.gz",
            "overlay.json",
            "codegen.toml",
            "examples-1.json",
            "endpoint-rule-set-1.json.gz",
        ]);
        assert_eq!(found, ["endpoint-rule-set-1.json.gz", "service-2.json"]);
    }

    #[test]
    fn partitions_stand_above_the_services() {
        let root = tempfile::tempdir().unwrap();
        for path in [
            "partitions.json",
            "thing/2020-01-01/service-2.json",
            "own/service-2.json",
            "own/partitions.json",
        ] {
            let file = root.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, path).unwrap();
        }
        for (folder, expected) in [
            ("thing", "partitions.json"),
            ("thing/2020-01-01", "partitions.json"),
            ("own", "own/partitions.json"),
        ] {
            let files = read(&root.path().join(folder)).unwrap();
            assert_eq!(files["partitions.json"], expected.as_bytes(), "{folder}");
        }
        // They do not make a model.
        fs::create_dir(root.path().join("empty")).unwrap();
        assert!(read(&root.path().join("empty")).is_err());
    }

    #[test]
    fn a_folder_of_another_kind_of_model() {
        assert_eq!(names(&["weather.json", "overlay.json"]), ["weather.json"]);
    }

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
        fs::write(folder.join("bad.rs"), [0xff]).unwrap();
        assert!(examples(root.path()).is_err());
    }

    #[test]
    fn what_is_no_model() {
        let root = tempfile::tempdir().unwrap();
        assert!(read(root.path()).is_err());
        assert!(read(&root.path().join("missing.json")).is_err());
        fs::write(root.path().join("alone.json"), "x").unwrap();
        fs::write(root.path().join("beside.json"), "y").unwrap();
        let files = read(&root.path().join("alone.json")).unwrap();
        assert_eq!(files.into_keys().collect::<Vec<_>>(), ["alone.json"]);
    }
}
