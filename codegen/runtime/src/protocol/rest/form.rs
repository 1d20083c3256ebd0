//! Queries that are sent as forms.

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Request, Uri};

use crate::core::body::Body;
use crate::core::error::DecodeError;
use crate::core::operation::OperationSchema;

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// Moves the query of a GET request into the body of a POST request.
pub(super) fn from_query(mut request: Request<Body>) -> Request<Body> {
    let uri = request.uri();
    let Some(query) = uri.query().map(str::to_owned) else {
        return request;
    };
    // The path of a valid URI.
    if let Ok(path) = uri.path().parse::<Uri>() {
        *request.uri_mut() = path;
    }
    *request.method_mut() = Method::POST;
    request.headers_mut().insert(CONTENT_TYPE, FORM);
    *request.body_mut() = query.into();
    request
}

/// Whether a request of the operation has a form.
pub(super) fn is_sent(schema: &OperationSchema, method: &Method) -> bool {
    schema.sends_query_as_form && method == Method::POST
}

/// The query in the body.
pub(super) fn query(request: &Request<Body>) -> Result<&str, DecodeError> {
    str::from_utf8(request.body().in_memory())
        .map_err(|_| DecodeError::new("", "the form is not UTF-8"))
}
