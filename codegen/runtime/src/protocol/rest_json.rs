//! The protocol restJson1: HTTP bindings, JSON bodies.

use bytes::Bytes;
use http::{Request, Response};

use super::rest::{request, response};
use super::{json_error, json_query};
use crate::codec::json::{self, Json};
use crate::core::body::Body;
use crate::core::error::{DecodeError, ErrorMetadata, InvalidInput};
use crate::core::operation::{ErrorParts, Fit, InvalidRequest, OperationSchema, Protocol};
use crate::core::schema::Schema;
use crate::core::shape::Shape;

/// restJson1.
#[derive(Clone, Copy, Debug)]
pub struct RestJson1;

impl Protocol for RestJson1 {
    const HAS_INITIAL_MESSAGE: bool = false;
    const EVENT_CONTENT_TYPE: &'static str = json::CONTENT_TYPE;

    fn request(
        schema: &'static OperationSchema,
        input: &dyn Shape,
    ) -> Result<Request<Body>, InvalidInput> {
        request::write(schema, input, &Json)
    }

    fn read_response(
        _: &'static OperationSchema,
        response: &Response<Body>,
        shape: &mut dyn Shape,
    ) -> Result<(), DecodeError> {
        response::read(response, shape, &Json)
    }

    fn read_document(document: &[u8], shape: &mut dyn Shape) -> Result<(), DecodeError> {
        json::read(document, shape)
    }

    fn write_document(shape: &dyn Shape) -> Bytes {
        json::write(shape)
    }

    fn as_query(document: &[u8]) -> Option<String> {
        json_query::of(document)
    }

    fn error_metadata(response: &Response<Body>) -> ErrorMetadata {
        json_error::metadata(response)
    }

    fn matches(schema: &OperationSchema, input: &Schema, request: &Request<Body>) -> Option<Fit> {
        request::matches(schema, input, request)
    }

    fn read_request(
        schema: &'static OperationSchema,
        request: &Request<Body>,
        input: &mut dyn Shape,
    ) -> Result<(), InvalidRequest> {
        request::read(schema, request, input, &Json)
    }

    fn response(
        _: &'static OperationSchema,
        output: &dyn Shape,
        request_id: &str,
    ) -> Response<Body> {
        response::write(output, &Json)
            .unwrap_or_else(|problems| response::unsendable::<Self>(&problems, request_id))
    }

    fn error_response(error: &ErrorParts<'_>) -> Response<Body> {
        let response = json_error::response(error);
        response::complete_error::<Self>(error, response, json::CONTENT_TYPE)
    }
}
