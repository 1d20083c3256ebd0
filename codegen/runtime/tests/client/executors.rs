//! Calls outside of tokio, and futures that are `Sync`.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use tinsmith_runtime::client::config::{RetryConfig, TimeoutConfig};
use tinsmith_runtime::client::{Config, Core};
use tinsmith_runtime::features::waiter::Wait;
use tinsmith_runtime::test_util::{Fault, NeverClient};

use crate::fake::fake;
use crate::operation::*;
use crate::paging_operation::*;

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// An executor that is nobody's.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(result) => return result,
            Poll::Pending => thread::park(),
        }
    }
}

#[test]
fn fakes_work_outside_of_tokio() {
    let fake = fake();
    let core = Core::new(&SERVICE, fake.config());
    let output = block_on(core.send::<Start>(StartInput::named("p"))).unwrap();
    assert_eq!(output.id.as_deref(), Some("b:1"));
    // A delay before the next attempt, and one of the fake.
    fake.inject(Fault::status(503));
    fake.inject(Fault::delay(Duration::from_millis(5)));
    assert!(block_on(core.send::<Start>(StartInput::named("p"))).is_ok());
    assert_eq!(fake.request_count(), 3);
}

#[test]
fn time_limits_apply_outside_of_tokio() {
    let limit = TimeoutConfig::builder().operation_timeout(Duration::from_millis(20));
    let config = Config::for_tests()
        .http_client(NeverClient::new())
        .timeout_config(limit.build());
    let core = Core::new(&SERVICE, config.build());
    let error = block_on(core.send::<Start>(StartInput::named("p"))).unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

struct Started;

tinsmith_runtime::waiter! {
    "Started" => Started(Start), 1, 1, 10 {
        success: One("id", id, "b:1");
    }
}

fn id(output: &StartOutput) -> Vec<&str> {
    output.id.iter().map(String::as_str).collect()
}

fn wait(core: &Core) -> Wait<Started> {
    Wait::new(core.clone()).with_input(StartInput::named("p"))
}

#[test]
fn waiters_work_outside_of_tokio() {
    let fake = fake();
    fake.inject(Fault::throttling()).times(2);
    let config = fake.config().to_builder();
    let core = Core::new(
        &SERVICE,
        config.retry_config(RetryConfig::disabled()).build(),
    );
    let short = Duration::from_millis(5);
    let wait = wait(&core).min_delay(short).max_delay(short);
    assert_eq!(block_on(wait.send()).unwrap().attempts(), 3);
}

#[cfg(feature = "default-https-client")]
#[test]
fn real_calls_outside_of_tokio_are_errors() {
    let config = Config::for_tests().endpoint_url("http://127.0.0.1:1");
    let core = Core::new(&SERVICE, config.build());
    let error = block_on(core.send::<Start>(StartInput::named("p"))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Start failed: the request could not be made: the HTTP client needs tokio, and the call was \
         awaited outside of it: await it in a tokio runtime, or set an `http_client` on the config \
         that works without"
    );
    assert!(!error.is_retryable() && !error.may_have_been_sent());
    assert_eq!(error.attempts(), 1);
}

/// Compiles.
#[test]
fn calls_and_waits_are_sync() {
    fn is_sync<T: Send + Sync>(_: T) {}
    let core = Core::new(&SERVICE, fake().config());
    is_sync(core.send::<Start>(StartInput::named("p")));
    is_sync(core.send_with_response::<Start>(StartInput::named("p")));
    let call = || new_call::<Start>(&core);
    is_sync(call());
    is_sync(call().send());
    is_sync(IntoFuture::into_future(call()));
    let reporting = || wait(&core).on_progress(|_| ());
    is_sync(reporting());
    is_sync(reporting().send());
    is_sync(IntoFuture::into_future(reporting()));
    let list = || new_call::<List>(&core).into_paginator();
    is_sync(list().send());
    is_sync(list().items().send());
    is_sync(async move { list().send().next().await.is_some() });
}
