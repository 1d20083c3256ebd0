//! Attempts that failed for a reason that is corrected in the next one.

use std::time::Duration;

use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::retries::classifiers::{
    ClassifyRetry, RetryAction, RetryClassifierPriority,
};
use aws_smithy_types::retry::ErrorKind;

/// Marks a response, for the classifier, which knows nothing else of an attempt.
#[derive(Clone, Debug)]
struct Corrected;

/// Has an attempt repeated at once.
pub(crate) fn mark(context: &mut InterceptorContext) {
    if let Some(response) = context.response_mut() {
        response.add_extension(Corrected);
    }
}

/// Has marked attempts repeated.
#[derive(Debug)]
pub(crate) struct CorrectionClassifier;

impl ClassifyRetry for CorrectionClassifier {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let response = context.response();
        if response.is_none_or(|it| it.extension::<Corrected>().is_none()) {
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
