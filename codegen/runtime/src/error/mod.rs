//! Everything that can go wrong with a call, in words for people.
//!
//! | module | what is in it |
//! |---|---|
//! | `questions` | what one asks an error whatever its operation: throttled? denied? worth another try? |
//! | `operation` | the errors that operations report |
//! | `metadata` | what every error response has |
//! | `input`, `decode`, `transport` | the other ways to fail |

use std::error::Error as StdError;
use std::fmt;

mod decode;
mod input;
mod metadata;
mod operation;
mod questions;
mod transport;

pub use self::decode::DecodeError;
pub use self::input::InvalidInput;
pub use self::metadata::ErrorMetadata;
#[cfg(feature = "client")]
pub(super) use self::metadata::REQUEST_IDS;
#[cfg(feature = "test-util")]
pub use self::operation::WireForm;
pub(super) use self::operation::hides_message;
pub use self::operation::{OperationError, Retryable, write_error, write_shape};
#[cfg(feature = "client")]
pub(super) use self::transport::innermost;
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
pub struct Error<E> {
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
    #[cfg(feature = "client")]
    RepeatedToken(super::client::paginator::RepeatedToken),
}

impl<E> Error<E> {
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

    /// The operation's name in the model.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// How often the client sent the request, or tried to; 0 if it never got that far, and for
    /// errors that are not a client's.
    pub fn attempts(&self) -> u32 {
        self.attempts
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

    /// What is known of the response, if there was one.
    pub fn metadata(&self) -> Option<&ErrorMetadata> {
        match self.cause() {
            Cause::Service { metadata, .. } | Cause::Response { metadata, .. } => Some(metadata),
            Cause::Transport(error) => error.metadata(),
            _ => None,
        }
    }

    /// The error code the service sent, such as `ThrottlingException`.
    pub fn code(&self) -> Option<&str> {
        self.metadata()?.code()
    }

    /// The message the service sent.
    pub fn message(&self) -> Option<&str> {
        self.metadata()?.message()
    }

    /// The id of the request, to be quoted to AWS support.
    pub fn request_id(&self) -> Option<&str> {
        self.metadata()?.request_id()
    }

    /// The HTTP status of the response.
    pub fn status(&self) -> Option<u16> {
        self.metadata().map(ErrorMetadata::status)
    }
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("operation", &self.operation)
            .field("attempts", &self.attempts)
            .field("cause", &self.cause)
            .finish()
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
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
            #[cfg(feature = "client")]
            Cause::RepeatedToken(error) => error.fmt(f),
        }
    }
}

impl<E: StdError + 'static> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self.cause() {
            Cause::Input(error) => Some(error),
            Cause::Service { error, .. } => Some(error),
            Cause::Response { error, .. } => Some(error),
            Cause::Transport(error) => Some(error),
            #[cfg(feature = "client")]
            Cause::RepeatedToken(error) => Some(error),
        }
    }
}
