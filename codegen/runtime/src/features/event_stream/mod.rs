//! Answers that are streams of events (`application/vnd.amazon.eventstream`).
//!
//! | module | what is in it |
//! |---|---|
//! | `frames` | the messages in the body of a response, as they arrive |
//! | `message` | a message as an event or an error |
//! | `write` | events as messages, for fakes (feature `test-util`) |

mod frames;
mod message;
#[cfg(feature = "test-util")]
mod write;

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::task::{Context, Poll, Waker, ready};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use bytes::Bytes;

use crate::client::operation::{Begin, StreamingOutput};
use crate::core::body::Body;
use crate::core::error::{CallError, Cause, DecodeError, OperationError, TransportError};
use crate::core::operation::{Operation, Reader};
use crate::core::shape::Shape;

pub use self::frames::Frames;
use self::message::Kind;

/// The events that a service sends, one after the other, for as long as the connection lives.
///
/// ```text
/// let mut output = client.subscribe_to_shard().send().await?;
/// while let Some(event) = output.event_stream.recv().await? {
///     println!("{event:?}");
/// }
/// ```
///
/// `T` is the union of the events, `E` the errors with which the service can end the stream. No
/// time limit of the client applies once the stream has begun, and nothing is repeated: who wants
/// to go on after an error makes another call. Dropping the stream ends it.
pub struct EventStream<T, E> {
    frames: Frames,
    types: PhantomData<fn() -> (T, E)>,
}

impl<T: Shape + Default, E: OperationError> EventStream<T, E> {
    /// The next event, or `None` after the last one. Events that this version of the crate does
    /// not know are given as the union's `UnknownValue`.
    ///
    /// No event is lost if the future is dropped before it is ready, as by `tokio::select!` or
    /// `tokio::time::timeout`.
    ///
    /// # Errors
    ///
    /// If the service ends the stream with an error ([`Cause::Service`]), the connection breaks
    /// ([`Cause::Transport`]) or what arrives is no event ([`Cause::Response`]). The stream is over
    /// then.
    pub async fn recv(&mut self) -> Result<Option<T>, CallError<E>> {
        poll_fn(|context| self.poll_recv(context)).await
    }

    /// As [`recv`](Self::recv), for those who poll.
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

    /// The id of the request that the stream is the answer to, to be quoted to AWS support.
    pub fn request_id(&self) -> Option<&str> {
        self.frames.request_id()
    }
}

impl<T, E> EventStream<T, E> {
    /// What is below the types.
    #[doc(hidden)]
    pub fn frames_mut(&mut self) -> &mut Frames {
        &mut self.frames
    }
}

/// A stream that is over.
impl<T, E> Default for EventStream<T, E> {
    fn default() -> Self {
        Self {
            frames: Frames::default(),
            types: PhantomData,
        }
    }
}

/// What has arrived may be secret.
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

/// Why there is no event.
pub(crate) enum End {
    /// The service said so.
    Error(Kind, aws_smithy_types::event_stream::Message),
    /// What arrived is no event.
    Unreadable(DecodeError),
    /// The connection broke.
    Broken(TransportError),
}

impl Frames {
    /// Reads the next event into a union; `false` at the end.
    fn poll_event(
        &mut self,
        context: &mut Context<'_>,
        event: &mut dyn Shape,
    ) -> Poll<Result<bool, End>> {
        loop {
            let Some(message) = ready!(self.poll_message(context))? else {
                return Poll::Ready(Ok(false));
            };
            let result = match message::kind(&message) {
                // It has been read, or says nothing that the output has a member for.
                Ok(Kind::InitialResponse) => continue,
                Ok(Kind::Event(name)) => message::read_event(&message, &name, event, self.reader()),
                Ok(kind) => {
                    self.end();
                    return Poll::Ready(Err(End::Error(kind, message)));
                }
                Err(error) => Err(error),
            };
            return Poll::Ready(match result {
                Ok(()) => Ok(true),
                Err(error) => {
                    self.end();
                    Err(End::Unreadable(error))
                }
            });
        }
    }

