//! `cargo xtask explain`, as a maintainer sees it.

#[allow(dead_code, reason = "other tests need the rest")]
mod common;

use common::{Workspace, run};

/// What is said of each name, with the exit code if it is not 0.
fn answers(workspace: &Workspace, names: &[&str], options: &[&str]) -> String {
    let mut text = String::new();
    for name in names {
        let mut arguments = vec!["explain", *name];
        arguments.extend(options);
        let run = run(&mut workspace.command(&arguments));
        text.push_str(&format!(
            "$ cargo xtask explain {name}\n{}{}",
            run.stdout, run.stderr
        ));
        if run.code != Some(0) {
            text.push_str(&format!("exit code {:?}\n", run.code));
        }
        text.push('\n');
    }
    text
}

/// Line numbers are those of a day; that they are right is tested in `tests/tests/explain.rs`.
fn without_lines(text: &str) -> String {
    let mut parts = text.split(".json:");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(".json:…");
        out.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    let mut parts = out.split(".rs:");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(".rs:…");
        text.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    text
}

#[track_caller]
fn snapshot(name: &str, text: &str) {
    let text = without_lines(text);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn what_is_generated() {
    let names = [
        "ListBuilds",
        "BuildPhase",
        "Build.phases",
        "RetryBuildInput.idempotencyToken",
        "CacheType",
        "CacheType::S3",
        "ResourceNotFoundException",
        "ProjectCache::type",
        "EnvironmentVariable.value",
        "BuildPhases",
        "NonEmptyString",
        "StartBuild.build.phases[3].startTime",
    ];
    snapshot(
        "explain-generated",
        &answers(&Workspace::new(), &names, &[]),
    );
}

#[test]
fn what_is_not_selected() {
    let names = [
        "StartBuildBatch",
        "BuildBatch.phases",
        "Sandbox",
        "ListReports",
    ];
    snapshot(
        "explain-unselected",
        &answers(&Workspace::new(), &names, &[]),
    );
}

#[test]
fn several_things_and_none() {
    let names = [
        "FAULT",
        "type",
        "Build",
        "build.phasses",
        "Build.nothing",
        "CacheType.S4",
        "xyzzy",
    ];
    snapshot("explain-several", &answers(&Workspace::new(), &names, &[]));
}

#[test]
fn any_model() {
    let workspace = Workspace::new();
    let fixture = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/fixtures/retry-build/smithy.json"
    );
    std::fs::copy(fixture, workspace.path("smithy.json")).unwrap();
    let options = ["--model", "smithy.json"];
    let names = ["GetBuild", "Build.id", "Build.started", "State"];
    snapshot("explain-smithy", &answers(&workspace, &names, &options));
    // Of a part of it, all is known, too.
    let part = ["--model", "smithy.json", "--operations", "Ping"];
    let run = run(&mut workspace.command(&[&["explain", "Build.id"], &part[..]].concat()));
    assert!(run.stdout.contains("add one to --operations"), "{run:?}");
}

#[test]
fn for_programs() {
    let workspace = Workspace::new();
    let text = workspace.succeed(&["explain", "FAULT", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["format"], 2);
    let one = &json["matches"][0];
    assert_eq!(one["name"], "StatusType.FAULT");
    assert_eq!(one["model"]["file"], "model/codebuild/service-2.json");
    assert_eq!(
        one["rust"][0]["path"],
        "codebuild::types::StatusType::Fault"
    );
    assert_eq!(one["uses"][0]["role"], "output");
}

#[test]
fn services_are_named_as_in_model() {
    let workspace = Workspace::new();
    let one = workspace.succeed(&["explain", "RetryBuild", "--service", "codebuild"]);
    assert_eq!(one, workspace.succeed(&["explain", "RetryBuild"]));
    let run = run(&mut workspace.command(&["explain", "RetryBuild", "--service", "other"]));
    assert_eq!(run.code, Some(2));
    let expected =
        "error: --service other: no such service is configured; configured: codebuild\nhint: ";
    assert!(run.stderr.starts_with(expected), "{}", run.stderr);
}
