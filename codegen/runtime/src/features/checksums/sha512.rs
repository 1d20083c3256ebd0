//! SHA-512, which AWS's crate of checksums does not have.

use aws_smithy_checksums::Checksum;
use aws_smithy_checksums::http::HttpChecksum;
use bytes::Bytes;
use sha2::Digest as _;

/// SHA-512.
#[derive(Default)]
pub(super) struct Sha512(sha2::Sha512);

impl Checksum for Sha512 {
    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finalize(self: Box<Self>) -> Bytes {
        Bytes::copy_from_slice(&self.0.finalize())
    }

    fn size(&self) -> u64 {
        512 / 8
    }
}

impl HttpChecksum for Sha512 {
    fn header_name(&self) -> &'static str {
        "x-amz-checksum-sha512"
    }
}
