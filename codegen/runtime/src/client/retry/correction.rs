//! Attempts that failed for a reason that is corrected in the next one, which the limit of attempts
//! does not count.

use std::time::Duration;

use aws_smithy_runtime::client::retries::classifiers::run_classifiers_on_ctx;
use aws_smithy_runtime::client::retries::strategy::StandardRetryStrategy;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::retries::classifiers::{
    ClassifyRetry, RetryAction, RetryClassifierPriority,
};
use aws_smithy_runtime_api::client::retries::{RetryStrategy, ShouldAttempt};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreAppend};
use aws_smithy_types::retry::ErrorKind;

/// Marks a response, for the classifier, which knows nothing else of an attempt.
#[derive(Clone, Debug)]
struct Corrected;

/// What is corrected, at most once per call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cause {
    Clock,
    Credentials,
    Region,
}

impl Storable for Cause {
    type Storer = StoreAppend<Self>;
}

impl Cause {
    /// Whether the call was repeated for it already.
    pub(crate) fn is_corrected(self, bag: &ConfigBag) -> bool {
        bag.load::<Self>().any(|it| *it == self)
    }

    /// Has the attempt repeated at once, even if no attempts are left.
    pub(crate) fn repeat(self, context: &mut InterceptorContext, bag: &mut ConfigBag) {
        bag.interceptor_state().store_append(self);
        if let Some(response) = context.response_mut() {
            response.add_extension(Corrected);
        }
    }
}

fn is_marked(context: &InterceptorContext) -> bool {
    let response = context.response();
    response.is_some_and(|it| it.extension::<Corrected>().is_some())
}

/// Has marked attempts repeated.
#[derive(Debug)]
pub(crate) struct CorrectionClassifier;

impl ClassifyRetry for CorrectionClassifier {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        if !is_marked(context) {
            return RetryAction::NoActionIndicated;
        }
        RetryAction::retryable_error_with_explicit_delay(ErrorKind::ServerError, Duration::ZERO)
    }

    fn name(&self) -> &'static str {
        "CorrectionClassifier"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_after(RetryClassifierPriority::http_status_code_classifier())
    }
}

/// AWS's strategy, but marked attempts cost nothing: neither one of the attempts nor retry quota.
#[derive(Debug, Default)]
pub(crate) struct CorrectingRetryStrategy(StandardRetryStrategy);

impl RetryStrategy for CorrectingRetryStrategy {
    fn should_attempt_initial_request(
        &self,
        components: &RuntimeComponents,
        bag: &ConfigBag,
    ) -> Result<ShouldAttempt, BoxError> {
        self.0.should_attempt_initial_request(components, bag)
    }

    fn should_attempt_retry(
        &self,
        context: &InterceptorContext,
        components: &RuntimeComponents,
        bag: &ConfigBag,
    ) -> Result<ShouldAttempt, BoxError> {
        // Another classifier may forbid it, such as that of streams that were read.
        let classifiers = components.retry_classifiers();
        if is_marked(context) && run_classifiers_on_ctx(classifiers, context).should_retry() {
            return Ok(ShouldAttempt::Yes);
        }
        self.0.should_attempt_retry(context, components, bag)
    }
}
