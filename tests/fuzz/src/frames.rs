//! Event streams: frames of AWS's encoder, in pieces of any length, whole, damaged or cut off.

use std::io::{self, Read};
use std::task::{Context, Poll, Waker};

use arbitrary::{Result, Unstructured};
use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::DateTime;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use bytes::Bytes;
use chrono::Utc;
use serde_json::{Value, json};
use tinsmith_runtime::body::Body;
use tinsmith_runtime::byte_stream::ByteStream;
use tinsmith_runtime::error::{CallError, Cause};
use tinsmith_runtime::features::event_stream::{self, EventStream, EventStreamOperation, Frames};
use tinsmith_runtime::operation::{Operation, OperationSchema};
use tinsmith_runtime::protocol::aws_json::AwsJson1_1;
use tinsmith_runtime::protocol::rest_json::RestJson1;

use crate::rest_shapes::{PutError, TagsInput};
use crate::shapes::Inner;
use crate::{Target, odd};

pub(crate) const TARGET: Target = Target {
    name: "frames",
    run: |bytes| try_stream(&mut Unstructured::new(bytes)).unwrap_or(false),
    tokens: &[],
};

#[derive(Clone, PartialEq)]
enum Event {
    Document(Inner),
    Chunk(Chunk),
    Note(Note),
    UnknownValue(Box<str>),
}

tinsmith_runtime::union! {
    union("Events") => Event {
        Document: "document";
        Chunk: "chunk".wire("Chunk");
        Note: "note";
    }
}

#[derive(Clone, Default, PartialEq)]
struct Chunk {
    flag: Option<bool>,
    number: Option<i32>,
    long: Option<i64>,
    name: Option<String>,
    at: Option<chrono::DateTime<Utc>>,
    key: Option<Bytes>,
    data: Option<Bytes>,
}

tinsmith_runtime::structure! {
    structure("Chunk") => Chunk {
        flag: "flag".event_header();
        number: "number".event_header();
        long: "long".event_header();
        name: "name".event_header();
        at: "at".event_header();
        key: "key".event_header();
        data: "data".event_payload();
    }
}

#[derive(Clone, Default, PartialEq)]
struct Note {
    text: Option<String>,
}

tinsmith_runtime::structure! {
    structure("Note") => Note {
        text: "text".event_payload();
    }
}

/// With a member that is in the first message or in the head.
macro_rules! operation {
    ($name:ident, $output:ident: $protocol:ty, $($location:tt)*) => {
        struct $name;

        #[derive(Default)]
        struct $output {
            session: Option<String>,
            events: EventStream<Event, PutError>,
        }

        tinsmith_runtime::structure! {
            structure("Output") => $output {
                session: "session"$($location)*;
            }
        }

        impl Operation for $name {
            const SCHEMA: &'static OperationSchema = &OperationSchema::new("Watch");
            type Protocol = $protocol;
            type Input = TagsInput;
            type Output = $output;
            type Error = PutError;

            fn response(
                response: &http::Response<Body>,
            ) -> std::result::Result<$output, CallError<PutError>> {
                event_stream::response::<Self>(response)
            }
        }

        impl EventStreamOperation for $name {
            fn frames(output: &mut $output) -> &mut Frames {
                output.events.frames_mut()
            }
        }
    };
}

operation!(Watch, WatchOutput: RestJson1, .header("X-Session"));
operation!(Tail, TailOutput: AwsJson1_1,);

/// A body that comes in pieces.
struct Pieces {
    bytes: Bytes,
    lengths: Vec<usize>,
}

impl Read for Pieces {
    fn read(&mut self, place: &mut [u8]) -> io::Result<usize> {
        let length = self.lengths.pop().unwrap_or(place.len());
        let length = length.min(place.len()).min(self.bytes.len());
        place[..length].copy_from_slice(&self.bytes.split_to(length));
        Ok(length)
    }
}

/// What a client gets of a stream.
#[derive(Debug)]
struct Found {
    events: Vec<Value>,
    end: Option<CallError<PutError>>,
}

/// All events of a body.
fn read<O: EventStreamOperation>(
    body: Body,
    events: fn(O::Output) -> EventStream<Event, PutError>,
) -> Option<Found> {
    let mut response = http::Response::new(body);
    let session = http::HeaderValue::from_static("s");
    response.headers_mut().insert("x-session", session);
    let mut stream = events(O::response(&response).ok()?);
    // Nothing here is ever pending.
    let mut context = Context::from_waker(Waker::noop());
    let mut found = Found {
        events: Vec::new(),
        end: None,
    };
    loop {
        match stream.poll_recv(&mut context) {
            Poll::Ready(Ok(Some(event))) => found.events.push(json!(event)),
            Poll::Ready(Ok(None)) => return Some(found),
            Poll::Ready(Err(error)) => {
                let _ = (format!("{error}"), format!("{error:?}"));
                let after = stream.poll_recv(&mut context);
                assert!(
                    matches!(after, Poll::Ready(Ok(None))),
                    "an error is the end"
                );
                found.end = Some(error);
                return Some(found);
            }
            Poll::Pending => panic!("it waits"),
        }
    }
}

