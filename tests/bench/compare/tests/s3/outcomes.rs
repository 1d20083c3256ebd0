//! What comes of a call.

use compare::neutral::leaves;
use compare::s3::{ours, peer};
use compare::server::{Answer, Server};
use compare::setup::config;
use serde_json::{Value, json};

use crate::{both, error, xml};

/// Both got this output.
async fn output(call: &str, answer: Answer) -> Value {
    let both = both(call, &[answer]).await;
    both.assert_same(1);
    both.ours.outcome.expect("an output")
}

/// A page with everything that is compared: 22 texts, numbers and booleans.
const PAGE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Name>b</Name><Prefix/><StartAfter>s</StartAfter><NextContinuationToken>1/+=</NextContinuationToken>
  <ContinuationToken>0</ContinuationToken><KeyCount>3</KeyCount><MaxKeys>1000</MaxKeys>
  <Delimiter>/</Delimiter><IsTruncated>true</IsTruncated>
  <Contents>
    <Key>a &amp; b&#10;&lt;&#xfc;&gt;</Key><LastModified>2026-11-01T12:34:56.000Z</LastModified>
    <ETag>&quot;9b2cf535f27731c974343645a3985328&quot;</ETag>
    <ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumAlgorithm>NEW</ChecksumAlgorithm>
    <ChecksumType>FULL_OBJECT</ChecksumType><Size>5368709120000</Size>
    <Owner><ID>1</ID><DisplayName>me</DisplayName></Owner>
    <StorageClass>DEEP_ARCHIVE</StorageClass>
    <RestoreStatus>
      <IsRestoreInProgress>false</IsRestoreInProgress>
      <RestoreExpiryDate>2026-12-01T00:00:00.250Z</RestoreExpiryDate>
    </RestoreStatus>
  </Contents>
  <Contents><Key> </Key><Size>0</Size><New><Key>x</Key></New></Contents>
  <CommonPrefixes><Prefix>p/</Prefix></CommonPrefixes>
</ListBucketResult>"#;

#[tokio::test]
async fn documents() {
    let found = output("ListObjectsV2", xml(200, PAGE)).await;
    assert_eq!(leaves(&found), 24);
    assert_eq!(found["contents"][0]["key"], "a & b\n<\u{fc}>");
    assert_eq!(found["contents"][0]["size"], 5_368_709_120_000_i64);
    let empty = output("ListObjectsV2", xml(200, "<ListBucketResult/>")).await;
    assert_eq!(empty, json!({}));
    let uploaded = "<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key>\
                    <UploadId>u&amp;</UploadId></InitiateMultipartUploadResult>";
    let found = output("CreateMultipartUpload", xml(200, uploaded)).await;
    assert_eq!(found, json!({"bucket": "b", "key": "k", "upload_id": "u&"}));
    let parts = "<ListPartsResult><Bucket>b</Bucket><Initiator><ID>i</ID></Initiator>\
                 <IsTruncated>false</IsTruncated>\
                 <Part><PartNumber>1</PartNumber><ETag>\"1\"</ETag><Size>7</Size>\
                 <ChecksumCRC64NVME>c</ChecksumCRC64NVME></Part>\
                 <Part><PartNumber>2</PartNumber></Part></ListPartsResult>";
    let found = output("ListParts", xml(200, parts)).await;
    assert_eq!(leaves(&found["parts"]), 5);
    let done = "<CompleteMultipartUploadResult><Location>http://b/k</Location><Bucket>b</Bucket>\
                <Key>k</Key><ETag>&quot;a-2&quot;</ETag><ChecksumCRC32>a-2</ChecksumCRC32>\
                <ChecksumType>COMPOSITE</ChecksumType></CompleteMultipartUploadResult>";
    let found = output(
        "CompleteMultipartUpload",
        xml(200, &format!("\n  \n{done}")),
    )
    .await;
    assert_eq!(leaves(&found), 6);
    let copied = "<CopyObjectResult><LastModified>2026-11-01T12:34:56Z</LastModified>\
                  <ETag>e</ETag></CopyObjectResult>";
    assert_eq!(leaves(&output("CopyObject", xml(200, copied)).await), 2);
    let part = "<CopyPartResult><ETag>e</ETag></CopyPartResult>";
    assert_eq!(leaves(&output("UploadPartCopy", xml(200, part)).await), 1);
    let deleted = "<DeleteResult><Deleted><Key>a</Key><VersionId>v</VersionId></Deleted>\
                   <Deleted><Key/><DeleteMarker>true</DeleteMarker></Deleted>\
                   <Error><Key>c</Key><Code>AccessDenied</Code><Message>m</Message></Error></DeleteResult>";
    let found = output("DeleteObjects", xml(200, deleted)).await;
    assert_eq!(leaves(&found), 7);
    assert_eq!(found["errors"][0]["code"], "AccessDenied");
    for (document, expected) in [
        (
            "<LocationConstraint>eu-central-1</LocationConstraint>",
            json!({"location_constraint": "eu-central-1"}),
        ),
        (
            "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">EU</LocationConstraint>",
            json!({"location_constraint": "EU"}),
        ),
    ] {
        assert_eq!(
            output("GetBucketLocation", xml(200, document)).await,
            expected
        );
    }
    for call in [
        "DeleteObject",
        "AbortMultipartUpload",
        "PutObjectTagging",
        "UploadPart",
    ] {
        assert_eq!(output(call, Answer::new(204, &[], "")).await, json!({}));
    }
}

