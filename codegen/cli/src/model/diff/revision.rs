//! Reads a model to compare.

use std::path::Path;

use tinsmith::compare::Revision;

use super::super::name::ModelName;
use super::super::package::{self, DATA};
use super::super::source::Source;
use crate::config::codegen_toml::{self, FILE as CONFIGURATION};
use crate::config::settings::{FILE as SETTINGS, Settings};
use crate::config::{CrateConfig, Operations};
use crate::error::{Error, Result};
use crate::git;
use crate::model_files;
use crate::workspace::Workspace;

/// Configuration and arguments.
pub(super) struct Context<'a> {
    pub(super) workspace: &'a Workspace,
    /// The service, by the name of its folder, or else of botocore's.
    pub(super) service: Option<&'a str>,
    /// The overlay for models that have none of their own.
    pub(super) overlay: Option<Overlay>,
    /// The operations given as an argument.
    pub(super) operations: Option<Operations>,
    /// The configured crate of the service.
    pub(super) configured: Option<CrateConfig>,
}

/// A model with the version of its crate.
pub(super) struct Loaded {
    pub(super) revision: Revision,
    /// The version of the crate generated from it, if known.
    pub(super) version: Option<String>,
}

/// An overlay with its name, as displayed.
pub(super) struct Overlay {
    pub(super) name: String,
    pub(super) contents: Vec<u8>,
}

/// What belongs to a model.
#[derive(Default)]
struct Beside {
    overlay: Option<Overlay>,
    krate: Option<CrateConfig>,
}

impl Context<'_> {
    /// Reads a model.
    ///
    /// # Errors
    ///
    /// If there is none, or it cannot be read.
    pub(super) fn load(&self, source: &ModelName) -> Result<Loaded> {
        let (name, files, settings) = match source {
            ModelName::Path(path) => (
                path.display().to_string(),
                model_files::read(path)?,
                settings_in(path)?,
            ),
            ModelName::Botocore { service, version } => {
                let root = self.workspace.root();
                let service = match service {
                    Some(service) => service.clone(),
                    None => self.service_in_botocore()?,
                };
                let version = match version {
                    Some(version) => version.clone(),
                    None => package::newest_version(root)?,
                };
                let package = package::install(root, &version, &service)?;
                (
                    format!("botocore:{version}"),
                    model_files::read(&package.join(DATA).join(service))?,
                    Beside::default(),
                )
            }
            ModelName::Git(revision) => {
                let (files, settings) = self.committed(revision)?;
                (format!("git:{revision}"), files, settings)
            }
        };
        let krate = settings.krate.as_ref().or(self.configured.as_ref());
        let operations = self.operations.as_ref();
        let operations = operations.or_else(|| krate.map(|krate| &krate.operations));
        let overlay = settings.overlay.as_ref().or(self.overlay.as_ref());
        Ok(Loaded {
            revision: Revision {
                name,
                model: files,
                overlay: overlay.map(|it| it.contents.clone()),
                overlay_name: overlay.map(|it| it.name.clone()),
                operations: operations.and_then(Operations::names),
                is_strict: self.operations.is_some(),
            },
            version: settings.krate.map(|krate| krate.version),
        })
    }

    fn service(&self) -> Result<&str> {
        self.service.ok_or_else(|| {
            Error::usage("--service", "no service is given")
                .hint("pass its name in botocore: --service codebuild")
        })
    }

    /// The service's name in botocore, which that of its folder here need not be.
    fn service_in_botocore(&self) -> Result<String> {
        let service = self.service()?;
        let source = Source::read(self.workspace, &self.workspace.model(service))?;
        Ok(source.map_or_else(|| service.to_owned(), |it| it.service))
    }

    /// The model and its settings in a commit.
    fn committed(&self, revision: &str) -> Result<(model_files::Files, Beside)> {
        let (root, service) = (self.workspace.root(), self.service()?);
        let settings = git::file(root, revision, SETTINGS)?;
        let settings = settings.map(|bytes| {
            let place = format!("git:{revision}: {SETTINGS}");
            Settings::from_text(&place, &String::from_utf8_lossy(&bytes))
        });
        let settings = settings.transpose()?;
        let models = settings
            .as_ref()
            .map_or(self.workspace.models(), |it| &it.models);
        let folder = models.join(service).display().to_string();
        let mut files = git::files(root, revision, &folder)?;
        let place = |file| format!("git:{revision}: {folder}/{file}");
        let overlay = files.remove(OVERLAY).map(|contents| Overlay {
            name: place(OVERLAY),
            contents,
        });
        let krate = files.remove(CONFIGURATION).map(|bytes| {
            codegen_toml::from_text(&place(CONFIGURATION), &String::from_utf8_lossy(&bytes))
        });
        let krate = match settings.and_then(|it| it.krate(service)) {
            Some(krate) => Some(krate),
            None => krate.transpose()?,
        };
        model_files::retain(&mut files);
        if files.is_empty() {
            let place = format!("git:{revision}");
            return Err(Error::usage(place, format_args!("no model in {folder}")));
        }
        Ok((files, Beside { overlay, krate }))
    }
}

const OVERLAY: &str = "overlay.json";

fn settings_in(path: &Path) -> Result<Beside> {
    let read = |name: &str| {
        let file = path.join(name);
        file.is_file()
            .then(|| model_files::read_file(&file))
            .transpose()
    };
    let place = |file: &str| path.join(file).display().to_string();
    let krate = read(CONFIGURATION)?.map(|bytes| {
        codegen_toml::from_text(&place(CONFIGURATION), &String::from_utf8_lossy(&bytes))
    });
    let overlay = read(OVERLAY)?.map(|contents| Overlay {
        name: place(OVERLAY),
        contents,
    });
    Ok(Beside {
        overlay,
        krate: krate.transpose()?,
    })
}
