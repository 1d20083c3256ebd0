//! Asymmetric signatures of generated clients (feature `sigv4a`) against those of botocore with awscrt.

use serde_json::{Value, json};
use tests::json::with;
use tests::presigned::NOW;
use tests::project::Project;
use tests::python::{self, Program};

const NAME: &str = "asymmetric-program";

const SERVICES: &[(&str, &[&str])] = &[
    // Only some endpoints ask for them.
    ("s3", &["DeleteObjects", "GetObject", "PutObject"]),
    ("events", &["PutEvents"]),
    // No endpoint takes anything else.
    ("cloudfront-keyvaluestore", &["GetKey"]),
    // Operations and endpoints prefer them.
    (
        "sustainability",
        &["GetEstimatedCarbonEmissionsDimensionValues"],
    ),
];

fn project() -> Project {
    let project = Project::on_services(
        env!("CARGO_TARGET_TMPDIR"),
        NAME,
        SERVICES,
        &["serde", "sigv4a", "test-util"],
        include_str!("program.rs"),
    );
    project.cargo(&format!("build --quiet --package {NAME}"));
    project
}

fn call(service: &str, operation: &str, params: &Value) -> Value {
    json!({
        "service": service, "operation": operation, "params": params,
        "region": "us-east-1", "now": NOW,
    })
}

fn presign(case: Value) -> Value {
    with(case, "expires_in", 600)
}

/// With the regions for which the signature is to be valid. botocore has no such presigned URLs.
fn in_two_regions(case: Value) -> Value {
    let regions = json!({"sigv4a_signing_region_set": "us-west-2,eu-west-1"});
    with(case, "config", regions)
}

fn cases() -> Vec<Value> {
    let global = "arn:aws:s3::123456789012:accesspoint/name.mrap";
    let get = || {
        let params = json!({"Bucket": global, "Key": "a b/../ü+*~'.txt"});
        call("s3", "GetObject", &params)
    };
    let put = || {
        let params =
            json!({"Bucket": global, "Key": "k", "Body": "aGVsbG8=", "Metadata": {"a": "b"}});
        call("s3", "PutObject", &params)
    };
    let delete = json!({"Bucket": global, "Delete": {"Objects": [{"Key": "a<&>"}]}});
    let outpost =
        "arn:aws:s3-outposts:us-west-2:111122223333:outpost/op-01234567890123456/accesspoint/n";
    let event = json!({"Entries": [{"Source": "ü"}], "EndpointId": "abc.def"});
    let store = "arn:aws:cloudfront::123456789012:key-value-store/abc";
    let period = json!({"Start": "2026-01-01T00:00:00Z", "End": "2026-02-01T00:00:00Z"});
    let token = "session/TOKEN+with=signs&more";
    vec![
        get(),
        with(get(), "session_token", token),
        put(),
        with(
            put(),
            "config",
            json!({"request_checksum_calculation": "when_required"}),
        ),
        in_two_regions(get()),
        call("s3", "DeleteObjects", &delete),
        call("s3", "GetObject", &json!({"Bucket": outpost, "Key": "k"})),
        call("events", "PutEvents", &event),
        in_two_regions(call("events", "PutEvents", &event)),
        call(
            "cloudfront-keyvaluestore",
            "GetKey",
            &json!({"KvsARN": store, "Key": "a b/ü"}),
        ),
        call(
            "sustainability",
            "GetEstimatedCarbonEmissionsDimensionValues",
            &json!({"Dimensions": ["REGION"], "TimePeriod": period}),
        ),
        presign(get()),
        presign(with(get(), "session_token", token)),
        presign(call(
            "s3",
            "PutObject",
            &json!({"Bucket": global, "Key": "k", "Metadata": {"a": "b"}}),
        )),
        presign(call(
            "s3",
            "GetObject",
            &json!({"Bucket": outpost, "Key": "k", "VersionId": "v=1"}),
        )),
    ]
}

/// Headers that say who sends a request, when and how; botocore states no type of a stream.
const OWN: [&str; 12] = [
    "accept",
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "transfer-encoding",
    "user-agent",
    "x-amz-user-agent",
];

/// What is compared of a request: all but the signature, which is another one each time.
fn compared(request: &Value) -> (String, Vec<String>, Value) {
    let url = request["url"].as_str().expect("a URL");
    let (place, query) = url.split_once('?').unwrap_or((url, ""));
    let parameters = query.split('&').map(|it| it.replace("%2A", "*"));
    let mut parameters: Vec<_> = parameters
        .filter(|it| !it.starts_with("X-Amz-Signature="))
        .collect();
    parameters.sort_unstable();
    let mut headers = request["headers"].clone();
    let list = headers.as_object_mut().expect("headers");
    list.retain(|name, _| !OWN.contains(&name.as_str()));
    let method = request["method"].as_str().expect("a method");
    (format!("{method} {place}"), parameters, headers)
}

/// The algorithm, the key and what the signature is for.
fn scope(request: &Value) -> Option<String> {
    let header = request["headers"]["authorization"].as_str()?;
    Some(header.split(',').next()?.to_owned())
}

#[test]
fn signatures_are_valid_for_the_requests_that_botocore_signs() {
    let project = project();
    let cases = cases();
    let mut command = python::command("asymmetric.py");
    command.env("BOTO_DISABLE_CRT", "false");
    let mut oracle = Program::run(command, "asymmetric.py");
    for (case, ours) in cases.iter().zip(project.ask(NAME, &cases)) {
        oracle.write(&with(case.clone(), "ours", ours.clone()).to_string());
        let answer: Value = serde_json::from_str(&oracle.read()).expect("JSON");
        assert_eq!(answer["are_theirs_valid"], true, "{case}\n{answer}");
        assert_eq!(answer["are_ours_valid"], true, "{case}\n{ours}\n{answer}");
        let theirs = &answer["theirs"];
        assert_eq!(compared(&ours), compared(theirs), "{case}");
        assert_eq!(scope(&ours), scope(theirs), "{case}");
    }
}
