//! Event streams over REST: the output's other members are in the head of the response.

use base64_simd::STANDARD;
use tinsmith_runtime::protocol::rest_json::RestJson1;

use super::*;

#[derive(Default)]
struct ReadOutput {
    status: Option<i32>,
    session: Option<String>,
    count: Option<i32>,
    content_type: Option<String>,
    events: EventStream<Event, StreamError>,
}
tinsmith_runtime::structure! {
    structure("ReadOutput") => ReadOutput {
        status: "status".status_code();
        session: "session".header("X-Session");
        count: "count".header("X-Count");
        content_type: "contentType".header("Content-Type");
    }
}

struct Read;

impl Operation for Read {
    const SCHEMA: &'static OperationSchema = &OperationSchema::new("Read").http("GET", "/events");
    type Protocol = RestJson1;
    type Input = WatchInput;
    type Output = ReadOutput;
    type Error = WatchError;

    fn response(
        response: &http::Response<body::Body>,
    ) -> Result<ReadOutput, CallError<WatchError>> {
        event_stream::response::<Self>(response)
    }
}

impl EventStreamOperation for Read {
    fn frames(output: &mut ReadOutput) -> &mut Frames {
        output.events.frames_mut()
    }
}

impl ClientOperation for Read {
    const STREAMING: Option<StreamingOutput<ReadOutput, CallError<WatchError>>> =
        Some(event_stream::streaming::<Self>());
}

fn answer(count: &str, bytes: &[u8]) -> http::Response<SdkBody> {
    let response = http::Response::builder()
        .status(202)
        .header("x-session", "s-1")
        .header("x-count", count)
        .header("x-amzn-errortype", "Busy");
    let body = SdkBody::from_body_1_x(pieces(bytes, 7));
    response.body(body).unwrap()
}

async fn read(count: &'static str, bytes: Vec<u8>) -> Result<ReadOutput, CallError<WatchError>> {
    let core = core(move || answer(count, &bytes));
    core.send::<Read>(WatchInput {}).await
}

#[tokio::test]
async fn members_are_read_from_the_head() {
    // There is nothing to wait for: the call returns before the first event is there.
    let output = read("3", Vec::new()).await.unwrap();
    assert_eq!((output.status, output.count), (Some(202), Some(3)));
    assert_eq!(output.session.as_deref(), Some("s-1"));
    let (events, end) = all(output.events).await;
    assert!(events.is_empty() && end.is_none());

    let output = read("3", [created("a"), created("b")].concat())
        .await
        .unwrap();
    let (events, end) = all(output.events).await;
    assert_eq!(events, [named("a"), named("b")]);
    assert!(end.is_none());
}

#[tokio::test]
async fn unreadable_head_fails_the_call() {
    let error = read("three", created("a")).await.unwrap_err();
    assert!(matches!(error.cause(), Cause::Response { .. }), "{error:?}");
    let shown = error.to_string();
    assert!(
        shown.contains("count: expected a 32-bit integer"),
        "{shown}"
    );
    assert_eq!((error.attempts(), error.status()), (1, Some(202)));
}

