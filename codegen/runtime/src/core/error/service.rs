//! The errors of all operations of a service as one type: the parts of the enum that each generated
//! crate has.

use std::error::Error as StdError;
use std::fmt;
use std::ops::Deref;

use super::metadata::ErrorMetadata;
use super::operation::{OperationError, Retryable};
use super::questions::{Kind, View};
use super::{CallError, Cause};
use crate::core::shape::Shape;

/// An error that the model lists, as the service reported it. It gives access to the members of the
/// error's shape by `Deref`.
#[derive(Debug)]
pub struct ServiceError<T>(Box<Reported<T>>);

#[derive(Debug)]
struct Reported<T> {
    error: T,
    report: Report,
}

/// The call that a service reported an error for, and its response.
#[derive(Debug)]
pub struct Report {
    pub(super) operation: &'static str,
    pub(super) attempts: u32,
    pub(super) metadata: ErrorMetadata,
    pub(super) retryable: Option<Retryable>,
}

impl<T> ServiceError<T> {
    /// An error, and the call it was reported for.
    #[doc(hidden)]
    pub fn new(error: T, report: Report) -> Self {
        Self(Box::new(Reported { error, report }))
    }

    pub(super) fn into_parts(self) -> (T, Report) {
        (self.0.error, self.0.report)
    }

    /// The error's shape, by value.
    pub fn into_inner(self) -> T {
        self.0.error
    }

    /// What every error response has: code, message, status, request id.
    pub fn metadata(&self) -> &ErrorMetadata {
        &self.0.report.metadata
    }

    /// What questions are answered from.
    #[doc(hidden)]
    pub fn view(&self) -> View<'_> {
        View {
            operation: self.0.report.operation,
            attempts: self.0.report.attempts,
            kind: Kind::Service,
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
        let Reported { error, report } = &*self.0;
        write!(f, "{} failed: {error}", report.operation)?;
        report.metadata.write_suffix(f)
    }
}

impl<T: StdError + 'static> StdError for ServiceError<T> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0.error)
    }
}

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
    /// The error of a call whose service reported one that the model does not list.
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
    /// The error that the service reported with its call, or the error of a call for which it
    /// reported none.
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
