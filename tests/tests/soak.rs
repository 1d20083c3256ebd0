//! Load: many concurrent calls, and a service that fails one request in ten.
//!
//! The fake behaves like the service towards idempotency tokens: a request with a token that it has
//! seen gets the build that the first one started. Its faults lose requests (nothing is done) and
//! responses (the build is started, but the client gets no response), so a client that retries
//! without a token, or with another one, starts builds twice; the last test shows that the ledger
//! finds that.
//!
//! `cargo test -p tests --test soak -- --nocapture` prints the figures.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use codebuild::config::{ConfigBuilder, TimeoutConfig};
use codebuild::error::{CallError, Cause};
use codebuild::operation::retry_build::{RetryBuild, RetryBuildError, RetryBuildOutput};
use codebuild::test_util::{Fake, Fault, Injection};
use codebuild::types::Build;
use codebuild::{Client, Config};
use tokio::task::JoinSet;

const TASKS: usize = 64;
const CALLS: usize = 20_000;
/// Calls before memory is measured, for what is allocated once.
const WARM_UP: usize = 5_000;
/// A leak of a kilobyte per call would be as much. It includes the test's own ledger.
const GROWTH_KIB: u64 = 16 * 1024;
/// The time limit of an attempt, long enough for those without a fault, also on a busy machine.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(1);
/// Slow responses exceed the time limit.
const SLOW: Duration = Duration::from_millis(1_500);

/// The builds that were started.
#[derive(Default)]
struct Ledger {
    /// The build of each token.
    by_token: HashMap<String, String>,
    /// The builds of each call; each call retries another build.
    by_call: HashMap<String, Vec<String>>,
    /// The number of requests that got an existing build.
    repeated: usize,
}

impl Ledger {
    /// The build for a request: a new one unless its token is known.
    fn build(&mut self, call: &str, token: Option<String>) -> String {
        if let Some(build) = token.as_ref().and_then(|token| self.by_token.get(token)) {
            self.repeated += 1;
            return build.clone();
        }
        let builds = self.by_call.entry(call.to_owned()).or_default();
        let build = format!("{call}-retry-{}", builds.len());
        builds.push(build.clone());
        if let Some(token) = token {
            self.by_token.insert(token, build.clone());
        }
        build
    }

    fn started_twice(&self) -> Vec<(&String, &Vec<String>)> {
        let calls = self.by_call.iter();
        calls.filter(|(_, builds)| builds.len() > 1).collect()
    }
}

/// A service with its faults and its ledger.
struct Service {
    fake: Fake,
    ledger: Arc<Mutex<Ledger>>,
    faults: Vec<(&'static str, Injection)>,
}

impl Service {
    /// A service that fails one request in ten, chosen by the seed.
    fn new(seed: u64) -> Self {
        let ledger = Arc::<Mutex<Ledger>>::default();
        let book = ledger.clone();
        let fake = Fake::new().recording(false).on::<RetryBuild>(move |input| {
            let call = input
                .id
                .expect("the fake refuses nothing, but all calls have an id");
            let build = lock(&book).build(&call, input.idempotency_token);
            Ok(RetryBuildOutput::default().build(Build::default().id(build)))
        });
        let mut faults = Vec::new();
        for (name, fault) in [
            ("status 500", Fault::status(500)),
            ("status 500, done", Fault::status(500).after()),
            ("status 503", Fault::status(503)),
            ("throttling", Fault::throttling()),
            ("reset", Fault::connection_reset()),
            ("reset, done", Fault::connection_reset().after()),
            ("slow", Fault::delay(SLOW)),
            ("slow, done", Fault::delay(SLOW).after()),
            ("truncated, done", Fault::truncated()),
            (
                "internal failure",
                Fault::error(500, "InternalFailure", "m"),
            ),
        ] {
            let seed = seed + faults.len() as u64;
            faults.push((name, fake.inject(fault).rate(0.0105, seed)));
        }
        Self {
            fake,
            ledger,
            faults,
        }
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        lock(&self.ledger)
    }
}

fn lock(ledger: &Mutex<Ledger>) -> MutexGuard<'_, Ledger> {
    ledger.lock().expect("no panic in the fake")
}

/// Outcomes of calls.
#[derive(Debug, Default)]
struct Endings {
    succeeded: usize,
    failed: BTreeMap<String, usize>,
}

impl Endings {
    fn add(&mut self, other: Self) {
        self.succeeded += other.succeeded;
        for (kind, count) in other.failed {
            *self.failed.entry(kind).or_default() += count;
        }
    }

