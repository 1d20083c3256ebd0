//! Display of service errors.

use std::fmt;

use crate::core::debug::REDACTED;
use crate::core::schema::{Flags, Schema};
use crate::core::shape::Shape;

/// Writes `Code: message`, or the code alone if the message is empty.
///
/// # Errors
///
/// Those of the formatter.
pub fn write_error(f: &mut fmt::Formatter<'_>, code: &str, message: Option<&str>) -> fmt::Result {
    match message.filter(|text| !text.is_empty()) {
        Some(message) => write!(f, "{code}: {message}"),
        None => f.write_str(code),
    }
}

/// Writes a modelled error like [`write_error`], redacting a sensitive message.
///
/// # Errors
///
/// Those of the formatter.
pub fn write_shape(
    f: &mut fmt::Formatter<'_>,
    shape: &dyn Shape,
    code: &str,
    message: Option<&str>,
) -> fmt::Result {
    write_error(f, code, shown(message, hides_message(shape.schema())))
}

/// Whether the error's message is sensitive.
pub(crate) fn hides_message(schema: &Schema) -> bool {
    let mut members = schema.members.iter();
    schema.is_sensitive
        || members.any(|member| {
            member.is(Flags::SENSITIVE) && member.name.eq_ignore_ascii_case("message")
        })
}

/// The message, redacted if `is_hidden`.
pub(crate) fn shown(message: Option<&str>, is_hidden: bool) -> Option<&str> {
    message.map(|text| if is_hidden { REDACTED } else { text })
}
