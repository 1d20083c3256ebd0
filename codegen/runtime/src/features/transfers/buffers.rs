//! Buffers of parts in memory.

use bytes::{Bytes, BytesMut};

/// Buffers that are used again once nobody has their bytes any more. Allocators keep what one thread
/// allocates and another one frees, so parts of a large object would need much more than is in use.
#[derive(Default)]
pub(super) struct Buffers(Vec<Bytes>);

impl Buffers {
    /// An empty buffer for so many bytes.
    pub(super) fn take(&mut self, size: usize) -> BytesMut {
        let free = self.0.iter().position(Bytes::is_unique);
        let free = free.and_then(|index| self.0.swap_remove(index).try_into_mut().ok());
        let mut buffer = free.unwrap_or_default();
        buffer.clear();
        buffer.reserve(size);
        buffer
    }

    /// The bytes of a buffer.
    pub(super) fn filled(&mut self, buffer: BytesMut) -> Bytes {
        let bytes = buffer.freeze();
        self.0.push(bytes.clone());
        bytes
    }
}
