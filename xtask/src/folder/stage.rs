//! The folder beside a folder where a change is prepared, and from where it is made.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Change;
use super::link::{exchange, identity, is_unsupported, link_or_copy};
use crate::error::{Error, Result};

/// What the stand-in does without: it is large, and cargo makes it again.
const NOT_IN_STAND_IN: &str = "target";

/// The folder `.<name>.codegen`; it exists only while a change is made, or after a killed run.
#[derive(Debug)]
pub(crate) struct Stage {
    path: PathBuf,
}

/// What is going on, for the run after one that was killed.
#[derive(Debug, Serialize, Deserialize)]
struct Plan {
    /// The identity of the folder that gets the changes, to see whether it is exchanged now.
    folder: Option<u64>,
    /// Whether the changes are made in place.
    in_place: bool,
    /// The files that come from the stand-in.
    write: Vec<String>,
    /// The files that go.
    remove: Vec<String>,
}

impl Stage {
    /// The stage of a folder.
    pub(crate) fn of(folder: &Path) -> Result<Self> {
        let Some(name) = folder.file_name() else {
            return Err(Error::usage(
                folder.display(),
                "is not the path of a folder",
            ));
        };
        let mut stage = std::ffi::OsString::from(".");
        stage.push(name);
        stage.push(".codegen");
        Ok(Self {
            path: folder.with_file_name(stage),
        })
    }

    fn tree(&self) -> PathBuf {
        self.path.join("tree")
    }

    fn plan(&self) -> PathBuf {
        self.path.join("plan.json")
    }

    /// Puts a folder where there is none.
    pub(crate) fn create(&self, folder: &Path, change: &Change) -> Result<()> {
        self.start(folder)?;
        let done = self.write_files(folder, change).and_then(|()| {
            rename(&self.tree(), folder).map_err(|e| Error::io(folder, "make it", &e))
        });
        self.discard();
        done
    }

    /// Changes a folder that is there.
    pub(crate) fn replace(&self, folder: &Path, change: &Change) -> Result<()> {
        self.replace_with(folder, change, exchange)
    }

    /// The same with another way to exchange two folders.
    pub(crate) fn replace_with(
        &self,
        folder: &Path,
        change: &Change,
        exchange: impl Fn(&Path, &Path) -> io::Result<()>,
    ) -> Result<()> {
        self.start(folder)?;
        let mut plan = Plan {
            folder: identity(folder),
            in_place: false,
            write: change.write.keys().cloned().collect(),
            remove: change.remove.iter().cloned().collect(),
        };
        let done = self.prepare(folder, change, &plan).and_then(|()| {
            match exchange(folder, &self.tree()) {
                Ok(()) => {
                    self.change_out_of_sight(folder, &plan, exchange);
                    Ok(())
                }
                Err(error) if is_unsupported(&error) => self.change_in_place(folder, &mut plan),
                Err(error) => Err(Error::io(folder, "replace it", &error)),
            }
        });
        if !plan.in_place {
            self.discard();
        }
        done
    }

    /// Finishes or clears away what a killed run left.
    pub(crate) fn settle(&self, folder: &Path) -> Result<()> {
        if !self.path.exists() {
            return Ok(());
        }
        self.check_is_ours()?;
        // A plan is written last and renamed into place: without one, nothing has happened yet.
        let plan = fs::read(self.plan()).ok();
        if let Some(plan) = plan.and_then(|plan| serde_json::from_slice::<Plan>(&plan).ok()) {
            if plan.folder.is_some() && identity(&self.tree()) == plan.folder {
                self.keep_stand_in(folder);
            } else if plan.in_place && folder.exists() {
                finish(folder, &plan)
                    .map_err(|error| Error::io(folder, "finish an interrupted run", &error))?;
            } else {
                take_back(folder, &plan);
            }
        }
        self.discard();
        Ok(())
    }

    fn start(&self, folder: &Path) -> Result<()> {
        fs::create_dir(&self.path)
            .and_then(|()| fs::create_dir(self.tree()))
            .map_err(|error| {
                Error::io(folder, &format!("prepare it in {}", self.path.display()), &error).hint(
                "the files are prepared in the folder around it, which has to be writable for that",
            )
            })
    }

    /// Step 1: the stand-in and the plan.
    fn prepare(&self, folder: &Path, change: &Change, plan: &Plan) -> Result<()> {
        let failed = |error: &io::Error| Error::io(folder, "prepare its files", error);
        let leave_out = |path: &str| {
            path == NOT_IN_STAND_IN
                || change.write.contains_key(path)
                || change.remove.contains(path)
        };
        link_tree(folder, &self.tree(), "", &leave_out).map_err(|error| failed(&error))?;
        self.write_files(folder, change)?;
        for path in &change.remove {
            remove_empty_folders(&self.tree(), path);
        }
        fs::metadata(folder)
            .and_then(|metadata| fs::set_permissions(self.tree(), metadata.permissions()))
            .and_then(|()| self.write_plan(plan))
            .map_err(|error| failed(&error))
    }

    fn write_files(&self, folder: &Path, change: &Change) -> Result<()> {
        for (path, bytes) in &change.write {
            write(&self.tree().join(path), bytes)
                .map_err(|error| Error::io(&folder.join(path), "write it", &error))?;
        }
        Ok(())
    }

