//! Work that ends when its result is no longer wanted.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

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
