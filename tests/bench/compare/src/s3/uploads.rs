//! Calls of S3 that send an object, whole or in parts.
//!
//! This file is compiled for both sides, as `program.rs`.

use aws_types::SdkConfig;

use super::program::{CUSTOMER_KEY, KEY};
use super::s3::Client;
use super::s3::types::{
    ChecksumAlgorithm, CompletedMultipartUpload, CompletedPart, ObjectCannedAcl, ObjectLockMode,
    ServerSideEncryption, StorageClass,
};
use super::{ByteStream, Pieces, outcome, stream, time};
use crate::neutral::Outcome;

/// Calls that send an object.
pub(super) async fn put(client: &Client, name: &str) -> Outcome {
    let put = || client.put_object().bucket("b").key("k");
    match name {
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
        "PutObject with metadata" => put_object(client).await,
        "PutObject with customer key" => {
            let [key, md5] = CUSTOMER_KEY;
            let call = put().sse_customer_algorithm("AES256").sse_customer_key(key);
            outcome(call.sse_customer_key_md5(md5).send().await)
        }
        other => panic!("no call {other}"),
    }
}

/// Calls that send an object in parts.
pub(super) async fn in_parts(client: &Client, name: &str) -> Outcome {
    let part = || {
        let call = client.upload_part().bucket("b").key("k");
        call.upload_id("u+/ ").part_number(7)
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
        "ListParts" => {
            let call = client
                .list_parts()
                .bucket("b")
                .key("k")
                .upload_id("u")
                .max_parts(2);
            outcome(call.expected_bucket_owner("111122223333").send().await)
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

/// A stream of several chunks.
fn long_stream() -> ByteStream {
    stream(Pieces::of(&"0123456789".repeat(15_000), 10_007))
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
