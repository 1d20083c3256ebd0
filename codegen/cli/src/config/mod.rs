//! What a workspace generates, and from which models.
//!
//! | file | module |
//! |---|---|
//! | `tinsmith.toml`, for all services | [`settings`] |
//! | `model/<service>/codegen.toml`, for one | [`codegen_toml`] |
//!
//! Both have the same keys for a service, and the same table `[runtime]`.

pub mod codegen_toml;
mod runtime_table;
pub mod settings;

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;
use tinsmith::Feature;

use crate::codegen::runtime::RuntimeLocation;
use crate::error::{Error, Result};
use crate::model_files;
use crate::workspace::{Task, Workspace};

/// A model, and what is generated from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configured {
    /// The model's folder.
    pub model: PathBuf,
    /// The crate to generate.
    pub krate: CrateConfig,
    /// The file that configures it, as displayed.
    pub file: String,
}

/// The crate or the module of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrateConfig {
    /// The package name, or the module's.
    pub name: String,
    /// The package version.
    pub version: String,
    /// The folder, relative to the workspace.
    pub path: PathBuf,
    /// The generated operations.
    pub operations: Operations,
    /// Crate or module.
    pub form: Form,
    /// Whether an import keeps the documentation of the model.
    pub aws_documentation: bool,
    pub(crate) runtime: RuntimeLocation,
}

/// The form of generated code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// A crate.
    Crate,
    /// A module in a crate of the user's, with these features.
    Module(BTreeSet<Feature>),
}

/// A selection of operations.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(untagged, expecting = "expected \"all\" or a list of operations")]
pub enum Operations {
    /// All.
    All(All),
    /// By name.
    Named(Vec<String>),
}

/// The string `"all"`.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum All {
    /// `"all"`.
    All,
}

/// The version of a crate that has no configured one.
pub const VERSION: &str = "0.1.0";

impl CrateConfig {
    /// The location of the runtime, with folders relative to the workspace.
    pub(crate) fn runtime(&self, root: &Path) -> RuntimeLocation {
        match &self.runtime {
            RuntimeLocation::Folder { path, shown } => RuntimeLocation::Folder {
                path: root.join(path),
                shown: shown.clone(),
            },
            other => other.clone(),
        }
    }

    /// Checks what any configuration has to fulfil; `place` is its file, and `table` the table in it.
    fn check(&self, place: &str, table: &str) -> Result<()> {
        if self.operations.names().is_some_and(|it| it.is_empty()) {
            let message = format!("{table}.operations is empty");
            return Err(Error::usage(place, message).hint("list operations, or use \"all\""));
        }
        if let Err(error) = semver::Version::parse(&self.version) {
            let message = format!("{table}.version is not a version: {error}");
            return Err(Error::usage(place, message).hint("as in \"0.1.0\""));
        }
        if !is_inside(&self.path) {
            let path = self.path.display();
            let message = format!("{table}.path is not inside the workspace: {path}");
            return Err(Error::usage(place, message));
        }
        Ok(())
    }
}

/// Whether a relative path stays in its folder.
fn is_inside(path: &Path) -> bool {
    let mut parts = path.components();
    parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

impl Configured {
    /// The service, which is the name of the model's folder.
    pub fn service(&self) -> Option<String> {
        Some(self.model.file_name()?.to_str()?.to_owned())
    }

    /// The file of the overlay, which need not exist.
    pub fn overlay_file(&self) -> PathBuf {
        self.model.join("overlay.json")
    }

    /// The overlay in the model's folder, if there is one.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn overlay(&self) -> Result<Option<Vec<u8>>> {
        let overlay = self.overlay_file();
        let overlay = overlay.exists().then(|| model_files::read_file(&overlay));
        Ok(overlay.transpose()?)
    }
}

impl Operations {
    /// The names, or `None` for all.
    pub fn names(&self) -> Option<Vec<String>> {
        match self {
            Self::All(All::All) => None,
            Self::Named(names) => Some(names.clone()),
        }
    }

