//! The same calls of REST services on the peers and on ours, against the same server: the same
//! requests, and the same outcomes. What differs on purpose is in `differences.rs`, each with its
//! reason.

mod differences;
mod outcomes;
mod requests;

use compare::neutral::Outcome;
use compare::rest::{ours, peer};
use compare::server::{Answer, Received, Server};
use compare::setup::config;

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

/// Makes a call of the program on both, each with its own server of these answers.
async fn both(call: &str, answers: &[Answer]) -> Both {
    let server = Server::start(answers.to_vec()).await;
    let outcome = peer::program::call(&config(server.url()).build(), call).await;
    let received = server.received();
    let peer = Run { outcome, received };

    let server = Server::start(answers.to_vec()).await;
    let outcome = ours::program::call(&config(server.url()).build(), call).await;
    let received = server.received();
    let ours = Run { outcome, received };
    Both { peer, ours }
}

/// A response in JSON.
fn json(status: u16, body: &serde_json::Value) -> Answer {
    let headers = [("content-type", "application/json")];
    Answer::new(status, &headers, body.to_string())
}
