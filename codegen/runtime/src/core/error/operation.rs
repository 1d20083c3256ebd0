//! The errors that operations report.

use std::error::Error as StdError;
use std::fmt;

use super::metadata::ErrorMetadata;
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

/// The error type of one operation.
pub trait OperationError: StdError + Send + Sync + Sized + 'static {
    /// An empty error of the type that has this code on the wire, if the model lists one.
    fn modelled(code: &str) -> Option<Self>;

    /// Any other error.
    fn unhandled(metadata: ErrorMetadata) -> Self;

    /// The members of a modelled error, to be read from the response.
    fn shape_mut(&mut self) -> Option<&mut dyn Shape>;

    /// Whether and why the model says that the call may be repeated (trait `retryable`).
    fn retryable(&self) -> Option<Retryable> {
        None
    }

    /// How a fake reports it; `None` where a type written by hand does not say.
    #[inline]
    fn wire_form(&self) -> Option<WireForm<'_>> {
        None
    }
}

/// What the response that reports an error is made of.
#[derive(Clone, Copy, Debug)]
pub enum WireForm<'a> {
    /// What a modelled error has besides the members of its shape.
    Modelled {
        /// Its code.
        code: &'static str,
        /// The name that stands for it in the body, if its code is another.
        name: Option<&'static str>,
        /// The HTTP status it comes with.
        status: u16,
    },
    /// All there is of an error that is not modelled.
    Unhandled(&'a ErrorMetadata),
}

/// Why a failed call may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retryable {
    /// The failure will likely go away.
    Transient,
    /// The caller sends too much; the next attempt has to wait longer.
    Throttling,
}
