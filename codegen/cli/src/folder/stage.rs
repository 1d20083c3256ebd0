//! The folder beside a folder where a change is prepared, and from where it is made.

use std::collections::BTreeSet;
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
    /// Whether there is no folder yet; then no plan is written.
    #[serde(skip)]
    folder_is_missing: bool,
}

/// A change under way.
struct Pending<'c> {
    stage: Stage,
    folder: &'c Path,
    plan: Plan,
    state: State,
}

/// How far a change is.
enum State {
    /// The stand-in is there, the folder is as it was.
    Prepared,
    /// The stand-in became the folder.
    Made,
    /// The stand-in is seen in place of the folder.
    Exchanged,
    /// The new files wait in the folder, beside the ones that they replace.
    Placed,
}

/// How two folders change places.
type Exchange<'e> = &'e dyn Fn(&Path, &Path) -> io::Result<()>;

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

    /// Whether it is there.
    pub(super) fn exists(&self) -> bool {
        self.path.exists()
    }

    fn tree(&self) -> PathBuf {
        self.path.join("tree")
    }

    fn plan(&self) -> PathBuf {
        self.path.join("plan.json")
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

    /// Step 1: the stand-in, and the plan if there is a folder.
    fn prepare(&self, folder: &Path, change: &Change, plan: &Plan) -> Result<()> {
        if plan.folder_is_missing {
            return self.write_files(folder, change);
        }
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
        let tree = self.tree();
        let failed = |path: &Path, error| Error::io(&folder.join(path), "write it", &error);
        let parents = change
            .write
            .keys()
            .filter_map(|path| Path::new(path).parent());
        for parent in parents.collect::<BTreeSet<_>>() {
            fs::create_dir_all(tree.join(parent)).map_err(|error| failed(parent, error))?;
        }
        for (path, bytes) in &change.write {
            fs::write(tree.join(path), bytes).map_err(|error| failed(Path::new(path), error))?;
        }
        Ok(())
    }

    fn write_plan(&self, plan: &Plan) -> io::Result<()> {
        let new = self.path.join("plan.json.new");
        fs::write(&new, serde_json::to_vec(plan)?)?;
        fs::rename(new, self.plan())
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

/// Makes changes of folders, all of them or none.
///
/// Everything is prepared before the first folder is touched; then one after the other comes into
/// force, in their order, each in one step. Who is killed between two of these steps leaves the
/// first folders new and the rest old.
pub(super) fn apply_all(changes: &[(&Path, &Change)]) -> Result<()> {
    apply_all_with(changes, &exchange)
}

/// The same with another way to exchange two folders.
pub(super) fn apply_all_with(changes: &[(&Path, &Change)], exchange: Exchange<'_>) -> Result<()> {
    let mut pending = Vec::new();
    let done = changes.iter().try_for_each(|&(folder, change)| {
        let it = Pending::of(folder, change)?;
        it.stage.start(folder)?;
        let done = it.stage.prepare(folder, change, &it.plan);
        pending.push(it);
        done
    });
    let done = done.and_then(|()| pending.iter_mut().try_for_each(|it| it.enforce(exchange)));
    if done.is_err() {
        // The last one first: what comes later in the list follows from what comes before it.
        pending
            .into_iter()
            .rev()
            .for_each(|it| it.take_back(exchange));
        return done;
    }
    Error::all(
        pending
            .into_iter()
            .filter_map(|it| it.finish(exchange).err())
            .collect::<Vec<_>>(),
    )
}

impl<'c> Pending<'c> {
    fn of(folder: &'c Path, change: &Change) -> Result<Self> {
        Ok(Self {
            stage: Stage::of(folder)?,
            folder,
            plan: Plan {
                folder: identity(folder),
                in_place: false,
                write: change.write.keys().cloned().collect(),
                remove: change.remove.iter().cloned().collect(),
                folder_is_missing: !folder.exists(),
            },
            state: State::Prepared,
        })
    }

    /// Step 2, or the part of it that can fail where folders cannot be exchanged. After an error,
    /// the folder is as it was.
    fn enforce(&mut self, exchange: Exchange<'_>) -> Result<()> {
        let (folder, tree) = (self.folder, self.stage.tree());
        let failed = |action, error: &io::Error| Err(Error::io(folder, action, error));
        if self.plan.folder_is_missing {
            if let Err(error) = rename(&tree, folder) {
                return failed("make it", &error);
            }
            self.state = State::Made;
            return Ok(());
        }
        match exchange(folder, &tree) {
            Ok(()) => self.state = State::Exchanged,
            Err(error) if is_unsupported(&error) => {
                self.state = State::Placed;
                if let Err(error) = place(&tree, folder, &self.plan).and_then(|()| {
                    self.plan.in_place = true;
                    self.stage.write_plan(&self.plan)
                }) {
                    return failed("change it", &error);
                }
            }
            Err(error) => return failed("replace it", &error),
        }
        Ok(())
    }

    /// Undoes [`enforce`](Self::enforce).
    fn take_back(mut self, exchange: Exchange<'_>) {
        let tree = self.stage.tree();
        match self.state {
            State::Prepared => {}
            State::Made => {
                let _ = rename(self.folder, &tree);
            }
            State::Exchanged => {
                if exchange(self.folder, &tree).is_err() {
                    self.stage.keep_stand_in(self.folder);
                }
            }
            State::Placed => {
                if self.plan.in_place {
                    // From here on, nobody is to finish it.
                    self.plan.in_place = false;
                    let _ = self.stage.write_plan(&self.plan);
                }
                take_back(self.folder, &self.plan);
            }
        }
        self.stage.discard();
    }

    /// Steps 3 and 4. Where folders are exchanged, the new state is in force already, so there is
    /// no error: if the folder cannot be brought up to it, the stand-in stays. Where they are not,
    /// most of what can fail has been done, and what fails now is finished by the next run.
    fn finish(self, exchange: Exchange<'_>) -> Result<()> {
        match self.state {
            State::Prepared | State::Made => {}
            State::Exchanged => {
                let hidden = self.stage.tree();
                let changed = place(self.folder, &hidden, &self.plan)
                    .and_then(|()| finish(&hidden, &self.plan))
                    .and_then(|()| exchange(self.folder, &hidden));
                if changed.is_err() {
                    self.stage.keep_stand_in(self.folder);
                }
            }
            State::Placed => finish(self.folder, &self.plan).map_err(|error| {
                Error::io(self.folder, "change it", &error)
                    .hint("run it again, to finish what was begun")
            })?,
        }
        self.stage.discard();
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
