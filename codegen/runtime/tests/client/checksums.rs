//! Checksums: which requests have one and where, how responses are checked, and how fakes read both.

use std::io::Cursor;
use std::sync::{Arc, Mutex};

use base64_simd::STANDARD;
use bytes::Bytes;
use tinsmith_runtime::byte_stream::{ByteStream, ByteStreamErrorKind};
use tinsmith_runtime::client::config::{RequestChecksumCalculation, ResponseChecksumValidation};
use tinsmith_runtime::client::operation::CallFeature;
use tinsmith_runtime::client::{ClientOperation, Config, ConfigBuilder, Core};
use tinsmith_runtime::error::CallError;
use tinsmith_runtime::features::checksums::{Checksums, ContentMd5};
use tinsmith_runtime::operation::{Operation, OperationSchema};
use tinsmith_runtime::protocol::rest_json::RestJson1;
use tinsmith_runtime::test_util::{Fake, Fault};

use crate::fake::over_tcp;
use crate::operation::{SERVICE, StartError, service};
use crate::streams::{GetOutput, PutOutput};

/// The checksums of `hello` as other tools compute them.
const HELLO: [(&str, &str); 6] = [
    ("crc32", "NhCmhg=="),
    ("crc32c", "mnG7TA=="),
    ("crc64nvme", "M3eFcAZSQlc="),
    ("sha1", "qvTGHdzF6KLavt4PO0gs2a6pQ00="),
    ("sha256", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="),
    (
        "sha512",
        "m3HSJL1i83hdltRq0+o9czGb+8KJDKra4t/3JRlnPKcjI8PZm6XBHXx6zG4UuMXaDEZjR1wuXDre9G9zvN7AQw==",
    ),
];

#[derive(Default)]
struct PutInput {
    algorithm: Option<String>,
    sha256: Option<String>,
    text: Option<String>,
}

tinsmith_runtime::structure! {
    structure("PutInput") => PutInput {
        algorithm: "Algorithm".header("x-amz-sdk-checksum-algorithm");
        sha256: "Sha256".header("x-amz-checksum-sha256");
        text: "Text".payload();
    }
}

#[derive(Default)]
struct StreamInput {
    algorithm: Option<String>,
    length: Option<i64>,
    encoding: Option<String>,
    body: Option<ByteStream>,
}

tinsmith_runtime::structure! {
    structure("StreamInput") => StreamInput {
        algorithm: "Algorithm".header("x-amz-sdk-checksum-algorithm");
        length: "Length".header("Content-Length");
        encoding: "Encoding".header("Content-Encoding");
        body: "Body".stream_payload();
    }
}

#[derive(Clone, Default)]
struct GetInput {
    mode: Option<String>,
}

tinsmith_runtime::structure! {
    structure("GetInput") => GetInput {
        mode: "Mode".header("x-amz-checksum-mode");
    }
}

macro_rules! operation {
    ($name:ident($input:ident: $kind:ident => $output:ident) $method:literal $checksums:expr) => {
        struct $name;

        impl Operation for $name {
            const SCHEMA: &'static OperationSchema = &OperationSchema::new(stringify!($name))
                .http($method, concat!("/", stringify!($name)));
            type Protocol = RestJson1;
            type Input = $kind;
            type Output = $output;
            type Error = StartError;
        }

        impl ClientOperation for $name {
            fn features($input: &$kind) -> Vec<Arc<dyn CallFeature>> {
                vec![Arc::new($checksums)]
            }
        }
    };
}

operation!(PutRequired(input: PutInput => PutOutput) "PUT"
    Checksums::of(input).required().request(input, "Algorithm"));
operation!(Put(input: PutInput => PutOutput) "PUT"
    Checksums::of(input).request(input, "Algorithm"));
operation!(PutMd5(_input: PutInput => PutOutput) "PUT" ContentMd5);
operation!(PutStream(input: StreamInput => PutOutput) "PUT"
    Checksums::of(input).request(input, "Algorithm"));
operation!(Get(input: GetInput => GetOutput) "GET"
    Checksums::of(input).response(input, "Mode", &["CRC32", "CRC32C", "SHA1", "SHA256", "SHA512", "CRC64NVME", "MD5"]));

fn put() -> PutInput {
    PutInput {
        text: Some("hello".to_owned()),
        ..PutInput::default()
    }
}

fn stream(body: impl Into<ByteStream>) -> StreamInput {
    StreamInput {
        body: Some(body.into()),
        ..StreamInput::default()
    }
}

/// The headers that have to do with checksums, and the body, of the request that is sent.
async fn sent<O>(config: ConfigBuilder, input: O::Input) -> (Vec<String>, Bytes)
where
    O: ClientOperation<Error = StartError>,
{
    let service = service(vec![http::Response::new("{}".into())]);
    let core = Core::new(&SERVICE, config.http_client(service.clone()).build());
    core.send::<O>(input).await.unwrap();
    let request = service.actual_requests().next().unwrap();
    let ours = |name: &str| {
        name.contains("checksum")
            || name == "x-amz-trailer"
            || name == "x-amz-content-sha256"
            || name == "x-amz-decoded-content-length"
            || (name.starts_with("content-") && name != "content-type")
    };
    let headers = request.headers().iter().filter(|(name, _)| ours(name));
    let mut headers: Vec<_> = headers
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    headers.sort();
    let mut body = ByteStream::from(request.body().try_clone().unwrap());
    let mut bytes = Vec::new();
    while let Some(piece) = body.next().await {
        bytes.extend_from_slice(&piece.unwrap());
    }
    (headers, bytes.into())
}

#[tokio::test]
async fn documents_have_their_checksum_in_a_header() {
    for operation in ["required", "by default"] {
        let config = Config::for_tests();
        let (headers, body) = match operation {
            "required" => sent::<PutRequired>(config, put()).await,
            _ => sent::<Put>(config, put()).await,
        };
        assert_eq!(
            headers,
            [
                "x-amz-checksum-crc32: NhCmhg==",
                "x-amz-sdk-checksum-algorithm: CRC32",
            ],
            "{operation}"
        );
        assert_eq!(body, "hello");
    }
}

#[tokio::test]
async fn the_caller_chooses_the_algorithm() {
    for (name, value) in HELLO {
        let mut input = put();
        input.algorithm = Some(name.to_uppercase());
        let (headers, _) = sent::<Put>(Config::for_tests(), input).await;
        let algorithm = name.to_uppercase();
        assert_eq!(
            headers,
            [
                format!("x-amz-checksum-{name}: {value}"),
                format!("x-amz-sdk-checksum-algorithm: {algorithm}"),
            ]
        );
    }
}

#[tokio::test]
async fn a_checksum_of_the_caller_is_left_alone() {
    let mut input = put();
    input.sha256 = Some("mine".to_owned());
    let (headers, _) = sent::<PutRequired>(Config::for_tests(), input).await;
    assert_eq!(headers, ["x-amz-checksum-sha256: mine"]);
}

#[tokio::test]
async fn optional_checksums_can_be_switched_off() {
    let config = || {
        Config::for_tests().request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
    };
    assert_eq!(sent::<Put>(config(), put()).await.0, [""; 0]);
    assert_eq!(sent::<PutRequired>(config(), put()).await.0.len(), 2);
    let mut chosen = put();
    chosen.algorithm = Some("SHA1".to_owned());
    assert_eq!(sent::<Put>(config(), chosen).await.0.len(), 2);
}

#[tokio::test]
async fn an_unknown_algorithm_is_an_error_before_sending() {
    let fake = Fake::new();
    let core = Core::new(
        &SERVICE,
        Config::for_tests().http_client(fake.clone()).build(),
    );
    let mut input = put();
    input.algorithm = Some("XXHASH64".to_owned());
    let error = core.send::<Put>(input).await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains(
            "\"XXHASH64\" is not supported: choose one of CRC64NVME, CRC32C, CRC32, SHA1, SHA256, SHA512"
        ),
        "{text}"
    );
    assert!(fake.requests().is_empty());
}

