//! Where ours differs from the peer, and why.

use compare::both::Run;
use compare::neutral::Kind;
use compare::sent::CHECKSUMS;
use compare::server::Answer;
use compare::{s3, setup, tls};
use serde_json::json;

use crate::requests::{BYTES, TYPED_WITHOUT_BODY};
use crate::{both, both_plain, clients, empty, error, xml};

/// The peer's model names the operation in each address, which S3 ignores. botocore's does not.
#[tokio::test]
async fn operations_are_not_named_in_addresses() {
    let both = both("GetObject", &[empty()]).await;
    assert!(both.peer.received[0].path.ends_with("?x-id=GetObject"));
    assert!(!both.ours.received[0].path.contains('?'));
}

/// The peer tells AWS's statistics how checksums are set. No service does anything else with it.
#[tokio::test]
async fn checksums_are_not_counted() {
    let both = both("PutObject of bytes", &[empty()]).await;
    let [ours, peer] = [both.ours, both.peer].map(|it| {
        let letters = it.received[0]
            .header("x-amz-user-agent")
            .split(' ')
            .find_map(|part| {
                part.strip_prefix("m/")
                    .map(|it| it.split(',').map(str::to_owned).collect::<Vec<_>>())
            });
        letters
            .expect("letters")
            .iter()
            .any(|it| CHECKSUMS.contains(&it.as_str()))
    });
    assert_eq!((ours, peer), (false, true));
}

/// Keys may have characters that XML cannot hold. As botocore, ours asks for keys in the encoding of
/// URLs, and takes it off. To the peer, such a page cannot be read.
#[tokio::test]
async fn listings_have_encoded_keys() {
    let page = |encoding: &str, key: &str| {
        xml(
            200,
            &format!(
                "<ListBucketResult>{encoding}<Contents><Key>{key}</Key></Contents></ListBucketResult>"
            ),
        )
    };
    let encoded = page("<EncodingType>url</EncodingType>", "a%01+b%2B%C3%BC");
    let encoded = both("ListObjectsV2", &[encoded]).await;
    assert!(encoded.ours.received[0].path.contains("encoding-type=url"));
    assert!(!encoded.peer.received[0].path.contains("encoding-type"));
    let ours = encoded.ours.outcome.expect("a page");
    assert_eq!(ours["contents"][0]["key"], "a\u{1} b+\u{fc}");
    let peer = encoded.peer.outcome.expect("a page");
    assert_eq!(peer["contents"][0]["key"], "a%01+b%2B%C3%BC");
}

/// The MD5 of a customer's key is computed, as by botocore; of the peer, its user has to set it.
#[tokio::test]
async fn customer_keys_have_their_md5() {
    const MD5: &str = "x-amz-server-side-encryption-customer-key-md5";
    const KEY: &str = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    let (server, ours, peer) = clients(&[empty(), empty()]).await;
    let call = ours.head_object().bucket("b").key("k");
    call.sse_customer_key(KEY).send().await.expect("success");
    let call = peer.head_object().bucket("b").key("k");
    call.sse_customer_key(KEY).send().await.expect("success");
    let received = server.received();
    assert_eq!(received[0].header(MD5), "KYvwGXoFFJ42a2u2GDWhwQ==");
    assert_eq!(received[1].headers.get(MD5), None);
}

/// Sources of copies are encoded, as by botocore, unless they are already. The peer sends them as they
/// are.
#[tokio::test]
async fn copy_sources_are_encoded() {
    let copied = "<CopyObjectResult><ETag>e</ETag></CopyObjectResult>";
    let (server, ours, peer) = clients(&[xml(200, copied), xml(200, copied)]).await;
    let source = "other/a \u{fc}+b?versionId=v";
    let call = ours.copy_object().bucket("b").key("k").copy_source(source);
    call.send().await.expect("success");
    let call = peer.copy_object().bucket("b").key("k").copy_source(source);
    call.send().await.expect("success");
    let received = server.received();
    let encoded = "other/a%20%C3%BC%2Bb?versionId=v";
    assert_eq!(received[0].header("x-amz-copy-source"), encoded);
    assert_eq!(received[1].header("x-amz-copy-source"), source);
}

/// Texts that no bucket's name is are refused before something is sent, and so are metadata that
/// signatures do not cover as S3 gets them.
#[tokio::test]
async fn names_and_metadata_are_checked() {
    let (server, ours, peer) = clients(&[empty(), empty()]).await;
    let failed = ours
        .head_bucket()
        .bucket("bucket/key")
        .send()
        .await
        .expect_err("it is refused");
    assert!(
        failed.to_string().contains("Bucket has the character '/'"),
        "{failed}"
    );
    let call = ours
        .put_object()
        .bucket("b")
        .key("k")
        .metadata([("k", "\u{fc}")]);
    let failed = call.send().await.expect_err("it is refused");
    assert!(
        failed.to_string().contains("characters that are not ASCII"),
        "{failed}"
    );
    assert!(server.received().is_empty());
    peer.head_bucket()
        .bucket("bucket/key")
        .send()
        .await
        .expect("it is sent");
    assert_eq!(server.received()[0].path, "/bucket%2Fkey/");
}