    fn total(&self) -> usize {
        self.succeeded + self.failed.values().sum::<usize>()
    }
}

fn config(url: String) -> ConfigBuilder {
    let limit = TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT_TIMEOUT);
    Config::for_tests()
        .endpoint_url(url)
        .timeout_config(limit.build())
}

/// Makes these calls from all tasks concurrently.
async fn call(client: &Client, service: &Service, calls: std::ops::Range<usize>) -> Endings {
    let mut tasks = JoinSet::new();
    for task in 0..TASKS {
        let client = client.clone();
        let ledger = service.ledger.clone();
        let calls = calls.clone().skip(task).step_by(TASKS);
        tasks.spawn(async move {
            let mut endings = Endings::default();
            for number in calls {
                let id = format!("p:{number}");
                match client.retry_build().id(&id).send().await {
                    Ok(output) => {
                        endings.succeeded += 1;
                        let build = output.build.and_then(|build| build.id);
                        let started = &lock(&ledger).by_call[&id];
                        assert!(started.contains(&build.expect("a build")), "{started:?}");
                    }
                    Err(error) => *endings.failed.entry(kind(&error)).or_default() += 1,
                }
            }
            endings
        });
    }
    let mut endings = Endings::default();
    while let Some(ended) = tasks.join_next().await {
        endings.add(ended.expect("no task panics"));
    }
    endings
}

/// The kind of an error.
fn kind(error: &CallError<RetryBuildError>) -> String {
    match error.cause() {
        Cause::Service { metadata, .. } => {
            let code = metadata.code().unwrap_or("no code");
            format!("HTTP {}, {code}", metadata.status())
        }
        Cause::Transport(error) => format!("{:?}", error.kind()),
        // Here no response is unreadable and no input incomplete.
        cause => panic!("{cause:?}"),
    }
}

/// The resident memory of this process, on Linux.
fn resident_kib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_build_is_started_twice_and_memory_does_not_grow() {
    let service = Service::new(1);
    let server = service.fake.serve("127.0.0.1:0").await.expect("a port");
    let client = Client::from_conf(config(server.url()).build());

    let started = Instant::now();
    let mut endings = call(&client, &service, 0..WARM_UP).await;
    let warm = resident_kib();
    endings.add(call(&client, &service, WARM_UP..CALLS).await);
    let end = resident_kib();
    let milliseconds = started.elapsed().as_millis().max(1);

    let ledger = service.ledger();
    let requests = service.fake.request_count();
    let rate = CALLS as u128 * 1_000 / milliseconds;
    println!(
        "{CALLS} calls from {TASKS} tasks in {milliseconds} ms: {rate} calls/s, {requests} attempts"
    );
    let hits = service.faults.iter().map(|(name, it)| (name, it.hits()));
    let hits: Vec<_> = hits.collect();
    let injected: usize = hits.iter().map(|(_, hits)| hits).sum();
    println!("injected: {injected}, {hits:?}");
    println!("ended: {endings:?}");
    println!(
        "builds: {}, requests that got a build that was there: {}",
        ledger.by_call.len(),
        ledger.repeated
    );

    assert_eq!(endings.total(), CALLS, "every call ended");
    // One attempt in ten fails, so about one call in a thousand does.
    assert!(
        endings.succeeded > CALLS - CALLS / 20,
        "too many calls failed"
    );
    assert!(hits.iter().all(|(_, hits)| *hits > 0), "{hits:?}");
    assert!(ledger.repeated > 0, "no request was repeated");
    assert_eq!(ledger.started_twice(), [], "builds were started twice");
    assert!(ledger.by_call.len() >= endings.succeeded);
    match (warm, end) {
        (Some(warm), Some(end)) => {
            println!("memory: {warm} KiB after {WARM_UP} calls, {end} KiB at the end");
            assert!(end < warm + GROWTH_KIB, "{warm} KiB, then {end} KiB");
        }
        _ => println!("memory: this system does not tell, so it is not checked"),
    }
}

/// Without tokens, the same faults start builds twice: the ledger of the test above detects them.
#[tokio::test]
async fn without_tokens_builds_are_started_twice() {
    let service = Service::new(2);
    // Enough calls to be certain.
    service
        .fake
        .inject(Fault::connection_reset().after())
        .rate(0.5, 3);
    let server = service.fake.serve("127.0.0.1:0").await.expect("a port");
    let config = config(server.url()).idempotency_tokens(false);
    let endings = call(&Client::from_conf(config.build()), &service, 0..128).await;
    assert_eq!(endings.total(), 128);
    assert_ne!(service.ledger().started_twice(), []);
}
