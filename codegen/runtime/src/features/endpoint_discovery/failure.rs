//! Why there is no endpoint.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::core::error::{
    CallError, Cause, ErrorMetadata, OperationError, Retryable, TransportError, TransportErrorKind,
};

/// A question that got no answer, shared by all who wait for one.
#[derive(Clone, Debug)]
pub(crate) struct DiscoveryFailure(Arc<Facts>);

#[derive(Debug)]
struct Facts {
    text: String,
    /// What it is to the call.
    kind: TransportErrorKind,
    /// Whether it is the connection that failed, and not the service that refused.
    was_out_of_reach: bool,
    retryable: Option<Retryable>,
    metadata: Option<ErrorMetadata>,
}

impl DiscoveryFailure {
    /// From the error of the operation that was asked.
    pub(crate) fn new<E: OperationError>(error: &CallError<E>) -> Self {
        let operation = error.operation();
        let retryable = error.is_retryable().then_some(if error.is_throttling() {
            Retryable::Throttling
        } else {
            Retryable::Transient
        });
        // Status and request id stand behind the whole text.
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
        Self(Arc::new(Facts {
            text,
            kind: match transport {
                Some(kind @ (TransportErrorKind::Timeout | TransportErrorKind::Connection)) => kind,
                _ => TransportErrorKind::Construction,
            },
            was_out_of_reach: transport.is_some_and(|it| it != TransportErrorKind::Construction),
            retryable,
            metadata: error.metadata().cloned(),
        }))
    }

    /// An answer that names no endpoint, or none that can be used.
    pub(crate) fn of_answer(operation: &str, what: &str) -> Self {
        Self(Arc::new(Facts {
            text: format!("{operation} {what}"),
            kind: TransportErrorKind::Construction,
            was_out_of_reach: false,
            retryable: None,
            metadata: None,
        }))
    }

    /// Whether it is the connection that failed: then an endpoint that has expired is better than
    /// none.
    pub(crate) fn was_out_of_reach(&self) -> bool {
        self.0.was_out_of_reach
    }

    /// The error of a call that found no endpoint.
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
