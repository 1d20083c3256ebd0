//! boto3 against the example `fake_server`: other clients understand what fakes send.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tests::examples::program;
use tests::python::Program;

/// A running example, which ends when this is dropped.
struct FakeServer {
    child: Child,
    url: String,
}

impl FakeServer {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(program("fake_server"))
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the example starts");
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().expect("stdout is piped"));
        output.read_line(&mut line).expect("a line");
        let url = line.strip_prefix("listening on ").expect("the URL").trim();
        Self {
            url: url.to_owned(),
            child,
        }
    }
}

impl Drop for FakeServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn boto3_understands_the_fake() {
    let server = FakeServer::start(&["--throttle", "2", "--page-size", "2"]);
    let mut boto3 = Program::start("boto3_client.py");
    boto3.write(&server.url);
    let answer: Value = serde_json::from_str(&boto3.read()).expect("JSON of the program");
    let expected = json!({
        "attempts": 2,
        "request_id": "00000000-0000-4000-8000-000000000003",
        "environment": [{"name": "GRÜSSE", "value": "😀"}],
        "tags": [{"key": "team", "value": "ci"}],
        "again": [
            "ResourceAlreadyExistsException", "ResourceAlreadyExistsException",
            "Project already exists: arn:aws:codebuild:us-east-1:123456789012:project/demo", 400,
        ],
        "unknown_project": [
            "ResourceNotFoundException", "ResourceNotFoundException",
            "Project cannot be found: arn:aws:codebuild:us-east-1:123456789012:project/q", 400,
        ],
        "start_time": true,
        "retried": [0, 0, 2],
        "token_misused": [
            "InvalidInputException", "InvalidInputException",
            "the idempotency token was used for another request", 400,
        ],
        "no_such_build": [
            "ResourceNotFoundException", "ResourceNotFoundException",
            "Build demo:none does not exist", 400,
        ],
        "stopped": "STOPPED",
        "statuses": [["QUEUED", "IN_PROGRESS"], ["BUILD", "IN_PROGRESS"], ["COMPLETED", "SUCCEEDED"]],
        "pages": [2, 1],
        "all": true,
        "newest_first": true,
        "deleted": 1,
        "not_found": true,
        "unknown_operation": [
            "ClientError", "UnknownOperationException",
            "the fake has no answer to CodeBuild_20161006.ListFleets: give it one with `on`", 400,
        ],
        "projects": [],
    });
    for (key, value) in expected.as_object().expect("an object") {
        assert_eq!(answer[key], *value, "{key}");
    }
}

/// Faults of all kinds, before and after the closure: boto3 retries, and a token makes that safe.
/// The server's seed is fixed.
#[test]
fn boto3_retries_after_faults() {
    let server = FakeServer::start(&["--failures", "0.2", "--seed", "7", "--page-size", "2"]);
    let mut boto3 = Program::start("boto3_client.py");
    boto3.write(&server.url);
    let answer: Value = serde_json::from_str(&boto3.read()).expect("JSON of the program");
    assert_eq!(answer["retried"], json!([0, 0, 2]));
    assert_eq!(answer["no_such_build"][0], "ResourceNotFoundException");
}
