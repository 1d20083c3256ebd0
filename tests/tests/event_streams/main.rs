//! Event streams read by a generated client, against botocore. The frames are written by AWS's
//! crate.

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::DateTime;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use serde_json::{Value, json};
use tests::fixtures;
use tests::oracle::Oracle;
use tests::project::{Project, client_dependencies, dependency};

const DRIVER: &str = "event-streams-driver";

const FEATURES: [&str; 2] = ["serde", "test-util"];

/// The fixtures: events over awsJson and over REST.
const FIXTURES: [&str; 2] = ["event-streams", "rest-events"];

fn ask(questions: &[Value]) -> Vec<Value> {
    let members = FIXTURES.iter().chain([&DRIVER]);
    let members: Vec<_> = members.map(|&it| it.to_owned()).collect();
    let project = Project::new(env!("CARGO_TARGET_TMPDIR"), "event-streams", &members);
    let mut dependencies = client_dependencies();
    for fixture in FIXTURES {
        let krate = fixtures::generate(fixture);
        project.write_crate(fixture, &krate);
        dependencies.push(dependency(&krate.name, fixture, &FEATURES));
    }
    project.write_program(DRIVER, &dependencies, include_str!("driver.rs"));
    project.cargo("build --quiet --package event-streams-driver");
    project.ask(DRIVER, questions)
}

fn text(name: &'static str, value: &str) -> Header {
    Header::new(name, HeaderValue::String(value.to_owned().into()))
}

fn frame(headers: Vec<Header>, payload: &[u8]) -> Vec<u8> {
    let message = Message::new_from_parts(headers, payload.to_vec());
    let mut bytes = Vec::new();
    write_message_to(&message, &mut bytes).expect("a message");
    bytes
}

fn event(name: &str, more: Vec<Header>, payload: &[u8]) -> Vec<u8> {
    let mut headers = vec![text(":message-type", "event"), text(":event-type", name)];
    headers.extend(more);
    frame(headers, payload)
}