#[tokio::test]
async fn content_md5_is_computed_unless_there_is_one() {
    let (headers, _) = sent::<PutMd5>(Config::for_tests(), put()).await;
    assert_eq!(headers, ["content-md5: XUFAKrxLKna5cZ2REBfFkg=="]);
    let mut input = put();
    input.sha256 = Some("mine".to_owned());
    let (headers, _) = sent::<PutMd5>(Config::for_tests(), input).await;
    assert_eq!(headers, ["x-amz-checksum-sha256: mine"]);
}

#[tokio::test]
async fn streams_are_followed_by_their_checksum() {
    for body in [
        ByteStream::from("hello"),
        ByteStream::from_reader(&b"hello"[..]).with_length(5),
    ] {
        let (headers, body) = sent::<PutStream>(Config::for_tests(), stream(body)).await;
        assert_eq!(
            headers,
            [
                "content-encoding: aws-chunked",
                "content-length: 46",
                "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                "x-amz-decoded-content-length: 5",
                "x-amz-sdk-checksum-algorithm: CRC32",
                "x-amz-trailer: x-amz-checksum-crc32",
            ]
        );
        assert_eq!(
            body,
            "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n"
        );
    }
    let (_, body) = sent::<PutStream>(Config::for_tests(), stream("")).await;
    assert_eq!(body, "0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n");
}

