//! Answers JSON lines with JSON lines, using generated crates. The module `driver` of the tests
//! writes this program: it adds the lines at the end.
//!
//! - `{crate, operation, params}`: the request, as `{method, uri, headers, body, hostPrefix}`
//! - `{crate, operation, response}`: the `{output}`, or the
//!   `{error: {code, message, shape, status, requestId}, fields}`
//!
//! or else a `{problem}`. Parameters, outputs and fields have the form of the feature `serde`. What
//! follows a tab behind the question is repeated behind the answer; without a question, there is
//! nothing else.

use std::io::{self, BufRead};

use serde_json::{json, Value};

fn response(facts: &Value) -> http::Response<bytes::Bytes> {
    let mut response = http::Response::builder().status(facts["status_code"].as_u64().unwrap() as u16);
    for (name, value) in facts["headers"].as_object().into_iter().flatten() {
        let value = http::HeaderValue::from_bytes(value.as_str().unwrap().as_bytes());
        response = response.header(name, value.unwrap());
    }
    let body = facts["body"].as_str().unwrap_or_default().to_owned();
    response.body(body.into()).unwrap()
}

fn main() {
    for line in io::stdin().lock().lines() {
        let line = line.unwrap();
        let (question, rest) = line.split_at(line.find('\t').unwrap_or(line.len()));
        if question.is_empty() {
            println!("{rest}");
            continue;
        }
        let question: Value = serde_json::from_str(question).unwrap();
        let name = question["operation"].as_str().unwrap();
        let answer = answer(question["crate"].as_str().unwrap(), name, &question);
        let answer = answer.unwrap_or_else(|problem| json!({ "problem": problem }).to_string());
        println!("{answer}{rest}");
    }
}

/// The functions `request` and `answer` of a crate; each has traits of its own.
macro_rules! service {
    ($service:ident: $($name:literal => $module:ident::$operation:ident,)*) => {
        mod $service {
            use std::collections::BTreeMap;

            use serde::de::DeserializeOwned;
            use serde::Serialize;
            use serde_json::{json, Value};
            use ::$service::error::{Cause, OperationError};
            use ::$service::operation::Operation;
            use ::$service::runtime::encode::{Encode, Form};

            fn request<O>(params: &Value) -> Result<String, String>
            where
                O: Operation,
                O::Input: DeserializeOwned,
            {
                let input = serde_json::from_value(params.clone()).map_err(|error| error.to_string())?;
                let prefix = O::host_prefix(&input).map_err(|error| error.to_string())?;
                Ok(facts(&O::request(&input), prefix).to_string())
            }

            fn facts(request: &http::Request<bytes::Bytes>, prefix: Option<String>) -> Value {
                let headers: serde_json::Map<_, _> = request
                    .headers()
                    .iter()
                    .map(|(name, value)| (name.to_string(), value.to_str().unwrap().into()))
                    .collect();
                let body = std::str::from_utf8(request.body()).unwrap();
                let (method, uri) = (request.method().as_str(), request.uri().to_string());
                let mut answer = json!({"method": method, "uri": uri, "headers": headers, "body": body});
                answer["hostPrefix"] = prefix.into();
                answer
            }

            fn answer_response<O>(facts: &Value) -> Result<String, String>
            where
                O: Operation,
                O::Output: Serialize,
            {
                let error = match O::response(&super::response(facts)) {
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

            pub fn answer(name: &str, question: &Value) -> Result<String, String> {
                use ::$service::operation::*;
                match (name, question.get("params")) {
                    $(
                        ($name, Some(params)) => request::<$module::$operation>(params),
                        ($name, None) => answer_response::<$module::$operation>(&question["response"]),
                    )*
                    _ => Err(format!("there is no operation {name}")),
                }
            }
        }
    };
}

