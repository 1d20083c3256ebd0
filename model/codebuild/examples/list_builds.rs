//! Lists builds, the newest first, page by page.
//!
//! ```text
//! cargo run --example list_builds
//! cargo run --example list_builds -- --project my-project --most 10
//! ```

use std::process::ExitCode;

use aws_config::{BehaviorVersion, Region};
use clap::Parser;
use codebuild::Client;
use codebuild::types::SortOrderType;

/// Lists builds, the newest first.
#[derive(Parser)]
struct Arguments {
    /// Only the builds of this project.
    #[arg(long)]
    project: Option<String>,

    /// How many builds to list at the most.
    #[arg(long, default_value_t = 100)]
    most: usize,

    /// The AWS region; by default that of the environment or the profile.
    #[arg(long)]
    region: Option<String>,

    /// Another endpoint than AWS's, for a mock server for instance.
    #[arg(long)]
    endpoint_url: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
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

    let mut left = arguments.most;
    let mut token = None;
    while left > 0 {
        let (ids, next) = page(&client, arguments.project.as_deref(), token).await?;
        for id in ids.iter().take(left) {
            println!("{id}");
        }
        left = left.saturating_sub(ids.len());
        token = next;
        if token.is_none() {
            break;
        }
    }
    Ok(())
}

/// One page of build ids, and the token of the next page.
async fn page(
    client: &Client,
    project: Option<&str>,
    token: Option<String>,
) -> Result<(Vec<String>, Option<String>), Box<dyn std::error::Error>> {
    let newest_first = SortOrderType::Descending;
    let (ids, next) = if let Some(project) = project {
        let mut call = client.list_builds_for_project().project_name(project);
        if let Some(token) = token {
            call = call.next_token(token);
        }
        let page = call.sort_order(newest_first).send().await?;
        (page.ids, page.next_token)
    } else {
        let mut call = client.list_builds();
        if let Some(token) = token {
            call = call.next_token(token);
        }
        let page = call.sort_order(newest_first).send().await?;
        (page.ids, page.next_token)
    };
    Ok((ids.unwrap_or_default(), next))
}
