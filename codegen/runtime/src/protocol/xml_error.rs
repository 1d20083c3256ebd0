//! Errors of the protocols with XML bodies.
//!
//! Three forms are read from all services: `<ErrorResponse><Error>`, `<Response><Errors><Error>`, and
//! `<Error>` as the root.

use bytes::Bytes;
use http::Response;

use crate::codec::xml::{self, Invalid, Writer};
use crate::core::body::Body;
use crate::core::error::ErrorMetadata;
use crate::core::operation::ErrorParts;
use crate::core::value::ValueRef;
use crate::core::xml::Namespace;

/// The paths of the element that has the code.
const FORMS: [&[&str]; 3] = [&["Error"], &["Errors", "Error"], &[]];

/// The spellings of the request id, which is beside the error or, in S3's, in it.
const REQUEST_IDS: [&[&str]; 3] = [
    &["RequestId"],
    &["RequestID"],
    &["ResponseMetadata", "RequestId"],
];

/// The path of the element that has the members of an error.
pub(crate) fn form(document: &[u8]) -> &'static [&'static str] {
    let mut forms = FORMS.into_iter();
    forms
        .find(|path| xml::has(document, path))
        .unwrap_or_default()
}

/// Code, message, fault and request id of an error response.
pub(crate) fn metadata(response: &Response<Body>) -> ErrorMetadata {
    let document = response.body().in_memory();
    let form = form(document);
    let text = |path: &[&str]| xml::text(document, path).filter(|text| !text.is_empty());
    let word = |path: &[&str]| Some(text(path)?.trim_ascii().to_owned());
    let member = |name| text(&[form, &[name]].concat());
    let mut metadata = ErrorMetadata::of(response);
    metadata.code = word(&[form, &["Code"]].concat()).map(Into::into);
    let message = member("Message").or_else(|| member("message"));
    metadata.message = message.map(Into::into);
    metadata.set_fault(member("Type").as_deref());
    metadata.set_request_id(REQUEST_IDS.into_iter().find_map(word));
    metadata
}

/// The text of a member of an error.
#[cfg_attr(not(feature = "rest-xml"), allow(dead_code))]
pub(crate) fn text(document: &[u8], name: &str) -> Option<String> {
    xml::text(document, &[form(document), &[name]].concat()).filter(|text| !text.is_empty())
}

/// The document of an error of restXml and awsQuery.
pub(crate) fn document(error: &ErrorParts<'_>) -> Result<Bytes, String> {
    let fault = match error.status {
        500.. => "Receiver",
        _ => "Sender",
    };
    Writer::document(|writer| {
        writer.element("ErrorResponse", Namespace::NONE, |writer| {
            writer.element("Error", Namespace::NONE, |writer| {
                writer.text("Type", fault)?;
                write(writer, error)
            })?;
            writer.text("RequestId", error.request_id)
        })
    })
}

/// Writes what is in the element of an error.
pub(crate) fn write(writer: &mut Writer, error: &ErrorParts<'_>) -> Result<(), Invalid> {
    writer.text("Code", error.code)?;
    let Some(shape) = error.shape else {
        return writer.text("Message", error.message);
    };
    // Models have the member `message`; services spell it `Message`.
    let mut members = shape.schema().members.iter();
    let message = members.position(|it| it.wire != "Message" && it.name == "message");
    if let Some(ValueRef::String(text)) = message.and_then(|index| shape.member(index)) {
        writer.text("Message", text)?;
    }
    writer.members(shape)
}
