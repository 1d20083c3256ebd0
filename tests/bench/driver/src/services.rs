//! The services that are generated, from the models of the pinned botocore.

use std::env;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde::Deserialize;
use tinsmith::{Config, Crate, Input};

use tinsmith_cli::error::{Error, Result};
use tinsmith_cli::model_files::{self, Files};

/// A service of botocore.
pub(crate) struct Service {
    /// The name of its folder.
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
}

/// What a `service-2.json` says of itself.
#[derive(Deserialize)]
struct Model {
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    protocol: String,
    #[serde(default)]
    protocols: Vec<String>,
}

/// The folder of botocore's models.
///
/// # Errors
///
/// If it is not given.
pub(crate) fn models() -> Result<PathBuf> {
    env::var_os("BOTOCORE_DATA")
        .map(PathBuf::from)
        .ok_or_else(|| {
            Error::usage("BOTOCORE_DATA", "is not set")
                .hint("`cargo xtask bench` sets it to the models of the pinned botocore")
        })
}

/// The runtime crate of this repository.
pub(crate) fn runtime() -> tinsmith::Runtime {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../codegen/runtime");
    tinsmith::Runtime::Path(path.to_owned())
}

impl Service {
    /// A service by the name of its folder.
    pub(crate) fn new(data: &Path, name: &str) -> Self {
        let (folder, name) = (data.join(name), name.to_owned());
        Self { name, folder }
    }

    /// All that speak awsJson, as botocore resolves protocols: JSON comes first.
    pub(crate) fn all(data: &Path) -> Result<Vec<Self>> {
        let mut found = Vec::new();
        let entries = fs::read_dir(data).map_err(|error| Error::io(data, "read it", &error))?;
        let mut names: Vec<_> = entries
            .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
            .filter(|name| data.join(name).is_dir())
            .collect();
        names.sort();
        for name in names {
            let service = Self::new(data, &name);
            let metadata = service.metadata()?;
            if metadata.protocol == "json" || metadata.protocols.iter().any(|it| it == "json") {
                found.push(service);
            }
        }
        Ok(found)
    }

    fn metadata(&self) -> Result<Metadata> {
        let files = model_files::read(&self.folder)?;
        let text = files
            .iter()
            .find(|(name, _)| name.starts_with("service-2.json"));
        let bytes = text.map(|(_, bytes)| unpacked(bytes)).unwrap_or_default();
        let model: Model = serde_json::from_slice(&bytes)
            .map_err(|error| Error::usage(self.folder.display(), error))?;
        Ok(model.metadata)
    }

    /// What to generate from the files of the model.
    pub(crate) fn input(model: Files, crate_name: Option<&str>) -> Input {
        Input {
            model,
            overlay: None,
            examples: std::collections::BTreeMap::new(),
            config: Config {
                crate_name: crate_name.map(str::to_owned),
                crate_version: "0.1.0".to_owned(),
                operations: None,
                command: "cargo xtask bench".to_owned(),
                runtime: runtime(),
            },
        }
    }

    /// The crate.
    pub(crate) fn generate(&self, crate_name: &str) -> Result<Crate> {
        let input = Self::input(model_files::read(&self.folder)?, Some(crate_name));
        Ok(tinsmith::generate(&input)?)
    }
}

/// What is in a file, which may be gzip.
pub(crate) fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    match GzDecoder::new(bytes).read_to_end(&mut text) {
        Ok(_) => text,
        Err(_) => bytes.to_owned(),
    }
}
