//! `cargo xtask model import`: a model's interface facts, out of the botocore package.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use flate2::read::MultiGzDecoder;
use serde_json::Value;

use super::package::{self, DATA};
use super::prose::drop_prose;
use super::source::{Source, SourceFile};
use crate::error::{Error, Result};
use crate::folder::{Change, Folder};
use crate::model_files;
use crate::print;
use crate::workspace;

/// The options of `cargo xtask model import`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The service, as botocore calls it.
    service: String,
    /// The version of botocore; the one that tests/python/requirements.txt pins if not given.
    #[arg(long)]
    version: Option<String>,
}

/// What an import gives.
struct Import {
    /// The files by name.
    files: BTreeMap<String, Vec<u8>>,
    /// The imported `service-2.json`.
    service: Value,
}

/// Runs the command.
///
/// # Errors
///
/// If the package cannot be installed, does not have the service, or the files cannot be written;
/// then the model is as it was.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let root = workspace::root()?;
    let version = match &arguments.version {
        Some(version) => version.clone(),
        None => package::pinned_version(&root)?,
    };
    let package = package::install(&root, &version, &arguments.service)?;
    let import = import(&package, &version, &arguments.service)?;

    let folder = Folder::open(&root.join("model").join(&arguments.service))?;
    let old = folder.path().join("service-2.json");
    let old: Value = fs::read(old)
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
        .unwrap_or_default();
    let change = change(&import, folder.path());
    folder.apply(&change)?;

    let shown = format!("model/{}", arguments.service);
    for name in import.files.keys() {
        let word = if change.write.contains_key(name) {
            "written"
        } else {
            "unchanged"
        };
        print::line(format_args!("{word:10}{shown}/{name}"));
    }
    for name in &change.remove {
        print::line(format_args!("{:10}{shown}/{name}", "removed"));
    }
    for kind in ["operations", "shapes"] {
        print::line(compare(kind, &old, &import.service));
    }
    if !folder.path().join("codegen.toml").exists() {
        print::hint(format_args!("describe the crate in {shown}/codegen.toml"));
    }
    if !change.is_empty() {
        print::hint("`cargo xtask codegen` generates the client from it");
    }
    Ok(())
}

/// Reads a service's files from an installed package.
fn import(package: &Path, version: &str, service: &str) -> Result<Import> {
    let place = package.join(DATA).join(service);
    let mut found = Import {
        files: BTreeMap::new(),
        service: Value::Null,
    };
    let mut origins = Vec::new();
    for (path, kind) in model_files::locate(&place)? {
        let bytes = model_files::read_file(&path)?;
        let mut document = parse(&path, &bytes)?;
        if kind == "waiters-2"
            && document["waiters"]
                .as_object()
                .is_none_or(serde_json::Map::is_empty)
        {
            continue;
        }
        drop_prose(&kind, &mut document);
        let name = format!("{kind}.json");
        let inside = path.strip_prefix(package).unwrap_or(&path);
        let inside: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        origins.push(SourceFile::new(name.clone(), inside.join("/"), &bytes));
        let mut text = serde_json::to_vec_pretty(&document)
            .map_err(|error| Error::usage(path.display(), error))?;
        text.push(b'\n');
        found.files.insert(name, text);
        if kind == "service-2" {
            found.service = document;
        }
    }
    let Some(api_version) = found.service["metadata"]["apiVersion"].as_str() else {
        return Err(Error::usage(
            place.display(),
            "no service-2 with metadata.apiVersion in it",
        ));
    };
    let source = Source {
        package: "botocore",
        version: version.to_owned(),
        service: service.to_owned(),
        api_version: api_version.to_owned(),
        files: origins,
    };
    found
        .files
        .insert("SOURCE.toml".to_owned(), source.to_text()?.into_bytes());
    Ok(found)
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Value> {
    let mut unpacked = Vec::new();
    let text = if bytes.starts_with(&[0x1f, 0x8b]) {
        MultiGzDecoder::new(bytes)
            .read_to_end(&mut unpacked)
            .map_err(|error| Error::io(path, "unpack it", &error))?;
        &unpacked
    } else {
        bytes
    };
    serde_json::from_slice(text).map_err(|error| Error::usage(path.display(), error))
}

/// What an import changes in the folder of its model. Files of a kind that the package no longer
/// has for this service go; the ones that were written by hand stay.
fn change(import: &Import, folder: &Path) -> Change {
    let mut change = Change::default();
    for (name, bytes) in &import.files {
        if fs::read(folder.join(name)).ok().as_ref() != Some(bytes) {
            change.write.insert(name.clone(), bytes.clone());
        }
    }
    for kind in model_files::KINDS {
        for name in [format!("{kind}.json"), format!("{kind}.sdk-extras.json")] {
            if !import.files.contains_key(&name) && folder.join(&name).is_file() {
                change.remove.insert(name);
            }
        }
    }
    change
}

/// One line about what came and what went.
fn compare(kind: &str, old: &Value, new: &Value) -> String {
    let names = |model: &Value| -> BTreeSet<String> {
        model[kind]
            .as_object()
            .into_iter()
            .flat_map(|map| map.keys().cloned())
            .collect()
    };
    let (old, new) = (names(old), names(new));
    let mut line = format!("{} {kind}", new.len());
    let came: Vec<_> = new.difference(&old).map(String::as_str).collect();
    let went: Vec<_> = old.difference(&new).map(String::as_str).collect();
    for (sign, names) in [('+', came), ('-', went)] {
        if old.is_empty() || names.is_empty() {
            continue;
        }
        // Writing to a string does not fail.
        let _ = write!(line, ", {sign}{} ({})", names.len(), names.join(", "));
    }
    line
}

#[cfg(test)]
mod tests;
