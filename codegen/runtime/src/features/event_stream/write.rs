//! Encoding of messages, for mock services.

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::DateTime;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use bytes::Bytes;

use crate::core::error::{OperationError, WireForm};
use crate::core::operation::Protocol;
use crate::core::schema::{Location, Member};
use crate::core::shape::Shape;
use crate::core::value::{ValueMut, ValueRef};

/// Events, before the protocol is known in which they are sent.
pub(super) type Unsent = Box<dyn FnOnce(Writer) -> Vec<u8> + Send + Sync>;

/// The encoding of a protocol's events as a value, as with
/// [`Reader`](crate::core::operation::Reader).
#[derive(Clone, Copy)]
pub(super) struct Writer {
    document: fn(&dyn Shape) -> Bytes,
    content_type: &'static str,
}

/// Adds a message.
pub(super) fn write_to(bytes: &mut Vec<u8>, message: &Message) {
    let length = bytes.len();
    if write_message_to(message, bytes).is_err() {
        // A message that is too long for the format is omitted.
        bytes.truncate(length);
    }
}

fn text(name: &'static str, value: &str) -> Header {
    Header::new(name, HeaderValue::String(value.to_owned().into()))
}

pub(super) fn headers(kind: &str, what: &'static str, name: &str) -> Vec<Header> {
    vec![text(":message-type", kind), text(what, name)]
}

/// A message with the type of its payload, if it has one.
pub(super) fn message(
    mut headers: Vec<Header>,
    own: Vec<Header>,
    payload: Option<(&str, Bytes)>,
) -> Message {
    let payload = payload.map(|(content_type, payload)| {
        headers.push(text(":content-type", content_type));
        payload
    });
    headers.extend(own);
    Message::new_from_parts(headers, payload.unwrap_or_default())
}

impl Writer {
    pub(super) const fn of<P: Protocol>() -> Self {
        Self {
            document: P::write_document,
            content_type: P::EVENT_CONTENT_TYPE,
        }
    }

    fn document(self, shape: &dyn Shape) -> (&'static str, Bytes) {
        (self.content_type, (self.document)(shape))
    }

    /// The message of an event. What `other` of its type holds does not matter.
    pub(super) fn event(self, event: &dyn Shape, other: &mut dyn Shape) -> Message {
        let members = event.schema().members.iter().enumerate();
        let mut set = members.filter_map(|(index, member)| {
            let value = event.member(index)?;
            Some((index, member, value))
        });
        let Some((index, member, ValueRef::Shape(event))) = set.next_back() else {
            let headers = headers("event", ":event-type", "unknown");
            return Message::new_from_parts(headers, Bytes::new());
        };
        let headers = headers("event", ":event-type", member.wire);
        let mut other = match other.member_mut(index) {
            Some(ValueMut::Shape(other)) => Some(other),
            _ => None,
        };
        let members = event.schema().members;
        let (mut own, mut payload) = (Vec::new(), None);
        // An event without members has an empty document.
        if members.is_empty() || members.iter().any(Member::is_in_document) {
            payload = Some(self.document(event));
        }
        for (index, member) in members.iter().enumerate() {
            let Some(value) = event.member(index) else {
                continue;
            };
            match member.location {
                Location::EventHeader => {
                    let other = other.as_mut().and_then(|other| other.member_mut(index));
                    let is_long = matches!(other, Some(ValueMut::Long(_)));
                    let value = header(value, is_long);
                    own.extend(value.map(|value| Header::new(member.wire, value)));
                }
                Location::EventPayload => payload = self.payload(value),
                _ => {}
            }
        }
        message(headers, own, payload)
    }

    fn payload(self, value: ValueRef<'_>) -> Option<(&'static str, Bytes)> {
        Some(match value {
            ValueRef::Blob(bytes) => ("application/octet-stream", Bytes::copy_from_slice(bytes)),
            ValueRef::String(text) => ("text/plain", text.to_owned().into()),
            ValueRef::Shape(shape) => self.document(shape),
            _ => return None,
        })
    }

    /// The message of an error.
    pub(super) fn error<E: OperationError>(self, mut error: E) -> Message {
        match error.wire_form() {
            Some(WireForm::Modelled { code, .. }) => {
                let headers = headers("exception", ":exception-type", code);
                let payload = error.shape_mut().map(|shape| self.document(shape));
                message(headers, Vec::new(), payload)
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
}

/// A value as a header, whose type follows the member's.
fn header(value: ValueRef<'_>, is_long: bool) -> Option<HeaderValue> {
    Some(match value {
        ValueRef::Boolean(value) => HeaderValue::Bool(value),
        ValueRef::Integer(value) => match i32::try_from(value) {
            Ok(value) if !is_long => HeaderValue::Int32(value),
            _ => HeaderValue::Int64(value),
        },
        ValueRef::String(value) | ValueRef::Enumeration(value) => {
            HeaderValue::String(value.to_owned().into())
        }
        ValueRef::Blob(value) => HeaderValue::ByteArray(Bytes::copy_from_slice(value)),
        ValueRef::Timestamp(time) => {
            HeaderValue::Timestamp(DateTime::from_millis(time.timestamp_millis()))
        }
        _ => return None,
    })
}
