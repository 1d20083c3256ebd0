//! Responses that ask for fewer requests: status 429, and when to come back.

use std::time::{Duration, SystemTime};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    FinalizerInterceptorContextMut, InterceptorContext,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::retries::classifiers::{
    ClassifyRetry, RetryAction, RetryClassifierPriority, RetryReason,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::DateTime;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::date_time::Format;

/// Takes status 429 for throttling, whatever the body says.
#[derive(Debug)]
pub(crate) struct TooManyRequestsClassifier;

impl ClassifyRetry for TooManyRequestsClassifier {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let status = context.response().map(|it| it.status().as_u16());
        if status == Some(429) && context.is_failed() {
            RetryAction::throttling_error()
        } else {
            RetryAction::NoActionIndicated
        }
    }

    fn name(&self) -> &'static str {
        "TooManyRequestsClassifier"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::http_status_code_classifier()
    }
}

/// When to come back, attached to a response: classifiers have no clock.
#[derive(Clone, Debug)]
struct RetryAfter(Duration);

/// Reads when to come back.
#[derive(Debug)]
pub(crate) struct RetryAfterInterceptor;

#[dyn_dispatch_hint]
impl Intercept for RetryAfterInterceptor {
    fn name(&self) -> &'static str {
        "RetryAfterInterceptor"
    }

    fn modify_before_attempt_completion(
        &self,
        context: &mut FinalizerInterceptorContextMut<'_>,
        components: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let now = || components.time_source().map(|clock| clock.now());
        if let Some(response) = context.response_mut()
            && let Some(delay) = delay(response, now)
        {
            response.add_extension(RetryAfter(delay));
        }
        Ok(())
    }
}

/// Has the client wait for as long as a retryable response says, but no longer than for the longest
/// backoff, which the retry strategy sees to.
#[derive(Debug)]
pub(crate) struct RetryAfterClassifier;

impl ClassifyRetry for RetryAfterClassifier {
    fn classify_retry(&self, _: &InterceptorContext) -> RetryAction {
        RetryAction::NoActionIndicated
    }

    fn classify_retry_v2(
        &self,
        context: &InterceptorContext,
        previous: &RetryAction,
    ) -> RetryAction {
        let response = context.response();
        match (
            previous,
            response.and_then(|it| it.extension::<RetryAfter>()),
        ) {
            (
                RetryAction::RetryIndicated(RetryReason::RetryableError {
                    kind,
                    retry_after: None,
                }),
                Some(RetryAfter(delay)),
            ) => RetryAction::retryable_error_with_explicit_delay(*kind, *delay),
            _ => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "RetryAfterClassifier"
    }

    // After all that say whether to retry.
    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_after(RetryClassifierPriority::transient_error_classifier())
    }
}

/// The delay that a response asks for, in AWS's header (milliseconds) or HTTP's (seconds or a
/// date). A delay of zero is as good as no header: the backoff applies.
fn delay(response: &HttpResponse, now: impl Fn() -> Option<SystemTime>) -> Option<Duration> {
    let headers = response.headers();
    let milliseconds = |text: &str| text.trim().parse().ok().map(Duration::from_millis);
    let date = |text: &str| {
        let date = DateTime::from_str(text, Format::HttpDate).ok()?;
        SystemTime::try_from(date).ok()?.duration_since(now()?).ok()
    };
    let seconds_or_date = |text: &str| {
        let seconds = text.trim().parse().ok().map(Duration::from_secs);
        seconds.or_else(|| date(text.trim()))
    };
    headers
        .get("x-amz-retry-after")
        .and_then(milliseconds)
        .or_else(|| headers.get("retry-after").and_then(seconds_or_date))
        .filter(|delay| !delay.is_zero())
}
