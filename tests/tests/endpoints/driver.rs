//! Answers JSON lines with JSON lines, using generated endpoint rules. The test `endpoints` writes
//! this program: it adds the modules of the services and the functions `resolve` and `call`.
//!
//! - `{service, params}`: the endpoint for these parameters
//! - `{service, operation, input, built_ins}`: the endpoint of a call, or `null` if the operation
//!   has no endpoint parameters
//!
//! An endpoint is `{url, headers, authSchemes}`, or else an `{error}`.

use std::io::{self, BufRead};

use runtime::client::endpoint::{Document, Endpoint, EndpointError};
use serde_json::{Map, Value, json};

fn text<'a>(params: &'a Value, name: &str) -> Option<&'a str> {
    params[name].as_str()
}

fn flag(params: &Value, name: &str) -> Option<bool> {
    params[name].as_bool()
}

fn texts(params: &Value, name: &str) -> Option<Vec<String>> {
    let list = params[name].as_array()?;
    Some(list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

fn answer(result: Result<Endpoint, EndpointError>) -> Value {
    let endpoint = match result {
        Ok(endpoint) => endpoint,
        Err(error) => return json!({"error": error.to_string()}),
    };
    let headers: Map<_, _> = endpoint
        .headers()
        .map(|(name, values)| (name.to_owned(), values.collect::<Vec<_>>().into()))
        .collect();
    let schemes: Vec<_> = endpoint.auth_schemes().iter().map(|it| value(&it.as_document())).collect();
    json!({"url": endpoint.url(), "headers": headers, "authSchemes": schemes})
}

fn value(document: &Document) -> Value {
    match document {
        Document::Object(fields) => {
            fields.iter().map(|(name, field)| (name.clone(), value(field))).collect()
        }
        Document::Array(items) => items.iter().map(value).collect(),
        Document::String(text) => text.as_str().into(),
        Document::Bool(flag) => (*flag).into(),
        _ => Value::Null,
    }
}

fn main() {
    for line in io::stdin().lock().lines() {
        let question: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let service = question["service"].as_str().unwrap();
        let answer = match question["operation"].as_str() {
            None => resolve(service, &question["params"]),
            Some(operation) => {
                call(service, operation, &question["input"], &question["built_ins"])
            }
        };
        println!("{answer}");
    }
}

/// The endpoint of a call.
macro_rules! call {
    ($service:ident, $operation:ident, $input:expr, $known:expr) => {{
        use $service::operation::Operation;
        let known = $known;
        let built_ins = $service::runtime::client::endpoint::BuiltIns {
            region: text(known, "AWS::Region"),
            use_fips: flag(known, "AWS::UseFIPS").unwrap_or_default(),
            use_dual_stack: flag(known, "AWS::UseDualStack").unwrap_or_default(),
            endpoint: text(known, "SDK::Endpoint"),
            account_id: text(known, "AWS::Auth::AccountId"),
            account_id_endpoint_mode: text(known, "AWS::Auth::AccountIdEndpointMode"),
        };
        let input = serde_json::from_value($input.clone()).unwrap();
        match <$operation as Operation>::endpoint_rules(&input) {
            None => Value::Null,
            Some(rules) => match rules.resolve(&built_ins) {
                Ok(endpoint) => json!({"url": endpoint.url()}),
                Err(error) => json!({"error": error.to_string()}),
            },
        }
    }};
}

