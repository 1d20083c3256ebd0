//! Checksums and encodings of response bodies.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use http::Response;
use http::header::CONTENT_ENCODING;
use tinsmith_runtime::error::{CallError, Cause, TransportErrorKind};
use tinsmith_runtime::operation::Operation;
use tinsmith_runtime::test_util::SdkBody;

use crate::operation::*;

const OK: &str = r#"{"id":"b:1"}"#;
const THROTTLED: &str = r#"{"__type":"ThrottlingException","message":"slow"}"#;

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// A response with a body of bytes and one more header.
fn with(status: u16, body: &[u8], header: (&str, &str)) -> Response<SdkBody> {
    let mut response = response(status, "");
    *response.body_mut() = SdkBody::from(body.to_vec());
    let name: http::HeaderName = header.0.parse().unwrap();
    response
        .headers_mut()
        .insert(name, header.1.parse().unwrap());
    response
}

fn with_crc32(status: u16, body: &[u8], crc32: u32) -> Response<SdkBody> {
    with(status, body, ("X-Amz-Crc32", &crc32.to_string()))
}

fn gzipped(status: u16, text: &str) -> Response<SdkBody> {
    with(status, &gzip(text), ("Content-Encoding", "gzip"))
}

/// The error of a call whose attempts all get this response, and the number of attempts.
async fn failure(response: impl Fn() -> Response<SdkBody>) -> (CallError<StartError>, u32) {
    let (result, _) = call(vec![response(), response(), response()]).await;
    let error = result.unwrap_err();
    let attempts = error.attempts();
    (error, attempts)
}

/// The header of an empty answer of `DynamoDB`.
#[tokio::test]
async fn checksum_is_that_of_dynamodb() {
    let (result, _) = call(vec![with_crc32(200, b"{}", 2_745_614_147)]).await;
    assert_eq!(result.unwrap(), StartOutput::default());
}

