//! The examples of the generated crate, run as programs against moto.

use std::process::Output;

use insta::assert_snapshot;
use tests::examples::program;
use tests::moto::Moto;

use crate::{builds, client, create_project, start_build};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs an example with a clean environment.
async fn run(name: &str, region: &str, arguments: &[&str]) -> Output {
    let mut command = tokio::process::Command::new(program(name));
    command
        .env_clear()
        .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "secret")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .args(["--region", region, "--endpoint-url", &Moto::shared().url()])
        .args(arguments);
    command.output().await.expect("the example runs")
}

#[tokio::test]
async fn retry_build_follows_the_build() {
    let region = "ap-south-1";
    let client = client(region);
    create_project(&client, "example").await;
    let old = start_build(&client, "example").await;
    let output = run("retry_build", region, &[&old, "--interval", "0.01"]).await;

    let new = &builds(&client, "example").await[1];
    let text = text(&output.stdout)
        .replace(&old, "OLD")
        .replace(new, "NEW");
    assert_snapshot!(text, @r"
OLD is retried as NEW
QUEUED
SUCCEEDED
log: https://console.aws.amazon.com/cloudwatch/home?region=eu-west-2#logEvent:group=null;stream=null
");
    assert!(output.stderr.is_empty());
    assert_eq!(output.status.code(), Some(0));
}

#[tokio::test]
async fn retry_build_of_an_unknown_build_fails() {
    let output = run("retry_build", "ap-south-1", &["example:none"]).await;
    let request_id = "request id ";
    let text = text(&output.stderr);
    let (text, _) = text.split_once(request_id).expect("a request id");
    assert_snapshot!(text, @"error: RetryBuild failed: ResourceNotFoundException: Build example:none does not exist (HTTP 400,");
    assert!(output.stdout.is_empty());
    assert_eq!(output.status.code(), Some(1));
}

#[tokio::test]
async fn retry_build_needs_an_id() {
    let output = run("retry_build", "ap-south-1", &[]).await;
    assert!(text(&output.stderr).contains("<ID>"));
    assert_eq!(output.status.code(), Some(2));
}

#[tokio::test]
async fn list_builds_prints_ids() {
    let region = "ap-southeast-1";
    let client = client(region);
    for project in ["one", "two"] {
        create_project(&client, project).await;
    }
    let output = run("list_builds", region, &[]).await;
    assert_eq!(
        (text(&output.stdout), output.status.code()),
        (String::new(), Some(0))
    );

    let mut ids = Vec::new();
    for project in ["one", "one", "two"] {
        ids.push(start_build(&client, project).await);
    }
    let lines = |ids: &[String]| ids.iter().map(|id| format!("{id}\n")).collect::<String>();
    for (arguments, expected) in [
        (&[][..], &ids[..]),
        (&["--most", "2"], &ids[..2]),
        (&["--project", "one"], &ids[..2]),
        (&["--project", "two"], &ids[2..]),
    ] {
        let output = run("list_builds", region, arguments).await;
        assert_eq!(text(&output.stdout), lines(expected), "{arguments:?}");
        assert_eq!(output.status.code(), Some(0));
    }

    let output = run("list_builds", region, &["--project", "three"]).await;
    assert!(text(&output.stderr).starts_with("error: ListBuildsForProject failed: Resource"));
    assert_eq!(output.status.code(), Some(1));
}

#[tokio::test]
async fn tracing_logs_attempts() {
    let region = "ap-northeast-1";
    let client = client(region);
    create_project(&client, "example").await;
    let build = start_build(&client, "example").await;
    let output = run("tracing", region, &[&build]).await;
    assert!(
        text(&output.stdout).ends_with("SUCCEEDED\n")
            || text(&output.stdout).ends_with("IN_PROGRESS\n")
    );
    let log = text(&output.stderr);
    for part in [
        "CodeBuild.BatchGetBuilds{",
        "attempt finished",
        "attempt=1",
        "status=200",
        "attempts: 1",
    ] {
        assert!(log.contains(part), "{part}: {log}");
    }
    assert_eq!(output.status.code(), Some(0));
}
