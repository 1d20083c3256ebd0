//! An operation without its types, as the orchestrator sees it.
//!
//! Only the functions that [`ErasedOperation::of`] points to are compiled once per operation;
//! everything that calls them is compiled once.

use std::fmt;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{Error as ErasedError, Input, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SerializeRequest};
use aws_smithy_types::config_bag::ConfigBag;
use http::{Request, Response};

use super::convert::{plain, unseen};
use super::failure::OperationFailure;
use crate::core::body::Body;
use crate::core::error::InvalidInput;
use crate::core::operation::{Operation, OperationSchema};

/// The two halves of an operation, from and to erased types.
#[derive(Clone, Copy)]
pub(crate) struct ErasedOperation {
    /// The operation's facts.
    pub(crate) schema: &'static OperationSchema,
    /// The request; `None` if the input is not of the operation's type.
    request: fn(&Input) -> Option<Made>,
    /// The output or what is wrong with the response.
    response: fn(&Response<Body>) -> Result<Output, OperationFailure>,
    /// The output over the body of a successful response that is a stream.
    pub(crate) streaming: Option<Streaming>,
}

/// A request, or why there can be none.
type Made = Result<Request<Body>, InvalidInput>;

/// What makes an output of a successful response whose body is not read whole.
pub(crate) type Streaming = fn(&mut HttpResponse) -> Result<Output, BoxError>;

impl ErasedOperation {
    /// An operation without its types. If its response is a stream, `streaming` makes the output
    /// of it.
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
            unseen(body.into_bytes().unwrap_or_default())
        }))?)
    }
}

impl DeserializeResponse for ErasedOperation {
    // An error is no stream: it is read whole, as with any other operation.
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
        let response = plain(response).map_err(OrchestratorError::response)?;
        (self.response)(&response)
            .map_err(|failure| OrchestratorError::operation(ErasedError::erase(failure)))
    }
}
