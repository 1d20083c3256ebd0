//! The protocols awsJson 1.0 and 1.1: `POST` to `/`, the operation in `X-Amz-Target`, JSON bodies.

use std::collections::HashMap;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, Method, Request, Response, Uri};
use serde_json::value::RawValue;

use crate::codec::json;
use crate::core::body::Body;
use crate::core::error::{DecodeError, ErrorMetadata, InvalidInput};
use crate::core::operation::{OperationSchema, Protocol};
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
                error_metadata(response)
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
    for (name, value) in schema.headers {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    request
}

/// Code, message and request id of an error response.
///
/// The message is spelled `message`, `Message` or `errorMessage`. The code is in the header
/// `x-amzn-errortype`, in `__type` or in `code`, in this order; `code` may also be a member of the
/// error, so it comes last and must be a string.
pub(crate) fn error_metadata(response: &Response<Body>) -> ErrorMetadata {
    let mut metadata = ErrorMetadata::of(response);
    // Raw, because other members may have any type.
    let document = json::tidy(response.body().in_memory());
    let body: HashMap<String, &RawValue> = serde_json::from_slice(&document).unwrap_or_default();
    let any = |key: &str| serde_json::from_str::<String>(body.get(key)?.get()).ok();
    let text = |key: &str| any(key).filter(|text| !text.is_empty());
    let header = response.headers().get("x-amzn-errortype");
    let header = header.and_then(|value| value.to_str().ok());
    let header = header.filter(|value| !value.is_empty()).map(str::to_owned);
    metadata.code = [header, text("__type"), text("code")]
        .iter()
        .flatten()
        .map(|text| error_code(text))
        .find(|code| !code.is_empty())
        .map(Into::into);
    let spellings = ["message", "Message", "errorMessage"].iter();
    let message = spellings.clone().find_map(|key| text(key));
    metadata.message = message
        .or_else(|| spellings.clone().find_map(|key| any(key)))
        .map(Into::into);
    metadata
}

/// The code without its namespace and a trailing URI: `aws.protocols#FooError:http://…` is
/// `FooError`.
fn error_code(text: &str) -> &str {
    let text = text.split_once(':').map_or(text, |(code, _)| code);
    text.rsplit_once('#').map_or(text, |(_, code)| code).trim()
}
