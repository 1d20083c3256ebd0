//! The content of requests, without gzip and `aws-chunked`.

use std::io::Read;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Buf, Bytes, BytesMut};
use flate2::read::MultiGzDecoder;
use http::HeaderMap;
use http::header::CONTENT_ENCODING;
use http_body::Frame;

use crate::core::body::Body;

/// The longest line between chunks: a length with its extensions, or a trailer.
const MAX_LINE: usize = 8 * 1024;

/// The decoded body; unchanged if it does not have the encoding that its headers state.
pub(crate) fn decoded(headers: &HeaderMap, mut body: Body) -> Body {
    let encodings = headers.get_all(CONTENT_ENCODING).iter();
    let encodings = encodings.filter_map(|value| value.to_str().ok());
    let encodings: Vec<_> = encodings.flat_map(|value| value.split(',')).collect();
    for encoding in encodings.into_iter().rev() {
        body = match encoding.trim() {
            "gzip" => decompressed(body),
            "aws-chunked" => joined(body),
            _ => return body,
        };
    }
    body
}

fn decompressed(body: Body) -> Body {
    let mut plain = Vec::new();
    let result = MultiGzDecoder::new(body.in_memory()).read_to_end(&mut plain);
    if result.is_ok() { plain.into() } else { body }
}

fn joined(body: Body) -> Body {
    let Some(bytes) = body.bytes() else {
        return Body::from_body(Joined {
            body,
            chunks: Chunks::default(),
        });
    };
    let mut chunks = Chunks::default();
    chunks.received.extend_from_slice(bytes);
    let mut content = BytesMut::new();
    while let Ok(Some(piece)) = chunks.next() {
        content.extend_from_slice(&piece);
    }
    if chunks.is_complete() {
        content.freeze().into()
    } else {
        body
    }
}

/// A body in the encoding `aws-chunked`.
#[derive(Default)]
struct Chunks {
    received: BytesMut,
    state: State,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum State {
    #[default]
    Length,
    /// So many bytes of a chunk are missing.
    Data(usize),
    EndOfData,
    Trailers,
    End,
}

impl Chunks {
    fn is_complete(&self) -> bool {
        self.state == State::End
    }

    /// Content that was received completely; `None` for none yet.
    fn next(&mut self) -> Result<Option<Bytes>, &'static str> {
        loop {
            match self.state {
                State::Data(missing) => {
                    let length = missing.min(self.received.len());
                    if length == 0 {
                        return Ok(None);
                    }
                    self.state = match missing - length {
                        0 => State::EndOfData,
                        missing => State::Data(missing),
                    };
                    return Ok(Some(self.received.split_to(length).freeze()));
                }
                State::End => {
                    self.received.clear();
                    return Ok(None);
                }
                State::Length | State::EndOfData | State::Trailers => {
                    let Some(line) = self.line()? else {
                        return Ok(None);
                    };
                    self.state = self.state.after(&line)?;
                }
            }
        }
    }

    /// The next line without its end; `None` if it is incomplete.
    fn line(&mut self) -> Result<Option<Bytes>, &'static str> {
        match self.received.windows(2).position(|it| it == b"\r\n") {
            Some(length) => {
                let line = self.received.split_to(length).freeze();
                self.received.advance(2);
                Ok(Some(line))
            }
            None if self.received.len() > MAX_LINE => Err("a line of `aws-chunked` is too long"),
            None => Ok(None),
        }
    }
}

impl State {
    /// The state after a line.
    fn after(self, line: &[u8]) -> Result<Self, &'static str> {
        match self {
            Self::Length => {
                let digits = line.split(|byte| *byte == b';').next().unwrap_or_default();
                let digits = std::str::from_utf8(digits).unwrap_or_default();
                match usize::from_str_radix(digits, 16) {
                    Ok(0) => Ok(Self::Trailers),
                    Ok(length) => Ok(Self::Data(length)),
                    Err(_) => Err("a chunk of `aws-chunked` has no length"),
                }
            }
            Self::EndOfData if line.is_empty() => Ok(Self::Length),
            Self::EndOfData => Err("a chunk of `aws-chunked` is longer than its length"),
            Self::Trailers if line.is_empty() => Ok(Self::End),
            state => Ok(state),
        }
    }
}

/// The content of a stream in the encoding `aws-chunked`.
struct Joined {
    body: Body,
    chunks: Chunks,
}

impl http_body::Body for Joined {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        loop {
            if let Some(piece) = self.chunks.next()? {
                return Poll::Ready(Some(Ok(Frame::data(piece))));
            }
            match Pin::new(&mut self.body).poll_frame(context)? {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        self.chunks.received.extend_from_slice(&data);
                    }
                }
                Poll::Ready(None) if self.chunks.is_complete() => return Poll::Ready(None),
                Poll::Ready(None) => {
                    let error = "the body ended before its last chunk of `aws-chunked`";
                    return Poll::Ready(Some(Err(error.into())));
                }
            }
        }
    }
}
