//! Answers JSON lines with JSON lines, using generated endpoint rules. The test `endpoints` writes
//! this program: it adds the modules of the services and the functions `resolve` and `call`.
//!
//! - `{service, params}`: the endpoint for these parameters
//! - `{service, operation, input, built_ins, settings}`: the endpoint of a call, or `null` if the operation
//!   has no endpoint parameters
//!
//! An endpoint is `{url, headers, authSchemes}`, or else an `{error}`.

use std::io::{self, BufRead};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use tinsmith_runtime::client::ClientOperation;
use tinsmith_runtime::client::endpoint::{BuiltIns, Document, Endpoint, EndpointError};

/// The type of a parameter.
trait Parameter<'a> {
    /// The parameter from JSON, which may be `null`.
    fn of(value: &'a Value) -> Self;
}

impl<'a> Parameter<'a> for Option<&'a str> {
    fn of(value: &'a Value) -> Self {
        value.as_str()
    }
}

impl Parameter<'_> for Option<bool> {
    fn of(value: &Value) -> Self {
        value.as_bool()
    }
}

impl Parameter<'_> for bool {
    fn of(value: &Value) -> Self {
        value.as_bool().unwrap_or_default()
    }
}

impl Parameter<'_> for Option<&[String]> {
    fn of(value: &Value) -> Self {
        let texts: Vec<_> = value.as_array()?.iter().filter_map(Value::as_str).collect();
        // The program ends soon.
        Some(
            texts
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>()
                .leak(),
        )
    }
}

fn read<'a, T: Parameter<'a>>(params: &'a Value, name: &str) -> T {
    T::of(&params[name])
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
    let schemes: Vec<_> = endpoint
        .auth_schemes()
        .iter()
        .map(|it| value(&it.as_document()))
        .collect();
    json!({"url": endpoint.url(), "headers": headers, "authSchemes": schemes})
}

fn value(document: &Document) -> Value {
    match document {
        Document::Object(fields) => fields
            .iter()
            .map(|(name, field)| (name.clone(), value(field)))
            .collect(),
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
            Some(operation) => call(
                service,
                operation,
                &question["input"],
                &question["built_ins"],
                &question["settings"],
            ),
        };
        println!("{answer}");
    }
}

/// The settings that only some services have, from built-ins (`AWS::Service::Name`) and clients' own.
fn settings_of(built_ins: &Value, own: &Value) -> Vec<(&'static str, bool)> {
    let all = [built_ins, own].into_iter().filter_map(Value::as_object);
    let flags = all.flatten().filter_map(|(name, value)| {
        let name = name.rsplit("::").next().unwrap_or(name);
        // The program ends soon.
        Some((&*name.to_owned().leak(), value.as_bool()?))
    });
    flags.collect()
}

/// The endpoint of a call.
fn of_call<O>(input: &Value, known: &Value, settings: &Value) -> Value
where
    O: ClientOperation,
    O::Input: DeserializeOwned,
{
    let settings = settings_of(known, settings);
    let built_ins = BuiltIns {
        settings: &settings,
        region: read(known, "AWS::Region"),
        use_fips: read(known, "AWS::UseFIPS"),
        use_dual_stack: read(known, "AWS::UseDualStack"),
        endpoint: read(known, "SDK::Endpoint"),
        account_id: read(known, "AWS::Auth::AccountId"),
        account_id_endpoint_mode: read(known, "AWS::Auth::AccountIdEndpointMode"),
    };
    let input = serde_json::from_value(input.clone()).unwrap();
    match O::endpoint_rules(&input).map(|rules| rules.resolve(&built_ins)) {
        None => Value::Null,
        Some(Ok(endpoint)) => json!({"url": endpoint.url()}),
        Some(Err(error)) => json!({"error": error.to_string()}),
    }
}
