//! The crates that a module needs. They and their versions are those of the runtime's manifest.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use toml::{Table, Value};

use super::Feature;
use crate::emit::RUNTIME_MANIFEST;

/// What is needed of each crate.
pub(super) type Needed = BTreeMap<String, Dependency>;

/// What is needed of a crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dependency {
    version: String,
    /// Whether its own default features belong to it.
    pub(super) has_defaults: bool,
    /// The features besides.
    pub(super) features: BTreeSet<String>,
}

impl Dependency {
    /// What a manifest says.
    pub(super) fn of(facts: &Value) -> Option<Self> {
        Some(Self {
            // In the short form, the version is all there is.
            version: facts.get("version").unwrap_or(facts).as_str()?.to_owned(),
            has_defaults: has_defaults(facts),
            features: features(facts).collect(),
        })
    }
}

/// Whether a dependency in a manifest comes with its default features.
pub(super) fn has_defaults(dependency: &Value) -> bool {
    dependency.get("default-features") != Some(&Value::Boolean(false))
}

/// The features that a dependency in a manifest names.
pub(super) fn features(dependency: &Value) -> impl Iterator<Item = String> {
    let features = dependency.get("features").and_then(Value::as_array);
    let features = features.into_iter().flatten().filter_map(Value::as_str);
    features.map(str::to_owned)
}

/// As it stands in a manifest.
impl fmt::Display for Dependency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.has_defaults && self.features.is_empty() {
            return write!(f, "{:?}", self.version);
        }
        write!(f, "{{ version = {:?}", self.version)?;
        if !self.has_defaults {
            f.write_str(", default-features = false")?;
        }
        if !self.features.is_empty() {
            write!(f, ", features = {:?}", Vec::from_iter(&self.features))?;
        }
        f.write_str(" }")
    }
}

/// The lines for `[dependencies]`.
pub(super) fn lines(needed: &Needed) -> String {
    let lines = needed.iter();
    lines
        .map(|(name, dependency)| format!("{name} = {dependency}\n"))
        .collect()
}

/// The crates that a module needs with these features and parts of the runtime, which belong to the
/// client.
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
        let is_optional = facts.get("optional") == Some(&Value::Boolean(true));
        if is_optional && !asked.contains(&format!("dep:{name}").as_str()) {
            return None;
        }
        let mut dependency = Dependency::of(&facts)?;
        let start = format!("{name}/");
        let more = asked.iter().filter_map(|it| it.strip_prefix(&*start));
        dependency.features.extend(more.map(str::to_owned));
        Some((name, dependency))
    });
    needed.collect()
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
}
