//! Real connections to a misbehaving server.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aws_smithy_http_client::Builder;
use tinsmith_runtime::client::config::{RetryConfig, TimeoutConfig};
use tinsmith_runtime::client::{Config, ConfigBuilder, Core};
use tinsmith_runtime::error::{CallError, Cause, TransportErrorKind};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use crate::keep_alive::{self, KeepAlive};
use crate::operation::*;

/// What the server does with a request.
#[derive(Clone, Copy)]
enum Act {
    /// Answers with these bytes, then closes the connection.
    Send(&'static str),
    /// Keeps the connection open and never responds.
    Hang,
}

const GOOD: Act = Act::Send("HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{\"id\":\"b:1\"}");
const DROPPED: Act = Act::Send("");
const CUT_SHORT: Act = Act::Send("HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{\"id\"");
const NOT_HTTP: Act = Act::Send("220 mail.example ESMTP\r\n\r\n");

/// A server with one action per connection, and the bodies of its requests.
async fn server(acts: Vec<Act>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let bodies = seen.clone();
    tokio::spawn(async move {
        let mut open = Vec::new();
        for act in acts {
            let (mut stream, _) = listener.accept().await.unwrap();
            let body = read_request(&mut stream).await;
            bodies.lock().unwrap().push(body);
            match act {
                Act::Send(text) => stream.write_all(text.as_bytes()).await.unwrap(),
                Act::Hang => open.push(stream),
            }
        }
        std::future::pending::<()>().await;
    });
    (url, seen)
}

async fn read_request(stream: &mut TcpStream) -> String {
    let mut request = String::new();
    let mut buffer = [0; 4096];
    loop {
        if let Some((head, body)) = request.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .filter_map(|line| line.split_once(": "))
                .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
                .map_or(0, |(_, value)| value.parse().unwrap());
            if body.len() >= length {
                return body.to_owned();
            }
        }
        let count = stream.read(&mut buffer).await.unwrap();
        request.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
    }
}

fn config(url: &str) -> ConfigBuilder {
    Config::for_tests()
        .endpoint_url(url)
        .http_client(Builder::new().build_http())
}

async fn send(config: ConfigBuilder) -> Result<StartOutput, CallError<StartError>> {
    let core = Core::new(&SERVICE, config.build());
    core.send::<Start>(StartInput::named("p")).await
}

fn kind(error: &CallError<StartError>) -> TransportErrorKind {
    let Cause::Transport(cause) = error.cause() else {
        panic!("{error:?}");
    };
    cause.kind()
}

#[tokio::test]
async fn retries_after_broken_connection() {
    for first in [DROPPED, CUT_SHORT] {
        let (url, seen) = server(vec![first, GOOD]).await;
        let output = send(config(&url)).await.unwrap();
        assert_eq!(output.id.as_deref(), Some("b:1"));
        let seen = seen.lock().unwrap();
        assert_eq!(seen.len(), 2);
        assert_eq!(seen[0], seen[1], "both attempts send the same body");
    }
}

#[tokio::test]
async fn reports_broken_connection_after_the_last_attempt() {
    let (url, seen) = server(vec![DROPPED; 3]).await;
    let error = send(config(&url)).await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Connection, "{error}");
    assert_eq!(seen.lock().unwrap().len(), 3);

    let (url, _) = server(vec![CUT_SHORT; 3]).await;
    let error = send(config(&url)).await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Response, "{error}");

    let (url, seen) = server(vec![NOT_HTTP; 3]).await;
    let error = send(config(&url)).await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Response, "{error}");
    assert_eq!(seen.lock().unwrap().len(), 1, "not retried");
}

#[tokio::test]
async fn reports_refused_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = send(config(&url)).await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Connection);
    let text = error.to_string();
    assert!(
        text.starts_with("Start failed: the connection failed: "),
        "{text}"
    );
    assert!(text.contains("refused"), "{text}");
}

#[tokio::test]
async fn attempt_timeout_is_retried() {
    let limit = TimeoutConfig::builder()
        .operation_attempt_timeout(Duration::from_millis(50))
        .build();
    let (url, seen) = server(vec![Act::Hang, GOOD]).await;
    assert!(
        send(config(&url).timeout_config(limit.clone()))
            .await
            .is_ok()
    );
    let seen = seen.lock().unwrap().clone();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0], seen[1]);

    let (url, _) = server(vec![Act::Hang; 3]).await;
    let config = config(&url).timeout_config(limit);
    let error = send(config.retry_config(RetryConfig::disabled()))
        .await
        .unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(
        error.to_string(),
        "Start failed: the time limit was reached: \
         operation attempt timeout (single attempt) occurred after 50ms"
    );
}

#[tokio::test]
async fn operation_timeout_ends_the_call() {
    let limit = TimeoutConfig::builder()
        .operation_timeout(Duration::from_millis(50))
        .build();
    let (url, seen) = server(vec![Act::Hang; 3]).await;
    let start = Instant::now();
    let error = send(config(&url).timeout_config(limit)).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn read_timeout_is_reported() {
    let limit = TimeoutConfig::builder()
        .read_timeout(Duration::from_millis(50))
        .build();
    let (url, seen) = server(vec![Act::Hang; 3]).await;
    let error = send(config(&url).timeout_config(limit)).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(seen.lock().unwrap().len(), 3);
}

fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap()
}

/// A call on a connection whose runtime, that of another call, ends before the response. Also
/// returns the number of connections.
fn call_across_runtimes(retries: RetryConfig) -> (Result<u32, CallError<StartError>>, usize) {
    let arrived = Arc::new(Notify::new());
    let second_arrives = arrived.clone();
    let requests = Arc::new(AtomicUsize::new(0));
    let of_server = runtime();
    let server = of_server.block_on(KeepAlive::start(move |_| {
        let second_arrives = second_arrives.clone();
        let is_second = requests.fetch_add(1, Ordering::SeqCst) == 1;
        async move {
            if is_second {
                second_arrives.notify_one();
                std::future::pending::<()>().await;
            }
            keep_alive::GOOD.to_owned()
        }
    }));
    let url = server.url.clone();
    std::thread::spawn(move || of_server.block_on(std::future::pending::<()>()));

    let core = Core::new(&SERVICE, config(&url).retry_config(retries).build());
    let start = || core.send_with_response::<Start>(StartInput::named("p"));
    let first = runtime();
    first.block_on(start()).unwrap();
    let second = std::thread::scope(|scope| {
        let second = scope.spawn(|| runtime().block_on(start()));
        // It is the first call's runtime that sends the request.
        first.block_on(arrived.notified());
        drop(first);
        second.join().unwrap()
    });
    (second.map(|it| it.attempts()), server.opened())
}

#[test]
fn end_of_another_runtime_is_a_broken_connection() {
    let (attempts, connections) = call_across_runtimes(RetryConfig::standard());
    assert_eq!((attempts.unwrap(), connections), (2, 2));

    let (result, _) = call_across_runtimes(RetryConfig::disabled());
    let error = result.unwrap_err();
    assert!(error.is_connection() && error.is_retryable(), "{error}");
    assert!(error.may_have_been_sent());
}

/// AWS's default connector needs no configuration.
#[cfg(feature = "default-https-client")]
#[tokio::test]
async fn default_connector_is_used() {
    let (url, _) = server(vec![DROPPED, GOOD]).await;
    assert!(send(Config::for_tests().endpoint_url(&url)).await.is_ok());
}
