//! Checksums that are put where a transfer finds them.

use aws_smithy_checksums::Checksum;
use aws_smithy_checksums::http::HttpChecksum;
use bytes::Bytes;

use crate::core::byte_stream::ChecksumSlot;
use crate::core::lock::lock;

/// A checksum whose value is put into a slot, too.
pub(super) struct WithSlot {
    pub(super) checksum: Box<dyn HttpChecksum>,
    pub(super) slot: ChecksumSlot,
}

impl Checksum for WithSlot {
    fn update(&mut self, bytes: &[u8]) {
        self.checksum.update(bytes);
    }

    fn finalize(self: Box<Self>) -> Bytes {
        let value = self.checksum.finalize();
        *lock(&self.slot) = Some(value.clone());
        value
    }

    fn size(&self) -> u64 {
        Checksum::size(&*self.checksum)
    }
}

impl HttpChecksum for WithSlot {
    fn header_name(&self) -> &'static str {
        self.checksum.header_name()
    }
}
