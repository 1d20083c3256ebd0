//! Copies from other regions, whose requests have presigned ones in them.

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use tests::json::with;
use tests::oracle::{self, Oracle};
use tests::presigned::{NOW, signature_last};

use crate::{NAME, PROJECT};

fn copy(service: &str, operation: &str, params: &Value) -> Value {
    json!({"service": service, "operation": operation, "params": params, "now": NOW})
}

/// All operations that have it, with members in the order of the model, in which we send them.
fn operations() -> Vec<Value> {
    let arn = "arn:aws:rds:us-west-2:111122223333:cluster-snapshot:a b";
    let mut cases = Vec::new();
    for service in ["docdb", "neptune", "rds"] {
        cases.push(copy(
            service,
            "CopyDBClusterSnapshot",
            &json!({
                "SourceDBClusterSnapshotIdentifier": arn,
                "TargetDBClusterSnapshotIdentifier": "t",
                "KmsKeyId": "k",
                "CopyTags": true,
                "Tags": [{"Key": "a&b", "Value": "\u{fc}+"}, {"Key": "c", "Value": ""}],
                "SourceRegion": "us-west-2",
            }),
        ));
        cases.push(copy(
            service,
            "CreateDBCluster",
            &json!({"DBClusterIdentifier": "c", "Engine": "e", "SourceRegion": "us-west-2"}),
        ));
    }
    let region = "us-west-2";
    cases.extend([
        copy(
            "rds",
            "CopyDBSnapshot",
            &json!({
                "SourceDBSnapshotIdentifier": arn, "TargetDBSnapshotIdentifier": "t",
                "SourceRegion": region,
            }),
        ),
        copy(
            "rds",
            "CreateDBInstanceReadReplica",
            &json!({
                "DBInstanceIdentifier": "i", "SourceDBInstanceIdentifier": arn,
                "SourceRegion": region,
            }),
        ),
        copy(
            "rds",
            "StartDBInstanceAutomatedBackupsReplication",
            &json!({"SourceDBInstanceArn": arn, "BackupRetentionPeriod": 7, "SourceRegion": region}),
        ),
        copy(
            "ec2",
            "CopySnapshot",
            &json!({"SourceRegion": region, "SourceSnapshotId": "snap-1", "Description": "a b"}),
        ),
    ]);
    cases
}

/// The same operations in other circumstances.
fn circumstances() -> Vec<Value> {
    let mut cases = Vec::new();
    for case in operations() {
        let url = if case["service"] == "ec2" {
            "PresignedUrl"
        } else {
            "PreSignedUrl"
        };
        let mut given = case.clone();
        given["params"][url] = "https://given.example/?a=b".into();
        let mut here = case.clone();
        here["params"]["SourceRegion"] = "eu-central-1".into();
        // Another partition.
        let mut far = case.clone();
        far["params"]["SourceRegion"] = "us-gov-west-1".into();
        far["session_token"] = "session/TOKEN+with=signs&more".into();
        let elsewhere = with(case.clone(), "endpoint", "http://127.0.0.1:1234");
        cases.extend([given, here, elsewhere]);
        // botocore replaces the region in the URL, which is of the client's partition either way.
        cases.push(far);
        if case["service"] != "ec2" {
            let mut without = case;
            let params = without["params"].as_object_mut().expect("an object");
            params.shift_remove("SourceRegion");
            cases.push(without);
        }
    }
    let mut stated = operations().pop().expect("that of EC2");
    stated["params"]["DestinationRegion"] = "eu-west-9".into();
    cases.push(stated);
    cases
}

/// The parameters of a form or query, in order: botocore has those of the caller's.
fn parameters(text: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text)
            .decode_utf8()
            .expect("UTF-8")
            .into_owned()
    };
    let pairs = text
        .split('&')
        .map(|it| it.split_once('=').expect("a value"));
    let mut pairs: Vec<_> = pairs
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect();
    pairs.sort_unstable();
    pairs
}

/// The parameters of a form, without the URL, and the URL.
fn parts(form: &str) -> (Vec<(String, String)>, Option<String>) {
    let (url, others): (Vec<_>, Vec<_>) = parameters(form)
        .into_iter()
        .partition(|(name, _)| name.eq_ignore_ascii_case("PresignedUrl"));
    (others, url.into_iter().next().map(|(_, url)| url))
}

#[test]
fn copies_are_those_of_botocore() {
    let cases: Vec<_> = operations().into_iter().chain(circumstances()).collect();
    let questions: Vec<_> = cases
        .iter()
        .map(|case| with(case.clone(), "do", "copy"))
        .collect();
    let mut oracle = Oracle::start();
    for (case, answer) in cases.iter().zip(PROJECT.ask(NAME, &questions)) {
        let question = with(with(case.clone(), "do", "call"), "credentials", true);
        let operation = case["operation"].as_str().expect("a name");
        let answer_body = format!("<r><{operation}Result/></r>");
        let question = with(question, "response", json!({"body": answer_body}));
        let theirs = oracle.ask(&question);
        assert_eq!(answer["error"], Value::Null, "{case}");
        // Nothing but the call is sent.
        let [ours] = answer["requests"].as_array().expect("requests").as_slice() else {
            panic!("{case}: {answer}");
        };
        assert_eq!(ours["url"], theirs["url"], "{case}");
        let theirs = String::from_utf8(oracle::bytes(&theirs["body"])).expect("UTF-8");
        let (ours, our_url) = parts(ours["form"].as_str().expect("a form"));
        let (theirs, their_url) = parts(&theirs);
        assert_eq!(ours, theirs, "{case}");
        let is_given = our_url
            .as_ref()
            .is_some_and(|it| it.starts_with("https://given"));
        let our_url = our_url.map(|it| if is_given { it } else { signature_last(&it) });
        if case["service"] == "ec2" && !is_given {
            // The client's region is a member, which has its place in the model.
            let ordered = |url: Option<String>| {
                let url = url.expect("a URL");
                let (address, query) = url.split_once('?').expect("a query");
                let mut query: Vec<_> = query.split('&').map(str::to_owned).collect();
                query.sort_unstable();
                (address.to_owned(), query)
            };
            assert_eq!(ordered(our_url), ordered(their_url), "{case}");
        } else {
            assert_eq!(our_url, their_url, "{case}");
        }
    }
}

/// The call ends before anything is sent.
#[test]
fn regions_that_are_none_are_refused() {
    let mut case = with(operations().remove(0), "do", "copy");
    case["params"]["SourceRegion"] = "not a region".into();
    let answers = PROJECT.ask(NAME, &[case]);
    let error = answers[0]["error"].as_str().expect("an error");
    assert!(error.contains("\"not a region\""), "{error}");
    assert_eq!(answers[0]["requests"], json!([]));
}
