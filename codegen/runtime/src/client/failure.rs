//! Conversion of orchestrator errors into [`CallError`].

use std::error::Error as StdError;
use std::fmt;

use crate::core::body::Body;
use aws_credential_types::provider::error::{CredentialsError, TokenError};
use aws_smithy_runtime_api::client::interceptors::context::{
    Error as ErasedError, InterceptorContext,
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::{ErrorMetadata as AwsErrorMetadata, ProvideErrorMetadata};
use aws_smithy_types::retry::{ErrorKind, ProvideErrorKind};

use crate::client::progress::Progress;
use crate::client::transport::convert;
use crate::core::error::{
    CallError, Cause, ErrorMetadata, InvalidInput, OperationError, Retryable, TransportError,
    TransportErrorKind,
};

/// A type-erased operation error.
///
/// All operations have this error type in the orchestrator, so that retry classifiers are compiled
/// once.
pub struct OperationFailure {
    /// The response's metadata; empty if there was no response.
    pub(crate) metadata: Box<ErrorMetadata>,
    retryable: Option<Retryable>,
    error: Box<dyn StdError + Send + Sync>,
}

impl OperationFailure {
    pub(crate) fn new<E: OperationError>(error: CallError<E>) -> Self {
        Self {
            metadata: Box::new(error.metadata().cloned().unwrap_or_default()),
            retryable: error.service_error().and_then(E::retryable).or_else(|| {
                let metadata = error.metadata();
                let is_in_success = metadata.is_some_and(ErrorMetadata::is_in_success);
                is_in_success.then_some(Retryable::Transient)
            }),
            error: Box::new(error),
        }
    }

    /// The failure of an attempt, if the service refused it.
    pub(crate) fn of(context: &InterceptorContext) -> Option<&Self> {
        let error = context.output_or_error()?.err()?;
        error.as_operation_error()?.downcast_ref()
    }

    /// The service's error code.
    pub(crate) fn code(&self) -> Option<&str> {
        self.metadata.code()
    }
}

impl fmt::Debug for OperationFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl fmt::Display for OperationFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl StdError for OperationFailure {}

impl ProvideErrorMetadata for OperationFailure {
    fn meta(&self) -> &AwsErrorMetadata {
        self.metadata.meta()
    }

    fn code(&self) -> Option<&str> {
        self.metadata.code()
    }
}

impl ProvideErrorKind for OperationFailure {
    fn retryable_error_kind(&self) -> Option<ErrorKind> {
        self.retryable.map(aws_kind)
    }

    fn code(&self) -> Option<&str> {
        self.metadata.code()
    }
}

/// A failed call, without the operation's types.
pub enum CallFailure {
    /// The operation's error.
    Operation(OperationFailure),
    /// The request cannot be encoded; nothing was sent.
    Input(InvalidInput),
    /// There was no complete response.
    Transport(TransportError),
}

impl CallFailure {
    /// The request could not be created.
    pub(crate) fn construction(message: impl Into<String>) -> Self {
        let kind = TransportErrorKind::Construction;
        Self::Transport(TransportError::new(kind, message.into()))
    }

    /// Converts the orchestrator's error.
    pub(crate) fn new(error: SdkError<ErasedError, HttpResponse>, progress: &Progress) -> Self {
        let sent = progress.attempts() > 0;
        let (kind, retryable) = kind(&error, sent);
        let error = match error {
            SdkError::ServiceError(context) => {
                match context.into_err().downcast::<OperationFailure>() {
                    Ok(failure) => return Self::Operation(failure),
                    Err(error) => SdkError::construction_failure(error),
                }
            }
            error => error,
        };
        let metadata = error.raw_response().and_then(head);
        let source = match error.into_source() {
            Ok(source) => source,
            Err(error) => error.into(),
        };
        let source = match source.downcast::<InvalidInput>() {
            Ok(error) => return Self::Input(*error),
            Err(source) => source,
        };
        let mut error = match identity_error(&*source) {
            // Credentials may expire between two attempts; the first one was then sent.
            Some(text) if sent => {
                TransportError::explained(TransportErrorKind::Connection, text, source)
            }
            Some(text) => TransportError::explained(TransportErrorKind::Construction, text, source),
            None => TransportError::new(kind, source),
        };
        if let Some(metadata) = metadata {
            error = error.with_metadata(metadata);
        }
        Self::Transport(
            error
                .with_retryable(retryable)
                .with_may_have_been_sent(progress.may_have_arrived()),
        )
    }

    /// Logs the failure at debug level, because the caller handles the error.
    pub(crate) fn log(&self, operation: &'static str, attempts: u32) {
        let (metadata, error): (_, &dyn fmt::Display) = match self {
            Self::Operation(failure) => (Some(&*failure.metadata), failure),
            Self::Input(error) => (None, error),
            Self::Transport(error) => (error.metadata(), error),
        };
        tracing::debug!(
            operation,
            attempts,
            status = metadata.map(ErrorMetadata::status),
            request_id = metadata.and_then(ErrorMetadata::request_id),
            code = metadata.and_then(ErrorMetadata::code),
            %error,
            "call failed"
        );
    }

    /// The error of a call of the operation `name`.
    pub(crate) fn into_error<E: OperationError>(self, name: &'static str) -> CallError<E> {
        let error = match self {
            Self::Input(error) => return CallError::new(name, Cause::Input(error)),
            Self::Transport(error) => error,
            Self::Operation(failure) => match failure.error.downcast::<CallError<E>>() {
                Ok(error) => return *error,
                Err(error) => TransportError::new(TransportErrorKind::Response, error),
            },
        };
        CallError::new(name, Cause::Transport(error))
    }
}

/// The kind of an orchestrator error, and whether the client considers it retryable; `sent` tells
/// whether any attempt was sent.
pub(crate) fn kind<E, R>(
    error: &SdkError<E, R>,
    sent: bool,
) -> (TransportErrorKind, Option<Retryable>) {
    use TransportErrorKind::{Connection, Construction, Response, Timeout};
    let transient = Some(Retryable::Transient);
    match error {
        SdkError::TimeoutError(_) => (Timeout, transient),
        SdkError::ResponseError(_) => (Response, transient),
        SdkError::DispatchFailure(failure) if failure.is_timeout() => (Timeout, transient),
        // Errors of signing, interceptors and invalid requests are reported this way, too.
        SdkError::DispatchFailure(failure) if !sent || failure.is_user() => (Construction, None),
        SdkError::DispatchFailure(failure) if failure.is_other() => match failure.as_other() {
            // Not valid HTTP.
            None => (Response, None),
            Some(ErrorKind::ThrottlingError) => (Connection, Some(Retryable::Throttling)),
            Some(ErrorKind::ClientError) => (Connection, None),
            Some(_) => (Connection, transient),
        },
        SdkError::DispatchFailure(_) => (Connection, transient),
        _ => (Construction, None),
    }
}

/// Metadata of a response without its body.
pub(crate) fn head(response: &HttpResponse) -> Option<ErrorMetadata> {
    let head = convert::http_head(response).ok()?;
    Some(ErrorMetadata::of(&head.map(|()| Body::default())))
}

/// Converts the reason for a retry to AWS's type.
pub(crate) fn aws_kind(reason: Retryable) -> ErrorKind {
    match reason {
        Retryable::Transient => ErrorKind::ServerError,
        Retryable::Throttling => ErrorKind::ThrottlingError,
    }
}

/// If credentials or a token could not be loaded: the error with all its sources, and a hint.
fn identity_error(error: &(dyn StdError + 'static)) -> Option<String> {
    let mut next = Some(error);
    while let Some(error) = next {
        let found = if error.is::<CredentialsError>() {
            Some(("credentials", "credentials_provider"))
        } else if error.is::<TokenError>() {
            Some(("bearer token", "token_provider"))
        } else {
            None
        };
        if let Some((identity, setting)) = found {
            let mut text = format!("the {identity} could not be loaded: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                text.push_str(": ");
                text.push_str(&error.to_string());
                cause = error.source();
            }
            return Some(format!(
                "{text}. Set a `{setting}`, or sign in with the AWS CLI"
            ));
        }
        next = error.source();
    }
    None
}
