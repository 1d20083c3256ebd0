//! Calls with settings of their own, in the form of AWS's SDK.

use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;

use super::call::Call;
use super::config::ConfigBuilder;
use super::operation::ClientOperation;
use super::response::Response;
use crate::core::error::CallError;

/// A call with settings of its own, by which the client's are overridden.
///
/// ```text
/// let limits = TimeoutConfig::builder().operation_timeout(Duration::from_secs(5)).build();
/// let call = client.retry_build().id("p:1").customized();
/// call.config_override(Config::builder().timeout_config(limits)).send().await?;
/// ```
#[must_use = "a call does nothing until it is sent or awaited"]
pub struct CustomizedCall<O: ClientOperation> {
    call: Call<O>,
    settings: ConfigBuilder,
}

impl<O: ClientOperation> CustomizedCall<O> {
    /// Creates a call without settings of its own.
    #[doc(hidden)]
    pub fn new(call: Call<O>) -> Self {
        Self {
            call,
            settings: ConfigBuilder::new(),
        }
    }

    /// Overrides the client's settings by those that are set here. Interceptors, retry classifiers
    /// and frameworks are added to the client's, and time limits are overridden one by one.
    pub fn config_override(mut self, settings: impl Into<ConfigBuilder>) -> Self {
        // Those of the environment of `settings` count, too.
        let settings = self.call.service().configure(settings.into().config);
        self.settings = self.settings.config.overridden_by(settings).into();
        self
    }

    /// Adds an interceptor; see [`ConfigBuilder::interceptor`].
    pub fn interceptor(self, interceptor: impl Intercept + 'static) -> Self {
        self.edit(|settings| settings.interceptor(interceptor))
    }

    /// Adds a function that changes the request before it is signed; see
    /// [`ConfigBuilder::mutate_request`].
    pub fn mutate_request(self, edit: impl Fn(&mut HttpRequest) + Send + Sync + 'static) -> Self {
        self.edit(|settings| settings.mutate_request(edit))
    }

    /// Adds a function that replaces the request before it is signed; see
    /// [`ConfigBuilder::map_request`].
    pub fn map_request<E: StdError + Send + Sync + 'static>(
        self,
        map: impl Fn(HttpRequest) -> Result<HttpRequest, E> + Send + Sync + 'static,
    ) -> Self {
        self.edit(|settings| settings.map_request(map))
    }

    /// Sends the call and waits for the output.
    ///
    /// # Errors
    ///
    /// As [`Call::send`].
    pub async fn send(self) -> Result<O::Output, CallError<O::Error>> {
        self.call().send().await
    }

    /// Like [`send`](Self::send), with the request id, status, headers and attempts of the
    /// response.
    ///
    /// # Errors
    ///
    /// As [`Call::send`].
    pub async fn send_with_response(self) -> Result<Response<O::Output>, CallError<O::Error>> {
        self.call().send_with_response().await
    }

    fn edit(mut self, edit: impl FnOnce(ConfigBuilder) -> ConfigBuilder) -> Self {
        self.settings = edit(self.settings);
        self
    }

    fn call(self) -> Call<O> {
        let Self { call, settings } = self;
        call.customize(|own| own.config.overridden_by(settings.config).into())
    }
}

impl<O: ClientOperation<Input: Clone>> Clone for CustomizedCall<O> {
    fn clone(&self) -> Self {
        Self {
            call: self.call.clone(),
            settings: self.settings.clone(),
        }
    }
}

impl<O: ClientOperation> fmt::Debug for CustomizedCall<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomizedCall")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}

/// Awaiting a call sends it.
impl<O: ClientOperation> IntoFuture for CustomizedCall<O> {
    type Output = Result<O::Output, CallError<O::Error>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + Sync>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
