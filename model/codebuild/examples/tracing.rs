//! Prints a build's status and the client's logs.
//!
//! ```text
//! cargo run --example tracing -- my-project:0f1c…
//! RUST_LOG=debug cargo run --example tracing -- my-project:0f1c…
//! ```
//!
//! The client logs by `tracing`, so the program decides where to and at which level: without
//! `RUST_LOG`, this one logs attempts and failures of calls; with `RUST_LOG=debug`, AWS's runtime
//! logs, too. Sensitive members are not logged at any level.

use std::process::ExitCode;
use std::time::Duration;

use aws_config::{BehaviorVersion, Region};
use clap::Parser;
use codebuild::Client;
use codebuild::config::TimeoutConfig;
use tracing_subscriber::EnvFilter;

/// Prints the status of a build and the client's logs.
#[derive(Parser)]
struct Arguments {
    /// The id of the build, such as `my-project:0f1c…`.
    id: String,

    /// The AWS region; by default that of the environment or the profile.
    #[arg(long)]
    region: Option<String>,

    /// The endpoint, for example of a mock server; by default AWS's.
    #[arg(long)]
    endpoint_url: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env();
    tracing_subscriber::fmt()
        .with_env_filter(filter.unwrap_or_else(|_| EnvFilter::new("tinsmith_runtime=debug")))
        .with_writer(std::io::stderr)
        .init();
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let mut loader = aws_config::defaults(BehaviorVersion::latest());
    if let Some(region) = arguments.region {
        loader = loader.region(Region::new(region));
    }
    if let Some(url) = arguments.endpoint_url {
        loader = loader.endpoint_url(url);
    }
    let client = Client::new(&loader.load().await);

    // Settings of this call, and metadata of its response.
    let limit = TimeoutConfig::builder().operation_timeout(Duration::from_secs(20));
    let response = client
        .batch_get_builds()
        .ids([arguments.id])
        .customize(|config| config.timeout_config(limit.build()))
        .send_with_response()
        .await?;
    let request_id = response.request_id().unwrap_or("unknown");
    eprintln!("request {request_id}, attempts: {}", response.attempts());
    for build in response.output.builds.iter().flatten() {
        match &build.build_status {
            Some(status) => println!("{status}"),
            None => println!("the service does not say"),
        }
    }
    Ok(())
}
