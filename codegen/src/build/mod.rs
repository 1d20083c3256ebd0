//! codegen for build scripts, and all file system work of this library.
//!
//! ```no_run
//! // build.rs
//! fn main() -> Result<(), tinsmith::build::BuildError> {
//!     tinsmith::Builder::new("model/codebuild").operations(["RetryBuild"]).build()
//! }
//! ```
//!
//! ```text
//! pub mod codebuild {
//!     include!(concat!(env!("OUT_DIR"), "/codebuild/mod.rs"));
//! }
//! ```
//!
//! | module | what |
//! |---|---|
//! | here | [`Builder`]: what to generate, and where it goes |
//! | [`model_files`] | the files of a model in a folder |
//! | `error` | [`BuildError`]: what is wrong, for people |

mod error;
pub mod model_files;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

pub use error::BuildError;

use crate::error::{Error, Problem, ProblemKind};
use crate::output::{Crate, Difference, DifferenceKind, is_ours};
use crate::{Config, Feature, Input, generate_module};

/// What stands in the headers of the files.
const COMMAND: &str = "cargo build";

/// Generates a client as a module, from a build script.
///
/// Its paths are relative to the package, as cargo runs build scripts there.
#[derive(Clone, Debug)]
pub struct Builder {
    model: PathBuf,
    overlay: Option<PathBuf>,
    operations: Option<Vec<String>>,
    module: Option<String>,
    out_dir: Option<PathBuf>,
    features: BTreeSet<Feature>,
}

/// What a [`Builder`] has generated, before it is written.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The module: its name, files and counts.
    pub module: Crate,
    /// Every file that was read.
    pub read: Vec<PathBuf>,
    /// The features of `tinsmith-runtime` that the module needs.
    pub features: Vec<&'static str>,
}

impl Generated {
    /// The line for `[dependencies]` of the crate that includes the module.
    #[must_use]
    pub fn dependency(&self) -> String {
        format!(
            "tinsmith-runtime = {{ version = \"{}\", features = {:?} }}",
            env!("CARGO_PKG_VERSION"),
            self.features
        )
    }
}

impl Builder {
    /// A client with a connection ([`Feature::DefaultHttpsClient`]) for all operations of a model: a
    /// folder of botocore, its `service-2.json`, or a Smithy model in JSON, each plain or gzip.
    pub fn new(model: impl Into<PathBuf>) -> Self {
        Self {
            model: model.into(),
            overlay: None,
            operations: None,
            module: None,
            out_dir: None,
            features: BTreeSet::from([Feature::Client, Feature::DefaultHttpsClient]),
        }
    }

    /// Only these operations, and those of earlier calls, by their names in the model.
    #[must_use]
    pub fn operations(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let operations = self.operations.get_or_insert_default();
        operations.extend(names.into_iter().map(Into::into));
        self
    }

    /// Documentation and behaviours to put on top of the model.
    #[must_use]
    pub fn overlay(mut self, file: impl Into<PathBuf>) -> Self {
        self.overlay = Some(file.into());
        self
    }

    /// The name of the module's folder; the service's id in lower case if it is not given.
    #[must_use]
    pub fn module(mut self, name: impl Into<String>) -> Self {
        self.module = Some(name.into());
        self
    }

    /// Where the module's folder goes; cargo's `OUT_DIR` if it is not given.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// What the module has, in place of the usual client: none of them gives types and operations
    /// without I/O.
    #[must_use]
    pub fn features(mut self, features: impl IntoIterator<Item = Feature>) -> Self {
        self.features = Feature::with_needed(&features.into_iter().collect());
        self
    }

