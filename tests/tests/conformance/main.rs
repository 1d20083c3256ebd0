//! Generated code against the protocol cases of `CONFORMANCE_DIR`, which are not in this
//! repository: requests written and responses read.
//!
//! Each suite is a model with cases. Suites without conflicting shapes become one crate, and one
//! program ([`tests::driver`]) uses all the crates. Cases that are known to fail are listed in
//! `conformance-expected-failures.txt`, each with its reason.

mod check;
mod suite;
mod values;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use suite::Group;
use tests::driver;
use tests::project::Project;
use tests::report::say;
use tinsmith::Crate;

/// The files of supported protocols.
const FILES: [&str; 6] = [
    "input/json",
    "input/json_1_0",
    "input/json_1_0-query-compatible",
    "output/json",
    "output/json_1_0",
    "output/json_1_0-query-compatible",
];

#[test]
fn cases_pass_except_expected_failures() {
    let Some(folder) = folder() else {
        say(
            "no conformance cases: CONFORMANCE_DIR is not set and ../shared/conformance is not there",
        );
        return;
    };
    let groups: Vec<_> = FILES
        .iter()
        .flat_map(|file| suite::groups(&folder, file))
        .collect();
    let count: usize = groups.iter().map(|group| group.cases.len()).sum();
    assert!(count > 0, "no cases in {}", folder.display());

    let failures = failures(&groups);
    let expected = expected();
    let mut wrong = Vec::new();
    for (case, problem) in &failures {
        if !expected.contains_key(case.as_str()) {
            wrong.push(format!("{case} fails: {problem}"));
        }
    }
    for (case, reason) in &expected {
        if !failures.contains_key(*case) {
            wrong.push(format!(
                "{case} is expected to fail, but does not: {reason}"
            ));
        }
    }
    say(format_args!(
        "{count} conformance cases, {} expected failures",
        expected.len()
    ));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The folder of the cases, if it is set.
fn folder() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("CONFORMANCE_DIR") {
        return Some(folder.into());
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/conformance");
    folder.is_dir().then_some(folder)
}

/// Every failing case with its failure.
fn failures(groups: &[Group]) -> BTreeMap<String, String> {
    let mut failures = BTreeMap::new();
    let (mut crates, mut asked) = (Vec::new(), Vec::new());
    for group in groups {
        if let Some(problem) = &group.problem {
            let failed = group
                .cases
                .iter()
                .map(|case| (case.id.clone(), problem.clone()));
            failures.extend(failed);
        } else {
            crates.push(group.generate().expect("suites that fit together"));
            asked.extend(group.cases.iter().map(|case| (group, case)));
        }
    }
    let questions: Vec<_> = asked
        .iter()
        .map(|(group, case)| check::question(group, case))
        .collect();
    let answers = ask(&crates, &questions);
    for ((group, case), answer) in asked.into_iter().zip(&answers) {
        if let Err(problem) = check::check(group, case, answer) {
            failures.insert(case.id.clone(), problem);
        }
    }
    failures
}

/// Writes the crates and the program, builds them, and asks the program: one answer per question.
fn ask(crates: &[Crate], questions: &[Value]) -> Vec<Value> {
    const DRIVER: &str = "conformance-driver";
    let folders = crates.iter().map(|krate| krate.name.clone());
    let members: Vec<_> = folders.chain([DRIVER.to_owned()]).collect();
    let project = Project::new(env!("CARGO_TARGET_TMPDIR"), "conformance", &members);
    driver::write(&project, DRIVER, crates);
    project.cargo(&format!("build --quiet --package {DRIVER}"));
    project.ask(DRIVER, questions)
}

/// The lines `case: reason` of the file of expected failures.
fn expected() -> BTreeMap<&'static str, &'static str> {
    include_str!("../../conformance-expected-failures.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(": ").expect("a case and its reason"))
        .collect()
}
