//! How errors of the service read.

use std::fmt;

use crate::core::debug::REDACTED;
use crate::core::schema::{Flags, Schema};
use crate::core::shape::Shape;

/// Writes an error as `Code: message`; an empty message counts as none.
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

/// Writes a modelled error as [`write_error`] does, without its message if that is sensitive.
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

/// Whether the message of an error must not be shown.
pub(crate) fn hides_message(schema: &Schema) -> bool {
    let mut members = schema.members.iter();
    schema.is_sensitive
        || members.any(|member| {
            member.is(Flags::SENSITIVE) && member.name.eq_ignore_ascii_case("message")
        })
}

/// A message as far as it may be shown; none stays none.
pub(crate) fn shown(message: Option<&str>, is_hidden: bool) -> Option<&str> {
    message.map(|text| if is_hidden { REDACTED } else { text })
}
