//! Calls of S3.
//!
//! This file is compiled for both sides. What is written differently in the two are macros and
//! functions of `peer.rs` and `ours.rs`, and of `peer_macros.rs` and `ours_macros.rs` beside the crate's root.

use aws_types::SdkConfig;
use serde_json::Value;

use super::s3::Client;
use super::s3::types::{
    BucketLocationConstraint, ChecksumAlgorithm, ChecksumMode, CreateBucketConfiguration, Delete,
    MetadataDirective, ObjectIdentifier, OptionalObjectAttributes, RequestPayer, StorageClass, Tag,
    Tagging, TaggingDirective,
};
use super::uploads::{in_parts, put};
use super::{content, outcome, time};
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
pub(super) const KEY: &str = "/a//b/../c \u{fc}+&=?#%2F~*'()!@$,;:";

/// A key of a customer, and its MD5.
pub(super) const CUSTOMER_KEY: [&str; 2] = [
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
    match name.split(' ').next() {
        Some("CreateBucket" | "GetBucketLocation" | "HeadBucket" | "ListObjectsV2") => {
            bucket(&client, name).await
        }
        Some("PutObject") => put(&client, name).await,
        Some(operation) if operation.contains("Part") || operation.contains("Multipart") => {
            in_parts(&client, name).await
        }
        _ => object(&client, name).await,
    }
}

/// Calls for a bucket.
async fn bucket(client: &Client, name: &str) -> Outcome {
    match name {
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
        "GetBucketLocation" => outcome(client.get_bucket_location().bucket("b").send().await),
        "HeadBucket" => {
            let call = client
                .head_bucket()
                .bucket("b")
                .expected_bucket_owner("111122223333");
            outcome(call.send().await)
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
        other => panic!("no call {other}"),
    }
}

/// Calls for objects, but those that send one.
async fn object(client: &Client, name: &str) -> Outcome {
    match name {
        "CopyObject" => copy_object(client).await,
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
        "GetObject" => with_content!(client.get_object().bucket("b").key(KEY).send().await),
        "GetObject with conditions" => get_object(client).await,
        "HeadObject" => {
            let call = client.head_object().bucket("b").key(KEY).part_number(1);
            outcome(call.checksum_mode(ChecksumMode::Enabled).send().await)
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
        other => panic!("no call {other}"),
    }
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
