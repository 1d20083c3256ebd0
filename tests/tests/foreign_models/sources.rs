//! The packages with models, and what is in them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde::Deserialize;
use tests::report::say;
use tests::{fixtures, python};
use tinsmith::Input;

/// A version of a package.
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) models: Vec<Model>,
}

/// A folder with the files of a model.
pub(crate) struct Model {
    pub(crate) name: String,
    folder: PathBuf,
}

/// What the script says of a source.
#[derive(Deserialize)]
struct Answer {
    name: String,
    missing: Option<String>,
}

/// Fetches all sources; those that cannot be had here are named. botocore's are needed.
pub(crate) fn all(only: Option<&str>) -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/foreign-models");
    let mut command = python::command("foreign_models.py");
    let output = command.arg(&folder).stderr(Stdio::inherit()).output();
    let output = output.expect("Python starts");
    assert!(output.status.success(), "foreign_models.py fails");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let answers = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("an answer"));
    let sources = answers.filter_map(|Answer { name, missing }| {
        if let Some(why) = missing {
            say(format_args!("{name} is left out: {why}"));
            assert!(!name.starts_with("botocore"), "{name} is needed");
            return None;
        }
        Some(Source {
            models: models(&folder.join(&name)),
            name,
        })
    });
    let mut sources: Vec<_> = sources.collect();
    sources.retain(|it| only.is_none_or(|only| it.name == only));
    sources
}

fn models(source: &Path) -> Vec<Model> {
    let folders = fs::read_dir(source).expect("the source is unpacked");
    let folders = folders.map(|entry| entry.expect("an entry").path());
    // Some versions have only rules.
    let is_model = |folder: &PathBuf| {
        let has = |name| folder.join(name).is_file();
        has("service-2.json.gz") || has("model.json.gz")
    };
    let mut models: Vec<_> = folders
        .filter(is_model)
        .map(|folder| {
            let name = folder.file_name().unwrap_or_default();
            let name = name.to_string_lossy().into_owned();
            Model { name, folder }
        })
        .collect();
    models.sort_by(|one, other| one.name.cmp(&other.name));
    models
}

impl Model {
    pub(crate) fn input(&self) -> Input {
        let files = fs::read_dir(&self.folder).expect("the model is there");
        let files = files.map(|entry| entry.expect("an entry").path());
        let files: BTreeMap<_, _> = files
            .map(|path| {
                let name = path.file_name().unwrap_or_default();
                let name = name.to_string_lossy().into_owned();
                (name, fs::read(path).expect("the file can be read"))
            })
            .collect();
        let mut input = fixtures::of_model("");
        input.model = files;
        input.config.crate_name = Some("foreign".to_owned());
        input
    }
}
