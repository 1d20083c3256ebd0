//! Refused attempts whose reason the client corrects: the clock's skew, expired credentials.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_smithy_http_client::Builder;
use aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint;
use tinsmith_runtime::client::config::interceptors::BeforeDeserializationInterceptorContextRef;
use tinsmith_runtime::client::config::{
    BoxError, ConfigBag, IdentityCache, Intercept, RetryConfig, RuntimeComponents,
};
use tinsmith_runtime::client::{Config, ConfigBuilder, Core};
use tinsmith_runtime::test_util::{ManualTimeSource, SdkBody, StaticReplayClient};

use tokio::sync::Barrier;

use crate::credentials::Numbered;
use crate::keep_alive::{GOOD, KeepAlive};
use crate::operation::*;

/// 2026-01-01T00:00:00Z on the local clock.
const LOCAL_TIME: Duration = Duration::from_hours(24 * 20_454);
const NOW: &str = "Thu, 01 Jan 2026 00:00:00 GMT";
const HOUR_AHEAD: &str = "Thu, 01 Jan 2026 01:00:00 GMT";
const DAY_AHEAD: &str = "Fri, 02 Jan 2026 00:00:00 GMT";

type Response = http::Response<SdkBody>;

fn dated(mut response: Response, date: &str) -> Response {
    response.headers_mut().insert("date", date.parse().unwrap());
    response
}

