//! Bodies that arrive in pieces or incompletely.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep, Sleep};
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http_body::{Body, Frame};

/// The number of pieces of a slow body.
const PIECES: usize = 8;

/// A body that arrives in pieces.
struct Pieces {
    rest: VecDeque<Bytes>,
    /// The pause before each piece.
    pause: Duration,
    pausing: Option<Sleep>,
    sleep: SharedAsyncSleep,
    end: BodyEnd,
}

/// What follows the last piece.
enum BodyEnd {
    /// The body is complete.
    Complete,
    /// The connection closes after what was sent is flushed.
    CutAfterFlush,
    /// The connection closes.
    Cut,
}

/// A body with a pause before each of its pieces.
pub(crate) fn slow(body: &Bytes, pause: Duration, sleep: &SharedAsyncSleep) -> SdkBody {
    let length = body.len().div_ceil(PIECES).max(1);
    SdkBody::from_body_1_x(Pieces {
        rest: (0..body.len())
            .step_by(length)
            .map(|start| body.slice(start..body.len().min(start + length)))
            .collect(),
        pause,
        pausing: None,
        sleep: sleep.clone(),
        end: BodyEnd::Complete,
    })
}

/// The first half of a body, after which the connection closes.
pub(crate) fn truncated(body: &Bytes, sleep: &SharedAsyncSleep) -> SdkBody {
    SdkBody::from_body_1_x(Pieces {
        rest: [body.slice(..body.len() / 2)].into(),
        pause: Duration::ZERO,
        pausing: None,
        sleep: sleep.clone(),
        end: BodyEnd::CutAfterFlush,
    })
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.rest.is_empty() {
            return match self.end {
                BodyEnd::Complete => Poll::Ready(None),
                // The server flushes while the body is pending.
                BodyEnd::CutAfterFlush => {
                    self.end = BodyEnd::Cut;
                    context.waker().wake_by_ref();
                    Poll::Pending
                }
                BodyEnd::Cut => {
                    let error = "the connection closed before the message was complete";
                    Poll::Ready(Some(Err(io::Error::new(
                        io::ErrorKind::UnexpectedEof,
                        error,
                    ))))
                }
            };
        }
        if !self.pause.is_zero() {
            let this = &mut *self;
            let (pause, sleep) = (this.pause, &this.sleep);
            let pausing = this.pausing.get_or_insert_with(|| sleep.sleep(pause));
            ready!(Pin::new(pausing).poll(context));
            this.pausing = None;
        }
        Poll::Ready(self.rest.pop_front().map(|piece| Ok(Frame::data(piece))))
    }
}
