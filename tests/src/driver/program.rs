//! Answers JSON lines with JSON lines, using generated crates. The module `driver` of the tests
//! writes this program: it adds the lines at the end.
//!
//! - `{crate, operation, params}`, with a `token` for unset idempotency tokens: the request, as `{method, uri, headers, body, hostPrefix,
//!   endpoint}`
//! - `{crate, operation, response}`: the `{output}`, or the
//!   `{error: {code, message, shape, status, requestId}, fields}`
//!
//! or else a `{problem}`. Parameters, outputs and fields have the form of the feature `serde`. What
//! follows a tab behind the question is repeated behind the answer; without a question, there is
//! nothing else.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tinsmith_runtime::body::Body;
use tinsmith_runtime::check;
use tinsmith_runtime::codec::encode::{Encode, Form};
use tinsmith_runtime::error::{Cause, OperationError};
use tinsmith_runtime::http;
use tinsmith_runtime::operation::Operation;

fn main() {
    for line in io::stdin().lock().lines() {
        let line = line.unwrap();
        let (question, rest) = line.split_at(line.find('\t').unwrap_or(line.len()));
        if question.is_empty() {
            println!("{rest}");
            continue;
        }
        let question: Value = serde_json::from_str(question).unwrap();
        let [name, operation] = ["crate", "operation"].map(|key| question[key].as_str().unwrap());
        let answer = answer(name, operation, &question);
        let answer = answer.unwrap_or_else(|problem| json!({ "problem": problem }).to_string());
        println!("{answer}{rest}");
    }
}

/// The answer for an operation.
fn without_client<O>(question: &Value) -> Result<String, String>
where
    O: Operation,
    O::Input: DeserializeOwned,
    O::Output: Serialize,
{
    match question.get("params") {
        Some(params) => request::<O>(params, question["token"].as_str()),
        None => output::<O>(&response(&question["response"])),
    }
}

fn request<O>(params: &Value, token: Option<&str>) -> Result<String, String>
where
    O: Operation,
    O::Input: DeserializeOwned,
{
    let mut input: O::Input =
        serde_json::from_value(params.clone()).map_err(|error| error.to_string())?;
    if let Some(token) = token {
        check::fill_idempotency_tokens(&mut input, &mut || token.to_owned());
    }
    let prefix = O::host_prefix(&input).map_err(|error| error.to_string())?;
    let endpoint = O::endpoint(&input).map_err(|error| error.to_string())?;
    let request = O::request(&input).map_err(|error| error.to_string())?;
    let headers: serde_json::Map<_, _> = request
        .headers()
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.to_string(), value.into())
        })
        .collect();
    let (method, uri) = (request.method().as_str(), request.uri().to_string());
    let body = String::from_utf8_lossy(request.body().bytes().unwrap());
    Ok(json!({
        "method": method, "uri": uri, "headers": headers, "body": body, "hostPrefix": prefix,
        "endpoint": endpoint,
    })
    .to_string())
}

fn response(facts: &Value) -> http::Response<Body> {
    let status = facts["status_code"].as_u64().unwrap();
    let mut response = http::Response::builder().status(u16::try_from(status).unwrap());
    for (name, value) in facts["headers"].as_object().into_iter().flatten() {
        let value = http::HeaderValue::from_bytes(value.as_str().unwrap().as_bytes());
        response = response.header(name, value.unwrap());
    }
    let body = facts["body"].as_str().unwrap_or_default().to_owned();
    response.body(body.into()).unwrap()
}

fn output<O>(response: &http::Response<Body>) -> Result<String, String>
where
    O: Operation,
    O::Output: Serialize,
{
    let error = match O::response(response) {
        Ok(output) => return text(&BTreeMap::from([("output", output)])),
        Err(error) => error,
    };
    let problem = error.to_string();
    let mut facts = json!({
        "code": error.code(),
        "message": error.message(),
        "status": error.status(),
        "requestId": error.request_id(),
    });
    let Cause::Service { mut error, .. } = error.into_cause() else {
        return Err(problem);
    };
    let fields = match error.shape_mut() {
        Some(shape) => {
            facts["shape"] = shape.schema().name.into();
            text(&Encode { shape, form: Form::Model })?
        }
        None => Value::Null.to_string(),
    };
    Ok(format!("{{\"error\":{facts},\"fields\":{fields}}}"))
}

/// Directly to text, because a `Value` would change 32-bit floats.
fn text(value: &impl Serialize) -> Result<String, String> {
    serde_json::to_string(value).map_err(|error| error.to_string())
}

