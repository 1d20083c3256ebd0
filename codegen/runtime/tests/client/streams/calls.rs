//! Calls of a fake: retries, signatures, time limits.

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http_body::Body as _;
use tinsmith_runtime::body::Body;
use tinsmith_runtime::byte_stream::{ByteStream, ByteStreamErrorKind};
use tinsmith_runtime::client::config::TimeoutConfig;
use tinsmith_runtime::client::{Config, ConfigBuilder, Core};
use tinsmith_runtime::error::{Cause, TransportErrorKind};
use tinsmith_runtime::operation::Operation;
use tinsmith_runtime::test_util::{Fake, Fault, ManualTimeSource};

use super::*;
use crate::operation::StartError;

fn core(fake: &Fake) -> Core {
    Core::new(&SERVICE, fake.config())
}

/// A fake that stores nothing and says how many bytes it got.
fn counting() -> Fake {
    Fake::new().on_async::<Put, _>(|input: PutInput| async move {
        let bytes = input.body.unwrap().collect().await.unwrap();
        Ok(PutOutput {
            tag: Some(bytes.len().to_string()),
        })
    })
}

/// A stream of `text` that can be read once.
fn once(text: &'static str) -> ByteStream {
    ByteStream::from_reader(Cursor::new(text))
}

/// A stream of `text` that is opened anew, and how often it was.
fn again(text: &'static str) -> (ByteStream, Arc<AtomicUsize>) {
    let opened = Arc::new(AtomicUsize::new(0));
    let count = opened.clone();
    let stream = ByteStream::from_fn(move || {
        count.fetch_add(1, Ordering::Relaxed);
        Ok(once(text))
    });
    (stream, opened)
}

#[tokio::test]
async fn fake_receives_streams() {
    let fake = counting();
    let bodies = [
        ByteStream::from("hello"),
        once("hello"),
        once("hello").with_length(5),
        again("hello").0,
    ];
    for body in bodies {
        let output = core(&fake).send::<Put>(PutInput::of(body)).await.unwrap();
        assert_eq!(output.tag.as_deref(), Some("5"));
    }
    assert_eq!(fake.requests()[1].body(), "hello");
    let input = &fake.calls::<Put>()[1];
    assert_eq!(input.path.as_deref(), Some("a/b"));
    let body = input.body.as_ref().unwrap();
    assert_eq!(body.bytes(), Some(&Bytes::from("hello")));
    let request = &fake.requests()[1];
    assert_eq!(request.method(), "PUT");
    assert_eq!(
        request.header("content-type"),
        Some("application/octet-stream")
    );
}

#[tokio::test]
async fn fake_sends_streams() {
    let fake = Fake::new().on::<Get>(|_| {
        Ok(GetOutput {
            kind: Some("text/plain".to_owned()),
            body: once("hello"),
        })
    });
    let output = core(&fake).send::<Get>(GetInput::here()).await.unwrap();
    assert_eq!(output.kind.as_deref(), Some("text/plain"));
    assert_eq!(output.body.bytes(), None);
    assert_eq!(output.body.collect().await.unwrap(), "hello");
}

#[tokio::test]
async fn response_without_a_body_is_an_empty_stream() {
    let fake = Fake::new().on::<Get>(|_| Ok(GetOutput::default()));
    let output = core(&fake).send::<Get>(GetInput::here()).await.unwrap();
    assert_eq!(output.body.length(), Some(0));
    assert_eq!(output.body.collect().await.unwrap(), "");
}

#[cfg(feature = "request-compression")]
mod compressed {
    use tinsmith_runtime::client::operation::CallFeature;
    use tinsmith_runtime::features::request_compression::RequestCompression;

    use super::*;

    /// `Put`, compressed.
    struct PutCompressed;

    impl Operation for PutCompressed {
        const SCHEMA: &'static OperationSchema = Put::SCHEMA;
        type Protocol = RestJson1;
        type Input = PutInput;
        type Output = PutOutput;
        type Error = StartError;
    }

    impl ClientOperation for PutCompressed {
        fn features(_: &PutInput) -> Vec<Arc<dyn CallFeature>> {
            vec![Arc::new(RequestCompression)]
        }
    }

    #[tokio::test]
    async fn fake_decompresses_streams_whether_it_records_or_not() {
        for record in [true, false] {
            let fake = counting().recording(record);
            let config = fake.config().to_builder();
            let config = config.request_min_compression_size_bytes(0).build();
            let core = Core::new(&SERVICE, config);
            let input = PutInput::of("a".repeat(1_000));
            let output = core.send::<PutCompressed>(input).await.unwrap();
            assert_eq!(output.tag.as_deref(), Some("1000"), "{record}");
        }
    }
}

