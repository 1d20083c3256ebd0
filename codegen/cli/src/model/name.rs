//! How models are named on the command line.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use tinsmith::build::model_files::{contents, locate};

use super::package::{self, DATA};
use crate::config::settings;
use crate::error::{Error, Result};
use crate::model_files::Files;

/// The name of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ModelName {
    /// A folder or file.
    Path(PathBuf),
    /// `botocore:SERVICE`, `botocore:SERVICE@VERSION` or `botocore:VERSION`: in botocore's package.
    Botocore {
        /// The service's folder in it; not named if the configuration tells it.
        service: Option<String>,
        /// The version; not named if it is the default one.
        version: Option<String>,
    },
    /// `git:REVISION`: in the folder of the models of a commit.
    Git(String),
}

/// A model that was read.
pub(crate) struct Found {
    /// Its files.
    pub(crate) files: Files,
    /// Their paths, as displayed, by name.
    pub(crate) paths: std::collections::BTreeMap<String, String>,
    /// What to call it: with the version that was taken.
    pub(crate) shown: String,
    /// The service and the version of botocore.
    pub(crate) botocore: Option<(String, String)>,
}

impl FromStr for ModelName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let named = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        match text.split_once(':') {
            Some(("git", revision)) => Ok(Self::Git(revision.to_owned())),
            Some(("botocore", rest)) => {
                let (service, version) = match rest.split_once('@') {
                    Some((service, version)) if !service.is_empty() && !version.is_empty() => {
                        (named(service), named(version))
                    }
                    Some(_) => (None, None),
                    None if is_service(rest) => (named(rest), None),
                    // An invalid version is reported when it is looked up.
                    None => (None, Some(rest.to_owned())),
                };
                if service.is_none() && version.is_none() {
                    return Err("expected botocore:SERVICE or botocore:SERVICE@VERSION".to_owned());
                }
                Ok(Self::Botocore { service, version })
            }
            _ => Ok(Self::Path(text.into())),
        }
    }
}

impl fmt::Display for ModelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => path.display().fmt(f),
            Self::Botocore { service, version } => {
                let service = service.as_deref().unwrap_or_default();
                match version {
                    Some(version) if service.is_empty() => write!(f, "botocore:{version}"),
                    Some(version) => write!(f, "botocore:{service}@{version}"),
                    None => write!(f, "botocore:{service}"),
                }
            }
            Self::Git(revision) => write!(f, "git:{revision}"),
        }
    }
}

impl ModelName {
    /// Reads the model. `root` is where botocore is installed, which only a model of it asks for.
    ///
    /// # Errors
    ///
    /// If there is none, or it cannot be read.
    pub(crate) fn read(&self, root: impl FnOnce() -> Result<PathBuf>) -> Result<Found> {
        let (folder, botocore) = match self {
            Self::Path(path) => (path.clone(), None),
            Self::Git(_) => {
                return Err(
                    Error::usage(self, "only a comparison reads models of commits")
                        .hint("name a folder, a file or botocore:SERVICE"),
                );
            }
            Self::Botocore { service: None, .. } => {
                return Err(Error::usage(self, "no service is named")
                    .hint("as in botocore:dynamodb@1.44.8"));
            }
            Self::Botocore {
                service: Some(service),
                version,
            } => {
                let root = root()?;
                let version = match version {
                    Some(version) => version.clone(),
                    None => package::default_version(&root)?,
                };
                let package = package::install(&root, &version, service)?;
                let folder = package.join(DATA).join(service);
                (folder, Some((service.clone(), version)))
            }
        };
        let located = locate(&folder)?;
        let files = contents(&located).map_err(|error| self.unreadable(error.into()))?;
        let shown = match &botocore {
            Some((service, version)) => format!("botocore:{service}@{version}"),
            None => self.to_string(),
        };
        Ok(Found {
            paths: located
                .into_iter()
                .map(|(name, path)| (name, path.display().to_string()))
                .collect(),
            files,
            shown,
            botocore,
        })
    }

    /// The error of a path that is not there, with what else it may mean.
    fn unreadable(&self, error: Error) -> Error {
        match self {
            Self::Path(path) if !path.exists() => error.hint_instead(
                "a model is a folder or a file, or botocore:SERVICE for one of botocore's, which is \
                 installed by pip",
            ),
            _ => error,
        }
    }
}

/// Whether a text is the name of a service, as opposed to a version: it begins with a letter.
fn is_service(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && settings::is_service(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_models() {
        let botocore = |service: &str, version: &str| ModelName::Botocore {
            service: (!service.is_empty()).then(|| service.to_owned()),
            version: (!version.is_empty()).then(|| version.to_owned()),
        };
        for (text, name) in [
            ("a/b", ModelName::Path("a/b".into())),
            ("botocore:dynamodb", botocore("dynamodb", "")),
            ("botocore:dynamodb@1.44.8", botocore("dynamodb", "1.44.8")),
            ("botocore:1.2.3", botocore("", "1.2.3")),
            ("git:HEAD~1", ModelName::Git("HEAD~1".to_owned())),
            ("git:a:b", ModelName::Git("a:b".to_owned())),
            ("./git:x", ModelName::Path("./git:x".into())),
            ("other:1", ModelName::Path("other:1".into())),
        ] {
            assert_eq!(text.parse(), Ok(name.clone()));
            assert_eq!(name.to_string(), text);
        }
        for text in ["botocore:@", "botocore:@1", "botocore:s3@"] {
            assert!(text.parse::<ModelName>().is_err(), "{text}");
        }
    }
}
