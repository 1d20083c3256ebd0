//! The same calls of REST services on the peers and on ours, against the same server: the same
//! requests, and the same outcomes. What differs on purpose is in `differences.rs`, each with its
//! reason.

mod differences;
mod outcomes;
mod requests;

use compare::both::{Both, Run};
use compare::rest::{ours, peer};
use compare::server::Answer;
use compare::setup::config;

/// Makes a call of the program on both, each with its own server of these answers.
async fn both(call: &str, answers: &[Answer]) -> Both {
    let peer = async |url: &str| peer::program::call(&config(url).build(), call).await;
    let ours = async |url: &str| ours::program::call(&config(url).build(), call).await;
    Both {
        peer: Run::of(answers, peer).await,
        ours: Run::of(answers, ours).await,
    }
}

/// A response in JSON.
fn json(status: u16, body: &serde_json::Value) -> Answer {
    let headers = [("content-type", "application/json")];
    Answer::new(status, &headers, body.to_string())
}
