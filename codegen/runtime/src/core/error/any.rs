//! The errors of all services as one type.

use std::error::Error as StdError;
use std::fmt;

use super::operation::{OperationError, Retryable};
use super::questions::View;
use super::service::ServiceError;
use super::{CallError, Cause};

/// The error of a call of any operation of any service, for programs with several clients: the errors
/// of calls and those of services convert into it with `?`.
///
/// Its `source()` is what the service reported, such as `RetryBuildError` or the shape of an error.
///
/// ```text
/// async fn run() -> Result<(), AnyError> {
///     let builds = codebuild.list_builds().send().await?;
///     let keys = kms.list_keys().send().await?;
///     …
/// }
/// ```
pub struct AnyError(CallError<Reported>);

/// What a service reported, without its type.
#[derive(Debug)]
struct Reported {
    error: Box<dyn StdError + Send + Sync>,
    retryable: Option<Retryable>,
}

impl AnyError {
    fn view(&self) -> View<'_> {
        View {
            modelled: self.0.service_error().and_then(|it| it.retryable),
            ..self.0.view()
        }
    }

    crate::error_questions!(view);
    crate::retry_questions!(view);
}

impl fmt::Debug for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Reported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl fmt::Display for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for Reported {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}

impl StdError for AnyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self.0.service_error() {
            Some(reported) => Some(&*reported.error),
            None => self.0.source(),
        }
    }
}

impl<E: OperationError> From<CallError<E>> for AnyError {
    fn from(error: CallError<E>) -> Self {
        let (operation, attempts) = (error.operation(), error.attempts());
        let cause = match error.into_cause().into_service() {
            Ok((error, metadata)) => Cause::Service {
                error: Reported {
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
        let reported = Reported {
            error: Box::new(error),
            retryable: report.retryable,
        };
        let cause = Cause::Service {
            error: reported,
            metadata: report.metadata,
        };
        Self(CallError::new(report.operation, cause).with_attempts(report.attempts))
    }
}
