//! What is sent.

use std::collections::BTreeMap;

use aws_types::SdkConfig;
use compare::s3::ours::program::CALLS;
use compare::s3::{ours, peer};
use compare::sent::comparable;
use compare::server::Received;
use serde_json::Value;

use crate::{Transport, both, empty, error};

/// Calls over plain HTTP that differ; see `plain_http.rs`.
const STREAMS: [&str; 5] = [
    "PutObject of a file",
    "PutObject of a stream",
    "PutObject of an encoded stream",
    "PutObject with checksum",
    "UploadPart of a stream",
];

/// Calls behind TLS that differ; see `differences.rs`.
pub const BYTES: [&str; 6] = [
    "PutObject of bytes",
    "PutObject of nothing",
    "PutObject of text",
    "PutObject with customer key",
    "PutObject with metadata",
    "UploadPart",
];

/// Calls without a payload, to which the peer gives a content type; see `differences.rs`.
pub const TYPED_WITHOUT_BODY: [&str; 3] = [
    "CreateBucket without place",
    "PutObject of nothing",
    "PutObject with customer key",
];

/// The algorithms that both have.
const ALGORITHMS: [&str; 5] = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];

/// Both sent the same, but for what `sent.rs` leaves out, and two parameters; see `differences.rs`.
#[track_caller]
pub fn assert_same(ours: &Received, peer: &Received, call: &str) {
    assert_eq!(
        request(ours),
        request(peer),
        "{call}: ours, then the peer's"
    );
    assert_eq!(ours.body, peer.body, "{call}: ours, then the peer's");
}

type Request<'r> = (&'r str, &'r str, Vec<&'r str>, BTreeMap<&'r str, String>);

fn request(received: &Received) -> Request<'_> {
    const DIFFERENT: [&str; 2] = ["x-id", "encoding-type"];
    let (method, path, mut headers) = comparable(received);
    headers.retain(|name, value| (*name, &**value) != ("content-length", "0"));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parameters = query.split('&');
    let mut parameters: Vec<_> = parameters
        .filter(|it| !DIFFERENT.contains(&it.split('=').next().unwrap_or_default()))
        .filter(|it| !it.is_empty())
        .map(|it| it.strip_suffix('=').unwrap_or(it))
        .collect();
    parameters.sort_unstable();
    (method, path, parameters, headers)
}

/// The calls that both sent in another way, with ours and the peer's, but for those that are meant to.
async fn different(transport: Transport, meant: &[&str]) -> Vec<String> {
    let mut different = Vec::new();
    for call in CALLS.iter().filter(|call| !meant.contains(call)) {
        let both = transport.both(call, &[empty()]).await;
        match (&*both.ours.received, &*both.peer.received) {
            ([ours], [peer]) if request(ours) == request(peer) && ours.body == peer.body => {}
            _ => different.push(format!("{call}: {both:#?}")),
        }
    }
    different
}

#[tokio::test]
async fn of_every_call() {
    let meant = [&BYTES[..], &TYPED_WITHOUT_BODY].concat();
    let different = different(Transport::Tls, &meant).await;
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[tokio::test]
async fn of_every_call_without_tls() {
    let meant = [&STREAMS[..], &TYPED_WITHOUT_BODY].concat();
    let different = different(Transport::Plain, &meant).await;
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// Checksums of bytes are in a header, those of streams in a trailer.
#[tokio::test]
async fn with_every_algorithm() {
    for algorithm in ALGORITHMS {
        for (transport, is_stream) in [(Transport::Plain, false), (Transport::Tls, true)] {
            let peer = async |config: SdkConfig| {
                peer::uploads::put_with(&config, algorithm, is_stream).await
            };
            let ours = async |config: SdkConfig| {
                ours::uploads::put_with(&config, algorithm, is_stream).await
            };
            let peer = transport.run(&[empty()], peer).await;
            let ours = transport.run(&[empty()], ours).await;
            let [ours, peer] = [&ours.received[0], &peer.received[0]];
            assert_same(ours, peer, algorithm);
            let header = format!("x-amz-checksum-{}", algorithm.to_lowercase());
            assert_eq!(ours.headers.contains_key(&header), !is_stream, "{header}");
            assert_eq!(ours.body.contains(&header), is_stream, "{header}");
        }
    }
}

/// A stream is in chunks of 64 KiB; its checksum, in a trailer, is that of the bytes before.
#[tokio::test]
async fn streams_are_in_chunks() {
    let both = both("PutObject of a stream", &[empty()]).await;
    let ours = &both.ours.received[0];
    assert_eq!(ours.header("content-encoding"), "aws-chunked");
    assert_eq!(ours.header("x-amz-decoded-content-length"), "150000");
    assert_eq!(ours.header("x-amz-trailer"), "x-amz-checksum-crc32");
    let lengths = ours.body.lines().step_by(2).collect::<Vec<_>>();
    assert_eq!(lengths[..4], ["10000", "10000", "49F0", "0"]);
    assert_same(ours, &both.peer.received[0], "PutObject of a stream");
}

#[tokio::test]
async fn of_every_attempt() {
    let busy = error(503, "SlowDown");
    for call in [
        "PutObject of a file",
        "CompleteMultipartUpload",
        "CopyObject",
    ] {
        let both = both(call, &[busy.clone(), busy.clone(), empty()]).await;
        assert_eq!(both.ours.received.len(), 3, "{call}");
        assert_eq!(both.peer.received.len(), 3, "{call}");
        for (ours, peer) in both.ours.received.iter().zip(&both.peer.received) {
            assert_same(ours, peer, call);
        }
    }
}

/// The URLs differ in the order of what is in the query, and in what is signed at another time.
#[tokio::test]
async fn presigned() {
    let config = compare::setup::config("https://s3.example.com").build();
    let ours = ours::program::presigned_requests(&config).await;
    let peer = peer::program::presigned_requests(&config).await;
    assert_eq!(ours.len(), 5);
    for (ours, peer) in ours.iter().zip(&peer) {
        assert_eq!(ours["method"], peer["method"]);
        assert_eq!(
            sorted(&ours["headers"]),
            sorted(&peer["headers"]),
            "{ours}\n{peer}"
        );
        assert_eq!(uri(&ours["uri"]), uri(&peer["uri"]), "{ours}\n{peer}");
    }
}

fn sorted(headers: &Value) -> Vec<String> {
    let headers = headers.as_array().expect("a list");
    let mut headers: Vec<_> = headers.iter().map(Value::to_string).collect();
    headers.sort_unstable();
    headers
}

/// The parts of a presigned URI, without time and signature.
fn uri(uri: &Value) -> (&str, Vec<&str>) {
    let (address, query) = uri
        .as_str()
        .and_then(|it| it.split_once('?'))
        .expect("a URI with a query");
    let mut parameters: Vec<_> = query
        .split('&')
        .filter(|it| !it.starts_with("x-id="))
        .map(|it| match it.split_once('=') {
            Some((name @ ("X-Amz-Date" | "X-Amz-Signature"), _)) => name,
            _ => it,
        })
        .collect();
    parameters.sort_unstable();
    (address, parameters)
}
