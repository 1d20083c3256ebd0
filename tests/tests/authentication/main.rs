//! Presigned URLs and copies, bearer tokens, signatures of uploads and the global endpoint of STS, as
//! botocore has them; presigned URLs against moto.

mod copies;
mod global_endpoint;

use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::{Value, json};
use tests::json::with;
use tests::oracle::Oracle;
use tests::presigned::{self, question as presign};
use tests::project::Project;

/// The program, which presigns and calls.
const PROGRAM: &str = include_str!("program.rs");

const NAME: &str = "authentication";

/// The services of botocore, each with the operations that the program calls.
const SERVICES: [(&str, &[&str]); 13] = [
    ("bedrock-runtime", &["GetAsyncInvoke"]),
    ("clouddirectory", &["GetDirectory"]),
    ("cloudsearchdomain", &["UploadDocuments"]),
    ("codeartifact", &["PublishPackageVersion"]),
    ("codecatalyst", &["GetSpace"]),
    ("docdb", &["CopyDBClusterSnapshot", "CreateDBCluster"]),
    ("ec2", &["CopySnapshot", "DescribeRegions"]),
    ("lambda", &["GetFunction", "ListFunctions", "UntagResource"]),
    ("mediastore-data", &["DescribeObject", "GetObject"]),
    ("neptune", &["CopyDBClusterSnapshot", "CreateDBCluster"]),
    ("polly", &["SynthesizeSpeech"]),
    (
        "rds",
        &[
            "CopyDBClusterSnapshot",
            "CopyDBSnapshot",
            "CreateDBCluster",
            "CreateDBInstanceReadReplica",
            "StartDBInstanceAutomatedBackupsReplication",
        ],
    ),
    ("sts", &["AssumeRole", "GetCallerIdentity"]),
];

/// The project, whose program is built once.
static PROJECT: LazyLock<Project> = LazyLock::new(|| {
    let project = Project::on_services(
        env!("CARGO_TARGET_TMPDIR"),
        NAME,
        &SERVICES,
        &["client", "serde", "test-util"],
        PROGRAM,
    );
    project.cargo(&format!("build --quiet --package {NAME}"));
    project
});

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
    let role = json!({
        "RoleArn": "arn:aws:iam::111122223333:role/r", "RoleSessionName": "s=1@2",
        "PolicyArns": [{"arn": "arn:aws:iam::aws:a b"}, {"arn": "arn:aws:iam::aws:c/d+e"}], "DurationSeconds": 900,
    });
    // In the order of the model, in which we send members.
    let speech = json!({
        "LexiconNames": ["one", "two"], "OutputFormat": "mp3", "Text": "a b&c=d+ü", "VoiceId": "Joanna",
    });
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
        // The members of a JSON body, by an overlay.
        with(
            presign("polly", "SynthesizeSpeech", &speech),
            "method",
            "GET",
        ),
        with(
            with(
                presign("polly", "SynthesizeSpeech", &speech),
                "method",
                "GET",
            ),
            "session_token",
            "a/b+c",
        ),
        // Forms become queries.
        with(
            presign("sts", "GetCallerIdentity", &json!({})),
            "method",
            "GET",
        ),
        with(presign("sts", "AssumeRole", &role), "method", "GET"),
        with(
            presign(
                "ec2",
                "DescribeRegions",
                &json!({"RegionNames": ["a b", "c"], "AllRegions": true}),
            ),
            "method",
            "GET",
        ),
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
    let answers = PROJECT.ask(NAME, &cases);
    for (case, answer) in cases.iter().zip(answers) {
        let expected = oracle.ask(case);
        assert_eq!(answer["headers"], expected["headers"], "{case}");
        presigned::assert_same(case, &answer, &expected);
    }
}

/// Botocore drops all but the first value of a list; the service needs all of them.
#[test]
fn lists_in_queries_are_whole() {
    let params = json!({"Resource": "arn:a", "TagKeys": ["a", "b c"]});
    let answers = PROJECT.ask(NAME, &[presign("lambda", "UntagResource", &params)]);
    let url = answers[0]["url"].as_str().expect("a URL");
    assert!(
        url.contains("?tagKeys=a&tagKeys=b%20c&X-Amz-Algorithm="),
        "{url}"
    );
}

#[test]
fn moto_answers_presigned_urls() {
    let mut oracle = Oracle::start();
    let cases = [
        presign("lambda", "ListFunctions", &json!({"MaxItems": 5})),
        presign("lambda", "GetFunction", &json!({"FunctionName": "none"})),
        presign("sts", "GetCallerIdentity", &json!({})),
        presign(
            "ec2",
            "DescribeRegions",
            &json!({"RegionNames": ["eu-west-1"]}),
        ),
    ];
    let answers = PROJECT.ask(NAME, &cases);
    let parts = [
        (200, "\"Functions\""),
        (404, "Function not found"),
        (200, "<GetCallerIdentityResult>"),
        (200, "<regionName>eu-west-1</regionName>"),
    ];
    for (answer, (status, part)) in answers.iter().zip(parts) {
        let headers = answer["headers"].as_array().expect("headers");
        assert!(headers.is_empty(), "{answer}");
        let found = oracle.ask(&json!({
            "do": "fetch", "method": answer["method"], "url": answer["url"], "headers": {},
        }));
        assert_eq!(found["status"], status, "{found}");
        assert!(
            found["body"].as_str().expect("a text").contains(part),
            "{found}"
        );
    }
}

