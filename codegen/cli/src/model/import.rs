//! `model import`: imports a model without documentation from the botocore package.

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
    /// The service, by its name in botocore.
    service: String,
    /// The version of botocore; by default, the one pinned in tests/python/requirements.txt.
    #[arg(long)]
    version: Option<String>,
}

/// The location of a service's files.
#[derive(Debug)]
pub(super) struct Origin {
    /// The folder of the service.
    pub(super) folder: PathBuf,
    /// The folder that recorded paths are relative to.
    pub(super) base: PathBuf,
    /// The version of botocore, if known.
    pub(super) version: Option<String>,
    pub(super) service: String,
}

impl Origin {
    /// The service in a version of botocore, which is installed if it is missing.
    ///
    /// # Errors
    ///
    /// If the installation fails, or the version has no such service.
    pub(super) fn package(root: &Path, version: &str, service: &str) -> Result<Self> {
        let base = package::install(root, version, service)?;
        Ok(Self {
            folder: base.join(DATA).join(service),
            base,
            version: Some(version.to_owned()),
            service: service.to_owned(),
        })
    }

    /// The path of a file relative to the base, the same on every machine.
    fn inside(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.base).ok();
        let inside = inside.unwrap_or_else(|| Path::new(path.file_name().unwrap_or_default()));
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/")
    }
}

/// An imported model.
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
/// If the package cannot be installed, does not have the service, or the files cannot be written. The
/// model is unchanged then.
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
        print::hint(format_args!("configure the crate in {shown}/codegen.toml"));
    }
    if !change.is_empty() {
        print::hint(format_args!(
            "`{} codegen` generates the client",
            program::name()
        ));
    }
    Ok(())
}

/// Reads a service's files and removes documentation.
///
/// # Errors
///
/// If there are no files, or one cannot be read.
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
            "has no service-2 with metadata.apiVersion",
        )
        .hint("expected a service folder of botocore, with service-2.json or service-2.json.gz"));
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
            .map_err(|error| Error::io(path, "decompress it", &error))?;
        &unpacked
    } else {
        bytes
    };
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    serde_json::from_slice(text).map_err(|error| Error::usage(path.display(), error))
}

impl Import {
    /// The model files.
    pub(super) fn model(&self) -> Files {
        let mut files = self.files.clone();
        files.remove(source::FILE);
        files
    }

    /// The change of the model's folder. Model files that the package no longer has are removed,
    /// other files are kept.
    ///
    /// The lock is written last, so that it does not match after an interrupted run.
    ///
    /// # Errors
    ///
    /// If the path is not a folder.
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

/// A line with added and removed names.
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
    let added: Vec<_> = new.difference(&old).map(String::as_str).collect();
    let removed: Vec<_> = old.difference(&new).map(String::as_str).collect();
    for (sign, names) in [('+', added), ('-', removed)] {
        if old.is_empty() || names.is_empty() {
            continue;
        }
        let _ = write!(line, ", {sign}{} ({})", names.len(), names.join(", "));
    }
    line
}

#[cfg(test)]
mod tests;
