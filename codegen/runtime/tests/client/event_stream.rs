//! Event streams in responses: how events arrive, and how streams end.

mod rest;

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, Waker};

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http_body::{Body, Frame};
use tinsmith_runtime::body;
use tinsmith_runtime::client::config::TimeoutConfig;
use tinsmith_runtime::client::operation::StreamingOutput;
use tinsmith_runtime::client::{ClientOperation, Config, ConfigBuilder, Core};
use tinsmith_runtime::error::{CallError, Cause, ErrorMetadata, ServiceError, Unmodelled};
use tinsmith_runtime::features::event_stream::{self, EventStream, EventStreamOperation, Frames};
use tinsmith_runtime::operation::{Operation, OperationSchema};
use tinsmith_runtime::protocol::aws_json::AwsJson1_1;
use tinsmith_runtime::test_util::{Fake, SdkBody, infallible_client_fn, instant_time_and_sleep};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::operation::SERVICE;

#[derive(Clone, Default, PartialEq)]
struct WatchInput {}
tinsmith_runtime::structure! { structure("WatchInput") => WatchInput {} }

/// An output with a member beside the stream.
#[derive(Default)]
struct WatchOutput {
    session: Option<String>,
    events: EventStream<Event, StreamError>,
}
tinsmith_runtime::structure! { structure("WatchOutput") => WatchOutput { session: "session"; } }

/// An output with only a stream.
#[derive(Default)]
struct TailOutput {
    events: EventStream<Event, StreamError>,
}
tinsmith_runtime::structure! { structure("TailOutput") => TailOutput {} }

#[derive(Clone, PartialEq)]
enum Event {
    Created(Created),
    Chunk(Chunk),
    Note(Note),
    Detail(Detail),
    UnknownValue(Box<str>),
}
tinsmith_runtime::union! {
    union("Events") => Event {
        Created: "created";
        Chunk: "chunk";
        Note: "note";
        Detail: "detail";
    }
}

#[derive(Clone, Default, PartialEq)]
struct Created {
    name: Option<String>,
    password: Option<String>,
    parts: Option<Vec<Part>>,
}
tinsmith_runtime::structure! {
    structure("Created") => Created {
        name: "name";
        password: "password".sensitive();
        parts: "parts";
    }
}

#[derive(Clone, Default, PartialEq)]
struct Part {
    size: Option<i32>,
}
tinsmith_runtime::structure! { structure("Part") => Part { size: "size"; } }

