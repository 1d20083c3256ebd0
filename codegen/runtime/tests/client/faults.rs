//! Each fault, in-process and over TCP: what the client reports, and what the fake saw.

use std::time::Duration;

use tinsmith_runtime::client::config::TimeoutConfig;
use tinsmith_runtime::client::{ClientOperation, ConfigBuilder, Core};
use tinsmith_runtime::error::{CallError, Cause};
use tinsmith_runtime::operation::{Operation, OperationSchema};
use tinsmith_runtime::test_util::{Fake, Fault};

use crate::fake::{fake, over_tcp};
use crate::operation::*;

/// The outcome of a call, in one line.
fn outcome(result: &Result<StartOutput, CallError<StartError>>) -> String {
    let Err(error) = result else {
        return "ok".to_owned();
    };
    match error.cause() {
        Cause::Service { metadata, .. } => {
            format!("{} {}", metadata.status(), metadata.code().unwrap_or("-"))
        }
        Cause::Transport(error) => format!("{:?}", error.kind()),
        Cause::Response { .. } => "unreadable".to_owned(),
        _ => "another".to_owned(),
    }
}

/// A client whose time limit is short if the fault has to time out.
fn client(config: ConfigBuilder, times_out: bool) -> Core {
    let limit = if times_out { 200 } else { 30_000 };
    let limits = TimeoutConfig::builder()
        .read_timeout(Duration::from_millis(limit))
        .build();
    Core::new(&SERVICE, config.timeout_config(limits).build())
}

/// Calls a fake with faults, in-process and over TCP; returns the outcome and the number of
/// requests.
async fn calls(times_out: bool, inject: impl Fn(&Fake)) -> [(String, u64); 2] {
    let (local, remote) = (fake(), fake());
    inject(&local);
    inject(&remote);
    let server = remote.serve("127.0.0.1:0").await.unwrap();
    let in_process = client(local.config().to_builder(), times_out);
    let over_tcp = client(over_tcp(&server), times_out);
    let input = StartInput::named("p");
    let first = in_process.send::<Start>(input.clone()).await;
    let second = over_tcp.send::<Start>(input).await;
    [
        (outcome(&first), local.request_count()),
        (outcome(&second), remote.request_count()),
    ]
}

#[tokio::test]
async fn each_fault_is_reported() {
    let pause = Duration::from_millis(2);
    for (fault, outcome, requests) in [
        (Fault::status(500), "500 -", 3),
        (Fault::status(503), "503 -", 3),
        (Fault::status(404), "404 -", 1),
        (Fault::throttling(), "400 ThrottlingException", 3),
        (
            Fault::error(400, "BusyException", ""),
            "400 BusyException",
            3,
        ),
        (
            Fault::error(403, "AccessDeniedException", "no"),
            "403 AccessDeniedException",
            1,
        ),
        (Fault::connection_reset(), "Connection", 3),
        (Fault::truncated(), "Response", 3),
        (Fault::garbage(), "unreadable", 1),
        (Fault::hang(), "Timeout", 3),
        (Fault::delay(Duration::from_mins(1)), "Timeout", 3),
        (Fault::delay(pause), "ok", 1),
        (Fault::slow(pause), "ok", 1),
    ] {
        for fault in [fault.clone(), fault.after()] {
            let ways = calls(outcome == "Timeout", |fake| {
                fake.inject(fault.clone()).always();
            })
            .await;
            for way in ways {
                assert_eq!(way, (outcome.to_owned(), requests), "{fault:?}");
            }
        }
    }
}

/// The closure runs only with `after()`; the call succeeds with the next attempt either way.
#[tokio::test]
async fn faults_before_and_after_the_closure() {
    for fault in [
        Fault::status(500),
        Fault::throttling(),
        Fault::connection_reset(),
        Fault::hang(),
    ] {
        for (fault, runs) in [(fault.clone(), 1), (fault.after(), 2)] {
            let started = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
            let tokens = started.clone();
            let fake = Fake::new().on::<Start>(move |input| {
                tokens.lock().unwrap().push(input.token);
                Ok(StartOutput::default())
            });
            fake.inject(fault.clone());
            let core = client(
                fake.config().to_builder(),
                fault.clone().after() == Fault::hang().after(),
            );
            core.send::<Start>(StartInput::named("p")).await.unwrap();
            let tokens = started.lock().unwrap().clone();
            assert_eq!(tokens.len(), runs, "{fault:?}");
            assert!(tokens[0].is_some());
            assert!(tokens.iter().all(|token| *token == tokens[0]));
            assert_eq!(fake.calls::<Start>().len(), 1);
            let hit: Vec<_> = fake
                .requests()
                .iter()
                .map(|it| it.fault().cloned())
                .collect();
            assert_eq!(hit, [Some(fault), None]);
        }
    }
}

