//! Recorded requests.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};

use super::fault::Fault;
use super::wire::{self, Service};
use crate::core::operation::Operation;

/// A request that a [`Fake`](crate::test_util::Fake) received.
#[derive(Clone)]
pub struct Received {
    pub(crate) service: Option<Service>,
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) fault: Option<Fault>,
}

impl Received {
    /// The operation's name in the model; `None` if the operation is unknown.
    pub fn operation(&self) -> Option<&'static str> {
        self.service.map(|service| service.name())
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The URI.
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The unmodified headers, with those of the transfer's encoding.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The value of a header, if it is there and text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The unmodified body, in the transfer's encoding.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The id of the call, which all its attempts have in common.
    pub fn invocation_id(&self) -> Option<&str> {
        self.header("amz-sdk-invocation-id")
    }

    /// The number of the attempt, from 1, if the client sent it.
    pub fn attempt(&self) -> Option<u32> {
        let parts = self.header("amz-sdk-request")?.split(';');
        let mut numbers = parts.filter_map(|part| part.trim().strip_prefix("attempt="));
        numbers.next()?.parse().ok()
    }

    /// The fault that was injected, except for delays.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// The input, if it is a valid request of the operation `O`.
    pub fn input<O: Operation>(&self) -> Option<O::Input> {
        if !self.service?.is_same(&Service::of::<O>()) {
            return None;
        }
        let mut request = Request::new(self.body.clone().into());
        request.method_mut().clone_from(&self.method);
        request.uri_mut().clone_from(&self.uri);
        request.headers_mut().clone_from(&self.headers);
        wire::read::<O>(request, "").ok()
    }
}

/// Headers and body may be sensitive, so they are not shown.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("operation", &self.operation())
            .field("method", &self.method)
            .field("uri", &self.uri)
            .field("attempt", &self.attempt())
            .field("fault", &self.fault)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
