//! Receives events of a scripted server, and of fakes.

mod http2;
mod kinesis_streams;
mod select;

use std::time::Duration;

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use serde_json::{Value, json};
use tinsmith_runtime::client::Config;
use tinsmith_runtime::error::Cause;
use tinsmith_runtime::test_util::Fake;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    converse().await;
    invoke_model().await;
    lambda_function().await;
    failures().await;
    many_events().await;
    reset_stream().await;
    kinesis_streams::failures().await;
    kinesis_streams::many_events().await;
    select::events().await;
    select::failures().await;
    fakes().await;
}

fn header(name: &'static str, value: &str) -> Header {
    Header::new(name, HeaderValue::String(value.to_owned().into()))
}

fn frame(headers: [(&'static str, &str); 2], payload: &[u8]) -> Vec<u8> {
    let headers = headers.map(|(name, value)| header(name, value)).to_vec();
    let mut bytes = Vec::new();
    let message = Message::new_from_parts(headers, payload.to_vec());
    write_message_to(&message, &mut bytes).expect("a message");
    bytes
}

fn event(name: &str, payload: &[u8]) -> Vec<u8> {
    frame([(":message-type", "event"), (":event-type", name)], payload)
}

fn delta(text: &str) -> Vec<u8> {
    let payload = json!({"contentBlockIndex": 0, "delta": {"text": text}, "p": "abc"});
    event("contentBlockDelta", payload.to_string().as_bytes())
}

fn exception(name: &str, payload: &Value) -> Vec<u8> {
    let headers = [(":message-type", "exception"), (":exception-type", name)];
    frame(headers, payload.to_string().as_bytes())
}

/// What the server sends: a chunk for each item, with a pause before it, and the last chunk if the
/// body ends properly.
struct Script {
    head: &'static str,
    chunks: Vec<Vec<u8>>,
    pause: Duration,
    ends: bool,
}

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/vnd.amazon.eventstream\r\n";

impl Script {
    fn of(head: &'static str, chunks: Vec<Vec<u8>>) -> Self {
        Self { head, chunks, pause: Duration::ZERO, ends: true }
    }

    /// Serves one request; the result is its first line.
    async fn serve(self) -> (String, tokio::task::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let task = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            let line = read(&mut stream).await;
            let head = format!("{}transfer-encoding: chunked\r\n\r\n", self.head);
            stream.write_all(head.as_bytes()).await.expect("it reads");
            for chunk in self.chunks {
                tokio::time::sleep(self.pause).await;
                let length = format!("{:x}\r\n", chunk.len());
                let bytes = [length.as_bytes(), &chunk, b"\r\n"].concat();
                if stream.write_all(&bytes).await.is_err() {
                    return line;
                }
            }
            if self.ends {
                // The client may have gone.
                let _ = stream.write_all(b"0\r\n\r\n").await;
            }
            line
        });
        (url, task)
    }
}

/// Reads a request, and returns its first line.
async fn read(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_lowercase();
            let mut lines = head.lines();
            let length = lines.find_map(|line| line.strip_prefix("content-length: "));
            if length.is_none_or(|it| body.len() >= it.parse().expect("a number")) {
                return text.lines().next().expect("a line").to_owned();
            }
        }
        assert!(stream.read_buf(&mut bytes).await.expect("a request") > 0);
    }
}

fn bedrock(url: &str) -> bedrock_runtime::Client {
    bedrock_runtime::Client::from_conf(Config::for_tests().endpoint_url(url).build())
}

