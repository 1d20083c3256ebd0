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
use codebuild::client::{Items, PageItems};
use codebuild::types::SortOrderType;

/// Lists builds, the newest first.
#[derive(Parser)]
struct Arguments {
    /// Only the builds of this project.
    #[arg(long)]
    project: Option<String>,

    /// The maximum number of builds to list.
    #[arg(long, default_value_t = 100)]
    most: usize,

    /// The AWS region; by default that of the environment or the profile.
    #[arg(long)]
    region: Option<String>,

    /// The endpoint, for example of a mock server; by default AWS's.
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

    let newest_first = SortOrderType::Descending;
    if let Some(project) = arguments.project {
        let call = client.list_builds_for_project().project_name(project);
        let ids = call.sort_order(newest_first).into_paginator().items();
        print(ids.send(), arguments.most).await
    } else {
        let ids = client.list_builds().sort_order(newest_first);
        print(ids.into_paginator().items().send(), arguments.most).await
    }
}

/// Prints the first build ids. The next page is requested only when all ids of a page are printed.
async fn print<O: Items<Items = Vec<String>>>(
    mut ids: PageItems<O>,
    most: usize,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut left = most;
    while left > 0
        && let Some(id) = ids.try_next().await?
    {
        println!("{id}");
        left -= 1;
    }
    Ok(())
}
