//! Calls without a complete response.

use std::error::Error as StdError;
use std::fmt;

use super::metadata::{ErrorMetadata, SPENT_STREAM};
use super::operation::Retryable;
use crate::core::innermost::innermost;

/// No complete response was received.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    /// Displayed instead of the innermost source.
    explanation: Option<String>,
    retryable: Option<Retryable>,
    may_have_been_sent: bool,
    /// Whether the call was not retried, because the stream in its request can be read only once.
    pub(super) has_spent_stream: bool,
    /// Boxed, because it is rarely set.
    metadata: Option<Box<ErrorMetadata>>,
    source: Box<dyn StdError + Send + Sync>,
}

/// The stage in which the call failed.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportErrorKind {
    /// The request could not be created: no region, no credentials, an invalid endpoint.
    Construction,
    /// A timeout. The service may have received the request.
    Timeout,
    /// The connection failed or broke. The service may have received the request.
    Connection,
    /// The response is not HTTP or incomplete.
    Response,
}

impl TransportError {
    /// Creates an error with its source. Retryability and the like default by kind.
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        use TransportErrorKind::{Connection, Construction, Timeout};
        Self {
            kind,
            explanation: None,
            retryable: matches!(kind, Timeout | Connection).then_some(Retryable::Transient),
            may_have_been_sent: kind != Construction,
            has_spent_stream: false,
            metadata: None,
            source: source.into(),
        }
    }

    /// Creates an error that displays `explanation` instead of its source.
    pub fn explained(
        kind: TransportErrorKind,
        explanation: impl Into<String>,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        let mut error = Self::new(kind, source);
        error.explanation = Some(explanation.into());
        error
    }

    /// Sets whether another attempt may succeed.
    #[must_use]
    pub fn with_retryable(mut self, retryable: Option<Retryable>) -> Self {
        self.retryable = retryable;
        self
    }

    /// Sets whether the service may have received the request.
    #[must_use]
    pub fn with_may_have_been_sent(mut self, may_have_been_sent: bool) -> Self {
        self.may_have_been_sent = may_have_been_sent;
        self
    }

    /// Adds the metadata of an incomplete response: status, headers and request id.
    #[must_use]
    pub fn with_metadata(mut self, metadata: ErrorMetadata) -> Self {
        self.metadata = Some(Box::new(metadata));
        self
    }

    /// The explanation, or the text of the innermost source.
    fn reason(&self) -> String {
        if let Some(explanation) = &self.explanation {
            return explanation.clone();
        }
        let source = innermost(&*self.source);
        let inner = source.downcast_ref::<Self>();
        inner.map_or_else(|| source.to_string(), Self::reason)
    }

    /// The stage in which the call failed.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether it is a timeout.
    pub fn is_timeout(&self) -> bool {
        self.kind == TransportErrorKind::Timeout
    }

    /// Whether the connection failed.
    pub fn is_connection(&self) -> bool {
        self.kind == TransportErrorKind::Connection
    }

    /// Why another attempt may succeed; `None` if it would fail again.
    pub fn retryable(&self) -> Option<Retryable> {
        self.retryable
    }

    /// Whether the service may have received the request, in any attempt.
    pub fn may_have_been_sent(&self) -> bool {
        self.may_have_been_sent
    }

    /// The error of the connection, of the credentials and so on.
    pub fn get_ref(&self) -> &(dyn StdError + Send + Sync + 'static) {
        &*self.source
    }

    /// The metadata of an incomplete response.
    pub fn metadata(&self) -> Option<&ErrorMetadata> {
        self.metadata.as_deref()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Construction => "the request could not be made",
            TransportErrorKind::Timeout => "the time limit was reached",
            TransportErrorKind::Connection => "the connection failed",
            TransportErrorKind::Response => "the response could not be received",
        })?;
        write!(f, ": {}", self.reason())?;
        if self.has_spent_stream {
            f.write_str(SPENT_STREAM)?;
        }
        Ok(())
    }
}

/// The text says everything, so there is no `source()` that would repeat it; what is inside is
/// [`get_ref`](TransportError::get_ref).
impl StdError for TransportError {}
