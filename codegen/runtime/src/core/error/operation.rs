//! Operation errors.

use std::error::Error as StdError;

use super::metadata::ErrorMetadata;
use crate::core::shape::Shape;

/// The error type of one operation.
pub trait OperationError: StdError + Send + Sync + Sized + 'static {
    /// An empty modelled error with this code on the wire, if the model lists one.
    fn modelled(code: &str) -> Option<Self>;

    /// An unmodelled error.
    fn unhandled(metadata: ErrorMetadata) -> Self;

    /// The members of a modelled error, to be filled in from the response.
    fn shape_mut(&mut self) -> Option<&mut dyn Shape>;

    /// Whether and why the model marks the error as retryable (trait `retryable`).
    fn retryable(&self) -> Option<Retryable> {
        None
    }

    /// How a mock service encodes the error; `None` for types that do not define it.
    #[inline]
    fn wire_form(&self) -> Option<WireForm<'_>> {
        None
    }
}

/// The encoding of an error in a response.
#[derive(Clone, Copy, Debug)]
pub enum WireForm<'a> {
    /// A modelled error, besides the members of its shape.
    Modelled {
        /// The error code.
        code: &'static str,
        /// The name in the body, if it differs from the code.
        name: Option<&'static str>,
        /// The HTTP status.
        status: u16,
    },
    /// The metadata of an unmodelled error.
    Unhandled(&'a ErrorMetadata),
}

/// Why a failed call may be retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retryable {
    /// A transient failure.
    Transient,
    /// The request was throttled; the next attempt should wait longer.
    Throttling,
}