/// Headers of an object: 33, one of them metadata.
const HEADERS: &[(&str, &str)] = &[
    ("accept-ranges", "bytes"),
    ("cache-control", "max-age=60"),
    ("content-disposition", "inline"),
    ("content-encoding", "identity"),
    ("content-language", "de, en"),
    ("content-type", "text/plain; charset=utf-8"),
    ("etag", "\"9b2cf535\""),
    ("expires", "Fri, 02 Jan 2026 03:04:05 GMT"),
    ("last-modified", "Fri, 02 Jan 2026 03:04:05 GMT"),
    ("x-amz-checksum-crc32", "NhCmhg=="),
    ("x-amz-checksum-type", "FULL_OBJECT"),
    ("x-amz-delete-marker", "false"),
    (
        "x-amz-expiration",
        "expiry-date=\"Fri, 23 Dec 2026 00:00:00 GMT\", rule-id=\"r\"",
    ),
    ("x-amz-meta-team", "a b"),
    ("x-amz-missing-meta", "2"),
    ("x-amz-mp-parts-count", "7"),
    ("x-amz-object-lock-legal-hold", "ON"),
    ("x-amz-object-lock-mode", "COMPLIANCE"),
    (
        "x-amz-object-lock-retain-until-date",
        "2026-01-02T03:04:05.250Z",
    ),
    ("x-amz-replication-status", "COMPLETED"),
    ("x-amz-request-charged", "requester"),
    ("x-amz-restore", "ongoing-request=\"true\""),
    ("x-amz-server-side-encryption", "aws:kms"),
    ("x-amz-server-side-encryption-aws-kms-key-id", "arn"),
    ("x-amz-server-side-encryption-bucket-key-enabled", "true"),
    ("x-amz-server-side-encryption-customer-algorithm", "AES256"),
    ("x-amz-server-side-encryption-customer-key-MD5", "m"),
    ("x-amz-storage-class", "NEW_CLASS"),
    ("x-amz-tagging-count", "3"),
    ("x-amz-version-id", "v"),
    ("x-amz-website-redirect-location", "/a"),
];

#[tokio::test]
async fn headers() {
    let found = output("GetObject", Answer::new(200, HEADERS, "hello")).await;
    // Those of the list, its length, and `expires` as a text, too.
    assert_eq!(leaves(&found["members"]), HEADERS.len() + 2);
    assert_eq!(found["members"]["metadata"], json!({"team": "a b"}));
    assert_eq!(found["content"], "hello");
    let part = [
        ("content-range", "bytes 1-3/5"),
        ("x-amz-checksum-crc32", "a-2"),
    ];
    let found = output("GetObject with conditions", Answer::new(206, &part, "ell")).await;
    assert_eq!(found["members"]["content_range"], "bytes 1-3/5");
    assert_eq!(found["content"], "ell");
    let head = Answer::announcing(5, 200, HEADERS, "");
    let found = output("HeadObject", head).await;
    assert_eq!(found["content_length"], 5);
    assert_eq!(leaves(&found), HEADERS.len() + 2);
    let bucket = [
        ("x-amz-bucket-region", "eu-west-1"),
        ("x-amz-access-point-alias", "true"),
    ];
    let found = output("HeadBucket", Answer::new(200, &bucket, "")).await;
    assert_eq!(
        found,
        json!({"bucket_region": "eu-west-1", "access_point_alias": true})
    );
    let found = output("CreateBucket", Answer::new(200, &[("location", "/b")], "")).await;
    assert_eq!(found, json!({"location": "/b"}));
    let put = [
        ("etag", "\"1\""),
        ("x-amz-checksum-crc64nvme", "c"),
        ("x-amz-object-size", "5"),
    ];
    let found = output("PutObject of bytes", Answer::new(200, &put, "")).await;
    assert_eq!(
        found,
        json!({"e_tag": "\"1\"", "checksum_crc64nvme": "c", "size": 5})
    );
}

