//! Futures that are `Sync`.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

/// A future that is `Sync` because only [`poll`](Future::poll) reaches it, which has it exclusively.
/// The mutex is never locked.
pub(crate) struct Exclusive<F>(Mutex<F>);

impl<F> Exclusive<F> {
    pub(crate) fn new(future: F) -> Self {
        Self(Mutex::new(future))
    }
}

impl<F: Future + Unpin> Future for Exclusive<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let future = self.get_mut().0.get_mut();
        Pin::new(future.unwrap_or_else(PoisonError::into_inner)).poll(context)
    }
}