fn initial() -> Vec<u8> {
    event("initial-response", vec![], br#"{"session":"s-1"}"#)
}

fn exception(name: &str, payload: &[u8]) -> Vec<u8> {
    let headers = vec![
        text(":message-type", "exception"),
        text(":exception-type", name),
    ];
    frame(headers, payload)
}

/// A stream with everything, and one for each way in which a stream can end. The first message may
/// be the initial response; `more` events are those of only one protocol.
fn streams(initial: &[u8], more: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let created = r#"{"name":"n","secret":"s","at":1580608922.5,"parts":[{"size":1,"weight":0.5},{}],"new":1}"#;
    let headers = vec![
        Header::new("flag", HeaderValue::Bool(false)),
        Header::new("small", HeaderValue::Byte(-1)),
        Header::new("medium", HeaderValue::Int16(300)),
        Header::new("number", HeaderValue::Int32(-70_000)),
        Header::new("big", HeaderValue::Int64(i64::MAX)),
        text("name", "\u{e4} \u{1F980}"),
        text("color", "GREEN"),
        Header::new(
            "at",
            HeaderValue::Timestamp(DateTime::from_millis(1_580_608_922_500)),
        ),
        Header::new("key", HeaderValue::ByteArray(vec![0, 255].into())),
        text(":content-type", "application/octet-stream"),
    ];
    let detail = vec![text("id", "d")];
    let events = [
        event("created", vec![], created.as_bytes()),
        event("created", vec![], br#"{"name":"m","at":null}"#),
        event("chunk", headers, b"\x00\xffraw"),
        event("chunk", vec![], b""),
        event("note", vec![], "t\u{e9}xt, {no JSON".as_bytes()),
        event("detail", detail, br#"{"size":-5,"weight":1e300}"#),
        event("nothing", vec![], b"{}"),
        event("nothing", vec![], b""),
        event("hidden", vec![], br#"{"what":"w"}"#),
        event("future", vec![], br#"{"any":1}"#),
    ];
    let events = [&events, more].concat();
    let error = vec![
        text(":message-type", "error"),
        text(":error-code", "InternalFailure"),
        text(":error-message", "out of order"),
    ];
    let ends = [
        vec![],
        exception("tooBusy", br#"{"message":"slow down","seconds":3}"#),
        exception("BrokenException", br#"{"Message":"it broke"}"#),
        exception("BrokenException", b"{}"),
        frame(error, b""),
    ];
    let mut streams: Vec<_> = ends
        .into_iter()
        .map(|end| [initial.to_vec(), events.concat(), end].concat())
        .collect();
    // Each message alone, with one wrong byte: in the prelude, a header, the payload, the checksum.
    for message in &events {
        let stream = [initial, message].concat();
        for place in [0, 5, 9, 20, message.len() - 6, message.len() - 1] {
            let mut wrong = stream.clone();
            wrong[initial.len() + place] ^= 1;
            streams.push(wrong);
        }
        streams.push(stream);
    }
    streams
}

/// Compares both fixtures' streams, each in a response with these headers; checks the members besides
/// the stream, and how many streams are damaged and how many end with an error.
fn compare(cases: &[Case]) {
    let questions: Vec<_> = cases
        .iter()
        .flat_map(|case| {
            let name = format!("fixture-{}", case.fixture);
            let question = |body| json!({"crate": name, "headers": case.headers, "body": body});
            case.streams.iter().map(question).collect::<Vec<_>>()
        })
        .collect();
    let mut answers = ask(&questions).into_iter();
    let mut oracle = Oracle::start();
    for case in cases {
        let path = fixtures::folder().join(case.fixture).join("service-2.json");
        let model: Value =
            serde_json::from_slice(&std::fs::read(path).expect("a model")).expect("JSON");
        let (mut damaged, mut ended) = (0, 0);
        for (body, mut ours) in case.streams.iter().zip(&mut answers) {
            let mut theirs = oracle.ask(&json!({
                "do": "events", "model": model, "operation": "Watch",
                "headers": case.headers, "body": body,
            }));
            assert_eq!(ours["host"], case.host);
            assert_eq!(ours["initial"], case.initial);
            assert_eq!(ours["initial"], theirs["initial"]);
            // botocore skips unknown events.
            let events = ours["events"].as_array_mut().expect("events");
            events.retain(|event| event != &json!({}));
            assert_eq!(ours["events"], theirs["events"]);
            let [is, was] = [&mut ours, &mut theirs].map(|it| it["error"].take());
            // Error messages differ.
            if was.get("damaged").is_some() {
                damaged += 1;
                assert!(is.get("damaged").is_some(), "{is} {was}");
            } else {
                ended += usize::from(!was.is_null());
                assert_eq!(is, was);
            }
        }
        assert_eq!((damaged, ended), case.counts, "{}", case.fixture);
    }
}

struct Case {
    fixture: &'static str,
    host: &'static str,
    headers: Value,
    streams: Vec<Vec<u8>>,
    /// The members besides the stream.
    initial: Value,
    /// How many streams are damaged, and how many end with an error.
    counts: (usize, usize),
}

#[test]
fn events_equal_those_of_botocore() {
    let tag = vec![text("tag", "t")];
    let rest = [
        event("chosen", vec![], br#"{"part":{"size":2}}"#),
        event("chosen", vec![], br#"{"text":"t"}"#),
        event("tagged", tag, br#"{"TEXT":"x"}"#),
    ];
    compare(&[
        Case {
            fixture: "event-streams",
            host: "stream-events.us-east-1.amazonaws.com",
            headers: json!({}),
            streams: streams(&initial(), &[]),
            initial: json!({"session": "s-1"}),
            counts: (60, 4),
        },
        Case {
            fixture: "rest-events",
            host: "rest-events.us-east-1.amazonaws.com",
            headers: json!({
                "X-Session": "s-1",
                "X-Began": "Sun, 02 Feb 2020 02:02:02 GMT",
                "x-label-a": "b",
                "Content-Type": "application/vnd.amazon.eventstream",
                "Retry-After": "7",
            }),
            streams: streams(&[], &rest),
            initial: json!({
                "session": "s-1",
                "began": "2020-02-02T02:02:02Z",
                "status": 200,
                "contentType": "application/vnd.amazon.eventstream",
                "labels": {"a": "b"},
            }),
            counts: (78, 4),
        },
    ]);
}
