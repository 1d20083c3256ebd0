//! Finds the workspace: the repository with models and generated crates.

use std::borrow::Cow;
use std::env;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use crate::config::codegen_toml;
use crate::config::settings::{self, Settings};
use crate::error::{Error, Result};
use crate::print;
use crate::program;

/// A repository with models.
///
/// What is generated is configured in `tinsmith.toml`, or, without that file, in
/// `model/<service>/codegen.toml`.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
    settings: Option<Settings>,
}

/// Something to do with a workspace, which programs have different commands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Generate what is configured.
    Generate,
    /// Import a model.
    Import,
    /// Import new versions of models.
    Update,
}

/// The folder of the models if no `tinsmith.toml` names another.
const MODELS: &str = "model";

/// The root of the workspace: the nearest parent of the current folder, or else of this package's
/// folder, with `tinsmith.toml`, or else with `Cargo.toml` and a folder `model`; for `tinsmith`, there
/// has to be a `codegen.toml` in that.
///
/// # Errors
///
/// If there is none.
pub fn root() -> Result<PathBuf> {
    let current =
        env::current_dir().map_err(|error| Error::io(Path::new("."), "find it", &error))?;
    let cargo = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let starts = [Some(current.clone()), cargo];
    let mut roots = starts.iter().flatten().filter_map(|start| {
        // A crate may have a folder `model` for something else.
        let settings = |folder: &&Path| folder.join(settings::FILE).is_file();
        let mut parents = start.ancestors();
        parents
            .find(settings)
            .or_else(|| start.ancestors().find(has_models))
    });
    roots.next().map(Path::to_owned).ok_or_else(|| {
        let error = Error::usage(current.display(), "is not inside the workspace");
        if program::is_tinsmith() {
            error.hint(
                "`tinsmith init` makes the current folder one; `tinsmith codegen --model … \
                     --out …` needs none",
            )
        } else {
            error.hint("run it in or below the folder with `model` and `Cargo.toml`")
        }
    })
}

/// Whether a folder has `Cargo.toml` and a folder `model`, which other crates may have, too.
fn has_models(folder: &&Path) -> bool {
    let models = folder.join(MODELS);
    folder.join("Cargo.toml").is_file()
        && models.is_dir()
        && (!program::is_tinsmith() || codegen_toml::files(&models).is_ok_and(|it| !it.is_empty()))
}

impl Workspace {
    /// The workspace that the current folder, or this package's, is in.
    ///
    /// # Errors
    ///
    /// If there is none, or its `tinsmith.toml` is invalid.
    pub fn find() -> Result<Self> {
        Self::at(&root()?)
    }

    /// The workspace in a folder.
    ///
    /// # Errors
    ///
    /// If its `tinsmith.toml` is invalid.
    pub fn at(root: &Path) -> Result<Self> {
        Ok(Self {
            root: root.to_owned(),
            settings: Settings::read(root)?,
        })
    }

    /// Waits until no other command changes the workspace, and keeps others waiting until the result
    /// is dropped.
    ///
    /// # Errors
    ///
    /// If the file that is locked cannot be written.
    pub(crate) fn lock(root: &Path) -> Result<File> {
        let path = root.join("target/tinsmith.lock");
        let failed = |error| Error::io(&path, "lock it", &error);
        fs::create_dir_all(root.join("target")).map_err(failed)?;
        let file = File::create(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                print::progress("waiting for another command that changes this repository");
                file.lock().map_err(failed)?;
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        Ok(file)
    }

    /// The same workspace with other settings.
    pub(crate) fn with_settings(&self, settings: Settings) -> Self {
        Self {
            root: self.root.clone(),
            settings: Some(settings),
        }
    }

    /// Its folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What `tinsmith.toml` says, if there is one.
    pub(crate) fn settings(&self) -> Option<&Settings> {
        self.settings.as_ref()
    }

    /// The path of the folder with the models, relative to the root.
    pub fn models(&self) -> &Path {
        let settings = self.settings.as_ref();
        settings.map_or(Path::new(MODELS), |it| &it.models)
    }

    /// The folder of a service's model.
    pub fn model(&self, service: &str) -> PathBuf {
        self.root.join(self.models()).join(service)
    }

    /// A path as displayed: relative to the root if it is inside.
    pub fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root)
            .unwrap_or(path)
            .display()
            .to_string()
    }

    /// A path in the workspace, from the current folder and quoted for a shell.
    pub(crate) fn quoted(&self, path: &Path) -> String {
        let path = self.root.join(path);
        let current = env::current_dir().ok();
        let relative = current.and_then(|current| pathdiff::diff_paths(&path, current));
        let text = relative.unwrap_or(path).display().to_string();
        let quoted = shlex::Quoter::new().allow_nul(true).quote(&text);
        quoted.map(Cow::into_owned).unwrap_or(text)
    }

    /// The command for a task, as hints and the headers of generated files name it.
    pub fn command(&self, task: Task) -> String {
        let is_short = self.settings.is_some() && program::is_tinsmith();
        let command = match (task, is_short) {
            (Task::Generate, true) => "generate",
            (Task::Generate, false) => "codegen",
            (Task::Import, true) => "add",
            (Task::Import, false) => "model import",
            (Task::Update, true) => "update",
            (Task::Update, false) => "model update",
        };
        format!("{} {command}", program::name())
    }
}
