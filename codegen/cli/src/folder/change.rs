//! Replaces files atomically, each by itself.
//!
//! New files are written next to the ones that they replace, which detects missing permissions and
//! space. Then they are renamed, and obsolete files are removed last. An interrupted run may leave both
//! old and new files: `--check` reports that, and running again repairs it.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tinsmith::output::{Difference, DifferenceKind};

use crate::error::{Error, Result};

/// The change of a folder. Paths of files are relative to it, with `/` separators.
#[derive(Debug)]
pub struct Change {
    /// Absolute; need not exist.
    folder: PathBuf,
    /// The files to write, in this order.
    pub write: Vec<(String, Vec<u8>)>,
    /// The files to remove, together with folders that become empty.
    pub remove: BTreeSet<String>,
}

impl Change {
    /// An empty change.
    ///
    /// # Errors
    ///
    /// If the path is not a folder, or cannot be accessed.
    pub fn new(folder: &Path) -> Result<Self> {
        Ok(Self {
            folder: resolve(folder)?,
            write: Vec::new(),
            remove: BTreeSet::new(),
        })
    }

    /// The folder to change.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes what is missing or changed, and removes orphans.
    pub(crate) fn settle(&mut self, differences: &[Difference]) {
        for Difference { path, kind } in differences {
            match kind {
                DifferenceKind::Changed { new, .. } | DifferenceKind::Missing { new } => {
                    self.write.push((path.clone(), new.clone().into_bytes()));
                }
                DifferenceKind::Orphan { .. } => {
                    self.remove.insert(path.clone());
                }
                DifferenceKind::Foreign => {}
            }
        }
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }

    /// Whether a file is written.
    pub fn writes(&self, path: &str) -> bool {
        self.write.iter().any(|(written, _)| written == path)
    }

    /// The files to write, as displayed with the folder's name, which is empty for the current one.
    pub fn written(&self, shown: &str) -> impl Iterator<Item = String> {
        let paths = self.write.iter();
        paths.map(move |(path, _)| joined(shown, path))
    }

    /// The files to remove, as displayed like those that are [written](Self::written).
    pub fn removed(&self, shown: &str) -> impl Iterator<Item = String> {
        let paths = self.remove.iter();
        paths.map(move |path| joined(shown, path))
    }

    /// The paths and contents of the files to write.
    fn files(&self) -> impl Iterator<Item = (PathBuf, &[u8])> {
        let files = self.write.iter();
        files.map(|(path, bytes)| (self.folder.join(path), bytes.as_slice()))
    }

    /// Finds folders in place of files and files in place of folders.
    fn check_obstacles(&self) -> Result<()> {
        let mut errors = Vec::new();
        let mut folders = BTreeSet::new();
        for (path, _) in self.files() {
            if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir()) {
                errors.push(
                    Error::usage(path.display(), "is a folder in place of a generated file")
                        .hint("move it away"),
                );
            }
            let around = path.ancestors().skip(1);
            let around = around.take_while(|it| *it != self.folder);
            folders.extend(around.map(Path::to_owned));
        }
        let folders = folders.iter();
        let obstacles =
            folders.filter(|it| fs::symlink_metadata(it).is_ok_and(|metadata| !metadata.is_dir()));
        errors.extend(obstacles.map(|it| {
            Error::usage(it.display(), "is in place of a folder of generated files")
                .hint("move it away")
        }));
        Error::all(errors)
    }
}

fn joined(folder: &str, path: &str) -> String {
    if folder.is_empty() {
        path.to_owned()
    } else {
        format!("{folder}/{path}")
    }
}

/// Applies changes.
///
/// # Errors
///
/// If a path is obstructed or cannot be written; no file has changed then. If a file cannot be renamed
/// or removed; running again continues.
pub fn apply(changes: &[&Change]) -> Result<()> {
    let obstacles = changes.iter().filter_map(|it| it.check_obstacles().err());
    Error::all(obstacles.collect::<Vec<_>>())?;
    let mut made = Vec::new();
    let written = changes
        .iter()
        .try_for_each(|it| write_beside(it, &mut made));
    if written.is_err() {
        for (path, _) in changes.iter().flat_map(|it| it.files()) {
            // Some may not have been written.
            let _ = fs::remove_file(beside(&path));
        }
        for folder in made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
        return written;
    }
    for (path, _) in changes.iter().flat_map(|it| it.files()) {
        fs::rename(beside(&path), &path)
            .map_err(|error| Error::io(&path, "replace it", &error).hint("run it again"))?;
    }
    changes.iter().copied().try_for_each(remove)
}

/// Writes the new files next to the old ones; the folders that it makes are added to `made`.
fn write_beside(change: &Change, made: &mut Vec<PathBuf>) -> Result<()> {
    for (path, bytes) in change.files() {
        let folder = path.parent().unwrap_or(&change.folder);
        let missing = folder.ancestors().take_while(|it| !it.exists());
        let missing: Vec<_> = missing.map(Path::to_owned).collect();
        made.extend(missing.into_iter().rev());
        fs::create_dir_all(folder).map_err(|error| Error::io(folder, "create it", &error))?;
        fs::write(beside(&path), bytes).map_err(|error| Error::io(&path, "write it", &error))?;
    }
    Ok(())
}

