//! Endpoint discovery against fakes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

use aws_smithy_async::rt::sleep::{AsyncSleep, Sleep};
use tinsmith_runtime::client::config::{RetryConfig, TimeoutConfig};
use tinsmith_runtime::client::operation::CallFeature;
use tinsmith_runtime::client::{ClientOperation, Config, ConfigBuilder, Core};
use tinsmith_runtime::error::{CallError, Cause, ErrorMetadata, Unmodelled};
use tinsmith_runtime::features::endpoint_discovery::{Discovery, EndpointOperation, Identifiers};
use tinsmith_runtime::operation::{Operation, OperationSchema};
use tinsmith_runtime::protocol::aws_json::AwsJson1_0;
use tinsmith_runtime::test_util::{Fake, Fault, ManualTimeSource, SdkBody, infallible_client_fn};

use crate::operation::{SERVICE, new_call};

#[derive(Clone, Default, PartialEq)]
struct LendInput {
    shelf: Option<String>,
}
tinsmith_runtime::structure! { structure("LendInput") => LendInput { shelf: "Shelf"; } }

#[derive(Clone, Default, PartialEq)]
struct LendOutput {
    until: Option<String>,
}
tinsmith_runtime::structure! { structure("LendOutput") => LendOutput { until: "Until"; } }

#[derive(Clone, Default, PartialEq)]
struct FindInput {
    operation: Option<String>,
    identifiers: Option<std::collections::HashMap<String, String>>,
}
tinsmith_runtime::structure! {
    structure("FindInput") => FindInput { operation: "Operation"; identifiers: "Identifiers"; }
}

#[derive(Clone, Default, PartialEq)]
struct FindOutput {
    endpoints: Option<Vec<Place>>,
}
tinsmith_runtime::structure! { structure("FindOutput") => FindOutput { endpoints: "Endpoints"; } }

#[derive(Clone, Default, PartialEq)]
struct Place {
    address: String,
    minutes: i64,
}
tinsmith_runtime::structure! {
    structure("Place") => Place { address: "Address"; minutes: "CachePeriodInMinutes"; }
}

#[derive(Clone, Debug, PartialEq)]
enum LendError {
    Unhandled(ErrorMetadata),
}
tinsmith_runtime::operation_error! { LendError => Error {} }

/// The errors of both operations.
#[derive(Debug)]
enum Error {
    Unhandled(CallError<Unmodelled>),
}
tinsmith_runtime::service_errors! { Error {} }

/// Where `operation_error!` looks for errors.
#[allow(unused_imports, reason = "there are none")]
mod types {}

struct Lend;

impl Operation for Lend {
    const SCHEMA: &'static OperationSchema = &OperationSchema::new("Lend").target("Books.Lend");
    type Protocol = AwsJson1_0;
    type Input = LendInput;
    type Output = LendOutput;
    type Error = LendError;
}

impl ClientOperation for Lend {
    fn features(input: &LendInput) -> Vec<Arc<dyn CallFeature>> {
        vec![Discovery::by::<Find>(
            "Lend",
            [("Shelf", input.shelf.clone())],
        )]
    }
}

struct Find;

impl Operation for Find {
    const SCHEMA: &'static OperationSchema = &OperationSchema::new("Find")
        .target("Books.Find")
        .headers(&[("x-amz-api-version", "2020-01-01")]);
    type Protocol = AwsJson1_0;
    type Input = FindInput;
    type Output = FindOutput;
    type Error = LendError;
}

impl ClientOperation for Find {}

impl EndpointOperation for Find {
    const INVALID_ENDPOINT: &'static str = "WrongShelf";

    fn discovery_input(operation: &'static str, identifiers: Identifiers) -> FindInput {
        let identifiers = identifiers.into_iter();
        FindInput {
            operation: Some(operation.to_owned()),
            identifiers: Some(
                identifiers
                    .map(|(name, it)| (name.to_owned(), it))
                    .collect(),
            ),
        }
    }

