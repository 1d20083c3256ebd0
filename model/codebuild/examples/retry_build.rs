//! Retries a build and follows it until it ends.
//!
//! ```text
//! cargo run --example retry_build -- my-project:0f1c…
//! cargo run --example retry_build -- --region eu-west-1 --endpoint-url http://127.0.0.1:5000 ID
//! ```

use std::process::ExitCode;
use std::time::Duration;

use aws_config::{BehaviorVersion, Region};
use clap::Parser;
use codebuild::Client;
use codebuild::types::{Build, StatusType};

/// Retries a build and follows it until it ends.
#[derive(Parser)]
struct Arguments {
    /// The id of the build to retry, such as `my-project:0f1c…`.
    id: String,

    /// The AWS region; by default that of the environment or the profile.
    #[arg(long)]
    region: Option<String>,

    /// The endpoint, for example of a mock server; by default AWS's.
    #[arg(long)]
    endpoint_url: Option<String>,

    /// Seconds between polls.
    #[arg(long, default_value_t = 5.0)]
    interval: f64,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether the retried build succeeded.
async fn run(arguments: Arguments) -> Result<bool, Box<dyn std::error::Error>> {
    let mut loader = aws_config::defaults(BehaviorVersion::latest());
    if let Some(region) = arguments.region {
        loader = loader.region(Region::new(region));
    }
    if let Some(url) = arguments.endpoint_url {
        loader = loader.endpoint_url(url);
    }
    let client = Client::new(&loader.load().await);
    let interval = Duration::try_from_secs_f64(arguments.interval)?;

    // All attempts have the same idempotency token, so that retries after a broken connection do
    // not start a second build.
    let retried = client.retry_build().id(&arguments.id).send().await?;
    let build = retried
        .build
        .ok_or("the service answered without a build")?;
    let id = build
        .id
        .ok_or("the service answered without the build's id")?;
    println!("{} is retried as {id}", arguments.id);

    let mut phase = build.current_phase;
    if let Some(name) = &phase {
        println!("{name}");
    }
    let wait = client
        .wait_until_build_complete()
        .ids([&id])
        .min_delay(interval)
        .max_delay(interval)
        .on_progress(move |progress| {
            let found = progress.last().ok();
            let build = found.and_then(|output| output.builds.as_deref()?.first());
            let current = build.and_then(|build| build.current_phase.as_ref());
            if let Some(name) = current
                && current != phase.as_ref()
            {
                println!("{name}");
                phase = Some(name.clone());
            }
        });
    let build = wait
        .await?
        .into_output()
        .and_then(|output| output.builds?.into_iter().next())
        .ok_or("the build is gone")?;
    report(&build);
    Ok(build.build_status == Some(StatusType::Succeeded))
}

/// Prints the result and the reasons of failed phases.
fn report(build: &Build) {
    for phase in build.phases.iter().flatten() {
        let failed = phase
            .phase_status
            .as_ref()
            .filter(|status| **status != StatusType::Succeeded);
        if let (Some(kind), Some(status)) = (&phase.phase_type, failed) {
            println!("{kind}: {status}");
            for context in phase.contexts.iter().flatten() {
                println!("    {}", context.message.as_deref().unwrap_or_default());
            }
        }
    }
    match &build.build_status {
        Some(status) => println!("{status}"),
        None => println!("the service does not say how the build ended"),
    }
    if let Some(link) = build
        .logs
        .as_ref()
        .and_then(|logs| logs.deep_link.as_deref())
    {
        println!("log: {link}");
    }
}
