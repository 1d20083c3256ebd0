//! Waiting for something to come to pass: an operation is polled until its answer says so.
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
//! | module | what is in it |
//! |---|---|
//! | `acceptor` | what answers mean |
//! | `backoff` | how long to wait between two polls |
//! | `outcome` | how waiting ends |

mod acceptor;
mod backoff;
mod outcome;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep, TokioSleep};
use aws_smithy_async::time::TimeSource;

use crate::client::Core;
use crate::client::operation::ClientOperation;
use crate::core::error::{CallError, OperationError};
use crate::core::operation::Operation;

pub use self::acceptor::{Acceptor, Matcher, State};
pub use self::backoff::Backoff;
pub use self::outcome::{FinalPoll, Progress, WaitError, WaitErrorKind};

/// Something that can be waited for.
pub trait Waiter: Send + Sync + 'static {
    /// Its name in the model.
    const NAME: &'static str;

    /// The shortest and the longest wait between two polls, if not told otherwise.
    const BACKOFF: Backoff;

    /// When to give up, if not told otherwise.
    const MAX_WAIT: Duration;

    /// The operation that is polled.
    type Operation: ClientOperation;

    /// What answers mean; the first one that matches decides. An output that none matches means
    /// to go on, and so does an answer of the service that says it is too busy or out of order; any
    /// other error is an end.
    const ACCEPTORS: &'static [Acceptor<Self::Operation>];
}

type OnProgress<O> = Box<dyn FnMut(&Progress<'_, O>) + Send>;

/// A wait that is being put together. It begins when it is awaited.
#[must_use = "a wait does nothing until it is awaited"]
pub struct Wait<W: Waiter> {
    core: Core,
    input: <W::Operation as Operation>::Input,
    backoff: Backoff,
    limit: Duration,
    on_progress: Option<OnProgress<W::Operation>>,
}

impl<W: Waiter> Wait<W> {
    /// A wait whose input may still lack members.
    pub fn new(core: Core) -> Self {
        Self {
            core,
            input: Default::default(),
            backoff: W::BACKOFF,
            limit: W::MAX_WAIT,
            on_progress: None,
        }
    }

    /// The input that is polled with, so far.
    pub fn as_input(&self) -> &<W::Operation as Operation>::Input {
        &self.input
    }

    /// Takes another input, whole.
    pub fn with_input(mut self, input: <W::Operation as Operation>::Input) -> Self {
        self.input = input;
        self
    }

    /// Replaces the input with what `edit` makes of it.
    pub fn map_input(
        mut self,
        edit: impl FnOnce(<W::Operation as Operation>::Input) -> <W::Operation as Operation>::Input,
    ) -> Self {
        self.input = edit(self.input);
        self
    }

    /// When to give up. There is at least one poll, and the last one begins when this time is over;
    /// it ends within the client's own time limits.
    pub fn max_wait(mut self, max_wait: Duration) -> Self {
        self.limit = max_wait;
        self
    }

    /// The shortest wait between two polls, which is also the first one; at least a millisecond.
    pub fn min_delay(mut self, delay: Duration) -> Self {
        self.backoff.min_delay = delay;
        self
    }

    /// The longest wait between two polls.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.backoff.max_delay = delay;
        self
    }

    /// Is called after each poll that is not the last one.
    pub fn on_progress(
        mut self,
        report: impl FnMut(&Progress<'_, W::Operation>) + Send + 'static,
    ) -> Self {
        self.on_progress = Some(Box::new(report));
        self
    }

    /// Waits, with this [`max_wait`](Self::max_wait).
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

    /// Waits; the same as awaiting it. Dropping the future ends the wait.
    ///
    /// # Errors
    ///
    /// If it will not come to pass, time runs out, or a poll fails with an error that means neither;
    /// [`WaitErrorKind`] tells.
    pub async fn send(mut self) -> Result<FinalPoll<W::Operation>, WaitError<W::Operation>> {
        let (clock, timer) = (self.core.clock(), self.core.timer());
        let start = clock.now();
        let mut slept = Duration::ZERO;
        let mut attempts = 0;
        loop {
            let result = self.core.send::<W::Operation>(self.input.clone()).await;
            attempts += 1;
            // A clock that is set back must not make the wait longer.
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
                report(&Progress::new::<W>(&poll, next_delay));
            }
            // What came is not needed during the wait.
            drop(poll);
            timer.sleep(next_delay).await;
            slept = slept.saturating_add(next_delay);
        }
    }
}

/// Whether the answer is an error that another poll would not change. A wait of an hour does not
/// end because the service was too busy for one poll; it does if there is no service to be reached.
fn is_final<T, E: OperationError>(result: &Result<T, CallError<E>>) -> bool {
    let may_pass = |error: &CallError<E>| error.metadata().is_some() && error.is_retryable();
    result.as_ref().is_err_and(|error| !may_pass(error))
}

impl Core {
    /// What tells the time.
    fn clock(&self) -> impl TimeSource + use<> {
        self.config().time_source.clone().unwrap_or_default()
    }

    /// What waits.
    fn timer(&self) -> SharedAsyncSleep {
        let timer = self.config().sleep_impl.clone();
        timer.unwrap_or_else(|| SharedAsyncSleep::new(TokioSleep::new()))
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
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
