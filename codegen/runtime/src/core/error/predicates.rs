//! Predicates for all errors.
//!
//! Models list few of the errors that every AWS service may report; the others are recognized by
//! AWS's common error codes, in the spellings that services use.
//!
//! Two macros define the predicates as inherent methods of [`CallError`](super::CallError) and of
//! the error enum of each generated crate; they are implemented once, on [`View`].

use super::metadata::ErrorMetadata;
use super::operation::Retryable;
use super::transport::TransportError;

/// Throttling codes, as in AWS's SDKs.
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

/// The status of throttling, whatever the code.
const TOO_MANY_REQUESTS: u16 = 429;

/// Codes and statuses of transient errors.
const TRANSIENT: &[&str] = &["RequestTimeout", "RequestTimeoutException"];
const TRANSIENT_STATUSES: &[u16] = &[500, 502, 503, 504];

/// A type-erased view of an error, on which the predicates are implemented.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub(super) operation: &'static str,
    pub(super) attempts: u32,
    pub(super) kind: CauseKind<'a>,
    pub(super) metadata: Option<&'a ErrorMetadata>,
    /// The model's retry information.
    pub(super) modelled: Option<Retryable>,
}

/// [`Cause`](super::Cause) without its types.
#[derive(Clone, Copy, Debug)]
pub(super) enum CauseKind<'a> {
    Input,
    Service,
    Response,
    Transport(&'a TransportError),
    RepeatedToken,
    Presigning,
}

/// Predicates that do not need the type of the error, delegating to `$view`.
#[doc(hidden)]
#[macro_export]
macro_rules! error_predicates {
    ($view:ident) => {
        /// The operation's name in the model.
        #[inline]
        pub fn operation(&self) -> &'static str {
            self.$view().operation()
        }

        /// How many times the client sent the request; 0 if it was never sent or the error is not
        /// from a client.
        #[inline]
        pub fn attempts(&self) -> u32 {
            self.$view().attempts()
        }

        /// The metadata of the response, if there was one.
        #[inline]
        pub fn metadata(&self) -> ::std::option::Option<&$crate::error::ErrorMetadata> {
            self.$view().metadata()
        }

        /// The error code, such as `ThrottlingException`.
        #[inline]
        pub fn code(&self) -> ::std::option::Option<&str> {
            self.$view().code()
        }

        /// The error message.
        #[inline]
        pub fn message(&self) -> ::std::option::Option<&str> {
            self.$view().message()
        }

        /// The request id, as needed for AWS support.
        #[inline]
        pub fn request_id(&self) -> ::std::option::Option<&str> {
            self.$view().request_id()
        }

        /// The second id of a request to S3, which AWS support asks for, too.
        #[inline]
        pub fn extended_request_id(&self) -> ::std::option::Option<&str> {
            self.metadata()?.extended_request_id()
        }

        /// The HTTP status of the response.
        #[inline]
        pub fn status(&self) -> ::std::option::Option<u16> {
            self.$view().status()
        }

        /// Whether a permission is missing.
        #[inline]
        pub fn is_access_denied(&self) -> bool {
            self.$view().is_access_denied()
        }

        /// Whether the credentials have expired; temporary ones have to be renewed.
        #[inline]
        pub fn is_expired_token(&self) -> bool {
            self.$view().is_expired_token()
        }

        /// Whether the access key is unknown to AWS, or to this partition.
        #[inline]
        pub fn is_unrecognized_client(&self) -> bool {
            self.$view().is_unrecognized_client()
        }

        /// Whether the signature does not match the request: a wrong secret key, a clock that is
        /// off by minutes, or a request that was modified in transit.
        #[inline]
        pub fn is_invalid_signature(&self) -> bool {
            self.$view().is_invalid_signature()
        }

        /// Whether the request was not signed.
        #[inline]
        pub fn is_missing_authentication_token(&self) -> bool {
            self.$view().is_missing_authentication_token()
        }

        /// Whether the service rejected the input as invalid. Services that model this error often
        /// use a name of their own.
        #[inline]
        pub fn is_validation(&self) -> bool {
            self.$view().is_validation()
        }

        /// Whether the service is temporarily unavailable.
        #[inline]
        pub fn is_service_unavailable(&self) -> bool {
            self.$view().is_service_unavailable()
        }

        /// Whether it is an internal error of the service.
        #[inline]
        pub fn is_internal_failure(&self) -> bool {
            self.$view().is_internal_failure()
        }

        /// Whether a client-side timeout was exceeded. The service may still process the request.
        #[inline]
        pub fn is_timeout(&self) -> bool {
            self.$view().is_timeout()
        }

        /// Whether the connection failed.
        #[inline]
        pub fn is_connection(&self) -> bool {
            self.$view().is_connection()
        }

        /// Whether the service may have received the request, in any attempt: if so, the call may
        /// have taken effect although it failed. Retry it with the same idempotency token, or check
        /// the state first.
        ///
        /// `false` only if it is certain.
        #[inline]
        pub fn may_have_been_sent(&self) -> bool {
            self.$view().may_have_been_sent()
        }
    };
}