    /// The document that the members of the output beside the stream are in. A service that does
    /// not send it sends its first event instead, which waits to be received.
    fn poll_initial(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, End>> {
        let Some(message) = ready!(self.poll_message(context))? else {
            return Poll::Ready(Ok(None));
        };
        if let Ok(Kind::InitialResponse) = message::kind(&message) {
            return Poll::Ready(Ok(Some(message.payload().clone())));
        }
        self.keep(message);
        Poll::Ready(Ok(None))
    }

    /// The end of the stream as an error of the call it is the answer to.
    fn error<E: OperationError>(&self, end: End) -> CallError<E> {
        let cause = match end {
            End::Error(kind, message) => {
                let response = self.response(message.payload().clone());
                let (error, metadata) = message::error(kind, &response, self.reader());
                Cause::Service { error, metadata }
            }
            End::Unreadable(error) => Cause::Response {
                error,
                metadata: self.metadata(),
            },
            End::Broken(error) => Cause::Transport(error.with_metadata(self.metadata())),
        };
        CallError::new(self.operation(), cause).with_attempts(self.attempts())
    }
}

/// An operation that answers with a stream of events.
pub trait EventStreamOperation: Operation {
    /// The stream in the output.
    fn frames(output: &mut Self::Output) -> &mut Frames;
}

/// How the outputs of an operation are made that hold a stream.
#[must_use]
pub const fn streaming<O: EventStreamOperation>() -> StreamingOutput<O::Output, CallError<O::Error>>
{
    StreamingOutput {
        output: over_connection::<O>,
        begin: begin::<O>,
        #[cfg(feature = "test-util")]
        write: write::response::<O>,
    }
}

fn over_connection<O: EventStreamOperation>(
    operation: &'static str,
    response: &mut HttpResponse,
) -> Result<O::Output, BoxError> {
    let reader = Reader::of::<O::Protocol>();
    Ok(over::<O>(Frames::of(operation, reader, response)?))
}

fn over<O: EventStreamOperation>(frames: Frames) -> O::Output {
    let mut output = O::Output::default();
    *O::frames(&mut output) = frames;
    output
}

/// Waits for the members of an output that stand beside its stream, if there are any.
fn begin<O: EventStreamOperation>(
    output: &mut O::Output,
    attempts: u32,
) -> Begin<'_, CallError<O::Error>> {
    O::frames(output).set_attempts(attempts);
    Box::pin(poll_fn(move |context| poll_members::<O>(context, output)))
}

fn poll_members<O: EventStreamOperation>(
    context: &mut Context<'_>,
    output: &mut O::Output,
) -> Poll<Result<(), CallError<O::Error>>> {
    if output.schema().members.is_empty() {
        return Poll::Ready(Ok(()));
    }
    let initial = ready!(O::frames(output).poll_initial(context));
    let read = initial.and_then(|document| {
        (Reader::of::<O::Protocol>().document)(&document.unwrap_or_default(), output)
            .map_err(End::Unreadable)
    });
    Poll::Ready(read.map_err(|end| O::frames(output).error(end)))
}

/// The output of a response that is in memory, with all its events, or the error.
///
/// # Errors
///
/// If the status is not 2xx, or what stands beside the stream cannot be read.
pub fn response<O: EventStreamOperation>(
    response: &http::Response<Body>,
) -> Result<O::Output, CallError<O::Error>> {
    let (name, reader) = (O::SCHEMA.name, Reader::of::<O::Protocol>());
    if !response.status().is_success() {
        let mut metadata = (reader.error_metadata)(response);
        let error = reader.error(response, &mut metadata);
        return Err(CallError::new(name, Cause::Service { error, metadata }));
    }
    let mut output = over::<O>(Frames::in_memory(name, reader, response));
    // Bytes in memory are ready.
    let mut context = Context::from_waker(Waker::noop());
    match poll_members::<O>(&mut context, &mut output) {
        Poll::Ready(Err(error)) => Err(error),
        Poll::Ready(Ok(())) | Poll::Pending => Ok(output),
    }
}
