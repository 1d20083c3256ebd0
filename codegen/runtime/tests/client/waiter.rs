//! Waiters against a mock connection, with a mock clock: polls, delays, outcomes.

use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use tinsmith_runtime::client::config::{
    ConfigBuilder, RetryConfig, StalledStreamProtectionConfig, TimeoutConfig,
};
use tinsmith_runtime::client::{Config, Core};
use tinsmith_runtime::error::Cause;
use tinsmith_runtime::features::waiter::{Backoff, Wait, WaitErrorKind};
use tinsmith_runtime::test_util::{SdkBody, StaticReplayClient, instant_time_and_sleep};

use crate::operation::*;

struct Done;

tinsmith_runtime::waiter! {
    "Done" => Done(Start), 2, 16, 100 {
        success: One("id", id, "done");
        failure: Any("id", id, "broken");
        failure: Holds("id == 'gone'", is_gone, true);
        retry: ErrorCode("NotFoundException");
        failure: Status(409);
    }
}

fn id(output: &StartOutput) -> Vec<&str> {
    output.id.iter().map(String::as_str).collect()
}

fn is_gone(output: &StartOutput) -> bool {
    output.id.as_ref().is_some_and(|it| it.as_str() == "gone")
}

struct Gone;

tinsmith_runtime::waiter! {
    "Gone" => Gone(Start), 1, 1, 10 {
        success: AnyError;
        retry: NoError;
    }
}

struct Secret;

tinsmith_runtime::waiter! {
    "Secret" => Secret(Start), 1, 1, 10 {
        success: One("id", id, "done").sensitive();
        failure: Any("id", id, "broken").sensitive();
        failure: Holds("id == 'gone'", is_gone, true).sensitive();
    }
}

