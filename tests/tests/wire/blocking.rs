//! The example `blocking`: the crate without features, in a program without an async runtime.
//!
//! It is built in its own workspace, because in this one other crates enable features.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

use insta::assert_snapshot;
use serde_json::json;
use tests::oracle::Oracle;
use tests::project::Project;
use tests::server::{self, Answer, Server};

use crate::signatures::{REGION, check};

/// The program's other dependencies, with the versions of the examples.
const NEEDED: [&str; 5] = ["aws-credential-types", "aws-sigv4", "clap", "ureq", "uuid"];

/// The names of the packages in the program and their features, and the program.
struct Built {
    packages: BTreeMap<String, String>,
    program: PathBuf,
}

fn built() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| {
        let members = ["blocking".to_owned()];
        let project = Project::new(env!("CARGO_TARGET_TMPDIR"), "blocking", &members);
        project.write("blocking/Cargo.toml", &manifest());
        let source = fs::read_to_string(examples().join("blocking.rs")).expect("the example");
        project.write("blocking/src/main.rs", &source);
        let tree = "tree --package blocking --edges normal --prefix none --format {p}|{f}";
        let lines = project.cargo(tree);
        let packages = lines.lines().filter_map(|line| {
            let (package, features) = line.split_once('|')?;
            let (name, _) = package.split_once(' ')?;
            Some((
                name.to_owned(),
                features.trim_end_matches(" (*)").to_owned(),
            ))
        });
        let packages = packages.collect();
        project.cargo("build --package blocking");
        Built {
            packages,
            program: project.program("blocking"),
        }
    })
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/codebuild/examples")
}

fn manifest() -> String {
    let text = fs::read_to_string(examples().join("Cargo.toml")).expect("a manifest");
    let manifest: toml::Table = text.parse().expect("TOML");
    let known = manifest["dev-dependencies"].as_table().expect("a table");
    let mut needed = toml::Table::new();
    for name in NEEDED {
        needed.insert(name.to_owned(), known[name].clone());
    }
    needed.insert("bytes".to_owned(), "1".into());
    needed.insert("http".to_owned(), "1".into());
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("generated");
    let crate_folder = crate_folder.to_str().expect("a path in UTF-8");
    let mut codebuild = toml::Table::new();
    codebuild.insert("path".to_owned(), crate_folder.into());
    codebuild.insert("default-features".to_owned(), false.into());
    needed.insert("codebuild".to_owned(), codebuild.into());
    let mut manifest = toml::Table::new();
    manifest.insert("dependencies".to_owned(), needed.into());
    format!("[package]\nname = \"blocking\"\nedition = \"2024\"\n\n{manifest}")
}

/// Runs the program with the credentials for which signatures are checked.
async fn run(url: &str, arguments: &[&str]) -> Output {
    let mut command = tokio::process::Command::new(&built().program);
    command
        .env_clear()
        .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "wJalr/EXAMPLE+KEY")
        .env("AWS_SESSION_TOKEN", "session")
        .args(["--region", REGION, "--endpoint-url", url])
        .args(arguments);
    command.output().await.expect("the program runs")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

fn good() -> Answer {
    Answer::json(200, &json!({"build": {"id": "p:2"}}))
}

#[test]
fn blocking_program_has_no_async_runtime() {
    let packages = &built().packages;
    assert!(packages.contains_key("codebuild"), "{packages:?}");
    for absent in [
        "aws-config",
        "aws-runtime",
        "aws-smithy-http-client",
        "aws-smithy-runtime",
        "hyper",
        "tracing-subscriber",
    ] {
        assert!(!packages.contains_key(absent), "{absent}");
    }
    assert_eq!(packages["codebuild"], "");
    // A dependency of aws-sigv4 uses tokio's locks, but no I/O, timer or scheduler (`default` is
    // empty).
    assert_eq!(packages["tokio"], "default,sync");
}

