//! The requests of a generated client of S3 Control against botocore's.

use serde_json::{Value, json};
use tests::json::{with, with_all};
use tests::oracle::Oracle;

use super::{NAME, PROJECT, assert_same_requests, set};

/// The operations with a bucket, an access point or an outpost, and two without.
pub(super) const OPERATIONS: &[&str] = &[
    "CreateAccessPoint",
    "CreateBucket",
    "DeleteAccessPoint",
    "DeleteAccessPointPolicy",
    "DeleteAccessPointScope",
    "DeleteBucket",
    "DeleteBucketLifecycleConfiguration",
    "DeleteBucketPolicy",
    "DeleteBucketReplication",
    "DeleteBucketTagging",
    "GetAccessPoint",
    "GetAccessPointForObjectLambda",
    "GetAccessPointPolicy",
    "GetAccessPointPolicyStatus",
    "GetAccessPointScope",
    "GetBucket",
    "GetBucketLifecycleConfiguration",
    "GetBucketPolicy",
    "GetBucketReplication",
    "GetBucketTagging",
    "GetBucketVersioning",
    "ListAccessPoints",
    "ListRegionalBuckets",
    "PutAccessPointPolicy",
    "PutAccessPointScope",
    "PutBucketLifecycleConfiguration",
    "PutBucketPolicy",
    "PutBucketReplication",
    "PutBucketTagging",
    "PutBucketVersioning",
    "TagResource",
];

const ACCOUNT: &str = "123456789012";
const BUCKET: &str =
    "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-01234567890123456/bucket/b-1";
const POINT: &str =
    "arn:aws:s3-outposts:eu-west-1:123456789012:outpost:op-01234567890123456:accesspoint:ap-1";

/// What an operation requires besides the resource and the account.
fn more(operation: &str) -> Value {
    // In model order, which botocore's documents do not have.
    let destination = json!({"Bucket": BUCKET});
    let rule = json!({"Status": "Enabled", "Destination": destination, "Bucket": BUCKET});
    match operation {
        "PutAccessPointPolicy" | "PutBucketPolicy" => json!({"Policy": "{}"}),
        "PutAccessPointScope" => json!({"Scope": {"Prefixes": ["p"]}}),
        "PutBucketReplication" => {
            json!({"ReplicationConfiguration": {"Role": "role", "Rules": [rule]}})
        }
        "PutBucketTagging" => json!({"Tagging": {"TagSet": [{"Key": "k", "Value": "v"}]}}),
        "PutBucketVersioning" => json!({"VersioningConfiguration": {"Status": "Enabled"}}),
        _ => json!({}),
    }
}

fn call(operation: &str, params: &Value) -> Value {
    let params = with_all(more(operation), params);
    json!({
        "do": "sent", "service": "s3control", "operation": operation, "params": params,
        "region": "eu-west-1", "config": {"s3": {}},
    })
}

/// The member that names the resource.
fn resource(operation: &str) -> &'static str {
    let is_point = operation.contains("AccessPoint") && operation != "ListAccessPoints";
    if is_point { "Name" } else { "Bucket" }
}

fn calls() -> Vec<Value> {
    let mut calls = Vec::new();
    let special = [
        "CreateAccessPoint",
        "CreateBucket",
        "GetAccessPointForObjectLambda",
        "ListRegionalBuckets",
        "TagResource",
    ];
    for operation in OPERATIONS.iter().filter(|it| !special.contains(it)) {
        let member = resource(operation);
        let arn = if member == "Name" { POINT } else { BUCKET };
        calls.push(call(operation, &json!({member: arn})));
        calls.push(call(operation, &json!({member: arn, "AccountId": ACCOUNT})));
        calls.push(call(
            operation,
            &json!({member: "a-name", "AccountId": ACCOUNT}),
        ));
    }
    let get = |bucket: &str| call("GetBucket", &json!({"Bucket": bucket}));
    let elsewhere = BUCKET.replace("eu-west-1", "us-west-2");
    let create = json!({"Name": "name", "Bucket": BUCKET});
    let lambda = json!({"Name": "name", "AccountId": ACCOUNT});
    let outpost = json!({"AccountId": ACCOUNT, "OutpostId": "op-01234567890123456"});
    let tags =
        json!({"ResourceArn": BUCKET, "AccountId": ACCOUNT, "Tags": [{"Key": "k", "Value": "v"}]});
    calls.extend([
        call("CreateAccessPoint", &create),
        call(
            "CreateBucket",
            &json!({"Bucket": "name", "OutpostId": "op-01234567890123456"}),
        ),
        call("GetAccessPointForObjectLambda", &lambda),
        call("ListRegionalBuckets", &outpost),
        call("ListRegionalBuckets", &json!({"AccountId": ACCOUNT})),
        call("TagResource", &tags),
        set(
            get(&elsewhere),
            &json!({"s3": {"use_arn_region": true}}),
            "use_arn_region",
        ),
        set(get(BUCKET), &json!({"use_fips_endpoint": true}), "fips"),
        set(
            get(BUCKET),
            &json!({"use_dualstack_endpoint": true}),
            "dual_stack",
        ),
        with(get(BUCKET), "endpoint", "http://127.0.0.1:1234"),
    ]);
    calls
}

#[test]
fn control_requests_are_those_of_botocore() {
    assert_same_requests(&calls(), |ours, theirs| {
        // Where a checksum is required and none can be chosen, ours is an MD5, as Smithy says.
        for (request, header) in [(ours, "content-md5"), (theirs, "x-amz-checksum-crc32")] {
            let headers = request["headers"].as_object_mut().expect("headers");
            let has_checksum = headers.remove(header).is_some();
            request["has_checksum"] = has_checksum.into();
        }
    });
}

/// What botocore refuses, too.
#[test]
fn control_arns_of_other_resources_are_refused() {
    let mut oracle = Oracle::start();
    let point = "arn:aws:s3:eu-west-1:123456789012:accesspoint/ap-1";
    let get = |bucket: &str, account: &str| {
        call(
            "GetBucket",
            &json!({"Bucket": bucket, "AccountId": account}),
        )
    };
    let cases = [
        (get(BUCKET, "111122223333"), "does not match the parameter"),
        (get(point, ACCOUNT), "Bucket is an ARN that it may not be"),
        (get(POINT, ACCOUNT), "Bucket is an ARN that it may not be"),
        (
            get(
                "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-1/bucket",
                ACCOUNT,
            ),
            "Bucket is an ARN that it may not be",
        ),
        (
            call(
                "GetAccessPoint",
                &json!({"Name": BUCKET, "AccountId": ACCOUNT}),
            ),
            "Name is an ARN that it may not be",
        ),
        (
            call(
                "GetAccessPointForObjectLambda",
                &json!({"Name": point, "AccountId": ACCOUNT}),
            ),
            "Name is an ARN that it may not be",
        ),
        (
            call("GetBucket", &json!({"Bucket": "name"})),
            "missing required member AccountId",
        ),
    ];
    let asked: Vec<_> = cases.iter().map(|(case, _)| case.clone()).collect();
    for ((case, expected), answer) in cases.iter().zip(PROJECT.ask(NAME, &asked)) {
        let refused = answer["refused"].as_str().unwrap_or_default();
        assert!(refused.contains(expected), "{case}: {answer}");
        assert_eq!(oracle.ask(case), json!({}), "{case}");
    }
}