/// Errors without a document have the name of their status; to the peer, only 404 has a name.
#[tokio::test]
async fn statuses_have_names() {
    for (call, status, code, of_peer) in [
        ("HeadObject", 404, "NotFound", Some("NotFound")),
        ("HeadBucket", 404, "NotFound", Some("NotFound")),
        ("HeadBucket", 403, "Forbidden", None),
        ("GetObject with conditions", 304, "NotModified", None),
        ("HeadObject", 412, "PreconditionFailed", None),
    ] {
        let both = both(
            call,
            &[Answer::new(status, &[("x-amz-request-id", "r-1")], "")],
        )
        .await;
        let [ours, peer] = [both.ours, both.peer].map(|it| it.outcome.expect_err("a failure"));
        assert_eq!(ours.code.as_deref(), Some(code), "{call} {status}");
        assert_eq!(peer.code.as_deref(), of_peer, "{call} {status}");
        assert_eq!([ours.status, peer.status], [Some(status); 2]);
        assert_eq!([ours.kind, peer.kind], [Kind::Service; 2]);
        assert_eq!(
            [ours.request_id, peer.request_id],
            [Some("r-1".to_owned()), Some("r-1".to_owned())]
        );
        assert_eq!(ours.modelled, peer.modelled);
        assert_eq!(ours.modelled.is_empty(), status != 404);
    }
}

/// Of an error in a successful response, S3's users are told to send the request again. Ours does, as
/// botocore, and has the status 500; the peer does so by the error's code.
#[tokio::test]
async fn errors_in_successful_responses_are_retried() {
    let copied = "<CopyObjectResult><ETag>e</ETag></CopyObjectResult>";
    for (code, of_peer) in [("InternalError", 2), ("AccessDenied", 1)] {
        let both = both("CopyObject", &[error(200, code), xml(200, copied)]).await;
        assert!(both.ours.outcome.is_ok());
        let attempts = [both.ours.received.len(), both.peer.received.len()];
        assert_eq!(attempts, [2, of_peer], "{code}");
    }
    let failing = error(200, "SlowDown");
    let both = both("CopyObject", &[failing.clone(), failing.clone(), failing]).await;
    let [ours, peer] = [both.ours, both.peer].map(|it| it.outcome.expect_err("a failure"));
    assert_eq!((ours.status, peer.status), (Some(500), Some(200)));
    assert_eq!((ours.code, ours.message), (peer.code, peer.message));
}

/// A document that breaks off in a successful response is asked for again.
#[tokio::test]
async fn cut_documents_are_retried() {
    let (cut, whole) = (
        "<CopyObjectResult><ETag>e</ETag>",
        "<CopyObjectResult><ETag>e</ETag></CopyObjectResult>",
    );
    let both = both("CopyObject", &[xml(200, cut), xml(200, whole)]).await;
    assert_eq!(
        both.ours.outcome,
        Ok(json!({"copy_object_result": {"e_tag": "e"}}))
    );
    assert_eq!(both.ours.received.len(), 2);
    assert_eq!(both.peer.received.len(), 1);
}

