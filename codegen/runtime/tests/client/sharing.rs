//! What calls with settings of their own (`customize`) share with their client, counted.

use std::time::{Duration, SystemTime};

use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_http_client::Builder;
use tinsmith_runtime::client::config::{
    Credentials, IdentityCache, Region, RetryConfig, SdkConfig, SharedCredentialsProvider,
    TimeoutConfig,
};
use tinsmith_runtime::client::{Call, Config, ConfigBuilder, Core};
use tinsmith_runtime::test_util::{ManualTimeSource, SdkBody, StaticReplayClient};

use crate::credentials::Numbered;
use crate::keep_alive::KeepAlive;
use crate::operation::*;

fn start(core: &Core) -> Call<Start> {
    new_call::<Start>(core).with_input(StartInput::named("p"))
}

fn millis(millis: u32) -> Duration {
    Duration::from_millis(millis.into())
}

fn limits() -> aws_smithy_types::timeout::TimeoutConfigBuilder {
    TimeoutConfig::builder()
}

type Edit = fn(ConfigBuilder, u32) -> ConfigBuilder;

/// Settings of the call with a number; they differ from call to call.
const EDITS: &[(&str, Edit)] = &[
    ("regions", |config, number| {
        let regions = ["us-east-1", "eu-west-1", "ap-south-1"];
        config.region(Region::new(
            regions[usize::try_from(number).unwrap() % regions.len()],
        ))
    }),
    ("read timeouts", |config, number| {
        config.timeout_config(limits().read_timeout(millis(5_000 + number)).build())
    }),
    ("shorter connect timeouts", |config, number| {
        config.timeout_config(limits().connect_timeout(millis(1_000 + number)).build())
    }),
    ("longer connect timeouts", |config, number| {
        config.timeout_config(limits().connect_timeout(millis(5_000 + number)).build())
    }),
    ("no timeouts", |config, _| {
        config.timeout_config(TimeoutConfig::disabled())
    }),
    (
        "time limits of operations and attempts",
        |config, number| {
            let limits = limits().operation_timeout(millis(9_000 + number));
            config.timeout_config(
                limits
                    .operation_attempt_timeout(millis(5_000 + number))
                    .build(),
            )
        },
    ),
    ("timers", |config, _| config.sleep_impl(TokioSleep::new())),
    ("numbers of attempts", |config, number| {
        config.retry_config(RetryConfig::standard().with_max_attempts(number % 5 + 1))
    }),
    ("credentials", |config, number| {
        config.credentials_provider(Credentials::new(
            format!("AK{number}"),
            "s",
            None,
            None,
            "test",
        ))
    }),
    ("headers", |config, number| {
        config.mutate_request(move |request| {
            request.headers_mut().append("x-number", number.to_string());
        })
    }),
];

#[tokio::test]
async fn customized_calls_share_the_connection() {
    for has_region in [true, false] {
        for (name, edit) in EDITS {
            let server = KeepAlive::good().await;
            let region = has_region.then(|| Region::new("us-east-1"));
            let provider = Numbered::default();
            let config = Config::for_tests()
                .region(region)
                .credentials_provider(provider.clone())
                .endpoint_url(&server.url)
                .http_client(Builder::new().build_http());
            let core = Core::new(&SERVICE, config.build());
            for number in 0..20 {
                let call = start(&core).customize(|config| config.region(Region::new("us-east-2")));
                call.customize(|config| edit(config, number)).await.unwrap();
            }
            assert_eq!(server.opened(), 1, "{name}");
            let has_own_credentials = *name == "credentials";
            assert_eq!(
                provider.asked(),
                usize::from(!has_own_credentials),
                "{name}"
            );
        }
    }
}

/// Of AWS's default client, too, which makes a connector per pair of time limits.
#[cfg(feature = "default-https-client")]
#[tokio::test]
async fn default_connector_is_shared() {
    let server = KeepAlive::good().await;
    let config = Config::for_tests().region(None).endpoint_url(&server.url);
    let core = Core::new(&SERVICE, config.build());
    for (name, edit) in EDITS {
        let call = start(&core).customize(|config| config.region(Region::new("us-east-2")));
        call.customize(|config| edit(config, 7)).await.unwrap();
        assert_eq!(server.opened(), 1, "{name}");
    }
}

#[tokio::test]
async fn another_http_client_has_its_own_connection() {
    let server = KeepAlive::good().await;
    let config = Config::for_tests()
        .endpoint_url(&server.url)
        .http_client(Builder::new().build_http());
    let core = Core::new(&SERVICE, config.build());
    let own = |config: ConfigBuilder| config.http_client(Builder::new().build_http());
    start(&core).await.unwrap();
    let call = start(&core).customize(own);
    call.clone().await.unwrap();
    call.customize(|config| config.retry_config(RetryConfig::disabled()))
        .await
        .unwrap();
    start(&core).await.unwrap();
    assert_eq!(server.opened(), 2);
}

