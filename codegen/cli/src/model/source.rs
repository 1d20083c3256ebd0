//! `SOURCE.toml`: the origin and the digests of a model's files.
//!
//! The next update would silently revert a file edited by hand, so digests are verified before
//! anything is generated.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tinsmith::output::with_line_feeds;

use super::name::ModelName;
use crate::config::Configured;
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::model_files::{self, Files};
use crate::program;
use crate::workspace::{Task, Workspace};

/// The name of the file.
pub(crate) const FILE: &str = "SOURCE.toml";

/// The package of botocore's models.
pub(crate) const BOTOCORE: &str = "botocore";

/// The package of models that were files of the user.
pub(crate) const LOCAL: &str = "local files";

/// The origin of a model.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    /// The package on `PyPI`, or [`LOCAL`].
    pub(crate) package: String,
    /// Its version, unless the files came from a folder of unknown version.
    pub(crate) version: Option<String>,
    /// The service's name in the package.
    pub(crate) service: String,
    /// The version of the service's API.
    pub(crate) api_version: String,
    /// Whether the documentation of the originals was kept.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) documentation: bool,
    #[serde(rename = "file")]
    pub(crate) files: Vec<SourceFile>,
}

/// The origin of one file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceFile {
    /// Its name in the model's folder.
    pub(crate) name: String,
    /// Its path in the package.
    pub(crate) path: String,
    /// The digest in the package.
    pub(crate) sha256: String,
    /// The digest in the model's folder.
    pub(crate) facts_sha256: String,
}

impl SourceFile {
    /// The origin of a file with the bytes `original` in the package and `facts` in the model's folder.
    pub(crate) fn new(name: String, path: String, original: &[u8], facts: &[u8]) -> Self {
        Self {
            name,
            path,
            sha256: sha256(original),
            facts_sha256: sha256(facts),
        }
    }

    /// Whether these are the bytes in the model's folder, but for line endings that git has converted.
    fn is_imported(&self, bytes: &[u8]) -> bool {
        sha256(bytes) == self.facts_sha256 || sha256(&with_line_feeds(bytes)) == self.facts_sha256
    }
}

impl Source {
    /// The text of the file.
    ///
    /// # Errors
    ///
    /// None in practice: all values can be represented in TOML.
    pub(crate) fn to_text(&self) -> Result<String> {
        let toml = toml::to_string_pretty(self)
            .map_err(|error| Error::failure(FILE, error.to_string()))?;
        let documentation = if self.documentation {
            "kept; see the README of the crate for its license"
        } else {
            "removed"
        };
        Ok(format!(
            "# Written by tinsmith when it imports a model: the origin of its files, and their digests.\n\
             # The documentation of the originals is {documentation}.\n\
             \n{toml}"
        ))
    }

    /// The origin of the model in a folder; `None` if it was not imported.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub(crate) fn read(workspace: &Workspace, folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Ok(None);
        }
        let shown = workspace.shown(folder);
        let hint = format!(
            "{}, `{} botocore:SERVICE@VERSION --service {}` recreates it",
            restore(workspace, &path),
            workspace.command(Task::Import),
            name_of(folder)
        );
        let text = fs::read_to_string(&path)
            .map_err(|error| Error::io(&path, "read it", &error).hint(hint.clone()))?;
        toml::from_str(model_files::without_mark(&text))
            .map(Some)
            .map_err(|error| {
                let message = error.message().trim().replace('\n', ", ");
                Error::usage(format_args!("{shown}/{FILE}"), message).hint(hint)
            })
    }

    /// The command that imports the same model into its folder again.
    pub(crate) fn import_again(&self, workspace: &Workspace, folder: &Path) -> String {
        let import = workspace.command(Task::Import);
        let service = name_of(folder);
        if self.package == LOCAL {
            return format!("{import} PATH --service {service}");
        }
        // Without a version, `add` takes the model that is there.
        let version = self.version.as_deref().unwrap_or("VERSION");
        let model = ModelName::Botocore {
            service: Some(self.service.clone()),
            version: Some(version.to_owned()),
        };
        if service == self.service {
            format!("{import} {model}")
        } else {
            format!("{import} {model} --service {service}")
        }
    }

    fn file(&self, name: &str) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.name == name)
    }

    /// The package and its version, for messages.
    pub(crate) fn origin(&self) -> String {
        match &self.version {
            Some(version) => format!("{} {version}", self.package),
            None if self.package == LOCAL => "the imported files".to_owned(),
            None => format!("a folder of {}", self.package),
        }
    }
}

/// The name of a model's folder, which is that of the service here.
fn name_of(folder: &Path) -> Cow<'_, str> {
    folder.file_name().unwrap_or_default().to_string_lossy()
}

/// How to import a model of botocore into a folder.
pub(super) fn import_into(workspace: &Workspace, folder: &Path) -> String {
    let (import, service) = (workspace.command(Task::Import), name_of(folder));
    format!(
        "`{import} {service}` imports it from botocore, or, if it has another name there, \
         `{import} SERVICE --service {service}`"
    )
}

/// How to undo a change of a file.
fn restore(workspace: &Workspace, file: &Path) -> String {
    format!("`git restore {}` restores it", workspace.quoted(file))
}

