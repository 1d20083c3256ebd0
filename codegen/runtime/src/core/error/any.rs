//! One error type for all services.

use std::error::Error as StdError;
use std::fmt;

use super::operation::{OperationError, Retryable};
use super::predicates::View;
use super::service::{Report, ServiceError};
use super::{CallError, Cause};

/// The error of a call of any operation of any service, for programs with several clients. Call
/// errors and service errors convert into it with `?`.
///
/// [`service_error`](Self::service_error) is the modelled error or the operation's error enum, such as
/// `RetryBuildError`.
///
/// ```text
/// async fn run() -> Result<(), AnyError> {
///     let builds = codebuild.list_builds().send().await?;
///     let keys = kms.list_keys().send().await?;
///     …
/// }
/// ```
pub struct AnyError(CallError<ErasedServiceError>);

/// A service's error without its type.
#[derive(Debug)]
struct ErasedServiceError {
    error: Box<dyn StdError + Send + Sync>,
    retryable: Option<Retryable>,
}

impl AnyError {
    /// The service's error, if that is the cause; `downcast_ref` gives its type back.
    pub fn service_error(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.0.service_error().map(|it| &*it.error)
    }

    fn view(&self) -> View<'_> {
        View {
            modelled: self.0.service_error().and_then(|it| it.retryable),
            ..self.0.view()
        }
    }

    fn reported(error: Box<dyn StdError + Send + Sync>, report: Report) -> Self {
        let cause = Cause::Service {
            error: ErasedServiceError {
                error,
                retryable: report.retryable,
            },
            metadata: report.metadata,
        };
        Self(CallError::new(report.operation, cause).with_attempts(report.attempts))
    }

    crate::error_predicates!(view);
    crate::retry_predicates!(view);
}

impl fmt::Debug for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for ErasedServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl fmt::Display for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The text says everything, so there is no `source()` that would repeat it.
impl StdError for AnyError {}

impl<E: OperationError> From<CallError<E>> for AnyError {
    fn from(error: CallError<E>) -> Self {
        let (operation, attempts) = (error.operation(), error.attempts());
        let cause = match error.into_cause().into_service() {
            Ok((error, metadata)) => Cause::Service {
                error: ErasedServiceError {
                    retryable: error.retryable(),
                    error: Box::new(error),
                },
                metadata,
            },
            Err(cause) => cause,
        };
        Self(CallError::new(operation, cause).with_attempts(attempts))
    }
}

impl<T: StdError + Send + Sync + 'static> From<ServiceError<T>> for AnyError {
    fn from(error: ServiceError<T>) -> Self {
        let (error, report) = error.into_parts();
        Self::reported(Box::new(error), report)
    }
}
