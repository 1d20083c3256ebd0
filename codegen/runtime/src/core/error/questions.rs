//! What one asks an error whatever its operation.
//!
//! Models list few of the errors that every service of AWS may report; the rest are known by their
//! codes. The lists are AWS's common errors, in the spellings that services use.
//!
//! The questions are inherent methods of [`CallError`](super::CallError) and of the error enum of
//! each generated crate, by two macros; the answers are given here, once.

use super::metadata::ErrorMetadata;
use super::operation::Retryable;
use super::transport::TransportError;

/// The codes of throttling, as AWS's SDKs know them.
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

/// What questions are answered from.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub(super) operation: &'static str,
    pub(super) attempts: u32,
    pub(super) kind: Kind<'a>,
    pub(super) metadata: Option<&'a ErrorMetadata>,
    /// What the model says of repeating the call.
    pub(super) modelled: Option<Retryable>,
}

/// The causes of failed calls, without their types.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind<'a> {
    Input,
    Service,
    Response,
    Transport(&'a TransportError),
    RepeatedToken,
}

/// The questions that need no type of an error, as methods that `$view` answers.
#[doc(hidden)]
#[macro_export]
macro_rules! error_questions {
    ($view:ident) => {
        /// The operation's name in the model.
        #[inline]
        pub fn operation(&self) -> &'static str {
            self.$view().operation()
        }

        /// How often the client sent the request, or tried to; 0 if it never got that far, and for
        /// errors that are not a client's.
        #[inline]
        pub fn attempts(&self) -> u32 {
            self.$view().attempts()
        }

        /// What is known of the response, if there was one.
        #[inline]
        pub fn metadata(&self) -> ::std::option::Option<&$crate::error::ErrorMetadata> {
            self.$view().metadata()
        }

        /// The error code the service sent, such as `ThrottlingException`.
        #[inline]
        pub fn code(&self) -> ::std::option::Option<&str> {
            self.$view().code()
        }

        /// The message the service sent.
        #[inline]
        pub fn message(&self) -> ::std::option::Option<&str> {
            self.$view().message()
        }

        /// The id of the request, to be quoted to AWS support.
        #[inline]
        pub fn request_id(&self) -> ::std::option::Option<&str> {
            self.$view().request_id()
        }

        /// The HTTP status of the response.
        #[inline]
        pub fn status(&self) -> ::std::option::Option<u16> {
            self.$view().status()
        }

        /// Whether the caller lacks a permission.
        #[inline]
        pub fn is_access_denied(&self) -> bool {
            self.$view().is_access_denied()
        }

        /// Whether the credentials are too old: temporary ones have to be fetched anew.
        #[inline]
        pub fn is_expired_token(&self) -> bool {
            self.$view().is_expired_token()
        }

        /// Whether AWS does not know the access key (or not in this partition).
        #[inline]
        pub fn is_unrecognized_client(&self) -> bool {
            self.$view().is_unrecognized_client()
        }

        /// Whether the signature does not fit the request: a wrong secret key, a clock that is wrong
        /// by minutes, or something on the way that changed the request.
        #[inline]
        pub fn is_invalid_signature(&self) -> bool {
            self.$view().is_invalid_signature()
        }

        /// Whether the request arrived without a signature.
        #[inline]
        pub fn is_missing_authentication_token(&self) -> bool {
            self.$view().is_missing_authentication_token()
        }

        /// Whether the service found the input invalid before it looked at what it asks for. Services
        /// that model such an error often give it a name of their own.
        #[inline]
        pub fn is_validation(&self) -> bool {
            self.$view().is_validation()
        }

        /// Whether the service cannot answer at the moment.
        #[inline]
        pub fn is_service_unavailable(&self) -> bool {
            self.$view().is_service_unavailable()
        }

        /// Whether the service failed for a reason that it keeps to itself.
        #[inline]
        pub fn is_internal_failure(&self) -> bool {
            self.$view().is_internal_failure()
        }

        /// Whether the call ended because time ran out on this side. The service may still carry it
        /// out.
        #[inline]
        pub fn is_timeout(&self) -> bool {
            self.$view().is_timeout()
        }

        /// Whether the connection could not be made, or broke.
        #[inline]
        pub fn is_connection(&self) -> bool {
            self.$view().is_connection()
        }

        /// Whether the service may have received the request, in any attempt: if so, the call may
        /// have had its effect although it failed. Repeat it with the same idempotency token, or look
        /// before repeating it.
        ///
        /// The answer is `false` only where it is certain.
        #[inline]
        pub fn may_have_been_sent(&self) -> bool {
            self.$view().may_have_been_sent()
        }
    };
}

/// The questions that depend on the modelled error, too.
#[doc(hidden)]
#[macro_export]
macro_rules! retry_questions {
    ($view:ident) => {
        /// Whether the service wants the caller to slow down.
        #[inline]
        pub fn is_throttling(&self) -> bool {
            self.$view().is_throttling()
        }

        /// Whether another attempt may succeed: see [`retryable`](Self::retryable).
        #[inline]
        pub fn is_retryable(&self) -> bool {
            self.$view().is_retryable()
        }

        /// Why another attempt may succeed, if it may.
        ///
        /// The client repeats attempts that fail like this by itself, so the error of a call means
        /// that its attempts, its time or the budget for retries were used up. A longer wait may help;
        /// whether the call can be repeated without acting twice is another question
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
        matches!(self.kind, Kind::Transport(error) if error.is_timeout())
    }

    pub fn is_connection(self) -> bool {
        matches!(self.kind, Kind::Transport(error) if error.is_connection())
    }

    pub fn may_have_been_sent(self) -> bool {
        match self.kind {
            Kind::Input => false,
            Kind::Service | Kind::Response | Kind::RepeatedToken => true,
            Kind::Transport(error) => error.may_have_been_sent(),
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
            Kind::Service => self
                .modelled
                .or_else(|| by_response(self.code(), self.status())),
            Kind::Response => by_response(None, self.status()),
            Kind::Transport(error) => error.retryable(),
            Kind::Input | Kind::RepeatedToken => None,
        }
    }

    fn has_code(self, codes: &[&str]) -> bool {
        self.code().is_some_and(|code| codes.contains(&code))
    }

    /// Of a response without a code, as load balancers send it, the status is all there is.
    fn has_only_status(self, status: u16) -> bool {
        let is_error = matches!(self.kind, Kind::Service);
        is_error && self.code().is_none() && self.status() == Some(status)
    }
}

fn by_response(code: Option<&str>, status: Option<u16>) -> Option<Retryable> {
    if code.is_some_and(|code| THROTTLING.contains(&code)) {
        return Some(Retryable::Throttling);
    }
    let is_transient = code.is_some_and(|code| TRANSIENT.contains(&code))
        || status.is_some_and(|status| TRANSIENT_STATUSES.contains(&status));
    is_transient.then_some(Retryable::Transient)
}
