//! `SOURCE.toml`: where the files of a model come from.

use serde::Serialize;

use crate::digest::sha256;
use crate::error::{Error, Result};

/// The origin of a model.
#[derive(Debug, Serialize)]
pub(crate) struct Source {
    /// The package on `PyPI`.
    pub(crate) package: &'static str,
    /// Its version.
    pub(crate) version: String,
    /// The service's name in the package.
    pub(crate) service: String,
    /// The version of the service's interface.
    pub(crate) api_version: String,
    /// The files.
    #[serde(rename = "file")]
    pub(crate) files: Vec<SourceFile>,
}

/// The origin of one file.
#[derive(Debug, Serialize)]
pub(crate) struct SourceFile {
    /// Its name here.
    pub(crate) name: String,
    /// Its path in the package.
    pub(crate) path: String,
    /// The digest of the bytes there.
    pub(crate) sha256: String,
}

impl SourceFile {
    /// The origin of a file with these bytes in the package.
    pub(crate) fn new(name: String, path: String, bytes: &[u8]) -> Self {
        Self {
            name,
            path,
            sha256: sha256(bytes),
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
            .map_err(|error| Error::failure("SOURCE.toml", error.to_string()))?;
        Ok(format!(
            "# Written by `cargo xtask model import {}`: where the files of this model come from.\n\
             # They hold the facts of these files; their prose was left out.\n\n{toml}",
            self.service
        ))
    }
}
