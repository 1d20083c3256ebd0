//! Presigned URLs and bearer tokens, as botocore makes them; presigned URLs against a moto server.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tests::moto::Moto;
use tests::oracle::Oracle;
use tests::project::{Project, runtime_dependency};

/// The program, which presigns and calls.
const PROGRAM: &str = include_str!("program.rs");

const NAME: &str = "authentication";

/// The services of botocore, each with the operations that the program calls.
const SERVICES: [(&str, &[&str]); 5] = [
    ("bedrock-runtime", &["GetAsyncInvoke"]),
    ("clouddirectory", &["GetDirectory"]),
    ("codecatalyst", &["GetSpace"]),
    ("lambda", &["GetFunction", "ListFunctions", "UntagResource"]),
    ("mediastore-data", &["DescribeObject", "GetObject"]),
];

/// 2026-02-03T04:05:06Z
const NOW: u64 = 1_770_091_506;

fn project() -> Project {
    let dependencies = vec![
        runtime_dependency(&["presigning"]),
        "aws-config = { version = \"1.13.0\", default-features = false, features = [\"rt-tokio\"] }"
            .to_owned(),
        "http = \"1\"".to_owned(),
        "serde_json = \"1\"".to_owned(),
        "tokio = { version = \"1\", features = [\"macros\", \"rt\"] }".to_owned(),
    ];
    let project = Project::on_services(
        env!("CARGO_TARGET_TMPDIR"),
        NAME,
        &SERVICES,
        &["client", "serde", "test-util"],
        dependencies,
        PROGRAM,
    );
    project.cargo(&format!("build --quiet --package {NAME}"));
    project
}

fn presign(service: &str, operation: &str, params: &Value) -> Value {
    json!({
        "do": "presign", "service": service, "operation": operation, "params": params,
        "region": "eu-central-1", "now": NOW, "expires_in": 600,
    })
}

fn with(mut case: Value, key: &str, value: impl Into<Value>) -> Value {
    case[key] = value.into();
    case
}

/// The requests that both sides presign.
fn cases() -> Vec<Value> {
    let arn = "arn:aws:lambda:eu-central-1:111122223333:function:f";
    let function = || {
        presign(
            "lambda",
            "GetFunction",
            &json!({"FunctionName": arn, "Qualifier": "a b/ü*~'+"}),
        )
    };
    vec![
        function(),
        with(function(), "session_token", "session/TOKEN+with=signs&more"),
        with(function(), "expires_in", 1),
        with(function(), "expires_in", 604_800),
        with(function(), "endpoint", "http://127.0.0.1:1234"),
        with(function(), "endpoint", "https://example.com/custom/a%20b/"),
        presign("lambda", "ListFunctions", &json!({})),
        presign(
            "lambda",
            "ListFunctions",
            &json!({"MasterRegion": "ALL", "MaxItems": 5}),
        ),
        presign(
            "lambda",
            "UntagResource",
            &json!({"Resource": arn, "TagKeys": ["a=b"]}),
        ),
        // Headers that have to be sent.
        presign(
            "mediastore-data",
            "GetObject",
            &json!({"Path": "a/b c/../ü.txt", "Range": "bytes=0-9"}),
        ),
        presign("mediastore-data", "DescribeObject", &json!({"Path": "x"})),
        // A POST request without a body.
        presign(
            "clouddirectory",
            "GetDirectory",
            &json!({"DirectoryArn": "arn:aws:d/x y"}),
        ),
    ]
}

#[test]
fn presigned_urls_are_those_of_botocore() {
    let (mut oracle, cases) = (Oracle::start(), cases());
    let answers = project().ask(NAME, &cases);
    for (case, answer) in cases.iter().zip(answers) {
        let expected = oracle.ask(case);
        for key in ["method", "url", "headers"] {
            assert_eq!(answer[key], expected[key], "{key} of {case}");
        }
    }
}
