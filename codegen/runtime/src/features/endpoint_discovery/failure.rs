//! Endpoint discovery failures.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::core::error::{
    CallError, Cause, ErrorMetadata, OperationError, Retryable, TransportError, TransportErrorKind,
};

/// A failed discovery, shared by all calls that wait for it.
#[derive(Clone, Debug)]
pub(crate) struct DiscoveryFailure(Arc<FailureDetails>);

#[derive(Debug)]
struct FailureDetails {
    text: String,
    /// The kind of the call's error.
    kind: TransportErrorKind,
    /// Whether the connection failed, as opposed to the service's refusal.
    is_unreachable: bool,
    retryable: Option<Retryable>,
    metadata: Option<ErrorMetadata>,
}

impl DiscoveryFailure {
    /// From the error of the discovery operation.
    pub(crate) fn new<E: OperationError>(error: &CallError<E>) -> Self {
        let operation = error.operation();
        let retryable = error.is_retryable().then_some(if error.is_throttling() {
            Retryable::Throttling
        } else {
            Retryable::Transient
        });
        // The caller appends status and request id.
        let text = match error.cause() {
            Cause::Service { error, .. } => format!("{operation} failed: {error}"),
            Cause::Transport(error) => format!("{operation} failed: {error}"),
            Cause::Response { error, .. } => {
                format!("{operation} failed: unreadable response: {error}")
            }
            _ => error.to_string(),
        };
        let transport = match error.cause() {
            Cause::Transport(error) => Some(error.kind()),
            _ => None,
        };
        Self(Arc::new(FailureDetails {
            text,
            kind: match transport {
                Some(kind @ (TransportErrorKind::Timeout | TransportErrorKind::Connection)) => kind,
                _ => TransportErrorKind::Construction,
            },
            is_unreachable: transport.is_some_and(|it| it != TransportErrorKind::Construction),
            retryable,
            metadata: error.metadata().cloned(),
        }))
    }

    /// A response without a usable endpoint.
    pub(crate) fn of_response(operation: &str, what: &str) -> Self {
        Self(Arc::new(FailureDetails {
            text: format!("{operation} {what}"),
            kind: TransportErrorKind::Construction,
            is_unreachable: false,
            retryable: None,
            metadata: None,
        }))
    }

    /// Whether the connection failed: an expired endpoint is then better than none.
    pub(crate) fn is_unreachable(&self) -> bool {
        self.0.is_unreachable
    }

    /// The error of a call without an endpoint.
    pub(crate) fn into_error(self) -> TransportError {
        let error = TransportError::explained(self.0.kind, self.to_string(), self.clone());
        let error = error.with_retryable(self.0.retryable);
        match &self.0.metadata {
            Some(metadata) => error.with_metadata(metadata.clone()),
            None => error,
        }
    }
}

impl fmt::Display for DiscoveryFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "its endpoint could not be discovered: {}", self.0.text)
    }
}

impl StdError for DiscoveryFailure {}
