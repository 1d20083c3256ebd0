//! The mock service as an HTTP client.

use std::io;
use std::time::Duration;

use aws_smithy_async::future::timeout::Timeout;
use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use http::Request;

use super::fake::{Fake, NoResponse};
use crate::client::transport::timer;
use crate::core::body::Body;

impl HttpClient for Fake {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let sleep = components.sleep_impl();
        SharedHttpConnector::new(Connector {
            fake: self.clone(),
            sleep: sleep.unwrap_or_else(timer::default),
            read_timeout: settings.read_timeout(),
        })
    }
}

#[derive(Clone, Debug)]
struct Connector {
    fake: Fake,
    sleep: SharedAsyncSleep,
    read_timeout: Option<Duration>,
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(self.clone().send(request))
    }
}

impl Connector {
    async fn send(self, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let user = |error: BoxError| ConnectorError::user(error);
        let (head, body) = request
            .try_into_http1x()
            .map_err(|error| user(error.into()))?
            .into_parts();
        let request = Request::from_parts(head, Body::from_body(body));
        let answer = self.fake.answer(request, &self.sleep);
        match self.limited(answer).await? {
            Ok(response) => HttpResponse::try_from(response).map_err(|error| user(error.into())),
            Err(NoResponse::Reset) => {
                let error = io::Error::from(io::ErrorKind::ConnectionReset);
                Err(ConnectorError::io(error.into()))
            }
            Err(NoResponse::Incomplete(error)) => Err(user(error.into())),
            Err(NoResponse::Hang) => self.limited(std::future::pending()).await,
        }
    }

    /// Applies the read timeout.
    async fn limited<T>(&self, wait: impl Future<Output = T>) -> Result<T, ConnectorError> {
        let Some(limit) = self.read_timeout else {
            return Ok(wait.await);
        };
        let outcome = Timeout::new(wait, self.sleep.sleep(limit)).await;
        outcome.map_err(|_| {
            let text = format!("no response within the read timeout of {limit:?}");
            ConnectorError::timeout(text.into())
        })
    }
}
