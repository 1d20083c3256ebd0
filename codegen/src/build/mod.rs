//! Code generation in build scripts, and all file I/O of this library.
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
//! | here | [`Builder`]: what to generate, and where to write it |
//! | [`model_files`] | model files in a folder |
//! | `error` | [`BuildError`] |

mod error;
pub mod model_files;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

pub use error::BuildError;

use crate::error::{Error, MAX_SHOWN, Problem, ProblemKind};
use crate::lower::prose::one_line;
use crate::output::{Crate, Difference, DifferenceKind, is_generated};
use crate::{Config, Feature, Input, generate_module};

/// The command in the headers of generated files.
const COMMAND: &str = "cargo build";

/// Generates a client as a module, from a build script.
///
/// Paths are relative to the package, the working directory of build scripts.
#[derive(Clone, Debug)]
pub struct Builder {
    model: PathBuf,
    overlay: Option<PathBuf>,
    operations: Option<Vec<String>>,
    module: Option<String>,
    out_dir: Option<PathBuf>,
    features: BTreeSet<Feature>,
}

/// A generated module that is not written yet.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The module: its name, files and counts.
    pub module: Crate,
    /// All files that were read.
    pub read: Vec<PathBuf>,
    /// The required features of `tinsmith-runtime`.
    pub features: Vec<&'static str>,
}

impl Generated {
    /// The dependency on the runtime for the including crate's `Cargo.toml`.
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
    /// Generates a client with an HTTPS connection ([`Feature::DefaultHttpsClient`]) for all
    /// operations of a model: a folder of botocore, its `service-2.json`, or a Smithy model in
    /// JSON, plain or gzip.
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

    /// Selects operations by their names in the model, in addition to earlier calls.
    #[must_use]
    pub fn operations(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let operations = self.operations.get_or_insert_default();
        operations.extend(names.into_iter().map(Into::into));
        self
    }

    /// Sets an overlay with documentation and behaviours.
    #[must_use]
    pub fn overlay(mut self, file: impl Into<PathBuf>) -> Self {
        self.overlay = Some(file.into());
        self
    }

    /// Sets the name of the module's folder; by default the service's id in lower case.
    #[must_use]
    pub fn module(mut self, name: impl Into<String>) -> Self {
        self.module = Some(name.into());
        self
    }

    /// Sets the parent of the module's folder; by default cargo's `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Sets the features of the module instead of the default client; without features, it has
    /// types and operations without I/O.
    #[must_use]
    pub fn features(mut self, features: impl IntoIterator<Item = Feature>) -> Self {
        self.features = Feature::with_needed(&features.into_iter().collect());
        self
    }

    /// Generates the module without writing or printing anything.
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
            overlay_name: overlay.map(|it| it.display().to_string()),
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

    /// Generates the module, writes changed files into `OUT_DIR`, and prints cargo's instructions
    /// and warnings.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or written, or nothing can be generated from the model.
    pub fn build(&self) -> Result<(), BuildError> {
        // Printed first, because a file may cause an error.
        for file in self.watched() {
            println!("cargo::rerun-if-changed={}", file.display());
        }
        let folder = self.folder()?;
        let generated = self.generate()?;
        for warning in shown(&generated.module.warnings) {
            println!("cargo::warning={warning}");
        }
        Ok(write(
            &folder.join(&generated.module.name),
            &generated.module,
        )?)
    }

    /// The files of the model, its folder, where files may be added, and the overlay.
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
            let message = "it is not set: this is not a build script";
            Problem::new(ProblemKind::Unreadable, "OUT_DIR", message)
                .hint("set the folder with `Builder::out_dir`")
                .into()
        })
    }
}

/// What cargo shows of the warnings. Each is one line, because cargo would take the next one, which may
/// be text of the model, for an instruction.
fn shown(warnings: &[Problem]) -> Vec<String> {
    let first = warnings.iter().take(MAX_SHOWN);
    let first = first.map(|warning| one_line(&warning.to_string()));
    let more = warnings.len().saturating_sub(MAX_SHOWN);
    let more = (more > 0).then(|| format!("and {more} more"));
    first.chain(more).collect()
}

/// Writes changed files, and removes orphans that were generated.
fn write(folder: &Path, module: &Crate) -> Result<(), Error> {
    let mut existing = BTreeMap::new();
    collect(folder, "", &mut existing)?;
    let differences = module.differences(&existing);
    for Difference { path, .. } in &differences {
        if module.files.contains_key(path)
            && existing.get(path).is_some_and(|bytes| !is_generated(bytes))
        {
            let place = folder.join(path).display().to_string();
            let message = "it is in the way: tinsmith did not generate it";
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

/// The files in a folder, by their relative paths; empty if it does not exist.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_give_cargo_no_instructions() {
        let folder = tempfile::tempdir().expect("a folder");
        let model = folder.path().join("service-2.json");
        // Nothing says how requests are signed.
        let text = r#"{
            "metadata": {
                "apiVersion": "2020-01-01", "endpointPrefix": "foo", "protocol": "json",
                "jsonVersion": "1.1", "targetPrefix": "Foo", "serviceId": "Foo",
                "serviceFullName": "Foo\ncargo::rustc-env=OURS=1\r\ncargo::error=x"
            },
            "operations": {"Get": {"name": "Get", "http": {"method": "POST", "requestUri": "/"}}},
            "shapes": {}
        }"#;
        fs::write(&model, text).expect("it can be written");
        let generated = Builder::new(model).generate();
        let generated = generated.expect("it can be generated");
        let lines = shown(&generated.module.warnings);
        assert!(lines.iter().any(|line| line.contains("OURS")), "{lines:?}");
        let is_one_line = |line: &String| !line.contains(['\n', '\r']);
        assert!(lines.iter().all(is_one_line), "{lines:?}");
    }
}
