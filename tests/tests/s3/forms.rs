//! Presigned forms against botocore's, and sent to a server.

use serde_json::{Value, json};
use tests::json::with;
use tests::moto::Moto;
use tests::oracle::Oracle;

use super::{NAME, PROJECT};

fn form(bucket: &str, key: &str) -> Value {
    json!({
        "do": "presign_post", "service": "s3", "operation": "PutObject", "region": "eu-west-1",
        "params": {"Bucket": bucket, "Key": key}, "now": 1_700_000_000, "expires_in": 3600,
        "fields": [], "config": {"signature_version": "s3v4", "s3": {"addressing_style": "virtual"}},
    })
}

/// The conditions that the fields and the range mean.
fn with_conditions(mut case: Value) -> Value {
    let fields = case["fields"].as_array().expect("fields").iter();
    let mut conditions: Vec<_> = fields
        .map(|it| json!({it[0].as_str().expect("a name"): it[1]}))
        .collect();
    if let Some(range) = case["range"].as_array() {
        conditions.push(json!(["content-length-range", range[0], range[1]]));
    }
    case["conditions"] = conditions.into();
    case
}

#[test]
fn presigned_forms_are_those_of_botocore() {
    let fields = json!([["acl", "public-read"], ["Content-Type", "text/ü \"x\""]]);
    let cases = [
        form("bucket", "a b/ü.txt"),
        form("bucket", "user/${filename}"),
        with(form("bucket", "k"), "fields", fields.clone()),
        with(
            with(form("bucket", "k"), "fields", fields),
            "range",
            json!([1, 1_048_576]),
        ),
        with(
            form("bucket", "k"),
            "session_token",
            "session/TOKEN+with=signs&more",
        ),
        with(form("bucket", "k"), "region", "us-west-2"),
        with(form("bucket", "k"), "expires_in", 60),
        with(
            form("bucket.with.dots", "k"),
            "config",
            json!({"signature_version": "s3v4", "s3": {"addressing_style": "path", "us_east_1_regional_endpoint": "regional"}}),
        ),
    ];
    let cases = cases.map(with_conditions);
    let mut oracle = Oracle::start();
    let answers = PROJECT.ask(NAME, &cases);
    for (case, answer) in cases.iter().zip(answers) {
        assert_eq!(answer, oracle.ask(case), "{case}");
    }
}

/// They would not be in the form.
#[test]
fn members_that_a_policy_does_not_have_are_refused() {
    let more = json!({"Bucket": "bucket", "Key": "k", "ACL": "private", "ContentType": "text/x"});
    let answer = PROJECT
        .ask(NAME, &[with(form("bucket", "k"), "params", more)])
        .remove(0);
    let error = answer["refused"].as_str().expect("an error");
    let expected = "nothing of ACL, ContentType: state it with `PostPolicy::field`";
    assert!(error.contains(expected), "{error}");
}

#[test]
fn forms_are_taken_by_a_server() {
    let url = Moto::shared().url();
    let case = with(
        form("tinsmith-forms", "user/${filename}"),
        "endpoint",
        url.clone(),
    );
    let case = with(case, "range", json!([1, 1_000]));
    let answer = PROJECT.ask(NAME, &[case]).remove(0);
    let found = Oracle::start().ask(&json!({
        "do": "post_form", "server": url, "url": answer["url"], "fields": answer["fields"],
        "file": "hello", "bucket": "tinsmith-forms", "key": "user/name.txt",
    }));
    assert_eq!(found, json!({"status": 204, "found": "hello"}));
}
