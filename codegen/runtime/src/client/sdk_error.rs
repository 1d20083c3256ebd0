//! Conversion to and from the error types of AWS's runtime.
//!
//! [`CallError`] and `SdkError` convert into each other with `From`, and operation errors implement
//! `ProvideErrorMetadata`:
//!
//! ```text
//! let output = client.retry_build().id("p:1").await.map_err(SdkError::from)?;
//! ```

use std::error::Error as StdError;
use std::sync::Mutex;

pub use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result;
pub use aws_smithy_runtime_api::client::result::{ConnectorError, CreateUnhandledError};
pub use aws_smithy_types::error::display::DisplayErrorContext;
use aws_smithy_types::error::metadata::EMPTY_ERROR_METADATA;
pub use aws_smithy_types::error::metadata::{
    ErrorMetadata as AwsErrorMetadata, ProvideErrorMetadata,
};
pub use aws_types::request_id::RequestId;
use bytes::Bytes;

use super::failure;
use super::transport::convert;
use crate::core::error::{
    CallError, Cause, DecodeError, ErrorMetadata, OperationError, TransportError,
    TransportErrorKind, hides_message,
};
use crate::core::lock::lock;

/// The error type of AWS's SDK; its responses are those of HTTP, unless stated otherwise.
pub type SdkError<E, R = HttpResponse> = result::SdkError<E, R>;

impl ProvideErrorMetadata for ErrorMetadata {
    fn meta(&self) -> &AwsErrorMetadata {
        self.attachment(|| {
            let mut aws = AwsErrorMetadata::builder();
            if let Some(code) = self.code() {
                aws = aws.code(code);
            }
            // Its `Debug` and `Display` would show a sensitive one.
            if let Some(message) = self.shown_message() {
                aws = aws.message(message);
            }
            if let Some(id) = self.request_id() {
                // The name under which `aws_types::request_id::RequestId` looks for it.
                aws = aws.custom("aws_request_id", id);
            }
            aws.build()
        })
    }

    fn code(&self) -> Option<&str> {
        self.code()
    }

    fn message(&self) -> Option<&str> {
        self.message()
    }
}

/// The metadata of an error in AWS's form; empty where there was no response.
#[doc(hidden)]
#[must_use]
pub fn meta(metadata: Option<&ErrorMetadata>) -> &AwsErrorMetadata {
    metadata.map_or(&EMPTY_ERROR_METADATA, ProvideErrorMetadata::meta)
}

impl<E> ProvideErrorMetadata for CallError<E> {
    fn meta(&self) -> &AwsErrorMetadata {
        meta(self.metadata())
    }

    fn code(&self) -> Option<&str> {
        self.code()
    }

    fn message(&self) -> Option<&str> {
        self.message()
    }
}

impl<E> RequestId for CallError<E> {
    fn request_id(&self) -> Option<&str> {
        self.request_id()
    }
}

/// `SdkError::message()` is empty for modelled errors; their own `message()` has it.
///
/// Construction, timeout, connection and service errors become the same kind of `SdkError`;
/// undecodable and incomplete responses become response errors.
impl<E> From<CallError<E>> for SdkError<E, HttpResponse> {
    fn from(error: CallError<E>) -> Self {
        match error.into_cause() {
            Cause::Input(error) => Self::construction_failure(error),
            // The request for the next page cannot be created.
            Cause::RepeatedToken(error) => Self::construction_failure(error),
            Cause::Presigning(error) => Self::construction_failure(error),
            Cause::Service { error, metadata } => match raw(&metadata) {
                Some(raw) => Self::service_error(error, raw),
                None => Self::construction_failure("the error was not made from a response"),
            },
            Cause::Response { error, metadata } => match raw(&metadata) {
                Some(raw) => Self::response_error(error, raw),
                None => Self::construction_failure(error),
            },
            Cause::Transport(error) => match error.kind() {
                TransportErrorKind::Construction => Self::construction_failure(error),
                TransportErrorKind::Timeout => Self::timeout_error(error),
                TransportErrorKind::Connection => {
                    Self::dispatch_failure(ConnectorError::io(error.into()))
                }
                TransportErrorKind::Response => {
                    if let Some(raw) = error.metadata().and_then(raw) {
                        return Self::response_error(error, raw);
                    }
                    let kind = error.retryable().map(failure::aws_kind);
                    Self::dispatch_failure(ConnectorError::other(error.into(), kind))
                }
            },
        }
    }
}

