//! Responses.

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};

use super::{body, header, located};
use crate::codec::Codec;
use crate::core::body::Body;
use crate::core::error::DecodeError;
use crate::core::operation::{ErrorParts, Protocol};
use crate::core::schema::Location;
use crate::core::shape::Shape;
use crate::core::value::{ValueMut, ValueRef};

/// Decodes an output or an error.
pub(in crate::protocol) fn read(
    response: &Response<Body>,
    shape: &mut dyn Shape,
    codec: &dyn Codec,
) -> Result<(), DecodeError> {
    body::read(response.body(), shape, codec)?;
    for (index, _) in located(shape, Location::StatusCode) {
        if let Some(ValueMut::Integer(place)) = shape.member_mut(index) {
            *place = response.status().as_u16().into();
        }
    }
    // Even if there is no header with the prefix.
    for (index, _) in located(shape, Location::PrefixHeaders) {
        shape.member_mut(index);
    }
    header::read(response.headers(), shape)
}

/// Encodes an output.
///
/// # Errors
///
/// The members whose values cannot be sent.
pub(in crate::protocol) fn write(
    output: &dyn Shape,
    codec: &dyn Codec,
) -> Result<Response<Body>, Vec<String>> {
    let (body, content_type) = body::write(output, codec).map_err(|problem| vec![problem])?;
    let is_empty = body.length() == Some(0);
    let mut response = Response::new(body);
    if !is_empty {
        let content_type = HeaderValue::from_static(content_type);
        response.headers_mut().insert(CONTENT_TYPE, content_type);
    }
    for (index, member) in located(output, Location::StatusCode) {
        if let Some(ValueRef::Integer(value)) = output.member(index) {
            let status = u16::try_from(value).ok();
            let status = status.and_then(|status| StatusCode::from_u16(status).ok());
            let invalid = || vec![format!("{} is not a status code", member.name)];
            *response.status_mut() = status.ok_or_else(invalid)?;
        }
    }
    header::write(output, response.headers_mut())?;
    Ok(response)
}

/// Completes an error response, which has its document: adds the members in headers.
pub(in crate::protocol) fn complete_error<P: Protocol>(
    error: &ErrorParts<'_>,
    mut response: Response<Body>,
    content_type: &'static str,
) -> Response<Body> {
    let content_type = HeaderValue::from_static(content_type);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, content_type);
    let written = error.shape.map(|shape| header::write(shape, headers));
    match written {
        Some(Err(problems)) => unsendable::<P>(&problems, error.request_id),
        _ => response,
    }
}

/// The response for an output or error that a handler made and that cannot be sent.
pub(in crate::protocol) fn unsendable<P: Protocol>(
    problems: &[String],
    request_id: &str,
) -> Response<Body> {
    // The problems name members, whose names any document can hold.
    let problems = problems.join(", ");
    P::error_response(&ErrorParts::new(
        500,
        "InternalFailure",
        &problems,
        request_id,
    ))
}
