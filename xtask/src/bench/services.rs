//! The services that are generated, from the models of the pinned botocore.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use codegen::{Config, Crate, Input};
use flate2::read::GzDecoder;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::model_files::{self, Files};
use crate::print;

/// A service of botocore.
pub(super) struct Service {
    /// The name of its folder.
    pub(super) name: String,
    pub(super) folder: PathBuf,
    /// The operations that can be generated, if there are others.
    operations: Option<Vec<String>>,
}

/// What a `service-2.json` says of itself.
#[derive(Deserialize)]
struct Model<T> {
    metadata: Metadata,
    operations: T,
}

#[derive(Deserialize)]
struct Metadata {
    protocol: String,
    #[serde(default)]
    protocols: Vec<String>,
}

impl Service {
    /// A service by the name of its folder.
    pub(super) fn new(data: &Path, name: &str) -> Self {
        let (folder, name) = (data.join(name), name.to_owned());
        Self {
            name,
            folder,
            operations: None,
        }
    }

    /// All that speak awsJson, as botocore resolves protocols: JSON comes first.
    pub(super) fn all(data: &Path) -> Result<Vec<Self>> {
        let mut found = Vec::new();
        let entries = fs::read_dir(data).map_err(|error| Error::io(data, "read it", &error))?;
        let mut names: Vec<_> = entries
            .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
            .filter(|name| data.join(name).is_dir())
            .collect();
        names.sort();
        for name in names {
            let service = Self::new(data, &name);
            let metadata = service.model::<IgnoredAny>()?.metadata;
            if metadata.protocol == "json" || metadata.protocols.iter().any(|it| it == "json") {
                match service.without_refused() {
                    Ok(service) => found.push(service),
                    Err(error) => {
                        print::warning(&name, "left out, because it is refused as a whole");
                        print::error(&error);
                    }
                }
            }
        }
        Ok(found)
    }

    fn model<T: DeserializeOwned>(&self) -> Result<Model<T>> {
        let files = model_files::read(&self.folder)?;
        let text = files
            .iter()
            .find(|(name, _)| name.starts_with("service-2.json"));
        let bytes = text.map(|(_, bytes)| unpacked(bytes)).unwrap_or_default();
        serde_json::from_slice(&bytes).map_err(|error| Error::usage(self.folder.display(), error))
    }

    /// Leaves out the operations that codegen refuses.
    pub(super) fn without_refused(mut self) -> Result<Self> {
        let mut refused = BTreeSet::new();
        loop {
            let input = self.input(model_files::read(&self.folder)?, None);
            let Err(error) = codegen::generate(&input) else {
                break;
            };
            let before = refused.len();
            let places = error.problems().iter().map(|problem| problem.path.as_str());
            refused.extend(places.filter_map(|path| {
                let name = path.strip_prefix("operations.")?.split('.').next()?;
                Some(name.to_owned())
            }));
            if refused.len() == before {
                return Err(error.into());
            }
            let names = self
                .model::<serde_json::Map<String, Value>>()?
                .operations
                .into_iter()
                .map(|(name, _)| name);
            self.operations = Some(names.filter(|name| !refused.contains(name)).collect());
        }
        if !refused.is_empty() {
            let names: Vec<_> = refused.iter().map(String::as_str).collect();
            print::warning(&self.name, format_args!("left out: {}", names.join(", ")));
        }
        Ok(self)
    }

    /// What to generate from the files of the model.
    pub(super) fn input(&self, model: Files, crate_name: Option<&str>) -> Input {
        Input {
            model,
            overlay: None,
            examples: std::collections::BTreeMap::new(),
            config: Config {
                crate_name: crate_name.map(str::to_owned),
                crate_version: "0.1.0".to_owned(),
                operations: self.operations.clone(),
                command: "cargo xtask bench".to_owned(),
            },
        }
    }

    /// The crate.
    pub(super) fn generate(&self, crate_name: &str) -> Result<Crate> {
        let input = self.input(model_files::read(&self.folder)?, Some(crate_name));
        Ok(codegen::generate(&input)?)
    }
}

/// What is in a file, which may be gzip.
pub(super) fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    match GzDecoder::new(bytes).read_to_end(&mut text) {
        Ok(_) => text,
        Err(_) => bytes.to_owned(),
    }
}