/// The response of an error; `None` if its status is invalid.
fn raw(metadata: &ErrorMetadata) -> Option<HttpResponse> {
    let body = Bytes::copy_from_slice(metadata.body());
    let mut response = http::Response::new(convert::undisclosed_body(body));
    *response.status_mut() = http::StatusCode::from_u16(metadata.status()).ok()?;
    response.headers_mut().clone_from(metadata.headers());
    HttpResponse::try_from(response).ok()
}

/// The result of `meta` for a modelled error, which has no metadata: the code alone. There is one
/// per code, which is never freed.
#[doc(hidden)]
pub fn meta_of(code: &'static str) -> &'static AwsErrorMetadata {
    // One per code that occurred: too few for a map.
    static KNOWN: Mutex<Vec<(&str, &AwsErrorMetadata)>> = Mutex::new(Vec::new());
    let mut known = lock(&KNOWN);
    if let Some((_, meta)) = known.iter().find(|(it, _)| *it == code) {
        return meta;
    }
    let meta = Box::leak(Box::new(AwsErrorMetadata::builder().code(code).build()));
    known.push((code, meta));
    meta
}

/// The result of `SdkError::into_service_error` for an error of another kind: the message is the
/// text of the error and its sources.
#[doc(hidden)]
pub fn unhandled(source: &dyn StdError, meta: Option<&AwsErrorMetadata>) -> ErrorMetadata {
    let mut text = source.to_string();
    let mut cause = source.source();
    while let Some(error) = cause {
        let step = error.to_string();
        // Some errors include the text of their source.
        if !text.ends_with(&step) {
            text = format!("{text}: {step}");
        }
        cause = error.source();
    }
    let message = meta.and_then(AwsErrorMetadata::message);
    let mut metadata = ErrorMetadata::default();
    metadata.code = meta.and_then(AwsErrorMetadata::code).map(Into::into);
    metadata.message = Some(message.unwrap_or(&text).into());
    metadata
}

/// `SdkError` has no operation name, so the text begins with `The call failed`. An error that was
/// converted from a [`CallError`] gets its cause back.
impl<E: OperationError + ProvideErrorMetadata> From<SdkError<E, HttpResponse>> for CallError<E> {
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        Self::new("The call", cause(error))
    }
}

fn cause<E: OperationError + ProvideErrorMetadata>(error: SdkError<E, HttpResponse>) -> Cause<E> {
    let metadata = error.raw_response().and_then(|raw| {
        let response = convert::http_response(raw).ok();
        response.map_or_else(|| failure::head(raw), |it| Some(ErrorMetadata::of(&it)))
    });
    let error = match error {
        SdkError::ServiceError(context) => {
            return service(context.into_err(), metadata.unwrap_or_default());
        }
        error => error,
    };
    let (kind, retryable) = failure::kind(&error, true);
    let source = match error.into_source() {
        Ok(source) => source,
        Err(error) => error.into(),
    };
    let source = match source.downcast::<ConnectorError>() {
        Ok(error)
            if error
                .source()
                .is_some_and(<dyn StdError>::is::<TransportError>) =>
        {
            error.into_source()
        }
        Ok(error) => error,
        Err(source) => source,
    };
    let converted = source
        .downcast::<TransportError>()
        .map(|error| Cause::Transport(*error))
        .or_else(|source| source.downcast().map(|error| Cause::Input(*error)))
        .or_else(|source| source.downcast().map(|error| Cause::RepeatedToken(*error)))
        .or_else(|source| source.downcast().map(|error| Cause::Presigning(*error)));
    let source = match converted {
        Ok(cause) => return cause,
        Err(source) => source,
    };
    match source.downcast::<DecodeError>() {
        Ok(error) => Cause::Response {
            error: *error,
            metadata: metadata.unwrap_or_default(),
        },
        Err(source) => {
            let error = TransportError::new(kind, source).with_retryable(retryable);
            Cause::Transport(match metadata {
                Some(metadata) => error.with_metadata(metadata),
                None => error,
            })
        }
    }
}

fn service<E: OperationError + ProvideErrorMetadata>(
    mut error: E,
    mut metadata: ErrorMetadata,
) -> Cause<E> {
    metadata.code = ProvideErrorMetadata::code(&error).map(Into::into);
    metadata.message = ProvideErrorMetadata::message(&error).map(Into::into);
    if let Some(shape) = error.shape_mut() {
        metadata.hides_message = hides_message(shape.schema());
    }
    Cause::Service { error, metadata }
}
