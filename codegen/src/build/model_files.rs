//! Model files in a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Problem, ProblemKind};
pub use crate::model::files::text;

/// The kinds of botocore's files that are used.
pub const KINDS: [&str; 5] = [
    "service-2",
    "paginators-1",
    "endpoint-rule-set-1",
    "waiters-2",
    PARTITIONS,
];

/// The file for all services, which botocore has beside the services' folders.
const PARTITIONS: &str = "partitions";

/// Contents by file name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Reads the model at a path: a single file, a folder with the files of a service, or a folder with
/// such a folder per version, as in botocore.
///
/// # Errors
///
/// If there is no model, or it cannot be read.
pub fn read(path: &Path) -> Result<Files, Error> {
    contents(&locate(path)?)
}

/// The paths of a model's files by their names. A single file need not exist.
///
/// # Errors
///
/// If there is no model in a folder, or it cannot be read.
pub fn locate(path: &Path) -> Result<BTreeMap<String, PathBuf>, Error> {
    if !path.is_dir() {
        let name = path.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        return Ok(BTreeMap::from([(name, path.to_owned())]));
    }
    let files = choose(path)?;
    if files.is_empty() {
        let place = path.display().to_string();
        let problem = Problem::new(ProblemKind::Unreadable, place, "no model in it");
        return Err(problem
            .hint(
                "a model is a folder with service-2.json or service-2.json.gz, or with folders \
                 of versions that have one, or a single file",
            )
            .into());
    }
    Ok(files)
}

/// Reads files.
///
/// # Errors
///
/// If a file cannot be read.
pub fn contents(files: &BTreeMap<String, PathBuf>) -> Result<Files, Error> {
    let read = |(name, path): (&String, &PathBuf)| Ok((name.clone(), read_file(path)?));
    files.iter().map(read).collect()
}

/// Reads a file.
///
/// # Errors
///
/// If it cannot be read.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    let message = format!("cannot read it: {error}");
    Problem::new(ProblemKind::Unreadable, path.display().to_string(), message).into()
}

/// The entries of a folder, sorted.
pub(super) fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let paths = entries.map(|entry| Ok(entry.map_err(|error| unreadable(folder, &error))?.path()));
    let mut paths: Vec<_> = paths.collect::<Result<_, Error>>()?;
    paths.sort();
    Ok(paths)
}

/// The files of the model in a folder, with the partitions file of a parent folder.
fn choose(folder: &Path) -> Result<BTreeMap<String, PathBuf>, Error> {
    let mut chosen = choose_own(folder)?;
    let has = |wanted: &str| chosen.keys().any(|name| kind(name) == Some(wanted));
    if !has("service-2") || has(PARTITIONS) {
        return Ok(chosen);
    }
    // The folder is that of a service or of one of its versions.
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let name = format!("{PARTITIONS}.json");
    let above = absolute.ancestors().skip(1).take(2);
    if let Some(found) = above.map(|it| it.join(&name)).find(|path| path.is_file()) {
        chosen.insert(name, found);
    }
    Ok(chosen)
}

/// The files of the model in a folder.
fn choose_own(folder: &Path) -> Result<BTreeMap<String, PathBuf>, Error> {
    let (files, folders) = models(folder)?;
    if !files.is_empty() {
        return Ok(files);
    }
    // As in botocore: the latest version, compared as a string, for each kind of file, and extras
    // from the folder of the file that they extend.
    let mut chosen: BTreeMap<String, PathBuf> = BTreeMap::new();
    for version in folders.into_iter().rev() {
        let (files, _) = models(&version)?;
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

/// The model files and the folders in a folder, sorted.
fn models(folder: &Path) -> Result<(BTreeMap<String, PathBuf>, Vec<PathBuf>), Error> {
    let (folders, files): (Vec<_>, Vec<_>) =
        entries(folder)?.into_iter().partition(|it| it.is_dir());
    let files = files.into_iter().map(|path| {
        let name = path.file_name().unwrap_or_default();
        (name.to_string_lossy().into_owned(), path)
    });
    let mut files = files.collect();
    retain(&mut files);
    Ok((files, folders))
}

/// Removes files that do not belong to the folder's model.
///
/// With a botocore service file, only botocore's kinds of files belong to it. Plain files take
/// precedence over compressed ones, as in botocore.
pub fn retain<T>(files: &mut BTreeMap<String, T>) {
    files.retain(|name, _| kind(name).is_some_and(|kind| kind != "overlay"));
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
}

/// The file name without `.json` and `.gz`.
pub fn kind(name: &str) -> Option<&str> {
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
