//! The protocols awsJson 1.0 and 1.1: POST to `/`, the operation in `X-Amz-Target`, JSON bodies.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response};

use super::decode;
use super::encode::{Encode, Form};
use super::error::{Cause, DecodeError, Error, ErrorMetadata, OperationError};
use super::shape::Shape;
use super::value::ValueMut;

/// The version of the protocol (`jsonVersion`); it only shows in the content type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// awsJson 1.0.
    V1_0,
    /// awsJson 1.1.
    V1_1,
}

const TARGET: HeaderName = HeaderName::from_static("x-amz-target");

/// A request for `target`, which is the service's target prefix, a dot and the operation's name.
#[must_use]
pub fn request(version: Version, target: &'static str, input: &dyn Shape) -> Request<Bytes> {
    let content_type = match version {
        Version::V1_0 => "application/x-amz-json-1.0",
        Version::V1_1 => "application/x-amz-json-1.1",
    };
    let mut request = Request::new(body(input));
    *request.method_mut() = Method::POST;
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(TARGET, HeaderValue::from_static(target));
    request
}

fn body(input: &dyn Shape) -> Bytes {
    // Room for the typical request, so that the buffer grows once or not at all.
    let mut body = Vec::with_capacity(512);
    let encoded = serde_json::to_writer(
        &mut body,
        &Encode {
            shape: input,
            form: Form::Wire,
        },
    );
    // Neither a vector nor the encoder has errors to report, and map keys are strings.
    debug_assert!(encoded.is_ok(), "{encoded:?}");
    body.into()
}

/// The output of a successful response, or the error of any other.
///
/// # Errors
///
/// If the status is not 2xx, or the body of a successful response cannot be read.
pub fn response<O: Shape + Default, E: OperationError>(
    operation: &'static str,
    response: &Response<Bytes>,
) -> Result<O, Error<E>> {
    if !response.status().is_success() {
        let (error, metadata) = service_error(response);
        return Err(Error::new(operation, Cause::Service { error, metadata }));
    }
    let mut output = O::default();
    if output.schema().members.is_empty() {
        // An operation without output says everything by its status.
        return Ok(output);
    }
    match decode::from_json(response.body(), &mut output) {
        Ok(()) => Ok(output),
        Err(error) => Err(Error::new(operation, unreadable(error, response))),
    }
}

fn unreadable<E>(error: DecodeError, response: &Response<Bytes>) -> Cause<E> {
    Cause::Response {
        error,
        metadata: metadata(response),
    }
}

fn service_error<E: OperationError>(response: &Response<Bytes>) -> (E, ErrorMetadata) {
    let metadata = error_metadata(response);
    let empty = || metadata.code().and_then(E::modelled);
    let Some(mut error) = empty() else {
        return (E::unhandled(metadata.clone()), metadata);
    };
    if let Some(shape) = error.shape_mut()
        && decode::from_json(response.body(), shape).is_err()
        && let Some(empty) = empty()
    {
        // The error is known by its code; a member that cannot be read does not make it another,
        // but what was read until then is not to be trusted.
        error = empty;
    }
    if let Some(shape) = error.shape_mut() {
        set_message(shape, metadata.message());
    }
    (error, metadata)
}

/// Services spell it `message` or `Message`, whatever the model says.
fn set_message(shape: &mut dyn Shape, message: Option<&str>) {
    let is_message = |name: &str| name.eq_ignore_ascii_case("message");
    let position = shape
        .schema()
        .members
        .iter()
        .position(|member| is_message(member.name));
    if let (Some(index), Some(message)) = (position, message)
        && shape.member(index).is_none()
        && let Some(ValueMut::String(place)) = shape.member_mut(index)
    {
        message.clone_into(place);
    }
}

/// Code, message and request id of an error response.
///
/// The code is looked for in the header `x-amzn-errortype`, then in `__type`, then in `code` (which
/// some errors have as a member of their own, so it comes last and counts only as a string).
#[must_use]
pub fn error_metadata(response: &Response<Bytes>) -> ErrorMetadata {
    let mut metadata = metadata(response);
    let body: serde_json::Value =
        serde_json::from_slice(response.body()).unwrap_or(serde_json::Value::Null);
    let text = |key: &str| body.get(key)?.as_str().filter(|text| !text.is_empty());
    let header = header(response.headers(), "x-amzn-errortype");
    metadata.code = [header, text("__type"), text("code")]
        .into_iter()
        .flatten()
        .map(error_code)
        .find(|code| !code.is_empty())
        .map(str::to_owned);
    metadata.message = text("message")
        .or_else(|| text("Message"))
        .map(str::to_owned);
    metadata
}

/// The code without a URI after it and a namespace in front of it:
/// `aws.protocols#FooError:http://…` is `FooError`.
fn error_code(text: &str) -> &str {
    let text = text.split_once(':').map_or(text, |(code, _)| code);
    text.rsplit_once('#').map_or(text, |(_, code)| code).trim()
}

fn metadata(response: &Response<Bytes>) -> ErrorMetadata {
    let headers = response.headers();
    ErrorMetadata {
        status: response.status().as_u16(),
        request_id: ["x-amzn-requestid", "x-amz-request-id", "x-amz-id-2"]
            .iter()
            .find_map(|name| header(headers, name))
            .map(str::to_owned),
        body: response.body().clone(),
        ..ErrorMetadata::default()
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get(name)?
        .to_str()
        .ok()
        .filter(|value| !value.is_empty())
}
