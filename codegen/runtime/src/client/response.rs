//! Outputs with response metadata.

use std::fmt;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_types::request_id::RequestId;

use crate::core::error::{EXTENDED_REQUEST_ID, REQUEST_IDS};

/// The output of a call, with metadata of its response.
///
/// ```text
/// let response = client.retry_build().id("p:1").send_with_response().await?;
/// println!("{:?} after {} attempts", response.request_id(), response.attempts());
/// let build = response.output.build;
/// ```
#[non_exhaustive]
pub struct Response<T> {
    /// The output.
    pub output: T,
    raw: Raw,
}

/// The part of a [`Response`] that does not depend on the operation.
pub(crate) struct Raw {
    /// `None` if an interceptor supplied the output.
    response: Option<HttpResponse>,
    attempts: u32,
}

impl Raw {
    pub(crate) fn new(response: Option<HttpResponse>, attempts: u32) -> Self {
        Self { response, attempts }
    }

    /// The value of a header, if it is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.response.as_ref()?.headers().get(name)
    }
}

impl<T> Response<T> {
    pub(crate) fn new(output: T, raw: Raw) -> Self {
        Self { output, raw }
    }

    /// The request id, as needed for AWS support.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.raw.response.as_ref()?)
    }

    /// The second id of a request to S3, which AWS support asks for, too.
    pub fn extended_request_id(&self) -> Option<&str> {
        self.header(EXTENDED_REQUEST_ID)
    }

    /// The HTTP status.
    pub fn status(&self) -> Option<u16> {
        Some(self.raw.response.as_ref()?.status().as_u16())
    }

    /// The value of a header, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.raw.header(name)
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.raw.attempts
    }
}

impl<T> RequestId for Response<T> {
    fn request_id(&self) -> Option<&str> {
        self.request_id()
    }
}

/// The request id in a response.
pub(crate) fn request_id(response: &HttpResponse) -> Option<&str> {
    REQUEST_IDS
        .iter()
        .filter_map(|name| response.headers().get(*name))
        .find(|id| !id.is_empty())
}

/// Headers and body may be sensitive, so they are not shown.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("output", &self.output)
            .field("request_id", &self.request_id())
            .field("status", &self.status())
            .field("attempts", &self.attempts())
            .finish_non_exhaustive()
    }
}
