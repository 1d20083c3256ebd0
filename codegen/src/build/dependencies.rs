//! The crates that a module needs. They and their versions are those of the runtime's manifest.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::PathBuf;

use toml::{Table, Value};

use super::{Feature, model_files};
use crate::emit::RUNTIME_MANIFEST;
use crate::error::{Error, Problem, ProblemKind};

/// What stands behind the name of each crate that a module needs.
pub(super) type Needed = BTreeMap<String, String>;

/// The lines for `[dependencies]`.
pub(super) fn lines(needed: &Needed) -> String {
    let lines = needed.iter();
    lines
        .map(|(name, line)| format!("{name} = {line}\n"))
        .collect()
}

/// The crates that a module needs with these features and parts of
/// the runtime, which belong to the client.
pub(super) fn needed(features: &BTreeSet<Feature>, parts: &[&str]) -> Needed {
    // It is ours, and the test says that it can be read.
    let manifest: Table = RUNTIME_MANIFEST.parse().unwrap_or_default();
    let table = |name: &str| manifest.get(name).and_then(Value::as_table).cloned();
    let all = table("features").unwrap_or_default();
    let has_client = features.contains(&Feature::Client);
    let parts = parts.iter().copied().filter(|_| has_client);
    let asked = features.iter().map(|it| it.as_str()).chain(parts);
    let asked = asked.filter_map(|it| all.get(it)?.as_array());
    let asked: Vec<_> = asked.flatten().filter_map(Value::as_str).collect();
    let dependencies = table("dependencies").unwrap_or_default().into_iter();
    let needed = dependencies.filter_map(|(name, facts)| {
        let facts = match facts {
            Value::Table(facts) => facts,
            version => Table::from_iter([("version".to_owned(), version)]),
        };
        let is_optional = facts.get("optional") == Some(&Value::Boolean(true));
        if is_optional && !asked.contains(&format!("dep:{name}").as_str()) {
            return None;
        }
        let own = facts.get("features").and_then(Value::as_array);
        let own = own.into_iter().flatten().filter_map(Value::as_str);
        let more = asked
            .iter()
            .filter_map(|it| it.strip_prefix(&format!("{name}/")));
        let features: BTreeSet<&str> = own.chain(more).collect();
        let version = facts.get("version").and_then(Value::as_str).unwrap_or("*");
        let is_bare = facts.get("default-features") == Some(&Value::Boolean(false));
        let line = if features.is_empty() && !is_bare {
            format!("{version:?}")
        } else {
            let bare = if is_bare {
                ", default-features = false"
            } else {
                ""
            };
            let features: Vec<_> = features.iter().map(|it| format!("{it:?}")).collect();
            let features = match &features[..] {
                [] => String::new(),
                features => format!(", features = [{}]", features.join(", ")),
            };
            format!("{{ version = {version:?}{bare}{features} }}")
        };
        Some((name, line))
    });
    needed.collect()
}

/// The manifest of the package whose build script runs, if there is one.
pub(super) fn manifest() -> Option<PathBuf> {
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR")?);
    Some(folder.join("Cargo.toml")).filter(|path| path.is_file())
}

/// Whether the package has the crates that the module needs. Other tools than cargo have no manifest,
/// or one that says less: what cannot be read is right.
pub(super) fn check(needed: &Needed) -> Result<(), Error> {
    let Some(path) = manifest() else {
        return Ok(());
    };
    let text = model_files::read_file(&path)?;
    let Ok(manifest) = String::from_utf8_lossy(&text).parse::<Table>() else {
        return Ok(());
    };
    Error::check(problems(&manifest, needed))
}

