//! Pieces of sentences.

use crate::ir::Ty;
use crate::model::{Constraints, Kind, Model};

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// Text as code.
pub(super) fn code(text: impl std::fmt::Display) -> String {
    format!("`{text}`")
}

/// A type as generated code writes it.
pub(super) fn ty(ty: &Ty, is_optional: bool) -> String {
    let inner = match ty {
        Ty::Boolean => "bool".to_owned(),
        Ty::Integer => "i32".to_owned(),
        Ty::Long => "i64".to_owned(),
        Ty::Float => "f32".to_owned(),
        Ty::Double => "f64".to_owned(),
        Ty::String => "String".to_owned(),
        Ty::Timestamp => "DateTime<Utc>".to_owned(),
        Ty::Blob => "Bytes".to_owned(),
        Ty::Document => "serde_json::Value".to_owned(),
        Ty::Named(name) => format!("types::{name}"),
        Ty::Boxed(inner) => format!("Box<{}>", self::ty(inner, false)),
        Ty::List { item, is_sparse } => format!("Vec<{}>", self::ty(item, *is_sparse)),
        Ty::Map {
            key,
            value,
            is_sparse,
        } => {
            let key = key
                .as_ref()
                .map_or_else(|| "String".to_owned(), |key| format!("types::{key}"));
            format!("HashMap<{key}, {}>", self::ty(value, *is_sparse))
        }
    };
    if is_optional {
        format!("Option<{inner}>")
    } else {
        inner
    }
}

/// What a value of a shape is, on any wire.
pub(super) fn form(model: &Model, kind: &Kind) -> String {
    let of = |name: &String| {
        let shape = model.shapes.get(name);
        shape.map_or_else(String::new, |shape| form(model, &shape.kind))
    };
    let word = match kind {
        Kind::Structure(_) => "a structure",
        Kind::Union(_) => "a union",
        Kind::List { item, .. } => return format!("a list of {}", of(item)),
        Kind::Map { value, .. } => return format!("a map of {}", of(value)),
        Kind::String => "text",
        Kind::Enumeration(_) => "an enum",
        Kind::Boolean => "true or false",
        Kind::Integer => "a 32-bit number",
        Kind::Long => "a 64-bit number",
        Kind::Float => "a 32-bit fraction",
        Kind::Double => "a 64-bit fraction",
        Kind::Timestamp(_) => "a time",
        Kind::Blob => "bytes",
        Kind::Document => "any value",
        Kind::EventStream(_) => "a stream of events",
    };
    word.to_owned()
}

/// A form without what makes no difference on the wire.
pub(super) fn wire_form(form: &str) -> String {
    form.replace("an enum", "text")
        .replace("a union", "a structure")
}

/// What values a shape takes, in a few words; empty if it takes any.
pub(super) fn constraints(constraints: &Constraints) -> String {
    let number = |word: &str, value: Option<f64>| value.map(|value| format!("{word} {value}"));
    let pattern = constraints.pattern.as_ref();
    let parts = [
        number("min", constraints.min),
        number("max", constraints.max),
        pattern.map(|pattern| format!("pattern {}", code(pattern))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
