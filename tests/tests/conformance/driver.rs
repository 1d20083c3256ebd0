//! Answers for generated crates, JSON lines for JSON lines. The test `conformance` writes this
//! program: it adds the lines at the end.
//!
//! - `{crate, operation, params}`: the request, as `{method, uri, headers, body, hostPrefix}`
//! - `{crate, operation, response}`: the `{output}`, or the `{error: {code, message, shape, fields}}`
//!
//! or else a `{problem}`. Parameters, outputs and fields have the form of the feature `serde`.

use std::io::{self, BufRead};

use serde_json::{json, Value};

fn response(facts: &Value) -> http::Response<bytes::Bytes> {
    let mut response = http::Response::builder().status(facts["status_code"].as_u64().unwrap() as u16);
    for (name, value) in facts["headers"].as_object().into_iter().flatten() {
        response = response.header(name, value.as_str().unwrap());
    }
    let body = facts["body"].as_str().unwrap_or_default().to_owned();
    response.body(body.into()).unwrap()
}

fn main() {
    for line in io::stdin().lock().lines() {
        let question: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let name = question["operation"].as_str().unwrap();
        let answer = answer(question["crate"].as_str().unwrap(), name, &question);
        println!("{}", answer.unwrap_or_else(|problem| json!({ "problem": problem })));
    }
}

/// The functions `request` and `answer` of a crate; each has traits of its own.
macro_rules! service {
    ($service:ident: $($name:literal => $module:ident::$operation:ident,)*) => {
        mod $service {
            use serde::de::DeserializeOwned;
            use serde::Serialize;
            use serde_json::{json, Value};
            use ::$service::error::{Cause, OperationError};
            use ::$service::operation::Operation;
            use ::$service::runtime::encode::{Encode, Form};

            fn request<O>(params: &Value) -> Result<Value, String>
            where
                O: Operation,
                O::Input: DeserializeOwned,
            {
                let input = serde_json::from_value(params.clone()).map_err(|error| error.to_string())?;
                let request = O::request(&input);
                let headers: serde_json::Map<_, _> = request
                    .headers()
                    .iter()
                    .map(|(name, value)| (name.to_string(), value.to_str().unwrap().into()))
                    .collect();
                let body = std::str::from_utf8(request.body()).unwrap();
                let (method, uri) = (request.method().as_str(), request.uri().to_string());
                let prefix = O::host_prefix(&input).map_err(|error| error.to_string())?;
                let mut answer = json!({"method": method, "uri": uri, "headers": headers, "body": body});
                answer["hostPrefix"] = prefix.into();
                Ok(answer)
            }

            fn answer_response<O>(facts: &Value) -> Result<Value, String>
            where
                O: Operation,
                O::Output: Serialize,
            {
                let error = match O::response(&super::response(facts)) {
                    Ok(output) => return Ok(json!({ "output": output })),
                    Err(error) => error,
                };
                let text = error.to_string();
                let (code, message) = (error.code().map(str::to_owned), error.message().map(str::to_owned));
                let Cause::Service { mut error, .. } = error.into_cause() else {
                    return Err(text);
                };
                let shape = error.shape_mut().map(|shape| shape.schema().name);
                let fields = error.shape_mut().map(|shape| {
                    serde_json::to_value(Encode { shape, form: Form::Model }).unwrap()
                });
                let error = json!({"code": code, "message": message, "shape": shape, "fields": fields});
                Ok(json!({ "error": error }))
            }

            pub fn answer(name: &str, question: &Value) -> Result<Value, String> {
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

