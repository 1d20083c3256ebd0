//! Calls `RetryBuild` at a server with both clients in turns: `calls URL ROUNDS MILLISECONDS`.
//!
//! It prints, as JSON, how long a call takes that one task makes after the other, and the time per call
//! where 64 tasks make them at once.

use std::time::{Duration, Instant};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use serde_json::{Value, json};
use tokio::task::JoinSet;

/// One of the two clients. Clones share their connections, as tasks of a program do.
#[derive(Clone)]
enum Client {
    Ours(codebuild::Client),
    Official(aws_sdk_codebuild::Client),
}

impl Client {
    async fn call(&self) {
        const ID: &str = "storefront-web:0f1c2d3e-4b5a-6978-8796-000000000007";
        let id = match self {
            Self::Ours(client) => {
                let call = client.retry_build().id(ID).idempotency_token("token");
                let output = call.send().await.expect("an output");
                output.build.and_then(|build| build.id)
            }
            Self::Official(client) => {
                let call = client.retry_build().id(ID).idempotency_token("token");
                let output = call.send().await.expect("an output");
                output.build_value.and_then(|build| build.id)
            }
        };
        assert!(id.is_some());
    }
}

/// What came of one turn.
struct Turn {
    calls: u32,
    taken: Duration,
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, url, rounds, milliseconds] = arguments.as_slice() else {
        panic!("usage: calls URL ROUNDS MILLISECONDS");
    };
    let rounds: usize = rounds.parse().expect("a number of rounds");
    let turn = Duration::from_millis(milliseconds.parse().expect("a number of milliseconds"));
    let ours = codebuild::Client::new(&configuration(url).await);
    let official = aws_sdk_codebuild::Client::new(&configuration(url).await);
    let clients = [Client::Ours(ours), Client::Official(official)];

    let mut results = Vec::new();
    for tasks in [1, 64] {
        let mut samples = [Vec::new(), Vec::new()];
        for client in &clients {
            run(client, tasks, turn / 4).await;
        }
        for _ in 0..rounds {
            for (client, samples) in clients.iter().zip(&mut samples) {
                let Turn { calls, taken } = run(client, tasks, turn).await;
                samples.push(taken.as_secs_f64() / f64::from(calls));
            }
        }
        results.push(result(tasks, &samples));
    }
    println!("{}", Value::from(results));
}

fn result(tasks: usize, [ours, official]: &[Vec<f64>; 2]) -> Value {
    let name = match tasks {
        1 => "RetryBuild on loopback, 1 task: time of a call".to_owned(),
        tasks => format!("RetryBuild on loopback, {tasks} tasks: time per call"),
    };
    json!({
        "name": name,
        "sides": [
            {"name": "ours", "seconds": ours},
            {"name": "official", "seconds": official},
        ],
    })
}

/// Calls from so many tasks for so long.
async fn run(client: &Client, tasks: usize, turn: Duration) -> Turn {
    let start = Instant::now();
    let mut running = JoinSet::new();
    for _ in 0..tasks {
        let client = client.clone();
        running.spawn(until(start + turn, client));
    }
    let calls = running.join_all().await.iter().sum();
    Turn {
        calls,
        taken: start.elapsed(),
    }
}

async fn until(end: Instant, client: Client) -> u32 {
    let mut calls = 0;
    while calls == 0 || Instant::now() < end {
        client.call().await;
        calls += 1;
    }
    calls
}

/// The configuration of a client of its own: nothing is shared between the two.
async fn configuration(url: &str) -> SdkConfig {
    aws_config::defaults(BehaviorVersion::latest())
        .region(Region::from_static("eu-west-1"))
        .endpoint_url(url)
        .credentials_provider(Credentials::from_keys("AKIDEXAMPLE", "secret", None))
        .load()
        .await
}
