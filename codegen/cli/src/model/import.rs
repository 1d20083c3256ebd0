//! `model import`: a model's interface facts, out of the botocore package.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde_json::Value;

use super::package::{self, DATA};
use super::prose::drop_prose;
use super::source::{self, Source, SourceFile};
use crate::error::{Error, Result};
use crate::folder::{self, Change};
use crate::model_files::{self, Files};
use crate::print;
use crate::program;
use crate::workspace;

/// The options of `model import`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The service, as botocore calls it.
    service: String,
    /// The version of botocore; the one that tests/python/requirements.txt pins if not given.
    #[arg(long)]
    version: Option<String>,
}

/// Where a service's files are.
#[derive(Debug)]
pub(super) struct Origin {
    /// Their folder.
    pub(super) folder: PathBuf,
    /// The folder that their paths start from.
    pub(super) base: PathBuf,
    /// The version of botocore, if it is known.
    pub(super) version: Option<String>,
    /// The service's name.
    pub(super) service: String,
}

impl Origin {
    /// The service in a version of botocore, which is installed first if it is not there.
    ///
    /// # Errors
    ///
    /// If it cannot be installed, or has no such service.
    pub(super) fn package(root: &Path, version: &str, service: &str) -> Result<Self> {
        let base = package::install(root, version, service)?;
        Ok(Self {
            folder: base.join(DATA).join(service),
            base,
            version: Some(version.to_owned()),
            service: service.to_owned(),
        })
    }

    /// The path of a file as it is the same on every machine.
    fn inside(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.base).ok();
        let inside = inside.unwrap_or_else(|| Path::new(path.file_name().unwrap_or_default()));
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/")
    }
}

/// What an import gives.
pub(super) struct Import {
    /// The files by name.
    files: Files,
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
    let import = import(&Origin::package(&root, &version, &arguments.service)?)?;

    let folder = root.join("model").join(&arguments.service);
    let old: Value = fs::read(folder.join("service-2.json"))
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
        .unwrap_or_default();
    let change = import.change(&folder)?;
    folder::apply(&[&change])?;

    let shown = format!("model/{}", arguments.service);
    for name in import.files.keys() {
        let word = if change.writes(name) {
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
    if !folder.join("codegen.toml").exists() {
        print::hint(format_args!("describe the crate in {shown}/codegen.toml"));
    }
    if !change.is_empty() {
        print::hint(format_args!(
            "`{} codegen` generates the client from it",
            program::name()
        ));
    }
    Ok(())
}

/// Reads a service's files and leaves the facts of them.
///
/// # Errors
///
/// If there are none, or one cannot be read.
pub(super) fn import(origin: &Origin) -> Result<Import> {
    let mut found = Import {
        files: BTreeMap::new(),
        service: Value::Null,
    };
    let mut origins = Vec::new();
    for (path, kind) in model_files::locate(&origin.folder)? {
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
        let mut text = serde_json::to_vec_pretty(&document)
            .map_err(|error| Error::usage(path.display(), error))?;
        text.push(b'\n');
        let inside = origin.inside(&path);
        origins.push(SourceFile::new(name.clone(), inside, &bytes, &text));
        found.files.insert(name, text);
        if kind == "service-2" {
            found.service = document;
        }
    }
    let Some(api_version) = found.service["metadata"]["apiVersion"].as_str() else {
        return Err(Error::usage(
            origin.folder.display(),
            "no service-2 with metadata.apiVersion in it",
        )
        .hint("models are imported from botocore: a folder of a service, with service-2.json or service-2.json.gz"));
    };
    let source = Source {
        package: "botocore".to_owned(),
        version: origin.version.clone(),
        service: origin.service.clone(),
        api_version: api_version.to_owned(),
        files: origins,
    };
    found
        .files
        .insert(source::FILE.to_owned(), source.to_text()?.into_bytes());
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

impl Import {
    /// What is generated from.
    pub(super) fn model(&self) -> Files {
        let mut files = self.files.clone();
        files.remove(source::FILE);
        files
    }

    /// What an import changes in the folder of its model. Files of a kind that the package no
    /// longer has for this service go; the ones that were written by hand stay.
    ///
    /// The lock is written last: until then, what a killed run wrote is not taken for complete.
    ///
    /// # Errors
    ///
    /// If the path is not that of a folder.
    pub(super) fn change(&self, folder: &Path) -> Result<Change> {
        let mut change = Change::new(folder)?;
        for (name, bytes) in &self.files {
            if fs::read(folder.join(name)).ok().as_ref() != Some(bytes) {
                change.write.push((name.clone(), bytes.clone()));
            }
        }
        change.write.sort_by_key(|(name, _)| name == source::FILE);
        for kind in model_files::KINDS {
            for end in ["json", "sdk-extras.json", "json.gz", "sdk-extras.json.gz"] {
                let name = format!("{kind}.{end}");
                if !self.files.contains_key(&name) && folder.join(&name).is_file() {
                    change.remove.insert(name);
                }
            }
        }
        Ok(change)
    }
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