#[test]
fn tokens_of_the_environment_are_used_as_by_botocore() {
    let mut oracle = Oracle::start();
    let bedrock = (
        "bedrock-runtime",
        "GetAsyncInvoke",
        json!({"invocationArn": "arn:a"}),
    );
    let catalyst = ("codecatalyst", "GetSpace", json!({"name": "space"}));
    let lambda = ("lambda", "ListFunctions", json!({}));
    let token = |name: &str| json!({name: "t0ken"});
    for (call, environment, expected) in [
        (&bedrock, token("AWS_BEARER_TOKEN_BEDROCK"), "Bearer t0ken"),
        (
            &bedrock,
            token("AWS_BEARER_TOKEN_BEDROCK_RUNTIME"),
            "AWS4-HMAC-SHA256",
        ),
        (&bedrock, token("AWS_BEARER_TOKEN"), "AWS4-HMAC-SHA256"),
        (&bedrock, json!({}), "AWS4-HMAC-SHA256"),
        (
            &bedrock,
            json!({"AWS_BEARER_TOKEN_BEDROCK": "t0ken", "AWS_AUTH_SCHEME_PREFERENCE": "sigv4"}),
            "Bearer t0ken",
        ),
        (
            &catalyst,
            token("AWS_BEARER_TOKEN_CODECATALYST"),
            "Bearer t0ken",
        ),
        (
            &lambda,
            token("AWS_BEARER_TOKEN_LAMBDA"),
            "AWS4-HMAC-SHA256",
        ),
    ] {
        let (service, operation, params) = call;
        let case = json!({
            "do": "authorization", "service": service, "operation": operation, "params": params,
            "environment": environment,
        });
        let theirs = oracle.ask(&case);
        let mut program = Command::new(PROJECT.program(NAME));
        for (name, value) in environment.as_object().expect("variables") {
            program.env(name, value.as_str().expect("a text"));
        }
        let ours = tests::python::Program::run(program, NAME);
        let ours = ask(ours, &json!({"do": "call", "service": service}));
        for found in [&ours, &theirs] {
            let found = found["authorization"].as_str().expect("a header");
            assert!(found.starts_with(expected), "{found} with {environment}");
        }
        let is_date = |it: &Value| it == "x-amz-date";
        let has_date = |it: &Value| it["headers"].as_array().expect("names").iter().any(is_date);
        assert_eq!(has_date(&ours), has_date(&theirs));
    }
}

fn ask(mut program: tests::python::Program, question: &Value) -> Value {
    program.write(&question.to_string());
    serde_json::from_str(&program.read()).expect("JSON")
}

/// The signature covers the file, which is read before it is sent.
#[test]
fn signatures_of_uploads_are_those_of_botocore() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("authentication-upload");
    let body = "a line of text, \n".repeat(50_000);
    std::fs::write(&path, &body).expect("it is written");
    let mut oracle = Oracle::start();
    let hash = oracle.ask(&json!({"do": "sha256", "text": body}));
    let path = path.to_str().expect("UTF-8");
    let case =
        |service| json!({"do": "upload", "service": service, "path": path, "hash": hash["hash"]});
    let services = [
        ("cloudsearchdomain", "cloudsearch"),
        ("codeartifact", "codeartifact"),
    ];
    let answers = PROJECT.ask(NAME, &services.map(|(service, _)| case(service)));
    for (answer, (_, signing_name)) in answers.iter().zip(services) {
        let headers = answer["headers"].as_object().expect("headers");
        let found = headers["authorization"].as_str().expect("a signature");
        let (_, signed) = found.split_once("SignedHeaders=").expect("signed headers");
        let (signed, _) = signed.split_once(',').expect("a signature after them");
        let mut sent = headers.clone();
        sent.entry("host").or_insert_with(|| json!("example.com"));
        let expected = oracle.ask(&json!({
            "do": "sign", "method": answer["method"], "url": answer["url"], "headers": sent,
            "signed_headers": signed.split(';').collect::<Vec<_>>(), "body": body,
            "access_key": "AKIDEXAMPLE", "secret_key": "wJalr/EXAMPLE+KEY", "session_token": null,
            "signing_name": signing_name, "region": "eu-central-1",
            "timestamp": headers["x-amz-date"],
        }));
        assert_eq!(expected["authorization"], found, "{answer}");
    }
}
