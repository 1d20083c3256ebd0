//! `tinsmith.toml`: what is generated in a repository.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tinsmith::Feature;
use toml::Spanned;

use super::runtime_table::{self, RuntimeTable};
use super::{Configured, CrateConfig, Form, Operations, VERSION, is_inside, line, toml_problem};
use crate::codegen::runtime::RuntimeLocation;
use crate::error::{Error, Result};
use crate::model_files;
use crate::workspace::Workspace;

/// The name of the file.
pub const FILE: &str = "tinsmith.toml";

/// The contents of the file.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder with a folder for each model.
    pub models: PathBuf,
    /// Whether imports keep the documentation of models.
    pub aws_documentation: bool,
    output: Output,
    runtime: RuntimeLocation,
    services: BTreeMap<String, ServiceTable>,
}

/// Where generated code is written.
#[derive(Clone, Debug)]
enum Output {
    /// A crate for each service, in this folder.
    Crates(PathBuf),
    /// A module for each service, in this folder of a crate, with these features.
    Modules(PathBuf, BTreeSet<Feature>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default = "default_models")]
    models: PathBuf,
    #[serde(default)]
    aws_documentation: bool,
    output: Option<Spanned<OutputTable>>,
    runtime: Option<Spanned<RuntimeTable>>,
    #[serde(default)]
    services: BTreeMap<String, ServiceTable>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct OutputTable {
    crates: Option<PathBuf>,
    modules: Option<PathBuf>,
    features: Option<Vec<String>>,
}

/// One service: the keys of `[crate]` in `codegen.toml`, most of which have defaults here.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceTable {
    operations: Operations,
    name: Option<String>,
    version: Option<String>,
    path: Option<PathBuf>,
}

const CRATES: &str = "clients";

fn default_models() -> PathBuf {
    "models".into()
}

impl Settings {
    /// Reads the file of a workspace, if there is one.
    ///
    /// # Errors
    ///
    /// If it is invalid.
    pub(crate) fn read(root: &Path) -> Result<Option<Self>> {
        let file = root.join(FILE);
        if !file.is_file() {
            return Ok(None);
        }
        let text =
            fs::read_to_string(&file).map_err(|error| Error::io(&file, "read it", &error))?;
        Self::from_text(FILE, &text).map(Some)
    }

    /// Parses the file; `place` is its name in errors.
    ///
    /// # Errors
    ///
    /// If it is invalid.
    pub(crate) fn from_text(place: &str, text: &str) -> Result<Self> {
        let text = model_files::without_mark(text);
        let settings = parse(text)
            .map_err(|(line, message)| Error::usage(format_args!("{place}:{line}"), message))?;
        let services = settings.services.keys();
        let checked = services.map(|service| {
            if !is_service(service) {
                let message =
                    "the name of a service is that of a folder: letters, digits, `-` and `_`";
                return Err(Error::usage(
                    format_args!("{place}: services.{service}"),
                    message,
                ));
            }
            let krate = settings.krate(service);
            krate.map_or(Ok(()), |it| it.check(place, &format!("services.{service}")))
        });
        Error::all(checked.filter_map(Result::err).collect::<Vec<_>>())?;
        Ok(settings)
    }

    /// What is generated of a service.
    pub(crate) fn krate(&self, service: &str) -> Option<CrateConfig> {
        let table = self.services.get(service)?;
        let name = table.name.clone().unwrap_or_else(|| service.to_owned());
        let (folder, form) = match &self.output {
            Output::Crates(folder) => (folder.join(service), Form::Crate),
            Output::Modules(folder, features) => (
                folder.join(name.replace('-', "_")),
                Form::Module(features.clone()),
            ),
        };
        Some(CrateConfig {
            version: table.version.clone().unwrap_or_else(|| VERSION.to_owned()),
            path: table.path.clone().unwrap_or(folder),
            operations: table.operations.clone(),
            aws_documentation: self.aws_documentation,
            runtime: self.runtime.clone(),
            form,
            name,
        })
    }

