//! The protocols awsJson 1.0 and 1.1: `POST` to `/`, the operation in `X-Amz-Target`, JSON bodies.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, Method, Request, Response, Uri};

use super::json_error;
use crate::codec::{json, required};
use crate::core::body::Body;
use crate::core::error::{DecodeError, ErrorMetadata, InvalidInput};
use crate::core::operation::{ErrorParts, Fit, InvalidRequest, OperationSchema, Protocol};
use crate::core::schema::Schema;
use crate::core::shape::Shape;

const TARGET: HeaderName = HeaderName::from_static("x-amz-target");

/// awsJson 1.0.
#[derive(Clone, Copy, Debug)]
pub struct AwsJson1_0;

/// awsJson 1.1.
#[derive(Clone, Copy, Debug)]
pub struct AwsJson1_1;

macro_rules! protocol {
    ($($type:ty: $content_type:literal;)*) => {$(
        impl Protocol for $type {
            const HAS_INITIAL_MESSAGE: bool = true;
            // Not that of bodies.
            const EVENT_CONTENT_TYPE: &'static str = json::CONTENT_TYPE;

            fn request(
                schema: &'static OperationSchema,
                input: &dyn Shape,
            ) -> Result<Request<Body>, InvalidInput> {
                Ok(request(schema, $content_type, input))
            }

            fn read_document(document: &[u8], shape: &mut dyn Shape) -> Result<(), DecodeError> {
                json::read(document, shape)
            }

            fn write_document(shape: &dyn Shape) -> Bytes {
                json::write(shape)
            }

            fn error_metadata(response: &Response<Body>) -> ErrorMetadata {
                json_error::metadata(response)
            }

            fn matches(
                schema: &OperationSchema,
                _: &Schema,
                request: &Request<Body>,
            ) -> Option<Fit> {
                let target = request.headers().get(TARGET)?;
                (target == schema.target).then(Fit::default)
            }

            fn address(request: &Request<Body>) -> String {
                let target = request.headers().get(TARGET);
                match target.and_then(|target| target.to_str().ok()) {
                    Some(target) => target.to_owned(),
                    None => format!("{} {}", request.method(), request.uri().path()),
                }
            }

            fn read_request(
                schema: &'static OperationSchema,
                request: &Request<Body>,
                input: &mut dyn Shape,
            ) -> Result<(), InvalidRequest> {
                let document = request.body().in_memory();
                json::read(document, input)?;
                InvalidRequest::if_any(required::missing(document, input), schema)
            }

            fn response(
                _: &'static OperationSchema,
                output: &dyn Shape,
                _request_id: &str,
            ) -> Response<Body> {
                typed(Response::new(json::write(output).into()), $content_type)
            }

            fn error_response(error: &ErrorParts<'_>) -> Response<Body> {
                typed(json_error::response(error), $content_type)
            }
        }
    )*};
}

protocol! {
    AwsJson1_0: "application/x-amz-json-1.0";
    AwsJson1_1: "application/x-amz-json-1.1";
}

fn request(
    schema: &'static OperationSchema,
    content_type: &'static str,
    input: &dyn Shape,
) -> Request<Body> {
    let mut request = Request::new(json::write(input).into());
    *request.method_mut() = Method::POST;
    *request.uri_mut() = Uri::from_static("/");
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(TARGET, HeaderValue::from_static(schema.target));
    schema.add_headers(headers);
    request
}

fn typed(mut response: Response<Body>, content_type: &'static str) -> Response<Body> {
    let content_type = HeaderValue::from_static(content_type);
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}
