//! Requests.

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Request};

use super::{body, form, header, path, query, virtual_host};
use crate::codec::Codec;
use crate::core::body::Body;
use crate::core::error::InvalidInput;
use crate::core::operation::{Fit, InvalidRequest, OperationSchema};
use crate::core::schema::{Flags, Location, Schema};
use crate::core::shape::Shape;

/// What a label in the host name counts: more than any path.
const HOST_WEIGHT: usize = 1_000;

/// The path and the literal query of an operation.
fn template(schema: &OperationSchema) -> (&'static str, &'static str) {
    schema.uri.split_once('?').unwrap_or((schema.uri, ""))
}

/// Encodes an input.
pub(in crate::protocol) fn write(
    schema: &'static OperationSchema,
    input: &dyn Shape,
    codec: &dyn Codec,
) -> Result<Request<Body>, InvalidInput> {
    let mut found = InvalidInput {
        operation: schema.name,
        missing: Vec::new(),
        invalid: Vec::new(),
    };
    let (path, literal) = template(schema);
    let mut uri = String::new();
    path::write(&mut uri, path, input, &mut found);
    if schema.starts_in_endpoint {
        uri = path::without_first_segment(&uri).into();
    }
    query::write(&mut uri, literal, input);
    let (body, default_type) = body::write(input, codec).unwrap_or_else(|problem| {
        found.invalid.push(problem);
        Default::default()
    });
    let content_type = match schema.content_type {
        "" => default_type,
        stated => stated,
    };
    let is_empty = body.length() == Some(0);
    let mut request = Request::new(body);
    let headers = request.headers_mut();
    if !is_empty {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    schema.add_headers(headers);
    if let Err(problems) = header::write(input, headers) {
        found.invalid.extend(problems);
    }
    match Method::from_bytes(schema.method.as_bytes()) {
        Ok(method) => *request.method_mut() = method,
        Err(_) => found.invalid.push("the method is not valid".to_owned()),
    }
    match uri.try_into() {
        Ok(uri) => *request.uri_mut() = uri,
        // Everything in it is encoded.
        Err(_) => found.invalid.push("the URI is too long".to_owned()),
    }
    if found.missing.is_empty() && found.invalid.is_empty() {
        Ok(if schema.sends_query_as_form {
            form::from_query(request)
        } else {
            request
        })
    } else {
        Err(found)
    }
}

/// How well a request fits an operation.
pub(in crate::protocol) fn matches(
    schema: &OperationSchema,
    input: &Schema,
    request: &Request<Body>,
) -> Option<Fit> {
    let (path, literal) = template(schema);
    if form::is_sent(schema, request.method()) {
        let address = path::matches(path, request.uri().path())?;
        return Some(Fit {
            address,
            ..Fit::default()
        });
    }
    if *request.method() != *schema.method {
        return None;
    }
    let (own, is_in_host) = virtual_host::path(schema, request);
    let weight = path::matches(path, &own)?;
    // Rather than one that has no place for it.
    let weight = weight + if is_in_host { HOST_WEIGHT } else { 0 };
    let query = request.uri().query().unwrap_or_default();
    Some(Fit {
        address: weight + query::matches(literal, query)?,
        required: required(input, request),
    })
}

/// How many required parameters and headers a request has, less those that it lacks.
fn required(input: &Schema, request: &Request<Body>) -> isize {
    let query = request.uri().query().unwrap_or_default();
    let required = input.members.iter().filter(|it| it.is(Flags::REQUIRED));
    let found = required.filter_map(|member| match member.location {
        Location::Query => Some(query::has(query, member.wire)),
        Location::Header => Some(request.headers().contains_key(member.wire)),
        _ => None,
    });
    found.map(|is_there| if is_there { 1 } else { -1 }).sum()
}

/// Decodes an input.
pub(in crate::protocol) fn read(
    schema: &'static OperationSchema,
    request: &Request<Body>,
    input: &mut dyn Shape,
    codec: &dyn Codec,
) -> Result<(), InvalidRequest> {
    let (path, literal) = template(schema);
    let uri = request.uri();
    path::read(path, &virtual_host::path(schema, request).0, input)?;
    header::read(request.headers(), input)?;
    if form::is_sent(schema, request.method()) {
        query::read(literal, form::query(request)?, input)?;
        return Ok(());
    }
    query::read(literal, uri.query().unwrap_or_default(), input)?;
    body::read(request.body(), input, codec)?;
    let missing = body::missing(request.body().in_memory(), input, codec);
    InvalidRequest::if_any(missing, schema)
}