    /// The selection that a list on the command line is: names, or `all` alone.
    ///
    /// # Errors
    ///
    /// If `all` stands with names.
    pub fn of_list(list: &[String]) -> Result<Self> {
        let names: Vec<_> = list.iter().map(|name| name.trim().to_owned()).collect();
        if names == ["all"] {
            return Ok(Self::All(All::All));
        }
        if names.iter().any(|name| name == "all") {
            let message = "`all` already includes every operation, and others are named beside it";
            return Err(
                Error::usage("--operations", message).hint("use `--operations all`, or only names")
            );
        }
        Ok(Self::Named(names))
    }
}

/// All configured models of the workspace, ordered by folder.
///
/// # Errors
///
/// If there is none, a configuration is invalid, or two have one output folder or crate name. All problems
/// are reported.
pub fn all(workspace: &Workspace) -> Result<Vec<Configured>> {
    let found = any(workspace)?;
    if found.is_empty() {
        let error = if workspace.settings().is_some() {
            Error::usage(settings::FILE, "has no services yet")
        } else {
            let models = workspace.root().join(workspace.models());
            Error::usage(models.display(), "has no */codegen.toml")
        };
        return Err(error.hint(format!(
            "`{} SERVICE` imports a model to start with",
            workspace.command(Task::Import)
        )));
    }
    Ok(found)
}

/// Like [`all`], but there may be none.
///
/// # Errors
///
/// If a configuration is invalid, or two have one output folder or crate name.
pub fn any(workspace: &Workspace) -> Result<Vec<Configured>> {
    let (found, mut errors) = match workspace.settings() {
        Some(settings) => (settings.configured(workspace), Vec::new()),
        None => codegen_toml::all(workspace)?,
    };
    let named = |it: &Configured| match workspace.settings() {
        Some(_) => it.service().unwrap_or_default(),
        None => workspace.shown(&it.model),
    };
    for (index, configured) in found.iter().enumerate() {
        let others = &found[..index];
        let name = &configured.krate.name;
        let problem = folder_problem(workspace, configured, others, named).or_else(|| {
            let other = others.iter().find(|it| it.krate.name == *name)?;
            let other = named(other);
            Some(format!(
                "generates a crate named {name}, and so does {other}"
            ))
        });
        let Some(problem) = problem else {
            continue;
        };
        let place = match workspace.settings() {
            Some(_) => format!("{}: services.{}", configured.file, named(configured)),
            None => configured.file.clone(),
        };
        errors.push(Error::usage(place, problem));
    }
    // In the order of files, as they are found.
    errors.sort_by_key(|error| error.problems.first().map(|it| it.place.clone()));
    Error::all(errors)?;
    Ok(found)
}

/// Why a crate cannot have its folder: what is generated there would remove files of others.
fn folder_problem(
    workspace: &Workspace,
    configured: &Configured,
    others: &[Configured],
    named: impl Fn(&Configured) -> String,
) -> Option<String> {
    let krate = &configured.krate;
    let (shown, path) = (krate.path.display(), normal(&krate.path));
    for other in others {
        let other_path = normal(&other.krate.path);
        let other_shown = other.krate.path.display();
        if path == other_path {
            return Some(format!(
                "generates into {shown}, and so does {}",
                named(other)
            ));
        }
        if path.starts_with(&other_path) || other_path.starts_with(&path) {
            return Some(format!(
                "generates into {shown}, and {} into {other_shown}: neither may be in the other",
                named(other)
            ));
        }
    }
    let runtime = krate.runtime.folder().map(|it| ("the runtime", it));
    let taken = runtime
        .into_iter()
        .chain([("the models", workspace.models())]);
    let mut taken = taken.filter(|(_, folder)| path.starts_with(normal(folder)));
    let (what, folder) = taken.next()?;
    Some(format!(
        "generates into {shown}, which is in the folder of {what}, {}",
        folder.display()
    ))
}

/// A relative path without `.`.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let parts = path.components();
    parts.filter(|it| *it != Component::CurDir).collect()
}

/// The line of an offset in a text, and the message of an error there.
fn toml_problem(text: &str, error: &toml::de::Error) -> (usize, String) {
    let offset = error.span().map_or(0, |span| span.start);
    (line(text, offset), error.message().replace('\n', ", "))
}

fn line(text: &str, offset: usize) -> usize {
    let before = text.bytes().take(offset);
    before.filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests;