#[tokio::test]
async fn fake_that_does_not_record_gets_streams_as_they_arrive() {
    let fake = Fake::new()
        .recording(false)
        .on_async::<Put, _>(|input: PutInput| async move {
            let mut body = input.body.unwrap();
            assert_eq!(body.bytes(), None);
            let first = body.next().await.unwrap().unwrap();
            Ok(PutOutput {
                tag: Some(first.len().to_string()),
            })
        });
    let (body, taken) = zeros(1 << 20);
    let output = core(&fake).send::<Put>(PutInput::of(body)).await.unwrap();
    assert_eq!(output.tag.as_deref(), Some("65536"));
    assert_eq!(
        taken.load(Ordering::Relaxed),
        65_536,
        "the rest is not read"
    );
}

#[tokio::test]
async fn stream_that_is_opened_anew_is_retried() {
    let fake = counting();
    fake.inject_in_turn([Fault::status(503), Fault::connection_reset()]);
    let (body, opened) = again("hello");
    let output = core(&fake).send::<Put>(PutInput::of(body)).await.unwrap();
    assert_eq!(output.tag.as_deref(), Some("5"));
    assert_eq!(opened.load(Ordering::Relaxed), 3, "once for each attempt");
    let requests = fake.requests();
    assert_eq!(requests.len(), 3);
    assert!(requests.iter().all(|request| request.body() == "hello"));

    fake.inject(Fault::status(503));
    let output = core(&fake).send::<Put>(PutInput::of("hello")).await;
    assert_eq!(output.unwrap().tag.as_deref(), Some("5"));
}

#[tokio::test]
async fn stream_that_can_be_read_once_is_not_retried_and_the_error_says_so() {
    let note = "it was not retried, because the stream in the request can be read only once";
    let cases = [
        Fault::status(503),
        Fault::connection_reset(),
        Fault::throttling(),
    ];
    for fault in cases {
        let fake = counting();
        fake.inject(fault);
        let sent = core(&fake).send::<Put>(PutInput::of(once("hello"))).await;
        let error = sent.map(drop).unwrap_err();
        assert_eq!(error.attempts(), 1);
        assert!(error.is_retryable(), "{error}");
        assert!(error.to_string().ends_with(note), "{error}");
        assert_eq!(fake.requests().len(), 1);
    }
    // Not where a retry would not help anyway.
    let fake = counting();
    fake.inject(Fault::error(400, "NotFoundException", "no"));
    let sent = core(&fake).send::<Put>(PutInput::of(once("hello"))).await;
    let error = sent.map(drop).unwrap_err();
    assert!(!error.to_string().contains("retried"), "{error}");
}

