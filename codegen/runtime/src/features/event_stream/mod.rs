//! Event streams in responses (`application/vnd.amazon.eventstream`).
//!
//! | module | contents |
//! |---|---|
//! | `fake` | streams of mock services (feature `test-util`) |
//! | `frames` | messages of a response body, as they arrive |
//! | `message` | decoding of messages |
//! | `write` | encoding of messages, for mock services (feature `test-util`) |
//!
//! The output's members besides the stream are in a first message or in the head of the response,
//! as the protocol says.

#[cfg(feature = "test-util")]
mod fake;
mod frames;
mod message;
#[cfg(feature = "test-util")]
mod write;

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::task::{Context, Poll, Waker, ready};

use bytes::Bytes;

use crate::client::operation::{Step, StreamingOutput};
use crate::core::body::Body;
use crate::core::error::{
    CallError, Cause, DecodeError, OperationError, Retryable, TransportError, TransportErrorKind,
};
use crate::core::operation::{Operation, Protocol as _, Reader};
use crate::core::schema::{Flags, Schema};
use crate::core::shape::Shape;

pub use self::frames::Frames;
use self::message::MessageKind;

/// A stream of the service's events, which lasts as long as the connection.
///
/// ```text
/// let mut output = client.subscribe_to_shard().send().await?;
/// while let Some(event) = output.event_stream.recv().await? {
///     println!("{event:?}");
/// }
/// ```
///
/// `T` is the union of events, `E` the errors with which the service can end the stream. The
/// client's timeouts do not apply once the stream has begun, and nothing is retried: after an
/// error, make another call. Dropping the stream closes it.
pub struct EventStream<T, E> {
    frames: Frames,
    types: PhantomData<fn() -> (T, E)>,
}

impl<T: Shape + Default, E: OperationError> EventStream<T, E> {
    /// The next event, or `None` at the end. Events that this crate does not know are the union's
    /// `UnknownValue`.
    ///
    /// Cancel safe: no event is lost in `tokio::select!` or `tokio::time::timeout`.
    ///
    /// # Errors
    ///
    /// If the service ends the stream with an error ([`Cause::Service`]), the connection fails
    /// ([`Cause::Transport`]) or an event cannot be decoded ([`Cause::Response`]). The error ends
    /// the stream.
    pub async fn recv(&mut self) -> Result<Option<T>, CallError<E>> {
        poll_fn(|context| self.poll_recv(context)).await
    }

    /// Polls for the next event; see [`recv`](Self::recv).
    ///
    /// # Errors
    ///
    /// As [`recv`](Self::recv).
    pub fn poll_recv(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<T>, CallError<E>>> {
        let mut event = T::default();
        let result = ready!(self.frames.poll_event(context, &mut event));
        Poll::Ready(match result {
            Ok(true) => Ok(Some(event)),
            Ok(false) => Ok(None),
            Err(end) => Err(self.frames.error(end)),
        })
    }

    /// The request id, as needed for AWS support.
    pub fn request_id(&self) -> Option<&str> {
        self.frames.request_id()
    }
}

impl<T, E> EventStream<T, E> {
    /// The untyped messages.
    #[doc(hidden)]
    pub fn frames_mut(&mut self) -> &mut Frames {
        &mut self.frames
    }
}

/// An ended stream.
impl<T, E> Default for EventStream<T, E> {
    fn default() -> Self {
        Self {
            frames: Frames::default(),
            types: PhantomData,
        }
    }
}

/// Events may be sensitive, so they are not shown.
impl<T, E> fmt::Debug for EventStream<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("is_over", &self.frames.is_over())
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "stream")]
impl<T: Shape + Default, E: OperationError> futures_core::Stream for EventStream<T, E> {
    type Item = Result<T, CallError<E>>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        self.poll_recv(context).map(Result::transpose)
    }
}

/// Why a stream ended early.
pub(crate) enum StreamEnd {
    /// The service reported an error.
    Error(MessageKind, aws_smithy_types::event_stream::Message),
    /// An event cannot be decoded.
    Unreadable(DecodeError),
    /// The connection failed.
    Broken(TransportError),
}

impl Frames {
    /// Decodes the next event into a union; `false` at the end.
    fn poll_event(
        &mut self,
        context: &mut Context<'_>,
        event: &mut dyn Shape,
    ) -> Poll<Result<bool, StreamEnd>> {
        loop {
            let message = match ready!(self.poll_message(context)) {
                Ok(Some(message)) => message,
                Ok(None) => return Poll::Ready(self.check_end(event.schema())),
                Err(end) => {
                    self.is_complete = true;
                    return Poll::Ready(Err(end));
                }
            };
            let result = match message::kind(&message) {
                // Already decoded, or the output has no members besides the stream.
                Ok(MessageKind::InitialResponse) => continue,
                Ok(MessageKind::Event(name)) => {
                    self.is_complete |= last_event(event.schema()) == Some(&*name);
                    message::read_event(&message, &name, event, self.reader())
                }
                Ok(kind) => {
                    self.is_complete = true;
                    self.end();
                    return Poll::Ready(Err(StreamEnd::Error(kind, message)));
                }
                Err(error) => Err(error),
            };
            return Poll::Ready(match result {
                Ok(()) => Ok(true),
                Err(error) => {
                    self.is_complete = true;
                    self.end();
                    Err(StreamEnd::Unreadable(error))
                }
            });
        }
    }

