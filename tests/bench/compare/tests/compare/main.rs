//! The same program on the peer and on ours, against the same server: the same requests, and the
//! same outcomes. What differs on purpose is in `differences.rs`, each with its reason.

mod differences;
mod migrating;
mod outcomes;
mod pages;
mod requests;

use aws_types::sdk_config::Builder;
use compare::neutral::Outcome;
use compare::server::{Answer, Received, Server};
use compare::setup::config;
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