/// The signature covers the stream, so that it is read twice; one that cannot be read twice has its
/// checksum after it.
#[tokio::test]
async fn streams_without_tls_have_their_checksum_in_a_header() {
    let config = || Config::for_tests().endpoint_url("http://localhost:1");
    let again = ByteStream::from_fn(|| Ok(ByteStream::from_reader(&b"hello"[..])));
    for body in [ByteStream::from("hello"), again.with_length(5)] {
        let (headers, body) = sent::<PutStream>(config(), stream(body)).await;
        assert_eq!(
            headers,
            [
                "x-amz-checksum-crc32: NhCmhg==",
                "x-amz-sdk-checksum-algorithm: CRC32",
            ]
        );
        assert_eq!(body, "hello");
    }
    let once = ByteStream::from_reader(&b"hello"[..]).with_length(5);
    let (headers, _) = sent::<PutStream>(config(), stream(once)).await;
    assert_eq!(headers[5], "x-amz-trailer: x-amz-checksum-crc32");
}

#[tokio::test]
async fn a_stream_needs_a_length() {
    let fake = Fake::new();
    let core = Core::new(
        &SERVICE,
        Config::for_tests().http_client(fake.clone()).build(),
    );
    let input = stream(ByteStream::from_reader(&b"hello"[..]));
    let error = core.send::<PutStream>(input).await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("`ByteStream::with_length`"), "{text}");
    assert!(fake.requests().is_empty());
}

#[tokio::test]
async fn a_member_states_the_length_of_a_stream() {
    let input = || StreamInput {
        length: Some(5),
        ..stream(ByteStream::from_reader(&b"hello"[..]))
    };
    let (headers, _) = sent::<PutStream>(Config::for_tests(), input()).await;
    assert_eq!(headers[1], "content-length: 46");
    assert_eq!(headers[3], "x-amz-decoded-content-length: 5");
    let request = PutStream::request(&input()).unwrap();
    assert_eq!(request.body().length(), Some(5));
    // The stream's own length is kept.
    let longer = StreamInput {
        length: Some(6),
        ..stream("hello")
    };
    let request = PutStream::request(&longer).unwrap();
    assert_eq!(request.body().length(), Some(5));
}

/// A fake joins the chunks again, in memory and as a stream, also of a repeated request.
#[tokio::test]
async fn fakes_read_streams_with_checksums() {
    let content: Bytes = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
    let expected = content.clone();
    let fake = Fake::new().on_async::<PutStream, _>(move |input: StreamInput| {
        let expected = expected.clone();
        async move {
            let body = input.body.unwrap().collect().await.unwrap();
            assert!(body == expected);
            Ok(PutOutput::default())
        }
    });
    fake.inject(Fault::status(503));
    let config = Config::for_tests().http_client(fake.clone());
    let core = Core::new(&SERVICE, config.build());
    core.send::<PutStream>(stream(content)).await.unwrap();
    let received = fake.requests();
    assert_eq!(received.len(), 2);
    let input = received[1].input::<PutStream>().unwrap();
    assert_eq!(
        input.body.unwrap().collect().await.unwrap().len(),
        1_200_000
    );
}

/// A stored encoding, the stated length and the content of an input.
async fn facts(input: StreamInput) -> (Option<String>, Option<i64>, Bytes) {
    let content = input.body.unwrap().collect().await.unwrap();
    (input.encoding, input.length, content)
}

