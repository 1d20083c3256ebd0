//! Metadata of error responses.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, Response};

use super::text::{shown, write_error};
use crate::core::body::Body;

/// Metadata of an error response, independent of the error's type.
#[non_exhaustive]
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ErrorMetadata {
    pub(crate) code: Option<Box<str>>,
    pub(crate) message: Option<Box<str>>,
    /// Whether the message is sensitive.
    pub(crate) hides_message: bool,
    request_id: Option<Box<str>>,
    status: u16,
    /// Whether the status of the response was another one, which says that there is no error.
    is_in_success: bool,
    /// Shared, because an unmodelled error holds a second copy of the metadata.
    response: Arc<ResponseParts>,
    /// Whether the call was not retried, because the stream in its request can be read only once.
    pub(crate) has_spent_stream: bool,
    /// The error's shape name in the body, if it differs from the code.
    pub(crate) name: Option<Box<str>>,
    /// Whether the request caused the error, if the service says so.
    is_sender_fault: Option<bool>,
    attachment: Attachment,
}

/// Headers and body of the response.
#[derive(Default, PartialEq, Eq)]
struct ResponseParts {
    headers: HeaderMap,
    /// Empty if the body is a stream.
    body: Bytes,
}

impl ErrorMetadata {
    /// Protocol-independent metadata of a response; code and message are set by the protocol.
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
            response: Arc::new(ResponseParts {
                headers: headers.clone(),
                body: response.body().bytes().cloned().unwrap_or_default(),
            }),
            ..Self::default()
        }
    }

    /// The same of an error in a successful response, whose status says nothing.
    pub(crate) fn in_success(mut self) -> Self {
        self.status = IN_SUCCESS;
        self.is_in_success = true;
        self
    }

    /// Whether the error was in a successful response.
    #[cfg(feature = "client")]
    pub(crate) fn is_in_success(&self) -> bool {
        self.is_in_success
    }

    /// The error code, without namespace and URI.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The error message.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The request id, as needed for AWS support.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The second id of a request to S3, which AWS support asks for, too.
    pub fn extended_request_id(&self) -> Option<&str> {
        self.headers().get(EXTENDED_REQUEST_ID)?.to_str().ok()
    }

    /// Whether the request caused the error (`Sender`) or the service (`Receiver`), if the service says
    /// so: with the error codes of awsQuery.
    pub fn is_sender_fault(&self) -> Option<bool> {
        self.is_sender_fault
    }

    /// Sets whose fault it is: `Sender` or `Receiver`.
    #[allow(dead_code, reason = "of protocols")]
    pub(crate) fn set_fault(&mut self, fault: Option<&str>) {
        self.is_sender_fault = match fault {
            Some("Sender") => Some(true),
            Some("Receiver") => Some(false),
            _ => None,
        };
    }

    /// Sets the request id, if the headers have none.
    #[allow(dead_code, reason = "of protocols")]
    pub(crate) fn set_request_id(&mut self, id: Option<String>) {
        if self.request_id.is_none() {
            self.request_id = id.map(Into::into);
        }
    }

    /// The HTTP status; 500 for an error in a response whose status says that there is none.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The response headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    /// The response body; decompressed if it was gzip, and empty if it is a stream.
    pub fn body(&self) -> &[u8] {
        &self.response.body
    }

    /// Candidate names of the modelled error, the most likely first.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.name.as_deref().into_iter().chain(self.code())
    }

    /// A cached conversion of this metadata, created on first use.
    #[cfg(feature = "client")]
    pub(crate) fn attachment<T: Send + Sync + 'static>(&self, make: impl FnOnce() -> T) -> &T {
        let attached = self.attachment.0.get_or_init(|| Arc::new(make()));
        attached
            .downcast_ref()
            .expect("there is one attachment type")
    }

    /// The message, redacted if it is sensitive.
    pub(crate) fn shown_message(&self) -> Option<&str> {
        shown(self.message(), self.hides_message)
    }

    pub(crate) fn write_suffix(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " (HTTP {}", self.status)?;
        if let Some(id) = &self.request_id {
            write!(f, ", request id {id}")?;
        }
        if let Some(id) = self.extended_request_id()
            && self.request_id() != Some(id)
        {
            write!(f, ", extended request id {id}")?;
        }
        f.write_str(")")?;
        if self.has_spent_stream {
            f.write_str(SPENT_STREAM)?;
        }
        Ok(())
    }
}

/// Headers and body may be sensitive, so only the body's size is shown.
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
            // Usually the response of a proxy or load balancer.
            (None, _) => match (
                self.body().trim_ascii_start(),
                unread_encoding(self.headers()),
            ) {
                ([], _) => f.write_str("no error code in an empty response"),
                (_, Some(encoding)) => write!(f, "no error code in the response: {encoding}"),
                ([b'<', ..], _) => f.write_str("no error code in an HTML page"),
                _ => f.write_str("no error code in the response"),
            },
        }
    }
}

impl StdError for ErrorMetadata {}

/// Counts as the status of an error in a successful response.
const IN_SUCCESS: u16 = 500;

/// Follows an error that would have been retried.
pub(crate) const SPENT_STREAM: &str =
    "; it was not retried, because the stream in the request can be read only once";

/// Headers that may contain the request id, the most likely first.
pub(crate) const REQUEST_IDS: [&str; 3] =
    ["x-amzn-requestid", "x-amz-request-id", EXTENDED_REQUEST_ID];

pub(crate) const EXTENDED_REQUEST_ID: &str = "x-amz-id-2";

/// Derived from the metadata, so it is ignored in comparisons.
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

/// What to know of a body that is still encoded. No service does that unasked; a proxy may.
pub(crate) fn unread_encoding(headers: &HeaderMap) -> Option<String> {
    let name = headers.get(CONTENT_ENCODING)?.to_str().ok()?;
    (!name.eq_ignore_ascii_case("identity")).then(|| {
        format!(
            "the body has the content-encoding {name:?}, which was not asked for: look for a proxy \
             that adds it"
        )
    })
}
