//! Calls of S3.
//!
//! This file is compiled for both sides. What is written differently in the two are macros and
//! functions of `peer.rs` and `ours.rs`, and of `peer_macros.rs` and `ours_macros.rs` beside the crate's root.

use aws_types::SdkConfig;
use serde_json::Value;

use super::s3::Client;
use super::s3::types::{
    BucketLocationConstraint, ChecksumAlgorithm, ChecksumMode, CompletedMultipartUpload,
    CompletedPart, CreateBucketConfiguration, Delete, MetadataDirective, ObjectCannedAcl,
    ObjectIdentifier, ObjectLockMode, OptionalObjectAttributes, RequestPayer, ServerSideEncryption,
    StorageClass, Tag, Tagging, TaggingDirective,
};
use super::{ByteStream, Pieces, content, outcome, stream, time};
use crate::neutral::{Neutral, Outcome};

/// The calls by their names. A body is a stream where the name says so, or in a file.
pub const CALLS: &[&str] = &[
    "AbortMultipartUpload",
    "CompleteMultipartUpload",
    "CopyObject",
    "CreateBucket",
    "CreateBucket without place",
    "CreateMultipartUpload",
    "DeleteObject",
    "DeleteObjects",
    "GetBucketLocation",
    "GetObject",
    "GetObject with conditions",
    "HeadBucket",
    "HeadObject",
    "ListObjectsV2",
    "ListParts",
    "PutObject of bytes",
    "PutObject of text",
    "PutObject of nothing",
    "PutObject of a file",
    "PutObject of a stream",
    "PutObject of an encoded stream",
    "PutObject with checksum",
    "PutObject with metadata",
    "PutObject with customer key",
    "PutObjectTagging",
    "UploadPart",
    "UploadPart of a stream",
    "UploadPartCopy",
];

/// A key with what paths do not have as it is.
const KEY: &str = "/a//b/../c \u{fc}+&=?#%2F~*'()!@$,;:";

/// A key of a customer, and its MD5.
const CUSTOMER_KEY: [&str; 2] = [
    "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "KYvwGXoFFJ42a2u2GDWhwQ==",
];

