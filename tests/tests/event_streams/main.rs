//! Event streams read by a generated client, against botocore. The frames are written by AWS's
//! crate.

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::DateTime;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use serde_json::{Value, json};
use tests::fixtures;
use tests::oracle::Oracle;
use tests::project::{Project, dependency, runtime_dependency};

const DRIVER: &str = "event-streams-driver";

const FEATURES: [&str; 2] = ["serde", "test-util"];

fn ask(questions: &[Value]) -> Vec<Value> {
    let members = ["crate", DRIVER].map(str::to_owned);
    let project = Project::new(env!("CARGO_TARGET_TMPDIR"), "event-streams", &members);
    let krate = fixtures::generate("event-streams");
    project.write_crate("crate", &krate);
    let dependencies = [
        "serde_json = \"1\"".to_owned(),
        "tokio = { version = \"1\", features = [\"macros\", \"rt\"] }".to_owned(),
        runtime_dependency(&FEATURES),
        dependency(&krate.name, "crate", &FEATURES),
    ];
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

/// A stream with everything, and one for each way in which a stream can end.
fn streams() -> Vec<Vec<u8>> {
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
        .map(|end| [initial(), events.concat(), end].concat())
        .collect();
    // Each message alone, with one wrong byte: in the prelude, a header, the payload, the checksum.
    for message in &events {
        let stream = [initial(), message.clone()].concat();
        for place in [0, 5, 9, 20, message.len() - 6, message.len() - 1] {
            let mut wrong = stream.clone();
            wrong[initial().len() + place] ^= 1;
            streams.push(wrong);
        }
        streams.push(stream);
    }
    streams
}

#[test]
fn events_equal_those_of_botocore() {
    let folder = fixtures::folder().join("event-streams/service-2.json");
    let model = std::fs::read(folder).expect("a model");
    let model: Value = serde_json::from_slice(&model).expect("JSON");
    let streams = streams();
    let questions: Vec<_> = streams.iter().map(|body| json!({ "body": body })).collect();
    let ours = ask(&questions);
    let mut oracle = Oracle::start();
    let (mut damaged, mut ended) = (0, 0);
    for (body, mut ours) in streams.iter().zip(ours) {
        let request = json!({"do": "events", "model": model, "operation": "Watch", "body": body});
        let mut theirs = oracle.ask(&request);
        assert_eq!(ours["host"], "stream-events.us-east-1.amazonaws.com");
        assert_eq!(ours["initial"], json!({"session": "s-1"}));
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
    assert_eq!((damaged, ended), (60, 4));
}
