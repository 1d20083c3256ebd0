//! Buffers that are used again.

use bytes::{Bytes, BytesMut};

/// The most that is reserved at once.
#[cfg(feature = "transfers")]
const RESERVED: usize = 64 << 20;

/// Buffers that are used again once nobody has their bytes any more. Allocators keep what one thread
/// allocates and another one frees, so parts of a large object would need much more than is in use.
#[derive(Default)]
pub(in crate::features) struct Buffers(Vec<Bytes>);

impl Buffers {
    /// An empty buffer for so many bytes, which grows if they are very many.
    #[cfg(feature = "transfers")]
    pub(in crate::features) fn take(&mut self, size: usize) -> BytesMut {
        let mut buffer = self.free();
        buffer.clear();
        buffer.reserve(size.min(RESERVED));
        buffer
    }

    /// A buffer of so many bytes, with anything in it.
    pub(super) fn of_size(&mut self, size: usize) -> BytesMut {
        let mut buffer = self.free();
        buffer.resize(size, 0);
        buffer
    }

    fn free(&mut self) -> BytesMut {
        let free = self.0.iter().position(Bytes::is_unique);
        let free = free.and_then(|index| self.0.swap_remove(index).try_into_mut().ok());
        free.unwrap_or_default()
    }

    /// The bytes of a buffer.
    pub(in crate::features) fn filled(&mut self, buffer: BytesMut) -> Bytes {
        let bytes = buffer.freeze();
        self.0.push(bytes.clone());
        bytes
    }
}
