//! The program on a generated client.

use std::time::Duration;

use serde_json::{Value, json};
use tinsmith_runtime::byte_stream::ByteStream;

use super::Pieces;
pub use super::generated::s3;
pub use crate::ours::outcome;
use crate::ours::time;

#[macro_use]
#[path = "../ours_macros.rs"]
mod macros;

/// Makes outputs neutral that have checksums, whose names differ.
macro_rules! shapes_with_checksums {
    ($($shape:ident { $($member:ident),* $(,)? })*) => {
        $crate::neutral::shapes! {
            $($shape {
                $($member,)* checksum_crc32, checksum_crc32c, checksum_crc64nvme, checksum_sha1,
                checksum_sha256,
            })*
        }
    };
}

/// What a request presigned for an hour is.
macro_rules! presigned {
    ($call:expr) => {
        super::presigned(&$call.presign(super::HOUR).await.expect("a request"))
    };
}

#[path = "program.rs"]
pub mod program;
#[path = "shapes.rs"]
mod shapes;
#[path = "uploads.rs"]
pub mod uploads;

const HOUR: Duration = Duration::from_hours(1);

fn presigned(request: &s3::client::PresignedRequest) -> Value {
    let headers: Vec<_> = request.headers().collect();
    json!({"method": request.method(), "uri": request.uri(), "headers": headers})
}

/// A stream that can be read once.
fn stream(pieces: Pieces) -> ByteStream {
    ByteStream::from_body(pieces)
}

/// What is in a body, if it can be read.
async fn content(body: ByteStream) -> Value {
    match body.collect().await {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into(),
        Err(_) => Value::Null,
    }
}
