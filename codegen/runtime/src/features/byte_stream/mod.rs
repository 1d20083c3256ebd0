//! Byte streams from and to files, and tokio's readers.
//!
//! | module | contents |
//! |---|---|
//! | `file` | streams from files and into them |
//! | `buffers` | buffers that are used again |
//! | `writer` | pieces into a file, which has another name until it is complete |
//! | `reader` | streams from `AsyncRead` and as such |

mod buffers;
mod file;
mod reader;
mod writer;

#[cfg(feature = "transfers")]
pub(super) use self::buffers::Buffers;
pub use self::reader::Reader;
#[cfg(feature = "transfers")]
pub(super) use self::writer::{Partial, Writer};