/// The names of the model files in a folder, as far as there are any.
fn names(folder: &Path) -> Vec<String> {
    let found = model_files::locate(folder).unwrap_or_default();
    // Partitions in a parent folder are not part of the model.
    let names = found
        .iter()
        .filter_map(|(path, _)| path.strip_prefix(folder).ok()?.to_str());
    names.map(str::to_owned).collect()
}

/// Verifies that an import into a folder loses nothing of the user's: that the model files there are as
/// the last import wrote them, or as this one does. Converted line endings are no loss.
///
/// # Errors
///
/// Exit code 1, with all files that were edited or not imported; 2 if one cannot be read.
pub(super) fn verify_replaceable(
    workspace: &Workspace,
    folder: &Path,
    import: &Files,
) -> Result<()> {
    let shown = workspace.shown(folder);
    // An import replaces an invalid lock, too.
    let source = Source::read(workspace, folder).ok().flatten();
    let listed = source.iter().flat_map(|it| &it.files);
    let listed = listed.map(|file| file.name.clone());
    let all = listed.chain(names(folder)).chain(import.keys().cloned());
    let all: BTreeSet<_> = all.filter(|name| name != FILE).collect();
    let checked = all.iter().map(|name| {
        let path = folder.join(name);
        if !path.is_file() {
            return Ok(());
        }
        let bytes = model_files::read_file(&path)?;
        if import.get(name) == Some(&bytes) {
            return Ok(());
        }
        let place = format!("{shown}/{name}");
        let Some(source) = &source else {
            let message = format!("was not imported: {shown} has no valid {FILE}");
            return Err(Error::failure(place, message).hint(format!(
                "move it out of {shown} and import again; a model of yours is imported from \
                 elsewhere, its documentation and corrections belong into {shown}/overlay.json"
            )));
        };
        match source.file(name).map(|file| file.is_imported(&bytes)) {
            Some(true) => Ok(()),
            Some(false) => {
                let hint = format!(
                    "{}, or move it away; corrections belong into {shown}/overlay.json",
                    restore(workspace, &path)
                );
                let message = format!(
                    "was edited by hand, which the import would undo: it differs from {}",
                    source.origin()
                );
                Err(Error::failure(place, message).hint(hint))
            }
            None => Err(not_listed(&place)),
        }
    });
    Error::all(checked.filter_map(Result::err).collect::<Vec<_>>())
}

/// The error of a model file that is not the lock's.
fn not_listed(place: &str) -> Error {
    let message = format!("was not imported: {FILE} does not list it");
    Error::failure(place, message).hint("move it away; custom waiters belong into overlay.json")
}

/// Verifies that the files of a model are as imported, or as in `import`, which allows repeating an
/// interrupted update.
///
/// # Errors
///
/// Exit code 1 if files differ, with all of them, or if the configuration asks for documentation that
/// the import removed or the other way round; 2 if they or the lock cannot be read.
pub(crate) fn verify(workspace: &Workspace, configured: &Configured, import: &Files) -> Result<()> {
    let folder = &configured.model;
    let shown = workspace.shown(folder);
    if !folder.exists() {
        return Err(
            Error::usage(shown, "there is no such folder, and so no model")
                .hint(import_into(workspace, folder)),
        );
    }
    let Some(source) = Source::read(workspace, folder)? else {
        return Ok(());
    };
    let problem = |name: &str, message: &str, hint: String| {
        Err(Error::failure(format_args!("{shown}/{name}"), message).hint(hint))
    };
    if source.documentation != configured.krate.aws_documentation && import.is_empty() {
        let (is, wanted) = if source.documentation {
            ("keeps", "without")
        } else {
            ("lacks", "with")
        };
        let message = format!(
            "the model {is} AWS's documentation, unlike {}",
            configured.file
        );
        let again = source.import_again(workspace, folder);
        let hint = format!("`{again}` imports it {wanted}");
        return problem(FILE, &message, hint);
    }
    let listed = source.files.iter().map(|file| {
        let path = folder.join(&file.name);
        if !path.is_file() {
            return problem(&file.name, "is missing", restore(workspace, &path));
        }
        let bytes = model_files::read_file(&path)?;
        if import.get(&file.name) == Some(&bytes) {
            return Ok(());
        }
        if file.is_imported(&bytes) {
            return Ok(());
        }
        let hint = format!(
            "{}; after an interrupted `{}`, run it again; corrections belong into \
             {shown}/overlay.json; for experiments, `{} codegen --model {} --out DIR` accepts any model",
            restore(workspace, &path),
            workspace.command(Task::Update),
            program::name(),
            workspace.quoted(folder)
        );
        let message = format!("was edited by hand: it differs from {}", source.origin());
        problem(&file.name, &message, hint)
    });
    // Without any model, the listed files are reported as missing.
    let others = names(folder).into_iter().filter_map(|name| {
        let is_known = source.file(&name).is_some() || import.contains_key(&name);
        (!is_known).then(|| Err(not_listed(&format!("{shown}/{name}"))))
    });
    Error::all(
        listed
            .chain(others)
            .filter_map(Result::err)
            .collect::<Vec<_>>(),
    )
}
