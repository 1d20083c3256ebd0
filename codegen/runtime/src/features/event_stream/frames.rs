//! Messages of a response body, as they arrive.
//!
//! AWS's own crate decodes the frames. Its receiver (in `aws-smithy-http`) is not used, because it
//! traces whole messages and continues after errors.

use std::task::{Context, Poll, ready};

use aws_smithy_eventstream::frame::read_message_from;
use aws_smithy_types::event_stream::Message;
use bytes::{Buf, Bytes, BytesMut};
use http::{HeaderMap, StatusCode};

use super::StreamEnd;
#[cfg(feature = "test-util")]
use super::write::{Unsent, Writer};
use crate::core::body::Body;
use crate::core::error::{
    DecodeError, ErrorMetadata, Retryable, TransportError, TransportErrorKind,
};
#[cfg(feature = "test-util")]
use crate::core::operation::OperationSchema;
use crate::core::operation::Reader;
#[cfg(feature = "test-util")]
use crate::protocol::aws_json::AwsJson1_1;

/// The operation does not matter either.
#[cfg(feature = "test-util")]
const ANY: &OperationSchema = &OperationSchema::new("test");

/// The length of a frame's prelude with its checksum.
const PRELUDE: usize = 12;
/// The length of a frame without headers and payload.
const SMALLEST: usize = PRELUDE + 4;
/// The maximum length of a message. Services send at most 24 MiB.
const LARGEST: usize = 64 << 20;

/// The messages of a response body.
#[derive(Default)]
pub struct Frames {
    operation: &'static str,
    /// `None` for a default stream.
    reader: Option<Reader>,
    attempts: u32,
    request_id: Option<Box<str>>,
    status: StatusCode,
    headers: HeaderMap,
    /// `None` at the end.
    body: Option<Body>,
    buffer: BytesMut,
    /// A message that was read ahead.
    kept: Option<Message>,
    /// Whether nothing has to follow: the last event was received, or an error.
    pub(super) is_complete: bool,
    /// Events that no service has sent.
    #[cfg(feature = "test-util")]
    unsent: Option<Unsent>,
}

impl Frames {
    /// The messages of a response.
    pub(crate) fn of(
        operation: &'static str,
        reader: Reader,
        response: &http::Response<Body>,
    ) -> Self {
        let metadata = ErrorMetadata::of(response);
        Self {
            operation,
            reader: Some(reader),
            request_id: metadata.request_id().map(Into::into),
            status: response.status(),
            headers: response.headers().clone(),
            body: Some(response.body().share()),
            ..Self::default()
        }
    }

    /// Events that no service has sent.
    #[cfg(feature = "test-util")]
    pub(super) fn unsent(events: Unsent) -> Self {
        Self {
            operation: "test",
            unsent: Some(events),
            ..Self::default()
        }
    }

    /// The messages of the events that no service has sent.
    #[cfg(feature = "test-util")]
    pub(super) fn written(&mut self, writer: Writer) -> Vec<u8> {
        let events = self.unsent.take();
        events.map(|events| events(writer)).unwrap_or_default()
    }

    /// Prepares events for reading that no service has sent. The protocol does not matter, because it
    /// is the same in both directions.
    #[cfg(feature = "test-util")]
    fn receive_unsent(&mut self) {
        if self.unsent.is_some() {
            let bytes = self.written(Writer::of::<AwsJson1_1>());
            self.buffer.extend(bytes);
            self.reader = Some(Reader::of::<AwsJson1_1>(ANY));
        }
    }

    pub(crate) fn reader(&self) -> Reader {
        self.reader.unwrap_or(Reader::NONE)
    }

    pub(crate) fn operation(&self) -> &'static str {
        self.operation
    }

    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(crate) fn set_attempts(&mut self, attempts: u32) {
        self.attempts = attempts;
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The response with this body.
    pub(crate) fn response(&self, body: Bytes) -> http::Response<Body> {
        let mut response = http::Response::new(body.into());
        *response.status_mut() = self.status;
        response.headers_mut().clone_from(&self.headers);
        response
    }

    /// Metadata of the response.
    pub(crate) fn metadata(&self) -> ErrorMetadata {
        ErrorMetadata::of(&self.response(Bytes::new()))
    }

    pub(crate) fn is_over(&self) -> bool {
        #[cfg(feature = "test-util")]
        if self.unsent.is_some() {
            return false;
        }
        self.body.is_none() && self.buffer.is_empty() && self.kept.is_none()
    }

    /// Whether it is the stream of a response, or of a fake.
    pub(crate) fn has_begun(&self) -> bool {
        self.reader.is_some()
    }

    /// Ends the stream and closes the connection.
    pub(crate) fn end(&mut self) {
        self.body = None;
        self.buffer = BytesMut::new();
    }

    /// Puts a message back.
    pub(crate) fn keep(&mut self, message: Message) {
        self.kept = Some(message);
    }

    /// The next message, or `None` after the last one.
    pub(crate) fn poll_message(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Message>, StreamEnd>> {
        #[cfg(feature = "test-util")]
        self.receive_unsent();
        if let Some(message) = self.kept.take() {
            return Poll::Ready(Ok(Some(message)));
        }
        loop {
            match self.buffered() {
                Ok(None) => {}
                Ok(message) => return Poll::Ready(Ok(message)),
                Err(error) => return Poll::Ready(Err(self.unreadable(&error))),
            }
            let Some(body) = &mut self.body else {
                return Poll::Ready(Ok(None));
            };
            match ready!(body.poll_next_piece(context)) {
                Some(Ok(piece)) => self.buffer.extend_from_slice(&piece),
                Some(Err(error)) => {
                    self.end();
                    let kind = TransportErrorKind::Response;
                    let error =
                        TransportError::new(kind, error).with_retryable(Some(Retryable::Transient));
                    return Poll::Ready(Err(StreamEnd::Broken(error)));
                }
                None if self.buffer.is_empty() => {
                    self.end();
                    return Poll::Ready(Ok(None));
                }
                None => {
                    let error = "the stream ended inside an event";
                    return Poll::Ready(Err(self.unreadable(error)));
                }
            }
        }
    }

    /// The first message in the buffer, if it is complete.
    fn buffered(&mut self) -> Result<Option<Message>, String> {
        let Some(mut prelude) = self.buffer.get(..PRELUDE) else {
            return Ok(None);
        };
        // Checked first, because a wrong length might be waited for forever.
        let checksum = crc32fast::hash(&prelude[..PRELUDE - 4]);
        let length = usize::try_from(prelude.get_u32()).unwrap_or(usize::MAX);
        prelude.advance(4);
        if prelude.get_u32() != checksum {
            return Err("the event stream is damaged: wrong checksum of a prelude".to_owned());
        }
        if !(SMALLEST..=LARGEST).contains(&length) {
            return Err(format!("the event stream has a message of {length} bytes"));
        }
        if self.buffer.len() < length {
            return Ok(None);
        }
        read_message_from(self.buffer.split_to(length).freeze())
            .map(Some)
            .map_err(|error| format!("the event stream is damaged: {error}"))
    }

    fn unreadable(&mut self, reason: &(impl std::fmt::Display + ?Sized)) -> StreamEnd {
        self.end();
        StreamEnd::Unreadable(DecodeError::new("", reason.to_string()))
    }
}
