//! The content of requests, without the encodings of their transfer: gzip and `aws-chunked`.

use std::io::Read;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Buf, Bytes, BytesMut};
use flate2::read::MultiGzDecoder;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue, Request};
use http_body::Frame;

use crate::core::body::Body;
use crate::core::schema::Schema;

/// The longest line between chunks: a length with its extensions, or a trailer.
const MAX_LINE: usize = 8 * 1024;

const CHUNKED: &str = "aws-chunked";
const GZIP: &str = "gzip";
/// The header with the length of the content of a body that is divided into chunks.
const DECODED_LENGTH: &str = "x-amz-decoded-content-length";

/// A request without the encodings of its transfer: the headers are those of the content, too. These
/// encodings are `aws-chunked`, and `gzip` unless the input has a member for it.
///
/// Unchanged if the body does not have the encoding that the headers state.
pub(crate) fn decoded(mut request: Request<Body>, input: &Schema) -> Request<Body> {
    if encodings(request.headers()).any(|it| it.eq_ignore_ascii_case(CHUNKED))
        && let Some(content) = joined(&request)
    {
        set_content(&mut request, content, CHUNKED);
    }
    if is_compressed(request.headers(), input)
        && let Some(content) = decompressed(request.body())
    {
        set_content(&mut request, content, GZIP);
    }
    request
}

/// Whether a request is compressed for its transfer, rather than by the caller. If so, it has to be in
/// memory to be decoded.
pub(crate) fn is_compressed(headers: &HeaderMap, input: &Schema) -> bool {
    let others = encodings(headers).filter(|it| !it.eq_ignore_ascii_case(CHUNKED));
    let last = others.last();
    last.is_some_and(|it| it.eq_ignore_ascii_case(GZIP))
        && input.header_position(CONTENT_ENCODING.as_str()).is_none()
}

fn encodings(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let values = headers.get_all(CONTENT_ENCODING).iter();
    values.filter_map(|it| it.to_str().ok()).flat_map(listed)
}

fn listed(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim)
}

/// Sets the content that a body has without an encoding.
fn set_content(request: &mut Request<Body>, content: Body, encoding: &str) {
    let headers = request.headers_mut();
    let values = headers.get_all(CONTENT_ENCODING).iter();
    let values: Vec<_> = values.filter_map(|it| without(it, encoding)).collect();
    headers.remove(CONTENT_ENCODING);
    for value in values {
        headers.append(CONTENT_ENCODING, value);
    }
    match content.length() {
        Some(length) => headers.insert(CONTENT_LENGTH, length.into()),
        None => headers.remove(CONTENT_LENGTH),
    };
    *request.body_mut() = content;
}

/// A list of encodings without one of them; `None` if it was the only one.
fn without(value: &HeaderValue, encoding: &str) -> Option<HeaderValue> {
    let text = value.to_str().unwrap_or_default();
    let others = listed(text).filter(|it| !it.eq_ignore_ascii_case(encoding));
    let others: Vec<_> = others.collect();
    if others.len() == listed(text).count() {
        return Some(value.clone());
    }
    let others = HeaderValue::try_from(others.join(", ")).ok()?;
    (!others.is_empty()).then_some(others)
}

fn decompressed(body: &Body) -> Option<Body> {
    let mut plain = Vec::new();
    let result = MultiGzDecoder::new(body.in_memory()).read_to_end(&mut plain);
    result.is_ok().then(|| plain.into())
}

fn joined(request: &Request<Body>) -> Option<Body> {
    let Some(bytes) = request.body().bytes() else {
        let body = Body::from_body(Joined {
            body: request.body().share(),
            chunks: Chunks::default(),
        });
        let length = request.headers().get(DECODED_LENGTH);
        let length = length.and_then(|it| it.to_str().ok()?.parse().ok());
        return Some(match length {
            Some(length) => body.with_length(length),
            None => body,
        });
    };
    let mut chunks = Chunks::default();
    chunks.received.extend_from_slice(bytes);
    let mut content = BytesMut::new();
    while let Ok(Some(piece)) = chunks.next() {
        content.extend_from_slice(&piece);
    }
    chunks.is_complete().then(|| content.freeze().into())
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
