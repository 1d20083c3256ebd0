//! The generated crates, and the program that uses them.

use serde_json::Value;
use tests::fixtures;
use tests::project::{Project, dependency, runtime_dependency};

const DRIVER: &str = "paging-driver";

const FEATURES: [&str; 2] = ["serde", "test-util"];

/// Builds and asks the program: one answer per question. `name` is unique for each caller.
pub(crate) fn ask(name: &str, questions: &[Value]) -> Vec<Value> {
    let project = write(name);
    project.cargo("build --quiet --package paging-driver");
    project.ask(DRIVER, questions)
}

fn write(name: &str) -> Project {
    let crates = ["pagination", "waiters"];
    let members: Vec<_> = crates
        .into_iter()
        .chain([DRIVER])
        .map(str::to_owned)
        .collect();
    let project = Project::new(env!("CARGO_TARGET_TMPDIR"), name, &members);
    let generated = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated");
    let mut dependencies = vec![
        "serde = \"1\"".to_owned(),
        "serde_json = \"1\"".to_owned(),
        "tokio = { version = \"1\", features = [\"macros\", \"rt\"] }".to_owned(),
        runtime_dependency(&FEATURES),
        format!(
            "codebuild = {{ path = {generated:?}, default-features = false, features = {FEATURES:?} }}"
        ),
    ];
    for name in crates {
        let krate = fixtures::generate(name);
        project.write_crate(name, &krate);
        dependencies.push(dependency(&krate.name, name, &FEATURES));
    }
    project.write_program(DRIVER, &dependencies, include_str!("driver.rs"));
    project
}
