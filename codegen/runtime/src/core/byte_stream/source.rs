//! The kinds of sources that are read in pieces.

use std::error::Error as StdError;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use http_body::Body;

use super::ByteStream;

/// The length of the pieces of readers.
const PIECE: usize = 64 << 10;

/// A source of pieces. It is not read again after its end or an error.
pub(crate) trait Source: Send {
    /// The next piece, which may be empty; `None` at the end.
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Piece>>;
}

pub(crate) type Piece = Result<Bytes, Box<dyn StdError + Send + Sync>>;

/// A body.
pub(super) struct OfBody<B>(Pin<Box<B>>);

impl<B> OfBody<B> {
    pub(super) fn new(body: B) -> Self {
        Self(Box::pin(body))
    }
}

impl<B> Source for OfBody<B>
where
    B: Body + Send,
    B::Error: Into<Box<dyn StdError + Send + Sync>>,
{
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        loop {
            let frame = ready!(self.0.as_mut().poll_frame(context));
            return Poll::Ready(match frame {
                None => None,
                Some(Err(error)) => Some(Err(error.into())),
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(mut data) => Some(Ok(data.copy_to_bytes(data.remaining()))),
                    Err(_) => continue,
                },
            });
        }
    }
}

/// A reader that blocks.
pub(super) struct OfReader<R>(R);

impl<R> OfReader<R> {
    pub(super) fn new(reader: R) -> Self {
        Self(reader)
    }
}

impl<R: Read + Send> Source for OfReader<R> {
    fn poll_piece(&mut self, _: &mut Context<'_>) -> Poll<Option<Piece>> {
        let mut buffer = vec![0; PIECE];
        Poll::Ready(loop {
            break match self.0.read(&mut buffer) {
                Ok(0) => None,
                Ok(length) => {
                    buffer.truncate(length);
                    Some(Ok(buffer.into()))
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => Some(Err(error.into())),
            };
        })
    }
}

/// A stream that was opened.
impl Source for ByteStream {
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        let piece = ready!(self.poll_next_piece(context));
        Poll::Ready(piece.map(|piece| piece.map_err(Into::into)))
    }
}

/// A `Stream` of pieces.
#[cfg(feature = "stream")]
pub(super) struct OfStream<S>(Pin<Box<S>>);

#[cfg(feature = "stream")]
impl<S> OfStream<S> {
    pub(super) fn new(stream: S) -> Self {
        Self(Box::pin(stream))
    }
}

#[cfg(feature = "stream")]
impl<S, T, E> Source for OfStream<S>
where
    S: futures_core::Stream<Item = Result<T, E>> + Send,
    T: Into<Bytes>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        let piece = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(piece.map(|piece| piece.map(Into::into).map_err(Into::into)))
    }
}