/// Calls an operation by its name.
///
/// # Errors
///
/// Those of the call.
pub async fn call(config: &SdkConfig, name: &str) -> Outcome {
    let client = Client::new(config);
    let put = || client.put_object().bucket("b").key("k");
    let part = || {
        client
            .upload_part()
            .bucket("b")
            .key("k")
            .upload_id("u+/ ")
            .part_number(7)
    };
    match name {
        "AbortMultipartUpload" => {
            let call = client.abort_multipart_upload().bucket("b").key(KEY);
            outcome(call.upload_id("a/b+c=d ~").send().await)
        }
        "CompleteMultipartUpload" => {
            let call = client
                .complete_multipart_upload()
                .bucket("b")
                .key("k")
                .upload_id("u");
            let parts = new!(CompletedMultipartUpload {
                parts: [
                    new!(CompletedPart {
                        part_number: 1,
                        e_tag: "\"1\"",
                        checksum_crc32: "AAAAAA=="
                    }),
                    new!(CompletedPart {
                        part_number: 2,
                        e_tag: "<&>"
                    }),
                ],
            });
            let call = call
                .multipart_upload(parts)
                .checksum_sha256("a")
                .mpu_object_size(5);
            outcome(call.if_none_match("*").send().await)
        }
        "CopyObject" => copy_object(&client).await,
        "CreateBucket" => {
            let place = BucketLocationConstraint::EuWest1;
            let place = new!(CreateBucketConfiguration {
                location_constraint: place
            });
            let call = client
                .create_bucket()
                .bucket("b")
                .create_bucket_configuration(place);
            outcome(call.object_lock_enabled_for_bucket(true).send().await)
        }
        "CreateBucket without place" => outcome(client.create_bucket().bucket("b").send().await),
        "CreateMultipartUpload" => {
            let call = set!(client.create_multipart_upload().bucket("b").key("k"), {
                metadata: {"a" = "b"},
                checksum_algorithm: ChecksumAlgorithm::from("CRC64NVME"),
                content_type: "video/mp4",
                storage_class: StorageClass::IntelligentTiering,
                tagging: "a=b&c=d%20e",
            });
            outcome(call.send().await)
        }
        "DeleteObject" => {
            let call = client
                .delete_object()
                .bucket("b")
                .key(KEY)
                .version_id("null");
            outcome(call.bypass_governance_retention(false).send().await)
        }
        "DeleteObjects" => {
            let delete = new!(Delete {
                objects: [
                    new!(ObjectIdentifier {
                        key: "a & b <c>\"\u{fc}\n"
                    }),
                    new!(ObjectIdentifier {
                        key: "/a//../%2F",
                        version_id: "v"
                    }),
                ],
                quiet: true,
            });
            outcome(
                client
                    .delete_objects()
                    .bucket("b")
                    .delete(delete)
                    .send()
                    .await,
            )
        }
        "GetBucketLocation" => outcome(client.get_bucket_location().bucket("b").send().await),
        "GetObject" => with_content!(client.get_object().bucket("b").key(KEY).send().await),
        "GetObject with conditions" => get_object(&client).await,
        "HeadBucket" => {
            let call = client
                .head_bucket()
                .bucket("b")
                .expected_bucket_owner("111122223333");
            outcome(call.send().await)
        }
        "HeadObject" => {
            let call = client.head_object().bucket("b").key(KEY).part_number(1);
            outcome(call.checksum_mode(ChecksumMode::Enabled).send().await)
        }
        "ListObjectsV2" => {
            let call = set!(client.list_objects_v2().bucket("b"), {
                delimiter: "/",
                max_keys: 1_000,
                prefix: "a b/\u{fc}+&=%",
                continuation_token: "a+/=",
                fetch_owner: true,
                start_after: "k",
                request_payer: RequestPayer::Requester,
                optional_object_attributes: [OptionalObjectAttributes::RestoreStatus],
            });
            outcome(call.send().await)
        }
        "ListParts" => {
            let call = client
                .list_parts()
                .bucket("b")
                .key("k")
                .upload_id("u")
                .max_parts(2);
            outcome(call.expected_bucket_owner("111122223333").send().await)
        }
        "PutObject of bytes" => {
            let call = put().body(ByteStream::from_static(b"hello\0\n"));
            outcome(call.send().await)
        }
        "PutObject of text" => {
            let text = ByteStream::from("h\u{e9}llo".to_owned().into_bytes());
            outcome(put().body(text).content_type("text/plain").send().await)
        }
        "PutObject of nothing" => outcome(put().send().await),
        "PutObject of a file" => {
            let model = concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../../model/codebuild/service-2.json"
            );
            let file = ByteStream::from_path(model)
                .await
                .expect("the committed model");
            outcome(put().body(file).send().await)
        }
        "PutObject of a stream" => outcome(put().body(long_stream()).send().await),
        "PutObject of an encoded stream" => {
            let call = put()
                .body(stream(Pieces::of("zipped", 4)))
                .content_encoding("gzip, br");
            outcome(call.send().await)
        }
        "PutObject with checksum" => {
            let call = put().body(stream(Pieces::of("hello", 5)));
            outcome(call.checksum_crc32("NhCmhg==").send().await)
        }
        "PutObject with metadata" => put_object(&client).await,
        "PutObject with customer key" => {
            let [key, md5] = CUSTOMER_KEY;
            let call = put().sse_customer_algorithm("AES256").sse_customer_key(key);
            outcome(call.sse_customer_key_md5(md5).send().await)
        }
        "PutObjectTagging" => {
            let tagging = new!(Tagging {
                tag_set: [
                    new!(Tag {
                        key: "a b",
                        value: ""
                    }),
                    new!(Tag {
                        key: "\u{fc}",
                        value: "<&>\r\n"
                    }),
                ],
            });
            let call = client
                .put_object_tagging()
                .bucket("b")
                .key("k")
                .tagging(tagging);
            outcome(call.send().await)
        }
        "UploadPart" => {
            let call = part().body(ByteStream::from_static(b"hello"));
            outcome(
                call.checksum_algorithm(ChecksumAlgorithm::Sha1)
                    .send()
                    .await,
            )
        }
        "UploadPart of a stream" => outcome(part().body(long_stream()).send().await),
        "UploadPartCopy" => {
            let call = client
                .upload_part_copy()
                .bucket("b")
                .key("k")
                .upload_id("u")
                .part_number(1);
            let call = call
                .copy_source("a/b?versionId=v")
                .copy_source_range("bytes=0-5242879");
            outcome(call.send().await)
        }
        other => panic!("no call {other}"),
    }
}

/// An upload with a checksum of this algorithm, as a stream or as bytes.
///
/// # Errors
///
/// Those of the call.
pub async fn put_with(config: &SdkConfig, algorithm: &str, is_stream: bool) -> Outcome {
    let call = Client::new(config).put_object().bucket("b").key("k");
    let call = call.checksum_algorithm(ChecksumAlgorithm::from(algorithm));
    let body = if is_stream {
        stream(Pieces::of("hello", 2))
    } else {
        ByteStream::from_static(b"hello")
    };
    outcome(call.body(body).send().await)
}

