//! What a fake answers to the question where operations are to be sent, if the test does not.

use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http::{Request, Response, header};

use super::wire;

/// The header that no requests have but those of the operation that is asked.
const VERSION: &str = "x-amz-api-version";

/// The fake itself, for a day: it is wherever requests go. Such requests are not recorded, and no
/// fault hits them.
pub(crate) fn answer(request: &Request<Bytes>, is_told: bool) -> Option<Response<SdkBody>> {
    if is_told || !request.headers().contains_key(VERSION) {
        return None;
    }
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok());
    let address = request.uri().host().or(host)?;
    let endpoint = serde_json::json!({"Address": address, "CachePeriodInMinutes": 24 * 60});
    let body = serde_json::json!({"Endpoints": [endpoint]});
    let response = wire::with_status(200, Bytes::from(body.to_string()));
    Some(response.map(SdkBody::from))
}