    fn write_plan(&self, plan: &Plan) -> io::Result<()> {
        let new = self.path.join("plan.json.new");
        fs::write(&new, serde_json::to_vec(plan)?)?;
        fs::rename(new, self.plan())
    }

    /// Steps 3 and 4. The new state is in force already, so there is no error: if the folder
    /// cannot be brought up to it, the stand-in stays.
    fn change_out_of_sight(
        &self,
        folder: &Path,
        plan: &Plan,
        exchange: impl Fn(&Path, &Path) -> io::Result<()>,
    ) {
        let hidden = self.tree();
        let changed = place(folder, &hidden, plan).and_then(|()| finish(&hidden, plan));
        if changed.and_then(|()| exchange(folder, &hidden)).is_err() {
            self.keep_stand_in(folder);
        }
    }

    /// Step 3 where everyone sees it. Most of what can fail comes before the first change, and
    /// what fails after it is finished by the next run.
    fn change_in_place(&self, folder: &Path, plan: &mut Plan) -> Result<()> {
        let failed = |error: &io::Error| Error::io(folder, "change it", error);
        if let Err(error) = place(&self.tree(), folder, plan) {
            take_back(folder, plan);
            return Err(failed(&error));
        }
        plan.in_place = true;
        if let Err(error) = self.write_plan(plan) {
            plan.in_place = false;
            take_back(folder, plan);
            return Err(failed(&error));
        }
        finish(folder, plan)
            .map_err(|error| failed(&error).hint("run it again, to finish what was begun"))?;
        self.discard();
        Ok(())
    }

    /// Makes the stand-in the folder for good: it is what everyone has seen since the exchange.
    fn keep_stand_in(&self, folder: &Path) {
        let (from, to) = (
            self.tree().join(NOT_IN_STAND_IN),
            folder.join(NOT_IN_STAND_IN),
        );
        if from.exists() && !to.exists() {
            // Failing costs a build, no more.
            let _ = fs::rename(from, to);
        }
    }

    /// Removes the stage. What cannot be removed now is left to the next run.
    fn discard(&self) {
        // The plan goes first: half a stage must not be taken for a prepared one.
        let _ = fs::remove_file(self.plan());
        let _ = fs::remove_dir_all(&self.path);
    }

    /// Makes sure that a folder with the name of a stage is one before it is removed.
    fn check_is_ours(&self) -> Result<()> {
        let entries = fs::read_dir(&self.path)
            .map_err(|error| Error::io(&self.path, "clear it away", &error))?;
        for entry in entries.flatten() {
            if !["tree", "plan.json", "plan.json.new"]
                .iter()
                .any(|name| entry.file_name() == *name)
            {
                return Err(Error::usage(self.path.display(), "is in the way")
                    .hint("new files are prepared there; move it away"));
            }
        }
        Ok(())
    }
}

/// Puts the new files beside the ones that they replace.
fn place(source: &Path, folder: &Path, plan: &Plan) -> io::Result<()> {
    for path in &plan.write {
        let new = beside(&folder.join(path));
        if let Some(parent) = new.parent() {
            fs::create_dir_all(parent)?;
        }
        remove_if_there(&new)?;
        link_or_copy(&source.join(path), &new)?;
    }
    Ok(())
}

/// Takes back what [`place`] did.
fn take_back(folder: &Path, plan: &Plan) {
    for path in &plan.write {
        if remove_if_there(&beside(&folder.join(path))).is_ok() {
            remove_empty_folders(folder, path);
        }
    }
}

/// Removes what goes and moves the new files into place; can be done again after an interruption.
fn finish(folder: &Path, plan: &Plan) -> io::Result<()> {
    for path in &plan.remove {
        remove_if_there(&folder.join(path))?;
    }
    for path in &plan.write {
        let to = folder.join(path);
        let new = beside(&to);
        match fs::rename(&new, &to) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            // Between two names of one file `rename` does nothing.
            _ => remove_if_there(&new)?,
        }
    }
    for path in &plan.remove {
        remove_empty_folders(folder, path);
    }
    Ok(())
}

/// Where a new file waits.
pub(super) fn beside(file: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(file.file_name().unwrap_or_default());
    name.push(".codegen");
    file.with_file_name(name)
}

/// Gives `to` the folders of `from` and links to its files.
fn link_tree(
    from: &Path,
    to: &Path,
    prefix: &str,
    leave_out: &impl Fn(&str) -> bool,
) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if leave_out(&path) {
            continue;
        }
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir(&to)?;
            link_tree(&entry.path(), &to, &format!("{path}/"), leave_out)?;
        } else {
            link_or_copy(&entry.path(), &to)?;
        }
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, bytes)
}

/// Moves a folder to where there is nothing.
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    if to.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    fs::rename(from, to)
}

/// Removes the folders around a removed file as far as they are empty.
fn remove_empty_folders(root: &Path, path: &str) {
    for folder in Path::new(path).ancestors().skip(1) {
        if folder.as_os_str().is_empty() || fs::remove_dir(root.join(folder)).is_err() {
            return;
        }
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