#[tokio::test]
async fn errors_in_the_stream_are_not_those_of_the_head() {
    let busy = exception("tooBusy", r#"{"message":"slow down","seconds":9}"#);
    let output = read("1", [created("a"), busy].concat()).await.unwrap();
    let (events, end) = all(output.events).await;
    assert_eq!(events, [named("a")]);
    let error = end.unwrap();
    let Some(StreamError::Busy(busy)) = error.service_error() else {
        panic!("{error:?}");
    };
    assert_eq!(busy.seconds, Some(9));
    assert_eq!(
        (error.code(), error.message()),
        (Some("tooBusy"), Some("slow down"))
    );

    let output = read("1", exception("newError", "{}")).await.unwrap();
    let (_, end) = all(output.events).await;
    assert_eq!(end.unwrap().code(), Some("newError"));
}

#[tokio::test]
async fn damaged_and_truncated_streams_are_errors() {
    let bytes = [created("a"), created("b")].concat();
    let half = bytes.len() / 2;
    for index in (0..bytes.len()).step_by(3) {
        let mut wrong = bytes.clone();
        wrong[index] ^= 0x10;
        let (events, end) = all(read("1", wrong).await.unwrap().events).await;
        assert_eq!(events.len(), index / half, "{index}");
        assert!(end.unwrap().to_string().contains("is damaged"), "{index}");

        let cut = bytes[..index].to_vec();
        let (events, end) = all(read("1", cut).await.unwrap().events).await;
        assert_eq!(events.len(), index / half, "{index}");
        assert_eq!(end.is_some(), index % half > 0, "{index}");
    }
}

#[tokio::test]
async fn error_responses_are_errors_of_the_call() {
    let core = core(|| {
        let response = http::Response::builder().status(429);
        let response = response.header("x-amzn-errortype", "Busy");
        response.body(SdkBody::from(r#"{"seconds":4}"#)).unwrap()
    });
    let error = core.send::<Read>(WatchInput {}).await.unwrap_err();
    let Some(WatchError::Busy(busy)) = error.service_error() else {
        panic!("{error:?}");
    };
    assert_eq!(busy.seconds, Some(4));
}

#[tokio::test]
async fn fake_sends_members_in_the_head() {
    let fake = Fake::new().on::<Read>(|_| {
        Ok(ReadOutput {
            status: Some(202),
            session: Some("s".to_owned()),
            count: Some(-1),
            content_type: None,
            events: EventStream::of([Ok(named("a")), Err(Busy::default().into())]),
        })
    });
    let core = Core::new(&SERVICE, fake.config());
    let output = core.send::<Read>(WatchInput {}).await.unwrap();
    assert_eq!((output.status, output.count), (Some(202), Some(-1)));
    assert_eq!(output.session.as_deref(), Some("s"));
    let content_type = "application/vnd.amazon.eventstream";
    assert_eq!(output.content_type.as_deref(), Some(content_type));
    let (events, end) = all(output.events).await;
    assert_eq!(events, [named("a")]);
    assert_eq!(end.unwrap().code(), Some("tooBusy"));
}

#[tokio::test]
async fn fake_refuses_members_that_cannot_be_sent() {
    let fake = Fake::new().on::<Read>(|_| {
        Ok(ReadOutput {
            session: Some("a\nb".to_owned()),
            content_type: Some("text/plain".to_owned()),
            ..ReadOutput::default()
        })
    });
    let core = Core::new(&SERVICE, fake.config());
    let error = core.send::<Read>(WatchInput {}).await.unwrap_err();
    assert!(
        error.to_string().contains("session has control characters"),
        "{error}"
    );
}

/// The frames of Smithy's cases for restJson1, with the names of the members here.
#[tokio::test]
async fn fake_writes_exact_bytes() {
    let chunk = Chunk::default;
    let cases = [
        (
            Event::Chunk(Chunk {
                number: Some(3),
                ..chunk()
            }),
            "number",
            "BAAAAAM=",
        ),
        (
            Event::Chunk(Chunk {
                big: Some(7),
                ..chunk()
            }),
            "big",
            "BQAAAAAAAAAH",
        ),
        (
            Event::Chunk(Chunk {
                name: Some("foo".to_owned()),
                ..chunk()
            }),
            "name",
            "BwADZm9v",
        ),
        (
            Event::Chunk(Chunk {
                at: DateTime::from_timestamp(1_730_384_114, 0),
                ..chunk()
            }),
            "at",
            "CAAAAZLi7jFQ",
        ),
    ];
    for (event, name, header) in cases {
        let body = written(event).await;
        let mut expected = vec![u8::try_from(name.len()).unwrap()];
        expected.extend(name.as_bytes());
        expected.extend(STANDARD.decode_to_vec(header).unwrap());
        // The header is the last one, there is no payload, and so no content type.
        assert_eq!(
            &body[body.len() - 4 - expected.len()..body.len() - 4],
            expected
        );
        assert!(
            !String::from_utf8_lossy(&body).contains(":content-type"),
            "{name}"
        );
    }
    let note = Note {
        text: Some("foo".to_owned()),
    };
    let chunk = Chunk {
        data: Some(Bytes::from_static(b"bar")),
        ..chunk()
    };
    let detail = Detail {
        id: Some("i".to_owned()),
        part: Some(Part { size: Some(1) }),
    };
    let cases = [
        (Event::Note(note), "note", "text/plain", "", "foo"),
        (
            Event::Chunk(chunk),
            "chunk",
            "application/octet-stream",
            "",
            "bar",
        ),
        (
            Event::Detail(detail),
            "detail",
            "application/json",
            "i",
            r#"{"size":1}"#,
        ),
        (
            named("a"),
            "created",
            "application/json",
            "",
            r#"{"name":"a"}"#,
        ),
    ];
    for (event, kind, content_type, id, payload) in cases {
        let mut headers = vec![
            text(":message-type", "event"),
            text(":event-type", kind),
            text(":content-type", content_type),
        ];
        headers.extend((!id.is_empty()).then(|| text("id", id)));
        assert_eq!(written(event).await, frame(headers, payload), "{kind}");
    }
}

/// The body of a fake's response with this event.
async fn written(event: Event) -> Vec<u8> {
    let fake = Fake::new().on::<Read>(move |_| {
        Ok(ReadOutput {
            events: EventStream::of([Ok(event.clone())]),
            ..ReadOutput::default()
        })
    });
    let server = fake.serve("127.0.0.1:0").await.unwrap();
    let mut stream = tokio::net::TcpStream::connect(server.address())
        .await
        .unwrap();
    let request = b"GET /events HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    let end = bytes.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
    bytes.split_off(end + 4)
}
