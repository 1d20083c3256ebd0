//! The errors that operations report.

use std::error::Error as StdError;

use super::metadata::ErrorMetadata;
use crate::core::shape::Shape;

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