#[tokio::test]
async fn stream_that_was_not_begun_is_retried() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let (body, taken) = zeros(10);
    let sent = core_at(&url).send::<Put>(PutInput::of(body)).await;
    let error = sent.map(drop).unwrap_err();
    assert_eq!(error.attempts(), 3, "{error}");
    assert!(!error.to_string().contains("read only once"), "{error}");
    assert_eq!(taken.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn stream_of_an_input_is_sent_once() {
    let input = PutInput::of(once("hello"));
    let request = Put::request(&input).unwrap();
    let again = Put::request(&input).unwrap();
    assert_eq!(request.into_body().collect().await.unwrap(), "hello");
    let error = again.into_body().collect().await.unwrap_err();
    assert_eq!(error.kind(), ByteStreamErrorKind::AlreadyRead);
}

#[tokio::test]
async fn failing_source_is_the_error_of_the_call() {
    let fake = counting();
    let bodies = [
        once("hello").with_length(6),
        once("hello").with_length(4),
        ByteStream::from_fn(|| Err(std::io::Error::other("the disk is gone"))),
    ];
    let texts = [
        "the stream ended after 5 of 6 bytes",
        "the stream has more than the 4 bytes of its length",
        "the disk is gone",
    ];
    for (body, text) in bodies.into_iter().zip(texts) {
        let sent = core(&fake).send::<Put>(PutInput::of(body)).await;
        let error = sent.map(drop).unwrap_err();
        assert!(error.to_string().ends_with(text), "{error}");
        assert_eq!(error.attempts(), 1);
        assert!(!error.is_retryable(), "{error}");
    }
}

/// The same time for all calls, so that their signatures can be compared.
fn signed(fake: &Fake, url: &str) -> ConfigBuilder {
    let time = ManualTimeSource::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let config = Config::for_tests().http_client(fake.clone());
    config.endpoint_url(url).time_source(time)
}

/// The signature of a request, without what differs from call to call.
async fn headers_of<O>(url: &str, body: ByteStream, header: &str) -> Option<String>
where
    O: ClientOperation<Input = PutInput, Output = PutOutput, Error = StartError>,
{
    let fake = Fake::new().on::<O>(|_| Ok(PutOutput::default()));
    let core = Core::new(&SERVICE, signed(&fake, url).build());
    core.send::<O>(PutInput::of(body)).await.unwrap();
    fake.requests()[0].header(header).map(str::to_owned)
}

const HELLO: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

#[tokio::test]
async fn payload_is_unsigned_where_the_model_says_so() {
    let header = "x-amz-content-sha256";
    let bodies: [fn() -> ByteStream; 3] =
        [|| "hello".into(), || again("hello").0, || once("hello")];
    for body in bodies {
        let sent = headers_of::<Put>("https://service.example", body(), header).await;
        assert_eq!(sent.as_deref(), Some("UNSIGNED-PAYLOAD"));
    }
    // Without TLS, what can be hashed is.
    let (body, opened) = again("hello");
    let sent = headers_of::<Put>("HTTP://service.example", body, header).await;
    assert_ne!(sent.as_deref(), Some("UNSIGNED-PAYLOAD"));
    assert_eq!(opened.load(Ordering::Relaxed), 2);
    let sent = headers_of::<Put>("http://service.example", once("hello"), header).await;
    assert_eq!(sent.as_deref(), Some("UNSIGNED-PAYLOAD"));
}

#[tokio::test]
async fn stated_hash_is_that_of_the_signature() {
    // A stream with the right hash in a header is not read for its signature.
    let fake = Fake::new().on::<PutSigned>(|_| Ok(PutOutput::default()));
    let core = Core::new(&SERVICE, signed(&fake, "https://service.example").build());
    let input = PutInput {
        hash: Some(HELLO.to_owned()),
        ..PutInput::of(once("hello"))
    };
    core.send::<PutSigned>(input).await.unwrap();
    let request = &fake.requests()[0];
    assert_eq!(request.header("x-amz-content-sha256"), Some(HELLO));
    assert_eq!(request.body(), "hello");
}

#[tokio::test]
async fn signed_stream_is_read_twice() {
    let (body, opened) = again("hello");
    let fake = Fake::new().on::<PutSigned>(|_| Ok(PutOutput::default()));
    let core = Core::new(&SERVICE, signed(&fake, "https://service.example").build());
    let reports = Arc::new(AtomicUsize::new(0));
    let count = reports.clone();
    let body = body.on_progress(move |_, _| {
        count.fetch_add(1, Ordering::Relaxed);
    });
    core.send::<PutSigned>(PutInput::of(body)).await.unwrap();
    assert_eq!(opened.load(Ordering::Relaxed), 2);
    assert_eq!(reports.load(Ordering::Relaxed), 1, "of sending only");
}

#[tokio::test]
async fn signed_stream_that_can_be_read_once_is_refused() {
    let fake = Fake::new().on::<PutSigned>(|_| Ok(PutOutput::default()));
    let input = PutInput::of(once("hello"));
    let error = core(&fake).send::<PutSigned>(input).await.map(drop);
    let error = error.unwrap_err();
    let Cause::Transport(cause) = error.cause() else {
        panic!("{error:?}");
    };
    assert_eq!(cause.kind(), TransportErrorKind::Construction);
    assert!(
        error.to_string().contains("ByteStream::from_path"),
        "{error}"
    );
    assert!(!error.may_have_been_sent());
    assert!(fake.requests().is_empty());
}

/// A fake whose handler answers after a time.
fn slow(time: Duration) -> Fake {
    let answer = move |input: PutInput| async move {
        input.body.unwrap().collect().await.unwrap();
        tokio::time::sleep(time).await;
        Ok(PutOutput::default())
    };
    Fake::new().on_async::<Put, _>(answer)
}

#[tokio::test(start_paused = true)]
async fn upload_takes_longer_than_the_default_time_limits() {
    // 30 seconds to read, 40 for an attempt and 130 for a call.
    let fake = slow(Duration::from_secs(1000));
    for body in [ByteStream::from("hello"), once("hello")] {
        core(&fake).send::<Put>(PutInput::of(body)).await.unwrap();
    }
    assert_eq!(fake.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn time_limits_that_were_set_apply_to_uploads() {
    let fake = slow(Duration::from_secs(1000));
    let limits: [fn(Duration) -> TimeoutConfig; 3] = [
        |limit| TimeoutConfig::builder().read_timeout(limit).build(),
        |limit| TimeoutConfig::builder().operation_timeout(limit).build(),
        |limit| {
            TimeoutConfig::builder()
                .operation_attempt_timeout(limit)
                .build()
        },
    ];
    for limit in limits {
        let config = Config::for_tests().http_client(fake.clone());
        let config = config.timeout_config(limit(Duration::from_secs(50)));
        let core = Core::new(&SERVICE, config.build());
        let sent = core.send::<Put>(PutInput::of("hello")).await;
        let error = sent.map(drop).unwrap_err();
        assert!(error.is_timeout(), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn download_takes_longer_than_the_time_limits() {
    let fake = Fake::new().on::<Get>(|_| {
        Ok(GetOutput {
            kind: None,
            body: zeros(200_000).0,
        })
    });
    let output = core(&fake).send::<Get>(GetInput::here()).await.unwrap();
    let mut body = output.body;
    let mut length = 0;
    while let Some(piece) = body.next().await {
        length += piece.unwrap().len();
        // Slow readers are not slow senders.
        tokio::time::sleep(Duration::from_secs(1000)).await;
    }
    assert_eq!(length, 200_000);
}

#[tokio::test]
async fn errors_of_streaming_operations_are_read() {
    let fake = Fake::new().on::<Get>(|_| {
        Err(StartError::NotFound(crate::operation::NotFound {
            message: Some("no such thing".to_owned()),
        }))
    });
    let sent = core(&fake).send::<Get>(GetInput::here()).await;
    let error = sent.map(drop).unwrap_err();
    let is_it = |error: &StartError| matches!(error, StartError::NotFound(_));
    assert!(error.is_service(is_it), "{error}");
    assert!(error.to_string().contains("no such thing"), "{error}");
}

#[tokio::test]
async fn faults_apply_to_streams() {
    let fake = Fake::new().on::<Get>(|_| {
        Ok(GetOutput {
            kind: None,
            body: once("hello, world"),
        })
    });
    fake.inject(Fault::truncated());
    let output = core(&fake).send::<Get>(GetInput::here()).await.unwrap();
    assert_eq!(output.body.length(), Some(12));
    let error = output.body.collect().await.unwrap_err();
    assert!(error.to_string().contains("closed"), "{error}");
}

#[test]
fn members_say_what_streams_are() {
    let input = PutInput::of(once("hunter2"));
    let expected = r#"PutInput { path: "a/b", body: (stream) }"#;
    assert_eq!(format!("{input:?}"), expected);
    let input = PutInput::of("hunter2");
    let expected = r#"PutInput { path: "a/b", body: (7 bytes) }"#;
    assert_eq!(format!("{input:?}"), expected);
    let input = PutInput {
        body: None,
        ..PutInput::of("")
    };
    let error = Put::check(&input).unwrap_err();
    assert_eq!(error.missing, ["Body"]);
}

#[derive(Default)]
struct Measured {
    body: Option<ByteStream>,
}

tinsmith_runtime::structure! {
    structure("Measured") => Measured {
        body: "Body".stream_payload().requires_length();
    }
}

#[test]
fn stream_without_the_length_that_it_has_to_have_is_refused() {
    let check = |body| {
        let input = Measured { body: Some(body) };
        tinsmith_runtime::check::required("Put", &input)
    };
    let error = check(once("hello")).unwrap_err();
    assert_eq!(
        error.invalid,
        ["Body has to have a known length: state it with `with_length`"]
    );
    check(once("hello").with_length(5)).unwrap();
    check("hello".into()).unwrap();
}

#[cfg(feature = "serde")]
#[test]
fn only_streams_in_memory_are_serialized() {
    let value = serde_json::to_value(PutInput::of("hello")).unwrap();
    assert_eq!(
        value,
        serde_json::json!({"Path": "a/b", "Body": "aGVsbG8="})
    );
    let input: PutInput = serde_json::from_value(value).unwrap();
    let body = input.body.unwrap();
    assert_eq!(body.bytes(), Some(&Bytes::from("hello")));
    let error = serde_json::to_value(PutInput::of(once("hello"))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Body is a stream that is not in memory: `collect` it first"
    );
}

#[tokio::test]
async fn responses_without_a_client_have_streams_too() {
    let response = http::Response::new(Body::from(ByteStream::from_body(once("hello"))));
    let output = Get::response(&response).unwrap();
    assert_eq!(output.body.size_hint().exact(), None);
    assert_eq!(output.body.collect().await.unwrap(), "hello");
    // What is no stream has to be in memory.
    let error = Put::response(&response).map(drop).unwrap_err();
    assert!(error.to_string().contains("`collect`"), "{error}");
}