    fn endpoints(output: FindOutput) -> Vec<(String, i64)> {
        let places = output.endpoints.into_iter().flatten();
        places.map(|it| (it.address, it.minutes)).collect()
    }
}

fn lend() -> LendInput {
    LendInput::default()
}

fn at_shelf(name: &str) -> LendInput {
    LendInput {
        shelf: Some(name.to_owned()),
    }
}

/// A discovery response with these endpoints.
#[allow(
    clippy::unnecessary_wraps,
    reason = "it is what closures of a fake give"
)]
fn answer<const N: usize>(endpoints: [(&str, i64); N]) -> Result<FindOutput, LendError> {
    let places = endpoints.map(|(address, minutes)| Place {
        address: address.to_owned(),
        minutes,
    });
    Ok(FindOutput {
        endpoints: Some(places.into()),
    })
}

fn refused(status: u16, code: &str) -> LendError {
    LendError::Unhandled(ErrorMetadata::for_tests(status, code, "no"))
}

/// A fake that lends, and answers the nth discovery request with `find(n)`.
fn fake(find: impl Fn(u32) -> Result<FindOutput, LendError> + Send + 'static) -> Fake {
    let mut count = 0;
    Fake::new()
        .on::<Lend>(|_| Ok(LendOutput::default()))
        .on::<Find>(move |_| {
            count += 1;
            find(count)
        })
}

fn client(fake: &Fake) -> Core {
    Core::new(&SERVICE, fake.config())
}

/// Operations and hosts of all requests: `Lend at a.example`.
fn calls(fake: &Fake) -> Vec<String> {
    let requests = fake.requests();
    let calls = requests.iter().map(|request| {
        let name = request.operation().unwrap_or("nothing");
        format!("{name} at {}", request.uri().host().unwrap_or("nowhere"))
    });
    calls.collect()
}

const ASKED_AT: &str = "Find at codebuild.us-east-1.amazonaws.com";

fn clock() -> ManualTimeSource {
    ManualTimeSource::new(UNIX_EPOCH + Duration::from_secs(1_600_000_000))
}

fn with_clock(fake: &Fake, clock: &ManualTimeSource) -> Core {
    let config = Config::for_tests().http_client(fake.clone());
    Core::new(&SERVICE, config.time_source(clock.clone()).build())
}

fn later(clock: &ManualTimeSource, seconds: u64) {
    clock.advance(Duration::from_secs(seconds));
}

#[tokio::test]
async fn endpoint_is_discovered_once_and_cached() {
    let fake = fake(|_| answer([("a.example", 1), ("b.example", 2)]));
    let clock = clock();
    let core = with_clock(&fake, &clock);
    core.send::<Lend>(lend()).await.unwrap();
    later(&clock, 59);
    core.send::<Lend>(lend()).await.unwrap();
    // The first has expired, and the second has not.
    later(&clock, 1);
    core.send::<Lend>(lend()).await.unwrap();
    later(&clock, 60);
    core.send::<Lend>(lend()).await.unwrap();
    assert_eq!(
        calls(&fake),
        [
            ASKED_AT,
            "Lend at a.example",
            "Lend at a.example",
            "Lend at b.example",
            ASKED_AT,
            "Lend at a.example",
        ]
    );
    // Signing name and region do not depend on the endpoint.
    let requests = fake.requests();
    for request in &requests {
        let signature = request.headers()["authorization"].to_str().unwrap();
        assert!(signature.contains("/us-east-1/codebuild/"), "{signature}");
        assert_eq!(request.uri().scheme_str(), Some("https"));
    }
    // Without identifiers, the request names no operation.
    assert_eq!(requests[0].body(), "{}");
}

