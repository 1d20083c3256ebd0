//! What is sent.

use compare::example::{model, operations, shape};
use compare::sent::comparable;
use compare::server::Answer;
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
