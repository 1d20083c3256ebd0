//! The mock service's default response to endpoint discovery.

use http::{Request, Response, header};

use crate::core::body::Body;
use crate::protocol::status::with_status;

/// Only discovery requests have this header.
const VERSION: &str = "x-amz-api-version";

/// The mock service's own address, for a day, unless the test handles the operation. Such requests
/// are not recorded, and faults do not apply to them.
pub(crate) fn answer(request: &Request<Body>) -> Option<Response<Body>> {
    if !request.headers().contains_key(VERSION) {
        return None;
    }
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok());
    let address = request.uri().host().or(host)?;
    let endpoint = serde_json::json!({"Address": address, "CachePeriodInMinutes": 24 * 60});
    let body = serde_json::json!({"Endpoints": [endpoint]});
    Some(with_status(200, body.to_string().into()))
}
