//! Everything that can go wrong with a call, in words for people.
//!
//! | module | what is in it |
//! |---|---|
//! | `questions` | what one asks an error whatever its operation: throttled? denied? worth another try? |
//! | `operation` | the errors that operations report |
//! | `any` | the errors of all services as one type |
//! | `service` | the errors of all operations of a service as one type |
//! | `metadata` | what every error response has |
//! | `text` | how errors of the service read |
//! | `input`, `decode`, `transport`, `repeated_token` | the other ways to fail |

use std::error::Error as StdError;
use std::fmt;

mod any;
mod decode;
mod input;
mod metadata;
mod operation;
mod questions;
mod repeated_token;
mod service;
mod text;
mod transport;

pub use self::any::AnyError;
pub use self::decode::DecodeError;
pub use self::input::InvalidInput;
pub use self::metadata::ErrorMetadata;
#[cfg(feature = "client")]
pub(crate) use self::metadata::REQUEST_IDS;
pub use self::operation::{OperationError, Retryable, WireForm};
use self::questions::Kind;
#[doc(hidden)]
pub use self::questions::View;
pub use self::repeated_token::RepeatedToken;
#[doc(hidden)]
pub use self::service::Report;
pub use self::service::{ServiceError, Unmodelled};
pub(crate) use self::text::hides_message;
pub use self::text::{write_error, write_shape};
#[cfg(feature = "client")]
pub(crate) use self::transport::innermost;
pub use self::transport::{TransportError, TransportErrorKind};

/// The error of a call: which operation failed, and why.
///
/// `E` is the operation's own error type, with the errors its model lists. Questions that make
/// sense for every operation are asked here, and [`is_service`](Self::is_service) asks those of
/// the operation.
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
    /// The input is incomplete; nothing was sent.
    Input(InvalidInput),
    /// The service answered with an error.
    Service {
        /// The modelled error, or `Unhandled`.
        error: E,
        /// What every error of the service has: code, message, status, request id.
        metadata: ErrorMetadata,
    },
    /// The service answered with success, but the response cannot be read.
    Response {
        /// What is wrong, and where in the document.
        error: DecodeError,
        /// Status, request id and body of the response.
        metadata: ErrorMetadata,
    },
    /// The request could not be made or sent, or no whole response came back.
    Transport(TransportError),
    /// The service answered with the token of the same page twice in a row.
    RepeatedToken(RepeatedToken),
}

impl<E> Cause<E> {
    /// The error that the service reported, or the cause if it reported none, whatever its type.
    #[allow(clippy::result_large_err, reason = "it is taken apart at once")]
    fn into_service<T>(self) -> Result<(E, ErrorMetadata), Cause<T>> {
        Err(match self {
            Self::Service { error, metadata } => return Ok((error, metadata)),
            Self::Input(error) => Cause::Input(error),
            Self::Response { error, metadata } => Cause::Response { error, metadata },
            Self::Transport(error) => Cause::Transport(error),
            Self::RepeatedToken(token) => Cause::RepeatedToken(token),
        })
    }
}

impl<E> CallError<E> {
    /// The error of an operation.
    #[must_use]
    pub fn new(operation: &'static str, cause: Cause<E>) -> Self {
        Self {
            operation,
            attempts: 0,
            cause: Box::new(cause),
        }
    }

    /// Says how often the request was sent.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Why it failed.
    pub fn cause(&self) -> &Cause<E> {
        &self.cause
    }

    /// Why it failed, by value.
    pub fn into_cause(self) -> Cause<E> {
        *self.cause
    }

    /// The error that the service reported, if that is why the call failed.
    pub fn service_error(&self) -> Option<&E> {
        match self.cause() {
            Cause::Service { error, .. } => Some(error),
            _ => None,
        }
    }

    /// Whether the service reported an error for which `question` says yes; no error that it did
    /// not report is one:
    /// `error.is_service(RetryBuildError::is_resource_not_found_exception)`.
    pub fn is_service(&self, question: impl FnOnce(&E) -> bool) -> bool {
        self.service_error().is_some_and(question)
    }

    /// What questions are answered from, without what the model says of repeating the call.
    pub(crate) fn view(&self) -> View<'_> {
        let (kind, metadata) = match self.cause() {
            Cause::Input(_) => (Kind::Input, None),
            Cause::Service { metadata, .. } => (Kind::Service, Some(metadata)),
            Cause::Response { metadata, .. } => (Kind::Response, Some(metadata)),
            Cause::Transport(error) => (Kind::Transport(error), error.metadata()),
            Cause::RepeatedToken(_) => (Kind::RepeatedToken, None),
        };
        View {
            operation: self.operation,
            attempts: self.attempts,
            kind,
            metadata,
            modelled: None,
        }
    }

    crate::error_questions!(view);
}

impl<E: OperationError> CallError<E> {
    #[doc(hidden)]
    pub fn view_with_model(&self) -> View<'_> {
        View {
            modelled: self.service_error().and_then(E::retryable),
            ..self.view()
        }
    }

    crate::retry_questions!(view_with_model);
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
        }
    }
}

impl<E: StdError + 'static> StdError for CallError<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self.cause() {
            Cause::Input(error) => Some(error),
            Cause::Service { error, .. } => Some(error),
            Cause::Response { error, .. } => Some(error),
            Cause::Transport(error) => Some(error),
            Cause::RepeatedToken(error) => Some(error),
        }
    }
}
