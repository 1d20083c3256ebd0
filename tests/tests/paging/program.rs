//! The generated crates, and the program that answers for them.

use serde_json::Value;
use tests::fixtures;
use tests::project::Project;

const MANIFEST: &str = r#"[package]
name = "paging-driver"
edition = "2024"

[dependencies]
http = "1"
serde_json = "1"
tokio = { version = "1", features = ["macros", "rt"] }
"#;

/// Builds the program, and asks it: one answer per question. `name` tells the callers apart.
pub(crate) fn ask(name: &str, questions: &[Value]) -> Vec<Value> {
    let project = write(name);
    project.cargo("build --quiet --package paging-driver");
    project.ask("paging-driver", "questions", questions)
}

fn write(name: &str) -> Project {
    let crates = ["pagination", "waiters"];
    let members: Vec<_> = crates
        .into_iter()
        .chain(["driver"])
        .map(str::to_owned)
        .collect();
    let project = Project::new(env!("CARGO_TARGET_TMPDIR"), name, &members);
    let mut manifest = MANIFEST.to_owned();
    let mut depend = |name: &str, path: &str| {
        manifest.push_str(&format!(
            "{name} = {{ path = {path:?}, default-features = false, features = [\"serde\", \
             \"test-util\"] }}\n"
        ));
    };
    for name in crates {
        project.write_crate(name, &fixtures::generate(name));
        depend(&format!("fixture-{name}"), &format!("../{name}"));
    }
    depend(
        "codebuild",
        concat!(env!("CARGO_MANIFEST_DIR"), "/../generated"),
    );
    project.write("driver/Cargo.toml", &manifest);
    project.write("driver/src/main.rs", include_str!("driver.rs"));
    project
}
