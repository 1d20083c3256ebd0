//! Request and response bodies.

use super::byte_stream::ByteStream;

/// A request or response body: bytes in memory or a stream.
pub type Body = ByteStream;
