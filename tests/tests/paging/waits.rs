//! Waiters: the decision for a response, against botocore's.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tests::fixtures;
use tests::oracle::Oracle;

use crate::program;

/// Outputs of the operation `Describe`: each value of each member alone, and some together.
fn outputs() -> Vec<Value> {
    let thing = |status: &str, ready: bool| json!({"status": status, "isReady": ready});
    let part = |health: &str| json!({"detail": {"health": health}});
    let parts = |healths: &[&str]| {
        let parts: Vec<_> = healths.iter().map(|health| part(health)).collect();
        json!({"status": "CREATING", "isReady": true, "parts": parts})
    };
    let inner =
        |state: &str| json!({"status": "ACTIVE", "isReady": false, "inner": {"state": state}});
    let counted =
        |status: &str, count: i32| json!({"status": status, "isReady": true, "count": count});
    let (active, failed) = (thing("ACTIVE", true), thing("FAILED", false));
    let members = [
        (
            "status",
            vec![
                json!("ACTIVE"),
                json!("FAILED"),
                json!("CREATING"),
                json!("NEW"),
            ],
        ),
        ("state", vec![json!("broken"), json!("draining"), json!("")]),
        ("isReady", vec![json!(true), json!(false)]),
        ("running", vec![json!(1), json!(3)]),
        ("desired", vec![json!(1), json!(2)]),
        (
            "thing",
            vec![
                active.clone(),
                failed.clone(),
                parts(&["ok", "ill"]),
                inner("waiting"),
            ],
        ),
        (
            "things",
            vec![
                json!([]),
                json!([active]),
                json!([active, failed]),
                json!([failed, failed]),
                json!([active, active, active]),
                json!([parts(&["ok"]), parts(&["ok", "ok"])]),
                json!([parts(&["ok"]), parts(&["ill"])]),
                json!([parts(&[]), {"status": "ACTIVE", "isReady": true}]),
                json!([inner("gone"), inner("kept")]),
                json!([counted("CREATING", 3), counted("ACTIVE", 0)]),
                json!([counted("CREATING", 2)]),
            ],
        ),
        (
            "nested",
            vec![
                json!([[active], [active, active]]),
                json!([[active], [failed]]),
                json!([[failed], [active]]),
                json!([[], []]),
                json!([]),
            ],
        ),
        (
            "sparse",
            vec![
                json!(["done", null]),
                json!([null]),
                json!(["done", "open"]),
            ],
        ),
        (
            "names",
            vec![json!(["a"]), json!(["a", "broken"]), json!([])],
        ),
        (
            "byName",
            vec![
                json!({"a": active, "b": failed}),
                json!({"b": failed}),
                json!({}),
            ],
        ),
    ];
    let mut outputs = vec![json!({})];
    for (index, (name, values)) in members.iter().enumerate() {
        for value in values {
            outputs.push(json!({ *name: value }));
            for (other, values) in &members[index + 1..] {
                outputs.extend(
                    values
                        .iter()
                        .map(|with| json!({ *name: value, *other: with })),
                );
            }
        }
    }
    outputs
}

fn builds() -> Vec<Value> {
    let statuses = [
        "SUCCEEDED",
        "FAILED",
        "FAULT",
        "TIMED_OUT",
        "IN_PROGRESS",
        "STOPPED",
        "NEW",
    ];
    let build = |status: &str| json!({"id": "p:1", "buildStatus": status});
    let mut outputs = vec![
        json!({"builds": [], "buildsNotFound": ["p:1"]}),
        json!({"builds": [build("SUCCEEDED")], "buildsNotFound": ["p:2"]}),
        json!({"builds": []}),
        json!({"builds": [{"id": "p:1"}]}),
    ];
    for first in statuses {
        outputs.push(json!({"builds": [build(first)], "buildsNotFound": []}));
        for second in statuses {
            let builds = [build(first), build(second)];
            outputs.push(json!({"builds": builds, "buildsNotFound": []}));
        }
    }
    outputs
}

/// A response on the wire, and as botocore's parser returns it.
fn response(status: u16, body: &Value) -> (Value, Value) {
    let mut parsed = json!({"ResponseMetadata": {"HTTPStatusCode": status}});
    if status == 200 {
        let members = body.as_object().expect("an object").clone();
        parsed.as_object_mut().expect("an object").extend(members);
    } else {
        parsed["Error"] = json!({"Code": body["__type"], "Message": ""});
    }
    (json!({"status": status, "body": body}), parsed)
}

fn errors() -> Vec<(Value, Value)> {
    let codes = [
        "NotFound",
        "NotFoundCode",
        "Busy",
        "UnknownCode",
        "AccessDenied",
    ];
    let error = |code: &str| json!({ "__type": code });
    let mut errors: Vec<_> = codes
        .iter()
        .map(|code| response(400, &error(code)))
        .collect();
    errors.push(response(404, &error("AccessDenied")));
    errors
}

fn waiters(path: &Path) -> BTreeMap<String, Value> {
    let file: Value = serde_json::from_slice(&fs::read(path).expect("waiters")).expect("JSON");
    serde_json::from_value(file["waiters"].clone()).expect("an object")
}

#[test]
fn acceptors_decide_as_botocore() {
    let outputs: Vec<_> = outputs().iter().map(|body| response(200, body)).collect();
    let builds: Vec<_> = builds().iter().map(|body| response(200, body)).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut cases = Vec::new();
    for (name, waiter) in waiters(&fixtures::folder().join("waiters/waiters-2.json")) {
        let answers = match waiter["operation"].as_str() {
            Some("Ping") => vec![response(200, &json!({}))],
            _ => outputs.clone(),
        };
        for answer in answers.into_iter().chain(errors()) {
            cases.push((name.clone(), waiter.clone(), json!({}), answer));
        }
    }
    for (name, waiter) in waiters(&root.join("../model/codebuild/overlay.json")) {
        for answer in builds.iter().cloned().chain(errors()) {
            cases.push((
                name.clone(),
                waiter.clone(),
                json!({"ids": ["p:1"]}),
                answer,
            ));
        }
    }
    let questions: Vec<_> = cases
        .iter()
        .map(|(name, _, input, (response, _))| {
            json!({"wait": name, "input": input, "response": response})
        })
        .collect();
    let answers = program::ask("paging-waits", &questions);

    let mut oracle = Oracle::start();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for ((name, waiter, _, (response, parsed)), ours) in cases.iter().zip(answers) {
        let request = json!({"do": "decide", "waiter": waiter, "response": parsed});
        let theirs = oracle.ask(&request);
        let decision = theirs["decision"].as_str().expect("a decision");
        *counts.entry(decision.to_owned()).or_default() += 1;
        // Where an expression fails for a response, botocore stops with an error of jmespath; ours
        // does not match.
        if decision != "raises" {
            assert_eq!(ours["decision"], decision, "{name}: {response}");
        }
    }
    println!("{counts:?}");
    for decision in ["success", "failure", "retry", "error", "raises"] {
        assert!(
            counts.contains_key(decision),
            "no case of {decision}: {counts:?}"
        );
    }
}
