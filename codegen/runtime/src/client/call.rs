//! Calls under construction.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use super::config::ConfigBuilder;
use super::core::Core;
use super::operation::ClientOperation;
use super::response::Response;
use super::service::Service;
use crate::core::error::CallError;

/// A call of an operation: its input, and the client to send it with. Generated calls wrap it and
/// add setters for the input's members.
#[must_use = "a call does nothing until it is sent or awaited"]
pub struct Call<O: ClientOperation> {
    core: Core,
    input: O::Input,
}

impl<O: ClientOperation> Call<O> {
    /// Creates a call with an input, which may be incomplete.
    pub fn new(core: Core, input: O::Input) -> Self {
        Self { core, input }
    }

    /// The input so far.
    pub fn as_input(&self) -> &O::Input {
        &self.input
    }

    /// The input so far, for setters.
    pub fn as_input_mut(&mut self) -> &mut O::Input {
        &mut self.input
    }

    /// Replaces the whole input.
    pub fn with_input(mut self, input: O::Input) -> Self {
        self.input = input;
        self
    }

    /// Replaces the input with the result of `edit`.
    pub fn map_input(mut self, edit: impl FnOnce(O::Input) -> O::Input) -> Self {
        self.input = edit(self.input);
        self
    }

    /// The client and the input so far.
    pub(crate) fn into_parts(self) -> (Core, O::Input) {
        (self.core, self.input)
    }

    /// Changes the settings of the client for this call.
    ///
    /// It shares connections, credentials, the retry budget, the skew of the clock and discovered
    /// endpoints with the client, whatever the settings are. Only what the settings replace is its
    /// own: an HTTP client, a retry partition, a credentials cache, or a credentials provider, with
    /// a cache and discovered endpoints for this call. The client's stay as they are.
    pub fn customize(mut self, edit: impl FnOnce(ConfigBuilder) -> ConfigBuilder) -> Self {
        self.core = self.core.customized(edit);
        self
    }

    /// The service.
    pub(crate) fn service(&self) -> &'static Service {
        self.core.service()
    }

    /// Sends the call and waits for the output.
    ///
    /// # Errors
    ///
    /// As [`Core::send`].
    pub async fn send(self) -> Result<O::Output, CallError<O::Error>> {
        self.core.send::<O>(self.input).await
    }

    /// Like [`send`](Self::send), with the request id, status, headers and attempts of the
    /// response.
    ///
    /// # Errors
    ///
    /// As [`Core::send`].
    pub async fn send_with_response(self) -> Result<Response<O::Output>, CallError<O::Error>> {
        self.core.send_with_response::<O>(self.input).await
    }
}

impl<O: ClientOperation<Input: Clone>> Clone for Call<O> {
    fn clone(&self) -> Self {
        Self {
            core: self.core.clone(),
            input: self.input.clone(),
        }
    }
}

impl<O: ClientOperation> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &O::SCHEMA.name)
            .field("input", &self.input)
            .finish_non_exhaustive()
    }
}

/// Awaiting a call sends it.
impl<O: ClientOperation> IntoFuture for Call<O> {
    type Output = Result<O::Output, CallError<O::Error>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + Sync>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
