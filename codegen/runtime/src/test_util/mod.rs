//! Test utilities: a mock service, fixtures, AWS's test connections, and a configuration that does
//! not depend on the environment.
//!
//! | module | contents |
//! |---|---|
//! | `fake` | [`Fake`]: a mock service with closures as handlers |
//! | `fault` | [`Fault`], [`Injection`]: fault injection |
//! | `received` | [`Received`]: recorded requests |
//! | `wire` | the service's side of operations |
//! | `body` | bodies that arrive in pieces or incompletely |
//! | `content_encoding` | the content of requests, without the encodings of their transfer: gzip and `aws-chunked` |
//! | `discovery` | the default response to endpoint discovery |
//! | `connector` | the mock service as an HTTP client |
//! | `server` | [`Server`]: the mock service as an HTTP server |
//! | `fixture` | [`Fixture`]: a valid value of each type |

mod body;
mod connector;
mod content_encoding;
mod discovery;
mod fake;
mod fault;
mod fixture;
mod received;
mod server;
mod wire;

use std::time::Duration;

pub use aws_smithy_async::test_util::{ManualTimeSource, instant_time_and_sleep};
pub use aws_smithy_http_client::test_util::{
    NeverClient, ReplayEvent, StaticReplayClient, capture_request, infallible_client_fn,
};
pub use aws_smithy_types::body::SdkBody;

use crate::client::config::{Config, ConfigBuilder, Credentials, Region, RetryConfig};
use crate::core::error::ErrorMetadata;
use crate::core::operation::{ErrorParts, Protocol};
use crate::protocol::aws_json::AwsJson1_1;

pub use self::fake::Fake;
pub use self::fault::{Fault, Injection};
pub use self::fixture::Fixture;
pub use self::received::Received;
pub use self::server::Server;

impl Config {
    /// A configuration for tests: region `us-east-1`, fixed credentials, retries almost without
    /// delay, with a budget for each client. Set an [`http_client`](ConfigBuilder::http_client),
    /// such as a [`Fake`] or a [`StaticReplayClient`], or the
    /// [`endpoint_url`](ConfigBuilder::endpoint_url) of a test server. Otherwise, calls go to AWS,
    /// which rejects these credentials.
    pub fn for_tests() -> ConfigBuilder {
        let delay = Duration::from_millis(1);
        let retry = RetryConfig::standard()
            .with_initial_backoff(delay)
            .with_max_backoff(delay);
        Self::builder()
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::for_tests())
            .retry_config(retry)
    }
}

impl ErrorMetadata {
    /// The metadata of an unmodelled error, for the `Unhandled` variant of an operation's error.
    #[must_use]
    pub fn for_tests(status: u16, code: &str, message: &str) -> Self {
        let error = ErrorParts::new(status, code, message, "");
        AwsJson1_1::error_metadata(&AwsJson1_1::error_response(&error))
    }
}
