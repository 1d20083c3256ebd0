//! awsJson as services speak it that spoke awsQuery before (trait `awsQueryCompatible`): their
//! errors may have had other codes there, which programs know them by.
//!
//! A response has the name of an error in its body and the code in a header. The error is found by
//! either, and the code is what it is known by: the one in the header, if there is one.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};

use super::aws_json::{self, Version};
use super::error::{Cause, Error, OperationError};
use super::shape::Shape;

/// Asks for the codes.
const QUERY_MODE: HeaderName = HeaderName::from_static("x-amzn-query-mode");

/// Holds the code of an error, a semicolon, and whose fault it is (`Sender` or `Receiver`).
const QUERY_ERROR: HeaderName = HeaderName::from_static("x-amzn-query-error");

/// As [`aws_json::request`], with the header that asks for the codes.
#[must_use]
pub fn request(version: Version, target: &'static str, input: &dyn Shape) -> Request<Bytes> {
    let mut request = aws_json::request(version, target, input);
    let headers = request.headers_mut();
    headers.insert(QUERY_MODE, HeaderValue::from_static("true"));
    request
}

/// As [`aws_json::response`], with the code of the header for that of an error.
///
/// # Errors
///
/// As [`aws_json::response`].
pub fn response<O: Shape + Default, E: OperationError>(
    operation: &'static str,
    response: &Response<Bytes>,
) -> Result<O, Error<E>> {
    aws_json::response(operation, response).map_err(|error: Error<E>| {
        let cause = match (error.into_cause(), query_code(response)) {
            (
                Cause::Service {
                    mut error,
                    mut metadata,
                },
                Some(code),
            ) => {
                metadata.code = Some(code.into());
                // What is not known by its name may be by its code.
                if error.shape_mut().is_none() {
                    error = aws_json::service_error(response, &mut metadata);
                }
                Cause::Service { error, metadata }
            }
            (cause, _) => cause,
        };
        Error::new(operation, cause)
    })
}

/// The code in the header; a header of another form counts for nothing.
fn query_code(response: &Response<Bytes>) -> Option<&str> {
    let text = response.headers().get(QUERY_ERROR)?.to_str().ok()?;
    let (code, fault) = text.split_once(';')?;
    (!code.is_empty() && !fault.contains(';')).then_some(code)
}
