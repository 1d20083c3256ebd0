//! Replaces files in a folder so that it always has either all the old ones or all the new ones.
//!
//! A reader, or a run that is killed, must never see a mixture, and still the folder itself has to
//! stay the same one: shells stand in it, editors watch it, `target` in it may be huge. So the
//! folder steps aside while it is changed:
//!
//! 1. A *stand-in* is made beside it, in `.<name>.codegen/tree`: the new files, and hard links to
//!    everything that stays. All that can fail for lack of space or rights fails here, and the
//!    folder has not been touched.
//! 2. The two are exchanged in one atomic step. From here on, the new state is what everyone sees.
//! 3. The folder, out of sight, gets the changes: new files are moved over old ones, orphans are
//!    removed, the rest is not touched.
//! 4. They are exchanged back, in one atomic step between equals, and the stand-in is removed.
//!
//! `.<name>.codegen/plan.json` says what is going on; the next run reads it and finishes or clears
//! away what a killed one left ([`Folder::open`]). Where two folders cannot be exchanged (a mount
//! point, a lower layer of an overlay, a system other than Linux and macOS), step 3 is done in
//! place, and the next run finishes it if it is interrupted.
//!
//! The protection is against a killed process, not against a power failure: nothing is flushed,
//! because all of this can be generated again.

mod link;
mod scan;
mod stage;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

pub use scan::files;

use crate::error::{Error, Result};
use stage::Stage;

/// What is to happen to the files of a folder, by their paths in it, with `/` between the parts.
#[derive(Debug, Default)]
pub struct Change {
    /// The files to write.
    pub write: BTreeMap<String, Vec<u8>>,
    /// The files to remove, and with them the folders that this empties.
    pub remove: BTreeSet<String>,
}

impl Change {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }

    fn paths(&self) -> impl Iterator<Item = &String> {
        self.write.keys().chain(&self.remove)
    }
}

/// A folder to write to, which need not exist yet. One process at a time has it.
#[derive(Debug)]
pub struct Folder {
    /// The folder without symbolic links, so that a link to it stays one.
    path: PathBuf,
    /// The lock on the folder around it, where there are such locks.
    _lock: Option<Rc<File>>,
}

impl Folder {
    /// Prepares for writing: makes the folders around it, waits for another process that writes
    /// it, and repairs what a killed one left.
    ///
    /// # Errors
    ///
    /// If the path is something else than a folder, or cannot be accessed.
    pub fn open(path: &Path) -> Result<Self> {
        let mut folders = Self::open_all(&[path.to_owned()])?;
        folders
            .pop()
            .ok_or_else(|| Error::usage(path.display(), "is no folder"))
    }

    /// The same for several folders.
    ///
    /// # Errors
    ///
    /// If one of them is something else than a folder, or cannot be accessed.
    pub fn open_all(paths: &[PathBuf]) -> Result<Vec<Self>> {
        let paths = paths.iter().map(|path| resolve(path));
        let paths: Vec<_> = paths.collect::<Result<_>>()?;
        let parent = |path: &Path| path.parent().unwrap_or(Path::new(".")).to_owned();
        for path in paths.iter().filter(|path| !path.exists()) {
            let parent = parent(path);
            fs::create_dir_all(&parent).map_err(|error| Error::io(&parent, "create it", &error))?;
        }
        // Each once, because a second lock would wait for the first; in order, because of two
        // processes each would else have what the other waits for. Not every system locks
        // folders; there, two writers at once are the user's to avoid.
        let parents: BTreeSet<_> = paths.iter().map(|path| parent(path)).collect();
        let locks = parents.into_iter().map(|parent| {
            let file = File::open(&parent).ok();
            let lock = file.and_then(|file| file.lock().ok().map(|()| Rc::new(file)));
            (parent, lock)
        });
        let locks: BTreeMap<_, _> = locks.collect();
        let folders = paths.into_iter().map(|path| {
            Stage::of(&path)?.settle(&path)?;
            Ok(Self {
                _lock: locks.get(&parent(&path)).cloned().flatten(),
                path,
            })
        });
        folders.collect()
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes a change, as a whole or not at all.
    ///
    /// # Errors
    ///
    /// If something cannot be written or is in the way; then the folder is as it was.
    pub fn apply(&self, change: &Change) -> Result<()> {
        apply_all(&[(self, change)])
    }

    /// Finds what would stop the change half way: something else where a file or a folder has to
    /// be, and folders that cannot be written to.
    fn check_obstacles(&self, change: &Change) -> Result<()> {
        let mut folders = BTreeSet::new();
        for path in change.paths() {
            folders.extend(Path::new(path).ancestors().skip(1));
        }
        let mut errors = Vec::new();
        for folder in folders {
            let folder = if folder.as_os_str().is_empty() {
                self.path.clone()
            } else {
                self.path.join(folder)
            };
            match fs::symlink_metadata(&folder) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => errors.push(Error::io(&folder, "write to it", &error)),
                Ok(metadata) if !metadata.is_dir() => errors.push(
                    Error::usage(
                        folder.display(),
                        "is in the way of a folder of generated files",
                    )
                    .hint("move it away"),
                ),
                Ok(_) => {
                    if let Err(error) = writable(&folder) {
                        errors.push(Error::io(&folder, "write to it", &error));
                    }
                }
            }
        }
        for path in change.write.keys() {
            let path = self.path.join(path);
            if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir()) {
                errors.push(
                    Error::usage(path.display(), "is a folder in the way of a generated file")
                        .hint("move it away"),
                );
            }
        }
        Error::all(errors)
    }
}

/// Makes changes of several folders, all of them or none. They come into force in this order; who is
/// killed in between leaves the first ones new and the rest old.
///
/// # Errors
///
/// If something cannot be written or is in the way; then all folders are as they were.
pub fn apply_all(changes: &[(&Folder, &Change)]) -> Result<()> {
    let changes = changes.iter();
    let changes = changes.filter(|(folder, change)| !change.is_empty() || !folder.path.exists());
    let changes: Vec<_> = changes.collect();
    let existing = changes.iter().filter(|(folder, _)| folder.path.exists());
    let obstacles = existing.filter_map(|(folder, change)| folder.check_obstacles(change).err());
    Error::all(obstacles.collect::<Vec<_>>())?;
    let changes = changes
        .iter()
        .map(|(folder, change)| (folder.path(), *change));
    stage::apply_all(&changes.collect::<Vec<_>>())
}

/// Whether a run that was killed, or one that goes on, left a change of a folder unfinished.
pub fn is_unsettled(path: &Path) -> bool {
    Stage::of(path).is_ok_and(|stage| stage.exists())
}

/// The path without symbolic links, absolute; its last part, or more of it, may be missing.
fn resolve(path: &Path) -> Result<PathBuf> {
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
                return Err(Error::usage(
                    path.display(),
                    "is a symbolic link to nothing",
                ));
            }
            let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
                return Err(Error::io(path, "find it", &error));
            };
            let parent = if parent.as_os_str().is_empty() {
                Path::new(".")
            } else {
                parent
            };
            Ok(resolve(parent)?.join(name))
        }
        Err(error) => Err(Error::io(path, "access it", &error)),
    }
}

/// Whether we may create and remove files in a folder.
#[cfg(unix)]
fn writable(folder: &Path) -> io::Result<()> {
    use rustix::fs::{Access, access};
    Ok(access(folder, Access::WRITE_OK | Access::EXEC_OK)?)
}

/// Whether we may create and remove files in a folder: found out by trying.
#[cfg(not(unix))]
fn writable(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;
