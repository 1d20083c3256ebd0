//! Odd texts and values.

use arbitrary::{Result, Unstructured};
use serde_json::{Value, json};

/// Texts with a meaning somewhere, or without any.
pub(crate) const TEXTS: &[&str] = &[
    "",
    " ",
    "self",
    "Self",
    "super",
    "crate",
    "_",
    "type",
    "match",
    "r#type",
    "gen",
    "Option",
    "String",
    "Vec",
    "Result",
    "Some",
    "None",
    "Ok",
    "Err",
    "UnknownValue",
    "Unhandled",
    "message",
    "Message",
    "new",
    "default",
    "clone",
    "send",
    "client",
    "Client",
    "Error",
    "con",
    "nul",
    "lib",
    "mod",
    "smithy",
    "__type",
    "aws",
    "*/",
    "/*",
    "//",
    "\"",
    "\\",
    "'",
    "`",
    "```",
    "\n",
    "\r\n",
    "\0",
    "\u{7f}",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\u{301}",
    "日本",
    "é",
    "İ",
    "ß",
    "😀",
    "<p>",
    "</p>",
    "<ul><li>",
    "<pre>",
    "<!--",
    "-->",
    "&lt;",
    "[",
    "]",
    "(",
    "{",
    "}",
    "{}",
    "{Region}",
    "${x}",
    "#!",
    "0",
    "-1",
    "2fast",
    "1e999",
    "a-b",
    "a.b",
    "aB",
    "AB",
    "..",
    "../x",
    "/",
    "a/b",
    "com.example#Thing",
    "smithy.api#String",
    "smithy.api#Unit",
    "https://example.com",
    ".*",
    "(a*)*",
    "[",
    "\\p{L}{900}",
    "(?!x)",
    "a || b",
    "a[].b",
    "length(a)",
    "true",
];

/// A text: one or several of these, arbitrary, or long.
pub(crate) fn text(u: &mut Unstructured<'_>) -> Result<String> {
    Ok(match u.int_in_range(0..=9)? {
        0..=5 => (*u.choose(TEXTS)?).to_owned(),
        6 => {
            let count = u.int_in_range(2..=4)?;
            (0..count)
                .map(|_| u.choose(TEXTS).copied())
                .collect::<Result<_>>()?
        }
        7 => u.choose(TEXTS)?.repeat(u.int_in_range(2..=3000)?),
        _ => u.arbitrary()?,
    })
}

/// A value of any kind.
pub(crate) fn value(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(match u.int_in_range(0..=9)? {
        0 => Value::Null,
        1 => Value::Bool(u.arbitrary()?),
        2 => number(u)?,
        3 => json!([]),
        4 => json!({}),
        5 => json!([text(u)?]),
        6 => json!({text(u)?: text(u)?}),
        _ => Value::from(text(u)?),
    })
}

/// A number at an edge of a type.
pub(crate) fn number(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(match u.int_in_range(0..=9)? {
        0 => json!(0),
        1 => json!(-1),
        2 => json!(i64::MAX),
        3 => json!(i64::MIN),
        4 => json!(u64::MAX),
        5 => json!(1e308),
        6 => json!(-0.0),
        7 => json!(5e-324),
        8 => json!(u.arbitrary::<f64>()?),
        _ => json!(u.arbitrary::<u16>()?),
    })
}
