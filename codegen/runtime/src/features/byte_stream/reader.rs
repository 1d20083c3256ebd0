//! Streams from `AsyncRead` and as such.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{AsyncBufRead, AsyncRead, ReadBuf};
use tokio_util::io::poll_read_buf;

use crate::core::byte_stream::{ByteStream, Piece, Source};

/// How much is read at once.
const PIECE: usize = 64 << 10;

impl ByteStream {
    /// A stream from a reader. It can be read only once, so the request is not retried after reading
    /// has begun.
    pub fn from_async_read(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::single(OfReader::new(reader))
    }

    /// The stream as a reader.
    #[must_use]
    pub fn into_async_read(self) -> Reader {
        Reader {
            stream: self,
            piece: Bytes::new(),
        }
    }
}

pub(super) struct OfReader<R> {
    reader: Pin<Box<R>>,
    buffer: BytesMut,
}

impl<R> OfReader<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader: Box::pin(reader),
            buffer: BytesMut::new(),
        }
    }
}

impl<R: AsyncRead + Send> Source for OfReader<R> {
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        self.buffer.reserve(PIECE);
        let read = poll_read_buf(self.reader.as_mut(), context, &mut self.buffer);
        Poll::Ready(match ready!(read) {
            Ok(0) => None,
            Ok(_) => Some(Ok(self.buffer.split().freeze())),
            Err(error) => Some(Err(error.into())),
        })
    }
}

/// A [`ByteStream`] as an `AsyncRead` and `AsyncBufRead`.
pub struct Reader {
    stream: ByteStream,
    /// What is left of the last piece.
    piece: Bytes,
}

impl AsyncBufRead for Reader {
    fn poll_fill_buf(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        let this = self.get_mut();
        if this.piece.is_empty()
            && let Some(piece) = ready!(this.stream.poll_next_piece(context))
        {
            this.piece = piece?;
        }
        Poll::Ready(Ok(&this.piece))
    }

    fn consume(mut self: Pin<&mut Self>, length: usize) {
        self.piece.advance(length);
    }
}

impl AsyncRead for Reader {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let piece = ready!(self.as_mut().poll_fill_buf(context))?;
        let length = piece.len().min(buffer.remaining());
        buffer.put_slice(&piece[..length]);
        self.consume(length);
        Poll::Ready(Ok(()))
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Reader").field(&self.stream).finish()
    }
}
