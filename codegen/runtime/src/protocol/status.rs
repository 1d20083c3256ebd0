//! Responses with a status, on the service's side.

use http::{Response, StatusCode};

use crate::core::body::Body;

/// A response with any body. A number that is no status is one of the service's errors.
pub(crate) fn with_status(status: u16, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}