/// A bucket in another region is asked for there. The peer leaves that to its user.
#[tokio::test]
async fn regions_are_followed() {
    let moved = Answer::new(301, &[("x-amz-bucket-region", "eu-central-1")], "");
    let both = both_plain("GetObject", &[moved, empty()]).await;
    let regions: Vec<_> = both
        .ours
        .received
        .iter()
        .map(|it| {
            it.header("authorization")
                .split('/')
                .nth(2)
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    assert!(regions[0].starts_with("test-region-"));
    assert_eq!(regions[1..], ["eu-central-1"]);
    assert!(both.ours.outcome.is_ok());
    let failure = both.peer.outcome.expect_err("it is elsewhere");
    assert_eq!((failure.status, both.peer.received.len()), (Some(301), 1));
}

/// Required members are checked before anything is sent, and all of them are named. The peer checks
/// those in the path, one at a time.
#[tokio::test]
async fn required_members_are_checked() {
    let (server, ours, peer) = clients(&[]).await;
    let failed = ours.copy_object().send().await.expect_err("nothing is set");
    assert_eq!(
        failed.to_string(),
        "CopyObject failed: missing required members Bucket, CopySource, Key"
    );
    peer.copy_object().send().await.expect_err("nothing is set");
    assert!(server.received().is_empty());
}

/// An algorithm that neither has is refused before something is sent; ours says which there are.
#[tokio::test]
async fn unknown_algorithms_are_refused() {
    let (server, ..) = clients(&[]).await;
    let config = setup::config(server.url()).build();
    for algorithm in ["XXHASH64", "XXHASH128", "new"] {
        let ours = s3::ours::uploads::put_with(&config, algorithm, true).await;
        let peer = s3::peer::uploads::put_with(&config, algorithm, true).await;
        assert_eq!(ours.expect_err("a failure").kind, Kind::Construction);
        peer.expect_err("a failure");
    }
    assert!(server.received().is_empty());
}

/// Requests without a body state its length if their method usually has one, as those of botocore.
#[tokio::test]
async fn empty_bodies_have_a_length() {
    for (call, length) in [("CopyObject", Some("0")), ("GetObject", None)] {
        let both = both(call, &[empty()]).await;
        let length_of = |run: Run| run.received[0].headers.get("content-length").cloned();
        let [ours, peer] = [both.ours, both.peer].map(length_of);
        assert_eq!((ours.as_deref(), peer), (length, None), "{call}");
    }
}

/// A request without a body has no content type, as in botocore; a payload that is not set is nothing.
#[tokio::test]
async fn nothing_has_no_content_type() {
    for call in TYPED_WITHOUT_BODY {
        let both = both_plain(call, &[empty()]).await;
        let type_of = |run: Run| run.received[0].headers.get("content-type").cloned();
        let [ours, peer] = [both.ours, both.peer].map(type_of);
        assert_eq!((ours.is_some(), peer.is_some()), (false, true), "{call}");
    }
}

/// Apostrophes in documents need not be escaped, and are not, as in botocore.
#[tokio::test]
async fn apostrophes_are_not_escaped() {
    let deleted = xml(200, "<DeleteResult/>");
    let (server, ours, peer) = clients(&[deleted.clone(), deleted]).await;
    let delete =
        s3::ours::s3::types::Delete::new([s3::ours::s3::types::ObjectIdentifier::new("it's")]);
    let call = ours.delete_objects().bucket("b").delete(delete);
    call.send().await.expect("success");
    let object = s3::peer::s3::types::ObjectIdentifier::builder()
        .key("it's")
        .build();
    let delete = s3::peer::s3::types::Delete::builder()
        .objects(object.expect("a key"))
        .build();
    let call = peer
        .delete_objects()
        .bucket("b")
        .delete(delete.expect("objects"));
    call.send().await.expect("success");
    let [ours, peer] = [0, 1].map(|index| server.received()[index].body.clone());
    assert!(ours.contains("<Key>it's</Key>"), "{ours}");
    assert_eq!(ours, peer.replace("&apos;", "'"));
}

/// Behind TLS, the signature leaves out a body, and its checksum follows it, as in botocore. The peer does
/// so with streams only, and signs bytes in memory, whose checksum is in a header.
#[tokio::test]
async fn bytes_are_sent_as_streams() {
    for call in BYTES {
        let both = both(call, &[empty()]).await;
        let [ours, peer] = [&both.ours.received[0], &both.peer.received[0]];
        assert_eq!(
            ours.header("x-amz-content-sha256"),
            "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            "{call}"
        );
        assert_eq!(peer.header("x-amz-content-sha256").len(), 64, "{call}");
        let algorithm = ours.header("x-amz-trailer");
        let (length, checksum) = (peer.body.len(), peer.header(algorithm));
        let chunk = match length {
            0 => String::new(),
            _ => format!("{length:X}\r\n{}\r\n", peer.body),
        };
        assert_eq!(
            ours.body,
            format!("{chunk}0\r\n{algorithm}:{checksum}\r\n\r\n"),
            "{call}"
        );
    }
}

/// Numbers of parts are numbers, as in botocore's model; in the peer's, some of them are texts.
#[tokio::test]
async fn markers_of_parts_are_numbers() {
    let parts = "<ListPartsResult><NextPartNumberMarker>2</NextPartNumberMarker></ListPartsResult>";
    let (_server, ours, peer) = clients(&[xml(200, parts), xml(200, parts)]).await;
    let ours = ours
        .list_parts()
        .bucket("b")
        .key("k")
        .upload_id("u")
        .send()
        .await;
    let peer = peer
        .list_parts()
        .bucket("b")
        .key("k")
        .upload_id("u")
        .send()
        .await;
    assert_eq!(ours.expect("parts").next_part_number_marker, Some(2));
    assert_eq!(peer.expect("parts").next_part_number_marker(), Some("2"));
}

/// What a stream in a request needs is its length.
#[tokio::test]
async fn streams_of_unknown_length_are_refused() {
    let (server, ours, _) = clients(&[]).await;
    let config = tls::config(&tls::before(server.url()).await).build();
    let over_tls = s3::ours::s3::Client::new(&config);
    for client in [ours, over_tls] {
        let body = tinsmith_runtime::byte_stream::ByteStream::from_reader(std::io::empty());
        let call = client.put_object().bucket("b").key("k").body(body);
        let failed = call.send().await.expect_err("no length");
        assert!(
            failed.to_string().contains("ByteStream::with_length"),
            "{failed}"
        );
    }
    assert!(server.received().is_empty());
}