#[tokio::test]
async fn damaged_response_is_repeated() {
    let right = crc32fast::hash(OK.as_bytes());
    // The body is readable, and wrong.
    let damaged = with_crc32(200, br#"{"id":"b:7"}"#, right);
    let (result, service) = call(vec![damaged, with_crc32(200, OK.as_bytes(), right)]).await;
    assert_eq!(result.unwrap().id.as_deref(), Some("b:1"));
    assert_eq!(service.actual_requests().count(), 2);

    let (error, attempts) = failure(|| with_crc32(200, b"{}", right)).await;
    assert_eq!(attempts, 3);
    let Cause::Transport(cause) = error.cause() else {
        panic!("{error:?}");
    };
    assert_eq!(cause.kind(), TransportErrorKind::Response);
    assert!(error.is_retryable() && error.may_have_been_sent());
    assert_eq!(
        (error.status(), error.request_id()),
        (Some(200), Some("r-1"))
    );
    let actual = crc32fast::hash(b"{}");
    let text = format!(
        "Start failed: the response could not be received: its body is damaged: its checksum is \
         {actual}, and the header x-amz-crc32 says {right}"
    );
    assert!(error.to_string().starts_with(&text), "{error}");
}

/// An error is not one if its body is damaged.
#[tokio::test]
async fn damaged_error_is_repeated() {
    let body = br#"{"__type":"NotFoundException"}"#;
    let damaged = with_crc32(400, body, crc32fast::hash(body) ^ 1);
    let (result, _) = call(vec![damaged, ok()]).await;
    assert!(result.is_ok());
    let (error, attempts) = failure(|| with_crc32(400, body, crc32fast::hash(body))).await;
    assert_eq!((attempts, error.code()), (1, Some("NotFoundException")));
}

#[tokio::test]
async fn unusable_checksum_is_ignored() {
    for text in ["", "none", "-1", "4294967296"] {
        let (result, _) = call(vec![with(200, OK.as_bytes(), ("x-amz-crc32", text))]).await;
        assert!(result.is_ok(), "{text}");
    }
}

#[tokio::test]
async fn compressed_responses_are_read() {
    let (result, service) = call(vec![gzipped(400, THROTTLED), gzipped(200, OK)]).await;
    assert_eq!(result.unwrap().id.as_deref(), Some("b:1"));
    let requests: Vec<_> = service.actual_requests().collect();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].headers().get("accept-encoding"), None);

    let not_found = r#"{"__type":"NotFoundException","message":"gone"}"#;
    let (error, attempts) = failure(|| gzipped(400, not_found)).await;
    assert_eq!(attempts, 1);
    assert!(matches!(
        error.service_error(),
        Some(StartError::NotFound(_))
    ));
    assert_eq!(error.message(), Some("gone"));

    for name in ["GZIP", "x-gzip", " gzip "] {
        let response = with(200, &gzip(OK), ("content-encoding", name.trim_start()));
        assert!(call(vec![response]).await.0.is_ok(), "{name}");
    }
    let twice = [gzip(r#"{"id":"#), gzip(r#""b:1"}"#)].concat();
    let (result, _) = call(vec![with(200, &twice, ("content-encoding", "gzip"))]).await;
    assert_eq!(result.unwrap().id.as_deref(), Some("b:1"));
}

/// The checksum of `DynamoDB` is that of the compressed body.
#[tokio::test]
async fn checksum_is_of_the_body_as_sent() {
    let body = gzip(OK);
    let response = |crc32| {
        let mut response = with_crc32(200, &body, crc32);
        let gzip = http::HeaderValue::from_static("gzip");
        response.headers_mut().insert(CONTENT_ENCODING, gzip);
        response
    };
    let damaged = response(crc32fast::hash(OK.as_bytes()));
    let (result, service) = call(vec![damaged, response(crc32fast::hash(&body))]).await;
    assert_eq!(result.unwrap().id.as_deref(), Some("b:1"));
    assert_eq!(service.actual_requests().count(), 2);
}

#[tokio::test]
async fn damaged_compression_is_repeated() {
    let mut cut = gzip(OK);
    cut.truncate(cut.len() - 9);
    let mut flipped = gzip(OK);
    let last = flipped.len() - 5;
    flipped[last] ^= 1;
    for body in [cut, flipped] {
        let damaged = with(200, &body, ("content-encoding", "gzip"));
        let (result, service) = call(vec![damaged, ok()]).await;
        assert!(result.is_ok());
        assert_eq!(service.actual_requests().count(), 2);
    }
}

/// A mock server that says `gzip` and sends plain text, and what does not change the body.
#[tokio::test]
async fn plain_body_is_not_decompressed() {
    for name in ["gzip", "identity", "br"] {
        let (result, _) = call(vec![with(200, OK.as_bytes(), ("content-encoding", name))]).await;
        assert_eq!(result.unwrap().id.as_deref(), Some("b:1"), "{name}");
    }
}

#[tokio::test]
async fn other_encodings_are_named() {
    let body = b"\x1b\x00\x00";
    let (error, attempts) = failure(|| with(200, body, ("content-encoding", "br"))).await;
    assert_eq!(attempts, 1);
    let text = error.to_string();
    assert!(
        text.contains("the body has the content-encoding \"br\""),
        "{text}"
    );
    assert!(text.contains("proxy"), "{text}");

    let (error, _) = failure(|| with(400, body, ("content-encoding", "br"))).await;
    assert_eq!((error.code(), error.status()), (None, Some(400)));
    let text = error.to_string();
    assert!(
        text.contains("the body has the content-encoding \"br\""),
        "{text}"
    );
}

/// Without the client, nothing is decompressed.
#[test]
fn encodings_are_named_without_the_client() {
    let response = Response::builder().header(CONTENT_ENCODING, "gzip");
    let response = response.body(gzip(OK).into()).unwrap();
    let error = Start::response(&response).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("the body has the content-encoding \"gzip\""),
        "{text}"
    );
}
