//! The same program on the peer and on ours, against the same server: the same requests, and the
//! same outcomes. What differs on purpose is in `differences.rs`, each with its reason.

mod differences;
mod migrating;
mod outcomes;
mod pages;
mod requests;

use aws_types::sdk_config::Builder;
use compare::both::{Both, Run};
use compare::server::Answer;
use compare::setup::config;
use compare::{ours, peer};

/// Runs an operation of the program on both, each with its own server of these answers.
async fn both(operation: &str, answers: &[Answer]) -> Both {
    both_with(operation, answers, |config| config).await
}

/// The same, with other settings.
async fn both_with(operation: &str, answers: &[Answer], edit: fn(Builder) -> Builder) -> Both {
    let peer = async |url: &str| {
        let client = peer::program::client(&edit(config(url)).build());
        peer::program::call(&client, operation).await
    };
    let ours = async |url: &str| {
        let client = ours::program::client(&edit(config(url)).build());
        ours::program::call(&client, operation).await
    };
    Both {
        peer: Run::of(answers, peer).await,
        ours: Run::of(answers, ours).await,
    }
}
