//! A protocol as services speak it that spoke awsQuery before (trait `awsQueryCompatible`): their
//! errors may have had other codes there, which programs know them by.
//!
//! A response has the name of an error in its body and the code in a header. The error is found by
//! either, and its code is the one in the header, if there is one.

use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};

use crate::core::body::Body;
use crate::core::error::{DecodeError, ErrorMetadata, InvalidInput};
use crate::core::operation::{OperationSchema, Protocol};
use crate::core::shape::Shape;

/// Asks for the codes.
const QUERY_MODE: HeaderName = HeaderName::from_static("x-amzn-query-mode");

/// Holds the code of an error, a semicolon, and whose fault it is (`Sender` or `Receiver`).
const QUERY_ERROR: HeaderName = HeaderName::from_static("x-amzn-query-error");

/// The protocol `P`, with the error codes of awsQuery.
#[derive(Clone, Copy, Debug)]
pub struct QueryCompatible<P>(PhantomData<P>);

impl<P: Protocol> Protocol for QueryCompatible<P> {
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
        if let Some(code) = query_code(response) {
            metadata.name = metadata.code.replace(code.into());
        }
        metadata
    }
}

/// The code in the header; a header of another form counts for nothing.
fn query_code(response: &Response<Body>) -> Option<&str> {
    let text = response.headers().get(QUERY_ERROR)?.to_str().ok()?;
    let (code, fault) = text.split_once(';')?;
    (!code.is_empty() && !fault.contains(';')).then_some(code)
}
