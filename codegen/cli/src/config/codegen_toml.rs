//! `model/<service>/codegen.toml`: the crate that is generated from the model beside it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::runtime_table::{self, RuntimeTable};
use super::{Configured, CrateConfig, Form, Operations, toml_problem};
use crate::codegen::runtime::RuntimeLocation;
use crate::error::{Error, Result};
use crate::model_files;
use crate::workspace::Workspace;

/// The name of the file.
pub const FILE: &str = "codegen.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "crate")]
    krate: CrateTable,
    runtime: Option<Spanned<RuntimeTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CrateTable {
    name: String,
    version: String,
    path: PathBuf,
    operations: Operations,
}

/// The configured models, ordered by folder, and the errors of the others.
pub(super) fn all(workspace: &Workspace) -> Result<(Vec<Configured>, Vec<Error>)> {
    let models = workspace.root().join(workspace.models());
    let files = files(&models).map_err(|error| Error::io(&models, "read it", &error))?;
    let (mut found, mut errors) = (Vec::new(), Vec::new());
    for file in &files {
        let place = workspace.shown(file);
        match read(&place, file) {
            Ok(krate) => found.push(Configured {
                model: file.parent().unwrap_or(workspace.root()).to_owned(),
                krate,
                file: place,
            }),
            Err(error) => errors.push(error),
        }
    }
    Ok((found, errors))
}

/// The files in a folder with models, sorted.
///
/// # Errors
///
/// If the folder cannot be read.
pub(crate) fn files(models: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(models)? {
        let file = entry?.path().join(FILE);
        if file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// Parses a `codegen.toml`; `place` is its name in errors.
///
/// # Errors
///
/// If it is invalid.
pub fn from_text(place: &str, text: &str) -> Result<CrateConfig> {
    let text = model_files::without_mark(text);
    parse(text).map_err(|(line, message)| Error::usage(format_args!("{place}:{line}"), message))
}

fn read(place: &str, file: &Path) -> Result<CrateConfig> {
    let text = fs::read_to_string(file).map_err(|error| Error::io(file, "read it", &error))?;
    let krate = from_text(place, &text)?;
    krate.check(place, "crate")?;
    Ok(krate)
}

/// The configuration, or the line and the message of an error.
pub(super) fn parse(text: &str) -> Result<CrateConfig, (usize, String)> {
    let file: File = toml::from_str(text).map_err(|error| toml_problem(text, &error))?;
    let CrateTable {
        name,
        version,
        path,
        operations,
    } = file.krate;
    let runtime = match file.runtime {
        None => RuntimeLocation::default(),
        Some(table) => runtime_table::location(text, table)?,
    };
    Ok(CrateConfig {
        name,
        version,
        path,
        operations,
        form: Form::Crate,
        aws_documentation: false,
        runtime,
    })
}
