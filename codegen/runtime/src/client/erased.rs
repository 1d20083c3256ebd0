//! Type-erased operations for the orchestrator.
//!
//! Only the functions that [`ErasedOperation::of`] points to are compiled once per operation.

use std::fmt;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{Error as ErasedError, Input, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SerializeRequest};
use aws_smithy_types::config_bag::ConfigBag;
use http::{Request, Response};

use super::convert::undisclosed_body;
use super::failure::OperationFailure;
use super::response_body;
use crate::core::body::Body;
use crate::core::error::InvalidInput;
use crate::core::operation::{Operation, OperationSchema};

/// A type-erased operation.
#[derive(Clone, Copy)]
pub(crate) struct ErasedOperation {
    pub(crate) schema: &'static OperationSchema,
    /// Encodes the request; `None` if the input has another type.
    request: fn(&Input) -> Option<RequestResult>,
    /// Decodes the output or the error.
    response: fn(&Response<Body>) -> Result<Output, OperationFailure>,
    /// Decodes the output of a successful streaming response.
    pub(crate) streaming: Option<Streaming>,
}

/// A request, or why the input is invalid.
type RequestResult = Result<Request<Body>, InvalidInput>;

/// Decodes an output whose response body is not read completely.
pub(crate) type Streaming = fn(&mut HttpResponse) -> Result<Output, BoxError>;

impl ErasedOperation {
    /// Erases the types of an operation. `streaming` decodes the output of streaming responses.
    pub(crate) fn of<O: Operation>(streaming: Option<Streaming>) -> Self {
        Self {
            schema: O::SCHEMA,
            request: |input| input.downcast_ref::<O::Input>().map(O::request),
            response: |response| match O::response(response) {
                Ok(output) => Ok(Output::erase(output)),
                Err(error) => Err(OperationFailure::new(error)),
            },
            streaming,
        }
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
        let request = (self.request)(&input)
            .ok_or_else(|| format!("an interceptor replaced the input of {name}"))??;
        Ok(HttpRequest::try_from(request.map(|body| {
            undisclosed_body(body.into_bytes().unwrap_or_default())
        }))?)
    }
}

impl DeserializeResponse for ErasedOperation {
    // Error responses are not streamed.
    fn deserialize_streaming_with_config(
        &self,
        response: &mut HttpResponse,
        _: &ConfigBag,
    ) -> Option<Result<Output, OrchestratorError<ErasedError>>> {
        let streaming = self.streaming.filter(|_| response.status().is_success())?;
        Some(streaming(response).map_err(OrchestratorError::response))
    }

    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        _: &ConfigBag,
    ) -> Result<Output, OrchestratorError<ErasedError>> {
        let response = response_body::received(response).map_err(OrchestratorError::response)?;
        (self.response)(&response)
            .map_err(|failure| OrchestratorError::operation(ErasedError::erase(failure)))
    }
}
