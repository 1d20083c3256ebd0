//! A generated client of S3: against a moto server, and its presigned URLs against botocore's.

mod control_requests;
mod environment;
mod forms;
mod session_signatures;

use std::sync::LazyLock;

use serde_json::{Value, json};
use tests::json::{with, with_all};
use tests::moto::Moto;
use tests::oracle::Oracle;
use tests::presigned;
use tests::project::Project;

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
    "CreateSession",
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
    "ListMultipartUploads",
    "ListObjectVersions",
    "ListObjects",
    "ListObjectsV2",
    "ListParts",
    "PutBucketVersioning",
    "PutObject",
    "PutObjectTagging",
    "RestoreObject",
    "UploadPart",
    "WriteGetObjectResponse",
];

/// The project, whose program is built once.
static PROJECT: LazyLock<Project> = LazyLock::new(|| {
    let project = Project::on_services(
        env!("CARGO_TARGET_TMPDIR"),
        NAME,
        &[
            ("s3", OPERATIONS),
            ("s3control", control_requests::OPERATIONS),
        ],
        &["default-https-client", "serde", "test-util"],
        PROGRAM,
    );
    for (name, text) in [
        ("control", include_str!("control.rs")),
        ("fakes", include_str!("fakes.rs")),
        ("questions", include_str!("questions.rs")),
        ("sessions", include_str!("sessions.rs")),
        ("settings", include_str!("settings.rs")),
    ] {
        project.write(&format!("{NAME}/src/{name}.rs"), text);
    }
    project.cargo(&format!("build --quiet --package {NAME}"));
    project
});

#[test]
fn client_against_moto() {
    let url = Moto::shared().url();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/python/boto3_s3.py");
    PROJECT.cargo(&format!("run --quiet --package {NAME} -- {url} {script}"));
}

fn presign(operation: &str, params: &Value) -> Value {
    // By default, botocore takes version 2, which regions since 2014 refuse, and the host of all
    // regions.
    let config = json!({"signature_version": "s3v4", "s3": {"addressing_style": "virtual"}});
    with(
        presigned::question("s3", operation, params),
        "config",
        config,
    )
}

/// A key as our clients take it, and as botocore does.
const CUSTOMER_KEY: [&str; 2] = [
    "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "01234567890123456789012345678901",
];

/// A case with the key as botocore takes it.
fn for_botocore(case: &Value) -> Value {
    let mut case = case.clone();
    if let Some(key) = case["params"].get_mut("SSECustomerKey") {
        *key = CUSTOMER_KEY[1].into();
    }
    case
}

