//! Where a model to compare is.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use tinsmith::compare::Revision;

use super::super::package::{self, DATA};
use crate::config::{self, Operations, Target};
use crate::error::{Error, Result};
use crate::git;
use crate::model_files;

/// Where a model is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A folder or a file.
    Path(PathBuf),
    /// `botocore:VERSION`: in botocore's package.
    Botocore(String),
    /// `git:REVISION`: in `model/<service>` of a commit.
    Git(String),
}

impl FromStr for Place {
    type Err = Infallible;

    fn from_str(text: &str) -> std::result::Result<Self, Infallible> {
        Ok(match text.split_once(':') {
            Some(("botocore", version)) => Self::Botocore(version.to_owned()),
            Some(("git", revision)) => Self::Git(revision.to_owned()),
            _ => Self::Path(text.into()),
        })
    }
}

/// What is known without the models.
pub(super) struct Context<'a> {
    /// The folder of the workspace.
    pub(super) root: &'a Path,
    /// The service's name in botocore and in `model/`.
    pub(super) service: Option<&'a str>,
    /// The overlay for models that have none of their own.
    pub(super) overlay: Option<Vec<u8>>,
    /// The operations that were asked for.
    pub(super) operations: Option<Operations>,
    /// What the workspace makes of the service.
    pub(super) configured: Option<Target>,
}

/// A side that was read.
pub(super) struct Loaded {
    /// The side.
    pub(super) side: Revision,
    /// The version of the crate that was generated from it, if that is known.
    pub(super) version: Option<String>,
}

/// What lies beside a model.
#[derive(Default)]
struct Beside {
    overlay: Option<Vec<u8>>,
    target: Option<Target>,
}

impl Context<'_> {
    /// Reads a side.
    ///
    /// # Errors
    ///
    /// If there is no model, or none can be had.
    pub(super) fn load(&self, place: &Place) -> Result<Loaded> {
        let (name, files, beside) = match place {
            Place::Path(path) => (
                path.display().to_string(),
                model_files::read(path)?,
                beside_path(path)?,
            ),
            Place::Botocore(version) => {
                let service = self.service()?;
                let package = package::install(self.root, version, service)?;
                (
                    format!("botocore:{version}"),
                    model_files::read(&package.join(DATA).join(service))?,
                    Beside::default(),
                )
            }
            Place::Git(revision) => {
                let (files, beside) = self.committed(revision)?;
                (format!("git:{revision}"), files, beside)
            }
        };
        let target = beside.target.as_ref().or(self.configured.as_ref());
        let operations = self.operations.as_ref();
        let operations = operations.or_else(|| target.map(|target| &target.operations));
        Ok(Loaded {
            side: Revision {
                name,
                model: files,
                overlay: beside.overlay.or_else(|| self.overlay.clone()),
                operations: operations.and_then(Operations::names),
                is_strict: self.operations.is_some(),
            },
            version: beside.target.map(|target| target.version),
        })
    }

    fn service(&self) -> Result<&str> {
        self.service.ok_or_else(|| {
            Error::usage("--service", "no service is named")
                .hint("name it as botocore does: --service codebuild")
        })
    }

    /// The model at a revision, with what lies beside it there.
    fn committed(&self, revision: &str) -> Result<(model_files::Files, Beside)> {
        let folder = format!("model/{}", self.service()?);
        let mut files = git::files(self.root, revision, &folder)?;
        let overlay = files.remove(OVERLAY);
        let target = files
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
        Ok((files, Beside { overlay, target }))
    }
}

const OVERLAY: &str = "overlay.json";
const CONFIGURATION: &str = "codegen.toml";

fn beside_path(path: &Path) -> Result<Beside> {
    let read = |name: &str| {
        let file = path.join(name);
        file.is_file()
            .then(|| model_files::read_file(&file))
            .transpose()
    };
    let target = read(CONFIGURATION)?.map(|bytes| {
        let place = path.join(CONFIGURATION).display().to_string();
        config::from_text(&place, &String::from_utf8_lossy(&bytes))
    });
    Ok(Beside {
        overlay: read(OVERLAY)?,
        target: target.transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        for (text, place) in [
            ("a/b", Place::Path("a/b".into())),
            ("botocore:1.2.3", Place::Botocore("1.2.3".to_owned())),
            ("git:HEAD~1", Place::Git("HEAD~1".to_owned())),
            ("git:a:b", Place::Git("a:b".to_owned())),
            ("./git:x", Place::Path("./git:x".into())),
            ("other:1", Place::Path("other:1".into())),
        ] {
            assert_eq!(text.parse(), Ok(place));
        }
    }
}
