//! The words of reports.

use std::fmt::{Display, Write};

use crate::ir::Ty;
use crate::model::{Bound, Constraints};

/// `a`, `a and b`, `a, b and c`; `none` if there is nothing.
pub(super) fn list(items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<_> = items.into_iter().collect();
    match &items[..] {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// Text as code.
pub(super) fn code(text: impl Display) -> String {
    format!("`{text}`")
}

/// A sentence of the rules with its names filled in: `{item}` is what `name` says of `item`.
pub(super) fn fill(sentence: &str, name: impl Fn(&str) -> String) -> String {
    let mut text = String::new();
    let mut parts = sentence.split(['{', '}']);
    text.push_str(parts.next().unwrap_or_default());
    while let (Some(word), Some(rest)) = (parts.next(), parts.next()) {
        let _ = write!(text, "{}{rest}", name(word));
    }
    text
}

/// A type as models describe it.
pub(super) fn ty(ty: &Ty) -> String {
    let (sparse, word, inner) = match ty {
        Ty::Boolean => return "boolean".to_owned(),
        Ty::Integer => return "integer".to_owned(),
        Ty::Long => return "long".to_owned(),
        Ty::Float => return "float".to_owned(),
        Ty::Double => return "double".to_owned(),
        Ty::String => return "string".to_owned(),
        Ty::Timestamp => return "timestamp".to_owned(),
        Ty::Blob => return "blob".to_owned(),
        Ty::Stream => return "stream of bytes".to_owned(),
        Ty::Document => return "document".to_owned(),
        Ty::Named(name) => return code(name),
        Ty::Boxed(inner) => return self::ty(inner),
        Ty::List { item, is_sparse } => (is_sparse, "list of".to_owned(), item),
        Ty::Map {
            key,
            value,
            is_sparse,
        } => {
            let key = key.as_ref().map_or("string".to_owned(), code);
            (is_sparse, format!("map from {key} to"), value)
        }
    };
    let sparse = if *sparse { "sparse " } else { "" };
    format!("{sparse}{word} {}", self::ty(inner))
}

/// What values a shape takes.
pub(super) fn constraints(constraints: &Constraints) -> String {
    let number = |word: &str, value: Option<Bound>| value.map(|value| format!("{word} {value}"));
    let pattern = constraints.pattern.as_ref();
    let parts: Vec<_> = [
        number("min", constraints.min),
        number("max", constraints.max),
        pattern.map(|pattern| format!("pattern {}", code(pattern))),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        "none".to_owned()
    } else {
        parts.join(", ")
    }
}

/// A sentence with a capital letter, unless it begins with code.
pub(super) fn capitalized(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
