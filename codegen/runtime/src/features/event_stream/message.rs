//! Decoding of event stream messages.

use aws_smithy_types::event_stream::{HeaderValue, Message};
use bytes::Bytes;
use chrono::DateTime;
use http::Response;

use crate::core::body::Body;
use crate::core::error::{DecodeError, ErrorMetadata, OperationError};
use crate::core::operation::Reader;
use crate::core::schema::Location;
use crate::core::shape::Shape;
use crate::core::value::ValueMut;

/// The kind of a message.
#[derive(Debug)]
pub(crate) enum MessageKind {
    /// An event, by the name of its member in the union.
    Event(Box<str>),
    /// The output's members besides the stream.
    InitialResponse,
    /// A modelled error, by the name of its member in the union.
    Exception(Box<str>),
    /// Another error: code and message.
    Error(Box<str>, Box<str>),
}

/// The kind of a message by its headers.
pub(crate) fn kind(message: &Message) -> Result<MessageKind, DecodeError> {
    let text = |name: &str| header(message, name).and_then(|value| value.as_string().ok());
    let required = |name: &str| match text(name) {
        Some(value) => Ok(Box::<str>::from(value.as_str())),
        None => Err(misfit(&format!("a message lacks the header `{name}`"))),
    };
    let optional = |name: &str| text(name).map_or("", |value| value.as_str()).into();
    Ok(match &*required(":message-type")? {
        "event" => match required(":event-type")? {
            name if &*name == "initial-response" => MessageKind::InitialResponse,
            name => MessageKind::Event(name),
        },
        "exception" => MessageKind::Exception(required(":exception-type")?),
        "error" => MessageKind::Error(optional(":error-code"), optional(":error-message")),
        _ => return Err(misfit("a message is neither an event nor an error")),
    })
}

fn header<'m>(message: &'m Message, name: &str) -> Option<&'m HeaderValue> {
    let mut headers = message.headers().iter();
    let header = headers.find(|header| header.name().as_str() == name)?;
    Some(header.value())
}

/// Decodes an event into the union of events.
pub(crate) fn read_event(
    message: &Message,
    name: &str,
    event: &mut dyn Shape,
    reader: Reader,
) -> Result<(), DecodeError> {
    let members = event.schema().members;
    let position = members.iter().position(|member| member.wire == name);
    let Some(place) = position.and_then(|index| event.member_mut(index)) else {
        event.set_unknown(name);
        return Ok(());
    };
    let result = match place {
        ValueMut::Shape(shape) => read_members(message, shape, reader),
        _ => Err(misfit("an event is a structure")),
    };
    result.map_err(|error| error.within(name))
}

fn read_members(
    message: &Message,
    event: &mut dyn Shape,
    reader: Reader,
) -> Result<(), DecodeError> {
    let payload = message.payload();
    let mut is_document = true;
    for (index, member) in event.schema().members.iter().enumerate() {
        if member.location == Location::EventHeader {
            if let Some(value) = header(message, member.wire)
                && let Some(place) = event.member_mut(index)
            {
                read_header(value, place).map_err(|error| error.within(member.name))?;
            }
        } else if member.location == Location::EventPayload {
            is_document = false;
            if let Some(place) = event.member_mut(index) {
                read_payload(payload, place, reader).map_err(|error| error.within(member.name))?;
            }
        }
    }
    if is_document {
        (reader.document)(payload, event)?;
    }
    Ok(())
}

fn read_payload(payload: &Bytes, place: ValueMut<'_>, reader: Reader) -> Result<(), DecodeError> {
    match place {
        ValueMut::Blob(place) => *place = payload.clone(),
        ValueMut::String(place) => match str::from_utf8(payload) {
            Ok(text) => text.clone_into(place),
            Err(_) => return Err(misfit("the payload is not UTF-8")),
        },
        ValueMut::Shape(shape) => (reader.document)(payload, shape)?,
        _ => return Err(misfit("a payload is bytes, text or a structure")),
    }
    Ok(())
}

fn read_header(value: &HeaderValue, place: ValueMut<'_>) -> Result<(), DecodeError> {
    match (place, value) {
        (ValueMut::Boolean(place), HeaderValue::Bool(value)) => *place = *value,
        (ValueMut::Integer(place), HeaderValue::Byte(value)) => *place = (*value).into(),
        (ValueMut::Integer(place), HeaderValue::Int16(value)) => *place = (*value).into(),
        (ValueMut::Integer(place), HeaderValue::Int32(value)) => *place = *value,
        (ValueMut::Long(place), HeaderValue::Byte(value)) => *place = (*value).into(),
        (ValueMut::Long(place), HeaderValue::Int16(value)) => *place = (*value).into(),
        (ValueMut::Long(place), HeaderValue::Int32(value)) => *place = (*value).into(),
        (ValueMut::Long(place), HeaderValue::Int64(value)) => *place = *value,
        (ValueMut::Blob(place), HeaderValue::ByteArray(value)) => *place = value.clone(),
        (ValueMut::String(place), HeaderValue::String(value)) => {
            value.as_str().clone_into(place);
        }
        (ValueMut::Enumeration(place), HeaderValue::String(value)) => place.set(value.as_str()),
        (ValueMut::Timestamp(place), HeaderValue::Timestamp(value)) => {
            let millis = value.to_millis().ok();
            let Some(time) = millis.and_then(DateTime::from_timestamp_millis) else {
                return Err(misfit("the time is beyond what a timestamp can hold"));
            };
            *place = time;
        }
        _ => return Err(misfit("the header is of another type")),
    }
    Ok(())
}

/// The error in a message, whose payload is the body of `response`. The head of that is the stream's,
/// so the error has no members in it.
pub(crate) fn error<E: OperationError>(
    kind: MessageKind,
    response: &Response<Body>,
    reader: Reader,
) -> (E, ErrorMetadata) {
    let mut metadata = (reader.error_metadata)(response);
    let error = match kind {
        MessageKind::Exception(name) => {
            metadata.code = Some(name);
            reader.error(&Response::new(response.body().share()), &mut metadata)
        }
        MessageKind::Error(code, message) => {
            metadata.code = Some(code).filter(|code| !code.is_empty());
            metadata.message = Some(message).filter(|message| !message.is_empty());
            E::unhandled(metadata.clone())
        }
        MessageKind::Event(_) | MessageKind::InitialResponse => E::unhandled(metadata.clone()),
    };
    (error, metadata)
}

/// The error for a message that does not match the model. It quotes no value.
fn misfit(reason: &str) -> DecodeError {
    DecodeError::new("", reason)
}
