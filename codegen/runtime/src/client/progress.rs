//! How far a call has got: counted while it runs, and told to whoever listens to its events.

use std::error::Error as StdError;
use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
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
use crate::client::response::request_id;
use crate::core::error::innermost;

/// How far the attempts of one call got. The orchestrator's errors do not tell a signature that
/// failed from a connection that did.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    attempts: AtomicU32,
    is_sending: AtomicBool,
    may_have_arrived: AtomicBool,
}

impl Storable for Progress {
    type Storer = StoreReplace<Self>;
}

impl Progress {
    /// How many attempts got as far as sending.
    pub(crate) fn attempts(&self) -> u32 {
        self.0.attempts.load(Ordering::Relaxed)
    }

    /// Whether any of them may have reached the service.
    pub(crate) fn may_have_arrived(&self) -> bool {
        self.0.may_have_arrived.load(Ordering::Relaxed)
    }

    fn sending(&self) {
        self.0.attempts.fetch_add(1, Ordering::Relaxed);
        self.0.is_sending.store(true, Ordering::Relaxed);
    }

    fn attempt_over(&self, may_have_arrived: bool) {
        let was_sending = self.0.is_sending.swap(false, Ordering::Relaxed);
        if was_sending && may_have_arrived {
            self.0.may_have_arrived.store(true, Ordering::Relaxed);
        }
    }
}

/// When an attempt began; there only if somebody listens.
#[derive(Debug)]
struct Began(SystemTime);

impl Storable for Began {
    type Storer = StoreReplace<Self>;
}

/// Keeps the [`Progress`] of a call, and emits an event after each attempt.
#[derive(Debug)]
pub(crate) struct Watch;

#[dyn_dispatch_hint]
impl Intercept for Watch {
    fn name(&self) -> &'static str {
        "Watch"
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
            bag.interceptor_state().store_put(Began(clock.now()));
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
            progress.attempt_over(!error.is_some_and(was_never_connected));
        }
        let duration = bag.load::<Began>().and_then(|Began(start)| {
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

/// The error code of the service.
fn code(error: &OrchestratorError<ErasedError>) -> Option<&str> {
    code_of(error.as_operation_error()?)
}

fn code_of(error: &ErasedError) -> Option<&str> {
    error.downcast_ref::<OperationFailure>()?.metadata.code()
}

/// Why an attempt failed whose response has no code that says so.
fn reason(error: &OrchestratorError<ErasedError>) -> Option<String> {
    if let Some(error) = error.as_operation_error() {
        return code_of(error).is_none().then(|| error.to_string());
    }
    let Some(error) = error.as_connector_error() else {
        let is_timeout = error.is_timeout_error();
        return Some(if is_timeout { "timeout" } else { "no response" }.to_owned());
    };
    Some(innermost(error).to_string())
}

/// Whether it is certain that there was no connection, and so nothing arrived.
fn was_never_connected(error: &OrchestratorError<ErasedError>) -> bool {
    let Some(error) = error.as_connector_error() else {
        return false;
    };
    let mut next = error.source();
    while let Some(error) = next {
        if is_of_connecting(error) {
            return true;
        }
        next = error.source();
    }
    false
}

/// The system says by its kind of error that nobody could be reached; hyper says so in words only.
fn is_of_connecting(error: &(dyn StdError + 'static)) -> bool {
    let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
    matches!(
        kind,
        Some(
            ErrorKind::ConnectionRefused
                | ErrorKind::HostUnreachable
                | ErrorKind::NetworkUnreachable
                | ErrorKind::AddrNotAvailable
        )
    ) || error.to_string() == "client error (Connect)"
}
