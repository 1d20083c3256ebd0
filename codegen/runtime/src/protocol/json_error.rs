//! Errors of the protocols with JSON bodies.

use std::collections::HashMap;

use http::{HeaderName, HeaderValue, Response};
use serde_json::Value as Document;
use serde_json::value::RawValue;

use super::status::with_status;
use crate::codec::json;
use crate::core::body::Body;
use crate::core::error::ErrorMetadata;
use crate::core::operation::ErrorParts;

const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");

/// The spellings of the message. The last one is that of OAuth (IAM Identity Center).
const MESSAGES: [&str; 4] = ["message", "Message", "errorMessage", "error_description"];

/// Code, message and request id of an error response.
///
/// The code is in the header `x-amzn-errortype`, in `__type` or in `code`, in this order; `code` may
/// also be a member of the error, so it comes last and must be a string.
pub(crate) fn metadata(response: &Response<Body>) -> ErrorMetadata {
    let mut metadata = ErrorMetadata::of(response);
    // Raw, because other members may have any type.
    let document = json::tidy(response.body().in_memory());
    let body: HashMap<String, &RawValue> = serde_json::from_slice(&document).unwrap_or_default();
    let any = |key: &str| serde_json::from_str::<String>(body.get(key)?.get()).ok();
    let text = |key: &str| any(key).filter(|text| !text.is_empty());
    let header = response.headers().get(ERROR_TYPE);
    let header = header.and_then(|value| value.to_str().ok());
    let header = header.filter(|value| !value.is_empty()).map(str::to_owned);
    metadata.code = [header, text("__type"), text("code")]
        .iter()
        .flatten()
        .map(|text| code(text))
        .find(|code| !code.is_empty())
        .map(Into::into);
    let message = MESSAGES.iter().find_map(|key| text(key));
    metadata.message = message
        .or_else(|| MESSAGES.iter().find_map(|key| any(key)))
        .map(Into::into);
    metadata
}

/// The code without its namespace and a trailing URI: `aws.protocols#FooError:http://…` is
/// `FooError`.
fn code(text: &str) -> &str {
    let text = text.split_once(':').map_or(text, |(code, _)| code);
    text.rsplit_once('#').map_or(text, |(_, code)| code).trim()
}

/// An error response without a content type: the members in the document, and the code.
pub(crate) fn response(error: &ErrorParts<'_>) -> Response<Body> {
    let code = error.name.unwrap_or(error.code);
    let mut members = match error.shape {
        Some(shape) => serde_json::from_slice(&json::write(shape)).unwrap_or_default(),
        None => serde_json::json!({"message": error.message}),
    };
    if let Document::Object(members) = &mut members {
        members.insert("__type".to_owned(), code.into());
    }
    let mut response = with_status(error.status, members.to_string().into());
    if let Ok(code) = HeaderValue::from_str(code) {
        response.headers_mut().insert(ERROR_TYPE, code);
    }
    response
}