fn refused(code: &str) -> Response {
    response(403, &format!(r#"{{"__type":"{code}"}}"#))
}

/// A response of something before the service.
fn of_a_proxy(status: u16) -> Response {
    let mut response = response(status, "<html>busy</html>");
    response.headers_mut().remove("x-amzn-requestid");
    response
}

fn config(service: &StaticReplayClient) -> ConfigBuilder {
    Config::for_tests()
        .http_client(service.clone())
        .time_source(ManualTimeSource::new(SystemTime::UNIX_EPOCH + LOCAL_TIME))
}

/// The times of signatures of a call that gets these responses.
async fn signed(responses: Vec<Response>) -> (bool, Vec<String>) {
    let service = service(responses);
    let core = Core::new(&SERVICE, config(&service).build());
    let result = core.send::<Start>(StartInput::named("p")).await;
    (result.is_ok(), headers(&service, "x-amz-date"))
}

const LOCAL: &str = "20260101T000000Z";

#[tokio::test]
async fn time_of_a_proxy_is_ignored() {
    for status in [500, 503, 504, 429] {
        let responses = vec![dated(of_a_proxy(status), HOUR_AHEAD), dated(ok(), NOW)];
        assert_eq!(signed(responses).await, (true, vec![LOCAL.to_owned(); 2]));
    }
}

/// A gateway in front of the service passes its request id on, but has a clock of its own.
#[tokio::test]
async fn signature_that_a_wrong_time_spoiled_is_repeated() {
    for code in [
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "RequestTimeTooSkewed",
        "RequestExpired",
    ] {
        let responses = vec![
            dated(response(503, ""), HOUR_AHEAD),
            dated(refused(code), NOW),
            dated(ok(), NOW),
        ];
        let (succeeded, dates) = signed(responses).await;
        assert!(succeeded, "{code}");
        assert_eq!(dates, [LOCAL, "20260101T010000Z", LOCAL]);
    }
}

#[tokio::test]
async fn wrong_time_of_a_call_does_not_fail_the_next_one() {
    let service = service(vec![
        dated(ok(), HOUR_AHEAD),
        dated(refused("InvalidSignatureException"), NOW),
        dated(ok(), NOW),
    ]);
    let core = Core::new(&SERVICE, config(&service).build());
    for _ in 0..2 {
        core.send::<Start>(StartInput::named("p")).await.unwrap();
    }
}

#[tokio::test]
async fn skew_is_learned_from_a_refusal_without_request_id() {
    let mut refusal = dated(refused("RequestTimeTooSkewed"), DAY_AHEAD);
    refusal.headers_mut().remove("x-amzn-requestid");
    let (succeeded, dates) = signed(vec![refusal, ok()]).await;
    assert!(succeeded);
    assert_eq!(dates, [LOCAL, "20260102T000000Z"]);
}

/// A clock that goes on while a body is received.
#[derive(Debug)]
struct SlowBody(ManualTimeSource);

#[dyn_dispatch_hint]
impl Intercept for SlowBody {
    fn name(&self) -> &'static str {
        "SlowBody"
    }

    fn read_before_deserialization(
        &self,
        _: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.advance(Duration::from_mins(10));
        Ok(())
    }
}

#[tokio::test]
async fn time_of_a_slow_body_is_no_skew() {
    let service = service(vec![dated(ok(), NOW), dated(ok(), NOW)]);
    let clock = ManualTimeSource::new(SystemTime::UNIX_EPOCH + LOCAL_TIME);
    let config = config(&service).time_source(clock.clone());
    let core = Core::new(&SERVICE, config.interceptor(SlowBody(clock)).build());
    for _ in 0..2 {
        core.send::<Start>(StartInput::named("p")).await.unwrap();
    }
    assert_eq!(headers(&service, "x-amz-date"), [LOCAL, "20260101T001000Z"]);
}

/// Once the skew is known, a refusal has another reason.
#[tokio::test]
async fn refusal_with_the_right_time_is_not_repeated() {
    for code in ["AccessDeniedException", "InvalidSignatureException"] {
        let responses = vec![
            dated(response(503, ""), DAY_AHEAD),
            dated(refused(code), DAY_AHEAD),
            ok(),
        ];
        let (succeeded, dates) = signed(responses).await;
        assert!(!succeeded, "{code}");
        assert_eq!(dates, [LOCAL, "20260102T000000Z"]);
    }
}

fn keys(service: &StaticReplayClient) -> Vec<String> {
    let keys = headers(service, "authorization").into_iter().map(|header| {
        let (_, rest) = header.split_once("Credential=").unwrap();
        rest.split('/').next().unwrap().to_owned()
    });
    keys.collect()
}

#[tokio::test]
async fn expired_credentials_are_fetched_anew() {
    for code in ["ExpiredToken", "ExpiredTokenException", "RequestExpired"] {
        for with_cache in [false, true] {
            let service = service(vec![refused(code), ok(), ok()]);
            let provider = Numbered::default();
            let mut config = config(&service).credentials_provider(provider.clone());
            if with_cache {
                config = config.identity_cache(IdentityCache::lazy().build());
            }
            let core = Core::new(&SERVICE, config.build());
            for _ in 0..2 {
                core.send::<Start>(StartInput::named("p")).await.unwrap();
            }
            assert_eq!(keys(&service), ["AK0", "AK1", "AK1"]);
            assert_eq!(provider.asked(), 2);
        }
    }
}

#[tokio::test]
async fn expired_credentials_are_fetched_once_per_call() {
    let responses = (0..4).map(|_| refused("ExpiredTokenException"));
    let service = service(responses.collect());
    let provider = Numbered::default();
    let core = Core::new(
        &SERVICE,
        config(&service)
            .credentials_provider(provider.clone())
            .build(),
    );
    for call in 1..=2 {
        let error = core
            .send::<Start>(StartInput::named("p"))
            .await
            .unwrap_err();
        assert!(error.is_expired_token(), "{error}");
        assert_eq!(error.attempts(), 2);
        assert_eq!(provider.asked(), call + 1);
    }
}

/// The request with new credentials is none of the attempts.
#[tokio::test]
async fn expired_credentials_are_fetched_anew_without_retries() {
    let service = service(vec![refused("ExpiredToken"), ok(), ok()]);
    let config = config(&service)
        .credentials_provider(Numbered::default())
        .retry_config(RetryConfig::disabled());
    let core = Core::new(&SERVICE, config.build());
    for _ in 0..2 {
        core.send::<Start>(StartInput::named("p")).await.unwrap();
    }
    assert_eq!(keys(&service), ["AK0", "AK1", "AK1"]);
}

/// Calls that were refused together ask once, not once each.
#[tokio::test]
async fn concurrent_calls_renew_credentials_once() {
    const CALLS: usize = 20;
    const REFUSED: &str =
        "HTTP/1.1 400 Bad Request\r\ncontent-length: 25\r\n\r\n{\"__type\":\"ExpiredToken\"}";
    let all_sent = Arc::new(Barrier::new(CALLS));
    let server = KeepAlive::start(move |head| {
        let all_sent = all_sent.clone();
        async move {
            if !head.contains("Credential=AK0/") {
                return GOOD.to_owned();
            }
            all_sent.wait().await;
            REFUSED.to_owned()
        }
    });
    let provider = Numbered::default();
    let config = Config::for_tests()
        .endpoint_url(server.await.url)
        .http_client(Builder::new().build_http())
        .credentials_provider(provider.clone());
    let core = Core::new(&SERVICE, config.build());
    let calls: Vec<_> = (0..CALLS)
        .map(|_| {
            let core = core.clone();
            tokio::spawn(async move { core.send::<Start>(StartInput::named("p")).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(provider.asked(), 2);
}
