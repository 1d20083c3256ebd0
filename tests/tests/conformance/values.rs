//! The values of the cases, in the form of the `serde` feature.
//!
//! In the cases timestamps are numbers, blobs are plain text and special floats are strings.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, SecondsFormat};
use serde_json::{Map, Value};

/// The value of a shape.
pub(crate) fn neutral(shapes: &Map<String, Value>, shape: &str, value: &Value) -> Value {
    let facts = shapes
        .get(shape)
        .unwrap_or_else(|| panic!("there is no shape {shape}"));
    let nested = |reference: &Value, value: &Value| match reference["shape"].as_str() {
        Some(shape) => neutral(shapes, shape, value),
        None => panic!("{shape} has no place for {value}"),
    };
    if value.is_null() || facts["document"] == true {
        return value.clone();
    }
    match facts["type"].as_str().expect("a type") {
        "structure" => {
            let members = value.as_object().expect("an object").iter();
            members
                // An absent member is left out, and null in a case means absent. An unknown variant
                // has no members.
                .filter(|(name, value)| !value.is_null() && *name != "SDK_UNKNOWN_MEMBER")
                .map(|(name, value)| {
                    let reference = &facts["members"][name];
                    // Members are texts, of which botocore makes JSON in headers.
                    let is_json = reference["jsonvalue"] == true;
                    if is_json && reference["location"] == "header" && !value.is_string() {
                        return (name.clone(), value.to_string().into());
                    }
                    (name.clone(), nested(reference, value))
                })
                .collect()
        }
        "list" => {
            let items = value.as_array().expect("a list").iter();
            items.map(|item| nested(&facts["member"], item)).collect()
        }
        "map" => {
            let entries = value.as_object().expect("a map").iter();
            entries
                .map(|(key, value)| (key.clone(), nested(&facts["value"], value)))
                .collect()
        }
        "timestamp" => timestamp(value.as_f64().expect("a number")),
        "blob" => STANDARD.encode(value.as_str().expect("a text")).into(),
        _ => value.clone(),
    }
}

/// The idempotency token of all cases: the one of botocore's tests.
pub(crate) const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// The text of a timestamp.
pub(crate) fn timestamp(seconds: f64) -> Value {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the dates of the cases have milliseconds"
    )]
    let time = DateTime::from_timestamp_millis((seconds * 1000.0).round() as i64);
    let text = time
        .expect("a date")
        .to_rfc3339_opts(SecondsFormat::AutoSi, true);
    match text.strip_suffix('Z') {
        Some(digits) if digits.contains('.') => format!("{}Z", digits.trim_end_matches('0')).into(),
        _ => text.into(),
    }
}
