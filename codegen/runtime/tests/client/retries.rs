//! Retries and idempotency tokens.

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use tinsmith_runtime::client::config::RetryConfig;
use tinsmith_runtime::client::{Config, Core};
use tinsmith_runtime::error::Cause;
use tinsmith_runtime::test_util::ManualTimeSource;

use crate::operation::*;

fn throttled() -> http::Response<tinsmith_runtime::test_util::SdkBody> {
    response(
        400,
        r#"{"__type":"ThrottlingException","message":"slow down"}"#,
    )
}

#[tokio::test]
async fn all_attempts_have_the_same_token() {
    for first in [response(500, ""), response(503, "busy"), throttled()] {
        let (result, service) = call(vec![first, throttled(), ok()]).await;
        assert!(result.is_ok());
        let bodies = bodies(&service);
        assert_eq!(bodies.len(), 3);
        let token = bodies[0]["token"].as_str().unwrap();
        assert_eq!(token.len(), 36, "a UUID: {token}");
        assert_eq!(token.as_bytes()[14], b'4', "of version 4: {token}");
        assert!(
            bodies.iter().all(|body| body["token"] == token),
            "{bodies:?}"
        );
        let ids: HashSet<_> = headers(&service, "amz-sdk-invocation-id")
            .into_iter()
            .collect();
        assert_eq!(ids.len(), 1);
        assert!(headers(&service, "amz-sdk-request")[2].ends_with("attempt=3; max=3"));
    }
}

#[tokio::test]
async fn each_call_has_its_own_token() {
    let service = service(vec![ok(), ok()]);
    let core = client(&service);
    for _ in 0..2 {
        core.send::<Start>(StartInput::named("p")).await.unwrap();
    }
    let bodies = bodies(&service);
    assert_ne!(bodies[0]["token"], bodies[1]["token"]);
}

#[tokio::test]
async fn token_of_the_input_is_kept() {
    let service = service(vec![ok()]);
    let input = StartInput {
        token: Some("mine".to_owned()),
        ..StartInput::named("p")
    };
    client(&service).send::<Start>(input).await.unwrap();
    assert_eq!(bodies(&service)[0]["token"], "mine");
}

#[tokio::test]
async fn tokens_can_be_disabled() {
    let service = service(vec![ok()]);
    let config = Config::for_tests()
        .http_client(service.clone())
        .idempotency_tokens(false);
    let core = Core::new(&SERVICE, config.build());
    core.send::<Start>(StartInput::named("p")).await.unwrap();
    assert_eq!(bodies(&service), [serde_json::json!({"name": "p"})]);
}

