//! What one asks an error whatever its operation.
//!
//! Models list few of the errors that every service of AWS may report; the rest are known by their
//! codes. The lists are AWS's common errors, in the spellings that services use.

use super::operation::{OperationError, Retryable};
use super::{Cause, Error};

/// What AWS's SDKs take for "you send too much".
const THROTTLING: &[&str] = &[
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

/// The codes and statuses with which a service asks to try again.
const TRANSIENT: &[&str] = &["RequestTimeout", "RequestTimeoutException"];
const TRANSIENT_STATUSES: &[u16] = &[500, 502, 503, 504];

impl<E> Error<E> {
    /// Whether the service reported an error for which `question` says yes; no error that it did
    /// not report is one:
    /// `error.is_service(RetryBuildError::is_resource_not_found_exception)`.
    pub fn is_service(&self, question: impl FnOnce(&E) -> bool) -> bool {
        self.service_error().is_some_and(question)
    }

    /// Whether the caller lacks a permission.
    pub fn is_access_denied(&self) -> bool {
        self.has_code(&[
            "AccessDenied",
            "AccessDeniedException",
            "NotAuthorized",
            "UnauthorizedOperation",
        ])
    }

    /// Whether the credentials are too old: temporary ones have to be fetched anew.
    pub fn is_expired_token(&self) -> bool {
        self.has_code(&["ExpiredToken", "ExpiredTokenException"])
    }

    /// Whether AWS does not know the access key (or not in this partition).
    pub fn is_unrecognized_client(&self) -> bool {
        self.has_code(&[
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
        ])
    }

    /// Whether the signature does not fit the request: a wrong secret key, a clock that is wrong
    /// by minutes, or something on the way that changed the request.
    pub fn is_invalid_signature(&self) -> bool {
        self.has_code(&[
            "IncompleteSignature",
            "IncompleteSignatureException",
            "InvalidSignatureException",
            "RequestExpired",
            "RequestTimeTooSkewed",
            "SignatureDoesNotMatch",
        ])
    }

    /// Whether the request arrived without a signature.
    pub fn is_missing_authentication_token(&self) -> bool {
        self.has_code(&[
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
        ])
    }

    /// Whether the service found the input invalid before it looked at what it asks for. Services
    /// that model such an error often give it a name of their own.
    pub fn is_validation(&self) -> bool {
        self.has_code(&["ValidationError", "ValidationException"])
    }

    /// Whether the service cannot answer at the moment.
    pub fn is_service_unavailable(&self) -> bool {
        self.has_code(&["ServiceUnavailable", "ServiceUnavailableException"])
            || self.has_only_status(503)
    }

    /// Whether the service failed for a reason that it keeps to itself.
    pub fn is_internal_failure(&self) -> bool {
        self.has_code(&[
            "InternalError",
            "InternalFailure",
            "InternalServerError",
            "InternalServerException",
            "InternalServiceError",
            "InternalServiceException",
        ]) || self.has_only_status(500)
    }

    /// Whether the call ended because time ran out on this side. The service may still carry it
    /// out.
    pub fn is_timeout(&self) -> bool {
        matches!(self.cause(), Cause::Transport(error) if error.is_timeout())
    }

    /// Whether the connection could not be made, or broke.
    pub fn is_connection(&self) -> bool {
        matches!(self.cause(), Cause::Transport(error) if error.is_connection())
    }

    /// Whether the service may have received the request, in any attempt: if so, the call may
    /// have had its effect although it failed. Repeat it with the same idempotency token, or look
    /// before repeating it.
    ///
    /// The answer is `false` only where it is certain.
    pub fn may_have_been_sent(&self) -> bool {
        match self.cause() {
            Cause::Input(_) => false,
            Cause::Service { .. } | Cause::Response { .. } => true,
            Cause::Transport(error) => error.may_have_been_sent(),
            #[cfg(feature = "client")]
            Cause::RepeatedToken(_) => true,
        }
    }

    fn has_code(&self, codes: &[&str]) -> bool {
        self.code().is_some_and(|code| codes.contains(&code))
    }

    /// Of a response without a code, as load balancers send it, the status is all there is.
    fn has_only_status(&self, status: u16) -> bool {
        let is_error = matches!(self.cause(), Cause::Service { .. });
        is_error && self.code().is_none() && self.status() == Some(status)
    }
}

impl<E: OperationError> Error<E> {
    /// Whether the service wants the caller to slow down.
    pub fn is_throttling(&self) -> bool {
        self.retryable() == Some(Retryable::Throttling)
    }

    /// Whether another attempt may succeed: see [`retryable`](Self::retryable).
    pub fn is_retryable(&self) -> bool {
        self.retryable().is_some()
    }

    /// Why another attempt may succeed, if it may.
    ///
    /// The client repeats attempts that fail like this by itself, so the error of a call means
    /// that its attempts, its time or the budget for retries were used up. A longer wait may help;
    /// whether the call can be repeated without acting twice is another question
    /// ([`may_have_been_sent`](Self::may_have_been_sent)).
    pub fn retryable(&self) -> Option<Retryable> {
        match self.cause() {
            Cause::Service { error, metadata } => error
                .retryable()
                .or_else(|| by_response(metadata.code(), metadata.status())),
            Cause::Response { metadata, .. } => by_response(None, metadata.status()),
            Cause::Transport(error) => error.retryable(),
            Cause::Input(_) => None,
            #[cfg(feature = "client")]
            Cause::RepeatedToken(_) => None,
        }
    }
}

fn by_response(code: Option<&str>, status: u16) -> Option<Retryable> {
    if code.is_some_and(|code| THROTTLING.contains(&code)) {
        return Some(Retryable::Throttling);
    }
    let is_transient =
        code.is_some_and(|code| TRANSIENT.contains(&code)) || TRANSIENT_STATUSES.contains(&status);
    is_transient.then_some(Retryable::Transient)
}
