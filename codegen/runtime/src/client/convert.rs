//! Requests and responses between AWS's runtime and the types of the `http` crate.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use http_body::Body as _;

use crate::core::body::Body;

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
