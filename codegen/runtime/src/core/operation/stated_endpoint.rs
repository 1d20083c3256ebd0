//! Endpoints in inputs.

use http::Uri;

use super::OperationSchema;
use crate::core::error::InvalidInput;
use crate::core::shape::{Shape, text_of};

/// The URL of the endpoint that a member states, without its path; `None` if it is not set or empty.
pub(super) fn of(
    schema: &'static OperationSchema,
    input: &dyn Shape,
) -> Result<Option<String>, InvalidInput> {
    let name = schema.endpoint_member;
    let Some(text) = text_of(input, name).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    match origin(text) {
        Some(origin) => Ok(Some(origin)),
        None => Err(InvalidInput::with_problem(
            schema.name,
            format!("{name} has to be the URL of an endpoint, such as `https://host`"),
        )),
    }
}

/// Scheme, host and port of a URL.
fn origin(text: &str) -> Option<String> {
    let uri: Uri = text.parse().ok()?;
    let scheme = uri
        .scheme_str()
        .filter(|it| matches!(*it, "http" | "https"))?;
    // A user name or password would be part of the signature and of logs.
    let authority = uri.authority().filter(|it| !it.as_str().contains('@'))?;
    Some(format!("{scheme}://{authority}"))
}
