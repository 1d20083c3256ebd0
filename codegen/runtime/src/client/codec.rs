//! An operation without its types, as the orchestrator sees it.
//!
//! Only the functions that [`Codec::of`] points to are compiled once per operation; everything
//! that calls them is compiled once.

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
use http_body::Body;

use super::super::operation::Operation;
use super::ending::Failure;
#[cfg(feature = "event-stream")]
use super::event_stream::{self, Frames};

/// The two halves of an operation, from and to erased types.
#[derive(Clone, Copy)]
pub(super) struct Codec {
    /// The operation's name in the model.
    pub(super) name: &'static str,
    /// Whether its requests are signed.
    pub(super) is_signed: bool,
    #[cfg(feature = "request-compression")]
    /// Whether its requests are compressed.
    pub(super) is_compressed: bool,
    /// The request; `None` if the input is not of the operation's type.
    request: fn(&Input) -> Option<Request<Bytes>>,
    /// The output or what is wrong with the response.
    response: fn(&Response<Bytes>) -> Result<Output, Failure>,
    #[cfg(feature = "event-stream")]
    /// The output over the body of a successful response, if that is a stream of events.
    pub(super) streaming: Option<fn(Frames) -> Output>,
}

impl Codec {
    /// The codec of an operation.
    pub(super) fn of<O: Operation>() -> Self {
        Self {
            name: O::NAME,
            is_signed: O::IS_SIGNED,
            #[cfg(feature = "request-compression")]
            is_compressed: O::IS_COMPRESSED,
            request: |input| input.downcast_ref::<O::Input>().map(O::request),
            response: |response| match O::response(response) {
                Ok(output) => Ok(Output::erase(output)),
                Err(error) => Err(Failure::new(error)),
            },
            #[cfg(feature = "event-stream")]
            streaming: O::EVENTS.map(|_| event_stream::output::<O> as fn(Frames) -> Output),
        }
    }
}

impl fmt::Debug for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Codec").field(&self.name).finish()
    }
}

impl SerializeRequest for Codec {
    fn serialize_input(&self, input: Input, _: &mut ConfigBag) -> Result<HttpRequest, BoxError> {
        let request = (self.request)(&input)
            .ok_or_else(|| format!("an interceptor replaced the input of {}", self.name))?;
        Ok(HttpRequest::try_from(request.map(unseen))?)
    }
}

impl DeserializeResponse for Codec {
    #[cfg(feature = "event-stream")]
    // An error is no stream: it is read whole, as with any other operation.
    fn deserialize_streaming_with_config(
        &self,
        response: &mut HttpResponse,
        _: &ConfigBag,
    ) -> Option<Result<Output, OrchestratorError<ErasedError>>> {
        let streaming = self.streaming.filter(|_| response.status().is_success())?;
        let frames = Frames::of(self.name, response).map_err(OrchestratorError::response);
        Some(frames.map(streaming))
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
pub(super) fn unseen(body: Bytes) -> SdkBody {
    SdkBody::from(body).map_preserve_contents(SdkBody::from_body_1_x)
}

/// The response in the types of the `http` crate, which operations read.
pub(super) fn plain(response: &HttpResponse) -> Result<Response<Bytes>, BoxError> {
    let body = loaded(response.body())?;
    Ok(head(response)?.map(|()| body))
}

/// The response without its body, of which a part may be missing.
pub(super) fn head(response: &HttpResponse) -> Result<Response<()>, BoxError> {
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