/// The events as JSON, and the error that ends them.
macro_rules! all {
    ($stream:expr) => {{
        let mut stream = $stream;
        let mut events = Vec::<Value>::new();
        let end = loop {
            match stream.recv().await {
                Ok(Some(event)) => events.push(json!(event)),
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        (events, end)
    }};
}

async fn converse() {
    let chunks = vec![
        event("messageStart", br#"{"role":"assistant"}"#),
        [delta("Hel"), delta("lo")].concat(),
        event("contentBlockStop", br#"{"contentBlockIndex":0}"#),
        event("messageStop", br#"{"stopReason":"end_turn"}"#),
        event("metadata", br#"{"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3},"metrics":{"latencyMs":5}}"#),
        event("newEvent", b"{}"),
    ];
    let (url, task) = Script::of(OK, chunks).serve().await;
    let call = bedrock(&url).converse_stream().model_id("a.model-v1:0");
    let (events, end) = all!(call.send().await.expect("a stream").stream);
    assert!(end.is_none(), "{end:?}");
    let text = |text: &str| json!({"contentBlockDelta": {"contentBlockIndex": 0, "delta": {"text": text}}});
    let usage = json!({"inputTokens": 1, "outputTokens": 2, "totalTokens": 3});
    assert_eq!(events, [
        json!({"messageStart": {"role": "assistant"}}),
        text("Hel"),
        text("lo"),
        json!({"contentBlockStop": {"contentBlockIndex": 0}}),
        json!({"messageStop": {"stopReason": "end_turn"}}),
        json!({"metadata": {"usage": usage, "metrics": {"latencyMs": 5}}}),
        json!({}),
    ]);
    let line = task.await.expect("a request");
    assert_eq!(line, "POST /model/a.model-v1%3A0/converse-stream HTTP/1.1");
}

/// Bytes in documents, and members in headers.
async fn invoke_model() {
    let head = "HTTP/1.1 200 OK\r\nX-Amzn-Bedrock-Content-Type: application/json\r\n\
                X-Amzn-Bedrock-PerformanceConfig-Latency: optimized\r\n";
    let chunks = vec![event("chunk", br#"{"bytes":"eyJhIjoxfQ==","p":"abcd"}"#)];
    let (url, _) = Script::of(head, chunks).serve().await;
    let call = bedrock(&url).invoke_model_with_response_stream().model_id("m").body("{}");
    let mut output = call.send().await.expect("a stream");
    assert_eq!(output.content_type.as_deref(), Some("application/json"));
    let latency = output.performance_config_latency.as_ref();
    assert_eq!(latency.map(|it| it.as_str()), Some("optimized"));
    let event = output.body.recv().await.expect("no error").expect("an event");
    let bytes = event.as_chunk().and_then(|it| it.bytes.as_ref()).expect("bytes");
    assert_eq!(bytes, r#"{"a":1}"#);
    assert!(output.body.recv().await.expect("no error").is_none());
}

/// Raw payloads, the status, and a member that is bound to the header `Content-Type`.
async fn lambda_function() {
    let head = "HTTP/1.1 200 OK\r\nX-Amz-Executed-Version: 7\r\nContent-Type: text/x-own\r\n";
    let raw = (0..=255_u8).collect::<Vec<_>>();
    let complete = json!({"ErrorCode": "E", "ErrorDetails": "why", "LogResult": "bG9n"});
    let chunks = vec![
        event("PayloadChunk", &raw),
        event("PayloadChunk", b""),
        event("InvokeComplete", complete.to_string().as_bytes()),
    ];
    let (url, task) = Script::of(head, chunks).serve().await;
    let config = Config::for_tests().endpoint_url(&url).build();
    let client = lambda::Client::from_conf(config);
    let call = client.invoke_with_response_stream().function_name("f").payload("{}");
    let mut output = call.send().await.expect("a stream");
    assert_eq!(output.status_code, Some(200));
    assert_eq!(output.executed_version.as_deref(), Some("7"));
    assert_eq!(output.response_stream_content_type.as_deref(), Some("text/x-own"));
    for expected in [&raw[..], b""] {
        let event = output.event_stream.recv().await.expect("no error").expect("an event");
        let chunk = event.as_payload_chunk().expect("a chunk");
        assert_eq!(chunk.payload.as_deref().unwrap_or_default(), expected);
    }
    let event = output.event_stream.recv().await.expect("no error").expect("an event");
    assert_eq!(json!(event), json!({ "InvokeComplete": complete }));
    assert!(output.event_stream.recv().await.expect("no error").is_none());
    let line = task.await.expect("a request");
    assert_eq!(line, "POST /2021-11-15/functions/f/response-streaming-invocations HTTP/1.1");
}

/// Streams that end with an error, are damaged, cut off or silent.
async fn failures() {
    let stream = |script: Script| async move {
        let (url, _) = script.serve().await;
        let call = bedrock(&url).converse_stream().model_id("m");
        all!(call.send().await.expect("a stream").stream)
    };
    let busy = exception("throttlingException", &json!({"message": "slow down"}));
    let (events, end) = stream(Script::of(OK, vec![delta("a"), busy, delta("b")])).await;
    assert_eq!(events.len(), 1);
    let error = end.expect("the service reported one");
    assert!(error.is_throttling(), "{error:?}");
    assert_eq!((error.code(), error.message()), (Some("throttlingException"), Some("slow down")));

    // The model states the status that a response would have.
    let away = exception("serviceUnavailableException", &json!({"message": "away"}));
    let (_, end) = stream(Script::of(OK, vec![away])).await;
    let error = end.expect("the service reported one");
    assert!(error.is_retryable() && !error.is_throttling(), "{error:?}");

    let model = json!({"message": "m", "originalStatusCode": 424, "originalMessage": "o"});
    let model = exception("modelStreamErrorException", &model);
    let (_, end) = stream(Script::of(OK, vec![model])).await;
    let Cause::Service { error, .. } = end.expect("the service reported one").into_cause() else {
        panic!("it is of the service");
    };
    use bedrock_runtime::operation::converse_stream::ConverseStreamStreamError as StreamError;
    let StreamError::ModelStreamErrorException(error) = error else { panic!("{error:?}") };
    assert_eq!(error.original_status_code, Some(424));

    let mut damaged = delta("b");
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    let (events, end) = stream(Script::of(OK, vec![delta("a"), damaged, delta("c")])).await;
    assert_eq!(events.len(), 1);
    let error = end.expect("it is damaged");
    assert!(matches!(error.cause(), Cause::Response { .. }), "{error:?}");
    assert!(error.to_string().contains("damaged"), "{error}");

    // The body ends inside an event.
    let (events, end) = stream(Script::of(OK, vec![delta("a"), delta("b")[..30].to_vec()])).await;
    assert_eq!(events.len(), 1);
    let error = end.expect("it is cut off");
    assert!(error.to_string().contains("ended inside an event"), "{error}");

    // The connection ends before the body, between events and inside one.
    for length in [0, 30] {
        let mut chunks = vec![delta("a"), delta("b")[..length].to_vec()];
        chunks.retain(|it| !it.is_empty());
        let (events, end) = stream(Script { ends: false, ..Script::of(OK, chunks) }).await;
        assert_eq!(events.len(), 1);
        let error = end.expect("it is cut off");
        assert!(matches!(error.cause(), Cause::Transport(_)), "{error:?}");
    }

    // The time limits of calls do not apply to a stream that has begun.
    let pause = Duration::from_millis(700);
    let (url, _) = Script { pause, ..Script::of(OK, vec![delta("a"), delta("b")]) }.serve().await;
    let limits = tinsmith_runtime::client::config::TimeoutConfig::builder()
        .read_timeout(Duration::from_millis(300))
        .operation_timeout(Duration::from_millis(500))
        .build();
    let config = Config::for_tests().endpoint_url(&url).timeout_config(limits).build();
    let call = bedrock_runtime::Client::from_conf(config).converse_stream().model_id("m");
    let (events, end) = all!(call.send().await.expect("a stream").stream);
    assert!(end.is_none(), "{end:?}");
    assert_eq!(events.len(), 2);

    // An error before the stream.
    let head = "HTTP/1.1 400 Bad Request\r\nx-amzn-errortype: ValidationException:http://x/\r\n";
    let (url, _) = Script::of(head, vec![br#"{"message":"no"}"#.to_vec()]).serve().await;
    let error = bedrock(&url).converse_stream().model_id("m").await.map(drop).expect_err("no");
    assert_eq!((error.code(), error.message()), (Some("ValidationException"), Some("no")));
}

/// Memory does not grow with the number of events.
async fn many_events() {
    const COUNT: usize = 100_000;
    let chunk = delta("a few words of a model").repeat(100);
    let chunks = move || std::iter::repeat_n(chunk.clone(), COUNT / 100);
    let (url, _) = Script::of(OK, chunks().collect()).serve().await;
    let plain = Config::for_tests().endpoint_url(url);
    for config in [plain, http2::serve(chunks(), true).await] {
        let client = bedrock_runtime::Client::from_conf(config.build());
        let call = client.converse_stream().model_id("m");
        let mut stream = call.send().await.expect("a stream").stream;
        assert!(stream.recv().await.expect("no error").is_some());
        let before = resident_kilobytes();
        let mut count = 1;
        while stream.recv().await.expect("no error").is_some() {
            count += 1;
        }
        assert_eq!(count, COUNT);
        let grown = resident_kilobytes().saturating_sub(before);
        assert!(grown < 8 << 10, "{grown} KiB");
    }
}

/// A stream that the server resets.
async fn reset_stream() {
    let config = http2::serve([delta("a"), delta("b")[..30].to_vec()], false).await;
    let call = bedrock_runtime::Client::from_conf(config.build()).converse_stream().model_id("m");
    let (events, end) = all!(call.send().await.expect("a stream").stream);
    assert_eq!(events.len(), 1);
    let error = end.expect("it is cut off");
    assert!(matches!(error.cause(), Cause::Transport(_)), "{error:?}");
}

fn resident_kilobytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.trim().strip_suffix(" kB"));
    number.map_or(0, |it| it.trim().parse().expect("a number"))
}

async fn fakes() {
    use bedrock_runtime::client::EventStream;
    use bedrock_runtime::operation::converse_stream::{ConverseStream, ConverseStreamOutput};
    use bedrock_runtime::types::ConverseStreamOutput as Event;
    use bedrock_runtime::types::{MessageStartEvent, ThrottlingException};
    use lambda::operation::invoke_with_response_stream::{
        InvokeWithResponseStream, InvokeWithResponseStreamOutput,
    };
    let fake = Fake::new()
        .on::<ConverseStream>(|input| {
            assert_eq!(input.model_id.as_deref(), Some("m/1"));
            let start = Event::MessageStart(MessageStartEvent::new("assistant"));
            let busy = ThrottlingException::default().message("later");
            let events = EventStream::of([Ok(start), Err(busy.into())]);
            Ok(ConverseStreamOutput::default().stream(events))
        })
        .on::<InvokeWithResponseStream>(|_| {
            use lambda::types::{InvokeResponseStreamUpdate, InvokeWithResponseStreamResponseEvent as Event};
            let chunk = InvokeResponseStreamUpdate::default().payload(&b"\xff\0"[..]);
            let events = lambda::client::EventStream::of([Ok(Event::PayloadChunk(chunk))]);
            let output = InvokeWithResponseStreamOutput::default();
            Ok(output.status_code(200).executed_version("9").event_stream(events))
        });
    let client = bedrock_runtime::Client::from_conf(fake.config());
    let output = client.converse_stream().model_id("m/1").await.expect("a stream");
    let (events, end) = all!(output.stream);
    assert_eq!(events, [json!({"messageStart": {"role": "assistant"}})]);
    assert_eq!(end.expect("an error").message(), Some("later"));

    let client = lambda::Client::from_conf(fake.config());
    let output = client.invoke_with_response_stream().function_name("f").await.expect("a stream");
    assert_eq!(output.executed_version.as_deref(), Some("9"));
    assert_eq!(output.status_code, Some(200));
    let (events, end) = all!(output.event_stream);
    assert!(end.is_none());
    assert_eq!(events, [json!({"PayloadChunk": {"Payload": "/wA="}})]);
}
