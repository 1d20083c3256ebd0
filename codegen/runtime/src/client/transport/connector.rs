//! The HTTP client of a client, whose connections are shared by all of its calls.

use std::error::Error as StdError;
use std::fmt;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aws_smithy_async::future::timeout::{TimedOutError, Timeout};
use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::connection::CaptureSmithyConnection;
use aws_smithy_runtime_api::client::connector_metadata::ConnectorMetadata;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::{
    RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_types::config_bag::ConfigBag;

/// An HTTP client that applies the time limits of calls itself.
///
/// AWS's client has a connector, with connections of its own, for each pair of time limits, for as
/// long as it exists. It gets none here, so that there is one connector.
#[derive(Debug)]
pub(crate) struct SharedConnections {
    client: SharedHttpClient,
    is_valid: AtomicBool,
}

impl SharedConnections {
    pub(crate) fn of(client: SharedHttpClient) -> SharedHttpClient {
        SharedHttpClient::new(Self {
            client,
            is_valid: AtomicBool::new(false),
        })
    }

    /// Whether it is AWS's client, which tells when a request has a connection. Others get the time
    /// limits, and do with them what they do.
    fn tells_connections(&self) -> bool {
        let metadata = self.client.connector_metadata();
        metadata.is_some_and(|metadata| metadata.name() == "hyper")
    }
}

impl HttpClient for SharedConnections {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let (inner, limits) = if self.tells_connections() {
            let unlimited = HttpConnectorSettings::builder().build();
            let limits = Limits {
                connect: settings.connect_timeout(),
                read: settings.read_timeout(),
                sleep: components.sleep_impl(),
            };
            (self.client.http_connector(&unlimited, components), limits)
        } else {
            let connector = self.client.http_connector(settings, components);
            (connector, Limits::default())
        };
        SharedHttpConnector::new(Connector { inner, limits })
    }

    // Once and not for each customized call: AWS's client makes a connector to validate itself.
    fn validate_base_client_config(
        &self,
        components: &RuntimeComponentsBuilder,
        bag: &ConfigBag,
    ) -> Result<(), BoxError> {
        if !self.is_valid.load(Ordering::Relaxed) {
            self.client.validate_base_client_config(components, bag)?;
            self.is_valid.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    fn validate_final_config(
        &self,
        components: &RuntimeComponents,
        bag: &ConfigBag,
    ) -> Result<(), BoxError> {
        self.client.validate_final_config(components, bag)
    }

    fn connector_metadata(&self) -> Option<ConnectorMetadata> {
        self.client.connector_metadata()
    }
}

/// A connector with the time limits of an attempt.
#[derive(Debug)]
struct Connector {
    inner: SharedHttpConnector,
    limits: Limits,
}

impl HttpConnector for Connector {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        let connection = match request.extension::<CaptureSmithyConnection>() {
            Some(connection) => connection.clone(),
            None => {
                let connection = CaptureSmithyConnection::new();
                request.add_extension(connection.clone());
                connection
            }
        };
        let response = self.inner.call(request);
        let limits = self.limits.clone();
        HttpConnectorFuture::new(async move {
            let result = limits.apply(response, &connection).await;
            result.map_err(classified)
        })
    }
}

/// Time limits for the response to begin, without those that are not set.
#[derive(Clone, Debug, Default)]
struct Limits {
    connect: Option<Duration>,
    read: Option<Duration>,
    sleep: Option<SharedAsyncSleep>,
}

impl Limits {
    async fn apply(
        &self,
        response: HttpConnectorFuture,
        connection: &CaptureSmithyConnection,
    ) -> Result<HttpResponse, ConnectorError> {
        let response = self.connected(response, connection);
        match self.read.zip(self.sleep.as_ref()) {
            Some((limit, sleep)) => Timeout::new(response, sleep.sleep(limit))
                .await
                .unwrap_or_else(|_| Err(LimitReached::error("read", limit))),
            None => response.await,
        }
    }

    async fn connected(
        &self,
        response: HttpConnectorFuture,
        connection: &CaptureSmithyConnection,
    ) -> Result<HttpResponse, ConnectorError> {
        let mut response = pin!(response);
        if let Some((limit, sleep)) = self.connect.zip(self.sleep.as_ref()) {
            if let Ok(result) = Timeout::new(response.as_mut(), sleep.sleep(limit)).await {
                return result;
            }
            if connection.get().is_none() {
                return Err(LimitReached::error("connect", limit));
            }
        }
        response.await
    }
}

/// A time limit was reached.
#[derive(Debug)]
pub(crate) struct LimitReached {
    what: &'static str,
    limit: Duration,
}

impl LimitReached {
    fn error(what: &'static str, limit: Duration) -> ConnectorError {
        ConnectorError::timeout(Box::new(Self { what, limit }))
    }

    /// Whether there was no connection.
    pub(crate) fn is_connect(&self) -> bool {
        self.what == "connect"
    }
}

impl fmt::Display for LimitReached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, limit } = self;
        write!(f, "HTTP {what} timeout occurred after {limit:?}")
    }
}

impl StdError for LimitReached {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&TimedOutError)
    }
}

/// The error as what it is: hyper reports a connection whose tokio runtime has ended as an error of
/// the request.
fn classified(error: ConnectorError) -> ConnectorError {
    if !error.is_user() || !has_lost_its_runtime(&error) {
        return error;
    }
    ConnectorError::io(error.into())
}

/// hyper's error has no other mark than its text.
fn has_lost_its_runtime(error: &ConnectorError) -> bool {
    let mut next = error.source();
    while let Some(error) = next {
        if error.to_string() == "runtime dropped the dispatch task" {
            return true;
        }
        next = error.source();
    }
    false
}