#[tokio::test]
async fn faults_hit_a_number_of_requests() {
    let fake = fake();
    let core = Core::new(&SERVICE, fake.config());
    let injection = fake.inject(Fault::status(503)).times(2);
    core.send::<Start>(StartInput::named("p")).await.unwrap();
    assert_eq!((fake.request_count(), injection.hits()), (3, 2));
    core.send::<Start>(StartInput::named("p")).await.unwrap();
    assert_eq!((fake.request_count(), injection.hits()), (4, 2));

    fake.inject_in_turn([Fault::status(500), Fault::throttling()]);
    core.send::<Start>(StartInput::named("p")).await.unwrap();
    assert_eq!(fake.request_count(), 7);

    let injection = fake.inject(Fault::garbage()).always();
    assert!(core.send::<Start>(StartInput::named("p")).await.is_err());
    injection.stop();
    core.send::<Start>(StartInput::named("p")).await.unwrap();
}

#[tokio::test]
async fn faults_of_one_operation_spare_others() {
    let fake = fake();
    let other = fake.inject(Fault::garbage()).on::<Other>();
    let this = fake.inject(Fault::garbage()).on::<Start>();
    let core = Core::new(&SERVICE, fake.config());
    assert!(core.send::<Start>(StartInput::named("p")).await.is_err());
    assert_eq!((other.hits(), this.hits()), (0, 1));
}

/// `Start` under another name.
struct Other;

impl Operation for Other {
    const SCHEMA: &'static OperationSchema = &OperationSchema::new("Other");
    as_start!();
}

impl ClientOperation for Other {}

/// The same seed hits the same requests.
#[tokio::test]
async fn random_faults_depend_on_the_seed() {
    let mut runs = Vec::new();
    for seed in [1, 1, 2] {
        let fake = fake();
        let injection = fake.inject(Fault::garbage()).rate(0.25, seed);
        let core = Core::new(&SERVICE, fake.config());
        let mut run = Vec::new();
        for _ in 0..200 {
            run.push(core.send::<Start>(StartInput::named("p")).await.is_err());
        }
        let hits = run.iter().filter(|hit| **hit).count();
        assert_eq!(hits, injection.hits());
        assert!((30..=70).contains(&hits), "{hits}");
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
}

#[tokio::test]
async fn delayed_requests_succeed() {
    let fake = fake();
    let delay = fake.inject(Fault::delay(Duration::from_millis(1))).always();
    let page = fake.inject(Fault::garbage());
    let core = Core::new(&SERVICE, fake.config());
    assert!(core.send::<Start>(StartInput::named("p")).await.is_err());
    assert_eq!((delay.hits(), page.hits()), (1, 1));
    assert_eq!(fake.requests()[0].fault(), Some(&Fault::garbage()));
}

/// The error of a truncated response has its status, headers and request id.
#[tokio::test]
async fn truncated_response_keeps_its_head() {
    let fake = fake();
    let fault = fake.inject(Fault::truncated()).always();
    let server = fake.serve("127.0.0.1:0").await.unwrap();
    for config in [fake.config().to_builder(), over_tcp(&server)] {
        let core = client(config, false);
        let call = core.send::<Start>(StartInput::named("p"));
        let error = call.await.unwrap_err();
        assert_eq!(error.status(), Some(200));
        let id = error.request_id().unwrap();
        let suffix = format!(" (HTTP 200, request id {id})");
        assert!(error.to_string().ends_with(&suffix), "{error}");
        let Cause::Transport(transport) = error.cause() else {
            panic!("{error:?}");
        };
        assert_eq!(transport.metadata(), error.metadata());
        // The partial body is not in the error.
        assert_eq!(error.metadata().unwrap().body(), b"");
        assert!(!error.is_service_unavailable() && error.is_retryable());
    }
    fault.stop();
    fake.inject(Fault::connection_reset()).always();
    let core = client(fake.config().to_builder(), false);
    let call = core.send::<Start>(StartInput::named("p"));
    let error = call.await.unwrap_err();
    assert_eq!((error.status(), error.request_id()), (None, None));
}

/// On a socket, a reset is a TCP reset, and a truncated response lacks its end.
#[tokio::test]
async fn faults_occur_on_tcp() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let fake = fake();
    let server = fake.serve("127.0.0.1:0").await.unwrap();
    let request = "POST / HTTP/1.1\r\nhost: localhost\r\n\
        x-amz-target: CodeBuild_20161006.Start\r\ncontent-length: 12\r\n\r\n{\"name\":\"p\"}";
    for _ in 0..10 {
        fake.inject(Fault::connection_reset());
        let mut stream = tokio::net::TcpStream::connect(server.address())
            .await
            .unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let error = stream.read(&mut [0]).await.unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);

        fake.inject(Fault::truncated());
        let mut stream = tokio::net::TcpStream::connect(server.address())
            .await
            .unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).await.unwrap();
        assert!(response.contains("content-length: 12\r\n"), "{response}");
        assert!(response.ends_with("\r\n\r\n{\"id\":"), "{response}");
    }
}
