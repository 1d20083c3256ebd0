//! Client-side properties of operations.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

pub use super::core::CallFeature;
use super::core::Core;
use super::endpoint::CallRules;
use crate::core::error::CallError;
use crate::core::operation::Operation;

/// The optional features of a call.
pub type CallFeatures = Vec<Arc<dyn CallFeature>>;

/// One of several features.
pub fn call_feature(feature: impl CallFeature + 'static) -> Arc<dyn CallFeature> {
    Arc::new(feature)
}

/// An operation that a client can call. The defaults suit most operations.
pub trait ClientOperation: Operation {
    /// The endpoint rules with parameters of the input (traits `contextParam` and
    /// `staticContextParams`), if the operation has any.
    #[must_use]
    fn endpoint_rules(_input: &Self::Input) -> Option<CallRules> {
        None
    }

    /// The optional features of its calls, such as endpoint discovery.
    #[must_use]
    fn features(_input: &Self::Input) -> CallFeatures {
        Vec::new()
    }

    /// Completes an input before it is sent; `None` if there is nothing to do, as for most operations.
    #[must_use]
    fn complete<'a>(
        _core: &'a Core,
        _input: &'a mut Self::Input,
    ) -> Option<Step<'a, CallError<Self::Error>>> {
        None
    }

    /// What is special about an output with a stream of events.
    const STREAMING: Option<StreamingOutput<Self::Output, CallError<Self::Error>>> = None;
}

/// What is special about an output with a stream of events, besides that its response is decoded when
/// its head is there, as with any stream.
pub struct StreamingOutput<T, E> {
    /// Waits for the output's members besides the stream, given the number of attempts.
    pub(crate) begin: for<'a> fn(output: &'a mut T, attempts: u32) -> Step<'a, E>,
    /// The response of a mock service for an output.
    #[cfg(feature = "test-util")]
    pub(crate) write: fn(&mut T, &str) -> http::Response<crate::core::body::Body>,
}

/// What is done before or after a call's request.
pub type Step<'a, E> = Pin<Box<dyn Future<Output = Result<(), E>> + Send + Sync + 'a>>;
