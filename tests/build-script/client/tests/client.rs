//! The generated modules work.

use std::fs;
use std::path::{Path, PathBuf};

use build_script_client::codebuild::Client;
use build_script_client::codebuild::operation::retry_build::{RetryBuild, RetryBuildOutput};
use build_script_client::codebuild::test_util::{Fake, Fault};
use build_script_client::codebuild::types::{Build, StatusType};
use build_script_client::{ping, retry};

#[tokio::test]
async fn calls_are_sent_and_retried() {
    let fake = Fake::new().on::<RetryBuild>(|input| {
        let id = input.id.clone().unwrap_or_default();
        let build = Build::default().id(id).build_status(StatusType::InProgress);
        Ok(RetryBuildOutput::default().build(build))
    });
    fake.inject(Fault::throttling()).times(1);
    let client = Client::from_conf(fake.config());
    let status = retry(&client, "p:1").await.unwrap();
    assert_eq!(status, Some(StatusType::InProgress));
    assert_eq!(fake.requests().len(), 2);
    assert_eq!(fake.calls::<RetryBuild>()[0].id.as_deref(), Some("p:1"));
}

#[test]
fn two_services_in_one_crate() {
    assert_eq!(ping(), "Builds_20200101.Ping");
}

#[test]
fn serde_is_implemented_if_selected() {
    let build: Build = serde_json::from_str(r#"{"id": "p:1", "buildStatus": "FAULT"}"#).unwrap();
    assert_eq!(build.build_status, Some(StatusType::Fault));
    let json = serde_json::to_string(&build).unwrap();
    assert_eq!(json, r#"{"id":"p:1","buildStatus":"FAULT"}"#);
}

/// The code in `docs/build-rs.md` is the code compiled here.
#[test]
fn guide_shows_compiled_code() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = fs::read_to_string(own.join("../../../docs/build-rs.md")).unwrap();
    let files = [
        "build.rs",
        "src/lib.rs",
        "Cargo.toml",
        "../core/build.rs",
        "../core/src/lib.rs",
    ];
    let files = files.map(|file| fs::read_to_string(own.join(file)).unwrap());
    let blocks = guide.split("```").skip(1).step_by(2);
    let mut compared = 0;
    for block in blocks {
        let (language, code) = block.split_once('\n').unwrap();
        if !matches!(language, "rust" | "toml") {
            continue;
        }
        // Paths and the places of dependencies differ in the reader's project.
        let code = code
            .replace("\"model/", "\"../../../model/")
            .replace("tinsmith = \"0.1\"", "tinsmith.workspace = true")
            .replace("version = \"0.1\"", "workspace = true");
        let lines = code
            .lines()
            .filter(|line| !line.starts_with("//") && !line.is_empty());
        for line in lines {
            assert!(
                files.iter().any(|file| file.contains(line)),
                "not compiled: {line}"
            );
            compared += 1;
        }
    }
    assert!(compared > 20, "{compared}");
}

/// Beside the tests' own.
#[test]
fn the_manifest_needs_two_dependencies() {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let manifest: toml::Table = fs::read_to_string(manifest).unwrap().parse().unwrap();
    let names = ["build-dependencies", "dependencies"].map(|table| {
        let table = manifest[table].as_table().unwrap();
        table.keys().cloned().collect::<Vec<_>>()
    });
    assert_eq!(names.concat(), ["tinsmith", "tinsmith-runtime"]);
}

/// Building again writes no unchanged file, so that cargo compiles nothing.
#[test]
fn unchanged_files_are_not_written() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("unchanged");
    let _ = fs::remove_dir_all(&folder);
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../model/codebuild");
    let build = |operation: &str| {
        tinsmith::Builder::new(&model)
            .operations([operation])
            .features([])
            .out_dir(&folder)
            .build()
    };
    let times = || {
        let mut times = Vec::new();
        let mut folders = vec![folder.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let modified = fs::metadata(&path).unwrap().modified().unwrap();
                    times.push((path, modified));
                }
            }
        }
        times.sort();
        times
    };
    let has = |times: &[(PathBuf, _)], end: &str| times.iter().any(|it| it.0.ends_with(end));
    build("RetryBuild").unwrap();
    let first = times();
    build("RetryBuild").unwrap();
    assert_eq!(times(), first);
    assert!(!has(&first, "client.rs") && has(&first, "operation/retry_build.rs"));
    // Orphans are removed.
    build("ListBuilds").unwrap();
    let other = times();
    assert!(!has(&other, "operation/retry_build.rs") && has(&other, "operation/list_builds.rs"));
    // Files of others are neither removed nor overwritten.
    fs::write(folder.join("codebuild/mine.rs"), "mine").unwrap();
    build("RetryBuild").unwrap();
    assert!(has(&times(), "codebuild/mine.rs"));
    fs::write(folder.join("codebuild/types.rs"), "mine").unwrap();
    let error = build("ListBuilds").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("codebuild/types.rs: it is in the way"),
        "{error}"
    );
}

#[test]
fn errors_have_paths_and_hints() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("errors");
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../model/codebuild");
    let new = |model: &Path| tinsmith::Builder::new(model).out_dir(&folder);
    let text = |builder: tinsmith::Builder| format!("{:?}", builder.build().unwrap_err());
    assert_eq!(
        text(new(&model).operations(["RetryBuilds"])),
        "operations.RetryBuilds: AWS CodeBuild has no such operation\n  \
         hint: did you mean `RetryBuild`?"
    );
    let missing = text(new(Path::new("missing.json")));
    assert!(
        missing.starts_with("missing.json: cannot read it: "),
        "{missing}"
    );
    let empty = text(new(Path::new("tests")));
    assert!(
        empty.starts_with("tests: no model in it\n  hint: a model is "),
        "{empty}"
    );
    let overlay = text(new(&model).overlay("none.json"));
    assert!(
        overlay.starts_with("none.json: cannot read it: "),
        "{overlay}"
    );
    let name = text(new(&model).module("not a name"));
    assert!(name.starts_with("crate.name: \"not a name\": "), "{name}");
    assert!(!folder.exists());
}