    /// Checks that the last event was received, if a stream of these events has one.
    fn check_end(&mut self, events: &Schema) -> Result<bool, StreamEnd> {
        match last_event(events) {
            Some(name) if !self.is_complete && self.has_begun() => {
                self.is_complete = true;
                let text = format!("the stream ended before its last event, {name}");
                let error = TransportError::new(TransportErrorKind::Response, text);
                let error = error.with_retryable(Some(Retryable::Transient));
                Err(StreamEnd::Broken(error))
            }
            _ => Ok(false),
        }
    }

    /// The document with the output's members besides the stream. Services may omit it; the first
    /// event is then kept.
    fn poll_initial(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, StreamEnd>> {
        let Some(message) = ready!(self.poll_message(context))? else {
            return Poll::Ready(Ok(None));
        };
        if let Ok(MessageKind::InitialResponse) = message::kind(&message) {
            return Poll::Ready(Ok(Some(message.payload().clone())));
        }
        self.keep(message);
        Poll::Ready(Ok(None))
    }

    /// The error of the call that a stream belongs to.
    fn error<E: OperationError>(&self, end: StreamEnd) -> CallError<E> {
        let cause = match end {
            StreamEnd::Error(kind, message) => {
                let response = self.response(message.payload().clone());
                let (error, metadata) = message::error(kind, &response, self.reader());
                Cause::Service { error, metadata }
            }
            StreamEnd::Unreadable(error) => Cause::Response {
                error,
                metadata: self.metadata(),
            },
            StreamEnd::Broken(error) => Cause::Transport(error.with_metadata(self.metadata())),
        };
        CallError::new(self.operation(), cause).with_attempts(self.attempts())
    }
}

/// The name of the event that ends streams of these events.
fn last_event(events: &Schema) -> Option<&'static str> {
    let mut members = events.members.iter();
    let last = members.find(|it| it.is(Flags::LAST_EVENT));
    last.map(|it| it.wire)
}

/// An operation whose output has an event stream.
pub trait EventStreamOperation: Operation {
    /// The output's stream.
    fn frames(output: &mut Self::Output) -> &mut Frames;
}

/// The output functions of an operation with an event stream.
#[must_use]
pub const fn streaming<O: EventStreamOperation>() -> StreamingOutput<O::Output, CallError<O::Error>>
{
    StreamingOutput {
        begin: begin::<O>,
        #[cfg(feature = "test-util")]
        write: fake::response::<O>,
    }
}

/// Waits for the output's members in the first message, if there are any.
fn begin<O: EventStreamOperation>(
    output: &mut O::Output,
    attempts: u32,
) -> Step<'_, CallError<O::Error>> {
    O::frames(output).set_attempts(attempts);
    Box::pin(poll_fn(move |context| poll_members::<O>(context, output)))
}

fn poll_members<O: EventStreamOperation>(
    context: &mut Context<'_>,
    output: &mut O::Output,
) -> Poll<Result<(), CallError<O::Error>>> {
    if !O::Protocol::HAS_INITIAL_MESSAGE || output.schema().members.is_empty() {
        return Poll::Ready(Ok(()));
    }
    let initial = ready!(O::frames(output).poll_initial(context));
    let read = initial.and_then(|document| {
        (Reader::of::<O::Protocol>(O::SCHEMA).document)(&document.unwrap_or_default(), output)
            .map_err(StreamEnd::Unreadable)
    });
    Poll::Ready(read.map_err(|end| O::frames(output).error(end)))
}

/// Decodes a response: the output with its stream, or the error. If the body is in memory, the members
/// besides the stream are decoded, too.
///
/// # Errors
///
/// If the status is not 2xx, or the members besides the stream cannot be decoded.
pub fn response<O: EventStreamOperation>(
    response: &http::Response<Body>,
) -> Result<O::Output, CallError<O::Error>> {
    let (name, reader) = (O::SCHEMA.name, Reader::of::<O::Protocol>(O::SCHEMA));
    if !response.status().is_success() {
        let metadata = (reader.error_metadata)(response);
        return Err(CallError::new(name, reader.cause(response, metadata)));
    }
    let mut output = O::Output::default();
    *O::frames(&mut output) = Frames::of(name, reader, response);
    if !O::Protocol::HAS_INITIAL_MESSAGE {
        return match reader.read(response, &mut output) {
            Ok(()) => Ok(output),
            Err(error) => {
                let end = StreamEnd::Unreadable(error);
                Err(O::frames(&mut output).error(end))
            }
        };
    }
    if response.body().bytes().is_none() {
        return Ok(output);
    }
    // Bytes in memory are never pending.
    let mut context = Context::from_waker(Waker::noop());
    match poll_members::<O>(&mut context, &mut output) {
        Poll::Ready(Err(error)) => Err(error),
        Poll::Ready(Ok(())) | Poll::Pending => Ok(output),
    }
}
