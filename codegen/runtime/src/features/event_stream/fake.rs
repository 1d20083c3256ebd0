//! Streams of mock services.

use std::marker::PhantomData;

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};

use super::write::{Writer, headers, message, write_to};
use super::{EventStream, EventStreamOperation, Frames};
use crate::core::body::Body;
use crate::core::error::OperationError;
use crate::core::operation::Protocol;
use crate::core::shape::Shape;

impl<T, E> EventStream<T, E>
where
    T: Shape + Default + Send + Sync + 'static,
    E: OperationError,
{
    /// A stream of these events, for outputs of a mock service. An error ends it.
    pub fn of(events: impl IntoIterator<Item = Result<T, E>>) -> Self {
        let events: Vec<_> = events.into_iter().collect();
        let write = move |writer: Writer| {
            let mut bytes = Vec::new();
            for event in events {
                let is_error = event.is_err();
                let message = match event {
                    Ok(event) => writer.event(&event, &mut T::default()),
                    Err(error) => writer.error(error),
                };
                write_to(&mut bytes, &message);
                if is_error {
                    break;
                }
            }
            bytes
        };
        Self {
            frames: Frames::unsent(Box::new(write)),
            types: PhantomData,
        }
    }
}

/// The response with an output's stream.
pub(super) fn response<O: EventStreamOperation>(
    output: &mut O::Output,
    request_id: &str,
) -> Response<Body> {
    let mut bytes = Vec::new();
    let mut response = if O::Protocol::HAS_INITIAL_MESSAGE {
        let headers = headers("event", ":event-type", "initial-response");
        let members = O::Protocol::write_document(output);
        let members = Some((O::Protocol::EVENT_CONTENT_TYPE, members));
        write_to(&mut bytes, &message(headers, Vec::new(), members));
        Response::default()
    } else {
        let head = O::Protocol::response(O::SCHEMA, output, request_id);
        if !head.status().is_success() {
            // A member cannot be sent.
            return head;
        }
        head
    };
    bytes.extend(O::frames(output).written(Writer::of::<O::Protocol>()));
    *response.body_mut() = bytes.into();
    // A member may be bound to the header.
    let value = HeaderValue::from_static("application/vnd.amazon.eventstream");
    let content_type = response.headers_mut().entry(CONTENT_TYPE);
    content_type.or_insert(value);
    response
}
