//! The models of `fixtures/`: small ones, each for one feature of models.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use tinsmith::error::ProblemKind;
use tinsmith::{Config, Crate, Error, Input};

use crate::project;

/// The folder of the fixtures.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The names of all fixtures, in order.
pub fn names() -> Vec<String> {
    folders(&folder())
}

/// The names of the folders in a folder, in order.
pub fn folders(parent: &Path) -> Vec<String> {
    let entries = fs::read_dir(parent).expect("the folder is there");
    let folders = entries.map(|entry| entry.expect("an entry").path());
    let mut names: Vec<_> = folders
        .filter(|path| path.is_dir())
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    names
}

/// All files of a fixture.
pub fn input(name: &str) -> Input {
    let folder = folder().join(name);
    let mut input = of_model(fs::read(folder.join("service-2.json")).expect("a model"));
    for name in [
        "endpoint-rule-set-1.json",
        "paginators-1.json",
        "paginators-1.sdk-extras.json",
        "waiters-2.json",
    ] {
        if let Ok(file) = fs::read(folder.join(name)) {
            input.model.insert(name.to_owned(), file);
        }
    }
    input.overlay = fs::read(folder.join("overlay.json")).ok();
    input.config.crate_name = Some(format!("fixture-{name}"));
    input
}

/// An input with only a `service-2.json`.
pub fn of_model(json: impl Into<Vec<u8>>) -> Input {
    Input {
        model: BTreeMap::from([("service-2.json".to_owned(), json.into())]),
        overlay: None,
        overlay_name: None,
        examples: BTreeMap::new(),
        config: Config {
            crate_name: Some("fixture".to_owned()),
            crate_version: "0.1.0".to_owned(),
            operations: None,
            command: "cargo xtask codegen".to_owned(),
            runtime: project::runtime(),
        },
    }
}

/// The crate of a fixture.
pub fn generate(name: &str) -> Crate {
    tinsmith::generate(&input(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The files in which two crates differ, each with the first differing line; empty if the crates
/// are equal.
pub fn differences(one: &Crate, two: &Crate) -> String {
    let paths: BTreeSet<_> = one.files.keys().chain(two.files.keys()).collect();
    let mut text = String::new();
    for path in paths {
        let [one, two] = [one, two].map(|krate| krate.files.get(path).map_or("", String::as_str));
        if one != two {
            let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
            let (one, two) = (lines(one), lines(two));
            let same = one.iter().zip(&two).take_while(|(one, two)| one == two);
            let line = same.count();
            let shown = |lines: &[String]| lines.get(line).cloned().unwrap_or_default();
            let (one, two) = (shown(&one), shown(&two));
            text.push_str(&format!("{path}:{}\n- {one}\n+ {two}\n", line + 1));
        }
    }
    text
}

/// Checks kinds and paths of the problems, and returns the report for a snapshot.
#[track_caller]
pub fn expect(name: &str, error: &Error, expected: &[(ProblemKind, &str)]) -> String {
    let problems = error.problems().iter();
    let found: Vec<_> = problems.map(|it| (it.kind, it.path.as_str())).collect();
    assert_eq!(found, expected, "{name}\n{error}");
    format!("# {name}\n{}\n", report(error))
}

/// The problems as text: kind, path, message and hint.
pub fn report(error: &Error) -> String {
    let mut text = String::new();
    for problem in error.problems() {
        text.push_str(&format!("{:?}: {problem}\n", problem.kind));
        if let Some(hint) = &problem.hint {
            text.push_str(&format!("  hint: {hint}\n"));
        }
    }
    text
}
