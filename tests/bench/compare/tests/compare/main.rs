//! The same program on the peer and on ours, against the same server: the same requests, and the
//! same outcomes. What differs on purpose is in `differences.rs`, each with its reason.

mod differences;
mod migrating;
mod outcomes;
mod pages;
mod requests;

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use aws_sdk_codebuild::config::retry::RetryConfig;
use aws_sdk_codebuild::config::timeout::TimeoutConfig;
use aws_sdk_codebuild::config::{BehaviorVersion, Credentials, Region, SharedCredentialsProvider};
use aws_types::SdkConfig;
use aws_types::sdk_config::Builder;
use compare::neutral::Outcome;
use compare::server::{Answer, Received, Server};
use compare::{ours, peer};

/// What came of a call, and what the server got of it.
#[derive(Debug)]
struct Run {
    outcome: Outcome,
    received: Vec<Received>,
}

/// The peer's and ours.
#[derive(Debug)]
struct Both {
    peer: Run,
    ours: Run,
}

/// A configuration as `aws_config` loads it, for either client.
///
/// The region is a new one each time: clients of a region share a budget for retries, and no test
/// may use up that of another.
fn config(url: &str) -> Builder {
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

/// Runs an operation of the program on both, each with its own server of these answers.
async fn both(operation: &str, answers: &[Answer]) -> Both {
    both_with(operation, answers, |config| config).await
}

/// The same, with other settings.
async fn both_with(operation: &str, answers: &[Answer], edit: fn(Builder) -> Builder) -> Both {
    let server = Server::start(answers.to_vec()).await;
    let client = peer::program::client(&edit(config(server.url())).build());
    let outcome = peer::program::call(&client, operation).await;
    let received = server.received();
    let peer = Run { outcome, received };

    let server = Server::start(answers.to_vec()).await;
    let client = ours::program::client(&edit(config(server.url())).build());
    let outcome = ours::program::call(&client, operation).await;
    let received = server.received();
    let ours = Run { outcome, received };
    Both { peer, ours }
}
