//! The interceptor that tracks and logs attempts.

use std::error::Error as StdError;
use std::io::{self, ErrorKind};
use std::time::SystemTime;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextRef, Error as ErasedError, FinalizerInterceptorContextRef,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::OrchestratorError;
use aws_smithy_runtime_api::client::retries::RequestAttempts;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use tracing::Level;

use crate::client::failure::OperationFailure;
use crate::client::progress::Progress;
use crate::client::response::request_id;
use crate::client::transport::connector::LimitReached;
use crate::core::innermost::innermost;

/// When an attempt began; set only if it is logged.
#[derive(Debug)]
struct AttemptStart(SystemTime);

impl Storable for AttemptStart {
    type Storer = StoreReplace<Self>;
}

/// Updates the [`Progress`] of a call, and logs each attempt.
#[derive(Debug)]
pub(crate) struct AttemptInterceptor;

#[dyn_dispatch_hint]
impl Intercept for AttemptInterceptor {
    fn name(&self) -> &'static str {
        "AttemptInterceptor"
    }

    fn read_before_attempt(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        components: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if tracing::event_enabled!(Level::DEBUG)
            && let Some(clock) = components.time_source()
        {
            bag.interceptor_state().store_put(AttemptStart(clock.now()));
        }
        Ok(())
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(progress) = bag.load::<Progress>() {
            progress.sending();
        }
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        components: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let error = context.output_or_error().and_then(Result::err);
        if let Some(progress) = bag.load::<Progress>() {
            progress.attempt_over(!error.is_some_and(never_connected));
        }
        let duration = bag.load::<AttemptStart>().and_then(|AttemptStart(start)| {
            let now = components.time_source()?.now();
            now.duration_since(*start).ok()
        });
        tracing::debug!(
            attempt = bag.load::<RequestAttempts>().map(RequestAttempts::attempts),
            status = context
                .response()
                .map(|response| response.status().as_u16()),
            request_id = context.response().and_then(request_id),
            code = error.and_then(code),
            error = error.and_then(reason),
            duration = duration.map(tracing::field::debug),
            "attempt finished"
        );
        Ok(())
    }
}

/// The service's error code.
fn code(error: &OrchestratorError<ErasedError>) -> Option<&str> {
    code_of(error.as_operation_error()?)
}

fn code_of(error: &ErasedError) -> Option<&str> {
    error.downcast_ref::<OperationFailure>()?.metadata.code()
}

/// The reason of a failure without an error code.
fn reason(error: &OrchestratorError<ErasedError>) -> Option<String> {
    if let Some(error) = error.as_operation_error() {
        return code_of(error).is_none().then(|| error.to_string());
    }
    if error.as_connector_error().is_some() || error.is_response_error() {
        return Some(innermost(error).to_string());
    }
    let is_timeout = error.is_timeout_error();
    Some(if is_timeout { "timeout" } else { "no response" }.to_owned())
}

/// Whether it is certain that there was no connection.
fn never_connected(error: &OrchestratorError<ErasedError>) -> bool {
    let Some(error) = error.as_connector_error() else {
        return false;
    };
    if error.is_user() {
        return true;
    }
    let mut next = error.source();
    while let Some(error) = next {
        if is_connect_error(error) {
            return true;
        }
        next = error.source();
    }
    false
}

/// The system's errors have a kind; hyper's have only a text.
fn is_connect_error(error: &(dyn StdError + 'static)) -> bool {
    let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
    matches!(
        kind,
        Some(
            ErrorKind::ConnectionRefused
                | ErrorKind::HostUnreachable
                | ErrorKind::NetworkUnreachable
                | ErrorKind::AddrNotAvailable
        )
    ) || error
        .downcast_ref::<LimitReached>()
        .is_some_and(LimitReached::is_connect)
        || error.to_string() == "client error (Connect)"
}