fn answer(id: &str) -> http::Response<SdkBody> {
    response(200, &format!(r#"{{"id":"{id}"}}"#))
}

fn error(status: u16, code: &str) -> http::Response<SdkBody> {
    response(status, &format!(r#"{{"__type":"{code}","message":"no"}}"#))
}

/// A configuration in which only the waiter sleeps.
fn for_tests(service: StaticReplayClient) -> ConfigBuilder {
    Config::for_tests()
        .http_client(service)
        .timeout_config(TimeoutConfig::disabled())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .retry_config(RetryConfig::disabled())
}

/// A client of a service that gives these responses; sleeps take no time but advance its clock.
fn fake(answers: Vec<http::Response<SdkBody>>) -> (Core, StaticReplayClient) {
    let (time, sleep) = instant_time_and_sleep(SystemTime::UNIX_EPOCH);
    let service = service(answers);
    let config = for_tests(service.clone())
        .time_source(time)
        .sleep_impl(sleep);
    (Core::new(&SERVICE, config.build()), service)
}

fn done(core: &Core) -> Wait<Done> {
    Wait::new(core.clone()).with_input(StartInput::named("p"))
}

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[tokio::test]
async fn polls_until_success() {
    let (core, service) = fake(vec![
        answer("running"),
        error(400, "NotFoundException"),
        response(200, "{}"),
        answer("done"),
    ]);
    let poll = done(&core).await.unwrap();
    assert_eq!(poll.attempts(), 4);
    // The delays are 2, 2 to 4, and 2 to 8 seconds.
    assert!((secs(6)..=secs(14)).contains(&poll.elapsed()), "{poll:?}");
    assert_eq!(poll.output().unwrap().id.as_deref(), Some("done"));
    assert_eq!(poll.into_result().unwrap().id.as_deref(), Some("done"));
    assert!(bodies(&service).iter().all(|body| body["name"] == "p"));
}

#[tokio::test]
async fn an_error_can_be_the_success_state() {
    let (core, _) = fake(vec![answer("there"), error(400, "NotFoundException")]);
    let wait = Wait::<Gone>::new(core).with_input(StartInput::named("p"));
    let poll = wait.send().await.unwrap();
    assert_eq!(poll.attempts(), 2);
    assert_eq!(
        poll.as_result().unwrap_err().code(),
        Some("NotFoundException")
    );
    assert!(poll.into_output().is_none());
}

#[tokio::test]
async fn failure_states_end_the_wait() {
    let cases = [
        (
            answer("broken"),
            "waiting for Done failed after 2.0 s and 2 polls: one of id is broken",
        ),
        (
            answer("gone"),
            "waiting for Done failed after 2.0 s and 2 polls: id == 'gone' is true",
        ),
        (
            error(409, "ConflictException"),
            "waiting for Done failed after 2.0 s and 2 polls: Start failed: ConflictException: no \
             (HTTP 409, request id r-1)",
        ),
    ];
    for (last, text) in cases {
        let (core, _) = fake(vec![answer("running"), last]);
        let error = done(&core).await.unwrap_err();
        assert_eq!(error.kind(), WaitErrorKind::FailureState, "{error}");
        assert!(error.is_failure_state());
        assert_eq!(error.waiter(), "Done");
        assert_eq!(error.to_string(), text);
        // The text has it already.
        assert!(error.source().is_none());
        assert_eq!(error.into_last_poll().attempts(), 2);
    }
}

#[tokio::test]
async fn unmatched_error_ends_the_wait() {
    let (core, service) = fake(vec![answer("running"), error(400, "AccessDeniedException")]);
    let error = done(&core).await.unwrap_err();
    assert!(error.is_operation_failed());
    assert_eq!(
        error.to_string(),
        "waiting for Done failed after 2.0 s and 2 polls: Start failed: AccessDeniedException: no \
         (HTTP 400, request id r-1)"
    );
    assert!(error.last_poll().as_result().is_err());
    assert_eq!(service.actual_requests().count(), 2);
}

#[tokio::test]
async fn polls_again_after_throttling_and_503() {
    let (core, _) = fake(vec![
        error(400, "ThrottlingException"),
        error(503, ""),
        answer("done"),
    ]);
    let last = done(&core).await.expect("success");
    assert_eq!(last.attempts(), 3);
}

#[tokio::test]
async fn calls_without_a_response_match_no_acceptor() {
    // An acceptor for any error does not match them either.
    let (core, service) = fake(vec![]);
    let error = Wait::<Gone>::new(core).await.unwrap_err();
    assert!(error.is_operation_failed());
    let last = error.last_poll().as_result().unwrap_err();
    assert!(matches!(last.cause(), Cause::Input(_)), "{last}");
    assert_eq!(service.actual_requests().count(), 0);
}

#[tokio::test]
async fn times_out_with_a_last_poll_at_the_deadline() {
    let (core, service) = fake((0..100).map(|_| answer("running")).collect());
    let error = done(&core).max_wait(secs(60)).await.unwrap_err();
    assert!(error.is_timed_out());
    let last = error.last_poll();
    assert_eq!(last.elapsed(), secs(60), "the last poll is at the deadline");
    assert_eq!(last.output().unwrap().id.as_deref(), Some("running"));
    let polls = service.actual_requests().count();
    assert_eq!(u32::try_from(polls).unwrap(), last.attempts());
    assert!((6..=31).contains(&polls), "{polls}");
    assert_eq!(
        error.to_string(),
        format!("waiting for Done timed out after 60.0 s and {polls} polls: id is running")
    );
    assert!(error.source().is_none());
}

#[tokio::test]
async fn a_zero_time_limit_polls_once() {
    let (core, service) = fake(vec![answer("running")]);
    let error = done(&core).wait(Duration::ZERO).await.unwrap_err();
    assert!(error.is_timed_out());
    assert_eq!(
        error.to_string(),
        "waiting for Done timed out after 0.0 s and 1 poll: id is running"
    );
    assert_eq!(service.actual_requests().count(), 1);
    let (core, _) = fake(vec![answer("done")]);
    assert!(done(&core).wait(Duration::ZERO).await.is_ok());
}

#[tokio::test]
async fn progress_is_reported_after_each_poll() {
    let (core, _) = fake(vec![
        answer("queued"),
        error(400, "NotFoundException"),
        response(200, "{}"),
        answer("done"),
    ]);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let reports = seen.clone();
    let wait = done(&core).max_delay(secs(2)).on_progress(move |progress| {
        let id = progress.last().ok().and_then(|output| output.id.clone());
        let entry = (
            progress.attempt(),
            progress.elapsed(),
            progress.next_delay(),
            id,
        );
        reports.lock().unwrap().push((entry, progress.to_string()));
    });
    wait.await.unwrap();
    let (entries, texts): (Vec<_>, Vec<_>) = seen.lock().unwrap().drain(..).unzip();
    assert_eq!(
        entries,
        [
            (1, secs(0), secs(2), Some("queued".to_owned())),
            (2, secs(2), secs(2), None),
            (3, secs(4), secs(2), None),
        ]
    );
    assert_eq!(
        texts,
        [
            "poll 1 after 0.0 s: id is queued; the next one in 2.0 s",
            "poll 2 after 2.0 s: Start failed: NotFoundException: no (HTTP 400, request id r-1); \
             the next one in 2.0 s",
            "poll 3 after 4.0 s: the answer does not say; the next one in 2.0 s",
        ]
    );
}

#[tokio::test]
async fn sensitive_values_are_not_in_progress_or_errors() {
    for (last, told) in [
        ("broken", "id is (redacted)"),
        ("gone", "id == 'gone' is (redacted)"),
        ("pin 1234", "id is (redacted)"),
    ] {
        let (core, _) = fake((0..20).map(|_| answer(last)).collect());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let reports = seen.clone();
        let wait = Wait::<Secret>::new(core)
            .with_input(StartInput::named("p"))
            .on_progress(move |progress| reports.lock().unwrap().push(progress.to_string()));
        let error = wait.await.unwrap_err();
        let text = error.to_string();
        assert!(text.ends_with(&format!(": {told}")), "{text}");
        let seen = seen.lock().unwrap();
        assert_eq!(seen.is_empty(), last != "pin 1234");
        let hides = |text: &String| text.contains(": id is (redacted); the next one");
        assert!(seen.iter().all(hides), "{seen:?}");
    }
}

#[tokio::test]
async fn times_out_though_the_clock_stands_still() {
    let (_, sleep) = instant_time_and_sleep(SystemTime::UNIX_EPOCH);
    let (still, _) = instant_time_and_sleep(SystemTime::UNIX_EPOCH);
    let config = for_tests(service((0..100).map(|_| answer("running")).collect()))
        .time_source(still)
        .sleep_impl(sleep);
    let core = Core::new(&SERVICE, config.build());
    let error = done(&core).await.unwrap_err();
    assert!(error.is_timed_out(), "{error}");
    assert_eq!(error.last_poll().elapsed(), secs(100));
}

#[tokio::test]
async fn zero_delay_becomes_one_millisecond() {
    let (core, service) = fake((0..1000).map(|_| answer("running")).collect());
    let wait = done(&core)
        .min_delay(Duration::ZERO)
        .max_delay(Duration::ZERO);
    let error = wait.wait(Duration::from_millis(50)).await.unwrap_err();
    assert!(error.is_timed_out());
    assert_eq!(service.actual_requests().count(), 51);
}

#[tokio::test]
async fn waits_can_be_spawned_and_dropped() {
    let (core, _) = fake(vec![answer("done")]);
    assert!(tokio::spawn(done(&core).send()).await.unwrap().is_ok());

    // With tokio's timer, the delay after the first poll is real.
    let service = service(vec![answer("running"), answer("done")]);
    let core = client(&service);
    let soon = tokio::time::timeout(Duration::from_millis(200), done(&core).send());
    assert!(soon.await.is_err());
    assert_eq!(service.actual_requests().count(), 1);
}

#[test]
fn backoff_for_given_random_numbers() {
    let backoff = Backoff::from_secs(2, 120);
    let delays = |random: f64| -> Vec<_> {
        (1..=9)
            .map(|attempt| backoff.delay(attempt, secs(10_000), random).as_secs())
            .collect()
    };
    assert_eq!(delays(0.0), [2; 9]);
    assert_eq!(delays(1.0), [2, 4, 8, 16, 32, 64, 120, 120, 120]);
    assert_eq!(delays(0.5), [2, 3, 5, 9, 17, 33, 61, 61, 61]);
    // Contradictory bounds do not panic.
    let endless = Backoff {
        min_delay: Duration::MAX,
        max_delay: Duration::ZERO,
    };
    for random in [0.0, 1.0, f64::NAN, f64::INFINITY, -1.0] {
        assert!(endless.delay(u32::MAX, Duration::MAX, random) > secs(1_000_000));
    }
    // The last delay ends at the deadline.
    assert_eq!(backoff.delay(3, secs(6), 0.5), secs(6));
    assert_eq!(backoff.delay(3, secs(7), 0.5), secs(5));
    assert_eq!(backoff.delay(3, secs(1), 0.5), secs(1));
}

proptest! {
    #[test]
    fn backoff_stays_within_bounds(
        min in 0_u64..10_000_000,
        max in 0_u64..10_000_000,
        attempt in any::<u32>(),
        left in 0_u64..100_000_000,
        random in 0.0_f64..=1.0,
    ) {
        let ms = Duration::from_millis;
        let backoff = Backoff { min_delay: ms(min), max_delay: ms(max) };
        let (shortest, left) = (ms(min.max(1)), ms(left));
        let delay = backoff.delay(attempt, left, random);
        prop_assert!(delay <= left);
        if delay != left {
            let doubled = 2_u32.checked_pow(attempt.saturating_sub(1));
            let bound = doubled.and_then(|it| shortest.checked_mul(it)).unwrap_or(Duration::MAX);
            prop_assert!(delay >= shortest);
            prop_assert!(delay <= bound.min(ms(max).max(shortest)));
            prop_assert!(left.saturating_sub(delay) >= shortest, "there is time for one more");
        }
    }

    #[test]
    fn backoff_reaches_the_deadline(
        min in 1_u64..100,
        max in 1_u64..1000,
        wait in 0_u64..10_000,
        random in 0.0_f64..=1.0,
    ) {
        let backoff = Backoff::from_secs(min, max);
        let mut left = secs(wait);
        let mut polls = 1_u32;
        while !left.is_zero() {
            left -= backoff.delay(polls, left, random);
            polls += 1;
            prop_assert!(polls <= 10_002);
        }
        prop_assert!(u64::from(polls) <= wait / min + 2);
    }
}
