//! Time limits of single calls, on connections that they share.

use std::time::Duration;

use aws_smithy_http_client::Builder;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use tinsmith_runtime::client::config::{RetryConfig, TimeoutConfig};
use tinsmith_runtime::client::{Call, ClientOperation, Config, Core};
use tinsmith_runtime::operation::{Operation, OperationSchema};

use crate::keep_alive::{GOOD, KeepAlive};
use crate::operation::*;

fn start(core: &Core) -> Call<Start> {
    new_call::<Start>(core).with_input(StartInput::named("p"))
}

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn limits() -> aws_smithy_types::timeout::TimeoutConfigBuilder {
    TimeoutConfig::builder()
}

/// The limits of a call apply although it shares a connector with calls that have others.
#[tokio::test]
async fn time_limits_of_calls_apply_to_shared_connections() {
    let server = KeepAlive::start(|_| async {
        tokio::time::sleep(millis(200)).await;
        GOOD.to_owned()
    });
    let server = server.await;
    let config = Config::for_tests()
        .endpoint_url(&server.url)
        .retry_config(RetryConfig::disabled())
        .http_client(Builder::new().build_http());
    let core = Core::new(&SERVICE, config.build());
    let limited = |limits: TimeoutConfig| {
        let call = start(&core).customize(|config| config.timeout_config(limits));
        async move { call.await.map(|_| ()).map_err(|error| error.to_string()) }
    };
    let short = limits().read_timeout(millis(20)).build();
    assert_eq!(
        limited(short).await.unwrap_err(),
        "Start failed: the time limit was reached: HTTP read timeout occurred after 20ms"
    );
    let long = limits().read_timeout(millis(10_000)).build();
    assert_eq!(limited(long).await, Ok(()));
    // There is a connection, only the response takes longer.
    let short = limits().connect_timeout(millis(100)).build();
    assert_eq!(limited(short).await, Ok(()));
}

/// A port that accepts no connection, because its queue is full.
struct Deaf {
    url: String,
    _listener: tokio::net::TcpListener,
    _queue: Vec<std::net::TcpStream>,
}

impl Deaf {
    fn start() -> Self {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(1).unwrap();
        let address = listener.local_addr().unwrap();
        let mut queue = Vec::new();
        while let Ok(stream) = std::net::TcpStream::connect_timeout(&address, millis(50)) {
            queue.push(stream);
        }
        Self {
            url: format!("http://{address}"),
            _listener: listener,
            _queue: queue,
        }
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn connect_timeouts_of_calls_apply() {
    let deaf = Deaf::start();
    let config = Config::for_tests()
        .endpoint_url(&deaf.url)
        .retry_config(RetryConfig::disabled())
        .http_client(Builder::new().build_http());
    let core = Core::new(&SERVICE, config.build());
    for limit in [30, 60] {
        let limits = limits().connect_timeout(millis(limit)).build();
        let call = start(&core).customize(|config| config.timeout_config(limits));
        let error = call.await.unwrap_err();
        assert!(error.is_timeout() && !error.may_have_been_sent());
        assert_eq!(
            error.to_string(),
            format!(
                "Start failed: the time limit was reached: HTTP connect timeout occurred after {limit}ms"
            )
        );
    }
}

/// An operation whose response may take minutes.
#[derive(Debug)]
struct Assemble;

impl Operation for Assemble {
    const SCHEMA: &'static OperationSchema = &OperationSchema::new("Assemble").slow_response();
    as_start!();
}

impl ClientOperation for Assemble {}

/// A connection whose responses take five minutes.
#[derive(Clone, Debug)]
struct Minutes;

impl HttpConnector for Minutes {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(async {
            tokio::time::sleep(Duration::from_mins(5)).await;
            Ok(HttpResponse::try_from(ok()).unwrap())
        })
    }
}

impl HttpClient for Minutes {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

#[tokio::test(start_paused = true)]
async fn default_limits_do_not_hold_for_slow_responses() {
    let config = Config::for_tests().http_client(Minutes);
    let config = config.retry_config(RetryConfig::disabled());
    let core = Core::new(&SERVICE, config.build());
    let error = start(&core).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    let assemble = || new_call::<Assemble>(&core).with_input(StartInput::named("p"));
    assert!(assemble().await.is_ok());
    // Those of the program do.
    let limits = limits().operation_timeout(millis(500)).build();
    let limited = assemble().customize(|config| config.timeout_config(limits));
    let error = limited.await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}
