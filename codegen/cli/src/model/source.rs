//! `SOURCE.toml`: where the files of a model come from, and the lock on them.
//!
//! The files are facts, taken from a package. Who edits one has a model that no version of the
//! service ever had, and the next update would silently take the edit back; so what stands in the
//! lock is checked before anything is generated.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::model_files::{self, Files};
use crate::program;

/// The name of the file.
pub(crate) const FILE: &str = "SOURCE.toml";

/// The origin of a model.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    /// The package on `PyPI`.
    pub(crate) package: String,
    /// Its version, unless the files came from a folder that does not say it.
    pub(crate) version: Option<String>,
    /// The service's name in the package.
    pub(crate) service: String,
    /// The version of the service's interface.
    pub(crate) api_version: String,
    /// The files.
    #[serde(rename = "file")]
    pub(crate) files: Vec<SourceFile>,
}

/// The origin of one file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceFile {
    /// Its name here.
    pub(crate) name: String,
    /// Its path in the package.
    pub(crate) path: String,
    /// The digest of the bytes there.
    pub(crate) sha256: String,
    /// The digest of the bytes here.
    pub(crate) facts_sha256: String,
}

impl SourceFile {
    /// The origin of a file with the bytes `original` in the package and `facts` here.
    pub(crate) fn new(name: String, path: String, original: &[u8], facts: &[u8]) -> Self {
        Self {
            name,
            path,
            sha256: sha256(original),
            facts_sha256: sha256(facts),
        }
    }
}

impl Source {
    /// The text of the file.
    ///
    /// # Errors
    ///
    /// None in practice: there is nothing in it that TOML does not have.
    pub(crate) fn to_text(&self) -> Result<String> {
        let toml = toml::to_string_pretty(self)
            .map_err(|error| Error::failure(FILE, error.to_string()))?;
        Ok(format!(
            "# Written by the commands `model import` and `model update`: where the files of this model\n\
             # come from, and what is in them. They hold facts; the prose of the originals was left out.\n\
             \n{toml}"
        ))
    }

    /// The origin of the model in a folder; `None` if it was not imported. `shown` is what to
    /// call the folder.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub(crate) fn read(folder: &Path, shown: &str) -> Result<Option<Self>> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Ok(None);
        }
        let hint = format!(
            "`git restore {shown}/{FILE}` brings it back, `{} model import {}` makes it anew",
            program::name(),
            shown.rsplit('/').next().unwrap_or(shown)
        );
        let text = fs::read_to_string(&path)
            .map_err(|error| Error::io(&path, "read it", &error).hint(hint.clone()))?;
        toml::from_str(&text).map(Some).map_err(|error| {
            let message = error.message().trim().replace('\n', ", ");
            Error::usage(format_args!("{shown}/{FILE}"), message).hint(hint)
        })
    }

    /// Where the model is from, in few words.
    pub(crate) fn origin(&self) -> String {
        match &self.version {
            Some(version) => format!("{} {version}", self.package),
            None => format!("a folder of {}", self.package),
        }
    }
}

/// Makes sure that the imported files of a model are as they were imported, or already as in
/// `import`: an update that was killed is taken again.
///
/// # Errors
///
/// Exit code 1 if they are not, each of them named; 2 if they or the lock cannot be read.
pub(crate) fn verify(folder: &Path, shown: &str, import: &Files) -> Result<()> {
    let Some(source) = Source::read(folder, shown)? else {
        return Ok(());
    };
    let problem = |name: &str, message: &str, hint: String| {
        Err(Error::failure(format_args!("{shown}/{name}"), message).hint(hint))
    };
    let restore = |name: &str| format!("`git restore {shown}/{name}` brings it back");
    let listed = source.files.iter().map(|file| {
        let path = folder.join(&file.name);
        if !path.is_file() {
            return problem(&file.name, "is gone", restore(&file.name));
        }
        let bytes = model_files::read_file(&path)?;
        if sha256(&bytes) == file.facts_sha256 || import.get(&file.name) == Some(&bytes) {
            return Ok(());
        }
        let hint = format!(
            "{}; after an interrupted `model update`, run that again; corrections of ours \
             belong into {shown}/overlay.json, and to try something out, \
             `{} codegen --model {shown} --out DIR` takes any model",
            restore(&file.name),
            program::name()
        );
        let message = format!("was edited by hand: it is not what {} has", source.origin());
        problem(&file.name, &message, hint)
    });
    // Where there is no model at all, the files that are listed are gone.
    let found = model_files::locate(folder).unwrap_or_default();
    let others = found.iter().filter_map(|(path, _)| {
        // The partitions may stand above the folder; what is there is not the model's own.
        let name = path.strip_prefix(folder).ok()?.to_str()?;
        let is_listed = source.files.iter().any(|file| file.name == name);
        (!is_listed && !import.contains_key(name)).then(|| {
            let message = format!("was not imported: {FILE} does not list it");
            let hint = "move it away; waiters of ours belong into overlay.json";
            problem(name, &message, hint.to_owned())
        })
    });
    Error::all(
        listed
            .chain(others)
            .filter_map(Result::err)
            .collect::<Vec<_>>(),
    )
}
