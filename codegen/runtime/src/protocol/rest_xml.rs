//! The protocol restXml: HTTP bindings, XML bodies.

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use super::rest::{request, response};
use super::status::with_status;
use super::xml_error;
use crate::codec::xml::{self, Xml};
use crate::core::body::Body;
use crate::core::error::{DecodeError, ErrorMetadata, InvalidInput};
use crate::core::operation::{ErrorParts, Fit, InvalidRequest, OperationSchema, Protocol};
use crate::core::schema::Schema;
use crate::core::shape::Shape;

/// restXml.
#[derive(Clone, Copy, Debug)]
pub struct RestXml;

impl Protocol for RestXml {
    const HAS_INITIAL_MESSAGE: bool = false;
    const EVENT_CONTENT_TYPE: &'static str = xml::CONTENT_TYPE;

    fn request(
        schema: &'static OperationSchema,
        input: &dyn Shape,
    ) -> Result<Request<Body>, InvalidInput> {
        request::write(schema, input, &Xml::ROOT)
    }

    fn read_response(
        schema: &'static OperationSchema,
        response: &Response<Body>,
        shape: &mut dyn Shape,
    ) -> Result<(), DecodeError> {
        let codec = if !response.status().is_success() {
            Xml::Within(xml_error::form(response.body().in_memory()))
        } else if schema.is_output_unwrapped {
            Xml::Unwrapped
        } else {
            Xml::ROOT
        };
        response::read(response, shape, &codec)
    }

    fn read_document(document: &[u8], shape: &mut dyn Shape) -> Result<(), DecodeError> {
        xml::read(document, shape)
    }

    fn write_document(shape: &dyn Shape) -> Bytes {
        let document = xml::write(shape);
        // Only events are written so, by tests.
        debug_assert!(document.is_ok(), "{document:?}");
        document.unwrap_or_default()
    }

    fn is_error(document: &[u8]) -> bool {
        xml::is_root(document, "Error")
    }

    fn is_broken(document: &[u8]) -> bool {
        !xml::is_whole(document)
    }

    fn error_text(document: &[u8], name: &str) -> Option<String> {
        xml_error::text(document, name)
    }

    fn error_metadata(response: &Response<Body>) -> ErrorMetadata {
        let mut metadata = xml_error::metadata(response);
        if response.body().in_memory().is_empty() {
            name_by_status(&mut metadata, response.status());
        }
        metadata
    }

    fn matches(schema: &OperationSchema, input: &Schema, request: &Request<Body>) -> Option<Fit> {
        request::matches(schema, input, request)
    }

    fn read_request(
        schema: &'static OperationSchema,
        request: &Request<Body>,
        input: &mut dyn Shape,
    ) -> Result<(), InvalidRequest> {
        request::read(schema, request, input, &Xml::ROOT)
    }

    fn response(
        _: &'static OperationSchema,
        output: &dyn Shape,
        request_id: &str,
    ) -> Response<Body> {
        response::write(output, &Xml::ROOT)
            .unwrap_or_else(|problems| response::unsendable::<Self>(&problems, request_id))
    }

    fn error_response(error: &ErrorParts<'_>) -> Response<Body> {
        match xml_error::document(error) {
            Ok(document) => {
                let response = with_status(error.status, document.into());
                response::complete_error::<Self>(error, response, xml::CONTENT_TYPE)
            }
            Err(problem) => response::unsendable::<Self>(&[problem], error.request_id),
        }
    }
}

/// Names an error without a document, as one of a HEAD request, by its status: `NotFound`,
/// `NotModified`, `PreconditionFailed`.
fn name_by_status(metadata: &mut ErrorMetadata, status: StatusCode) {
    if let Some(reason) = status.canonical_reason()
        && status.as_u16() < 500
    {
        metadata.code = Some(reason.replace(' ', "").into());
        metadata.message = Some(reason.into());
    }
}
