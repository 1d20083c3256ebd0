//! Streams over plain HTTP. The peer signs each chunk. Ours reads a stream twice that can be read
//! again, as botocore does: its hash is signed, and its checksum is in a header. Of one that can be
//! read once, the signature covers what precedes it.

use crate::{both_plain, empty};

#[tokio::test]
async fn files_are_read_twice() {
    let both = both_plain("PutObject of a file", &[empty()]).await;
    let [ours, peer] = [&both.ours.received[0], &both.peer.received[0]];
    assert_eq!(ours.header("x-amz-content-sha256").len(), 64);
    assert_eq!(ours.header("x-amz-checksum-crc32").len(), 8);
    assert_eq!(ours.headers.get("content-encoding"), None);
    assert_eq!(ours.header("content-length"), ours.body.len().to_string());
    let signed = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    assert_eq!(peer.header("x-amz-content-sha256"), signed);
    assert!(peer.body.contains(";chunk-signature="));
    assert!(peer.body.contains(ours.header("x-amz-checksum-crc32")));
}

#[tokio::test]
async fn chunks_of_streams_are_not_signed() {
    for call in ["PutObject of a stream", "UploadPart of a stream"] {
        let both = both_plain(call, &[empty()]).await;
        let [ours, peer] = [&both.ours.received[0], &both.peer.received[0]];
        let unsigned = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
        assert_eq!(ours.header("x-amz-content-sha256"), unsigned);
        for header in [
            "x-amz-trailer",
            "x-amz-decoded-content-length",
            "content-encoding",
        ] {
            assert_eq!(ours.header(header), peer.header(header), "{call}");
        }
        // What is left of the peer's without signatures.
        let lines = peer.body.split("\r\n").map(|line| {
            let (line, _) = line.split_once(";chunk-signature=").unwrap_or((line, ""));
            line
        });
        let lines: Vec<_> = lines
            .filter(|it| !it.starts_with("x-amz-trailer-signature:"))
            .collect();
        assert_eq!(ours.body.split("\r\n").collect::<Vec<_>>(), lines, "{call}");
    }
}
