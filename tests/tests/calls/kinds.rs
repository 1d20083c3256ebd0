//! Snapshots of every kind of failure: text, sources and predicates.

use std::error::Error as StdError;
use std::fmt::Write;
use std::time::Duration;

use codebuild::config::{ConfigBuilder, Region, RetryConfig, TimeoutConfig};
use codebuild::error::{CallError, Cause, OperationError};
use codebuild::{Client, Config};
use serde_json::json;
use tests::server::{self, Answer, Server};
use tokio::net::{TcpSocket, TcpStream};

/// The report of all failures.
#[derive(Default)]
struct Report(String);

impl Report {
    /// The error of a call to a server with this answer to each attempt.
    async fn answered(&mut self, name: &str, answer: Answer) {
        let server = Server::start([answer.clone(), answer.clone(), answer]).await;
        self.of(name, config().endpoint_url(server.url())).await;
    }

    /// The error of a call with this configuration.
    async fn of(&mut self, name: &str, config: ConfigBuilder) {
        let client = Client::from_conf(config.build());
        let error = client.retry_build().id("p:1").await.expect_err(name);
        self.add(name, &error);
    }

    fn add<E: OperationError>(&mut self, name: &str, error: &CallError<E>) {
        let mut line = |text: &str| {
            // Numbers of system errors differ between systems.
            let text = text.split(" (os error").next().unwrap_or_default();
            writeln!(self.0, "{text}").expect("a string takes everything");
        };
        line(&format!("# {name}"));
        line(&error.to_string());
        let mut next = error.source();
        while let Some(source) = next {
            line(&format!("  from: {source}"));
            next = source.source();
        }
        let cause = match error.cause() {
            Cause::Input(_) => "input".to_owned(),
            Cause::Service { .. } => "service".to_owned(),
            Cause::Response { .. } => "response".to_owned(),
            Cause::Transport(error) => format!("transport, {:?}", error.kind()),
            _ => "new".to_owned(),
        };
        line(&format!(
            "  {cause}; retryable: {:?}; attempts: {}; may have been sent: {}",
            error.retryable(),
            error.attempts(),
            error.may_have_been_sent()
        ));
    }
}

/// A retry budget is shared within a region, so these failures use another region than other tests.
fn config() -> ConfigBuilder {
    Config::for_tests().region(Region::new("eu-central-1"))
}

fn error(status: u16, code: &str, message: &str) -> Answer {
    Answer::json(status, &json!({"__type": code, "message": message}))
}

/// A configuration with one attempt and a short time limit.
fn limited(url: &str, limit: TimeoutConfig) -> ConfigBuilder {
    config()
        .endpoint_url(url)
        .timeout_config(limit)
        .retry_config(RetryConfig::disabled())
}

#[tokio::test]
async fn service_errors() {
    let mut report = Report::default();
    for (name, answer) in [
        (
            "modelled",
            error(400, "ResourceNotFoundException", "Build not found"),
        ),
        (
            "throttled",
            error(400, "ThrottlingException", "Rate exceeded"),
        ),
        (
            "denied",
            error(
                400,
                "AccessDeniedException",
                "not authorized to perform this",
            ),
        ),
        (
            "expired",
            error(400, "ExpiredTokenException", "The token is expired"),
        ),
        (
            "unknown key",
            error(400, "UnrecognizedClientException", "The token is invalid"),
        ),
        (
            "wrong signature",
            error(403, "InvalidSignatureException", "It does not match"),
        ),
        ("unavailable", error(503, "ServiceUnavailable", "")),
        ("internal", error(500, "InternalFailure", "")),
        (
            "page of a proxy",
            Answer::new(502, &[], "<html>Bad Gateway</html>"),
        ),
        ("empty", Answer::new(403, &[], "")),
        ("unreadable", Answer::new(200, &[], r#"{"build":{"id":1}}"#)),
        (
            "page instead of JSON",
            Answer::new(200, &[], "<html></html>"),
        ),
    ] {
        report.answered(name, answer).await;
    }
    insta::assert_snapshot!(report.0);
}

#[tokio::test]
async fn transport_errors() {
    let mut report = Report::default();
    let truncated = Answer::announcing(1000, 200, &[], r#"{"build":"#);
    report.answered("truncated", truncated).await;
    report.answered("dropped", Answer::dropped()).await;
    let greeting = Answer::Send(b"220 mail.example ESMTP\r\n\r\n".to_vec());
    report.answered("no HTTP", greeting).await;

    let (_socket, url) = server::refusing();
    report.of("refused", config().endpoint_url(url)).await;
    insta::assert_snapshot!(report.0);
}

/// The system's message is not in the snapshot.
#[tokio::test]
async fn unknown_host() {
    // Labels have at most 63 characters, so no DNS query is made.
    let url = format!("http://{}.invalid", "a".repeat(64));
    let config = config().endpoint_url(url);
    let call = Client::from_conf(config.build()).retry_build().id("p:1");
    let error = call.await.expect_err("there is no such host");
    let text = error.to_string();
    let expected = "RetryBuild failed: the connection failed: ";
    assert!(text.starts_with(expected), "{text}");
    assert!(error.is_connection() && error.is_retryable());
    assert!(!error.may_have_been_sent(), "{error:?}");
    assert_eq!(error.attempts(), 3);
}

#[tokio::test]
async fn incomplete_input_or_configuration() {
    let mut report = Report::default();
    let server = Server::start([]).await;
    let client = Client::from_conf(config().build());
    let error = client.stop_build().await.expect_err("no id");
    report.add("required member", &error);
    let here = config().endpoint_url(server.url());
    report.of("no region", here.clone().region(None)).await;
    let bare = Config::builder().region(Region::new("eu-central-1"));
    report.of("no credentials", bare).await;
    report
        .of("bad endpoint", here.endpoint_url("localhost"))
        .await;
    insta::assert_snapshot!(report.0);
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn timeouts() {
    let mut report = Report::default();
    // Long enough for the attempt to be sent on a busy machine.
    let soon = Duration::from_millis(500);
    let server = Server::start([Answer::Hang, Answer::Hang, Answer::Hang]).await;
    let limit = TimeoutConfig::builder();
    for (name, limit) in [
        ("attempt", limit.clone().operation_attempt_timeout(soon)),
        ("operation", limit.clone().operation_timeout(soon)),
        ("read", limit.clone().read_timeout(soon)),
    ] {
        report.of(name, limited(server.url(), limit.build())).await;
    }

    // A listener that never accepts, with a full queue, does not answer further connections.
    let socket = TcpSocket::new_v4().expect("a socket");
    socket
        .bind("127.0.0.1:0".parse().expect("an address"))
        .expect("a port");
    let listener = socket.listen(1).expect("a listener");
    let address = listener.local_addr().expect("its number");
    let mut queue = Vec::new();
    while let Ok(connection) = tokio::time::timeout(soon, TcpStream::connect(address)).await {
        queue.push(connection.expect("a connection"));
    }
    let limit = limit.connect_timeout(soon).build();
    report
        .of("connect", limited(&format!("http://{address}"), limit))
        .await;
    insta::assert_snapshot!(report.0);
}