/// The outcome of every page of a listing.
pub async fn pages(config: &SdkConfig) -> Vec<Outcome> {
    let call = Client::new(config)
        .list_objects_v2()
        .bucket("b")
        .max_keys(2);
    let mut pages = call.into_paginator().send();
    let mut outcomes = Vec::new();
    while let Some(page) = pages.next().await {
        outcomes.push(outcome(page));
    }
    outcomes
}

/// Requests that somebody else sends: a download, an upload, one with headers, a part, and a HEAD request.
pub async fn presigned_requests(config: &SdkConfig) -> Vec<Value> {
    let client = Client::new(config);
    let get = client.get_object().bucket("b").key(KEY).version_id("a b");
    let put = || client.put_object().bucket("b").key("k");
    let typed = put()
        .content_type("text/plain")
        .storage_class(StorageClass::StandardIa);
    let typed = set!(typed, { metadata: {"a" = "b c"} });
    let part = client
        .upload_part()
        .bucket("b")
        .key("k")
        .upload_id("u/+")
        .part_number(2);
    vec![
        presigned!(get.response_content_type("text/html")),
        presigned!(put()),
        presigned!(typed),
        presigned!(part),
        presigned!(client.head_object().bucket("b").key("k")),
    ]
}

/// A stream of several chunks.
fn long_stream() -> ByteStream {
    stream(Pieces::of(&"0123456789".repeat(15_000), 10_007))
}

async fn copy_object(client: &Client) -> Outcome {
    let [key, md5] = CUSTOMER_KEY;
    let call = set!(client.copy_object().bucket("b").key(KEY), {
        copy_source: "other/path/to%20key?versionId=v",
        copy_source_if_match: "\"1\"",
        copy_source_if_modified_since: time(1_767_323_045, 0),
        metadata_directive: MetadataDirective::Replace,
        metadata: {"a" = "b"},
        tagging_directive: TaggingDirective::Replace,
        tagging: "a=b",
        checksum_algorithm: ChecksumAlgorithm::Sha256,
        copy_source_sse_customer_algorithm: "AES256",
        copy_source_sse_customer_key: key,
        copy_source_sse_customer_key_md5: md5,
        expected_source_bucket_owner: "111122223333",
    });
    outcome(call.send().await)
}

async fn get_object(client: &Client) -> Outcome {
    let [key, md5] = CUSTOMER_KEY;
    let call = set!(client.get_object().bucket("b").key("k"), {
        if_match: "\"1\"",
        if_modified_since: time(1_767_323_045, 0),
        if_none_match: "\"2\"",
        if_unmodified_since: time(1_767_323_045, 250_000_000),
        range: "bytes=1-3",
        response_cache_control: "no-store, max-age=0",
        response_content_disposition: "attachment; filename=\"a b.txt\"",
        response_expires: time(1_767_323_045, 0),
        version_id: "a/b+c",
        sse_customer_algorithm: "AES256",
        sse_customer_key: key,
        sse_customer_key_md5: md5,
        request_payer: RequestPayer::Requester,
        part_number: 3,
        expected_bucket_owner: "111122223333",
    });
    with_content!(call.send().await)
}

async fn put_object(client: &Client) -> Outcome {
    let call = set!(client.put_object().bucket("b").key("k"), {
        acl: ObjectCannedAcl::BucketOwnerFullControl,
        cache_control: "max-age=60",
        content_disposition: "inline",
        content_language: "de, en",
        content_type: "application/json; charset=utf-8",
        expires: time(1_767_323_045, 0),
        if_none_match: "*",
        metadata: {"team" = "a b", "Mixed-Case" = "", "x_y.z" = "1, 2"},
        server_side_encryption: ServerSideEncryption::AwsKms,
        ssekms_key_id: "arn:aws:kms:eu-west-1:111122223333:key/k",
        ssekms_encryption_context: "e30=",
        bucket_key_enabled: true,
        storage_class: StorageClass::GlacierIr,
        tagging: "a=b&c=d%20e",
        object_lock_mode: ObjectLockMode::Governance,
        object_lock_retain_until_date: time(1_767_323_045, 500_000_000),
        website_redirect_location: "/a",
        body: ByteStream::from_static(b"{}"),
    });
    outcome(call.send().await)
}
