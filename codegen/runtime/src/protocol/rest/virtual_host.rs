//! Requests that have the first segment of the path in their host name.

use std::borrow::Cow;

use http::Request;
use http::header::{AUTHORIZATION, HOST};

use crate::core::body::Body;
use crate::core::operation::OperationSchema;

/// The path of a request with what an operation's endpoints have in their URL as its first segment,
/// and whether that was in the host name.
pub(super) fn path<'r>(
    schema: &OperationSchema,
    request: &'r Request<Body>,
) -> (Cow<'r, str>, bool) {
    let path = request.uri().path();
    if !schema.starts_in_endpoint {
        return (path.into(), false);
    }
    let (path, is_in_host) = match label(request) {
        Some(label) => (Cow::from(format!("/{label}{path}")), true),
        None => (path.into(), false),
    };
    // What has nothing behind the first segment may end with a slash.
    let has_one_segment = path.matches('/').count() == 2 && path.ends_with('/');
    if has_one_segment {
        (path[..path.len() - 1].to_owned().into(), is_in_host)
    } else {
        (path, is_in_host)
    }
}

/// What precedes the host name of the service: the signature tells the name with which that begins.
/// A server of this computer is called `localhost`.
fn label(request: &Request<Body>) -> Option<String> {
    let header = request.headers().get(HOST).and_then(|it| it.to_str().ok());
    let host = header.or_else(|| Some(request.uri().authority()?.as_str()))?;
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    if let Some(label) = host.strip_suffix(".localhost") {
        return Some(label.to_owned());
    }
    let name = signing_name(request)?;
    let labels: Vec<_> = host.split('.').collect();
    let begins = |label: &&str| {
        let rest = label.strip_prefix(&*name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    // The name may have the same beginning, and the region follows.
    let at = labels.iter().rposition(begins).filter(|at| *at > 0)?;
    Some(labels[..at].join("."))
}

/// The name of the service in a signature: `KEY/DATE/REGION/NAME/aws4_request`.
fn signing_name(request: &Request<Body>) -> Option<String> {
    let header = request.headers().get(AUTHORIZATION);
    let header = header.and_then(|it| it.to_str().ok()?.split_once("Credential="));
    let query = request.uri().query().unwrap_or_default();
    let query = query.split_once("X-Amz-Credential=");
    let scope = header.or(query)?.1.split([',', '&']).next()?;
    let scope = scope.replace("%2F", "/");
    scope.rsplit('/').nth(1).map(str::to_owned)
}
