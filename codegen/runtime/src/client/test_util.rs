//! Doubles for tests: AWS's own, and a configuration that needs no environment.

use std::time::Duration;

pub use aws_smithy_async::test_util::{ManualTimeSource, instant_time_and_sleep};
pub use aws_smithy_http_client::test_util::{
    NeverClient, ReplayEvent, StaticReplayClient, capture_request, infallible_client_fn,
};
pub use aws_smithy_types::body::SdkBody;

use super::config::{Config, ConfigBuilder, Credentials, Region, RetryConfig};

impl Config {
    /// A configuration for tests: region `us-east-1`, fixed credentials, retries that hardly wait.
    /// It lacks an [`http_client`](ConfigBuilder::http_client), such as a [`StaticReplayClient`].
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