fn many(count: usize) -> StaticReplayClient {
    service((0..count).map(|_| ok()).collect())
}

/// A shared cache has 64 places.
const TENANTS: usize = 200;

#[tokio::test]
async fn credentials_of_calls_leave_those_of_the_client_alone() {
    let own_cache = |config: ConfigBuilder| config.identity_cache(IdentityCache::lazy().build());
    let no_cache = |config: ConfigBuilder| config;
    for configure in [no_cache, own_cache] {
        let (counted, tenant) = (Numbered::default(), Numbered::default());
        let config = Config::for_tests()
            .http_client(many(2 * TENANTS))
            .credentials_provider(counted.clone());
        let core = Core::new(&SERVICE, configure(config).build());
        for _ in 0..TENANTS {
            start(&core).await.unwrap();
            start(&core)
                .customize(|config| config.credentials_provider(tenant.clone()))
                .await
                .unwrap();
        }
        assert_eq!((counted.asked(), tenant.asked()), (1, TENANTS));
    }
}

#[tokio::test]
async fn credentials_of_a_call_are_loaded_once() {
    let service = service(vec![response(503, ""), response(503, ""), ok(), ok()]);
    let core = client(&service);
    let tenant = Numbered::default();
    let call = start(&core).customize(|config| config.credentials_provider(tenant.clone()));
    call.clone().await.unwrap();
    call.await.unwrap();
    assert_eq!(tenant.asked(), 1);
}

#[tokio::test]
async fn cache_of_a_call_is_used() {
    let core = client(&many(3));
    let tenant = SharedCredentialsProvider::new(Numbered::default());
    let cache = IdentityCache::no_cache();
    let counted = Numbered::default();
    let call = start(&core).customize(|config| {
        config
            .credentials_provider(counted.clone())
            .identity_cache(cache)
    });
    for _ in 0..2 {
        call.clone().await.unwrap();
    }
    assert_eq!(counted.asked(), 2);
    start(&core)
        .customize(|config| config.credentials_provider(tenant))
        .await
        .unwrap();
}

/// The cache of an `SdkConfig` is for its own provider.
#[tokio::test]
async fn clients_of_tenants_leave_the_shared_cache_alone() {
    let counted = Numbered::default();
    let shared = SdkConfig::builder()
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(counted.clone()))
        .identity_cache(IdentityCache::lazy().build())
        .http_client(many(2 * TENANTS + 1))
        .build();
    let core = Core::new(&SERVICE, Config::from(&shared));
    for _ in 0..TENANTS {
        start(&core).await.unwrap();
        let tenant = Config::from(&shared)
            .to_builder()
            .credentials_provider(Credentials::for_tests());
        start(&Core::new(&SERVICE, tenant.build())).await.unwrap();
    }
    start(&Core::new(&SERVICE, Config::from(&shared)))
        .await
        .unwrap();
    assert_eq!(counted.asked(), 1, "by two clients");
}

/// 2026-01-01T00:00:00Z.
const LOCAL_TIME: Duration = Duration::from_hours(24 * 20_454);

/// A response whose time is a day ahead of the local one.
fn of_tomorrow() -> http::Response<SdkBody> {
    let mut ok = ok();
    let ahead = "Fri, 02 Jan 2026 00:00:00 GMT".parse().unwrap();
    ok.headers_mut().insert("date", ahead);
    ok
}

fn clock_at(time: Duration) -> ManualTimeSource {
    ManualTimeSource::new(SystemTime::UNIX_EPOCH + time)
}

#[tokio::test]
async fn customized_calls_share_the_clock_skew() {
    for is_first in [true, false] {
        let service = service(vec![of_tomorrow(), of_tomorrow()]);
        let config = Config::for_tests()
            .http_client(service.clone())
            .time_source(clock_at(LOCAL_TIME));
        let core = Core::new(&SERVICE, config.build());
        for is_customized in [is_first, !is_first] {
            let call = start(&core);
            if is_customized {
                call.customize(|config| config.retry_config(RetryConfig::disabled()))
                    .await
                    .unwrap();
            } else {
                call.await.unwrap();
            }
        }
        let dates = headers(&service, "x-amz-date");
        assert_eq!(dates, ["20260101T000000Z", "20260102T000000Z"]);
    }
}

#[tokio::test]
async fn clock_of_a_call_has_its_own_skew() {
    let service = service((0..4).map(|_| of_tomorrow()).collect());
    let config = Config::for_tests()
        .http_client(service.clone())
        .time_source(clock_at(LOCAL_TIME));
    let core = Core::new(&SERVICE, config.build());
    let other = clock_at(LOCAL_TIME + Duration::from_hours(7));
    let call = start(&core).customize(|config| config.time_source(other));
    for call in [start(&core), call.clone(), call, start(&core)] {
        call.await.unwrap();
    }
    let tomorrow = "20260102T000000Z";
    assert_eq!(
        headers(&service, "x-amz-date"),
        ["20260101T000000Z", "20260101T070000Z", tomorrow, tomorrow]
    );
}
