//! Correction of the local clock's skew.

use std::time::{Duration, SystemTime};

use aws_runtime::service_clock_skew::{DisableClockSkewCorrection, ServiceClockSkewInterceptor};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeDeserializationInterceptorContextMut, BeforeTransmitInterceptorContextMut,
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextMut,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::DateTime;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use aws_smithy_types::date_time::Format;
use chrono::NaiveDateTime;

use super::correction::Cause;
use crate::client::failure::OperationFailure;
use crate::client::response::request_id;

/// The codes with which services refuse a signature because of its time, among other reasons: those
/// of AWS's SDKs for Rust and JavaScript.
const SKEWED: &[&str] = &[
    "AccessDeniedException",
    "AuthFailure",
    "InvalidSignatureException",
    "RequestExpired",
    "RequestInTheFuture",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
];

/// How far off a signature's time may be. Services accept five minutes.
const TOLERANCE: Duration = Duration::from_mins(4);

/// Learns the skew from the service's responses, for all calls of a client, with AWS's interceptor.
///
/// That learns from every response. Here, the time of a proxy is ignored, and if it was believed
/// nevertheless, the attempt that it spoiled is repeated.
#[derive(Debug, Default)]
pub(crate) struct ClockSkewInterceptor {
    skew: ServiceClockSkewInterceptor,
}

/// The time of a request's signature.
#[derive(Debug)]
struct SignedAt(SystemTime);

impl Storable for SignedAt {
    type Storer = StoreReplace<Self>;
}

#[dyn_dispatch_hint]
impl Intercept for ClockSkewInterceptor {
    fn name(&self) -> &'static str {
        "ClockSkewInterceptor"
    }

    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        components: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.skew.modify_before_retry_loop(context, components, bag)
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        components: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let signed = context.request().headers().get("x-amz-date");
        if let Some(time) = signed.and_then(amz_date) {
            bag.interceptor_state().store_put(SignedAt(time));
        }
        self.skew.read_before_transmit(context, components, bag)
    }

    // Once the head is there: a body may take minutes.
    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        components: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if request_id(context.response()).is_none() {
            return Ok(());
        }
        self.skew
            .modify_before_deserialization(context, components, bag)
    }

    // The first hook with both the error and write access to the response.
    fn modify_before_attempt_completion(
        &self,
        context: &mut FinalizerInterceptorContextMut<'_>,
        components: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let disabled = bag.load::<DisableClockSkewCorrection>();
        let Some(response) = context.response() else {
            return Ok(());
        };
        if disabled.is_some_and(DisableClockSkewCorrection::is_disabled) {
            return Ok(());
        }
        let code = OperationFailure::of(context.inner()).and_then(OperationFailure::code);
        if !code.is_some_and(|code| SKEWED.contains(&code)) {
            return Ok(());
        }
        let signed = bag.load::<SignedAt>().map(|SignedAt(time)| *time);
        let was_off = signed
            .zip(service_time(response))
            .is_some_and(|(signed, now)| difference(signed, now) > TOLERANCE);
        if request_id(response).is_none() {
            let context = &mut context.inner_mut().into();
            self.skew
                .modify_before_deserialization(context, components, bag)?;
        }
        if was_off && !Cause::Clock.is_corrected(bag) {
            Cause::Clock.repeat(context.inner_mut(), bag);
        }
        Ok(())
    }
}

/// The time in an `x-amz-date`.
fn amz_date(text: &str) -> Option<SystemTime> {
    let time = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").ok()?;
    Some(time.and_utc().into())
}

/// The time in a response that does not come out of a cache.
fn service_time(response: &HttpResponse) -> Option<SystemTime> {
    let headers = response.headers();
    if headers.contains_key("age") {
        return None;
    }
    let date = DateTime::from_str(headers.get("date")?, Format::HttpDate).ok()?;
    date.try_into().ok()
}

fn difference(a: SystemTime, b: SystemTime) -> Duration {
    a.duration_since(b).unwrap_or_else(|error| error.duration())
}
