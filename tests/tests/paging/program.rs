//! The generated crates, and the program that uses them.

use serde_json::Value;
use tests::fixtures;
use tests::project::{Project, client_dependencies, committed_dependency, dependency};

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
    let mut dependencies = client_dependencies();
    dependencies.push(committed_dependency("codebuild", "generated", &FEATURES));
    for name in crates {
        let krate = fixtures::generate(name);
        project.write_crate(name, &krate);
        dependencies.push(dependency(&krate.name, name, &FEATURES));
    }
    project.write_program(DRIVER, &dependencies, include_str!("driver.rs"));
    project
}
