//! The models of the botocore pinned in `requirements.txt`, which are not in this repository.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde_json::Value;
use tinsmith::{Config, Input};

use crate::{fixtures, project};

/// The folder of the models.
pub fn data() -> PathBuf {
    env::var_os("BOTOCORE_DATA")
        .map(PathBuf::from)
        .expect("BOTOCORE_DATA is not set: run `cargo xtask test`, which does it")
}

/// The names of all services.
pub fn services() -> Vec<String> {
    fixtures::folders(&data())
}

/// The newest model of a service, with the partitions.
pub fn input(service: &str) -> Input {
    input_in(&data(), service)
}

/// The newest model of a service in botocore's folder of models.
pub fn input_in(data: &Path, service: &str) -> Input {
    let versions = fs::read_dir(data.join(service)).expect("botocore knows the service");
    let newest = versions.map(|entry| entry.expect("an entry").path()).max();
    let files = fs::read_dir(newest.expect("a version")).expect("the files of the version");
    let mut model: BTreeMap<_, _> = files
        .map(|entry| entry.expect("an entry"))
        .map(|entry| {
            let name = entry.file_name().into_string().expect("names are ASCII");
            (name, fs::read(entry.path()).expect("the file can be read"))
        })
        .collect();
    let partitions = fs::read(data.join("partitions.json")).expect("the partitions are there");
    model.insert("partitions.json".to_owned(), partitions);
    Input {
        model,
        overlay: None,
        overlay_name: None,
        examples: BTreeMap::new(),
        config: Config {
            crate_name: Some(format!("full-{service}")),
            crate_version: "0.1.0".to_owned(),
            operations: None,
            command: "cargo xtask test".to_owned(),
            runtime: project::runtime(),
        },
    }
}

/// A file of a model, by its name without `.json` or `.json.gz`.
pub fn document(input: &Input, stem: &str) -> Value {
    let name = |end: &str| input.model.get(&format!("{stem}{end}"));
    let json = match (name(".json"), name(".json.gz")) {
        (Some(plain), _) => plain.clone(),
        (None, Some(packed)) => {
            let mut json = Vec::new();
            let unpacked = GzDecoder::new(&**packed).read_to_end(&mut json);
            unpacked.expect("botocore packs its models");
            json
        }
        (None, None) => panic!("there is no {stem}"),
    };
    serde_json::from_slice(&json).expect("JSON")
}
