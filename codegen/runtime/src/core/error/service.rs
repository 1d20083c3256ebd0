//! One error type for all operations of a service: the contents of the enum of each generated
//! crate.

use std::error::Error as StdError;
use std::fmt;
use std::ops::Deref;

use super::metadata::ErrorMetadata;
use super::operation::{OperationError, Retryable};
use super::predicates::{CauseKind, View};
use super::{CallError, Cause};
use crate::core::shape::Shape;

/// A modelled error as the service reported it, which dereferences to the error's shape.
#[derive(Debug)]
pub struct ServiceError<T>(Box<ErrorWithReport<T>>);

#[derive(Debug)]
struct ErrorWithReport<T> {
    error: T,
    report: Report,
}

/// The call for which an error was reported, and the response's metadata.
#[derive(Debug)]
pub struct Report {
    pub(super) operation: &'static str,
    pub(super) attempts: u32,
    pub(super) metadata: ErrorMetadata,
    pub(super) retryable: Option<Retryable>,
}

impl<T> ServiceError<T> {
    /// Creates an error from its shape and report.
    #[doc(hidden)]
    pub fn new(error: T, report: Report) -> Self {
        Self(Box::new(ErrorWithReport { error, report }))
    }

    pub(super) fn into_parts(self) -> (T, Report) {
        (self.0.error, self.0.report)
    }

    /// The error's shape, by value.
    pub fn into_inner(self) -> T {
        self.0.error
    }

    /// Code, message, status and request id.
    pub fn metadata(&self) -> &ErrorMetadata {
        &self.0.report.metadata
    }

    /// Type-erased view for the predicates.
    #[doc(hidden)]
    pub fn view(&self) -> View<'_> {
        View {
            operation: self.0.report.operation,
            attempts: self.0.report.attempts,
            kind: CauseKind::Service,
            metadata: Some(&self.0.report.metadata),
            modelled: self.0.report.retryable,
        }
    }
}

impl<T> Deref for ServiceError<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.error
    }
}

impl<T: fmt::Display> fmt::Display for ServiceError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.report.write(&self.0.error, f)
    }
}

/// The text says everything, so there is no `source()` that would repeat it.
impl<T: fmt::Debug + fmt::Display> StdError for ServiceError<T> {}

/// An error that the model does not list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmodelled(ErrorMetadata);

impl fmt::Display for Unmodelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for Unmodelled {}

impl OperationError for Unmodelled {
    fn modelled(_code: &str) -> Option<Self> {
        None
    }

    fn unhandled(metadata: ErrorMetadata) -> Self {
        Self(metadata)
    }

    fn shape_mut(&mut self) -> Option<&mut dyn Shape> {
        None
    }

    fn wire_form(&self) -> Option<super::WireForm<'_>> {
        Some(super::WireForm::Unhandled(&self.0))
    }
}

impl Report {
    fn write(&self, error: &dyn fmt::Display, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} failed: {error}", self.operation)?;
        self.metadata.write_suffix(f)
    }

    /// The error of a call whose error is not modelled.
    #[doc(hidden)]
    pub fn unmodelled(self, error: ErrorMetadata) -> CallError<Unmodelled> {
        let cause = Cause::Service {
            error: Unmodelled(error),
            metadata: self.metadata,
        };
        CallError::new(self.operation, cause).with_attempts(self.attempts)
    }
}

impl<E: OperationError> CallError<E> {
    /// The service's error and its report, or an error with another cause.
    ///
    /// # Errors
    ///
    /// If the service reported no error.
    #[doc(hidden)]
    pub fn into_reported(self) -> Result<(E, Report), CallError<Unmodelled>> {
        let (operation, attempts) = (self.operation, self.attempts);
        match self.into_cause().into_service() {
            Ok((error, metadata)) => {
                let retryable = error.retryable();
                let report = Report {
                    operation,
                    attempts,
                    metadata,
                    retryable,
                };
                Ok((error, report))
            }
            Err(cause) => Err(CallError::new(operation, cause).with_attempts(attempts)),
        }
    }
}