/// As S3, which stores the encoding of the content, but not that of the transfer.
#[tokio::test]
async fn fakes_tell_the_content_from_its_transfer() {
    // The header and the content of a file compressed by `gzip`.
    let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xcbH\xcd\xc9\xc9\x07\0\x86\xa6\x106\x05\0\0\0";
    for (encoding, content) in [
        (None, &b"hello"[..]),
        (Some("gzip"), gzip),
        (Some("aws-chunked"), b"hello"),
        (Some("mine,gzip"), b"hello"),
    ] {
        let content = Bytes::from(content);
        let stored = encoding.filter(|it| *it != "aws-chunked");
        let length = i64::try_from(content.len()).unwrap();
        let expected = (stored.map(str::to_owned), Some(length), content.clone());
        for record in [true, false] {
            let seen = Arc::new(Mutex::new(Vec::new()));
            let handled = seen.clone();
            let fake = Fake::new().recording(record).on_async::<PutStream, _>(
                move |input: StreamInput| {
                    let handled = handled.clone();
                    async move {
                        let facts = facts(input).await;
                        handled.lock().unwrap().push(facts);
                        Ok(PutOutput::default())
                    }
                },
            );
            let server = fake.serve("127.0.0.1:0").await.unwrap();
            for config in [fake.config(), over_tcp(&server).build()] {
                // Read once, so that its checksum follows it without TLS, too.
                let body = ByteStream::from_reader(Cursor::new(content.clone()));
                let input = StreamInput {
                    encoding: encoding.map(str::to_owned),
                    ..stream(body.with_length(content.len() as u64))
                };
                let core = Core::new(&SERVICE, config);
                core.send::<PutStream>(input).await.unwrap();
            }
            let expected = vec![expected.clone(), expected.clone()];
            assert_eq!(*seen.lock().unwrap(), expected, "{record}");
            let mut recorded = Vec::new();
            for input in fake.calls::<PutStream>() {
                recorded.push(facts(input).await);
            }
            assert_eq!(recorded, if record { expected } else { Vec::new() });
            for request in fake.requests() {
                let mut header = request.headers().get_all("content-encoding").iter();
                assert_eq!(header.next_back().unwrap(), "aws-chunked");
                let length = request.body().len().to_string();
                assert_eq!(request.header("content-length"), Some(&*length));
            }
        }
    }
}

async fn got(
    config: ConfigBuilder,
    input: GetInput,
    headers: &[(&str, &str)],
) -> (Option<String>, Result<Bytes, String>) {
    let mut response = http::Response::builder().status(200);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    let service = service(vec![response.body("hello".into()).unwrap()]);
    let core = Core::new(&SERVICE, config.http_client(service.clone()).build());
    let output = core.send::<Get>(input).await;
    let request = service.actual_requests().next().unwrap();
    let mode = request
        .headers()
        .get("x-amz-checksum-mode")
        .map(str::to_owned);
    let output = output.map_err(|error: CallError<StartError>| error.to_string());
    let body = match output {
        Ok(output) => output.body.collect().await.map_err(|it| {
            assert_eq!(it.kind(), ByteStreamErrorKind::Damaged);
            it.to_string()
        }),
        Err(error) => Err(error),
    };
    (mode, body)
}

#[tokio::test]
async fn responses_are_checked() {
    for (name, value) in HELLO {
        let name = format!("x-amz-checksum-{name}");
        let right = got(Config::for_tests(), GetInput::default(), &[(&name, value)]).await;
        assert_eq!(right, (Some("ENABLED".to_owned()), Ok("hello".into())));
        let mut wrong = STANDARD.decode_to_vec(value).unwrap();
        wrong[0] ^= 1;
        let wrong = STANDARD.encode_to_string(wrong);
        let (_, body) = got(Config::for_tests(), GetInput::default(), &[(&name, &wrong)]).await;
        let error = body.unwrap_err();
        assert!(
            error.starts_with("the content was damaged: its "),
            "{error}"
        );
        assert!(error.contains(&wrong), "{error}");
    }
}

/// The checksum of parts' checksums, algorithms that the operation does not have, and values that
/// are none.
#[tokio::test]
async fn other_checksums_of_responses_are_ignored() {
    for (name, value) in [
        ("x-amz-checksum-crc32", "AAAAAA==-3"),
        ("x-amz-checksum-md5", "AAAA"),
        ("x-amz-checksum-xxhash64", "AAAA"),
        ("x-amz-checksum-crc32", "not base64"),
    ] {
        let (_, body) = got(Config::for_tests(), GetInput::default(), &[(name, value)]).await;
        assert_eq!(body, Ok("hello".into()), "{name}");
    }
}

#[tokio::test]
async fn validation_can_be_switched_off_and_on() {
    let config = || {
        Config::for_tests().response_checksum_validation(ResponseChecksumValidation::WhenRequired)
    };
    let wrong = [("x-amz-checksum-crc32", "AAAAAA==")];
    let (mode, body) = got(config(), GetInput::default(), &wrong).await;
    assert_eq!((mode, body), (None, Ok("hello".into())));
    let enabled = GetInput {
        mode: Some("ENABLED".to_owned()),
    };
    let (mode, body) = got(config(), enabled, &wrong).await;
    assert_eq!(mode.as_deref(), Some("ENABLED"));
    assert!(body.is_err());
}
