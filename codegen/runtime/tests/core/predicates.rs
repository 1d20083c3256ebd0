//! Predicates of `Error`.

use http::Response;
use tinsmith_runtime::body::Body;
use tinsmith_runtime::error::{CallError, Cause, Retryable, TransportError, TransportErrorKind};
use tinsmith_runtime::operation::Operation;

use super::shapes::{Fetch, FetchError, FetchInput};

type FetchResult = CallError<FetchError>;

fn with(status: u16, body: String) -> FetchResult {
    let response = Response::builder().status(status).body(Body::from(body));
    Fetch::response(&response.unwrap()).unwrap_err()
}

fn code(code: &str) -> FetchResult {
    with(400, format!(r#"{{"__type":"{code}"}}"#))
}

fn transport(kind: TransportErrorKind) -> FetchResult {
    CallError::new("Fetch", Cause::Transport(TransportError::new(kind, "why")))
}

/// The names of the predicates that hold.
fn yes(error: &FetchResult) -> Vec<&'static str> {
    [
        ("throttling", error.is_throttling()),
        ("access denied", error.is_access_denied()),
        ("expired token", error.is_expired_token()),
        ("unrecognized client", error.is_unrecognized_client()),
        ("invalid signature", error.is_invalid_signature()),
        ("missing token", error.is_missing_authentication_token()),
        ("validation", error.is_validation()),
        ("unavailable", error.is_service_unavailable()),
        ("internal", error.is_internal_failure()),
        ("timeout", error.is_timeout()),
        ("connection", error.is_connection()),
        ("retryable", error.is_retryable()),
    ]
    .into_iter()
    .filter_map(|(question, answer)| answer.then_some(question))
    .collect()
}

#[test]
fn common_errors_are_recognized_by_code() {
    for (name, expected) in [
        ("AccessDeniedException", "access denied"),
        ("AccessDenied", "access denied"),
        ("NotAuthorized", "access denied"),
        ("ExpiredTokenException", "expired token"),
        ("ExpiredToken", "expired token"),
        ("UnrecognizedClientException", "unrecognized client"),
        ("InvalidClientTokenId", "unrecognized client"),
        ("InvalidSignatureException", "invalid signature"),
        ("SignatureDoesNotMatch", "invalid signature"),
        ("IncompleteSignature", "invalid signature"),
        ("MissingAuthenticationToken", "missing token"),
        ("MissingAuthenticationTokenException", "missing token"),
        ("ValidationException", "validation"),
        ("ServiceUnavailable", "unavailable"),
        ("InternalFailure", "internal"),
    ] {
        assert_eq!(yes(&code(name)), [expected], "{name}");
    }
    for name in ["NotFoundException", "NewException", "", "accessdenied"] {
        assert!(yes(&code(name)).is_empty(), "{name}");
    }
}

#[test]
fn throttling_is_recognized() {
    for name in [
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
        // Throttling by the model.
        "Busy",
    ] {
        let error = code(name);
        assert_eq!(yes(&error), ["throttling", "retryable"], "{name}");
        assert_eq!(error.retryable(), Some(Retryable::Throttling));
    }
    // The code takes precedence over the status.
    let error = with(503, r#"{"__type":"SlowDown"}"#.to_owned());
    assert_eq!(yes(&error), ["throttling", "retryable"]);
}

#[test]
fn status_decides_where_there_is_no_code() {
    for (status, expected) in [
        (500, &["internal", "retryable"][..]),
        (502, &["retryable"]),
        (503, &["unavailable", "retryable"]),
        (504, &["retryable"]),
        (400, &[]),
        (429, &["throttling", "retryable"]),
        (501, &[]),
    ] {
        assert_eq!(
            yes(&with(status, "<html>".to_owned())),
            expected,
            "{status}"
        );
    }
    let error = with(500, r#"{"__type":"NewException"}"#.to_owned());
    assert_eq!(yes(&error), ["retryable"]);
    for name in ["RequestTimeout", "RequestTimeoutException"] {
        assert_eq!(code(name).retryable(), Some(Retryable::Transient));
    }
}

#[test]
fn errors_without_a_response() {
    use TransportErrorKind::{Connection, Construction, Response, Timeout};
    for (error, expected, sent) in [
        (transport(Construction), &[][..], false),
        (transport(Timeout), &["timeout", "retryable"], true),
        (transport(Connection), &["connection", "retryable"], true),
        (transport(Response), &[], true),
        (
            CallError::new(
                "Fetch",
                Cause::Input(Fetch::check(&FetchInput::default()).unwrap_err()),
            ),
            &[],
            false,
        ),
        // An unreadable response is not retryable.
        (with(200, "[]".to_owned()), &[], true),
    ] {
        assert_eq!(yes(&error), expected, "{error}");
        assert_eq!(error.may_have_been_sent(), sent, "{error}");
    }
    let refused = TransportError::new(Connection, "refused").with_may_have_been_sent(false);
    let error = FetchResult::new("Fetch", Cause::Transport(refused));
    assert!(!error.may_have_been_sent());
}

#[test]
fn is_service_takes_predicates_of_the_operation() {
    let is_busy = |error: &FetchError| matches!(error, FetchError::BusyException(_));
    assert!(code("Busy").is_service(is_busy));
    assert!(!code("New").is_service(is_busy));
    assert!(!transport(TransportErrorKind::Timeout).is_service(|_| true));
}

#[test]
fn attempts_are_reported() {
    assert_eq!(code("Busy").attempts(), 0);
    assert_eq!(code("Busy").with_attempts(3).attempts(), 3);
}
