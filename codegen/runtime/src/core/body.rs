//! The body of a request or a response.

use std::fmt;

use bytes::Bytes;

/// The body of a request or a response: bytes in memory.
///
/// A body that is a stream will be another kind of content, which is why the bytes are optional.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Body(Content);

#[derive(Clone, PartialEq, Eq)]
enum Content {
    Memory(Bytes),
}

impl Default for Content {
    fn default() -> Self {
        Self::Memory(Bytes::new())
    }
}

impl Body {
    /// The bytes, if they are in memory.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Memory(bytes) => Some(bytes),
        }
    }

    /// The bytes by value, if they are in memory.
    #[must_use]
    pub fn into_bytes(self) -> Option<Bytes> {
        match self.0 {
            Content::Memory(bytes) => Some(bytes),
        }
    }

    /// The bytes in memory; none of a stream.
    pub(crate) fn in_memory(&self) -> &[u8] {
        self.bytes().map_or(&[], |bytes| bytes)
    }
}

macro_rules! from {
    ($($type:ty),*) => {$(
        impl From<$type> for Body {
            fn from(bytes: $type) -> Self {
                Self(Content::Memory(bytes.into()))
            }
        }
    )*};
}

from!(Bytes, Vec<u8>, String, &'static [u8], &'static str);

/// Shows the length only: the content may hold what must not be logged.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.in_memory().len())
    }
}
