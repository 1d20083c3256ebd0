//! Reads a model to compare.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use tinsmith::compare::Revision;

use super::super::package::{self, DATA};
use crate::config::{self, CrateConfig, Operations};
use crate::error::{Error, Result};
use crate::git;
use crate::model_files;

/// The location of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ModelSource {
    /// A folder or file.
    Path(PathBuf),
    /// `botocore:VERSION`: in botocore's package.
    Botocore(String),
    /// `git:REVISION`: in `model/<service>` of a commit.
    Git(String),
}

impl FromStr for ModelSource {
    type Err = Infallible;

    fn from_str(text: &str) -> std::result::Result<Self, Infallible> {
        Ok(match text.split_once(':') {
            Some(("botocore", version)) => Self::Botocore(version.to_owned()),
            Some(("git", revision)) => Self::Git(revision.to_owned()),
            _ => Self::Path(text.into()),
        })
    }
}

/// Configuration and arguments.
pub(super) struct Context<'a> {
    /// The root of the workspace.
    pub(super) root: &'a Path,
    /// The service's name in botocore and in `model/`.
    pub(super) service: Option<&'a str>,
    /// The overlay for models that have none of their own.
    pub(super) overlay: Option<Vec<u8>>,
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

/// The configuration files in a model's folder.
#[derive(Default)]
struct Settings {
    overlay: Option<Vec<u8>>,
    krate: Option<CrateConfig>,
}

impl Context<'_> {
    /// Reads a model.
    ///
    /// # Errors
    ///
    /// If there is none, or it cannot be read.
    pub(super) fn load(&self, source: &ModelSource) -> Result<Loaded> {
        let (name, files, settings) = match source {
            ModelSource::Path(path) => (
                path.display().to_string(),
                model_files::read(path)?,
                settings_in(path)?,
            ),
            ModelSource::Botocore(version) => {
                let service = self.service()?;
                let package = package::install(self.root, version, service)?;
                (
                    format!("botocore:{version}"),
                    model_files::read(&package.join(DATA).join(service))?,
                    Settings::default(),
                )
            }
            ModelSource::Git(revision) => {
                let (files, settings) = self.committed(revision)?;
                (format!("git:{revision}"), files, settings)
            }
        };
        let krate = settings.krate.as_ref().or(self.configured.as_ref());
        let operations = self.operations.as_ref();
        let operations = operations.or_else(|| krate.map(|krate| &krate.operations));
        Ok(Loaded {
            revision: Revision {
                name,
                model: files,
                overlay: settings.overlay.or_else(|| self.overlay.clone()),
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

    /// The model and its settings in a commit.
    fn committed(&self, revision: &str) -> Result<(model_files::Files, Settings)> {
        let folder = format!("model/{}", self.service()?);
        let mut files = git::files(self.root, revision, &folder)?;
        let overlay = files.remove(OVERLAY);
        let krate = files
            .remove(CONFIGURATION)
            .map(|bytes| {
                let place = format!("git:{revision}: {folder}/{CONFIGURATION}");
                config::from_text(&place, &String::from_utf8_lossy(&bytes))
            })
            .transpose()?;
        model_files::retain(&mut files);
        if files.is_empty() {
            let place = format!("git:{revision}");
            return Err(Error::usage(place, format_args!("no model in {folder}")));
        }
        Ok((files, Settings { overlay, krate }))
    }
}

const OVERLAY: &str = "overlay.json";
const CONFIGURATION: &str = "codegen.toml";

fn settings_in(path: &Path) -> Result<Settings> {
    let read = |name: &str| {
        let file = path.join(name);
        file.is_file()
            .then(|| model_files::read_file(&file))
            .transpose()
    };
    let krate = read(CONFIGURATION)?.map(|bytes| {
        let place = path.join(CONFIGURATION).display().to_string();
        config::from_text(&place, &String::from_utf8_lossy(&bytes))
    });
    Ok(Settings {
        overlay: read(OVERLAY)?,
        krate: krate.transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn model_sources() {
        for (text, source) in [
            ("a/b", ModelSource::Path("a/b".into())),
            ("botocore:1.2.3", ModelSource::Botocore("1.2.3".to_owned())),
            ("git:HEAD~1", ModelSource::Git("HEAD~1".to_owned())),
            ("git:a:b", ModelSource::Git("a:b".to_owned())),
            ("./git:x", ModelSource::Path("./git:x".into())),
            ("other:1", ModelSource::Path("other:1".into())),
        ] {
            assert_eq!(text.parse(), Ok(source));
        }
    }
}
