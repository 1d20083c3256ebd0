//! What a client has to know of an operation besides its requests and responses.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

pub use super::core::CallFeature;
use super::endpoint::CallRules;
use crate::core::error::CallError;
use crate::core::operation::Operation;

/// An operation that a client can call. Most have nothing to say here.
pub trait ClientOperation: Operation {
    /// The service's endpoint rules with what the input says of the endpoint, for operations whose
    /// input does (traits `contextParam` and `staticContextParams`).
    #[must_use]
    fn endpoint_rules(_input: &Self::Input) -> Option<CallRules> {
        None
    }

    /// The optional features that its calls need, such as endpoint discovery.
    #[must_use]
    fn features(_input: &Self::Input) -> Vec<Arc<dyn CallFeature>> {
        Vec::new()
    }

    /// How the output is made of a response whose body is not read whole.
    const STREAMING: Option<StreamingOutput<Self::Output, CallError<Self::Error>>> = None;
}

/// How an output is made of a response that is a stream: functions that a feature offers.
pub struct StreamingOutput<T, E> {
    /// The output over the body of a successful response, which it takes.
    pub(crate) output: fn(operation: &'static str, &mut HttpResponse) -> Result<T, BoxError>,
    /// Waits for the members of the output that stand beside the stream. It is told how often the
    /// request was sent.
    pub(crate) begin: for<'a> fn(output: &'a mut T, attempts: u32) -> Begin<'a, E>,
    /// The response that a fake writes for an output.
    #[cfg(feature = "test-util")]
    pub(crate) write: fn(&mut T) -> http::Response<bytes::Bytes>,
}

pub(crate) type Begin<'a, E> = Pin<Box<dyn Future<Output = Result<(), E>> + Send + 'a>>;