#[tokio::test]
async fn retryable_statuses_and_codes_are_retried() {
    let error = |code: &str| response(400, &format!(r#"{{"__type":"{code}"}}"#));
    let codes = [
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "RequestThrottledException",
        "TooManyRequestsException",
        "ProvisionedThroughputExceededException",
        "TransactionInProgressException",
        "RequestLimitExceeded",
        "BandwidthLimitExceeded",
        "LimitExceededException",
        "RequestThrottled",
        "SlowDown",
        "PriorRequestNotComplete",
        "EC2ThrottledException",
        "RequestTimeout",
        "RequestTimeoutException",
        // Retryable by the operation's model.
        "BusyException",
    ];
    let statuses = [429, 500, 502, 503, 504].map(|status| response(status, ""));
    for first in codes.map(error).into_iter().chain(statuses) {
        let what = format!("{first:?}");
        let (result, _) = call(vec![first, ok()]).await;
        assert!(result.is_ok(), "{what}");
    }
    for first in [
        response(501, ""),
        error("ValidationException"),
        error("AccessDeniedException"),
    ] {
        let (result, service) = call(vec![first, ok()]).await;
        assert!(result.is_err());
        assert_eq!(service.actual_requests().count(), 1);
    }
}

/// `is_retryable()` agrees with what the client does.
#[tokio::test]
async fn is_retryable_agrees_with_the_client() {
    let codes = [
        "-",
        "Throttling",
        "SlowDown",
        "PriorRequestNotComplete",
        "LimitExceededException",
        "RequestTimeout",
        "RequestTimeoutException",
        "BusyException",
        "NotFoundException",
        "AccessDeniedException",
        "ServiceUnavailable",
        "InternalFailure",
        "ValidationException",
    ];
    for status in [400, 403, 408, 429, 500, 501, 502, 503, 504, 505, 200] {
        for code in codes {
            let body = || format!(r#"{{"__type":"{code}","id":1}}"#);
            let service = service([(); 3].map(|()| response(status, &body())).into());
            let error = client(&service)
                .send::<Start>(StartInput::named("p"))
                .await
                .unwrap_err();
            let attempts = service.actual_requests().count();
            assert_eq!(error.is_retryable(), attempts > 1, "{status} {code}");
            assert_eq!(error.attempts() as usize, attempts, "{status} {code}");
            assert!(error.may_have_been_sent());
        }
    }
}

#[tokio::test]
async fn error_of_the_last_attempt_is_reported() {
    let page = || response(500, "<html><body>Internal Server Error</body></html>");
    let (result, service) = call(vec![page(), page(), page()]).await;
    let error = result.unwrap_err();
    assert!(matches!(error.cause(), Cause::Service { .. }));
    assert_eq!(error.status(), Some(500));
    assert_eq!(error.code(), None);
    assert!(error.metadata().unwrap().body().starts_with(b"<html>"));
    assert_eq!(service.actual_requests().count(), 3);
}

#[tokio::test]
async fn number_of_attempts_can_be_set() {
    let service = service(vec![response(500, ""), ok()]);
    let config = Config::for_tests()
        .http_client(service.clone())
        .retry_config(RetryConfig::disabled());
    let core = Core::new(&SERVICE, config.build());
    assert!(core.send::<Start>(StartInput::named("p")).await.is_err());
    assert_eq!(service.actual_requests().count(), 1);
}

/// 2026-01-01T00:00:00Z on the local clock; the service's clock is a day ahead.
const LOCAL_TIME: Duration = Duration::from_hours(24 * 20_454);

/// The service's answer to a signature whose time is refused, with its own.
fn skewed(day: u32) -> http::Response<tinsmith_runtime::test_util::SdkBody> {
    let mut skewed = response(403, r#"{"__type":"InvalidSignatureException"}"#);
    let ahead = format!("Fri, {day:02} Jan 2026 00:00:00 GMT");
    skewed.headers_mut().insert("date", ahead.parse().unwrap());
    skewed
}

async fn call_with_skew(correct: bool) -> (bool, Vec<String>) {
    let service = service(vec![skewed(2), ok()]);
    let config = Config::for_tests()
        .http_client(service.clone())
        .clock_skew_correction(correct)
        .time_source(ManualTimeSource::new(SystemTime::UNIX_EPOCH + LOCAL_TIME));
    let core = Core::new(&SERVICE, config.build());
    let result = core.send::<Start>(StartInput::named("p")).await;
    (result.is_ok(), headers(&service, "x-amz-date"))
}

#[tokio::test]
async fn clock_skew_is_corrected() {
    let (succeeded, dates) = call_with_skew(true).await;
    assert!(succeeded);
    assert_eq!(dates, ["20260101T000000Z", "20260102T000000Z"]);
}

#[tokio::test]
async fn clock_skew_correction_can_be_disabled() {
    let (succeeded, dates) = call_with_skew(false).await;
    assert!(!succeeded);
    assert_eq!(dates, ["20260101T000000Z"]);
}

/// A clock that moves is corrected once, also if no attempts are left.
#[tokio::test]
async fn clock_skew_is_corrected_once_without_retries() {
    let service = service(vec![skewed(2), skewed(9), ok()]);
    let config = Config::for_tests()
        .http_client(service.clone())
        .retry_config(RetryConfig::disabled())
        .time_source(ManualTimeSource::new(SystemTime::UNIX_EPOCH + LOCAL_TIME));
    let core = Core::new(&SERVICE, config.build());
    let result = core.send::<Start>(StartInput::named("p")).await;
    assert_eq!(result.unwrap_err().attempts(), 2);
    let dates = headers(&service, "x-amz-date");
    assert_eq!(dates, ["20260101T000000Z", "20260102T000000Z"]);
}
