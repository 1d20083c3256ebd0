//! awsJson for services that used awsQuery before (trait `awsQueryCompatible`): their errors may
//! have had other codes, which programs rely on.
//!
//! A response has the error's name in its body and the awsQuery code in a header. The error is
//! identified by either; its code is the one in the header, if there is one.

use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};

use crate::core::body::Body;
use crate::core::error::{DecodeError, ErrorMetadata, InvalidInput};
use crate::core::operation::{ErrorParts, Fit, InvalidRequest, OperationSchema, Protocol};
use crate::core::schema::Schema;
use crate::core::shape::Shape;

/// Requests awsQuery codes.
const QUERY_MODE: HeaderName = HeaderName::from_static("x-amzn-query-mode");

/// Contains the error code, a semicolon, and the fault (`Sender` or `Receiver`).
const QUERY_ERROR: HeaderName = HeaderName::from_static("x-amzn-query-error");

/// The protocol `P` with awsQuery error codes.
#[derive(Clone, Copy, Debug)]
pub struct QueryCompatible<P>(PhantomData<P>);

impl<P: Protocol> Protocol for QueryCompatible<P> {
    const HAS_INITIAL_MESSAGE: bool = P::HAS_INITIAL_MESSAGE;
    const EVENT_CONTENT_TYPE: &'static str = P::EVENT_CONTENT_TYPE;

    fn request(
        schema: &'static OperationSchema,
        input: &dyn Shape,
    ) -> Result<Request<Body>, InvalidInput> {
        let mut request = P::request(schema, input)?;
        let headers = request.headers_mut();
        headers.insert(QUERY_MODE, HeaderValue::from_static("true"));
        Ok(request)
    }

    fn read_document(document: &[u8], shape: &mut dyn Shape) -> Result<(), DecodeError> {
        P::read_document(document, shape)
    }

    fn write_document(shape: &dyn Shape) -> Bytes {
        P::write_document(shape)
    }

    fn error_metadata(response: &Response<Body>) -> ErrorMetadata {
        let mut metadata = P::error_metadata(response);
        if let Some((code, fault)) = query_error(response) {
            metadata.name = metadata.code.replace(code.into());
            metadata.set_fault(Some(fault));
        }
        metadata
    }

    fn matches(schema: &OperationSchema, input: &Schema, request: &Request<Body>) -> Option<Fit> {
        P::matches(schema, input, request)
    }

    fn address(request: &Request<Body>) -> String {
        P::address(request)
    }

    fn read_request(
        schema: &'static OperationSchema,
        request: &Request<Body>,
        input: &mut dyn Shape,
    ) -> Result<(), InvalidRequest> {
        P::read_request(schema, request, input)
    }

    fn response(
        schema: &'static OperationSchema,
        output: &dyn Shape,
        request_id: &str,
    ) -> Response<Body> {
        P::response(schema, output, request_id)
    }

    fn error_response(error: &ErrorParts<'_>) -> Response<Body> {
        let mut response = P::error_response(error);
        let fault = if response.status().is_server_error() {
            "Receiver"
        } else {
            "Sender"
        };
        if error.name.is_some()
            && let Ok(value) = HeaderValue::from_str(&format!("{};{fault}", error.code))
        {
            response.headers_mut().insert(QUERY_ERROR, value);
        }
        response
    }
}

/// The code and the fault in the header; a malformed header is ignored.
fn query_error(response: &Response<Body>) -> Option<(&str, &str)> {
    let text = response.headers().get(QUERY_ERROR)?.to_str().ok()?;
    let (code, fault) = text.split_once(';')?;
    (!code.is_empty() && !fault.contains(';')).then_some((code, fault))
}
