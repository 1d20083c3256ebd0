//! Values as text, in paths, queries, headers and forms.

use std::borrow::Cow;

use base64_simd::STANDARD;

use super::blob;
use super::float::special;
use crate::core::timestamp::{self, Format};
use crate::core::value::{ValueMut, ValueRef};

/// The text of a value; `None` for values with parts and for documents, which have none.
#[must_use]
pub fn write(value: ValueRef<'_>, format: Format) -> Option<Cow<'_, str>> {
    Some(match value {
        ValueRef::String(text) | ValueRef::Enumeration(text) => text.into(),
        ValueRef::Boolean(value) => if value { "true" } else { "false" }.into(),
        ValueRef::Integer(value) => value.to_string().into(),
        ValueRef::Float(value) if value.is_finite() => format!("{value:?}").into(),
        ValueRef::Float(value) => special(f64::from(value)).into(),
        ValueRef::Double(value) if value.is_finite() => format!("{value:?}").into(),
        ValueRef::Double(value) => special(value).into(),
        ValueRef::Timestamp(time) => match format {
            Format::DateTime => timestamp::to_date_time(time).into(),
            Format::HttpDate => timestamp::to_http_date(time).into(),
            Format::EpochSeconds => match timestamp::to_epoch(time) {
                (seconds, 0) => seconds.to_string().into(),
                (seconds, millis) => epoch(seconds, millis).into(),
            },
        },
        ValueRef::Blob(bytes) => STANDARD.encode_to_string(bytes).into(),
        ValueRef::Stream(_)
        | ValueRef::Document(_)
        | ValueRef::List(_)
        | ValueRef::Map(_)
        | ValueRef::Shape(_) => return None,
    })
}

#[cfg(feature = "http-bindings")]
impl crate::core::operation::Adjustment {
    /// The text with what headers cannot have percent-encoded.
    #[must_use]
    pub const fn percent_encoded() -> Self {
        Self::Mapped(for_header)
    }
}

/// A text with spaces, plus signs and what is not ASCII percent-encoded, as some services take it in
/// headers. What is encoded already stays as it is: it has no plus signs, which S3 takes for spaces.
#[cfg(feature = "http-bindings")]
fn for_header(text: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'+');
    utf8_percent_encode(text, ENCODED).to_string()
}

/// Seconds with milliseconds, which count forward from the second before it.
fn epoch(seconds: i64, millis: u32) -> String {
    let total = i128::from(seconds) * 1000 + i128::from(millis);
    let sign = if total < 0 { "-" } else { "" };
    let total = total.unsigned_abs();
    let text = format!("{sign}{}.{:03}", total / 1000, total % 1000);
    text.trim_end_matches('0').to_owned()
}

/// Decodes the text of a value.
///
/// # Errors
///
/// What was expected. The text is not quoted, because it may be sensitive.
pub fn read(text: &str, place: ValueMut<'_>) -> Result<(), &'static str> {
    match place {
        ValueMut::String(place) => text.clone_into(place),
        ValueMut::Enumeration(place) => place.set(text),
        ValueMut::Boolean(place) => match text {
            _ if text.eq_ignore_ascii_case("true") => *place = true,
            _ if text.eq_ignore_ascii_case("false") => *place = false,
            _ => return Err("expected a boolean"),
        },
        ValueMut::Integer(place) => *place = parsed(text, "expected a 32-bit integer")?,
        ValueMut::Long(place) => *place = parsed(text, "expected a 64-bit integer")?,
        ValueMut::Float(place) => *place = float(text)?,
        ValueMut::Double(place) => *place = float(text)?,
        ValueMut::Timestamp(place) => match timestamp::parse(text) {
            Some(time) => *place = time,
            None => return Err("expected a timestamp"),
        },
        ValueMut::Blob(place) => match blob::decode(text) {
            Some(bytes) => *place = bytes,
            None => return Err("expected base64"),
        },
        ValueMut::Stream(_)
        | ValueMut::Document(_)
        | ValueMut::List(_)
        | ValueMut::Map(_)
        | ValueMut::Shape(_) => {
            return Err("such a value has no text");
        }
    }
    Ok(())
}

fn parsed<T: std::str::FromStr>(text: &str, expected: &'static str) -> Result<T, &'static str> {
    text.parse().map_err(|_| expected)
}

/// Rust's own spellings of NaN and infinities are not accepted.
fn float<T: std::str::FromStr>(text: &str) -> Result<T, &'static str> {
    const EXPECTED: &str = "expected a number, NaN, Infinity or -Infinity";
    match text {
        "NaN" | "Infinity" | "-Infinity" => parsed(text, EXPECTED),
        _ if text.bytes().all(|byte| b"+-.0123456789eE".contains(&byte)) => parsed(text, EXPECTED),
        _ => Err(EXPECTED),
    }
}
