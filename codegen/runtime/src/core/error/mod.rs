//! Errors of calls.
//!
//! | module | contents |
//! |---|---|
//! | `predicates` | predicates for all errors, such as `is_throttling` |
//! | `operation` | operation errors |
//! | `any` | one error type for all services |
//! | `service` | one error type for all operations of a service |
//! | `build` | values that cannot be made |
//! | `metadata` | metadata of error responses |
//! | `text` | display of service errors |
//! | `input`, `decode`, `transport`, `repeated_token`, `presigning` | other causes |

use std::error::Error as StdError;
use std::fmt;

mod any;
mod build;
mod decode;
mod input;
mod metadata;
mod operation;
mod predicates;
mod presigning;
mod repeated_token;
mod service;
mod text;
mod transport;

pub use self::any::AnyError;
pub use self::build::{BuildError, UnknownVariantError};
pub use self::decode::DecodeError;
pub use self::input::InvalidInput;
pub use self::metadata::ErrorMetadata;
pub(crate) use self::metadata::unread_encoding;
#[cfg(feature = "client")]
pub(crate) use self::metadata::{EXTENDED_REQUEST_ID, REQUEST_IDS};
pub use self::operation::{OperationError, Retryable, WireForm};
use self::predicates::CauseKind;
#[doc(hidden)]
pub use self::predicates::View;
pub use self::presigning::PresigningError;
pub use self::repeated_token::RepeatedToken;
#[doc(hidden)]
pub use self::service::Report;
pub use self::service::{ServiceError, Unmodelled};
pub(crate) use self::text::hides_message;
pub use self::text::{write_error, write_shape};
pub use self::transport::{TransportError, TransportErrorKind};

/// The error of a call: which operation failed, and why.
///
/// `E` is the operation's error type. Predicates that apply to every operation are methods of this
/// type; [`is_service`](Self::is_service) applies those of `E`.
///
/// ```text
/// RetryBuild failed: ResourceNotFoundException: Build not found (HTTP 400, request id 7c1e…)
/// ```
pub struct CallError<E> {
    operation: &'static str,
    attempts: u32,
    cause: Box<Cause<E>>,
}

/// Why a call failed.
#[non_exhaustive]
#[derive(Debug)]
pub enum Cause<E> {
    /// The input is invalid; nothing was sent.
    Input(InvalidInput),
    /// The service answered with an error.
    Service {
        /// The modelled error, or `Unhandled`.
        error: E,
        /// Code, message, status and request id.
        metadata: ErrorMetadata,
    },
    /// The response indicates success, but cannot be decoded.
    Response {
        /// What is wrong and where.
        error: DecodeError,
        /// Status, request id and body.
        metadata: ErrorMetadata,
    },
    /// The request could not be created or sent, or no complete response was received.
    Transport(TransportError),
    /// The service returned the same pagination token twice in a row.
    RepeatedToken(RepeatedToken),
    /// The request cannot be presigned.
    Presigning(PresigningError),
}

impl<E> Cause<E> {
    /// The service's error, or the cause for another error type.
    #[allow(
        clippy::result_large_err,
        reason = "callers destructure it immediately"
    )]
    fn into_service<T>(self) -> Result<(E, ErrorMetadata), Cause<T>> {
        Err(match self {
            Self::Service { error, metadata } => return Ok((error, metadata)),
            Self::Input(error) => Cause::Input(error),
            Self::Response { error, metadata } => Cause::Response { error, metadata },
            Self::Transport(error) => Cause::Transport(error),
            Self::RepeatedToken(token) => Cause::RepeatedToken(token),
            Self::Presigning(error) => Cause::Presigning(error),
        })
    }
}

impl<E> CallError<E> {
    /// Creates the error of a call of an operation.
    #[must_use]
    pub fn new(operation: &'static str, cause: Cause<E>) -> Self {
        Self {
            operation,
            attempts: 0,
            cause: Box::new(cause),
        }
    }

