//! Reading: lengths, progress, `http_body::Body`.

use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};

use super::error::{ByteStreamError, ByteStreamErrorKind};
use super::source::Source;
use super::{ByteStream, Content};
use crate::core::lock::lock;

/// The length of the pieces of bytes in memory whose progress is reported.
const PIECE: usize = 64 << 10;

/// How much is allocated at once for a length that was only announced.
const RESERVED: u64 = 1 << 20;

type Piece = Result<Bytes, ByteStreamError>;

impl ByteStream {
    /// The next piece, which is never empty; `None` at the end.
    ///
    /// Cancel safe: no piece is lost in `tokio::select!` or `tokio::time::timeout`.
    pub async fn next(&mut self) -> Option<Piece> {
        poll_fn(|context| self.poll_next_piece(context)).await
    }

    /// Reads all of it into memory.
    ///
    /// # Errors
    ///
    /// If it breaks off, or its length is not the one that was stated.
    pub async fn collect(mut self) -> Piece {
        let Some(first) = self.next().await.transpose()? else {
            return Ok(Bytes::new());
        };
        let Some(second) = self.next().await.transpose()? else {
            return Ok(first);
        };
        let reserved = self.length.unwrap_or_default().min(RESERVED);
        let mut bytes = BytesMut::with_capacity(usize::try_from(reserved).unwrap_or_default());
        bytes.extend_from_slice(&first);
        bytes.extend_from_slice(&second);
        while let Some(piece) = self.next().await {
            bytes.extend_from_slice(&piece?);
        }
        Ok(bytes.freeze())
    }

    /// Polls for the next piece; see [`next`](Self::next).
    pub fn poll_next_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        if let Content::Over { .. } = self.content {
            return Poll::Ready(None);
        }
        let piece = ready!(self.poll_checked(context));
        match &piece {
            Some(Ok(_)) => {
                if let Some(report) = &self.progress {
                    report(self.received, self.length());
                }
            }
            Some(Err(_)) => self.end(false),
            None => {}
        }
        Poll::Ready(piece)
    }

    /// The next piece, with the length checked.
    fn poll_checked(&mut self, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        loop {
            let Some(piece) = ready!(self.poll_source(context)?) else {
                self.end(true);
                return Poll::Ready(match self.length {
                    Some(length) if self.received < length => {
                        let received = self.received;
                        Some(Err(
                            ByteStreamErrorKind::TooShort { length, received }.into()
                        ))
                    }
                    _ => self.last.take().map(Ok),
                });
            };
            self.received += piece.len() as u64;
            match self.length {
                Some(length) if self.received > length => {
                    let error = ByteStreamErrorKind::TooLong { length };
                    return Poll::Ready(Some(Err(error.into())));
                }
                Some(length) if self.received == length => self.last = Some(piece),
                _ => return Poll::Ready(Some(Ok(piece))),
            }
        }
    }

    /// The next piece of the source, which is not empty.
    fn poll_source(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, ByteStreamError>> {
        loop {
            let source: Box<dyn Source> = match &mut self.content {
                Content::Memory(bytes) if self.progress.is_some() => {
                    let piece = bytes.split_to(bytes.len().min(PIECE));
                    return Poll::Ready(Ok(Some(piece).filter(|it| !it.is_empty())));
                }
                Content::Memory(bytes) => {
                    let piece = mem::take(bytes);
                    return Poll::Ready(Ok(Some(piece).filter(|it| !it.is_empty())));
                }
                Content::Reading(source) => {
                    let source = source.get_mut().unwrap_or_else(PoisonError::into_inner);
                    match ready!(source.poll_piece(context)) {
                        None => return Poll::Ready(Ok(None)),
                        Some(Ok(piece)) if piece.is_empty() => continue,
                        Some(Ok(piece)) => return Poll::Ready(Ok(Some(piece))),
                        Some(Err(error)) => {
                            return Poll::Ready(Err(ByteStreamError::source(error)));
                        }
                    }
                }
                Content::Repeatable(open) => Box::new(open().map_err(ByteStreamError::source)?),
                Content::Single(unread) => {
                    let source = lock(&unread.0).take();
                    source.ok_or(ByteStreamErrorKind::AlreadyRead)?
                }
                Content::Over { .. } => return Poll::Ready(Ok(None)),
            };
            self.content = Content::Reading(Mutex::new(source));
        }
    }

    fn end(&mut self, is_complete: bool) {
        self.content = Content::Over { is_complete };
        if !is_complete {
            self.last = None;
        }
    }

    /// How many bytes were handed on.
    fn passed(&self) -> u64 {
        self.received - self.last.as_ref().map_or(0, |last| last.len() as u64)
    }
}

impl Body for ByteStream {
    type Data = Bytes;
    type Error = ByteStreamError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ByteStreamError>>> {
        let piece = ready!(self.poll_next_piece(context));
        Poll::Ready(piece.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Memory(bytes) => bytes.is_empty() && self.size_hint().exact() == Some(0),
            Content::Over { .. } => self.last.is_none(),
            _ => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match (&self.content, self.length()) {
            (Content::Over { is_complete: false }, _) => SizeHint::with_exact(0),
            // Bodies of no bytes are not read, so what they have would not be noticed.
            (Content::Single(_) | Content::Repeatable(_), Some(0)) => SizeHint::default(),
            (_, Some(length)) => SizeHint::with_exact(length.saturating_sub(self.passed())),
            _ => SizeHint::default(),
        }
    }
}

#[cfg(feature = "stream")]
impl futures_core::Stream for ByteStream {
    type Item = Piece;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        self.poll_next_piece(context)
    }
}
