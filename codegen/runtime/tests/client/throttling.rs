//! Status 429, and how long responses ask to wait.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use tinsmith_runtime::client::config::{
    AsyncSleep, IdentityCache, RetryConfig, StalledStreamProtectionConfig, TimeoutConfig,
};
use tinsmith_runtime::client::{Config, Core};
use tinsmith_runtime::error::Retryable;
use tinsmith_runtime::test_util::{ManualTimeSource, SdkBody};

use crate::operation::*;

/// 2026-01-01T00:00:00Z, by the client's clock.
const NOW: Duration = Duration::from_hours(24 * 20_454);
const LONGEST: Duration = Duration::from_secs(20);

/// A timer that ends delays at once and notes them; time limits, which are longer, never end.
#[derive(Clone, Debug, Default)]
struct Delays(Arc<Mutex<Vec<Duration>>>);

impl AsyncSleep for Delays {
    fn sleep(&self, duration: Duration) -> aws_smithy_async::rt::sleep::Sleep {
        if duration > LONGEST {
            return aws_smithy_async::rt::sleep::Sleep::new(std::future::pending());
        }
        self.0.lock().unwrap().push(duration);
        aws_smithy_async::rt::sleep::Sleep::new(std::future::ready(()))
    }
}

/// The delays of a call whose first attempt gets this response.
async fn delays(first: http::Response<SdkBody>) -> Vec<Duration> {
    let delays = Delays::default();
    let retries = RetryConfig::standard()
        .with_initial_backoff(Duration::from_nanos(1))
        .with_max_backoff(LONGEST);
    let config = Config::for_tests()
        .http_client(service(vec![first, ok()]))
        .sleep_impl(delays.clone())
        .identity_cache(IdentityCache::lazy().load_timeout(NOW).build())
        .time_source(ManualTimeSource::new(SystemTime::UNIX_EPOCH + NOW))
        .timeout_config(TimeoutConfig::disabled())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .retry_config(retries);
    let core = Core::new(&SERVICE, config.build());
    core.send::<Start>(StartInput::named("p")).await.unwrap();
    delays.0.lock().unwrap().clone()
}

fn with(status: u16, body: &str, headers: &[(&str, &str)]) -> http::Response<SdkBody> {
    let mut response = response(status, body);
    for (name, value) in headers {
        let name: http::HeaderName = name.parse().unwrap();
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}

#[tokio::test]
async fn status_429_is_throttling() {
    for body in [
        "",
        "<html>slow</html>",
        r#"{"message":"Too Many Requests"}"#,
        r#"{"__type":"NotFoundException"}"#,
        r#"{"__type":"QuotaException"}"#,
    ] {
        let (result, service) = call((0..3).map(|_| response(429, body)).collect()).await;
        let error = result.unwrap_err();
        assert!(error.is_throttling(), "{error}");
        assert_eq!(error.retryable(), Some(Retryable::Throttling));
        assert_eq!(service.actual_requests().count(), 3);
    }
}

#[tokio::test]
async fn delay_of_the_response_is_waited_for() {
    const BUSY: &str = r#"{"__type":"BusyException"}"#;
    const THROTTLED: &str = r#"{"__type":"ThrottlingException"}"#;
    let (http, aws) = ("retry-after", "x-amz-retry-after");
    let millis = Duration::from_millis;
    for (status, body) in [
        (429, ""),
        (503, ""),
        (500, "<html>"),
        (400, THROTTLED),
        (400, BUSY),
    ] {
        for (headers, expected) in [
            (&[(http, "3")][..], millis(3_000)),
            (&[(http, " 3 ")], millis(3_000)),
            (&[(http, "Thu, 01 Jan 2026 00:00:07 GMT")], millis(7_000)),
            (&[(aws, "700")], millis(700)),
            (&[(aws, "700"), (http, "3")], millis(700)),
            (&[(aws, "soon"), (http, "3")], millis(3_000)),
            // No longer than the longest backoff.
            (&[(http, "86400")], LONGEST),
            (&[(http, "18446744073709551615")], LONGEST),
            (&[(http, "Fri, 02 Jan 2026 00:00:00 GMT")], LONGEST),
            (&[(aws, "18446744073709551615")], LONGEST),
        ] {
            let response = with(status, body, headers);
            assert_eq!(delays(response).await, [expected], "{status} {headers:?}");
        }
    }
}

#[tokio::test]
async fn without_a_delay_the_backoff_applies() {
    for headers in [
        &[][..],
        &[("retry-after", "0")],
        &[("retry-after", "-1")],
        &[("retry-after", "soon")],
        &[("retry-after", "Wed, 31 Dec 2025 00:00:00 GMT")],
        &[("x-amz-retry-after", "soon")],
    ] {
        let delays = delays(with(503, "", headers)).await;
        assert!(delays[0] <= Duration::from_nanos(1), "{headers:?}");
    }
}

/// A header makes no error retryable.
#[tokio::test]
async fn permanent_errors_stay_permanent() {
    let error = r#"{"__type":"NotFoundException"}"#;
    let (result, service) = call(vec![with(400, error, &[("retry-after", "1")]), ok()]).await;
    assert!(!result.unwrap_err().is_retryable());
    assert_eq!(service.actual_requests().count(), 1);
}
