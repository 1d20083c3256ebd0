//! Tasks: work that ends when its result is no longer wanted, and the results of others.

use std::future::{Future, poll_fn};
use std::panic::{self, AssertUnwindSafe};
use std::pin::pin;
use std::task::Poll;
use std::thread;

use tokio::runtime::Handle;
use tokio::task::JoinError;

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
