//! Generated code against the protocol cases of `CONFORMANCE_DIR`, which are not in this
//! repository: requests written and responses read.
//!
//! Each suite is a model with cases. Suites without conflicting shapes become one crate, and one
//! program ([`tests::driver`]) uses all the crates. Cases that are known to fail are listed in
//! `conformance-expected-failures.txt`, each with its reason.

mod check;
mod smithy;
mod suite;
mod values;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use smithy::Suite;
use suite::Group;
use tests::driver::{self, Extension};
use tests::project::Project;
use tests::report::say;
use tinsmith::Crate;

/// The files of botocore's cases.
const FILES: [&str; 22] = [
    "input/json",
    "input/json_1_0",
    "input/json_1_0-query-compatible",
    "input/rest-json",
    "input/legacy-rest-json",
    "input/query",
    "input/legacy-query",
    "input/ec2",
    "input/legacy-ec2",
    "input/rest-xml",
    "input/legacy-rest-xml",
    "output/json",
    "output/json_1_0",
    "output/json_1_0-query-compatible",
    "output/rest-json",
    "output/legacy-rest-json",
    "output/query",
    "output/legacy-query",
    "output/ec2",
    "output/legacy-ec2",
    "output/rest-xml",
    "output/legacy-rest-xml",
];

/// The files of Smithy's cases.
const SMITHY: [&str; 10] = [
    "awsJson1_0",
    "awsJson1_1",
    "restJson1",
    "awsQuery",
    "ec2Query",
    "restXml",
    "restXmlWithNamespace",
    "glacier",
    "machinelearning",
    "s3",
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
    let suites: Vec<_> = SMITHY
        .iter()
        .map(|name| smithy::suite(&folder, name))
        .collect();
    let count = groups.iter().map(|it| it.cases.len()).sum::<usize>()
        + suites.iter().map(|it| it.cases.len()).sum::<usize>();
    assert!(count > 0, "no cases in {}", folder.display());

    let failures = failures(&groups, suites);
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
fn failures(groups: &[Group], suites: Vec<Suite>) -> BTreeMap<String, String> {
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
            let cases = group.cases.iter();
            asked.extend(cases.map(|case| (case.id.clone(), check::prepared(group, case))));
        }
    }
    for suite in suites {
        crates.push(suite.krate);
        for (id, case) in suite.cases {
            match case {
                Ok(case) => asked.push((id, case)),
                Err(problem) => {
                    failures.insert(id, problem);
                }
            }
        }
    }
    let questions: Vec<_> = asked.iter().map(|(_, it)| it.question.clone()).collect();
    let answers = ask(&crates, &questions);
    for ((id, case), answer) in asked.into_iter().zip(&answers) {
        if let Err(problem) = check::check(&case.expected, answer) {
            failures.insert(id, problem);
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
    let streams = Extension {
        code: include_str!("stream_program.rs"),
        is_for: &|krate| krate.runtime_features.contains(&"event-stream"),
        feature: "client",
    };
    driver::write_extended(&project, DRIVER, crates, Some(&streams));
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