#[tokio::test]
async fn endpoints_are_cached_by_identifiers() {
    let fake = Fake::new()
        .on::<Lend>(|_| Ok(LendOutput::default()))
        .on::<Find>(|input| {
            assert_eq!(input.operation.as_deref(), Some("Lend"));
            let shelf = &input.identifiers.unwrap()["Shelf"];
            answer([(&format!("{shelf}.example"), 5)])
        });
    let core = client(&fake);
    for shelf in ["a", "b", "a"] {
        core.send::<Lend>(at_shelf(shelf)).await.unwrap();
    }
    assert_eq!(
        calls(&fake),
        [
            ASKED_AT,
            "Lend at a.example",
            ASKED_AT,
            "Lend at b.example",
            "Lend at a.example",
        ]
    );
}

#[tokio::test]
async fn address_can_be_a_url() {
    let fake = fake(|_| answer([("http://127.0.0.1:8000", 5)]));
    client(&fake).send::<Lend>(lend()).await.unwrap();
    assert_eq!(fake.requests()[1].uri(), "http://127.0.0.1:8000/");
}

#[tokio::test]
async fn concurrent_calls_share_the_discovery_request() {
    let fake = Fake::new()
        .on::<Lend>(|_| Ok(LendOutput::default()))
        .on_async::<Find, _>(|_| async {
            // All other calls wait for the same request.
            for _ in 0..1_000 {
                tokio::task::yield_now().await;
            }
            answer([("a.example", 5)])
        });
    let core = client(&fake);
    let calls = (0..50).map(|_| {
        let core = core.clone();
        tokio::spawn(async move { core.send::<Lend>(lend()).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(fake.calls::<Find>().len(), 1);
    assert_eq!(fake.calls::<Lend>().len(), 50);
}

#[tokio::test]
async fn concurrent_calls_share_the_discovery_error() {
    let fake = Fake::new().on_async::<Find, _>(|_| async {
        for _ in 0..1_000 {
            tokio::task::yield_now().await;
        }
        Err(refused(400, "AccessDeniedException"))
    });
    let core = client(&fake);
    let calls = (0..50).map(|_| {
        let core = core.clone();
        tokio::spawn(async move { core.send::<Lend>(lend()).await })
    });
    for call in calls.collect::<Vec<_>>() {
        assert!(call.await.unwrap().unwrap_err().is_access_denied());
    }
    assert_eq!(fake.requests().len(), 1);
    // The next call repeats discovery.
    assert!(core.send::<Lend>(lend()).await.is_err());
    assert_eq!(fake.requests().len(), 2);
}

/// If the call that sent the discovery request is dropped, another call sends it.
#[tokio::test]
async fn dropped_discovery_is_repeated_by_another_call() {
    let fake = fake(|_| answer([("a.example", 5)]));
    fake.inject(Fault::hang());
    let core = client(&fake);
    let first = tokio::spawn({
        let core = core.clone();
        async move { core.send::<Lend>(lend()).await }
    });
    while fake.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    let second = tokio::spawn({
        let core = core.clone();
        async move { core.send::<Lend>(lend()).await }
    });
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(fake.requests().len(), 1);
    first.abort();
    second.await.unwrap().unwrap();
    assert_eq!(calls(&fake), [ASKED_AT, ASKED_AT, "Lend at a.example"]);
}

#[tokio::test]
async fn error_names_the_discovery_operation() {
    let fake = fake(|_| Err(refused(400, "AccessDeniedException")));
    let error = client(&fake).send::<Lend>(lend()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Lend failed: the request could not be made: its endpoint could not be discovered: Find \
         failed: AccessDeniedException: no (HTTP 400, request id \
         00000000-0000-4000-8000-000000000001)"
    );
    assert!(error.is_access_denied() && !error.is_retryable() && !error.may_have_been_sent());
    assert_eq!(error.attempts(), 0);
    assert_eq!(fake.requests().len(), 1);

    let fake = self::fake(|_| Err(refused(400, "ThrottlingException")));
    let error = client(&fake).send::<Lend>(lend()).await.unwrap_err();
    assert!(error.is_throttling() && error.is_retryable());
    let error = Error::from(error);
    assert!(error.is_throttling() && error.is_retryable() && !error.may_have_been_sent());
    // Discovery has its own attempts, and the call tries it once.
    assert_eq!(fake.requests().len(), 3);
}

#[tokio::test]
async fn discovery_without_an_endpoint_is_an_error() {
    for (endpoints, text) in [
        (vec![], "Find returned no endpoint"),
        (
            vec![("u:secret@host.example", 5)],
            "Find returned an invalid endpoint: the endpoint \"https://(redacted)@host.example\" has a \
             user name or password, which would be part of the signature and of logs: an endpoint \
             has the form `https://host[:port][/path]`",
        ),
        (
            vec![("not a host", 5)],
            "Find returned an invalid endpoint: the endpoint \"https://not a host\" is not a URL: an endpoint \
             has the form `https://host[:port][/path]`",
        ),
    ] {
        let places = endpoints.into_iter().map(|(address, minutes)| Place {
            address: String::from(address),
            minutes,
        });
        let places: Vec<_> = places.collect();
        let fake = fake(move |_| {
            Ok(FindOutput {
                endpoints: Some(places.clone()),
            })
        });
        let error = client(&fake).send::<Lend>(lend()).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "Lend failed: the request could not be made: its endpoint could not be \
                 discovered: {text}"
            )
        );
    }
}

/// A client without retries, so that each request is visible.
fn without_retries(fake: &Fake, clock: &ManualTimeSource) -> Core {
    let config = Config::for_tests().http_client(fake.clone());
    let config = config.retry_config(RetryConfig::disabled());
    Core::new(&SERVICE, config.time_source(clock.clone()).build())
}

#[tokio::test]
async fn expired_endpoint_is_used_while_discovery_fails() {
    let fake = fake(|count| answer([(["a.example", "b.example"][count as usize - 1], 1)]));
    let clock = clock();
    let core = without_retries(&fake, &clock);
    core.send::<Lend>(lend()).await.unwrap();
    later(&clock, 60);
    fake.inject(Fault::connection_reset()).on::<Find>();
    core.send::<Lend>(lend()).await.unwrap();
    // Discovery is not repeated for a minute.
    later(&clock, 59);
    core.send::<Lend>(lend()).await.unwrap();
    later(&clock, 1);
    core.send::<Lend>(lend()).await.unwrap();
    assert_eq!(
        calls(&fake),
        [
            ASKED_AT,
            "Lend at a.example",
            ASKED_AT,
            "Lend at a.example",
            "Lend at a.example",
            ASKED_AT,
            "Lend at b.example",
        ]
    );
}

#[tokio::test]
async fn refused_discovery_is_not_repeated() {
    let fake = fake(|count| match count {
        1 => answer([("a.example", 1)]),
        _ => Err(refused(400, "AccessDeniedException")),
    });
    let clock = clock();
    let core = without_retries(&fake, &clock);
    core.send::<Lend>(lend()).await.unwrap();
    later(&clock, 60);
    for _ in 0..2 {
        let error = core.send::<Lend>(lend()).await.unwrap_err();
        assert!(error.is_access_denied(), "{error}");
    }
    assert_eq!(fake.calls::<Find>().len(), 3);
}

#[tokio::test]
async fn failed_discovery_without_a_cached_endpoint_is_repeated() {
    let fake = fake(|_| answer([("a.example", 1)]));
    fake.inject(Fault::connection_reset()).on::<Find>().times(2);
    let core = without_retries(&fake, &clock());
    for _ in 0..2 {
        let error = core.send::<Lend>(lend()).await.unwrap_err();
        assert!(
            error.is_retryable() && !error.may_have_been_sent(),
            "{error}"
        );
        assert!(matches!(error.cause(), Cause::Transport(it) if it.is_connection()));
        assert!(
            error
                .to_string()
                .contains("Find failed: the connection failed"),
            "{error}"
        );
    }
    core.send::<Lend>(lend()).await.unwrap();
    assert_eq!(
        calls(&fake),
        [ASKED_AT, ASKED_AT, ASKED_AT, "Lend at a.example"]
    );
}

/// A fake that refuses to lend this many times.
fn refusing(times: u32, status: u16, code: &'static str) -> Fake {
    let left = Arc::new(Mutex::new(times));
    fake(|count| {
        answer([(
            ["a.example", "b.example", "c.example"][count as usize - 1],
            5,
        )])
    })
    .on::<Lend>(move |_| {
        let mut left = left.lock().unwrap();
        if *left == 0 {
            return Ok(LendOutput::default());
        }
        *left -= 1;
        Err(refused(status, code))
    })
}

#[tokio::test]
async fn invalid_endpoint_is_discovered_again() {
    for (status, code) in [(400, "WrongShelf"), (421, "Anything")] {
        let fake = refusing(1, status, code);
        let core = client(&fake);
        let response = core.send_with_response::<Lend>(lend()).await.unwrap();
        assert_eq!(response.attempts(), 2);
        core.send::<Lend>(lend()).await.unwrap();
        assert_eq!(
            calls(&fake),
            [
                ASKED_AT,
                "Lend at a.example",
                ASKED_AT,
                "Lend at b.example",
                "Lend at b.example",
            ]
        );
    }
}

#[tokio::test]
async fn call_is_repeated_once_after_an_invalid_endpoint() {
    let fake = refusing(2, 400, "WrongShelf");
    let core = client(&fake);
    let error = core.send::<Lend>(lend()).await.unwrap_err();
    assert_eq!((error.code(), error.attempts()), (Some("WrongShelf"), 2));
    // The second endpoint is dropped from the cache, too.
    core.send::<Lend>(lend()).await.unwrap();
    assert_eq!(
        calls(&fake),
        [
            ASKED_AT,
            "Lend at a.example",
            ASKED_AT,
            "Lend at b.example",
            ASKED_AT,
            "Lend at c.example",
        ]
    );
}

#[tokio::test]
async fn without_retries_the_next_call_repeats_discovery() {
    let fake = refusing(1, 400, "WrongShelf");
    let core = without_retries(&fake, &clock());
    assert!(core.send::<Lend>(lend()).await.is_err());
    core.send::<Lend>(lend()).await.unwrap();
    assert_eq!(
        calls(&fake),
        [ASKED_AT, "Lend at a.example", ASKED_AT, "Lend at b.example"]
    );
}

#[tokio::test]
async fn other_errors_keep_the_cached_endpoint() {
    let fake = refusing(2, 503, "SlowDown");
    client(&fake).send::<Lend>(lend()).await.unwrap();
    assert_eq!(
        calls(&fake),
        [
            ASKED_AT,
            "Lend at a.example",
            "Lend at a.example",
            "Lend at a.example",
        ]
    );
}

#[tokio::test]
async fn custom_endpoint_needs_no_discovery() {
    let fake = fake(|_| answer([("a.example", 5)]));
    let config = Config::for_tests().http_client(fake.clone());
    let config = config.endpoint_url("http://localhost:8000").build();
    let core = Core::new(&SERVICE, config);
    core.send::<Lend>(lend()).await.unwrap();
    assert_eq!(calls(&fake), ["Lend at localhost"]);
}

#[tokio::test]
async fn customized_calls_share_the_cache() {
    let fake = fake(|_| answer([("a.example", 5)]));
    let core = client(&fake);
    for _ in 0..2 {
        let call = new_call::<Lend>(&core);
        let call = call.customize(|config| config.retry_config(RetryConfig::disabled()));
        call.await.unwrap();
    }
    assert_eq!(fake.calls::<Find>().len(), 1);
    // Other regions and credentials have their own cache entries.
    let edits: [fn(ConfigBuilder) -> ConfigBuilder; 3] = [
        |config| config.region(tinsmith_runtime::client::config::Region::new("eu-west-1")),
        |config| {
            config.credentials_provider(tinsmith_runtime::client::config::Credentials::for_tests())
        },
        |config| config.use_fips(true),
    ];
    for (index, edit) in edits.into_iter().enumerate() {
        new_call::<Lend>(&core).customize(edit).await.unwrap();
        assert_eq!(fake.calls::<Find>().len(), index + 2);
    }
    new_call::<Lend>(&core).await.unwrap();
    assert_eq!(fake.calls::<Find>().len(), 4, "the client's is still there");
}

/// Discovery is invisible in tests that do not answer it.
#[tokio::test]
async fn fake_answers_discovery_by_itself() {
    let fake = Fake::new().on::<Lend>(|_| Ok(LendOutput::default()));
    fake.inject(Fault::throttling());
    client(&fake).send::<Lend>(lend()).await.unwrap();
    assert_eq!(
        calls(&fake),
        ["Lend at codebuild.us-east-1.amazonaws.com"; 2],
        "the fault hit the first attempt of the call"
    );
    assert_eq!(fake.request_count(), 2);

    let server = fake.serve("127.0.0.1:0").await.unwrap();
    assert!(server.config().endpoint_url().is_some());
}

#[tokio::test]
async fn interceptors_see_discovery_requests() {
    let fake = fake(|_| answer([("a.example", 5)]));
    let config = Config::for_tests().http_client(fake.clone());
    let config = config.mutate_request(|request| {
        request.headers_mut().insert("x-trace", "1");
    });
    let core = Core::new(&SERVICE, config.build());
    core.send::<Lend>(lend()).await.unwrap();
    let requests = fake.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests.iter().all(|it| it.headers()["x-trace"] == "1"));
}

/// A timer whose first sleep (the time limit of the call) ends once the fake has a request.
#[derive(Debug)]
struct FirstSleep(Fake, AtomicBool);

impl AsyncSleep for FirstSleep {
    fn sleep(&self, _: Duration) -> Sleep {
        let is_first = self.1.swap(false, Ordering::Relaxed);
        let fake = self.0.clone();
        Sleep::new(async move {
            while !is_first || fake.requests().is_empty() {
                tokio::task::yield_now().await;
            }
        })
    }
}

/// Time limits of a call apply to discovery, and the error says that discovery timed out.
#[tokio::test]
async fn call_can_time_out_during_discovery() {
    let fake = fake(|_| answer([("a.example", 5)]));
    fake.inject(Fault::hang()).on::<Find>().always();
    let sleep = FirstSleep(fake.clone(), AtomicBool::new(true));
    let limits = TimeoutConfig::builder()
        .operation_timeout(Duration::from_secs(5))
        .build();
    let config = Config::for_tests().http_client(fake.clone());
    let config = config.sleep_impl(sleep);
    let core = Core::new(&SERVICE, config.timeout_config(limits).build());
    let error = core.send::<Lend>(lend()).await.unwrap_err();
    assert!(matches!(error.cause(), Cause::Transport(it) if it.is_timeout()));
    assert!(!error.may_have_been_sent());
    assert_eq!(
        error.to_string(),
        "Lend failed: the time limit was reached: Find, which returns the endpoint, has not answered"
    );
}

/// A mock connection that answers every request with the same HTML page.
#[tokio::test]
async fn unreadable_discovery_response_is_an_error() {
    let client = infallible_client_fn(|_| {
        http::Response::builder()
            .status(200)
            .body(SdkBody::from("<html>"))
            .unwrap()
    });
    let core = Core::new(&SERVICE, Config::for_tests().http_client(client).build());
    let error = core.send::<Lend>(lend()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("Find failed: unreadable response"),
        "{error}"
    );
}
