//! How calls end, in the terms of [`error`](super::super::error).

use std::error::Error as StdError;
use std::fmt;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::interceptors::context::Error as ErasedError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};
use aws_smithy_types::retry::{ErrorKind, ProvideErrorKind};

use super::super::error::{
    Cause, Error, OperationError, Retryable, TransportError, TransportErrorKind,
};

/// The error of an operation, without its type, and what the retry classifiers ask of it.
///
/// All operations have this one error type towards the orchestrator, so the classifiers are
/// compiled once.
pub(super) struct Failure {
    metadata: ErrorMetadata,
    retryable: Option<Retryable>,
    error: Box<dyn StdError + Send + Sync>,
}

impl Failure {
    pub(super) fn new<E: OperationError>(error: Error<E>) -> Self {
        let mut metadata = ErrorMetadata::builder();
        if let Some(code) = error.code() {
            metadata = metadata.code(code);
        }
        Self {
            metadata: metadata.build(),
            retryable: error.service_error().and_then(E::retryable),
            error: Box::new(error),
        }
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl StdError for Failure {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}

impl ProvideErrorMetadata for Failure {
    fn meta(&self) -> &ErrorMetadata {
        &self.metadata
    }
}

impl ProvideErrorKind for Failure {
    fn retryable_error_kind(&self) -> Option<ErrorKind> {
        self.retryable.map(|reason| match reason {
            Retryable::Transient => ErrorKind::ServerError,
            Retryable::Throttling => ErrorKind::ThrottlingError,
        })
    }

    fn code(&self) -> Option<&str> {
        self.metadata.code()
    }
}

/// A call that has no output.
pub(super) enum Ending {
    /// The operation's own error, to be given its type back.
    Failure(Failure),
    /// There is no response that the operation could have read.
    Transport(TransportError),
}

impl Ending {
    /// The request could not be made.
    pub(super) fn construction(message: impl Into<String>) -> Self {
        let kind = TransportErrorKind::Construction;
        Self::Transport(TransportError::new(kind, message.into()))
    }

    /// From the orchestrator's error; `sent` tells whether any attempt got as far as sending.
    pub(super) fn new(error: SdkError<ErasedError, HttpResponse>, sent: bool) -> Self {
        let kind = match &error {
            SdkError::TimeoutError(_) => TransportErrorKind::Timeout,
            SdkError::ResponseError(_) => TransportErrorKind::Response,
            SdkError::DispatchFailure(failure) if failure.is_timeout() => {
                TransportErrorKind::Timeout
            }
            // Signatures, interceptors and bad requests end like this, too.
            SdkError::DispatchFailure(failure) if !sent || failure.is_user() => {
                TransportErrorKind::Construction
            }
            // What hyper cannot make sense of.
            SdkError::DispatchFailure(failure)
                if failure.is_other() && failure.as_other().is_none() =>
            {
                TransportErrorKind::Response
            }
            SdkError::DispatchFailure(_) => TransportErrorKind::Connection,
            _ => TransportErrorKind::Construction,
        };
        let error = match error {
            SdkError::ServiceError(context) => match context.into_err().downcast::<Failure>() {
                Ok(failure) => return Self::Failure(failure),
                Err(error) => SdkError::construction_failure(error),
            },
            error => error,
        };
        let source = match error.into_source() {
            Ok(source) => source,
            Err(error) => error.into(),
        };
        Self::Transport(match credentials_error(&*source) {
            // Credentials may run out between two attempts, and then the first one was sent.
            Some(text) if sent => {
                TransportError::explained(TransportErrorKind::Connection, text, source)
            }
            Some(text) => TransportError::explained(TransportErrorKind::Construction, text, source),
            None => TransportError::new(kind, source),
        })
    }

    /// The error of a call of the operation `name`.
    pub(super) fn into_error<E: OperationError>(self, name: &'static str) -> Error<E> {
        let error = match self {
            Self::Transport(error) => error,
            Self::Failure(failure) => match failure.error.downcast::<Error<E>>() {
                Ok(error) => return *error,
                Err(error) => TransportError::new(TransportErrorKind::Response, error),
            },
        };
        Error::new(name, Cause::Transport(error))
    }
}

/// If credentials are the problem: what went wrong, in all its steps, and what to do.
fn credentials_error(error: &(dyn StdError + 'static)) -> Option<String> {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<CredentialsError>() {
            let mut text = format!("the credentials could not be loaded: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                text.push_str(": ");
                text.push_str(&error.to_string());
                cause = error.source();
            }
            text.push_str(". Set a `credentials_provider`, or sign in with the AWS CLI");
            return Some(text);
        }
        next = error.source();
    }
    None
}
