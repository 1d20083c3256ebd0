//! Encoding of events, for mock services.

use std::marker::PhantomData;

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::DateTime;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use bytes::Bytes;
use http::Response;
use http::header::CONTENT_TYPE;

use super::{EventStream, EventStreamOperation, Frames};
use crate::codec::json;
use crate::core::body::Body;
use crate::core::error::{OperationError, WireForm};
use crate::core::operation::{Protocol, Reader};
use crate::core::schema::{Location, Member};
use crate::core::shape::Shape;
use crate::core::value::ValueRef;
use crate::protocol::aws_json::AwsJson1_1;

impl<T: Shape, E: OperationError> EventStream<T, E> {
    /// A stream of these events, for outputs of a mock service. An error ends it.
    pub fn of(events: impl IntoIterator<Item = Result<T, E>>) -> Self {
        let mut bytes = Vec::new();
        for event in events {
            let is_error = event.is_err();
            write_to(
                &mut bytes,
                &event.map_or_else(error, |event| message(&event)),
            );
            if is_error {
                break;
            }
        }
        let (reader, response) = (Reader::of::<AwsJson1_1>(), Response::new(Body::from(bytes)));
        Self {
            frames: Frames::of("test", reader, &response),
            types: PhantomData,
        }
    }
}

/// The response with an output's stream.
pub(super) fn response<O: EventStreamOperation>(output: &mut O::Output) -> Response<Body> {
    let mut bytes = Vec::new();
    let initial = O::Protocol::write_document(output);
    let headers = headers("event", ":event-type", "initial-response");
    write_to(&mut bytes, &Message::new_from_parts(headers, initial));
    bytes.extend_from_slice(&O::frames(output).take());
    let mut response = Response::new(bytes.into());
    let value = http::HeaderValue::from_static("application/vnd.amazon.eventstream");
    response.headers_mut().insert(CONTENT_TYPE, value);
    response
}

fn write_to(bytes: &mut Vec<u8>, message: &Message) {
    let length = bytes.len();
    if write_message_to(message, bytes).is_err() {
        // A message that is too long for the format is omitted.
        bytes.truncate(length);
    }
}

fn text(name: &'static str, value: &str) -> Header {
    Header::new(name, HeaderValue::String(value.to_owned().into()))
}

fn headers(kind: &str, what: &'static str, name: &str) -> Vec<Header> {
    vec![text(":message-type", kind), text(what, name)]
}

/// The message of an event.
fn message(event: &dyn Shape) -> Message {
    let members = event.schema().members.iter().enumerate();
    let set = members.filter_map(|(index, member)| Some((member, event.member(index)?)));
    let Some((member, ValueRef::Shape(shape))) = set.last() else {
        return Message::new_from_parts(headers("event", ":event-type", "unknown"), "{}");
    };
    let mut headers = headers("event", ":event-type", member.wire);
    let mut payload = None;
    for (index, member) in shape.schema().members.iter().enumerate() {
        let Some(value) = shape.member(index) else {
            continue;
        };
        if member.location == Location::EventHeader {
            headers.extend(header(member, value));
        } else if member.location == Location::EventPayload {
            payload = Some(match value {
                ValueRef::Blob(bytes) => Bytes::copy_from_slice(bytes),
                ValueRef::String(text) => text.to_owned().into(),
                ValueRef::Shape(shape) => json::write(shape),
                _ => Bytes::new(),
            });
        }
    }
    let has_payload = |member: &Member| member.location == Location::EventPayload;
    let payload = payload.unwrap_or_else(|| {
        if shape.schema().members.iter().any(has_payload) {
            Bytes::new()
        } else {
            json::write(shape)
        }
    });
    Message::new_from_parts(headers, payload)
}

fn header(member: &'static Member, value: ValueRef<'_>) -> Option<Header> {
    let value = match value {
        ValueRef::Boolean(value) => HeaderValue::Bool(value),
        ValueRef::Integer(value) => match i32::try_from(value) {
            Ok(value) => HeaderValue::Int32(value),
            Err(_) => HeaderValue::Int64(value),
        },
        ValueRef::String(value) | ValueRef::Enumeration(value) => {
            HeaderValue::String(value.to_owned().into())
        }
        ValueRef::Blob(value) => HeaderValue::ByteArray(Bytes::copy_from_slice(value)),
        ValueRef::Timestamp(time) => {
            HeaderValue::Timestamp(DateTime::from_millis(time.timestamp_millis()))
        }
        _ => return None,
    };
    Some(Header::new(member.wire, value))
}

/// The message of an error.
fn error<E: OperationError>(mut error: E) -> Message {
    match error.wire_form() {
        Some(WireForm::Modelled { code, .. }) => {
            let payload = error.shape_mut().map(|shape| json::write(shape));
            let headers = headers("exception", ":exception-type", code);
            Message::new_from_parts(headers, payload.unwrap_or_default())
        }
        Some(WireForm::Unhandled(metadata)) => {
            let code = metadata.code().unwrap_or("UnknownError");
            let mut headers = headers("error", ":error-code", code);
            headers.extend(metadata.message().map(|it| text(":error-message", it)));
            Message::new_from_parts(headers, Bytes::new())
        }
        None => Message::new_from_parts(
            headers("error", ":error-code", "InternalFailure"),
            Bytes::new(),
        ),
    }
}