#[derive(Clone, Default, PartialEq)]
struct Chunk {
    flag: Option<bool>,
    number: Option<i32>,
    big: Option<i64>,
    name: Option<String>,
    at: Option<DateTime<Utc>>,
    key: Option<Bytes>,
    data: Option<Bytes>,
}
tinsmith_runtime::structure! {
    structure("Chunk") => Chunk {
        flag: "flag".event_header();
        number: "number".event_header();
        big: "big".event_header();
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
    structure("Note") => Note { text: "text".event_payload(); }
}

#[derive(Clone, Default, PartialEq)]
struct Detail {
    id: Option<String>,
    part: Option<Part>,
}
tinsmith_runtime::structure! {
    structure("Detail") => Detail {
        id: "id".event_header();
        part: "part".event_payload();
    }
}

#[derive(Clone, Default, PartialEq)]
struct Busy {
    message: Option<String>,
    seconds: Option<i32>,
}
tinsmith_runtime::structure! { structure("Busy") => Busy { message: "message"; seconds: "seconds"; } }
tinsmith_runtime::error! { Busy: "Busy", message; }

/// Where `operation_error!` looks for errors.
mod types {
    pub(super) use super::Busy;
}

#[derive(Clone, Debug, PartialEq)]
enum StreamError {
    Busy(Busy),
    Unhandled(ErrorMetadata),
}
// The union's member and the error have different names.
tinsmith_runtime::operation_error! { StreamError => Error { Busy: "tooBusy", message, Throttling; } }

#[derive(Clone, Debug, PartialEq)]
enum WatchError {
    Busy(Busy),
    Unhandled(ErrorMetadata),
}
tinsmith_runtime::operation_error! { WatchError => Error { Busy: "Busy", message; } }

/// The errors of the operations and their streams.
#[derive(Debug)]
enum Error {
    Busy(ServiceError<Busy>),
    Unhandled(CallError<Unmodelled>),
}
tinsmith_runtime::service_errors! { Error { Busy; } }

struct Watch;
struct Tail;

macro_rules! operation {
    ($operation:ident, $output:ident) => {
        impl Operation for $operation {
            const SCHEMA: &'static OperationSchema = &OperationSchema::new(stringify!($operation))
                .target(concat!("T.", stringify!($operation)));
            type Protocol = AwsJson1_1;
            type Input = WatchInput;
            type Output = $output;
            type Error = WatchError;

            fn response(
                response: &http::Response<body::Body>,
            ) -> Result<$output, CallError<WatchError>> {
                event_stream::response::<Self>(response)
            }
        }

        impl EventStreamOperation for $operation {
            fn frames(output: &mut $output) -> &mut Frames {
                output.events.frames_mut()
            }
        }

        impl ClientOperation for $operation {
            const STREAMING: Option<StreamingOutput<$output, CallError<WatchError>>> =
                Some(event_stream::streaming::<Self>());
        }
    };
}

operation!(Watch, WatchOutput);
operation!(Tail, TailOutput);

// Messages

fn text(name: &'static str, value: &str) -> Header {
    Header::new(name, HeaderValue::String(value.to_owned().into()))
}

fn frame(headers: Vec<Header>, payload: &str) -> Vec<u8> {
    let message = Message::new_from_parts(headers, payload.to_owned());
    let mut bytes = Vec::new();
    write_message_to(&message, &mut bytes).unwrap();
    bytes
}

fn event(name: &str, payload: &str) -> Vec<u8> {
    let headers = vec![text(":message-type", "event"), text(":event-type", name)];
    frame(headers, payload)
}

fn created(name: &str) -> Vec<u8> {
    event("created", &format!(r#"{{"name":"{name}"}}"#))
}

fn exception(name: &str, payload: &str) -> Vec<u8> {
    let headers = vec![
        text(":message-type", "exception"),
        text(":exception-type", name),
    ];
    frame(headers, payload)
}

/// A body in chunks that is pending between chunks.
struct Pieces {
    rest: VecDeque<Bytes>,
    is_waiting: bool,
    /// How often it is pending.
    pauses: usize,
    /// Whether it ends with an error.
    is_cut: bool,
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        let is_over = self.rest.is_empty() && !self.is_cut;
        if self.pauses > 0 || !(self.is_waiting || is_over) {
            self.pauses = self.pauses.saturating_sub(1);
            self.is_waiting = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.is_waiting = false;
        match self.rest.pop_front() {
            Some(piece) => Poll::Ready(Some(Ok(Frame::data(piece)))),
            None if self.is_cut => {
                self.is_cut = false;
                let kind = std::io::ErrorKind::ConnectionReset;
                Poll::Ready(Some(Err(kind.into())))
            }
            None => Poll::Ready(None),
        }
    }
}

fn pieces(bytes: &[u8], length: usize) -> Pieces {
    Pieces {
        rest: bytes.chunks(length).map(Bytes::copy_from_slice).collect(),
        is_waiting: false,
        pauses: 0,
        is_cut: false,
    }
}

fn response(body: SdkBody) -> http::Response<SdkBody> {
    let response = http::Response::builder().header("x-amzn-requestid", "r-1");
    response.body(body).unwrap()
}

fn core(body: impl Fn() -> http::Response<SdkBody> + Send + Sync + 'static) -> Core {
    Core::new(&SERVICE, config(body).build())
}

fn config(body: impl Fn() -> http::Response<SdkBody> + Send + Sync + 'static) -> ConfigBuilder {
    Config::for_tests().http_client(infallible_client_fn(move |_| body()))
}

/// A stream of these bytes in chunks of this length. All share one client, which is slow to make.
async fn tail(bytes: Vec<u8>, length: usize) -> EventStream<Event, StreamError> {
    tokio::task_local! {
        static BODY: (Vec<u8>, usize);
    }
    static CORE: LazyLock<Core> = LazyLock::new(|| {
        core(|| {
            BODY.with(|(bytes, length)| response(SdkBody::from_body_1_x(pieces(bytes, *length))))
        })
    });
    let call = CORE.send::<Tail>(WatchInput {});
    BODY.scope((bytes, length), call).await.unwrap().events
}

/// All events, and the error that ended the stream.
async fn all(
    mut events: EventStream<Event, StreamError>,
) -> (Vec<Event>, Option<CallError<StreamError>>) {
    let mut received = Vec::new();
    let end = loop {
        match events.recv().await {
            Ok(Some(event)) => received.push(event),
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    // After the end, there is nothing.
    assert!(events.recv().await.unwrap().is_none());
    (received, end)
}

fn named(name: &str) -> Event {
    Event::Created(Created {
        name: Some(name.to_owned()),
        ..Created::default()
    })
}

#[tokio::test]
async fn reads_events_from_chunks_of_any_length() {
    let mut bytes = event("initial-response", "{}");
    for index in 0..5 {
        bytes.extend(created(&index.to_string()));
    }
    let expected: Vec<_> = (0..5).map(|index| named(&index.to_string())).collect();
    for length in 1..=bytes.len() {
        let (events, end) = all(tail(bytes.clone(), length).await).await;
        assert_eq!(events, expected, "{length}");
        assert!(end.is_none(), "{length}");
    }
}

#[tokio::test]
async fn reads_all_kinds_of_events() {
    let mut headers = vec![text(":message-type", "event"), text(":event-type", "chunk")];
    let at = aws_smithy_types::DateTime::from_millis(1_580_608_922_500);
    headers.extend([
        Header::new("flag", HeaderValue::Bool(true)),
        Header::new("number", HeaderValue::Int16(-3)),
        Header::new("big", HeaderValue::Int64(i64::MIN)),
        text("name", "n"),
        Header::new("at", HeaderValue::Timestamp(at)),
        Header::new("key", HeaderValue::ByteArray(Bytes::from_static(b"\0k"))),
    ]);
    let detail = vec![
        text(":message-type", "event"),
        text(":event-type", "detail"),
        text("id", "d"),
    ];
    let bytes = [
        frame(headers, "raw \u{1F980}"),
        event("note", "not {JSON"),
        frame(detail, r#"{"size":4}"#),
        event("created", ""),
        event("future", r#"{"any":"thing"}"#),
    ]
    .concat();
    let (events, end) = all(tail(bytes, 7).await).await;
    assert!(end.is_none(), "{end:?}");
    let expected = [
        Event::Chunk(Chunk {
            flag: Some(true),
            number: Some(-3),
            big: Some(i64::MIN),
            name: Some("n".to_owned()),
            at: DateTime::from_timestamp_millis(1_580_608_922_500),
            key: Some(Bytes::from_static(b"\0k")),
            data: Some("raw \u{1F980}".to_owned().into()),
        }),
        Event::Note(Note {
            text: Some("not {JSON".to_owned()),
        }),
        Event::Detail(Detail {
            id: Some("d".to_owned()),
            part: Some(Part { size: Some(4) }),
        }),
        Event::Created(Created::default()),
        Event::UnknownValue("future".into()),
    ];
    assert_eq!(events, expected);
}

#[tokio::test]
async fn modelled_exception_ends_the_stream() {
    let bytes = [
        created("a"),
        exception("tooBusy", r#"{"message":"slow down","seconds":9}"#),
        created("b"),
    ];
    let (events, end) = all(tail(bytes.concat(), 1000).await).await;
    assert_eq!(events, [named("a")]);
    let error = end.unwrap();
    let StreamError::Busy(busy) = error.service_error().unwrap() else {
        panic!("{error:?}");
    };
    assert_eq!(busy.seconds, Some(9));
    assert_eq!(error.code(), Some("tooBusy"));
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(error.attempts(), 1);
    assert!(error.is_throttling());
    let shown = "Tail failed: Busy: slow down (HTTP 200, request id r-1)";
    assert_eq!(error.to_string(), shown);
}

#[tokio::test]
async fn unmodelled_error_ends_the_stream() {
    let error = vec![
        text(":message-type", "error"),
        text(":error-code", "InternalFailure"),
        text(":error-message", "out of order"),
    ];
    let unmodelled = exception("futureError", r#"{"Message":"new"}"#);
    for (last, code, message) in [
        (frame(error, ""), "InternalFailure", "out of order"),
        (unmodelled, "futureError", "new"),
    ] {
        let (events, end) = all(tail([created("a"), last].concat(), 3).await).await;
        assert_eq!(events.len(), 1);
        let error = end.unwrap();
        assert!(matches!(
            error.service_error(),
            Some(StreamError::Unhandled(_))
        ));
        assert_eq!((error.code(), error.message()), (Some(code), Some(message)));
    }
}

#[tokio::test]
async fn every_changed_byte_is_detected() {
    let bytes = [created("a"), created("b")].concat();
    for index in 0..bytes.len() {
        let mut wrong = bytes.clone();
        wrong[index] ^= 0x10;
        let (events, end) = all(tail(wrong, 1000).await).await;
        let before = index / (bytes.len() / 2);
        assert_eq!(events, [named("a"), named("b")][..before], "{index}");
        let error = end.unwrap();
        assert!(matches!(error.cause(), Cause::Response { .. }), "{error}");
        assert!(error.to_string().contains("is damaged"), "{error}");
    }
}

#[tokio::test]
async fn truncated_stream_is_an_error() {
    let bytes = [created("a"), created("b")].concat();
    let half = bytes.len() / 2;
    for length in 0..bytes.len() {
        let (events, end) = all(tail(bytes[..length].to_vec(), 5).await).await;
        assert_eq!(events.len(), length / half);
        assert_eq!(end.is_some(), length % half > 0, "{length}");
        if let Some(error) = end {
            assert!(
                error.to_string().contains("ended inside an event"),
                "{error}"
            );
        }
    }
}

#[tokio::test]
async fn broken_connection_is_an_error() {
    let bytes = created("a");
    let body = move || {
        let mut body = pieces(&bytes, 9);
        body.is_cut = true;
        response(SdkBody::from_body_1_x(body))
    };
    let output = core(body).send::<Tail>(WatchInput {}).await.unwrap();
    let (events, end) = all(output.events).await;
    assert_eq!(events, [named("a")]);
    let error = end.unwrap();
    assert!(matches!(error.cause(), Cause::Transport(_)), "{error}");
    assert!(error.is_retryable());
    assert_eq!(error.request_id(), Some("r-1"));
}

#[tokio::test]
async fn malformed_messages_are_errors() {
    let strange = frame(vec![text(":message-type", "rumour")], "");
    let nameless = frame(vec![text(":message-type", "event")], "");
    let bare = frame(vec![], "");
    let unreadable = event("created", r#"{"parts":[{"size":"big"}]}"#);
    for (message, problem) in [
        (strange, "neither an event nor an error"),
        (nameless, "lacks the header `:event-type`"),
        (bare, "lacks the header `:message-type`"),
        (unreadable, "created.parts[0].size: "),
    ] {
        let (events, end) = all(tail([message, created("a")].concat(), 100).await).await;
        assert!(events.is_empty());
        assert!(
            end.as_ref().unwrap().to_string().contains(problem),
            "{end:?}"
        );
    }
    // A valid prelude of a message that would not fit into memory.
    let mut huge = vec![0x7f, 0, 0, 0, 0, 0, 0, 0];
    let checksum = crc32fast::hash(&huge);
    huge.extend(checksum.to_be_bytes());
    let (_, end) = all(tail(huge, 100).await).await;
    assert!(end.unwrap().to_string().contains("2130706432 bytes"));
}

#[tokio::test]
async fn reads_members_beside_the_stream() {
    let initial = event("initial-response", r#"{"session":"s-1"}"#);
    let busy = || exception("tooBusy", "{}");
    // The service may omit it.
    let cases: [(Vec<Vec<u8>>, _, _); 5] = [
        (vec![initial.clone(), created("a")], Some("s-1"), 1),
        (vec![created("a")], None, 1),
        (vec![initial, busy()], Some("s-1"), 0),
        (vec![busy()], None, 0),
        (vec![], None, 0),
    ];
    for (messages, session, count) in cases {
        let has_error = messages.contains(&busy());
        let bytes = messages.concat();
        let body = move || response(SdkBody::from_body_1_x(pieces(&bytes, 3)));
        let output = core(body).send::<Watch>(WatchInput {}).await.unwrap();
        assert_eq!(output.session.as_deref(), session);
        let (events, end) = all(output.events).await;
        assert_eq!((events.len(), end.is_some()), (count, has_error));
    }
}

#[tokio::test]
async fn unreadable_members_fail_the_call() {
    let wrong = event("initial-response", r#"{"session":1}"#);
    let cut = event("initial-response", "{}")[..20].to_vec();
    for (bytes, problem) in [(wrong, "session: "), (cut, "ended inside")] {
        let body = move || response(SdkBody::from(bytes.clone()));
        let error = core(body).send::<Watch>(WatchInput {}).await.unwrap_err();
        let shown = error.to_string();
        assert!(
            shown.starts_with("Watch failed: ") && shown.contains(problem),
            "{shown}"
        );
        assert_eq!((error.attempts(), error.request_id()), (1, Some("r-1")));
    }
}

#[tokio::test]
async fn no_retry_after_the_stream_began() {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    let core = core(move || match counted.fetch_add(1, Ordering::Relaxed) {
        0 => http::Response::builder()
            .status(500)
            .body(SdkBody::empty())
            .unwrap(),
        _ => response(SdkBody::from(exception("tooBusy", "{}"))),
    });
    let output = core.send::<Tail>(WatchInput {}).await.unwrap();
    let (_, end) = all(output.events).await;
    assert_eq!(end.unwrap().attempts(), 2);
    assert_eq!(count.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn error_responses_are_errors_of_the_call() {
    let body = r#"{"__type":"Busy","message":"later","seconds":1}"#;
    let core = core(move || {
        let response = http::Response::builder().status(400);
        response.body(SdkBody::from(body)).unwrap()
    });
    let error = core.send::<Watch>(WatchInput {}).await.unwrap_err();
    assert!(
        matches!(error.service_error(), Some(WatchError::Busy(_))),
        "{error:?}"
    );
}

#[tokio::test]
async fn silence_is_not_taken_for_a_stall() {
    let (time, sleep) = instant_time_and_sleep(std::time::SystemTime::UNIX_EPOCH);
    let bytes = created("a");
    let body = move || {
        let mut body = pieces(&bytes, 9);
        body.pauses = 10_000;
        response(SdkBody::from_body_1_x(body))
    };
    let config = config(body)
        .time_source(time)
        .sleep_impl(sleep)
        .timeout_config(TimeoutConfig::disabled());
    let core = Core::new(&SERVICE, config.build());
    // An operation without a stream reads the whole body, and fails for the stall.
    let input = crate::operation::StartInput::named("p");
    let other = core.send::<crate::operation::Start>(input).await;
    let error = format!("{:?}", other.unwrap_err());
    assert!(error.contains("ThroughputBelowMinimum"), "{error}");
    let output = core.send::<Tail>(WatchInput {}).await.unwrap();
    let (events, end) = all(output.events).await;
    assert!(end.is_none(), "{end:?}");
    assert_eq!(events, [named("a")]);
}

#[tokio::test]
async fn dropping_the_future_of_recv_loses_no_event() {
    let bytes = [created("a"), created("b")].concat();
    let mut events = tail(bytes, 1).await;
    let mut context = Context::from_waker(Waker::noop());
    let mut received = Vec::new();
    loop {
        // Each poll is of a new future.
        let mut next = Box::pin(events.recv());
        match next.as_mut().poll(&mut context) {
            Poll::Pending => {}
            Poll::Ready(Ok(Some(event))) => received.push(event),
            Poll::Ready(end) => break assert!(end.unwrap().is_none()),
        }
    }
    assert_eq!(received, [named("a"), named("b")]);
}

#[tokio::test]
async fn sensitive_members_are_redacted() {
    let secret = r#"{"name":"a","password":"hunter2"}"#;
    let bytes = [
        event("created", secret),
        event("created", r#"{"password":{"hunter2":1}}"#),
    ];
    let mut events = tail(bytes.concat(), 1000).await;
    let event = events.recv().await.unwrap();
    let shown = format!("{event:?} {events:?}");
    assert!(
        shown.contains("(redacted)") && !shown.contains("hunter2"),
        "{shown}"
    );
    assert!(shown.contains("EventStream { is_over: false"), "{shown}");
    let error = events.recv().await.unwrap_err();
    let shown = format!("{error} {error:?} {events:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(shown.contains("is_over: true"), "{shown}");
}

#[tokio::test]
async fn reads_a_response_in_memory() {
    let bytes = [
        event("initial-response", r#"{"session":"s"}"#),
        created("a"),
    ]
    .concat();
    let output = Watch::response(&http::Response::new(bytes.into())).unwrap();
    assert_eq!(output.session.as_deref(), Some("s"));
    let (events, end) = all(output.events).await;
    assert_eq!((events, end.is_none()), (vec![named("a")], true));
    let failed = http::Response::builder()
        .status(500)
        .body(body::Body::default())
        .unwrap();
    assert!(Watch::response(&failed).is_err());
}

/// The server sends the next event only after the client has received the last one.
#[tokio::test]
async fn events_are_returned_without_waiting_for_more() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (go, mut told) = tokio::sync::mpsc::channel::<bool>(1);
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        assert!(stream.read(&mut request).await.unwrap() > 0);
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut count = 0;
        while told.recv().await.unwrap() {
            let frame = created(&count.to_string());
            count += 1;
            for half in frame.chunks(frame.len() / 2 + 1) {
                let chunk = [format!("{:x}\r\n", half.len()).as_bytes(), half, b"\r\n"].concat();
                stream.write_all(&chunk).await.unwrap();
            }
        }
        // The connection ends without the last chunk.
    });
    let client = aws_smithy_http_client::Builder::new().build_http();
    let config = Config::for_tests().endpoint_url(url).http_client(client);
    let core = Core::new(&SERVICE, config.build());
    let mut events = core.send::<Tail>(WatchInput {}).await.unwrap().events;
    for index in 0..3 {
        go.send(true).await.unwrap();
        let event = events.recv().await.unwrap();
        assert_eq!(event, Some(named(&index.to_string())));
    }
    go.send(false).await.unwrap();
    server.await.unwrap();
    let error = events.recv().await.unwrap_err();
    assert!(matches!(error.cause(), Cause::Transport(_)), "{error}");
}

#[tokio::test]
async fn fake_sends_events() {
    let chunk = Chunk {
        flag: Some(false),
        number: Some(7),
        big: Some(1 << 40),
        name: Some("n".to_owned()),
        at: DateTime::from_timestamp_millis(-1),
        key: Some(Bytes::from_static(b"k")),
        data: Some(Bytes::from_static(b"\xff")),
    };
    let detail = Detail {
        id: Some("d".to_owned()),
        part: Some(Part { size: Some(1) }),
    };
    let note = Note {
        text: Some("t".to_owned()),
    };
    let sent = [
        named("a"),
        Event::Chunk(chunk),
        Event::Detail(detail),
        Event::Note(note),
    ];
    let busy = Busy {
        seconds: Some(2),
        ..Busy::default()
    };
    let events = sent.clone();
    let fake = Fake::new().on::<Watch>(move |_| {
        let end = Err(StreamError::Busy(busy.clone()));
        Ok(WatchOutput {
            session: Some("s".to_owned()),
            events: EventStream::of(events.iter().cloned().map(Ok).chain([end])),
        })
    });
    let core = Core::new(&SERVICE, fake.config());
    for _ in 0..2 {
        let output = core.send::<Watch>(WatchInput {}).await.unwrap();
        assert_eq!(output.session.as_deref(), Some("s"));
        let (events, end) = all(output.events).await;
        assert_eq!(events, sent);
        let error = end.unwrap();
        assert!(matches!(
            error.service_error(),
            Some(StreamError::Busy(Busy {
                seconds: Some(2),
                ..
            }))
        ));
    }
    let fake = Fake::new().on::<Tail>(|_| {
        let error = StreamError::Unhandled(ErrorMetadata::for_tests(500, "Odd", "why"));
        Ok(TailOutput {
            events: EventStream::of([Err(error)]),
        })
    });
    let core = Core::new(&SERVICE, fake.config());
    let (_, end) = all(core.send::<Tail>(WatchInput {}).await.unwrap().events).await;
    let error = end.unwrap();
    assert_eq!((error.code(), error.message()), (Some("Odd"), Some("why")));
}

/// What a program does that watches, and reports any error in one type.
async fn watch(core: &Core) -> Result<Vec<Event>, Error> {
    let mut output = core.send::<Watch>(WatchInput {}).await?;
    let mut events = Vec::new();
    while let Some(event) = output.events.recv().await? {
        events.push(event);
    }
    Ok(events)
}

#[tokio::test]
async fn errors_of_calls_and_of_streams_have_one_type() {
    let fake = Fake::new().on::<Watch>(|_| Err(Busy::default().into()));
    let error = watch(&Core::new(&SERVICE, fake.config())).await;
    let error = error.unwrap_err();
    assert!(matches!(&error, Error::Busy(it) if it.seconds.is_none()));
    assert!(!error.is_throttling());
    assert_eq!((error.code(), error.attempts()), (Some("Busy"), 1));

    let fake = Fake::new().on::<Watch>(|_| {
        let busy = Busy {
            seconds: Some(2),
            ..Busy::default()
        };
        Ok(WatchOutput {
            session: None,
            events: EventStream::of([Ok(named("a")), Err(busy.into())]),
        })
    });
    let error = watch(&Core::new(&SERVICE, fake.config())).await;
    let error = error.unwrap_err();
    assert!(matches!(&error, Error::Busy(it) if it.seconds == Some(2)));
    assert!(error.is_throttling());
    assert_eq!((error.code(), error.attempts()), (Some("tooBusy"), 1));

    let fake = Fake::new();
    let error = watch(&Core::new(&SERVICE, fake.config())).await;
    assert!(matches!(error, Err(Error::Unhandled(_))), "{error:?}");
}