/// The checksum of a download is compared at its end; one of checksums of parts says nothing of it.
#[tokio::test]
async fn checksums_of_downloads() {
    for (header, value, content) in [
        ("x-amz-checksum-crc32", "NhCmhg==", json!("hello")),
        ("x-amz-checksum-crc32", "AAAAAA==", Value::Null),
        ("x-amz-checksum-crc32c", "mnG7TA==", json!("hello")),
        ("x-amz-checksum-crc32c", "AAAAAA==", Value::Null),
        ("x-amz-checksum-crc64nvme", "M3eFcAZSQlc=", json!("hello")),
        ("x-amz-checksum-crc64nvme", "AAAAAAAAAAA=", Value::Null),
        (
            "x-amz-checksum-sha1",
            "qvTGHdzF6KLavt4PO0gs2a6pQ00=",
            json!("hello"),
        ),
        (
            "x-amz-checksum-sha1",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            Value::Null,
        ),
        (
            "x-amz-checksum-sha256",
            "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
            json!("hello"),
        ),
        (
            "x-amz-checksum-sha256",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            Value::Null,
        ),
        ("x-amz-checksum-crc32", "AAAAAA==-2", json!("hello")),
        ("x-amz-checksum-xxhash64", "AAAAAAAAAAA=", json!("hello")),
    ] {
        let found = output("GetObject", Answer::new(200, &[(header, value)], "hello")).await;
        assert_eq!(found["content"], content, "{header}: {value}");
    }
    // It ends too early.
    let cut = Answer::announcing(9, 200, &[], "hello");
    assert_eq!(output("GetObject", cut).await["content"], Value::Null);
}

#[tokio::test]
async fn pages() {
    let page = |key: &str, next: &str| {
        let more = !next.is_empty();
        let next = format!("<NextContinuationToken>{next}</NextContinuationToken>");
        xml(
            200,
            &format!(
                "<ListBucketResult><IsTruncated>{more}</IsTruncated>{}<Contents><Key>{key}</Key></Contents>\
             </ListBucketResult>",
                if more { &next } else { "" }
            ),
        )
    };
    let answers = [page("a", "1+/="), page("b", "2"), page("c", "")];
    let server = Server::start(answers.clone()).await;
    let peer = peer::program::pages(&config(server.url()).build()).await;
    let asked = server.received();
    let server = Server::start(answers).await;
    let ours = ours::program::pages(&config(server.url()).build()).await;
    assert_eq!(ours, peer);
    assert_eq!(ours.len(), 3);
    for (ours, peer) in server.received().iter().zip(&asked) {
        crate::requests::assert_same(ours, peer, "pages");
    }
}

#[tokio::test]
async fn errors() {
    for (call, status, code, modelled) in [
        ("GetObject", 404, "NoSuchKey", vec!["NoSuchKey"]),
        (
            "GetObject",
            403,
            "InvalidObjectState",
            vec!["InvalidObjectState"],
        ),
        ("GetObject", 403, "AccessDenied", vec![]),
        (
            "GetObject with conditions",
            412,
            "PreconditionFailed",
            vec![],
        ),
        ("GetObject with conditions", 416, "InvalidRange", vec![]),
        ("ListObjectsV2", 404, "NoSuchBucket", vec!["NoSuchBucket"]),
        (
            "CreateBucket",
            409,
            "BucketAlreadyOwnedByYou",
            vec!["BucketAlreadyOwnedByYou"],
        ),
        (
            "CreateBucket",
            409,
            "BucketAlreadyExists",
            vec!["BucketAlreadyExists"],
        ),
        (
            "AbortMultipartUpload",
            404,
            "NoSuchUpload",
            vec!["NoSuchUpload"],
        ),
        (
            "PutObject of bytes",
            400,
            "InvalidRequest",
            vec!["InvalidRequest"],
        ),
        ("PutObject of a stream", 412, "PreconditionFailed", vec![]),
        (
            "CopyObject",
            403,
            "ObjectNotInActiveTierError",
            vec!["ObjectNotInActiveTierError"],
        ),
    ] {
        let both = both(call, &[error(status, code)]).await;
        both.assert_error(status, code, "What is <wrong>", &modelled);
    }
}

#[tokio::test]
async fn busy_services_are_asked_again() {
    for (call, code) in [
        ("CopyObject", "InternalError"),
        ("DeleteObjects", "SlowDown"),
    ] {
        let busy = error(503, code);
        both(call, &[busy.clone(), busy.clone(), busy])
            .await
            .assert_same(3);
    }
}
