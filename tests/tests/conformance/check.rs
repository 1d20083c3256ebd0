//! The question for a case, and the check of its answer.

use serde_json::{Value, json};
use tests::json::same;
use tests::xml;

use crate::suite::{Case, Group};
use crate::values::{TOKEN, neutral};

/// A question for the program, and what to expect of the answer.
pub(crate) struct Prepared {
    pub(crate) question: Value,
    pub(crate) expected: Expected,
}

pub(crate) enum Expected {
    Request {
        /// As in the cases.
        facts: Value,
        /// The host of the endpoint.
        host: String,
    },
    Output(Value),
    Events {
        events: Vec<Value>,
        /// Whether the stream fails.
        fails: bool,
        /// The modelled error that ends it.
        error: Option<String>,
    },
    Error {
        code: Value,
        message: Option<Value>,
        fields: Value,
    },
}

/// The question for a case of botocore.
pub(crate) fn prepared(group: &Group, case: &Case) -> Prepared {
    let facts = &case.facts;
    let mut question = json!({"crate": group.name, "operation": case.operation});
    if let Some(serialized) = facts.get("serialized") {
        question["params"] = value(group, &facts["given"]["input"], &facts["params"]);
        question["token"] = TOKEN.into();
        let expected = Expected::Request {
            facts: serialized.clone(),
            host: case.host.clone(),
        };
        return Prepared { question, expected };
    }
    question["response"] = facts["response"].clone();
    let expected = match facts.get("result") {
        Some(result) => Expected::Output(value(group, &facts["given"]["output"], result)),
        None => error_of(group, facts),
    };
    Prepared { question, expected }
}

/// Most suites list one error per operation, the expected one.
fn error_of(group: &Group, facts: &Value) -> Expected {
    let code = facts["errorCode"].as_str();
    let mut errors = facts["given"]["errors"].as_array().into_iter().flatten();
    let named = errors.clone().find(|it| it["shape"].as_str() == code);
    let shape = named.or_else(|| errors.next()).unwrap_or(&Value::Null);
    Expected::Error {
        code: facts["errorCode"].clone(),
        message: facts.get("errorMessage").cloned(),
        fields: value(group, shape, &facts["error"]),
    }
}

/// A value of the case in the form of the `serde` feature; empty without a shape.
fn value(group: &Group, reference: &Value, value: &Value) -> Value {
    match reference["shape"].as_str() {
        Some(shape) => neutral(&group.shapes, shape, value),
        None => json!({}),
    }
}

/// Compares the program's answer with the case.
pub(crate) fn check(expected: &Expected, answer: &Value) -> Result<(), String> {
    if let Some(problem) = answer.get("problem") {
        return Err(problem.to_string());
    }
    match expected {
        Expected::Request { facts, host } => request(facts, host, answer),
        Expected::Output(output) => equal("output", &answer["output"], output),
        Expected::Events {
            events,
            fails,
            error,
        } => {
            equal("events", &answer["events"], &events.clone().into())?;
            let failed = answer["error"].is_object();
            equal("whether it fails", &failed.into(), &(*fails).into())?;
            equal("error", &answer["error"]["shape"], &json!(error))
        }
        Expected::Error {
            code,
            message,
            fields,
        } => {
            equal("code", &answer["error"]["code"], code)?;
            if let Some(message) = message {
                equal("message", &answer["error"]["message"], message)?;
            }
            // An unknown error has no members.
            if *fields == json!({}) && answer["fields"].is_null() {
                return Ok(());
            }
            let mut found = answer["fields"].clone();
            // In Rust, every error has a message, whether or not the model has.
            if fields["message"].is_null()
                && found["message"] == answer["error"]["message"]
                && let Some(found) = found.as_object_mut()
            {
                found.remove("message");
            }
            equal("error", &found, fields)
        }
    }
}

fn equal(what: &str, found: &Value, expected: &Value) -> Result<(), String> {
    if same(found, expected) {
        Ok(())
    } else {
        Err(format!("{what} is {found}, expected {expected}"))
    }
}

fn request(expected: &Value, endpoint: &str, found: &Value) -> Result<(), String> {
    // The older suites do not state all of it.
    if expected["method"].is_string() {
        equal("method", &found["method"], &expected["method"])?;
    }
    let uri = |value: &Value| uri(value.as_str().unwrap_or_default());
    equal(
        "uri",
        &uri(&found["uri"]).into(),
        &uri(&expected["uri"]).into(),
    )?;
    let header = |name: &str| found["headers"].get(name.to_lowercase());
    for (name, value) in expected["headers"].as_object().into_iter().flatten() {
        let found = header(name).unwrap_or(&Value::Null);
        if is_form(found) && is_form(value) {
            // With a character set or without.
            continue;
        }
        equal(name, found, value)?;
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
        let prefix = found["hostPrefix"].as_str().unwrap_or_default();
        equal("host", &format!("{prefix}{endpoint}").into(), &host.into())?;
    }
    if let Some(host) = expected["resolvedHost"].as_str() {
        let stated = &found["endpoint"];
        equal("endpoint", stated, &format!("https://{host}").into())?;
    }
    let Some(body) = expected["body"].as_str() else {
        return Ok(());
    };
    let content_type = header("Content-Type").unwrap_or(&Value::Null);
    let found = found["body"].as_str().unwrap_or_default();
    if is_form(content_type) {
        return equal("body", &parameters(found), &parameters(body));
    }
    if let (Ok(body), Ok(found)) = (xml::tree(body), xml::tree(found)) {
        return equal("body", &found, &body);
    }
    match serde_json::from_str(body) {
        Ok(body) => equal(
            "body",
            &serde_json::from_str(found).unwrap_or_default(),
            &body,
        ),
        Err(_) => equal("body", &found.into(), &body.into()),
    }
}

/// Whether a content type is that of forms.
fn is_form(content_type: &Value) -> bool {
    let content_type = content_type.as_str().unwrap_or_default();
    content_type.starts_with("application/x-www-form-urlencoded")
}

/// The decoded parameters of a form, in alphabetical order: those of maps have no order.
fn parameters(form: &str) -> Value {
    let parameters = form.split('&').map(|it| {
        let text = it.replace('+', " ");
        let decoded = percent_encoding::percent_decode_str(&text).decode_utf8();
        decoded.expect("UTF-8").into_owned()
    });
    let mut parameters: Vec<_> = parameters.collect();
    parameters.sort();
    parameters.into()
}

/// A URI with its parameters in alphabetical order: those of maps have no order.
fn uri(uri: &str) -> String {
    let Some((path, query)) = uri.split_once('?') else {
        return uri.to_owned();
    };
    let mut parameters: Vec<_> = query.split('&').collect();
    parameters.sort_by_key(|it| it.split('=').next());
    format!("{path}?{}", parameters.join("&"))
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    let list = list.as_array();
    list.into_iter().flatten().filter_map(Value::as_str)
}
