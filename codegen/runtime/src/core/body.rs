//! Request and response bodies.

use std::fmt;

use bytes::Bytes;

/// A request or response body: bytes in memory.
///
/// The bytes are optional, because streams will be a second kind of content.
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
    /// The bytes; `None` for a stream.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Memory(bytes) => Some(bytes),
        }
    }

    /// The bytes by value; `None` for a stream.
    #[must_use]
    pub fn into_bytes(self) -> Option<Bytes> {
        match self.0 {
            Content::Memory(bytes) => Some(bytes),
        }
    }

    /// The bytes; empty for a stream.
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

/// Shows the length only, because the content may be sensitive.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.in_memory().len())
    }
}
