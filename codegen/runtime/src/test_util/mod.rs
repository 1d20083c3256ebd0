//! For tests: a fake of the service, fixtures, AWS's own test connections, and a configuration that
//! needs no environment.
//!
//! | module | what is in it |
//! |---|---|
//! | `fake` | [`Fake`]: closures that answer operations |
//! | `fault` | [`Fault`]: what can go wrong with a request, and when it does |
//! | `received` | [`Received`]: the requests as they came |
//! | `wire` | the service's side of the protocol: requests are read, responses written |
//! | `body` | bodies that arrive in pieces or not at all |
//! | `compression` | bodies as they were before the client compressed them |
//! | `discovery` | the answer of a fake to endpoint discovery |
//! | `connector` | a fake in the place of the client's connection |
//! | `server` | [`Server`]: a fake behind a port |
//! | `fixture` | [`Fixture`]: a valid value of each type |

mod body;
mod compression;
mod connector;
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
use crate::core::body::Body;
use crate::core::error::ErrorMetadata;
use crate::protocol::aws_json;

pub use self::fake::Fake;
pub use self::fault::{Fault, Injection};
pub use self::fixture::Fixture;
pub use self::received::Received;
pub use self::server::Server;

impl Config {
    /// A configuration for tests: region `us-east-1`, fixed credentials, retries that hardly wait.
    /// Give it an [`http_client`](ConfigBuilder::http_client), such as a [`Fake`] or a
    /// [`StaticReplayClient`], or the [`endpoint_url`](ConfigBuilder::endpoint_url) of a server of
    /// the test. Without either, calls go to AWS, which refuses these credentials.
    pub fn for_tests() -> ConfigBuilder {
        let hardly = Duration::from_millis(1);
        let retry = RetryConfig::standard()
            .with_initial_backoff(hardly)
            .with_max_backoff(hardly);
        Self::builder()
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::for_tests())
            .retry_config(retry)
    }
}

impl ErrorMetadata {
    /// What an error that the model does not list has, for the `Unhandled` variant of an
    /// operation's error.
    #[must_use]
    pub fn for_tests(status: u16, code: &str, message: &str) -> Self {
        aws_json::error_metadata(&wire::error_response(status, code, &message).map(Body::from))
    }
}
