//! Bodies: a document of the members without another location, or one member as a whole.

use bytes::Bytes;
use http::header::CONTENT_LENGTH;

use crate::codec::Codec;
use crate::core::body::Body;
use crate::core::error::DecodeError;
use crate::core::schema::{Location, Member};
use crate::core::shape::Shape;
use crate::core::value::{ValueMut, ValueRef};

/// The body, and the content type of one that is not empty.
///
/// # Errors
///
/// The member that the document cannot hold.
pub(super) fn write(shape: &dyn Shape, codec: &dyn Codec) -> Result<(Body, &'static str), String> {
    let Some((index, member)) = payload(shape) else {
        let is_document = shape.schema().members.iter().any(Member::is_in_document);
        let document = if is_document {
            codec.write(shape)?
        } else {
            Bytes::new()
        };
        return Ok((document.into(), codec.content_type()));
    };
    Ok(match shape.member(index) {
        Some(ValueRef::Shape(shape)) => {
            let document = codec.write_payload(member, shape)?;
            (document.into(), codec.content_type())
        }
        Some(ValueRef::Stream(stream)) => (sized(stream, shape), "application/octet-stream"),
        Some(ValueRef::Blob(bytes)) => (
            Bytes::copy_from_slice(bytes).into(),
            "application/octet-stream",
        ),
        Some(ValueRef::String(text) | ValueRef::Enumeration(text)) => {
            (text.to_owned().into(), "text/plain")
        }
        Some(ValueRef::Document(value)) => (value.to_string().into(), "application/json"),
        None if member.location == Location::StructurePayload => {
            (codec.unset().into(), codec.content_type())
        }
        _ => (Body::default(), codec.content_type()),
    })
}

/// A stream, with the length that another member states if it has none of its own.
fn sized(stream: &Body, shape: &dyn Shape) -> Body {
    let stated = shape.schema().header_position(CONTENT_LENGTH.as_str());
    let stated = match stated.and_then(|index| shape.member(index)) {
        Some(ValueRef::Integer(length)) => u64::try_from(length).ok(),
        _ => None,
    };
    let stream = stream.share();
    match stated {
        Some(length) if stream.length().is_none() => stream.with_length(length),
        _ => stream,
    }
}

/// Reads a body. An empty one leaves all members unset.
pub(super) fn read(
    body: &Body,
    shape: &mut dyn Shape,
    codec: &dyn Codec,
) -> Result<(), DecodeError> {
    if let Some(index) = shape.schema().stream() {
        if let Some(ValueMut::Stream(place)) = shape.member_mut(index) {
            *place = body.share();
        }
        return Ok(());
    }
    let body = &body.bytes().cloned().unwrap_or_default();
    let Some((index, member)) = payload(shape) else {
        if shape.schema().members.iter().any(Member::is_in_document) {
            codec.read(body, shape)?;
        }
        return Ok(());
    };
    if body.is_empty() {
        return Ok(());
    }
    let read = match shape.member_mut(index) {
        Some(ValueMut::Shape(shape)) => codec.read(body, shape),
        Some(ValueMut::Blob(place)) => {
            *place = body.clone();
            Ok(())
        }
        Some(ValueMut::String(place)) => text(body).map(|text| text.clone_into(place)),
        Some(ValueMut::Enumeration(place)) => text(body).map(|text| place.set(text)),
        Some(ValueMut::Document(place)) => match serde_json::from_slice(body) {
            Ok(value) => {
                *place = value;
                Ok(())
            }
            Err(error) => {
                let (line, column) = (error.line(), error.column());
                Err(DecodeError::new("", "the body is not JSON").at(line, column))
            }
        },
        _ => Err(DecodeError::new("", "such a value cannot be a body")),
    };
    read.map_err(|error| error.within(member.name))
}

fn text(body: &[u8]) -> Result<&str, DecodeError> {
    str::from_utf8(body).map_err(|_| DecodeError::new("", "the body is not UTF-8"))
}

/// The required members of nested structures that a body lacks.
pub(super) fn missing(body: &[u8], shape: &dyn Shape, codec: &dyn Codec) -> Vec<String> {
    let Some((index, member)) = payload(shape) else {
        return codec.missing(body, shape);
    };
    match shape.member(index) {
        Some(ValueRef::Shape(shape)) => {
            let missing = codec.missing(body, shape).into_iter();
            missing
                .map(|path| format!("{}.{path}", member.name))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The member that is the whole body.
fn payload(shape: &dyn Shape) -> Option<(usize, &'static Member)> {
    let mut members = shape.schema().members.iter().enumerate();
    members.find(|(_, member)| {
        matches!(
            member.location,
            Location::Payload | Location::StructurePayload | Location::StreamPayload
        )
    })
}