/// The requests that both sides presign.
fn cases() -> Vec<Value> {
    let get = || {
        presign(
            "GetObject",
            &json!({"Bucket": "bucket", "Key": "a b/../ü+*~'.txt"}),
        )
    };
    vec![
        get(),
        with(get(), "session_token", "session/TOKEN+with=signs&more"),
        with(get(), "endpoint", "http://127.0.0.1:1234"),
        with(get(), "region", "us-west-2"),
        // The dots need the bucket in the path.
        presign(
            "GetObject",
            &json!({"Bucket": "bucket.with.dots", "Key": "//k//"}),
        ),
        presign(
            "GetObject",
            &json!({
                "Bucket": "bucket", "Key": "k", "Range": "bytes=0-9",
                "ResponseContentDisposition": "attachment; filename=\"a b.txt\"", "VersionId": "v=1",
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
            "PutObject",
            &json!({
                "Bucket": "bucket", "Key": "k",
                "ContentDisposition": "attachment; filename=\"ü.txt\"",
            }),
        ),
        // Only a stream of this length is taken.
        presign(
            "PutObject",
            &json!({"Bucket": "bucket", "Key": "k", "ContentLength": 1000}),
        ),
        presign(
            "PutObject",
            &json!({"Bucket": "bucket", "Key": "k", "ContentLength": 0}),
        ),
        presign(
            "PutObject",
            &json!({
                "Bucket": "bucket", "Key": "k", "ContentMD5": HELLO_MD5,
                "ChecksumSHA256": "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
            }),
        ),
        // The MD5 of the key is computed.
        presign(
            "GetObject",
            &json!({
                "Bucket": "bucket", "Key": "k", "SSECustomerAlgorithm": "AES256",
                "SSECustomerKey": CUSTOMER_KEY[0],
            }),
        ),
        presign(
            "UploadPart",
            &json!({"Bucket": "bucket", "Key": "k", "PartNumber": 2, "UploadId": "u/1"}),
        ),
        presign(
            "UploadPart",
            &json!({
                "Bucket": "bucket", "Key": "k", "PartNumber": 2, "UploadId": "u/1", "ContentLength": 5,
            }),
        ),
        presign(
            "CreateMultipartUpload",
            &json!({"Bucket": "bucket", "Key": "k", "ContentType": "text/x"}),
        ),
        // Who sends it has the document.
        presign(
            "CompleteMultipartUpload",
            &json!({"Bucket": "bucket", "Key": "k", "UploadId": "u/1"}),
        ),
        presign(
            "CopyObject",
            &json!({"Bucket": "bucket", "Key": "k", "CopySource": "from/a b"}),
        ),
        presign(
            "GetObject",
            &json!({
                "Bucket": "arn:aws:s3:eu-central-1:111122223333:accesspoint/name", "Key": "k",
            }),
        ),
    ]
}

#[test]
fn presigned_urls_are_those_of_botocore() {
    let (mut oracle, cases) = (Oracle::start(), cases());
    let answers = PROJECT.ask(NAME, &cases);
    for (case, answer) in cases.iter().zip(answers) {
        let expected = oracle.ask(&for_botocore(case));
        let mut headers = answer["headers"].as_array().expect("headers").clone();
        headers.sort_by_key(ToString::to_string);
        assert_eq!(
            headers,
            *expected["headers"].as_array().expect("headers"),
            "{case}"
        );
        // botocore states the empty value of a literal parameter; the signatures are the same.
        let url = answer["url"].as_str().expect("a URL");
        let answer = with(
            answer.clone(),
            "url",
            url.replace("?uploads&", "?uploads=&"),
        );
        presigned::assert_same(case, &answer, &expected);
    }
}

/// AWS's signer never signs the header in links, and S3 refuses one that is not signed.
#[test]
fn links_ask_for_no_checksum() {
    let get = json!({"Bucket": "bucket", "Key": "k"});
    let asking = with(get.clone(), "ChecksumMode", "ENABLED");
    let cases = [get, asking].map(|params| presign("GetObject", &params));
    let answers = PROJECT.ask(NAME, &cases);
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[1]["headers"], json!([]));
}

/// A call in eu-west-1, with settings of both sides.
fn call(operation: &str, params: &Value) -> Value {
    json!({
        "do": "sent", "service": "s3", "operation": operation, "params": params,
        "region": "eu-west-1", "config": {"s3": {"addressing_style": "auto"}},
    })
}

fn on_bucket(operation: &str, more: &Value) -> Value {
    call(operation, &with_all(json!({"Bucket": "bucket"}), more))
}

/// The same setting of botocore and of ours.
fn set(mut case: Value, theirs: &Value, ours: &str) -> Value {
    for (name, value) in theirs.as_object().expect("settings") {
        match value.as_object() {
            Some(of_service) => {
                for (name, value) in of_service {
                    case["config"]["s3"][name] = value.clone();
                }
            }
            None => case["config"][name] = value.clone(),
        }
    }
    case["ours"] = ours.into();
    case
}

const HELLO: &str = "aGVsbG8=";
const HELLO_MD5: &str = "XUFAKrxLKna5cZ2REBfFkg==";

fn put(more: &Value) -> Value {
    let mut case = on_bucket("PutObject", more);
    case["params"]["Key"] = "a b/../ü+*~'.txt".into();
    case["params"]["Body"] = HELLO.into();
    case
}

fn delete() -> Value {
    let objects = json!([{"Key": "a\r\n<&>"}, {"Key": "b"}]);
    on_bucket(
        "DeleteObjects",
        &json!({"Delete": {"Objects": objects, "Quiet": true}}),
    )
}

fn respond() -> Value {
    call(
        "WriteGetObjectResponse",
        &json!({"RequestRoute": "route", "RequestToken": "t", "Body": HELLO}),
    )
}

/// Calls whose signatures leave the payload out.
fn unsigned_payloads() -> Vec<Value> {
    vec![
        set(
            put(&json!({})),
            &json!({
                "request_checksum_calculation": "when_required",
                "s3": {"payload_signing_enabled": false},
            }),
            "unsigned_payload, when_required",
        ),
        with(
            set(
                put(&json!({})),
                &json!({"s3": {"payload_signing_enabled": false}}),
                "unsigned_payload",
            ),
            "endpoint",
            "http://127.0.0.1:1234",
        ),
        set(
            delete(),
            &json!({"s3": {"payload_signing_enabled": false}}),
            "unsigned_payload",
        ),
    ]
}

fn when_required(case: Value) -> Value {
    set(
        case,
        &json!({"request_checksum_calculation": "when_required"}),
        "when_required",
    )
}

/// Calls with a stated MD5, with which signatures may leave the stream out.
fn stated_md5() -> Vec<Value> {
    let stated = || put(&json!({"ContentMD5": HELLO_MD5}));
    let plain = "http://127.0.0.1:1234";
    vec![
        stated(),
        when_required(stated()),
        with(when_required(stated()), "endpoint", plain),
    ]
}

/// Calls without credentials.
fn anonymous() -> Vec<Value> {
    let cases = vec![
        on_bucket("GetObject", &json!({"Key": "k"})),
        delete(),
        put(&json!({})),
        with(put(&json!({})), "endpoint", "http://127.0.0.1:1234"),
        when_required(put(&json!({}))),
    ];
    let cases = cases.into_iter();
    cases.map(|it| with(it, "is_anonymous", true)).collect()
}

/// Calls of each kind of address, payload and checksum.
fn calls() -> Vec<Value> {
    let get = || on_bucket("GetObject", &json!({"Key": "k"}));
    let point = "arn:aws:s3:us-west-2:111122223333:accesspoint/name";
    let outpost =
        "arn:aws:s3-outposts:eu-west-1:111122223333:outpost/op-01234567890123456/accesspoint/n";
    let lambda = "arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/n";
    let with_key = |key: &str| {
        let mut case = get();
        case["params"]["Key"] = key.into();
        case
    };
    let with_bucket = |bucket: &str| {
        let mut case = get();
        case["params"]["Bucket"] = bucket.into();
        case
    };
    let parts = json!({
        "Key": "k", "UploadId": "u", "MultipartUpload": {"Parts": [{"ETag": "e", "PartNumber": 1}]},
    });
    vec![
        put(&json!({})),
        put(&json!({"ContentType": "text/x", "Metadata": {"a": "b", "c-d": "e"}})),
        on_bucket("PutObject", &json!({"Key": "k"})),
        with(put(&json!({})), "endpoint", "http://127.0.0.1:1234"),
        set(
            put(&json!({})),
            &json!({"request_checksum_calculation": "when_required"}),
            "when_required",
        ),
        put(&json!({"ChecksumAlgorithm": "SHA256"})),
        put(&json!({"ChecksumAlgorithm": "SHA1"})),
        put(&json!({"ChecksumAlgorithm": "SHA512"})),
        put(&json!({"ChecksumCRC32": "NhCmhg=="})),
        on_bucket(
            "UploadPart",
            &json!({"Key": "k", "PartNumber": 1, "UploadId": "u", "Body": HELLO}),
        ),
        delete(),
        on_bucket(
            "PutObjectTagging",
            &json!({"Key": "k", "Tagging": {"TagSet": [{"Key": "a", "Value": "b"}]}}),
        ),
        on_bucket(
            "PutBucketVersioning",
            &json!({"VersioningConfiguration": {"Status": "Enabled"}}),
        ),
        on_bucket(
            "CreateBucket",
            &json!({"CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}),
        ),
        // Without a document.
        on_bucket("RestoreObject", &json!({"Key": "k"})),
        with(respond(), "endpoint", "http://custom.example"),
        on_bucket("CompleteMultipartUpload", &parts),
        on_bucket("CreateMultipartUpload", &json!({"Key": "k"})),
        on_bucket(
            "CreateMultipartUpload",
            &json!({"Key": "k", "ChecksumAlgorithm": "CRC32C"}),
        ),
        on_bucket(
            "CopyObject",
            &json!({"Key": "k", "CopySource": "from/a b+c/ü.txt?versionId=v"}),
        ),
        on_bucket("HeadObject", &json!({"Key": "k", "PartNumber": 2})),
        on_bucket("DeleteObject", &json!({"Key": "k"})),
        on_bucket("HeadBucket", &json!({})),
        on_bucket("GetBucketLocation", &json!({})),
        on_bucket("ListObjectsV2", &json!({"Prefix": "a b", "MaxKeys": 5})),
        on_bucket("ListObjectVersions", &json!({})),
        on_bucket("ListObjects", &json!({"Delimiter": "/"})),
        call("ListBuckets", &json!({})),
        get(),
        with_key("//a//../."),
        with_key("a%20b?c#d&e=f;g,h:i@j$"),
        with_bucket("bucket.with.dots"),
        set(get(), &json!({"s3": {"addressing_style": "path"}}), "path"),
        set(
            get(),
            &json!({"s3": {"use_accelerate_endpoint": true}}),
            "accelerate",
        ),
        set(
            get(),
            &json!({"use_dualstack_endpoint": true}),
            "dual_stack",
        ),
        set(get(), &json!({"use_fips_endpoint": true}), "fips"),
        set(
            get(),
            &json!({"use_fips_endpoint": true, "use_dualstack_endpoint": true}),
            "fips, dual_stack",
        ),
        with_bucket(point),
        with_bucket(outpost),
        with_bucket(lambda),
    ]
}

/// Headers that say who sends a request, when and how, and the signature, which covers them.
const OWN: [&str; 9] = [
    "accept",
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "authorization",
    "expect",
    "host",
    "user-agent",
    "x-amz-date",
    "x-amz-user-agent",
];

/// What is compared of a request.
fn compared(mut request: Value, of: &str) -> Value {
    let url = request["url"].as_str().expect("a URL").to_owned();
    // The path of a bucket in path style, as docs/decisions.md says.
    let url = url.replacen("/?", "?", 1);
    // botocore has parameters in the order of the call, ours are in the order of the model.
    let mut parts: Vec<_> = url.trim_end_matches('/').split(['?', '&']).collect();
    parts[1..].sort_unstable();
    request["url"] = parts.join("&").into();
    let has_stream = ["PutObject", "UploadPart", "WriteGetObjectResponse"].contains(&of);
    let headers = request["headers"].as_object_mut().expect("headers");
    headers.retain(|name, _| !OWN.contains(&name.as_str()));
    // The connection adds them to ours.
    headers.retain(|name, _| !["content-length", "transfer-encoding"].contains(&name.as_str()));
    // botocore has no content type.
    let is_default =
        |it: &Value| it == "application/xml" || has_stream && it == "application/octet-stream";
    if headers.get("content-type").is_some_and(is_default) {
        headers.remove("content-type");
    }
    request
}

/// Both sides send the same requests, after what is done to ours and theirs.
fn assert_same_requests(calls: &[Value], adjust: fn(&mut Value, &mut Value)) {
    let mut oracle = Oracle::start();
    let answers = PROJECT.ask(NAME, calls);
    let mut wrong = Vec::new();
    for (case, answer) in calls.iter().zip(answers) {
        let operation = case["operation"].as_str().expect("a name");
        assert!(answer["url"].is_string(), "{case}: {answer}");
        let mut ours = compared(answer, operation);
        let mut theirs = compared(oracle.ask(case), operation);
        adjust(&mut ours, &mut theirs);
        if ours != theirs {
            wrong.push(format!("{case}\n  ours   {ours}\n  theirs {theirs}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}\n{}",
        wrong.len(),
        calls.len(),
        wrong.join("\n")
    );
}

#[test]
fn requests_are_those_of_botocore() {
    let calls = [calls(), unsigned_payloads(), stated_md5(), anonymous()].concat();
    assert_same_requests(&calls, |_, _| ());
}

/// The model leaves the payload out of the signature; botocore hashes it nevertheless.
#[test]
fn payloads_that_the_model_leaves_out_are_not_hashed() {
    let answer = PROJECT.ask(NAME, &[respond()]).remove(0);
    let stated = &answer["headers"]["x-amz-content-sha256"];
    assert_eq!(stated, "UNSIGNED-PAYLOAD");
}
