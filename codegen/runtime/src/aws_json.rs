//! The protocols awsJson 1.0 and 1.1: POST to `/`, the operation in `X-Amz-Target`, JSON bodies.

use std::collections::HashMap;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response};
use serde_json::value::RawValue;

use super::decode;
use super::encode::{Encode, Form};
use super::error::{Cause, DecodeError, Error, ErrorMetadata, OperationError, hides_message};
use super::shape::Shape;
use super::value::{ValueMut, ValueRef};

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
    let mut body = Vec::with_capacity(1024);
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
    let mut output = O::default();
    let cause = match read_output(response, &mut output) {
        Ok(()) => return Ok(output),
        Err(Failure::Unreadable(error, metadata)) => Cause::Response { error, metadata },
        Err(Failure::Service(mut metadata)) => Cause::Service {
            error: service_error(response, &mut metadata),
            metadata,
        },
    };
    Err(Error::new(operation, cause))
}

/// Why there is no output.
enum Failure {
    Unreadable(DecodeError, ErrorMetadata),
    Service(ErrorMetadata),
}

/// All of [`response`] that does not know the operation, so that it is compiled once.
#[expect(
    clippy::result_large_err,
    reason = "it is taken apart by its one caller"
)]
fn read_output(response: &Response<Bytes>, output: &mut dyn Shape) -> Result<(), Failure> {
    if !response.status().is_success() {
        return Err(Failure::Service(error_metadata(response)));
    }
    if output.schema().members.is_empty() {
        // An operation without output says everything by its status.
        return Ok(());
    }
    decode::from_json(response.body(), output)
        .map_err(|error| Failure::Unreadable(error, ErrorMetadata::of(response)))
}

/// The error that the code in `metadata` stands for, with its members from the response.
pub(super) fn service_error<E: OperationError>(
    response: &Response<Bytes>,
    metadata: &mut ErrorMetadata,
) -> E {
    let Some(mut error) = metadata.code().and_then(E::modelled) else {
        return E::unhandled(metadata.clone());
    };
    if !read_error(response, metadata, error.shape_mut())
        && let Some(mut empty) = metadata.code().and_then(E::modelled)
    {
        // The error is known by its code; a member that cannot be read does not make it another,
        // but what was read until then is not to be trusted.
        set_message(empty.shape_mut(), metadata);
        error = empty;
    }
    error
}

/// Whether the members of a modelled error could be read.
fn read_error(
    response: &Response<Bytes>,
    metadata: &mut ErrorMetadata,
    shape: Option<&mut dyn Shape>,
) -> bool {
    let Some(shape) = shape else { return true };
    metadata.hides_message = hides_message(shape.schema());
    let is_read = decode::from_json(response.body(), shape).is_ok();
    set_message(Some(shape), metadata);
    is_read
}

/// Fills in the message of an error whose model has none, or spells it in another way: see
/// [`error_metadata`].
fn set_message(shape: Option<&mut dyn Shape>, metadata: &ErrorMetadata) {
    let Some(shape) = shape else { return };
    let members = shape.schema().members;
    let is_message = |name: &str| name.eq_ignore_ascii_case("message");
    let position = members.iter().position(|member| is_message(member.name));
    if let (Some(index), Some(message)) = (position, metadata.message())
        && matches!(shape.member(index), None | Some(ValueRef::String("")))
        && let Some(ValueMut::String(place)) = shape.member_mut(index)
    {
        message.clone_into(place);
    }
}

/// Code, message and request id of an error response.
///
/// The message is spelled in three ways (`message`, `Message`, `errorMessage`). The code is looked
/// for in the header `x-amzn-errortype`, then in `__type`, then in `code` (which some errors have as
/// a member of their own, so it comes last and counts only as a string).
#[must_use]
pub fn error_metadata(response: &Response<Bytes>) -> ErrorMetadata {
    let mut metadata = ErrorMetadata::of(response);
    // Raw, because what is not looked for may be anything, numbers of any size for example.
    let body: HashMap<String, &RawValue> =
        serde_json::from_slice(response.body()).unwrap_or_default();
    let any = |key: &str| serde_json::from_str::<String>(body.get(key)?.get()).ok();
    let text = |key: &str| any(key).filter(|text| !text.is_empty());
    let header = header(response.headers(), "x-amzn-errortype").map(str::to_owned);
    metadata.code = [header, text("__type"), text("code")]
        .iter()
        .flatten()
        .map(|text| error_code(text))
        .find(|code| !code.is_empty())
        .map(Into::into);
    let spellings = ["message", "Message", "errorMessage"].iter();
    let message = spellings.clone().find_map(|key| text(key));
    metadata.message = message
        .or_else(|| spellings.clone().find_map(|key| any(key)))
        .map(Into::into);
    metadata
}

/// The code without a URI after it and a namespace in front of it:
/// `aws.protocols#FooError:http://…` is `FooError`.
fn error_code(text: &str) -> &str {
    let text = text.split_once(':').map_or(text, |(code, _)| code);
    text.rsplit_once('#').map_or(text, |(_, code)| code).trim()
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get(name)?
        .to_str()
        .ok()
        .filter(|value| !value.is_empty())
}
