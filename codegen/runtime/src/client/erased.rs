//! An operation without its types, as the orchestrator sees it.
//!
//! Only the functions that [`ErasedOperation::of`] points to are compiled once per operation;
//! everything that calls them is compiled once.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{Error as ErasedError, Input, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SerializeRequest};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body::Body as _;

use super::failure::OperationFailure;
use super::operation::ClientOperation;
use crate::core::body::Body;
use crate::core::error::InvalidInput;
use crate::core::operation::OperationSchema;

/// The two halves of an operation, from and to erased types.
#[derive(Clone, Copy)]
pub(crate) struct ErasedOperation {
    /// The operation's facts.
    pub(crate) schema: &'static OperationSchema,
    /// The request; `None` if the input is not of the operation's type.
    request: fn(&Input) -> Option<Result<Request<Body>, InvalidInput>>,
    /// The output or what is wrong with the response.
    response: fn(&Response<Body>) -> Result<Output, OperationFailure>,
    /// The output over the body of a successful response that is a stream.
    pub(crate) streaming: Option<fn(&mut HttpResponse) -> Result<Output, BoxError>>,
}

impl ErasedOperation {
    /// An operation without its types.
    pub(crate) fn of<O: ClientOperation>() -> Self {
        Self {
            schema: O::SCHEMA,
            request: |input| input.downcast_ref::<O::Input>().map(O::request),
            response: |response| match O::response(response) {
                Ok(output) => Ok(Output::erase(output)),
                Err(error) => Err(OperationFailure::new(error)),
            },
            streaming: O::STREAMING.is_some().then_some(streaming::<O>),
        }
    }
}

fn streaming<O: ClientOperation>(response: &mut HttpResponse) -> Result<Output, BoxError> {
    let Some(streaming) = O::STREAMING else {
        return Err("the output is not a stream".into());
    };
    Ok(Output::erase((streaming.output)(O::SCHEMA.name, response)?))
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

/// A body whose `Debug` shows nothing: the orchestrator traces requests as they are, and what is in
/// them may be secret. To everything else it is a body in memory like any other: it has its bytes
/// and its length, and can be sent again.
pub(crate) fn unseen(body: Bytes) -> SdkBody {
    SdkBody::from(body).map_preserve_contents(SdkBody::from_body_1_x)
}

/// The response in the types of the `http` crate, which operations read.
pub(crate) fn plain(response: &HttpResponse) -> Result<Response<Body>, BoxError> {
    let body = loaded(response.body())?;
    Ok(head(response)?.map(|()| body.into()))
}

/// The response without its body, of which a part may be missing.
pub(crate) fn head(response: &HttpResponse) -> Result<Response<()>, BoxError> {
    let mut plain = Response::new(());
    *plain.status_mut() = StatusCode::from_u16(response.status().as_u16())?;
    let headers = plain.headers_mut();
    for (name, value) in response.headers().iter_bytes() {
        let name = HeaderName::from_bytes(name.as_bytes())?;
        headers.append(name, HeaderValue::from_bytes(value)?);
    }
    Ok(plain)
}

/// The bytes of a body that the orchestrator has read into memory.
///
/// Such a body consists of a single frame that is ready, and a clone of it shares the memory.
fn loaded(body: &SdkBody) -> Result<Bytes, BoxError> {
    let not_loaded = "the body of the response was not read";
    let mut body = body.try_clone().ok_or(not_loaded)?;
    let mut context = Context::from_waker(Waker::noop());
    match Pin::new(&mut body).poll_frame(&mut context) {
        Poll::Ready(Some(frame)) => Ok(frame?.into_data().map_err(|_| not_loaded)?),
        Poll::Ready(None) => Ok(Bytes::new()),
        Poll::Pending => Err(not_loaded.into()),
    }
}
