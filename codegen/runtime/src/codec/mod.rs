//! Encoding and decoding of values, by the member tables of their shapes.
//!
//! | module | contents |
//! |---|---|
//! | `encode`, `decode` | shapes in any `serde` format (feature `serde-codec`) |
//! | `scalar`, `number`, `blob` | scalars by the types of members, numbers that arrive as text, base64 |
//! | `json`, `surrogates` | JSON documents, and their halves of surrogate pairs (feature `json`) |
//! | `required` | required members that a JSON document lacks (feature `json`) |
//! | `xml` | XML documents (feature `xml`) |
//! | `form` | forms (feature `form`) |
//! | `percent` | percent-encoding, in URIs and forms |
//! | `text`, `float` | values as text, and numbers without digits (feature `text`) |
//! | `path` | the path of an error in a document |
//! | `sha256` | SHA-256 of bodies |
//! | `checksum` | checksums of bodies (feature `body-checksum`) |
//! | `key_md5` | the MD5 of keys (feature `key-md5`) |
//! | `model_form` | `Serialize` and `Deserialize` (feature `serde`) |

#[cfg(any(feature = "serde-codec", feature = "text"))]
mod blob;
#[cfg(feature = "body-checksum")]
pub mod checksum;
#[cfg(feature = "serde-codec")]
pub mod decode;
#[cfg(feature = "serde-codec")]
pub mod encode;
#[cfg(any(feature = "serde-codec", feature = "text"))]
mod float;
#[cfg(feature = "form")]
pub mod form;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "key-md5")]
mod key_md5;
#[cfg(feature = "serde")]
pub mod model_form;
#[cfg(feature = "serde-codec")]
mod number;
#[cfg(any(feature = "serde-codec", feature = "xml"))]
mod path;
#[cfg(any(feature = "form", feature = "http-bindings"))]
pub(crate) mod percent;
#[cfg(feature = "json")]
pub mod required;
#[cfg(feature = "serde-codec")]
mod scalar;
#[cfg(any(feature = "body-checksum", feature = "client"))]
pub mod sha256;
#[cfg(feature = "json")]
mod surrogates;
#[cfg(feature = "text")]
pub mod text;
#[cfg(feature = "xml")]
pub mod xml;

use bytes::Bytes;

use crate::core::error::DecodeError;
use crate::core::schema::Member;
use crate::core::shape::Shape;

/// A format of documents, for code that is the same for all of them.
pub trait Codec: Sync {
    /// The content type of a document.
    fn content_type(&self) -> &'static str;

    /// Encodes the members of a document.
    ///
    /// # Errors
    ///
    /// The first member that no document can hold, with its path.
    fn write(&self, shape: &dyn Shape) -> Result<Bytes, String>;

    /// Encodes a structure that is the whole body; the member's name may be that of the document.
    ///
    /// # Errors
    ///
    /// As [`write`](Self::write).
    fn write_payload(&self, member: &'static Member, shape: &dyn Shape) -> Result<Bytes, String> {
        let _ = member;
        self.write(shape)
    }

    /// What stands for a structure that is the whole body and is not set; may be empty.
    fn unset(&self) -> &'static str;

    /// Decodes a document; an empty one leaves the shape unchanged.
    ///
    /// # Errors
    ///
    /// If the document is malformed, or a value has the wrong type.
    fn read(&self, document: &[u8], shape: &mut dyn Shape) -> Result<(), DecodeError>;

    /// The paths of required members that a document lacks; those of nested structures always have
    /// a value in Rust.
    fn missing(&self, document: &[u8], shape: &dyn Shape) -> Vec<String>;
}