    /// Sets how many times the request was sent.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Adds that the call was not retried, because the stream in its request can be read only once.
    #[cfg(feature = "client")]
    pub(crate) fn with_spent_stream(mut self) -> Self {
        match &mut *self.cause {
            Cause::Service { metadata, .. } | Cause::Response { metadata, .. } => {
                metadata.has_spent_stream = true;
            }
            Cause::Transport(error) => error.has_spent_stream = true,
            Cause::Input(_) | Cause::RepeatedToken(_) | Cause::Presigning(_) => {}
        }
        self
    }

    /// Why the call failed.
    pub fn cause(&self) -> &Cause<E> {
        &self.cause
    }

    /// Why the call failed, by value.
    pub fn into_cause(self) -> Cause<E> {
        *self.cause
    }

    /// The service's error, if that is the cause.
    pub fn service_error(&self) -> Option<&E> {
        match self.cause() {
            Cause::Service { error, .. } => Some(error),
            _ => None,
        }
    }

    /// The same as [`service_error`](Self::service_error), under its name in AWS's SDK.
    pub fn as_service_error(&self) -> Option<&E> {
        self.service_error()
    }

    /// Whether the service's error satisfies a predicate; `false` for other causes:
    /// `error.is_service(RetryBuildError::is_resource_not_found_exception)`.
    pub fn is_service(&self, predicate: impl FnOnce(&E) -> bool) -> bool {
        self.service_error().is_some_and(predicate)
    }

    /// Type-erased view for the predicates, without the model's retry information.
    pub(crate) fn view(&self) -> View<'_> {
        let (kind, metadata) = match self.cause() {
            Cause::Input(_) => (CauseKind::Input, None),
            Cause::Service { metadata, .. } => (CauseKind::Service, Some(metadata)),
            Cause::Response { metadata, .. } => (CauseKind::Response, Some(metadata)),
            Cause::Transport(error) => (CauseKind::Transport(error), error.metadata()),
            Cause::RepeatedToken(_) => (CauseKind::RepeatedToken, None),
            Cause::Presigning(_) => (CauseKind::Presigning, None),
        };
        View {
            operation: self.operation,
            attempts: self.attempts,
            kind,
            metadata,
            modelled: None,
        }
    }

    crate::error_predicates!(view);
}

impl<E: OperationError> CallError<E> {
    /// The service's error, by value; for other causes an unmodelled one with their text as its
    /// message.
    pub fn into_service_error(self) -> E {
        let text = self.to_string();
        match self.into_cause() {
            Cause::Service { error, .. } => error,
            _ => {
                let mut metadata = ErrorMetadata::default();
                metadata.message = Some(text.into());
                E::unhandled(metadata)
            }
        }
    }

    #[doc(hidden)]
    pub fn view_with_model(&self) -> View<'_> {
        View {
            modelled: self.service_error().and_then(E::retryable),
            ..self.view()
        }
    }

    crate::retry_predicates!(view_with_model);
}

impl<E: fmt::Debug> fmt::Debug for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallError")
            .field("operation", &self.operation)
            .field("attempts", &self.attempts)
            .field("cause", &self.cause)
            .finish()
    }
}

impl<E: fmt::Display> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} failed: ", self.operation)?;
        match self.cause() {
            Cause::Input(error) => error.fmt(f),
            Cause::Service { error, metadata } => {
                error.fmt(f)?;
                metadata.write_suffix(f)
            }
            Cause::Response { error, metadata } => {
                write!(f, "unreadable response: {error}")?;
                metadata.write_suffix(f)
            }
            Cause::Transport(error) => {
                error.fmt(f)?;
                error
                    .metadata()
                    .map_or(Ok(()), |metadata| metadata.write_suffix(f))
            }
            Cause::RepeatedToken(error) => error.fmt(f),
            Cause::Presigning(error) => error.fmt(f),
        }
    }
}

/// The text says everything, so there is no `source()` that would repeat it; the parts are in
/// [`cause`](CallError::cause).
impl<E: fmt::Debug + fmt::Display> StdError for CallError<E> {}
