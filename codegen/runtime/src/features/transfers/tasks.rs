//! Tasks: work that ends when its result is no longer wanted, and the results of others.

use std::future::{Future, poll_fn};
use std::panic::{self, AssertUnwindSafe};
use std::pin::pin;
use std::task::Poll;
use std::thread;

use tokio::runtime::Handle;
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use super::error::{TransferError, TransferErrorKind};

/// The result of the work; `None` if `end` is over first.
pub(super) async fn race<T>(
    work: impl Future<Output = T>,
    end: impl Future<Output = ()>,
) -> Option<T> {
    let (mut work, mut end) = (pin!(work), pin!(end));
    poll_fn(|context| {
        if let Poll::Ready(result) = work.as_mut().poll(context) {
            return Poll::Ready(Some(result));
        }
        end.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// The result of the work, or its panic.
pub(super) async fn caught<T>(work: impl Future<Output = T>) -> thread::Result<T> {
    let mut work = pin!(work);
    poll_fn(|context| {
        let poll = AssertUnwindSafe(|| work.as_mut().poll(context));
        match panic::catch_unwind(poll) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => Poll::Ready(Err(panic)),
        }
    })
    .await
}

/// Tasks that all have to succeed. Once one fails, the others are stopped: each gets a token that tells it
/// so, and cleans up before it ends.
pub(super) struct Group<T: 'static> {
    tasks: JoinSet<Result<T, TransferError>>,
    stop: CancellationToken,
}

impl<T: Send + 'static> Group<T> {
    /// No tasks yet. They are stopped also by a token from outside.
    pub(super) fn new(stop: &CancellationToken) -> Self {
        Self {
            tasks: JoinSet::new(),
            stop: stop.child_token(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.tasks.len()
    }

    pub(super) fn spawn<F>(&mut self, task: impl FnOnce(CancellationToken) -> F)
    where
        F: Future<Output = Result<T, TransferError>> + Send + 'static,
    {
        self.tasks.spawn(task(self.stop.clone()));
    }

    /// The next result; `None` if there are no tasks.
    pub(super) async fn next(&mut self) -> Result<Option<T>, TransferError> {
        let Some(result) = self.tasks.join_next().await else {
            return Ok(None);
        };
        let result = joined(result)?;
        if result.is_err() {
            self.stop().await;
        }
        result.map(Some)
    }

    /// Stops the tasks, and waits until they have cleaned up.
    pub(super) async fn stop(&mut self) {
        self.stop.cancel();
        while self.tasks.join_next().await.is_some() {}
    }
}

/// Nobody waits for the tasks, which clean up by themselves.
impl<T: 'static> Drop for Group<T> {
    fn drop(&mut self) {
        self.stop.cancel();
        self.tasks.detach_all();
    }
}

/// The runtime for tasks.
pub(super) fn runtime() -> Result<Handle, TransferError> {
    Handle::try_current().map_err(|_| TransferErrorKind::NoRuntime.into())
}

/// What a task returned. Its panic goes on here.
pub(super) fn joined<T>(result: Result<T, JoinError>) -> Result<T, TransferError> {
    result.map_err(|error| match error.try_into_panic() {
        Ok(panic) => panic::resume_unwind(panic),
        Err(_) => TransferErrorKind::Cancelled.into(),
    })
}
