//! An object as a stream: parts are received at once, and handed on in their order.

use std::collections::VecDeque;
use std::future::Future as _;
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use tokio::runtime::Handle;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::task::{JoinHandle, JoinSet};

use super::super::checksum::Digest;
use super::super::error::TransferError;
use super::super::retry::Attempts;
use super::super::tasks::{joined, race};
use super::object::Object;
use super::range::RangeReader;
use crate::core::byte_stream::{ByteStream, ByteStreamError, Piece, Source};
use crate::features::byte_stream::Buffers;

/// The length of the pieces of a part: the reader has some of them.
const PIECE: usize = 256 << 10;

type Pieces = Sender<Result<Bytes, TransferError>>;

/// What carries pieces to the reader.
pub(super) fn channel() -> (Pieces, Receiver<Result<Bytes, TransferError>>) {
    mpsc::channel(1)
}

/// The content as a stream.
pub(super) fn stream(object: Object, runtime: Handle) -> ByteStream {
    let (length, (pieces, receiver)) = (object.length, channel());
    let stream = ByteStream::single(Received {
        receiver,
        start: Some((runtime, object, pieces)),
        task: None,
    });
    match length {
        Some(length) => stream.with_length(length),
        None => stream,
    }
}

/// The pieces of a task, which begins when the first one is asked for.
struct Received {
    receiver: Receiver<Result<Bytes, TransferError>>,
    start: Option<(Handle, Object, Pieces)>,
    task: Option<JoinHandle<()>>,
}

impl Source for Received {
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        if let Some((runtime, object, pieces)) = self.start.take() {
            self.task = Some(runtime.spawn(read(object, pieces)));
        }
        let mut piece = ready!(self.receiver.poll_recv(context));
        // Nothing follows, because the task has ended: as it should, or by a panic.
        if piece.is_none()
            && let Some(task) = &mut self.task
        {
            piece = joined(ready!(Pin::new(task).poll(context))).err().map(Err);
            self.task = None;
        }
        Poll::Ready(piece.map(|piece| {
            piece.map_err(|error| {
                if error.is_damaged() {
                    ByteStreamError::damaged(error).into()
                } else {
                    error.into()
                }
            })
        }))
    }
}

/// Hands on all pieces, or the error, until nobody takes them any more.
pub(super) async fn read(object: Object, pieces: Pieces) {
    let end = pieces.clone();
    let _ = race(
        async {
            if let Err(error) = hand_on(object, &pieces).await {
                let _ = pieces.send(Err(error)).await;
            }
        },
        end.closed(),
    )
    .await;
}

async fn hand_on(mut object: Object, pieces: &Pieces) -> Result<(), TransferError> {
    let mut parts = object.parts();
    let mut digest = object.expected.as_ref().map(|it| Digest::new(it.algorithm));
    let body = object.body.take();
    let object = Arc::new(object);
    let first = parts.next().unwrap_or(0..0);
    // One of them is that which is handed on.
    let count = object.settings.parts_in_memory(object.settings.part_size);
    let mut received = Ahead::default();
    received.fill(&object, &mut parts, count - 1);
    let mut reader = RangeReader::new(&object, first, body, object.progress.of_part());
    while let Some(piece) = reader.next().await? {
        hand_on_piece(piece, digest.as_mut(), pieces).await;
    }
    loop {
        received.fill(&object, &mut parts, count);
        let Some(part) = received.next().await else {
            break;
        };
        received.fill(&object, &mut parts, count - 1);
        let mut part = part?;
        while !part.is_empty() {
            let piece = part.split_to(part.len().min(PIECE));
            hand_on_piece(piece, digest.as_mut(), pieces).await;
        }
    }
    match (&object.expected, digest) {
        (Some(expected), Some(digest)) => expected.check(&digest.finish()),
        _ => Ok(()),
    }
}

async fn hand_on_piece(piece: Bytes, digest: Option<&mut Digest>, pieces: &Pieces) {
    if let Some(digest) = digest {
        digest.update(&piece);
    }
    // Nobody takes it: the race ends.
    let _ = pieces.send(Ok(piece)).await;
}

type Part<T> = Result<T, TransferError>;

/// The parts that are received ahead.
#[derive(Default)]
struct Ahead {
    tasks: JoinSet<(u64, Part<BytesMut>)>,
    /// The parts in their order, by where they begin; the content of those that are there.
    parts: VecDeque<(u64, Option<Part<Bytes>>)>,
    buffers: Buffers,
}

impl Ahead {
    /// Begins to receive parts, until so many are on their way or there.
    fn fill(
        &mut self,
        object: &Arc<Object>,
        parts: &mut (impl Iterator<Item = Range<u64>> + Send),
        count: usize,
    ) {
        while self.parts.len() < count
            && let Some(range) = parts.next()
        {
            self.parts.push_back((range.start, None));
            let length = usize::try_from(range.end - range.start).unwrap_or_default();
            let (object, buffer) = (object.clone(), self.buffers.take(length));
            self.tasks.spawn(async move {
                let start = range.start;
                (start, receive(&object, range, buffer).await)
            });
        }
    }

    /// The next part.
    async fn next(&mut self) -> Option<Part<Bytes>> {
        while let Some((_, None)) = self.parts.front() {
            let (start, part) = match joined(self.tasks.join_next().await?) {
                Ok(part) => part,
                Err(error) => return Some(Err(error)),
            };
            let place = self.parts.iter_mut().find(|(it, _)| *it == start);
            if let Some((_, place)) = place {
                *place = Some(part.map(|buffer| self.buffers.filled(buffer)));
            }
        }
        self.parts.pop_front()?.1
    }
}

/// Receives a part into a buffer.
async fn receive(object: &Object, range: Range<u64>, mut buffer: BytesMut) -> Part<BytesMut> {
    let _permit = object.settings.permit().await;
    let progress = object.progress.of_part();
    let mut attempts = Attempts::new(object.settings.attempts);
    loop {
        let mut reader = RangeReader::new(object, range.clone(), None, progress.clone());
        match reader.fill(&mut buffer).await {
            Ok(()) => return Ok(buffer),
            Err(error) if object.repeats(&error) => attempts.after(error).await?,
            Err(error) => return Err(error),
        }
        buffer.clear();
    }
}
