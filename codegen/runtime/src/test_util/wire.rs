//! The service's side of awsJson: decoding requests and encoding responses.
//!
//! It uses the operations' own properties, so no code is generated for the mock service. Other
//! protocols need another [`Route`] (a method and a path with labels instead of `X-Amz-Target`),
//! and have to encode members outside the body.

use std::fmt::{self, Write};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use serde_json::Value as Document;

use crate::client::ClientOperation;
use crate::codec::encode::{Encode, Form};
use crate::codec::json;
use crate::core::error::{OperationError, WireForm};
use crate::core::operation::Operation;
use crate::core::schema::Flags;
use crate::core::shape::Shape;
use crate::core::value::ValueRef;

const TARGET: &str = "x-amz-target";
const REQUEST_ID: &str = "x-amzn-requestid";
const QUERY_ERROR: &str = "x-amzn-query-error";

/// How requests of an operation are recognized.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Route(Option<HeaderValue>);

impl Route {
    pub(crate) fn of<O: Operation>() -> Self {
        Self(Some(HeaderValue::from_static(O::SCHEMA.target)))
    }

    pub(crate) fn from_headers(headers: &HeaderMap) -> Self {
        Self(headers.get(TARGET).cloned())
    }
}

/// Why a request is rejected before the handler is called.
pub(crate) struct Refusal {
    code: &'static str,
    message: String,
}

impl Refusal {
    fn unreadable(error: &dyn fmt::Display) -> Self {
        Self {
            code: "SerializationException",
            message: error.to_string(),
        }
    }

    fn invalid(error: &dyn fmt::Display) -> Self {
        Self {
            code: "ValidationException",
            message: error.to_string(),
        }
    }

    pub(crate) fn response(&self) -> Response<Bytes> {
        error_response(400, self.code, &self.message)
    }
}

/// Decodes the input.
pub(crate) fn read<O: Operation>(body: &Bytes) -> Result<O::Input, Refusal> {
    let mut input = O::Input::default();
    read_into(&mut input, body)?;
    O::check(&input).map_err(|error| Refusal::invalid(&error))?;
    Ok(input)
}

fn read_into(input: &mut dyn Shape, body: &Bytes) -> Result<(), Refusal> {
    json::read(body, input).map_err(|error| Refusal::unreadable(&error))?;
    let document = if body.iter().all(u8::is_ascii_whitespace) {
        Document::Object(serde_json::Map::new())
    } else {
        serde_json::from_slice(body).map_err(|error| Refusal::unreadable(&error))?
    };
    // Required members of nested structures always have a value in Rust.
    let mut missing = Vec::new();
    let root = ValueRef::Shape(input);
    find_missing(root, &document, &mut String::new(), &mut missing);
    if missing.is_empty() {
        return Ok(());
    }
    let plural = if missing.len() == 1 { "" } else { "s" };
    let message = format!("missing required member{plural} {}", missing.join(", "));
    Err(Refusal::invalid(&message))
}

/// The paths of required members that are absent from a document or null.
fn find_missing(
    value: ValueRef<'_>,
    document: &Document,
    path: &mut String,
    missing: &mut Vec<String>,
) {
    let length = path.len();
    match (value, document) {
        (ValueRef::Shape(shape), Document::Object(object)) => {
            for (index, member) in shape.schema().members.iter().enumerate() {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(member.name);
                let found = object.get(member.wire).filter(|found| !found.is_null());
                match (shape.member(index), found) {
                    (_, None) if member.is(Flags::REQUIRED) => missing.push(path.clone()),
                    (Some(value), Some(found)) => find_missing(value, found, path, missing),
                    _ => {}
                }
                path.truncate(length);
            }
        }
        (ValueRef::List(list), Document::Array(items)) => {
            // Dense lists drop nulls.
            let items = items
                .iter()
                .filter(|item| items.len() == list.len() || !item.is_null());
            for (index, item) in items.enumerate() {
                if let Some(value) = list.item(index) {
                    // Writing to a string cannot fail.
                    let _ = write!(path, "[{index}]");
                    find_missing(value, item, path, missing);
                    path.truncate(length);
                }
            }
        }
        (ValueRef::Map(map), Document::Object(object)) => {
            for (key, value) in map.entries() {
                if let (Some(value), Some(found)) = (value, object.get(key)) {
                    let _ = write!(path, "[{key:?}]");
                    find_missing(value, found, path, missing);
                    path.truncate(length);
                }
            }
        }
        _ => {}
    }
}

