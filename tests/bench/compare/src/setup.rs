//! The configuration of both sides.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use aws_sdk_codebuild::config::retry::RetryConfig;
use aws_sdk_codebuild::config::timeout::TimeoutConfig;
use aws_sdk_codebuild::config::{BehaviorVersion, Credentials, Region, SharedCredentialsProvider};
use aws_types::SdkConfig;
use aws_types::sdk_config::Builder;

/// A configuration as `aws_config` loads it, for either client.
///
/// The region is a new one each time: clients of a region share a budget for retries, and no test
/// may use up that of another.
pub fn config(url: &str) -> Builder {
    static REGIONS: AtomicU32 = AtomicU32::new(0);
    let number = REGIONS.fetch_add(1, Ordering::Relaxed);
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    let hardly = Duration::from_millis(1);
    let retries = RetryConfig::standard()
        .with_initial_backoff(hardly)
        .with_max_backoff(hardly);
    // Requests say until when their attempts may last: the limit has to be the same.
    let timeouts = TimeoutConfig::builder().read_timeout(Duration::from_secs(30));
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(format!("test-region-{number}")))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .retry_config(retries)
        .timeout_config(timeouts.build())
        .endpoint_url(url)
}
