//! The program on the official SDK crate.

use std::time::Duration;

pub use aws_sdk_s3 as s3;

use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use aws_sdk_s3::primitives::ByteStream;
use serde_json::{Value, json};

use super::Pieces;
pub use crate::peer::outcome;
use crate::peer::{built_at_once, time};

#[macro_use]
#[path = "../peer_macros.rs"]
mod macros;

/// Makes outputs neutral that have checksums, whose names differ.
macro_rules! shapes_with_checksums {
    ($($shape:ident { $($member:ident),* $(,)? })*) => {
        $crate::neutral::shapes! {
            $($shape {
                $($member,)* checksum_crc32, checksum_crc32_c = "checksum_crc32c",
                checksum_crc64_nvme = "checksum_crc64nvme", checksum_sha1, checksum_sha256,
            })*
        }
    };
}

/// What a request presigned for an hour is.
macro_rules! presigned {
    ($call:expr) => {
        super::presigned(&$call.presigned(super::hour()).await.expect("a request"))
    };
}

#[path = "program.rs"]
pub mod program;
#[path = "shapes.rs"]
#[allow(
    deprecated,
    reason = "`expires` may be no date; ours has both members, too"
)]
mod shapes;
#[path = "uploads.rs"]
pub mod uploads;

built_at_once! {
    s3::types::CompletedMultipartUpload, s3::types::CompletedPart, s3::types::CreateBucketConfiguration,
}

fn hour() -> PresigningConfig {
    PresigningConfig::expires_in(Duration::from_hours(1)).expect("an hour")
}

fn presigned(request: &PresignedRequest) -> Value {
    let headers: Vec<_> = request.headers().collect();
    json!({"method": request.method(), "uri": request.uri(), "headers": headers})
}

/// A stream that can be read once.
fn stream(pieces: Pieces) -> ByteStream {
    ByteStream::from_body_1_x(pieces)
}

/// What is in a body, if it can be read.
async fn content(body: ByteStream) -> Value {
    match body.collect().await {
        Ok(bytes) => String::from_utf8_lossy(&bytes.into_bytes()).into(),
        Err(_) => Value::Null,
    }
}
