//! Progress and outcome of waits.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::client::operation::ClientOperation;
use crate::core::error::CallError;
use crate::features::waiter::Waiter;
use crate::features::waiter::acceptor::Acceptor;

/// The last poll of a wait.
pub struct FinalPoll<O: ClientOperation> {
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
    pub(crate) result: Result<O::Output, CallError<O::Error>>,
}

impl<O: ClientOperation> FinalPoll<O> {
    /// The number of polls.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The duration of the wait.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The poll's result; an error may be the expected outcome.
    ///
    /// # Errors
    ///
    /// The last poll's.
    pub fn as_result(&self) -> Result<&O::Output, &CallError<O::Error>> {
        self.result.as_ref()
    }

    /// The poll's result, by value.
    ///
    /// # Errors
    ///
    /// The last poll's.
    pub fn into_result(self) -> Result<O::Output, CallError<O::Error>> {
        self.result
    }

    /// The output, if the poll succeeded.
    pub fn output(&self) -> Option<&O::Output> {
        self.result.as_ref().ok()
    }

    /// The output by value, if the poll succeeded.
    pub fn into_output(self) -> Option<O::Output> {
        self.result.ok()
    }
}

impl<O: ClientOperation> fmt::Debug for FinalPoll<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FinalPoll")
            .field("attempts", &self.attempts)
            .field("elapsed", &self.elapsed)
            .field("result", &self.result)
            .finish()
    }
}

/// A poll that does not end the wait.
pub struct Progress<'a, O: ClientOperation> {
    poll: &'a FinalPoll<O>,
    acceptors: &'static [Acceptor<O>],
    next_delay: Duration,
}

impl<'a, O: ClientOperation> Progress<'a, O> {
    pub(crate) fn new<W: Waiter<Operation = O>>(
        poll: &'a FinalPoll<O>,
        next_delay: Duration,
    ) -> Self {
        Self {
            poll,
            acceptors: W::ACCEPTORS,
            next_delay,
        }
    }

    /// The number of the poll, from 1.
    pub fn attempt(&self) -> u32 {
        self.poll.attempts
    }

    /// The duration of the wait so far.
    pub fn elapsed(&self) -> Duration {
        self.poll.elapsed
    }

    /// The delay before the next poll.
    pub fn next_delay(&self) -> Duration {
        self.next_delay
    }

    /// The poll's result.
    ///
    /// # Errors
    ///
    /// The poll's; an error may lead to another poll.
    pub fn last(&self) -> Result<&'a O::Output, &'a CallError<O::Error>> {
        self.poll.result.as_ref()
    }
}

/// In one line: `poll 3 after 12.5 s: builds[].buildStatus is IN_PROGRESS; the next one in 8.1 s`.
impl<O: ClientOperation> fmt::Display for Progress<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attempt = self.attempt();
        let [elapsed, next_delay] = [self.elapsed(), self.next_delay].map(|it| it.as_secs_f64());
        let found = found(self.acceptors, &self.poll.result);
        write!(
            f,
            "poll {attempt} after {elapsed:.1} s: {found}; the next one in {next_delay:.1} s"
        )
    }
}

impl<O: ClientOperation> fmt::Debug for Progress<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress")
            .field("poll", &self.poll)
            .field("next_delay", &self.next_delay)
            .finish_non_exhaustive()
    }
}

/// A description of what the acceptors selected in the result.
fn found<O: ClientOperation>(
    acceptors: &[Acceptor<O>],
    result: &Result<O::Output, CallError<O::Error>>,
) -> String {
    let output = match result {
        Ok(output) => output,
        Err(error) => return error.to_string(),
    };
    let mut found: Vec<String> = Vec::new();
    for text in acceptors.iter().filter_map(|it| it.found(output)) {
        if !found.contains(&text) {
            found.push(text);
        }
    }
    if found.is_empty() {
        "the answer does not say".to_owned()
    } else {
        found.join(", ")
    }
}

/// Why a wait failed.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitErrorKind {
    /// The outcome matched an acceptor for failure.
    FailureState,
    /// The time limit was reached.
    TimedOut,
    /// A poll failed with an error that no acceptor matched.
    OperationFailed,
}

/// A wait failed. The last poll is kept, whatever its result.
pub struct WaitError<O: ClientOperation> {
    waiter: &'static str,
    kind: WaitErrorKind,
    acceptors: &'static [Acceptor<O>],
    matched: Option<&'static Acceptor<O>>,
    last: Box<FinalPoll<O>>,
}

impl<O: ClientOperation> WaitError<O> {
    pub(crate) fn new<W: Waiter<Operation = O>>(
        kind: WaitErrorKind,
        matched: Option<&'static Acceptor<O>>,
        last: FinalPoll<O>,
    ) -> Self {
        Self {
            waiter: W::NAME,
            kind,
            acceptors: W::ACCEPTORS,
            matched,
            last: Box::new(last),
        }
    }

    /// The waiter's name in the model.
    pub fn waiter(&self) -> &'static str {
        self.waiter
    }

    /// Why it failed.
    pub fn kind(&self) -> WaitErrorKind {
        self.kind
    }

    /// Whether the outcome matched an acceptor for failure.
    pub fn is_failure_state(&self) -> bool {
        self.kind == WaitErrorKind::FailureState
    }

    /// Whether the time limit was reached.
    pub fn is_timed_out(&self) -> bool {
        self.kind == WaitErrorKind::TimedOut
    }

    /// Whether a poll failed with an error that no acceptor matched.
    pub fn is_operation_failed(&self) -> bool {
        self.kind == WaitErrorKind::OperationFailed
    }

    /// The last poll: its result, the number of polls, and their duration.
    pub fn last_poll(&self) -> &FinalPoll<O> {
        &self.last
    }

    /// The last poll, by value.
    pub fn into_last_poll(self) -> FinalPoll<O> {
        *self.last
    }
}

impl<O: ClientOperation> fmt::Debug for WaitError<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitError")
            .field("waiter", &self.waiter)
            .field("kind", &self.kind)
            .field("last", &self.last)
            .finish_non_exhaustive()
    }
}

/// Waiter, kind, polls, duration, and a description of the last result.
impl<O: ClientOperation> fmt::Display for WaitError<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let FinalPoll {
            attempts,
            elapsed,
            result,
        } = &*self.last;
        let how = match self.kind {
            WaitErrorKind::TimedOut => "timed out",
            _ => "failed",
        };
        let elapsed = elapsed.as_secs_f64();
        let plural = if *attempts == 1 { "" } else { "s" };
        write!(f, "waiting for {} {how} ", self.waiter)?;
        write!(f, "after {elapsed:.1} s and {attempts} poll{plural}: ")?;
        if let (WaitErrorKind::FailureState, Ok(_), Some(acceptor)) =
            (self.kind, result, self.matched)
        {
            return acceptor.fmt(f);
        }
        f.write_str(&found(self.acceptors, result))
    }
}

/// The text says everything, so there is no `source()` that would repeat it; the error of the last
/// poll is in [`last_poll`](WaitError::last_poll).
impl<O: ClientOperation> StdError for WaitError<O> {}