fn problems(manifest: &Table, needed: &Needed) -> Vec<Problem> {
    let mut problems = Vec::new();
    let edition = manifest.get("package").and_then(|it| it.get("edition"));
    let is_old = edition.is_none_or(|it| it.as_str().is_some_and(|it| it < "2024"));
    if is_old && manifest.contains_key("package") {
        let message = "the generated module is written in edition 2024";
        let problem = Problem::new(
            ProblemKind::Dependencies,
            "Cargo.toml: package.edition",
            message,
        );
        problems.push(
            problem.hint("set `edition = \"2024\"`, or include the module in a crate that has it"),
        );
    }
    let has = available(manifest);
    let missing: Vec<_> = needed
        .iter()
        .filter(|(name, _)| !has.contains(&name.replace('-', "_")))
        .collect();
    if !missing.is_empty() {
        let names: Vec<_> = missing.iter().map(|(name, _)| name.as_str()).collect();
        let message = format!("the generated module needs {}", names.join(", "));
        let lines: String = missing
            .iter()
            .map(|(name, line)| format!("\n{name} = {line}"))
            .collect();
        let problem = Problem::new(
            ProblemKind::Dependencies,
            "Cargo.toml: dependencies",
            message,
        );
        problems.push(problem.hint(format!("add to [dependencies]:{lines}")));
    }
    problems
}

/// The crates of a manifest, as code calls them; those of some platforms, too.
fn available(manifest: &Table) -> BTreeSet<String> {
    let of = |table: &Table| {
        let names = table.get("dependencies").and_then(Value::as_table);
        let names = names.into_iter().flat_map(Table::keys);
        names.map(|name| name.replace('-', "_")).collect::<Vec<_>>()
    };
    let targets = manifest.get("target").and_then(Value::as_table);
    let targets = targets.into_iter().flat_map(Table::values);
    let targets = targets.filter_map(Value::as_table).flat_map(of);
    of(manifest).into_iter().chain(targets).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_client_there_are_six() {
        let core = needed(&BTreeSet::new(), &[]);
        let names: Vec<_> = core.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "base64",
                "bytes",
                "chrono",
                "http",
                "serde_core",
                "serde_json"
            ]
        );
        assert_eq!(needed(&BTreeSet::from([Feature::Serde]), &[]), core);
    }

    #[test]
    fn features_add_crates_and_features_of_crates() {
        let features = Feature::ALL.into_iter().collect();
        let without_parts = needed(&features, &[]);
        let parsed: Table = lines(&without_parts).parse().unwrap();
        let manifest: Table = RUNTIME_MANIFEST.parse().unwrap();
        let all = manifest["dependencies"].as_table().unwrap();
        assert!(parsed.keys().eq(without_parts.keys()));
        // With the parts that only some services need, they are all there are.
        let parts = ["event-stream", "request-compression"];
        let crates_of = |part: &str| {
            let needs = manifest["features"][part].as_array().unwrap();
            let needs = needs.iter().filter_map(Value::as_str);
            needs.filter(|it| it.starts_with("dep:")).count()
        };
        let more: usize = parts.into_iter().map(crates_of).sum();
        assert_eq!(parsed.len(), all.len() - more);
        assert_eq!(needed(&features, &parts).len(), all.len());
        assert_eq!(needed(&BTreeSet::new(), &parts).len(), 6);
        let runtime = parsed["aws-smithy-runtime"]["features"].as_array().unwrap();
        let runtime: Vec<_> = runtime.iter().filter_map(Value::as_str).collect();
        assert_eq!(runtime, ["client", "default-https-client"]);
        assert_eq!(parsed["chrono"]["default-features"].as_bool(), Some(false));
    }

    #[test]
    fn what_is_missing_is_said_with_what_to_add() {
        let manifest = |text: &str| text.parse::<Table>().unwrap();
        let core = needed(&BTreeSet::new(), &[]);
        let good = "[package]\nname = \"a\"\nedition.workspace = true\n[dependencies]\nbase64 = \"0\"\n\
                    bytes.workspace = true\nserde_core = \"1\"\nhttp = \"1\"\n\
                    [target.'cfg(unix)'.dependencies]\nchrono = \"0.4\"\nserde-json = \"1\"\n";
        assert_eq!(problems(&manifest(good), &core), []);
        let old = good.replace("edition.workspace = true", "edition = \"2021\"");
        let old = old
            .replace("http = \"1\"\n", "")
            .replace("bytes.workspace = true\n", "");
        let found = problems(&manifest(&old), &core);
        let texts: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "Cargo.toml: package.edition: the generated module is written in edition 2024",
                "Cargo.toml: dependencies: the generated module needs bytes, http",
            ]
        );
        assert_eq!(
            found[1].hint.as_deref(),
            Some("add to [dependencies]:\nbytes = \"1.12.2\"\nhttp = \"1.5.0\"")
        );
    }
}
