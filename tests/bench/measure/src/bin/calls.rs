//! Calls `RetryBuild` with both clients in turns: `calls URL ROUNDS MILLISECONDS`.
//!
//! Prints, as JSON, the latency of sequential calls, and the time per call of 64 concurrent tasks.

use std::time::{Duration, Instant};

use measure::comparison::{self, Row, Series};
use measure::loopback::configuration;
use tokio::task::JoinSet;

/// A client; clones share their connections.
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

    let mut rows = Vec::new();
    for tasks in [1, 64] {
        let series = |name| Series {
            name,
            samples: Vec::new(),
        };
        let mut series = [series("ours"), series("official")];
        for client in &clients {
            run(client, tasks, turn / 4).await;
        }
        let mut order = [0, 1];
        for _ in 0..rounds {
            for index in order {
                let sample = run(&clients[index], tasks, turn).await;
                series[index].samples.push(sample);
            }
            order.reverse();
        }
        let name = match tasks {
            1 => "RetryBuild on loopback, 1 task: time of a call".to_owned(),
            tasks => format!("RetryBuild on loopback, {tasks} tasks: time per call"),
        };
        let (unit, series) = ("seconds", series.into());
        rows.push(Row { name, unit, series });
    }
    comparison::print(&rows);
}

/// Calls from so many tasks for so long; the seconds per call.
async fn run(client: &Client, tasks: usize, turn: Duration) -> f64 {
    let start = Instant::now();
    let mut running = JoinSet::new();
    for _ in 0..tasks {
        let client = client.clone();
        running.spawn(until(start + turn, client));
    }
    let calls: u32 = running.join_all().await.iter().sum();
    start.elapsed().as_secs_f64() / f64::from(calls)
}

async fn until(end: Instant, client: Client) -> u32 {
    let mut calls = 0;
    while calls == 0 || Instant::now() < end {
        client.call().await;
        calls += 1;
    }
    calls
}
