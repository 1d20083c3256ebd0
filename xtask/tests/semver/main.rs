//! Whether `cargo xtask model diff` is right about whom a change breaks: the crates of real pairs
//! of models are compared by `cargo-semver-checks`, which looks at their public items and knows
//! nothing of models.
//!
//! A long test: `cargo xtask test --long` installs the program. What the two say differently is in
//! [`DIFFERENCES`].

#[path = "../common/history.rs"]
mod versions;

mod crates;

use std::io::Write;

use crates::Crates;
use serde_json::Value;
use versions::{VERSIONS, Workspace};

/// Services and the versions that are compared, each with the next one in both directions.
const CORPUS: [(&str, &[&str]); 6] = [
    ("codebuild", &VERSIONS),
    ("kms", &LATER),
    ("stepfunctions", &LATER),
    ("secretsmanager", &LATER),
    ("ecr", &LATER),
    ("codepipeline", &LATER),
];

/// Versions some hundred releases apart.
const LATER: [&str; 4] = ["1.20.50", "1.34.35", "1.40.16", "1.44.5"];

/// Pairs about which the two are not of one mind: service, old, new, whether we say that it is
/// breaking, and why.
const DIFFERENCES: [(&str, &str, &str, bool, &str); 1] = [(
    "ecr",
    "1.20.50",
    "1.34.35",
    true,
    "`Tag.key` and `Tag.value` change from `Option<String>` to `String`; the program does not \
     compare the types of fields",
)];

/// What is counted, so that the corpus is one.
#[derive(Debug, Default)]
struct Seen {
    pairs: usize,
    breaking: usize,
    members: usize,
    values: usize,
}

#[test]
fn verdicts_are_those_of_cargo_semver_checks() {
    if std::env::var_os("CODEGEN_LONG_TESTS").is_none() {
        return;
    }
    let crates = Crates::new();
    let (mut seen, mut wrong) = (Seen::default(), Vec::new());
    for (service, versions) in CORPUS {
        let workspace = Workspace::new(service);
        for pair in versions.windows(2) {
            for (old, new) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                let report = workspace.diff(old, new, &["--format", "json"]);
                let report: Value = serde_json::from_str(&report).unwrap();
                let ours = report["verdict"]["step"] == "major";
                let theirs = crates.compare(&workspace, service, old, new);
                seen.count(&report, ours);
                let expected = DIFFERENCES
                    .iter()
                    .find(|it| (it.0, it.1, it.2) == (service, old, new))
                    .map_or(ours, |it| !it.3);
                if theirs.is_breaking != expected || theirs.has_warnings {
                    wrong.push(format!(
                        "{service} {old} → {new}: we say breaking: {ours}; it says:\n{}",
                        theirs.text
                    ));
                }
            }
        }
        let _ = writeln!(std::io::stderr(), "semver: {service}: {seen:?}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen.pairs >= 60 && seen.breaking >= 25, "{seen:?}");
    // New optional members and new values are additive by the design of the generated types.
    assert!(seen.members >= 100 && seen.values >= 50, "{seen:?}");
}

impl Seen {
    fn count(&mut self, report: &Value, is_breaking: bool) {
        self.pairs += 1;
        if is_breaking {
            self.breaking += 1;
            return;
        }
        for change in report["changes"].as_array().unwrap() {
            match change["kind"].as_str().unwrap() {
                "memberAdded" => self.members += 1,
                "valueAdded" => self.values += 1,
                _ => {}
            }
        }
    }
}