fn try_stream(u: &mut Unstructured<'_>) -> Result<bool> {
    if u.ratio(1, 8)? {
        let bytes = u.arbitrary::<Vec<u8>>()?;
        read::<Watch>(bytes.clone().into(), |it| it.events);
        read::<Tail>(bytes.into(), |it| it.events);
        return Ok(false);
    }
    let (mut bytes, mut ends, mut events) = (Vec::new(), vec![0], Vec::new());
    for _ in 0..u.int_in_range(0..=6)? {
        let (message, event) = message(u)?;
        write_message_to(&message, &mut bytes).expect("a message that fits");
        ends.push(bytes.len());
        events.push(event);
    }
    let damage = u.int_in_range(0..=3)?;
    let mut end = bytes.len();
    if damage <= 1 && !bytes.is_empty() {
        end = u.choose_index(bytes.len())?;
        if damage == 0 {
            bytes[end] ^= 1 << u.int_in_range(0..=7)?;
        } else {
            bytes.truncate(end);
        }
    }
    let whole = ends.partition_point(|it| *it <= end) - 1;
    let is_damaged = whole < events.len() && (damage == 0 || end != ends[whole]);
    events.truncate(whole);
    let expected: Vec<_> = events.iter().map_while(Option::clone).collect();
    // An error of the service in front of the damage is the end.
    let is_error = expected.len() < whole;
    let mut lengths = Vec::new();
    for _ in 0..u.int_in_range(0..=20)? {
        lengths.push(u.int_in_range(1..=40)?);
    }
    let bytes = Bytes::from(bytes);
    let pieces = Pieces {
        bytes: bytes.clone(),
        lengths,
    };
    let Some(found) = read::<Watch>(ByteStream::from_reader(pieces), |it| it.events) else {
        panic!("the head is readable");
    };
    assert_eq!(found.events, expected, "{:?}", found.end);
    match found.end.as_ref().map(CallError::cause) {
        None => assert!(!is_damaged && !is_error),
        Some(Cause::Service { .. }) => assert!(is_error),
        Some(Cause::Response { .. }) => assert!(is_damaged || is_error),
        Some(other) => panic!("{other:?}"),
    }
    // In one piece, it is the same.
    let again = read::<Watch>(bytes.clone().into(), |it| it.events).expect("a stream");
    assert_eq!(again.events, found.events);
    assert_eq!(again.end.is_some(), found.end.is_some());
    // Without a first message of its own, all are events.
    if let Some(tail) = read::<Tail>(bytes.into(), |it| it.events) {
        assert_eq!(tail.events, found.events);
    }
    Ok(!is_damaged)
}

/// A message, and the event that it is; `None` for one that ends the stream.
fn message(u: &mut Unstructured<'_>) -> Result<(Message, Option<Value>)> {
    let text = |name: &'static str, value: &str| {
        Header::new(name, HeaderValue::String(value.to_owned().into()))
    };
    let event = |name: &str| vec![text(":message-type", "event"), text(":event-type", name)];
    Ok(match u.int_in_range(0..=9)? {
        0..=2 => {
            let count = u.arbitrary::<i32>()?;
            let value = json!({"type": "RED", "count": count});
            let message = Message::new_from_parts(event("document"), value.to_string());
            (message, Some(json!({ "document": value })))
        }
        3..=5 => chunk(event("Chunk"), u)?,
        6 | 7 => {
            let note = short(u)?;
            let message = Message::new_from_parts(event("note"), note.clone());
            (message, Some(json!({"note": {"text": note}})))
        }
        8 => {
            let name = format!("new{}", short(u)?);
            let message = Message::new_from_parts(event(&name), short(u)?);
            (message, Some(json!({})))
        }
        _ => {
            let headers = match u.int_in_range(0..=3)? {
                0 => vec![
                    text(":message-type", "exception"),
                    text(":exception-type", "BusyException"),
                ],
                1 => vec![
                    text(":message-type", "error"),
                    text(":error-code", &short(u)?),
                ],
                2 => vec![text(":message-type", &format!("other{}", short(u)?))],
                _ => Vec::new(),
            };
            (Message::new_from_parts(headers, short(u)?), None)
        }
    })
}

/// An event with members in headers.
fn chunk(mut headers: Vec<Header>, u: &mut Unstructured<'_>) -> Result<(Message, Option<Value>)> {
    let mut chunk = Chunk::default();
    let mut header = |name: &'static str, value| headers.push(Header::new(name, value));
    if u.arbitrary()? {
        let flag = u.arbitrary()?;
        chunk.flag = Some(flag);
        header("flag", HeaderValue::Bool(flag));
    }
    if u.arbitrary()? {
        let number = u.arbitrary::<i8>()?;
        chunk.number = Some(number.into());
        header(
            "number",
            match u.int_in_range(0..=2)? {
                0 => HeaderValue::Byte(number),
                1 => HeaderValue::Int16(number.into()),
                _ => HeaderValue::Int32(number.into()),
            },
        );
    }
    if u.arbitrary()? {
        let long = u.arbitrary()?;
        chunk.long = Some(long);
        header("long", HeaderValue::Int64(long));
    }
    if u.arbitrary()? {
        let name = short(u)?;
        header("name", HeaderValue::String(name.clone().into()));
        chunk.name = Some(name);
    }
    if u.arbitrary()? {
        let millis = u.arbitrary::<i32>()?;
        chunk.at = chrono::DateTime::from_timestamp_millis(millis.into());
        header(
            "at",
            HeaderValue::Timestamp(DateTime::from_millis(millis.into())),
        );
    }
    if u.arbitrary()? {
        let key = Bytes::from(short(u)?);
        header("key", HeaderValue::ByteArray(key.clone()));
        chunk.key = Some(key);
    }
    let data = Bytes::from(u.arbitrary::<Vec<u8>>()?);
    chunk.data = Some(data.clone());
    let event = json!(Event::Chunk(chunk));
    Ok((Message::new_from_parts(headers, data), Some(event)))
}

/// A text that fits a header.
fn short(u: &mut Unstructured<'_>) -> Result<String> {
    let text = odd::text(u)?;
    Ok(text.chars().take(1_000).collect())
}
