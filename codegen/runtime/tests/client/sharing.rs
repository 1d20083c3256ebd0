//! What calls with settings of their own (`customize`) share with their client, counted.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use aws_credential_types::provider::future::ProvideCredentials as CredentialsFuture;
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_http_client::Builder;
use tinsmith_runtime::client::config::{
    Credentials, IdentityCache, ProvideCredentials, Region, RetryConfig, RetryPartition, SdkConfig,
    SharedCredentialsProvider, TimeoutConfig, TokenBucket,
};
use tinsmith_runtime::client::{Call, Config, ConfigBuilder, Core};
use tinsmith_runtime::test_util::{ManualTimeSource, StaticReplayClient};

use crate::keep_alive::{GOOD, KeepAlive};
use crate::operation::*;

fn start(core: &Core) -> Call<Start> {
    new_call::<Start>(core).with_input(StartInput::named("p"))
}

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn limits() -> aws_smithy_types::timeout::TimeoutConfigBuilder {
    TimeoutConfig::builder()
}

type Edit = fn(ConfigBuilder, u64) -> ConfigBuilder;

/// Settings of the call with a number; they differ from call to call.
const EDITS: &[(&str, Edit)] = &[
    ("regions", |config, number| {
        let regions = ["us-east-1", "eu-west-1", "ap-south-1"];
        config.region(Region::new(regions[number as usize % regions.len()]))
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
        config.retry_config(RetryConfig::standard().with_max_attempts(number as u32 % 5 + 1))
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
            let config = Config::for_tests()
                .region(region)
                .endpoint_url(&server.url)
                .http_client(Builder::new().build_http());
            let core = Core::new(&SERVICE, config.build());
            for number in 0..20 {
                let call = start(&core).customize(|config| config.region(Region::new("us-east-2")));
                call.customize(|config| edit(config, number)).await.unwrap();
            }
            assert_eq!(server.opened(), 1, "{name}");
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

/// Credentials with a number, counting how often they are asked for.
#[derive(Clone, Debug, Default)]
struct Counted(Arc<AtomicUsize>);

impl Counted {
    fn asked(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl ProvideCredentials for Counted {
    fn provide_credentials<'a>(&'a self) -> CredentialsFuture<'a>
    where
        Self: 'a,
    {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        CredentialsFuture::ready(Ok(Credentials::new(
            format!("AK{number}"),
            "secret",
            None,
            None,
            "test",
        )))
    }
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
        let (counted, tenant) = (Counted::default(), Counted::default());
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
    let tenant = Counted::default();
    let call = start(&core).customize(|config| config.credentials_provider(tenant.clone()));
    call.clone().await.unwrap();
    call.await.unwrap();
    assert_eq!(tenant.asked(), 1);
}

#[tokio::test]
async fn cache_of_a_call_is_used() {
    let core = client(&many(3));
    let tenant = SharedCredentialsProvider::new(Counted::default());
    let cache = IdentityCache::no_cache();
    let counted = Counted::default();
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
    let counted = Counted::default();
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

/// A budget for two retries.
fn two_retries() -> RetryPartition {
    let bucket = TokenBucket::builder()
        .capacity(10)
        .timeout_retry_cost(5)
        .build();
    RetryPartition::custom("two").token_bucket(bucket).build()
}

fn failing(count: usize) -> StaticReplayClient {
    service((0..count).map(|_| response(500, "")).collect())
}

#[tokio::test]
async fn customized_calls_share_the_retry_budget() {
    let edits: [fn(ConfigBuilder) -> ConfigBuilder; 3] = [
        |config| config.region(Region::new("eu-west-1")),
        |config| config.mutate_request(|_| {}),
        |config| config.credentials_provider(Credentials::for_tests()),
    ];
    for edit in edits {
        for is_first in [true, false] {
            let config = Config::for_tests()
                .http_client(failing(4))
                .retry_partition(two_retries());
            let core = Core::new(&SERVICE, config.build());
            let mut attempts = Vec::new();
            for is_customized in [is_first, !is_first] {
                let call = start(&core);
                let call = if is_customized {
                    call.customize(edit)
                } else {
                    call
                };
                attempts.push(call.await.unwrap_err().attempts());
            }
            assert_eq!(attempts, [3, 1]);
        }
    }
}

/// The number of attempts of failing calls.
async fn attempts(core: &Core, calls: usize) -> u32 {
    let mut attempts = 0;
    for _ in 0..calls {
        attempts += start(core).await.unwrap_err().attempts();
    }
    attempts
}

#[tokio::test]
async fn clients_have_budgets_of_their_own() {
    let config = || Config::for_tests().http_client(failing(400));
    let core = |config: ConfigBuilder| Core::new(&SERVICE, config.build());
    let (one, other) = (core(config()), core(config()));
    // 500 tokens, 10 per retry.
    assert_eq!(attempts(&one, 100).await, 150);
    assert_eq!(attempts(&other, 1).await, 3);

    // Unless they are to share one.
    for partition in [two_retries(), RetryPartition::new("sharing.rs")] {
        let config = || config().retry_partition(partition.clone());
        let (one, other) = (core(config()), core(config()));
        attempts(&one, 100).await;
        assert_eq!(attempts(&other, 1).await, 1);
    }
}

#[tokio::test]
async fn budget_of_a_call_is_used() {
    let core = client(&failing(8));
    let call = start(&core).customize(|config| config.retry_partition(two_retries()));
    assert_eq!(call.clone().await.unwrap_err().attempts(), 3);
    assert_eq!(call.await.unwrap_err().attempts(), 1);
    assert_eq!(start(&core).await.unwrap_err().attempts(), 3);
}

/// The service's clock is a day ahead of the local one.
#[tokio::test]
async fn customized_calls_share_the_clock_skew() {
    let dated = || {
        let mut response = ok();
        let ahead = "Fri, 02 Jan 2026 00:00:00 GMT".parse().unwrap();
        response.headers_mut().insert("date", ahead);
        response
    };
    let local = SystemTime::UNIX_EPOCH + Duration::from_hours(24 * 20_454);
    for is_first in [true, false] {
        let service = service(vec![dated(), dated()]);
        let config = Config::for_tests()
            .http_client(service.clone())
            .time_source(ManualTimeSource::new(local));
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

/// The limits of a call apply although it shares a connector with calls that have others.
#[tokio::test]
async fn time_limits_of_calls_apply_to_shared_connections() {
    let server = KeepAlive::start(|_| async {
        tokio::time::sleep(millis(200)).await;
        GOOD.to_owned()
    });
    let server = server.await;
    let config = Config::for_tests()
        .endpoint_url(&server.url)
        .retry_config(RetryConfig::disabled())
        .http_client(Builder::new().build_http());
    let core = Core::new(&SERVICE, config.build());
    let limited = |limits: TimeoutConfig| {
        let call = start(&core).customize(|config| config.timeout_config(limits));
        async move { call.await.map(|_| ()).map_err(|error| error.to_string()) }
    };
    let short = limits().read_timeout(millis(20)).build();
    assert_eq!(
        limited(short).await.unwrap_err(),
        "Start failed: the time limit was reached: HTTP read timeout occurred after 20ms"
    );
    let long = limits().read_timeout(millis(10_000)).build();
    assert_eq!(limited(long).await, Ok(()));
    // There is a connection, only the response takes longer.
    let short = limits().connect_timeout(millis(100)).build();
    assert_eq!(limited(short).await, Ok(()));
}

/// A port that accepts no connection, because its queue is full.
struct Deaf {
    url: String,
    _listener: tokio::net::TcpListener,
    _queue: Vec<std::net::TcpStream>,
}

impl Deaf {
    fn start() -> Self {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(1).unwrap();
        let address = listener.local_addr().unwrap();
        let mut queue = Vec::new();
        while let Ok(stream) = std::net::TcpStream::connect_timeout(&address, millis(50)) {
            queue.push(stream);
        }
        Self {
            url: format!("http://{address}"),
            _listener: listener,
            _queue: queue,
        }
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn connect_timeouts_of_calls_apply() {
    let deaf = Deaf::start();
    let config = Config::for_tests()
        .endpoint_url(&deaf.url)
        .retry_config(RetryConfig::disabled())
        .http_client(Builder::new().build_http());
    let core = Core::new(&SERVICE, config.build());
    for limit in [30, 60] {
        let limits = limits().connect_timeout(millis(limit)).build();
        let call = start(&core).customize(|config| config.timeout_config(limits));
        let error = call.await.unwrap_err();
        assert!(error.is_timeout() && !error.may_have_been_sent());
        assert_eq!(
            error.to_string(),
            format!(
                "Start failed: the time limit was reached: HTTP connect timeout occurred after {limit}ms"
            )
        );
    }
}
