//! What is sent.

use std::collections::BTreeMap;

use compare::example::{model, operations, shape};
use compare::server::{Answer, Received};
use serde_json::{Value, json};

use crate::both;

/// Members that the program sets in no request of its own, because both crates would refuse or
/// cannot: none so far.
const NOT_SET: [&str; 0] = [];

#[tokio::test]
async fn of_every_operation() {
    for operation in operations() {
        let both = both(&operation, &[Answer::json(200, &json!({}))]).await;
        let ([peer], [ours]) = (&*both.peer.received, &*both.ours.received) else {
            panic!("{operation}: one request each, not {both:#?}");
        };
        assert_eq!(comparable(ours), comparable(peer), "{operation}");
        assert_eq!(ours.body, peer.body, "{operation}");
        is_complete(&operation, &ours.json());
    }
}

/// The program is only worth something if it sets everything.
fn is_complete(operation: &str, body: &Value) {
    let model = model();
    let input = shape(&model, operation, "input");
    let mut missing = Vec::new();
    find_missing(&model, input, body, operation, &mut missing);
    assert_eq!(missing, NOT_SET);
}

fn find_missing(model: &Value, shape: &str, body: &Value, path: &str, missing: &mut Vec<String>) {
    let definition = &model["shapes"][shape];
    match definition["type"].as_str() {
        Some("structure") => {
            for (name, member) in definition["members"].as_object().expect("members") {
                let shape = member["shape"].as_str().expect("a shape");
                let path = format!("{path}.{name}");
                match body.get(name) {
                    Some(value) => find_missing(model, shape, value, &path, missing),
                    None => missing.push(path),
                }
            }
        }
        Some("list") => {
            let shape = definition["member"]["shape"].as_str().expect("a shape");
            for item in body.as_array().expect("a list") {
                find_missing(model, shape, item, path, missing);
            }
        }
        _ => {}
    }
}

/// The letter that stands for calls of paginators in user agents.
pub const PAGINATOR: &str = "C";

/// A request without what is random, tells the time, or names the crate that sent it.
///
/// The signature covers these; who signed what for which service has to be the same.
pub fn comparable(request: &Received) -> (&str, &str, BTreeMap<&str, String>) {
    const OWN: [&str; 3] = ["amz-sdk-invocation-id", "host", "x-amz-date"];
    let mut headers = BTreeMap::new();
    for (name, value) in &request.headers {
        let value = match name.as_str() {
            "authorization" => without_what_differs(value),
            "amz-sdk-request" => without_time(value),
            "user-agent" | "x-amz-user-agent" => without_version(value),
            name if OWN.contains(&name) => "…".to_owned(),
            _ => value.clone(),
        };
        headers.insert(name.as_str(), value);
    }
    (&request.method, &request.path, headers)
}

/// The algorithm, who signed, for what service and which headers.
fn without_what_differs(authorization: &str) -> String {
    let (rest, signature) = authorization
        .rsplit_once("Signature=")
        .expect("a signature");
    assert_eq!(signature.len(), 64, "{signature}");
    let (credential, headers) = rest.split_once(", ").expect("signed headers");
    let mut scope: Vec<_> = credential.split('/').collect();
    assert_eq!(scope.len(), 5, "{credential}");
    assert!(scope[2].starts_with("test-region-"), "{credential}");
    scope[1] = "DATE";
    scope[2] = "REGION";
    // See `differences::content_length_is_not_signed`.
    let headers = headers.replace("content-length;", "");
    format!("{} {headers}", scope.join("/"))
}

/// Attempts are numbered alike; until when they may last is a matter of seconds.
fn without_time(request: &str) -> String {
    let parts = request.split("; ").map(|part| match part.split_once('=') {
        Some(("ttl", time)) => {
            assert_eq!(time.len(), "20260101T000000Z".len(), "{request}");
            "ttl=TIME"
        }
        _ => part,
    });
    parts.collect::<Vec<_>>().join("; ")
}

/// A user agent without the version of the crate, and without the letter of paginators: see
/// `differences::paginators_are_not_counted`.
fn without_version(agent: &str) -> String {
    let parts = agent.split(' ').map(|part| {
        if part.starts_with("api/codebuild/") {
            return "api/codebuild/VERSION".to_owned();
        }
        match part.strip_prefix("m/") {
            Some(letters) => {
                let others: Vec<_> = letters.split(',').filter(|it| *it != PAGINATOR).collect();
                format!("m/{}", others.join(","))
            }
            None => part.to_owned(),
        }
    });
    parts.collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn of_every_attempt() {
    let busy = Answer::new(503, &[], "");
    let good = Answer::json(200, &json!({}));
    let both = both("StartBuild", &[busy.clone(), busy, good]).await;
    assert_eq!(both.peer.received.len(), 3);
    assert_eq!(both.ours.received.len(), 3);
    for (attempt, (peer, ours)) in both
        .peer
        .received
        .iter()
        .zip(&both.ours.received)
        .enumerate()
    {
        assert_eq!(comparable(ours), comparable(peer));
        assert_eq!(ours.body, peer.body);
        let counted = format!("attempt={}; max=3", attempt + 1);
        assert!(ours.header("amz-sdk-request").ends_with(&counted));
    }
    // One call has one id, whatever the number of its attempts.
    for received in [&both.peer.received, &both.ours.received] {
        let id = received[0].header("amz-sdk-invocation-id");
        assert_eq!(id.len(), 36);
        for attempt in &**received {
            assert_eq!(attempt.header("amz-sdk-invocation-id"), id);
        }
    }
}
