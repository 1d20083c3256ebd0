//! Byte streams from and to files, and tokio's readers.
//!
//! | module | contents |
//! |---|---|
//! | `file` | streams from files and into them |
//! | `reader` | streams from `AsyncRead` and as such |

mod file;
mod reader;

#[cfg(feature = "transfers")]
pub(super) use self::file::Partial;
pub use self::reader::Reader;
