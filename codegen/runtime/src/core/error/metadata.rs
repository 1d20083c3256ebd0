//! What every error response has.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, OnceLock};

use http::{HeaderMap, Response};

use super::text::{shown, write_error};
use crate::core::body::Body;

/// What every error response has, whatever its type.
#[non_exhaustive]
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ErrorMetadata {
    pub(crate) code: Option<Box<str>>,
    pub(crate) message: Option<Box<str>>,
    /// Whether the model says that the message must not be logged.
    pub(crate) hides_message: bool,
    request_id: Option<Box<str>>,
    status: u16,
    /// Shared, because an error that is not modelled holds the same metadata again.
    response: Arc<Parts>,
    /// The name that the error's shape has in the body, where its code is another.
    pub(crate) name: Option<Box<str>>,
    attachment: Attachment,
}

/// What the response consisted of.
#[derive(Default, PartialEq, Eq)]
struct Parts {
    headers: HeaderMap,
    body: Body,
}

impl ErrorMetadata {
    /// What a response says by itself; code and message depend on the protocol.
    #[must_use]
    pub fn of(response: &Response<Body>) -> Self {
        let headers = response.headers();
        Self {
            status: response.status().as_u16(),
            request_id: REQUEST_IDS
                .iter()
                .filter_map(|name| headers.get(*name)?.to_str().ok())
                .find(|id| !id.is_empty())
                .map(Into::into),
            response: Arc::new(Parts {
                headers: headers.clone(),
                body: response.body().clone(),
            }),
            ..Self::default()
        }
    }

    /// The error code, without namespace and URI.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The message for people.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The id of the request, to be quoted to AWS support.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The HTTP status of the response.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    /// The body of the response as it came.
    pub fn body(&self) -> &[u8] {
        self.response.body.in_memory()
    }

    /// The names that the error may be modelled by, the likeliest one first.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.name.as_deref().into_iter().chain(self.code())
    }

    /// Another form of this metadata, made on first use.
    #[cfg(feature = "client")]
    pub(crate) fn attachment<T: Send + Sync + 'static>(&self, make: impl FnOnce() -> T) -> &T {
        let attached = self.attachment.0.get_or_init(|| Arc::new(make()));
        attached.downcast_ref().expect("there is one such form")
    }

    /// The message as far as it may be shown.
    pub(crate) fn shown_message(&self) -> Option<&str> {
        shown(self.message(), self.hides_message)
    }

    pub(crate) fn write_suffix(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " (HTTP {}", self.status)?;
        if let Some(id) = &self.request_id {
            write!(f, ", request id {id}")?;
        }
        f.write_str(")")
    }
}

/// Headers and body may hold what must not be logged: only the body's size is shown.
impl fmt::Debug for ErrorMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorMetadata")
            .field("code", &self.code)
            .field("message", &self.shown_message())
            .field("request_id", &self.request_id)
            .field("status", &self.status)
            .field("body_bytes", &self.body().len())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ErrorMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code(), self.shown_message()) {
            (Some(code), message) => write_error(f, code, message),
            (None, Some(message)) if !message.is_empty() => f.write_str(message),
            // What came is something between here and the service, more often than not.
            (None, _) => f.write_str(match self.body().trim_ascii_start() {
                [] => "no error code in an empty response",
                [b'<', ..] => "no error code in an HTML page",
                _ => "no error code in the response",
            }),
        }
    }
}

impl StdError for ErrorMetadata {}

/// The headers that may hold the id under which AWS knows a request, the likeliest one first.
pub(crate) const REQUEST_IDS: [&str; 3] = ["x-amzn-requestid", "x-amz-request-id", "x-amz-id-2"];

/// What follows from the metadata it belongs to, so it makes no difference between two of them.
#[derive(Clone, Default)]
struct Attachment(
    #[cfg_attr(not(feature = "client"), allow(dead_code))] OnceLock<Arc<dyn Any + Send + Sync>>,
);

impl PartialEq for Attachment {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Attachment {}
