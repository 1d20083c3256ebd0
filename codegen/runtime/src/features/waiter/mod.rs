//! Waiters: an operation is polled until its outcome matches an acceptor.
//!
//! ```text
//! let done = client
//!     .wait_until_build_complete()
//!     .ids(["my-project:1"])
//!     .max_wait(Duration::from_secs(600))
//!     .on_progress(|progress| println!("{progress}"))
//!     .await?;
//! ```
//!
//! | module | contents |
//! |---|---|
//! | `acceptor` | acceptors |
//! | `backoff` | delays between polls |
//! | `outcome` | progress, final poll and errors |

mod acceptor;
mod backoff;
mod outcome;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep};
use aws_smithy_async::time::TimeSource;

use crate::client::Core;
use crate::client::operation::ClientOperation;
use crate::client::transport::timer;
use crate::core::error::{CallError, OperationError};
use crate::core::operation::Operation;

pub use self::acceptor::{Acceptor, Matcher, State};
pub use self::backoff::Backoff;
pub use self::outcome::{FinalPoll, Progress, WaitError, WaitErrorKind};

/// A waiter.
pub trait Waiter: Send + Sync + 'static {
    /// Its name in the model.
    const NAME: &'static str;

    /// The default bounds of the delays between polls.
    const BACKOFF: Backoff;

    /// The default time limit.
    const MAX_WAIT: Duration;

    /// The polled operation.
    type Operation: ClientOperation<Input: Clone>;

    /// The acceptors; the first one that matches decides. Without a match, outputs, throttling and
    /// server errors lead to another poll, other errors end the wait.
    const ACCEPTORS: &'static [Acceptor<Self::Operation>];
}

/// Behind a mutex that is never locked, so that waits are `Sync`.
type OnProgress<O> = Mutex<Box<dyn FnMut(&Progress<'_, O>) + Send>>;

/// A wait under construction. It begins when it is awaited.
#[must_use = "a wait does nothing until it is awaited"]
pub struct Wait<W: Waiter> {
    core: Core,
    input: <W::Operation as Operation>::Input,
    backoff: Backoff,
    limit: Duration,
    on_progress: Option<OnProgress<W::Operation>>,
}

impl<W: Waiter> Wait<W> {
    /// Creates a wait with an empty input.
    pub fn new(core: Core) -> Self {
        Self {
            core,
            input: Default::default(),
            backoff: W::BACKOFF,
            limit: W::MAX_WAIT,
            on_progress: None,
        }
    }

    /// The input so far.
    pub fn as_input(&self) -> &<W::Operation as Operation>::Input {
        &self.input
    }

    /// Replaces the whole input.
    pub fn with_input(mut self, input: <W::Operation as Operation>::Input) -> Self {
        self.input = input;
        self
    }

    /// Replaces the input with the result of `edit`.
    pub fn map_input(
        mut self,
        edit: impl FnOnce(<W::Operation as Operation>::Input) -> <W::Operation as Operation>::Input,
    ) -> Self {
        self.input = edit(self.input);
        self
    }

    /// Sets the time limit.
    pub fn max_wait(mut self, max_wait: Duration) -> Self {
        self.limit = max_wait;
        self
    }

    /// Sets the shortest delay between polls.
    pub fn min_delay(mut self, delay: Duration) -> Self {
        self.backoff.min_delay = delay;
        self
    }

    /// Sets the longest delay between polls.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.backoff.max_delay = delay;
        self
    }

    /// Sets a function to call after each poll but the last.
    pub fn on_progress(
        mut self,
        report: impl FnMut(&Progress<'_, W::Operation>) + Send + 'static,
    ) -> Self {
        self.on_progress = Some(Mutex::new(Box::new(report)));
        self
    }

    /// Waits with this time limit.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn wait(
        self,
        max_wait: Duration,
    ) -> Result<FinalPoll<W::Operation>, WaitError<W::Operation>> {
        self.max_wait(max_wait).send().await
    }

    /// Waits; the same as awaiting it.
    ///
    /// # Errors
    ///
    /// If the waiter fails, the time limit is reached, or a poll fails; see [`WaitErrorKind`].
    pub async fn send(mut self) -> Result<FinalPoll<W::Operation>, WaitError<W::Operation>> {
        let (clock, timer) = (self.core.clock(), self.core.timer());
        let start = clock.now();
        let mut slept = Duration::ZERO;
        let mut attempts = 0;
        loop {
            let result = self.core.send::<W::Operation>(self.input.clone()).await;
            attempts += 1;
            // A clock that is set back must not prolong the wait.
            let elapsed = clock
                .now()
                .duration_since(start)
                .unwrap_or_default()
                .max(slept);
            let poll = FinalPoll {
                attempts,
                elapsed,
                result,
            };
            let matched = acceptor::first(W::ACCEPTORS, &poll.result);
            let kind = match matched.map(Acceptor::state) {
                Some(State::Success) => return Ok(poll),
                Some(State::Failure) => Some(WaitErrorKind::FailureState),
                None if is_final(&poll.result) => Some(WaitErrorKind::OperationFailed),
                Some(State::Retry) | None if elapsed >= self.limit => Some(WaitErrorKind::TimedOut),
                Some(State::Retry) | None => None,
            };
            if let Some(kind) = kind {
                return Err(WaitError::new::<W>(kind, matched, poll));
            }
            let left = self.limit.saturating_sub(elapsed);
            let next_delay = self.backoff.delay(attempts, left, backoff::random());
            if let Some(report) = &mut self.on_progress {
                let report = report.get_mut().unwrap_or_else(PoisonError::into_inner);
                report(&Progress::new::<W>(&poll, next_delay));
            }
            // The poll's result is not kept while sleeping.
            drop(poll);
            timer.sleep(next_delay).await;
            slept = slept.saturating_add(next_delay);
        }
    }
}

/// Whether the error would not change with another poll. Throttling and server errors do not end a
/// wait, an unreachable service does.
fn is_final<T, E: OperationError>(result: &Result<T, CallError<E>>) -> bool {
    let may_pass = |error: &CallError<E>| error.metadata().is_some() && error.is_retryable();
    result.as_ref().is_err_and(|error| !may_pass(error))
}

impl Core {
    fn clock(&self) -> impl TimeSource + use<> {
        self.config().time_source.clone().unwrap_or_default()
    }

    fn timer(&self) -> SharedAsyncSleep {
        let sleep = self.config().sleep_impl.clone();
        sleep.unwrap_or_else(timer::default)
    }
}

impl<W: Waiter> fmt::Debug for Wait<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("waiter", &W::NAME)
            .field("input", &self.input)
            .field("backoff", &self.backoff)
            .field("max_wait", &self.limit)
            .finish_non_exhaustive()
    }
}

/// Awaiting it waits.
impl<W: Waiter> IntoFuture for Wait<W> {
    type Output = Result<FinalPoll<W::Operation>, WaitError<W::Operation>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + Sync>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