    /// All services, by name.
    pub(super) fn configured(&self, workspace: &Workspace) -> Vec<Configured> {
        let services = self.services.keys();
        let configured = services.filter_map(|service| {
            Some(Configured {
                model: workspace.model(service),
                krate: self.krate(service)?,
                file: FILE.to_owned(),
            })
        });
        configured.collect()
    }

    /// The folder with what is generated.
    pub(crate) fn output(&self) -> &Path {
        match &self.output {
            Output::Crates(folder) | Output::Modules(folder, _) => folder,
        }
    }

    /// The folder that modules are generated into, if they are.
    pub(crate) fn modules(&self) -> Option<&Path> {
        match &self.output {
            Output::Modules(folder, _) => Some(folder),
            Output::Crates(_) => None,
        }
    }
}

/// Whether a text can be the name of a service, which becomes that of a folder.
pub(crate) fn is_service(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Checks that a name, given with `--service`, can be that of a service.
///
/// # Errors
///
/// If it cannot.
pub(crate) fn check_service(name: &str) -> Result<()> {
    if is_service(name) {
        return Ok(());
    }
    Err(Error::usage(name, "is not a name for a service's folder")
        .hint("choose one with --service: letters, digits, `-` and `_`"))
}

/// The settings, or the line and the message of an error.
fn parse(text: &str) -> Result<Settings, (usize, String)> {
    let file: File = toml::from_str(text).map_err(|error| toml_problem(text, &error))?;
    let output = match file.output {
        None => Output::Crates(CRATES.into()),
        Some(table) => {
            let line = line(text, table.span().start);
            output(table.into_inner()).map_err(|message| (line, message))?
        }
    };
    let runtime = match file.runtime {
        None => {
            let folder = match &output {
                Output::Crates(folder) => folder.join("runtime"),
                Output::Modules(..) => Path::new(CRATES).join("runtime"),
            };
            RuntimeLocation::Folder {
                shown: folder.display().to_string(),
                path: folder,
            }
        }
        Some(table) => runtime_table::location(text, table)?,
    };
    let mut folders = vec![("models", &file.models)];
    match &output {
        Output::Crates(folder) => folders.push(("output.crates", folder)),
        Output::Modules(folder, _) => folders.push(("output.modules", folder)),
    }
    if let Some((key, folder)) = folders.into_iter().find(|(_, folder)| !is_inside(folder)) {
        let message = format!("{key} is not inside the workspace: {}", folder.display());
        return Err((1, message));
    }
    Ok(Settings {
        models: file.models,
        aws_documentation: file.aws_documentation,
        output,
        runtime,
        services: file.services,
    })
}

fn output(table: OutputTable) -> Result<Output, String> {
    match (table.crates, table.modules, table.features) {
        (Some(folder), None, None) => Ok(Output::Crates(folder)),
        (None, Some(folder), None) => Ok(Output::Modules(
            folder,
            BTreeSet::from([Feature::Client, Feature::DefaultHttpsClient]),
        )),
        (None, Some(folder), Some(names)) => Ok(Output::Modules(folder, features(&names)?)),
        (Some(_), None, Some(_)) => Err(
            "[output] has `features`, which only modules have: those of crates are chosen in Cargo.toml"
                .to_owned(),
        ),
        _ => Err(
            "[output] requires either `crates` or `modules`, a folder relative to the workspace"
                .to_owned(),
        ),
    }
}

fn features(names: &[String]) -> Result<BTreeSet<Feature>, String> {
    let feature = |name: &String| {
        let mut all = Feature::ALL.into_iter();
        all.find(|it| it.as_str() == name).ok_or_else(|| {
            let known = Feature::ALL.map(Feature::as_str).join(", ");
            format!("[output] has the feature `{name}`; there are {known}")
        })
    };
    names.iter().map(feature).collect()
}
