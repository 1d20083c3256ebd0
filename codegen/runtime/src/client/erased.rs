//! Type-erased operations for the orchestrator.
//!
//! Only the functions that [`ErasedOperation::of`] points to are compiled once per operation.

use std::fmt;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{Error as ErasedError, Input, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SerializeRequest};
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Method, Request, Response};

use super::failure::OperationFailure;
use super::transport::convert::{sdk_body, streaming_response};
use super::transport::response_body;
use crate::core::body::Body;
use crate::core::error::InvalidInput;
use crate::core::operation::{Operation, OperationSchema, Protocol as _};
use crate::core::shape::Shape as _;

/// A type-erased operation.
#[derive(Clone, Copy)]
pub(crate) struct ErasedOperation {
    pub(crate) schema: &'static OperationSchema,
    /// Encodes the request; `None` if the input has another type.
    request: fn(&Input) -> Option<RequestResult>,
    /// Decodes the output or the error.
    response: fn(&Response<Body>) -> Result<Output, OperationFailure>,
    /// The text of a member of an error's document, by its name.
    pub(crate) error_text: fn(&[u8], &str) -> Option<String>,
    /// Whether the output has a stream of bytes.
    has_bytes: fn() -> bool,
    /// Whether the output has a stream of events.
    pub(crate) has_events: bool,
    /// Whether requests without a body state that their length is 0.
    states_empty_length: bool,
}

/// A request, or why the input is invalid.
pub(crate) type RequestResult = Result<Request<Body>, InvalidInput>;

impl ErasedOperation {
    /// Erases the types of an operation.
    pub(crate) fn of<O: Operation>(has_events: bool) -> Self {
        Self {
            schema: O::SCHEMA,
            request: |input| input.downcast_ref::<O::Input>().map(O::request),
            response: |response| match O::response(response) {
                Ok(output) => Ok(Output::erase(output)),
                Err(error) => Err(OperationFailure::new(error)),
            },
            error_text: O::Protocol::error_text,
            has_bytes: || O::Output::default().schema().stream().is_some(),
            has_events,
            states_empty_length: true,
        }
    }

    /// The operation with requests that another function makes of its own, which are signed with the
    /// headers that they have.
    pub(crate) fn with_request(self, request: fn(&Input) -> Option<RequestResult>) -> Self {
        Self {
            request,
            states_empty_length: false,
            ..self
        }
    }

    fn read(&self, response: &Response<Body>) -> Result<Output, OrchestratorError<ErasedError>> {
        (self.response)(response)
            .map_err(|failure| OrchestratorError::operation(ErasedError::erase(failure)))
    }
}

impl fmt::Debug for ErasedOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.schema.name;
        f.debug_tuple("ErasedOperation").field(&name).finish()
    }
}

impl SerializeRequest for ErasedOperation {
    fn serialize_input(&self, input: Input, _: &mut ConfigBag) -> Result<HttpRequest, BoxError> {
        let name = self.schema.name;
        let mut request = (self.request)(&input)
            .ok_or_else(|| format!("an interceptor replaced the input of {name}"))??;
        // The length of other bodies is stated when they are sent.
        if self.states_empty_length
            && request.body().bytes().is_some_and(Bytes::is_empty)
            && [Method::POST, Method::PUT, Method::PATCH].contains(request.method())
        {
            let empty = HeaderValue::from_static("0");
            request.headers_mut().insert(CONTENT_LENGTH, empty);
        }
        Ok(HttpRequest::try_from(request.map(sdk_body))?)
    }
}

impl DeserializeResponse for ErasedOperation {
    // Error responses are not streamed.
    fn deserialize_streaming_with_config(
        &self,
        response: &mut HttpResponse,
        _: &ConfigBag,
    ) -> Option<Result<Output, OrchestratorError<ErasedError>>> {
        // The body of a stream is not read before it is decoded.
        let has_stream = self.has_events || (self.has_bytes)();
        (response.status().is_success() && has_stream).then(|| {
            let response = streaming_response(response).map_err(OrchestratorError::response)?;
            self.read(&response)
        })
    }

    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        _: &ConfigBag,
    ) -> Result<Output, OrchestratorError<ErasedError>> {
        let response = response_body::received(response).map_err(OrchestratorError::response)?;
        self.read(&response)
    }
}
