//! The lower bounds of dependencies are true: the published packages compile with exactly these
//! versions, as in programs that pin them.
//!
//! The usual form finds out whether such versions exist together; `cargo xtask ci` and the long form
//! compile, too. Cargo's own `-Z direct-minimal-versions` is for nightly only.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tests::long;
use tests::project::Project;
use toml::{Table, Value};

const NAME: &str = "lower-bounds";

/// The folders of the published packages.
const PACKAGES: [&str; 4] = ["codegen", "codegen/cli", "codegen/runtime", "generated"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("")
}

fn manifest(folder: &str) -> Table {
    let path = root().join(folder).join("Cargo.toml");
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.parse()
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The version that a dependency asks for; `None` for packages of this repository.
fn version<'a>(dependency: &'a Value, workspace: &'a Value) -> Option<&'a str> {
    let dependency = match dependency.get("workspace") {
        Some(_) => workspace,
        None => dependency,
    };
    if dependency.get("path").is_some() {
        return None;
    }
    let version = dependency
        .as_str()
        .or_else(|| dependency.get("version")?.as_str());
    Some(version.expect("a version"))
}

/// All dependencies of the packages, with the lowest version that they ask for.
fn lowest() -> BTreeMap<String, String> {
    let workspace = manifest("");
    let mut found = BTreeMap::new();
    for folder in PACKAGES {
        let manifest = manifest(folder);
        let dependencies = manifest.get("dependencies").and_then(Value::as_table);
        for (name, dependency) in dependencies.expect("dependencies") {
            let shared = &workspace["workspace"]["dependencies"];
            let shared = shared.get(name).unwrap_or(dependency);
            if let Some(version) = version(dependency, shared) {
                let other = found.insert(name.clone(), version.to_owned());
                // One program can hold one version only.
                assert!(
                    other.is_none_or(|other| other == version),
                    "{name} in {folder}"
                );
            }
        }
    }
    found
}

#[test]
fn packages_compile_with_the_lowest_versions() {
    let mut dependencies = Vec::new();
    for folder in PACKAGES {
        let path = root().join(folder).display().to_string();
        let manifest = manifest(folder);
        let name = manifest["package"]["name"].as_str().expect("a name");
        let features = manifest.get("features").and_then(Value::as_table);
        let features: Vec<_> = features.into_iter().flat_map(Table::keys).collect();
        dependencies.push(format!(
            "{name} = {{ path = {path:?}, features = {features:?} }}"
        ));
    }
    dependencies.extend(lowest().iter().map(|(name, version)| {
        format!("{name} = {{ version = \"={version}\", default-features = false }}")
    }));
    let project = Project::new(env!("CARGO_TARGET_TMPDIR"), NAME, &[NAME.to_owned()]);
    project.write_program(NAME, &dependencies, "fn main() {}\n");
    // Fails if no set of versions has all of them.
    project.cargo("metadata --quiet --format-version 1");
    if long::is_asked_for() {
        project.cargo(&format!("check --quiet --package {NAME}"));
    }
}
