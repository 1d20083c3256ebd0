//! The question for a case, and the check of its answer.

use serde_json::{Value, json};
use tests::json::same;

use crate::suite::{Case, Group};
use crate::values::neutral;

/// The question for the program.
pub(crate) fn question(group: &Group, case: &Case) -> Value {
    let facts = &case.facts;
    let mut question = json!({"crate": group.name, "operation": case.operation});
    if facts.get("serialized").is_some() {
        question["params"] = value(group, &facts["given"]["input"], &facts["params"]);
    } else {
        question["response"] = facts["response"].clone();
    }
    question
}

/// A value of the case in the form of the `serde` feature; empty without a shape.
fn value(group: &Group, reference: &Value, value: &Value) -> Value {
    match reference["shape"].as_str() {
        Some(shape) => neutral(&group.shapes, shape, value),
        None => json!({}),
    }
}

/// Compares the program's answer with the case.
pub(crate) fn check(group: &Group, case: &Case, answer: &Value) -> Result<(), String> {
    let facts = &case.facts;
    if let Some(problem) = answer.get("problem") {
        return Err(problem.to_string());
    }
    if let Some(expected) = facts.get("serialized") {
        request(expected, answer)
    } else if facts.get("result").is_some() {
        let expected = value(group, &facts["given"]["output"], &facts["result"]);
        equal("output", &answer["output"], &expected)
    } else {
        error(group, facts, answer)
    }
}

fn equal(what: &str, found: &Value, expected: &Value) -> Result<(), String> {
    if same(found, expected) {
        Ok(())
    } else {
        Err(format!("{what} is {found}, expected {expected}"))
    }
}

fn request(expected: &Value, found: &Value) -> Result<(), String> {
    equal("method", &found["method"], &expected["method"])?;
    equal("uri", &found["uri"], &expected["uri"])?;
    let header = |name: &str| found["headers"].get(name.to_lowercase());
    for (name, value) in expected["headers"].as_object().into_iter().flatten() {
        equal(name, header(name).unwrap_or(&Value::Null), value)?;
    }
    for name in texts(&expected["forbidHeaders"]) {
        if header(name).is_some() {
            return Err(format!("header {name} is there"));
        }
    }
    for name in texts(&expected["requireHeaders"]) {
        // The HTTP client adds this header to every request whose body is in memory.
        if header(name).is_none() && name != "Content-Length" {
            return Err(format!("header {name} is not there"));
        }
    }
    if let Some(host) = expected["host"].as_str() {
        // The endpoint of all these suites.
        let prefix = found["hostPrefix"].as_str().unwrap_or_default();
        equal("host", &format!("{prefix}example.com").into(), &host.into())?;
    }
    let Some(body) = expected["body"].as_str() else {
        return Ok(());
    };
    let found = found["body"].as_str().unwrap_or_default();
    match serde_json::from_str(body) {
        Ok(body) => equal(
            "body",
            &serde_json::from_str(found).unwrap_or_default(),
            &body,
        ),
        Err(_) => equal("body", &found.into(), &body.into()),
    }
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    let list = list.as_array();
    list.into_iter().flatten().filter_map(Value::as_str)
}

fn error(group: &Group, facts: &Value, found: &Value) -> Result<(), String> {
    equal("code", &found["error"]["code"], &facts["errorCode"])?;
    if let Some(message) = facts.get("errorMessage") {
        equal("message", &found["error"]["message"], message)?;
    }
    // The suites list one error per operation, the expected one.
    let shape = &facts["given"]["errors"][0];
    equal(
        "error",
        &found["fields"],
        &value(group, shape, &facts["error"]),
    )
}
