//! A generated client of S3: against a moto server, and its presigned URLs against botocore's.

use serde_json::{Value, json};
use tests::moto::Moto;
use tests::oracle::Oracle;
use tests::project::{Project, runtime_dependency};

/// The program, which calls moto and asserts what it finds, or presigns.
const PROGRAM: &str = include_str!("program.rs");

const NAME: &str = "s3-program";

/// The operations that the program calls.
const OPERATIONS: &[&str] = &[
    "AbortMultipartUpload",
    "CompleteMultipartUpload",
    "CopyObject",
    "CreateBucket",
    "CreateMultipartUpload",
    "DeleteBucket",
    "DeleteObject",
    "DeleteObjects",
    "GetBucketLocation",
    "GetBucketVersioning",
    "GetObject",
    "GetObjectTagging",
    "HeadBucket",
    "HeadObject",
    "ListBuckets",
    "ListObjectVersions",
    "ListObjects",
    "ListObjectsV2",
    "ListParts",
    "PutBucketVersioning",
    "PutObject",
    "PutObjectTagging",
    "UploadPart",
];

fn project() -> Project {
    let dependencies = vec![
        runtime_dependency(&["presigning"]),
        "http = \"1\"".to_owned(),
        "serde_json = \"1\"".to_owned(),
        "tokio = { version = \"1\", features = [\"macros\", \"rt\"] }".to_owned(),
    ];
    let project = Project::on_services(
        env!("CARGO_TARGET_TMPDIR"),
        NAME,
        &[("s3", OPERATIONS)],
        &["default-https-client", "serde", "test-util"],
        dependencies,
        PROGRAM,
    );
    project.cargo(&format!("build --quiet --package {NAME}"));
    project
}

#[test]
fn client_against_moto() {
    let url = Moto::shared().url();
    project().cargo(&format!("run --quiet --package {NAME} -- {url}"));
}

/// 2026-02-03T04:05:06Z
const NOW: u64 = 1_770_091_506;

fn presign(operation: &str, params: &Value) -> Value {
    json!({
        "do": "presign", "service": "s3", "operation": operation, "params": params,
        "region": "eu-central-1", "now": NOW, "expires_in": 600,
        // By default, botocore takes version 2, which regions since 2014 refuse, and the host of all
        // regions.
        "config": {"signature_version": "s3v4", "s3": {"addressing_style": "virtual"}},
    })
}

fn with(mut case: Value, key: &str, value: impl Into<Value>) -> Value {
    case[key] = value.into();
    case
}

/// The requests that both sides presign.
fn cases() -> Vec<Value> {
    let get = || presign("GetObject", &json!({"Bucket": "bucket", "Key": "a b/../ü+*~'.txt"}));
    vec![
        get(),
        with(get(), "session_token", "session/TOKEN+with=signs&more"),
        with(get(), "endpoint", "http://127.0.0.1:1234"),
        with(get(), "region", "us-west-2"),
        // The dots need the bucket in the path.
        presign("GetObject", &json!({"Bucket": "bucket.with.dots", "Key": "//k//"})),
        presign(
            "GetObject",
            &json!({
                "Bucket": "bucket", "Key": "k", "VersionId": "v=1", "Range": "bytes=0-9",
                "ResponseContentDisposition": "attachment; filename=\"a b.txt\"",
            }),
        ),
        presign("HeadObject", &json!({"Bucket": "bucket", "Key": "k"})),
        presign("DeleteObject", &json!({"Bucket": "bucket", "Key": "k"})),
        presign("PutObject", &json!({"Bucket": "bucket", "Key": "a:b@c"})),
        presign(
            "PutObject",
            &json!({
                "Bucket": "bucket", "Key": "k", "ContentType": "text/x", "Metadata": {"a": "b"},
                "ACL": "private", "StorageClass": "STANDARD",
            }),
        ),
        presign(
            "UploadPart",
            &json!({"Bucket": "bucket", "Key": "k", "PartNumber": 2, "UploadId": "u/1"}),
        ),
        presign(
            "GetObject",
            &json!({
                "Bucket": "arn:aws:s3:eu-central-1:111122223333:accesspoint/name", "Key": "k",
            }),
        ),
    ]
}

/// AWS's signer has the session token after the signature, botocore before it.
fn signature_last(url: &str) -> String {
    let (before, signature) = url.split_once("&X-Amz-Signature=").expect("a signature");
    let (signature, token) = signature.split_at(64);
    format!("{before}{token}&X-Amz-Signature={signature}")
}

#[test]
fn presigned_urls_are_those_of_botocore() {
    let (mut oracle, cases) = (Oracle::start(), cases());
    let answers = project().ask(NAME, &cases);
    for (case, answer) in cases.iter().zip(answers) {
        let expected = oracle.ask(case);
        for key in ["method", "headers"] {
            assert_eq!(answer[key], expected[key], "{key} of {case}");
        }
        let [ours, theirs] = [&answer, &expected].map(|it| it["url"].as_str().expect("a URL"));
        assert_eq!(signature_last(ours), theirs, "{case}");
    }
}
