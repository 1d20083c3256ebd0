//! Errors of the protocols with XML bodies.
//!
//! Three forms are read from all services: `<ErrorResponse><Error>`, `<Response><Errors><Error>`, and
//! `<Error>` as the root.

use http::Response;

use crate::codec::xml;
use crate::core::body::Body;
use crate::core::error::ErrorMetadata;

/// The paths of the element that has the code.
const FORMS: [&[&str]; 3] = [&["Error"], &["Errors", "Error"], &[]];

/// The spellings of the request id, which is in the error or beside it.
const REQUEST_IDS: [&str; 3] = ["RequestId", "RequestID", "requestId"];

/// The path of the element that has the members of an error.
pub(crate) fn form(document: &[u8]) -> &'static [&'static str] {
    let mut forms = FORMS.into_iter();
    forms
        .find(|path| xml::has(document, path))
        .unwrap_or_default()
}

/// Code, message and request id of an error response.
pub(crate) fn metadata(response: &Response<Body>) -> ErrorMetadata {
    let document = response.body().in_memory();
    let form = form(document);
    let text = |path: &[&str], names: &[&str]| {
        let texts = names
            .iter()
            .map(|name| xml::text(document, &[path, &[*name]].concat()));
        texts.flatten().find(|text| !text.is_empty())
    };
    let mut metadata = ErrorMetadata::of(response);
    metadata.code = text(form, &["Code"]).map(Into::into);
    metadata.message = text(form, &["Message", "message"]).map(Into::into);
    metadata.or_request_id(|| text(&[], &REQUEST_IDS).or_else(|| text(form, &REQUEST_IDS)))
}