/// Encodes an output or an operation's error.
pub(crate) fn write<O: ClientOperation>(
    mut result: Result<O::Output, O::Error>,
) -> Response<Bytes> {
    if let (Ok(output), Some(streaming)) = (&mut result, O::STREAMING) {
        return (streaming.write)(output);
    }
    match result {
        Ok(output) => response(200, &body(&output)),
        Err(mut error) => match error.wire_form() {
            Some(WireForm::Modelled { code, name, status }) => {
                let members = error.shape_mut().map(|shape| body(shape));
                let response = coded(status, name.unwrap_or(code), members.unwrap_or_default());
                match name {
                    Some(_) => with_query_code(response, code),
                    None => response,
                }
            }
            Some(WireForm::Unhandled(metadata)) => {
                let status = match metadata.status() {
                    0 => 400,
                    status => status,
                };
                let code = metadata.code().unwrap_or("UnknownError");
                error_response(status, code, &metadata.message().unwrap_or_default())
            }
            None => error_response(500, "InternalFailure", &error),
        },
    }
}

/// An error response with only a message.
pub(crate) fn error_response(
    status: u16,
    code: &str,
    message: &dyn fmt::Display,
) -> Response<Bytes> {
    let members = serde_json::json!({"message": message.to_string()});
    coded(status, code, members)
}

/// The response for an unknown operation.
pub(crate) fn unknown(headers: &HeaderMap) -> Response<Bytes> {
    let target = headers.get(TARGET).and_then(|target| target.to_str().ok());
    let message = match target {
        Some(target) => format!("the fake has no answer to {target}: give it one with `on`"),
        None => "the request has no header X-Amz-Target".to_owned(),
    };
    error_response(400, "UnknownOperationException", &message)
}

fn coded(status: u16, code: &str, mut members: Document) -> Response<Bytes> {
    if let Some(members) = members.as_object_mut() {
        members.insert("__type".to_owned(), code.into());
    }
    let mut response = response(status, &members);
    if let Ok(code) = HeaderValue::from_str(code) {
        response.headers_mut().insert("x-amzn-errortype", code);
    }
    response
}

/// Adds an error's awsQuery code.
fn with_query_code(mut response: Response<Bytes>, code: &str) -> Response<Bytes> {
    let fault = if response.status().is_server_error() {
        "Receiver"
    } else {
        "Sender"
    };
    if let Ok(value) = HeaderValue::from_str(&format!("{code};{fault}")) {
        response.headers_mut().insert(QUERY_ERROR, value);
    }
    response
}

pub(crate) fn body(shape: &dyn Shape) -> Document {
    let encoded = serde_json::to_value(Encode {
        shape,
        form: Form::Wire,
    });
    // The encoder cannot fail, and map keys are strings.
    encoded.unwrap_or_default()
}

fn response(status: u16, body: &Document) -> Response<Bytes> {
    with_status(status, Bytes::from(body.to_string()))
}

/// A response with any body.
pub(crate) fn with_status(status: u16, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

/// Adds the headers of every response: the content type of the request, and a request id.
pub(crate) fn complete<B>(response: &mut Response<B>, request: &HeaderMap, number: u64) {
    let json = HeaderValue::from_static("application/x-amz-json-1.1");
    let content_type = request.get(CONTENT_TYPE).cloned().unwrap_or(json);
    let headers = response.headers_mut();
    headers.entry(CONTENT_TYPE).or_insert(content_type);
    if let Ok(id) = HeaderValue::from_str(&format!("00000000-0000-4000-8000-{number:012x}")) {
        headers.insert(REQUEST_ID, id);
    }
}
