//! Whether the package that a module is generated for has the crates that the module needs.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::PathBuf;

use toml::{Table, Value};

use super::dependencies::{Dependency, Needed, features, has_defaults};
use super::model_files;
use crate::error::{Error, Problem, ProblemKind};

/// The manifest of the package whose build script runs, if there is one.
pub(super) fn path() -> Option<PathBuf> {
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR")?);
    Some(folder.join("Cargo.toml")).filter(|path| path.is_file())
}

/// Whether the package has the crates that the module needs. Other tools than cargo have no manifest,
/// or one that says less: what cannot be read is right.
pub(super) fn check(needed: &Needed) -> Result<(), Error> {
    let Some(path) = path() else {
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
    let own = own(manifest);
    let missing: Vec<_> = needed
        .iter()
        .filter(
            |(name, dependency)| match own.get(&name.replace('-', "_")) {
                Some(own) => own.lacks(dependency),
                None => true,
            },
        )
        .collect();
    if !missing.is_empty() {
        let names: Vec<_> = missing.iter().map(|(name, _)| name.as_str()).collect();
        let message = format!("the generated module needs {}", names.join(", "));
        let lines: String = missing
            .iter()
            .map(|(name, dependency)| format!("\n{name} = {dependency}"))
            .collect();
        let problem = Problem::new(
            ProblemKind::Dependencies,
            "Cargo.toml: dependencies",
            message,
        );
        problems.push(problem.hint(format!("have in [dependencies]:{lines}")));
    }
    problems
}

/// What a manifest says of a crate, in one place or in several.
#[derive(Default)]
struct Own {
    /// Whether some of it stands elsewhere, so that nothing can be said of its features.
    is_inherited: bool,
    has_defaults: bool,
    features: BTreeSet<String>,
}

impl Own {
    fn add(&mut self, dependency: &Value) {
        self.is_inherited |= dependency.get("workspace") == Some(&Value::Boolean(true));
        self.has_defaults |= has_defaults(dependency);
        self.features.extend(features(dependency));
    }

    /// Whether features are missing. What is no default of a crate is named by who needs it, and
    /// who does without the defaults names those that are needed.
    fn lacks(&self, needed: &Dependency) -> bool {
        let needs_names = needed.has_defaults || !self.has_defaults;
        !self.is_inherited && needs_names && !needed.features.is_subset(&self.features)
    }
}

/// The crates of a manifest, as code calls them; those of some platforms, too.
fn own(manifest: &Table) -> BTreeMap<String, Own> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let targets = targets.into_iter().flat_map(Table::values);
    let tables = targets.filter_map(Value::as_table).chain([manifest]);
    let mut own: BTreeMap<String, Own> = BTreeMap::new();
    for table in tables {
        let dependencies = table.get("dependencies").and_then(Value::as_table);
        for (name, dependency) in dependencies.into_iter().flatten() {
            own.entry(name.replace('-', "_"))
                .or_default()
                .add(dependency);
        }
    }
    own
}

#[cfg(test)]
mod tests {
    use super::super::dependencies;
    use super::*;

    #[test]
    fn what_is_missing_is_said_with_what_to_add() {
        let manifest = |text: &str| text.parse::<Table>().unwrap();
        let core = dependencies::needed(&BTreeSet::new(), &[]);
        let good = "[package]\nname = \"a\"\nedition.workspace = true\n[dependencies]\nbase64 = \"0\"\n\
                    bytes.workspace = true\nserde_core = \"1\"\nhttp = \"1\"\n\
                    [target.'cfg(unix)'.dependencies]\nchrono = \"0.4\"\n\
                    serde-json = { version = \"1\", features = [\"raw_value\", \"float_roundtrip\"] }\n";
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
            Some("have in [dependencies]:\nbytes = \"1.12.2\"\nhttp = \"1.5.0\"")
        );
    }

    #[test]
    fn features_are_missing_too() {
        let manifest = |text: &str| text.parse::<Table>().unwrap();
        let needed = Needed::from([
            ("a".to_owned(), dependency(true, &["x"])),
            ("b".to_owned(), dependency(false, &["std"])),
        ]);
        let problems = |text: &str| {
            let found = problems(&manifest(text), &needed).into_iter();
            found.map(|it| it.to_string()).collect::<Vec<_>>()
        };
        for good in [
            "[dependencies]\na = { version = \"1\", features = [\"y\", \"x\"] }\nb = \"1\"\n",
            "[dependencies]\na.workspace = true\nb = { version = \"1\", default-features = false, \
             features = [\"std\"] }\n",
            "[dependencies]\na = \"1\"\nb = \"1\"\n\
             [target.x.dependencies]\na = { version = \"1\", features = [\"x\"] }\n",
        ] {
            assert_eq!(problems(good), [""; 0], "{good}");
        }
        let bad = "[dependencies]\na = \"1\"\nb = { version = \"1\", default-features = false }\n";
        let message = "Cargo.toml: dependencies: the generated module needs a, b";
        assert_eq!(problems(bad), [message]);
    }

    fn dependency(has_defaults: bool, features: &[&str]) -> Dependency {
        let list = Vec::from(features);
        let text =
            format!("version = \"1\"\ndefault-features = {has_defaults}\nfeatures = {list:?}\n");
        Dependency::of(&Value::Table(text.parse().unwrap())).unwrap()
    }
}
