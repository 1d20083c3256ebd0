//! `docs/migrating.md` tells the truth: what it shows is in code that is compiled.

use std::fs;
use std::path::Path;
use std::time::Duration;

use codebuild::operation::batch_get_builds::{BatchGetBuilds, BatchGetBuildsOutput};
use codebuild::operation::retry_build::RetryBuildError;
use codebuild::test_util::Fake;
use codebuild::types::{Build, StatusType};
use compare::migrating;
use compare::server::{Answer, Server};
use serde_json::json;

use crate::config;

/// What the two columns of the document may quote.
const SIDES: [&[&str]; 2] = [
    &[
        "compare/src/migrating/peer.rs",
        "compare/src/snippets/same.rs",
        "compare/src/snippets/differ.rs",
        "compare/Cargo.toml",
        "Cargo.toml",
    ],
    &[
        "compare/src/migrating/ours.rs",
        "compare/src/snippets/same.rs",
        "../snippets/src/replaced.rs",
        "../snippets/Cargo.toml",
        "../../generated/Cargo.toml",
    ],
];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Code as it is whatever the lines it is broken into.
fn joined(code: &str) -> String {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    code.replace(",)", ")").replace(",}", "}")
}

/// The cells of a row of a table.
fn cells(line: &str) -> Option<Vec<String>> {
    let line = line.replace("\\|", "\u{0}");
    let row = line.strip_prefix('|')?.strip_suffix('|')?;
    Some(row.split('|').map(|it| it.replace('\u{0}', "|")).collect())
}

/// The pieces of code in a cell.
fn code(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[test]
fn all_code_is_compiled() {
    let document = read("../../docs/migrating.md");
    let sides = SIDES.map(|files| joined(&files.iter().map(|file| read(file)).collect::<String>()));
    let mut counts = [0, 0];
    for line in document.lines() {
        let Some(cells) = cells(line) else { continue };
        let [_, peer, ours] = &*cells else {
            panic!("three columns: {line}");
        };
        if peer.trim() == "`aws-sdk-codebuild`" {
            continue;
        }
        for ((cell, compiled), count) in [peer, ours].iter().zip(&sides).zip(&mut counts) {
            for code in code(cell) {
                assert!(compiled.contains(&joined(code)), "{code} of {line}");
                *count += 1;
            }
        }
    }
    assert!(counts.iter().all(|count| *count > 40), "{counts:?}");
}

#[test]
fn what_is_not_compiled_is_found() {
    let peer = joined(&read(SIDES[0][0]));
    assert!(peer.contains(&joined("client.retry_build( )\n.id(\"p:1\" , )")));
    assert!(!peer.contains(&joined("client.retry_build().build_id(")));
    let cells = cells(r"| a | `b(\|x\| x)` and `c` | |").expect("a row");
    let found: Vec<_> = cells.iter().flat_map(|cell| code(cell)).collect();
    assert_eq!(found, ["b(|x| x)", "c"]);
}

#[test]
fn values_are_the_same() {
    let (build, source, variable) = migrating::peer::structures().expect("all is set");
    let (our_build, our_source, our_variable) = migrating::ours::structures();
    assert_eq!(build.id(), our_build.id.as_deref());
    assert_eq!(source.location(), our_source.location.as_deref());
    assert_eq!(source.r#type().as_str(), our_source.r#type.as_str());
    assert_eq!(
        (variable.name(), variable.value()),
        (&*our_variable.name, &*our_variable.value)
    );
    assert!(migrating::peer::error_value().is_resource_not_found_exception());
    assert!(migrating::ours::error_value().is_resource_not_found_exception());
}

#[tokio::test]
async fn the_fake_answers() {
    let client = codebuild::Client::from_conf(migrating::ours::fake());
    let output = client.retry_build().id("p:1").send().await;
    let build = output.expect("a build").build.expect("a build");
    assert_eq!(build.id.as_deref(), Some("p:2"));
    let error = client.retry_build().id("p:3").send().await;
    let error = error.expect_err("no such build");
    migrating::ours::errors(&error);
    let error = migrating::ours::sdk_error(error);
    let error = error.as_service_error();
    assert!(error.is_some_and(RetryBuildError::is_resource_not_found_exception));

    let build = migrating::ours::stop_and_retry(&client, "p:1").await;
    let build = build.expect("no error").expect("a build");
    assert_eq!(build.id.as_deref(), Some("p:2"));
    let build = migrating::ours::stop_and_retry(&client, "p:3").await;
    assert_eq!(build.expect("no error"), None);
}

#[tokio::test]
async fn pages_are_read() {
    let page = || Answer::json(200, &json!({"ids": ["p:1"]}));
    let server = Server::start((0..8).map(|_| page())).await;
    let config = config(server.url()).build();
    let peer = aws_sdk_codebuild::Client::new(&config);
    migrating::peer::pages(&peer).await.expect("pages");
    let ours = codebuild::Client::new(&config);
    migrating::ours::pages(&ours).await.expect("pages");
    assert_eq!(server.received().len(), 8);
}

#[tokio::test]
async fn builds_are_waited_for() {
    let ended = json!({"builds": [{"buildStatus": "SUCCEEDED", "buildComplete": true}]});
    let server = Server::start([Answer::json(200, &ended)]).await;
    let peer = aws_sdk_codebuild::Client::new(&config(server.url()).build());
    migrating::peer::wait(&peer, "p:1").await.expect("success");

    let wait = async |status: StatusType| {
        let build = Build::default().build_status(status);
        let output = BatchGetBuildsOutput::default().builds([build]);
        let fake = Fake::new().on::<BatchGetBuilds>(move |_| Ok(output.clone()));
        let ours = codebuild::Client::from_conf(fake.config());
        migrating::ours::wait(&ours, "p:1", Duration::ZERO).await
    };
    wait(StatusType::Succeeded).await.expect("success");
    let error = wait(StatusType::Failed).await.expect_err("no success");
    assert!(error.to_string().contains("FAILED"), "{error}");
    let error = wait(StatusType::InProgress).await.expect_err("no end");
    assert!(error.to_string().contains("timed out"), "{error}");
}