    /// Reads the model and generates the module. Nothing is written or printed.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, or nothing can be generated from it.
    pub fn generate(&self) -> Result<Generated, BuildError> {
        let files = model_files::locate(&self.model)?;
        let mut read: Vec<_> = files.values().cloned().collect();
        read.extend(self.overlay.clone());
        let overlay = self.overlay.as_deref();
        let input = Input {
            model: model_files::contents(&files)?,
            overlay: overlay.map(model_files::read_file).transpose()?,
            examples: BTreeMap::new(),
            config: Config {
                crate_name: self.module.clone(),
                crate_version: String::new(),
                operations: self.operations.clone(),
                command: COMMAND.to_owned(),
                runtime: crate::Runtime::default(),
            },
        };
        let mut module = generate_module(&input, &self.features)?;
        module.name = module.name.replace('-', "_");
        let features = self.features.iter().map(|it| it.as_str());
        Ok(Generated {
            features: features
                .chain(module.runtime_features.iter().copied())
                .collect(),
            module,
            read,
        })
    }

    /// Generates the module and writes what changed of it into `OUT_DIR`, tells cargo which files it
    /// was made from, and warns of what the client does not do.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or written, or nothing can be generated from the model.
    pub fn build(&self) -> Result<(), BuildError> {
        // Even if it fails: the error may be in one of them.
        for file in self.watched() {
            println!("cargo::rerun-if-changed={}", file.display());
        }
        let folder = self.folder()?;
        let generated = self.generate()?;
        for warning in &generated.module.warnings {
            println!("cargo::warning={warning}");
        }
        Ok(write(
            &folder.join(&generated.module.name),
            &generated.module,
        )?)
    }

    /// The files of the model, its folder, where others may appear, and the rest.
    fn watched(&self) -> Vec<PathBuf> {
        let mut watched = vec![self.model.clone()];
        let files = model_files::locate(&self.model).unwrap_or_default();
        watched.extend(files.into_values());
        watched.extend(self.overlay.clone());
        watched.dedup();
        watched
    }

    fn folder(&self) -> Result<PathBuf, Error> {
        let cargos = || env::var_os("OUT_DIR").map(PathBuf::from);
        self.out_dir.clone().or_else(cargos).ok_or_else(|| {
            let message = "it is not set, so this is no build script";
            Problem::new(ProblemKind::Unreadable, "OUT_DIR", message)
                .hint("say where the module goes with `Builder::out_dir`")
                .into()
        })
    }
}

/// Writes what differs, and removes what codegen wrote and no longer writes.
fn write(folder: &Path, module: &Crate) -> Result<(), Error> {
    let mut existing = BTreeMap::new();
    collect(folder, "", &mut existing)?;
    let differences = module.differences(&existing);
    for Difference { path, .. } in &differences {
        if module.files.contains_key(path)
            && existing.get(path).is_some_and(|bytes| !is_ours(bytes))
        {
            let place = folder.join(path).display().to_string();
            let message = "it is in the way, and codegen did not write it";
            return Err(Problem::new(ProblemKind::Unwritable, place, message)
                .hint("choose another folder with `Builder::out_dir`")
                .into());
        }
    }
    for Difference { path, kind } in differences {
        let path = folder.join(path);
        match kind {
            DifferenceKind::Changed { new, .. } | DifferenceKind::Missing { new } => {
                if let Some(parent) = path.parent() {
                    fs::create_dir_all(parent).map_err(|error| unwritable(parent, &error))?;
                }
                fs::write(&path, new).map_err(|error| unwritable(&path, &error))?;
            }
            DifferenceKind::Orphan { .. } => {
                fs::remove_file(&path).map_err(|error| unwritable(&path, &error))?;
            }
            DifferenceKind::Foreign => {}
        }
    }
    Ok(())
}

/// The files in a folder, by their paths in it; none if it is not there.
fn collect(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), Error> {
    if !folder.exists() {
        return Ok(());
    }
    for path in model_files::entries(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files)?;
        } else {
            files.insert(name, model_files::read_file(&path)?);
        }
    }
    Ok(())
}

fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    let message = format!("cannot write it: {error}");
    Problem::new(ProblemKind::Unwritable, path.display().to_string(), message).into()
}