#[tokio::test]
async fn attempts_are_signed_and_retried() {
    let busy = Answer::new(503, &[], "");
    let throttled = Answer::json(400, &json!({"__type": "ThrottlingException"}));
    let server = Server::start([busy, throttled, good()]).await;
    let output = run(server.url(), &["p:1"]).await;
    assert_eq!(text(&output.stderr), "");
    assert_eq!(text(&output.stdout), "p:1 is retried as p:2\n");
    assert_eq!(output.status.code(), Some(0));

    let requests = server.received();
    assert_eq!(requests.len(), 3);
    let mut oracle = Oracle::start();
    for request in &requests {
        check(&mut oracle, request, Some("session"));
        assert_eq!(request.body, requests[0].body);
        assert_eq!((&*request.method, &*request.path), ("POST", "/"));
    }
    let body = requests[0].json();
    assert_eq!(body["id"], "p:1");
    assert_eq!(body["idempotencyToken"].as_str().map(str::len), Some(36));
}

#[tokio::test]
async fn paths_of_endpoints_are_kept_and_signed() {
    let server = Server::start([good()]).await;
    let url = format!("{}/custom/", server.url());
    let output = run(&url, &["p:1", "--token", "mine"]).await;
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let requests = server.received();
    assert_eq!(requests[0].path, "/custom/");
    assert_eq!(requests[0].json()["idempotencyToken"], "mine");
    check(&mut Oracle::start(), &requests[0], Some("session"));
}

/// Runs the program against a server with these answers, all of which it has to receive.
async fn failure(answers: &[Answer], arguments: &[&str]) -> String {
    let server = Server::start(answers.to_vec()).await;
    let output = run(server.url(), arguments).await;
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(text(&output.stdout), "");
    assert_eq!(server.received().len(), answers.len());
    text(&output.stderr).to_owned()
}

#[tokio::test]
async fn messages_of_errors() {
    let body = json!({"__type": "ResourceNotFoundException", "message": "Build not found"});
    assert_snapshot!(failure(&[Answer::json(400, &body)], &["p:1"]).await, @"error: RetryBuild failed: ResourceNotFoundException: Build not found (HTTP 400, request id r-1)");
    let busy = Answer::new(503, &[], "");
    let busy = [busy.clone(), busy.clone(), busy];
    assert_snapshot!(failure(&busy, &["p:1", "--token", "t"]).await, @r"
the build may have been started: repeat this with --token t
error: RetryBuild failed: no error code in an empty response (HTTP 503, request id r-1)
");
    let cut = Answer::announcing(100, 200, &[], r#"{"build":{"id":"#);
    let cut = [cut.clone(), cut.clone(), cut];
    assert_snapshot!(failure(&cut, &["p:1", "--token", "t"]).await, @r"
the build may have been started: repeat this with --token t
error: RetryBuild failed: the connection failed: io: Peer disconnected
");
    let gone = [Answer::dropped(), Answer::dropped(), Answer::dropped()];
    assert_snapshot!(failure(&gone, &["p:1", "--token", "t"]).await, @r"
the build may have been started: repeat this with --token t
error: RetryBuild failed: the connection failed: io: Peer disconnected
");
    let page = Answer::new(200, &[("content-type", "text/html")], "<html></html>");
    assert_snapshot!(failure(&[page], &["p:1", "--token", "t"]).await, @r"
the build may have been started: repeat this with --token t
error: RetryBuild failed: unreadable response: expected value (line 1, column 1) (HTTP 200, request id r-1)
");
}

#[tokio::test]
async fn message_of_a_refused_connection() {
    let (_socket, url) = server::refusing();
    let output = run(&url, &["p:1", "--token", "t"]).await;
    assert_eq!(output.status.code(), Some(1));
    let error = text(&output.stderr);
    assert!(
        error.contains("error: RetryBuild failed: the connection failed: "),
        "{error}"
    );
}

#[tokio::test]
async fn missing_settings_are_errors() {
    let output = run("localhost", &[]).await;
    assert_eq!(output.status.code(), Some(2));
    let output = run("not a url", &["p:1"]).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).starts_with("error: RetryBuild failed: the request could not be made"),
        "{output:?}"
    );
}
