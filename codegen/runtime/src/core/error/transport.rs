//! Calls that end without a whole response.

use std::error::Error as StdError;
use std::fmt;

use super::metadata::ErrorMetadata;
use super::operation::Retryable;

/// A call that ended without a whole response.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    /// What to tell people instead of the innermost source's text.
    explanation: Option<String>,
    retryable: Option<Retryable>,
    may_have_been_sent: bool,
    /// Boxed, because few have it.
    metadata: Option<Box<ErrorMetadata>>,
    source: Box<dyn StdError + Send + Sync>,
}

/// Where a call ended that has no whole response.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportErrorKind {
    /// The request could not be made: no region, no credentials, an invalid endpoint.
    Construction,
    /// Time ran out. The service may have received the request.
    Timeout,
    /// The connection failed or broke. The service may have received the request.
    Connection,
    /// The response is not HTTP or ended early.
    Response,
}

impl TransportError {
    /// An error with its source. What is not said otherwise follows from the kind.
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
            metadata: None,
            source: source.into(),
        }
    }

    /// An error whose source says too little to people: `explanation` takes the place of the
    /// source's text.
    pub fn explained(
        kind: TransportErrorKind,
        explanation: impl Into<String>,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        let mut error = Self::new(kind, source);
        error.explanation = Some(explanation.into());
        error
    }

    /// Says whether another attempt may succeed.
    #[must_use]
    pub fn with_retryable(mut self, retryable: Option<Retryable>) -> Self {
        self.retryable = retryable;
        self
    }

    /// Says whether the service may have received the request.
    #[must_use]
    pub fn with_may_have_been_sent(mut self, may_have_been_sent: bool) -> Self {
        self.may_have_been_sent = may_have_been_sent;
        self
    }

    /// Adds what is known of a response that ended early: status, headers and request id.
    #[must_use]
    pub fn with_metadata(mut self, metadata: ErrorMetadata) -> Self {
        self.metadata = Some(Box::new(metadata));
        self
    }

    /// Where the call ended.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        self.kind == TransportErrorKind::Timeout
    }

    /// Whether the connection could not be made, or broke.
    pub fn is_connection(&self) -> bool {
        self.kind == TransportErrorKind::Connection
    }

    /// Why another attempt may succeed, if it may.
    pub fn retryable(&self) -> Option<Retryable> {
        self.retryable
    }

    /// Whether the service may have received the request, in any attempt.
    pub fn may_have_been_sent(&self) -> bool {
        self.may_have_been_sent
    }

    /// What is known of a response that ended early.
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
        if let Some(explanation) = &self.explanation {
            return write!(f, ": {explanation}");
        }
        write!(f, ": {}", innermost(&*self.source))
    }
}

/// The innermost source of an error: it says what happened, the ones around it repeat each other.
/// One that says that time is up, and not which time, does not count.
pub(crate) fn innermost<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    let mut cause = error;
    while let Some(inner) = cause.source()
        && inner.to_string() != "timed out"
    {
        cause = inner;
    }
    cause
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
