//! Conversion between the HTTP types of AWS's runtime and the `http` crate.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use http_body::Body as _;

use crate::core::body::Body;

/// A body whose `Debug` is empty, because the orchestrator traces requests with bodies, which may
/// be sensitive. Otherwise it is a normal body in memory: it has a length and can be sent again.
pub(crate) fn undisclosed_body(body: Bytes) -> SdkBody {
    SdkBody::from(body).map_preserve_contents(SdkBody::from_body_1_x)
}

/// A body for AWS's runtime, which can be sent again if its stream can be read again.
pub(crate) fn sdk_body(body: Body) -> SdkBody {
    match body.bytes() {
        Some(bytes) => {
            let bytes = SdkBody::from(bytes.clone());
            bytes.map_preserve_contents(move |_| SdkBody::from_body_1_x(body.share()))
        }
        // The source is shared, so a stream that was begun fails when it is sent again.
        None => SdkBody::retryable(move || SdkBody::from_body_1_x(body.share())),
    }
}

/// Converts a response whose body is not read.
pub(crate) fn streaming_response(response: &mut HttpResponse) -> Result<Response<Body>, BoxError> {
    let head = http_head(response)?;
    let length = head.headers().get(CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.trim().parse().ok());
    let body = std::mem::replace(response.body_mut(), SdkBody::taken());
    let mut body = Body::from_body(body);
    if let Some(length) = length {
        body = body.with_length(length);
    }
    Ok(head.map(|()| body))
}

/// Converts a response whose body is in memory.
pub(crate) fn http_response(response: &HttpResponse) -> Result<Response<Body>, BoxError> {
    let body = loaded_bytes(response.body())?;
    Ok(http_head(response)?.map(|()| body.into()))
}

/// Converts a response without its body, which may be incomplete.
pub(crate) fn http_head(response: &HttpResponse) -> Result<Response<()>, BoxError> {
    let mut plain = Response::new(());
    *plain.status_mut() = StatusCode::from_u16(response.status().as_u16())?;
    let headers = plain.headers_mut();
    for (name, value) in response.headers().iter_bytes() {
        let name = HeaderName::from_bytes(name.as_bytes())?;
        headers.append(name, HeaderValue::from_bytes(value)?);
    }
    Ok(plain)
}

/// The bytes of a body that the orchestrator has read into memory: it has a single frame, which is
/// ready, and clones share the memory.
pub(crate) fn loaded_bytes(body: &SdkBody) -> Result<Bytes, BoxError> {
    let not_loaded = "the body of the response was not read";
    let mut body = body.try_clone().ok_or(not_loaded)?;
    let mut context = Context::from_waker(Waker::noop());
    match Pin::new(&mut body).poll_frame(&mut context) {
        Poll::Ready(Some(frame)) => Ok(frame?.into_data().map_err(|_| not_loaded)?),
        Poll::Ready(None) => Ok(Bytes::new()),
        Poll::Pending => Err(not_loaded.into()),
    }
}
