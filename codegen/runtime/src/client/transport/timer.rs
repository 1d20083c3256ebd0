//! The default timer of clients and waiters.

use std::future::Future;
use std::pin::Pin;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep, Sleep, TokioSleep};
use tokio::runtime::Handle;

use crate::core::lock::lock;

/// The default timer: tokio's, or outside of tokio, where that panics, a thread for each delay.
pub(crate) fn default() -> SharedAsyncSleep {
    SharedAsyncSleep::new(Timer)
}

#[derive(Debug)]
struct Timer;

impl AsyncSleep for Timer {
    fn sleep(&self, duration: Duration) -> Sleep {
        if Handle::try_current().is_ok() {
            return TokioSleep::new().sleep(duration);
        }
        Sleep::new(ThreadSleep {
            end: Instant::now().checked_add(duration),
            thread: None,
        })
    }
}

/// A delay that a thread waits for, from the first poll on: most time limits are never polled.
struct ThreadSleep {
    /// `None` for never.
    end: Option<Instant>,
    thread: Option<Waiting>,
}

struct Waiting {
    /// `None` when the delay is over.
    waker: Arc<Mutex<Option<Waker>>>,
    /// Ends the thread when it is dropped.
    _cancel: Sender<()>,
}

impl Future for ThreadSleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(end) = self.end else {
            return Poll::Pending;
        };
        if let Some(thread) = &self.thread {
            let mut waker = lock(&thread.waker);
            return match &mut *waker {
                Some(waker) => {
                    waker.clone_from(context.waker());
                    Poll::Pending
                }
                None => Poll::Ready(()),
            };
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Poll::Ready(());
        }
        let waker = Arc::new(Mutex::new(Some(context.waker().clone())));
        let (cancel, cancelled) = mpsc::channel();
        self.thread = Some(Waiting {
            waker: waker.clone(),
            _cancel: cancel,
        });
        thread::spawn(move || {
            if cancelled.recv_timeout(left) == Err(RecvTimeoutError::Timeout) {
                // Without the lock: waking may poll at once.
                let waker = lock(&waker).take();
                if let Some(waker) = waker {
                    waker.wake();
                }
            }
        });
        Poll::Pending
    }
}