/// Predicates that also depend on the modelled error.
#[doc(hidden)]
#[macro_export]
macro_rules! retry_predicates {
    ($view:ident) => {
        /// Whether the request was throttled.
        #[inline]
        pub fn is_throttling(&self) -> bool {
            self.$view().is_throttling()
        }

        /// Whether another attempt may succeed; see [`retryable`](Self::retryable).
        #[inline]
        pub fn is_retryable(&self) -> bool {
            self.$view().is_retryable()
        }

        /// Why another attempt may succeed; `None` if it would fail again.
        ///
        /// The client retries such errors itself, so the error of a call means that its attempts,
        /// its time limit or the retry budget were used up. A longer wait may help; whether a retry
        /// could take effect twice is a separate matter
        /// ([`may_have_been_sent`](Self::may_have_been_sent)).
        #[inline]
        pub fn retryable(&self) -> ::std::option::Option<$crate::error::Retryable> {
            self.$view().retryable()
        }
    };
}

#[allow(missing_docs, reason = "the macros document the methods")]
impl<'a> View<'a> {
    pub fn operation(self) -> &'static str {
        self.operation
    }

    pub fn attempts(self) -> u32 {
        self.attempts
    }

    pub fn metadata(self) -> Option<&'a ErrorMetadata> {
        self.metadata
    }

    pub fn code(self) -> Option<&'a str> {
        self.metadata?.code()
    }

    pub fn message(self) -> Option<&'a str> {
        self.metadata?.message()
    }

    pub fn request_id(self) -> Option<&'a str> {
        self.metadata?.request_id()
    }

    pub fn status(self) -> Option<u16> {
        self.metadata.map(ErrorMetadata::status)
    }

    pub fn is_access_denied(self) -> bool {
        self.has_code(&[
            "AccessDenied",
            "AccessDeniedException",
            "NotAuthorized",
            "UnauthorizedOperation",
        ])
    }

    pub fn is_expired_token(self) -> bool {
        self.has_code(&["ExpiredToken", "ExpiredTokenException"])
    }

    pub fn is_unrecognized_client(self) -> bool {
        self.has_code(&[
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
        ])
    }

    pub fn is_invalid_signature(self) -> bool {
        self.has_code(&[
            "IncompleteSignature",
            "IncompleteSignatureException",
            "InvalidSignatureException",
            "RequestExpired",
            "RequestTimeTooSkewed",
            "SignatureDoesNotMatch",
        ])
    }

    pub fn is_missing_authentication_token(self) -> bool {
        self.has_code(&[
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
        ])
    }

    pub fn is_validation(self) -> bool {
        self.has_code(&["ValidationError", "ValidationException"])
    }

    pub fn is_service_unavailable(self) -> bool {
        self.has_code(&["ServiceUnavailable", "ServiceUnavailableException"])
            || self.has_only_status(503)
    }

    pub fn is_internal_failure(self) -> bool {
        self.has_code(&[
            "InternalError",
            "InternalFailure",
            "InternalServerError",
            "InternalServerException",
            "InternalServiceError",
            "InternalServiceException",
        ]) || self.has_only_status(500)
    }

    pub fn is_timeout(self) -> bool {
        matches!(self.kind, CauseKind::Transport(error) if error.is_timeout())
    }

    pub fn is_connection(self) -> bool {
        matches!(self.kind, CauseKind::Transport(error) if error.is_connection())
    }

    pub fn may_have_been_sent(self) -> bool {
        match self.kind {
            CauseKind::Input | CauseKind::Presigning => false,
            CauseKind::Service | CauseKind::Response | CauseKind::RepeatedToken => true,
            CauseKind::Transport(error) => error.may_have_been_sent(),
        }
    }

    pub fn is_throttling(self) -> bool {
        self.retryable() == Some(Retryable::Throttling)
    }

    pub fn is_retryable(self) -> bool {
        self.retryable().is_some()
    }

    pub fn retryable(self) -> Option<Retryable> {
        match self.kind {
            CauseKind::Service => self
                .modelled
                .or_else(|| by_response(self.code(), self.status())),
            CauseKind::Response => by_response(None, self.status()),
            CauseKind::Transport(error) => error.retryable(),
            CauseKind::Input | CauseKind::RepeatedToken | CauseKind::Presigning => None,
        }
    }

    fn has_code(self, codes: &[&str]) -> bool {
        self.code().is_some_and(|code| codes.contains(&code))
    }

    /// For responses without a code, such as a load balancer's.
    fn has_only_status(self, status: u16) -> bool {
        let is_error = matches!(self.kind, CauseKind::Service);
        is_error && self.code().is_none() && self.status() == Some(status)
    }
}

fn by_response(code: Option<&str>, status: Option<u16>) -> Option<Retryable> {
    if code.is_some_and(|code| THROTTLING.contains(&code)) {
        return Some(Retryable::Throttling);
    }
    if code.is_some_and(|code| TRANSIENT.contains(&code)) {
        return Some(Retryable::Transient);
    }
    match status? {
        TOO_MANY_REQUESTS => Some(Retryable::Throttling),
        status => TRANSIENT_STATUSES
            .contains(&status)
            .then_some(Retryable::Transient),
    }
}