fn remove(change: &Change) -> Result<()> {
    for path in &change.remove {
        let path = change.folder.join(path);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::io(&path, "remove it", &error));
            }
            _ => {}
        }
        let mut around = path.ancestors().skip(1);
        // Stops at the first folder that is not empty.
        around
            .by_ref()
            .take_while(|it| *it != change.folder)
            .find(|it| fs::remove_dir(it).is_err());
    }
    Ok(())
}

/// The temporary path of a new file; the same in each run, so that files do not accumulate.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.tinsmith"))
}

/// The absolute path without symbolic links; its last components need not exist.
pub(crate) fn resolve(path: &Path) -> Result<PathBuf> {
    match fs::canonicalize(path) {
        Ok(found) if found.is_dir() => {
            if found.parent().is_none() {
                return Err(
                    Error::usage(path.display(), "is the root of the file system")
                        .hint("choose a folder in it"),
                );
            }
            Ok(found)
        }
        Ok(_) => Err(Error::usage(path.display(), "is not a folder")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if fs::symlink_metadata(path).is_ok() {
                return Err(Error::usage(path.display(), "is a dangling symbolic link"));
            }
            let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
                return Err(Error::io(path, "find it", &error));
            };
            let parent = if parent.as_os_str().is_empty() {
                Path::new(".")
            } else {
                parent
            };
            let parent = fs::canonicalize(parent).or_else(|_| resolve(parent))?;
            Ok(parent.join(name))
        }
        Err(error) => Err(Error::io(path, "access it", &error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(folder: &Path, write: &[(&str, &str)], remove: &[&str]) -> Change {
        let mut change = Change::new(folder).unwrap();
        let write = write.iter();
        change.write = write
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_owned()))
            .collect();
        change.remove = remove.iter().map(|path| (*path).to_owned()).collect();
        change
    }

    /// The paths of all files, those with a dot included.
    fn listed(folder: &Path) -> Vec<String> {
        let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
        while let Some(current) = folders.pop() {
            for entry in fs::read_dir(current).unwrap() {
                let path = entry.unwrap().path();
                found.push(path.strip_prefix(folder).unwrap().display().to_string());
                if path.is_dir() {
                    folders.push(path);
                }
            }
        }
        found.sort();
        found
    }

    #[test]
    fn writes_replaces_and_removes() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("around/crate");
        let first = [
            ("Cargo.toml", "1"),
            ("src/a/b.rs", "1"),
            ("src/lib.rs", "1"),
        ];
        apply(&[&change(&folder, &first, &[])]).unwrap();
        fs::write(folder.join("src/mine"), "").unwrap();
        // A killed run left this.
        fs::write(folder.join("src/.lib.rs.tinsmith"), "ha").unwrap();
        apply(&[&change(
            &folder,
            &[("src/lib.rs", "2")],
            &["src/a/b.rs", "src/gone.rs"],
        )])
        .unwrap();
        assert_eq!(
            listed(&folder),
            ["Cargo.toml", "src", "src/lib.rs", "src/mine"]
        );
        assert_eq!(fs::read_to_string(folder.join("src/lib.rs")).unwrap(), "2");
    }

    #[test]
    fn obstacles_and_failures_change_nothing() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("crate");
        apply(&[&change(&folder, &[("a", "1"), ("b/c", "1")], &[])]).unwrap();
        let long = "n".repeat(300);
        for (path, part) in [
            ("b", "is a folder in place of a generated file"),
            ("a/b", "is in place of a folder of generated files"),
            (&*long, "cannot write it"),
        ] {
            let new = change(&root.path().join("new"), &[("d/e", "2")], &[]);
            let good = change(&folder, &[("a", "2")], &[]);
            let bad = change(&folder, &[(path, "2")], &["b/c"]);
            let error = apply(&[&new, &good, &bad]).unwrap_err();
            assert!(error.problems[0].message.contains(part), "{error:?}");
            assert_eq!(listed(&folder), ["a", "b", "b/c"]);
            assert!(!root.path().join("new").exists());
            assert_eq!(fs::read_to_string(folder.join("a")).unwrap(), "1");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_to_folders_are_followed() {
        let root = tempfile::tempdir().unwrap();
        let (real, link) = (root.path().join("real"), root.path().join("link"));
        std::os::unix::fs::symlink(&real, &link).unwrap();
        let error = Change::new(&link).unwrap_err();
        assert_eq!(error.problems[0].message, "is a dangling symbolic link");
        fs::create_dir(&real).unwrap();
        apply(&[&change(&link, &[("a", "1")], &[])]).unwrap();
        assert_eq!(listed(&real), ["a"]);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        for bad in [Path::new("/"), &real.join("a")] {
            assert!(Change::new(bad).is_err());
        }
    }
}
