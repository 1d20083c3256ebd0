//! Encoding and decoding of values, by the member tables of their shapes.
//!
//! | module | contents |
//! |---|---|
//! | [`encode`], [`decode`] | shapes in any `serde` format |
//! | `scalar`, `number`, `blob` | scalars by the types of members, numbers that arrive as text, base64 |
//! | [`json`], `surrogates` | JSON documents, and their halves of surrogate pairs |
//! | [`required`] | required members that a JSON document lacks |
//! | `text` | values as text, in URIs and headers (feature `http-bindings`) |
//! | `model_form` | `Serialize` and `Deserialize` (feature `serde`) |

mod blob;
pub mod decode;
pub mod encode;
pub mod json;
#[cfg(feature = "serde")]
pub mod model_form;
mod number;
pub mod required;
mod scalar;
mod surrogates;
#[cfg(feature = "http-bindings")]
pub mod text;

use bytes::Bytes;

use crate::core::error::DecodeError;
use crate::core::shape::Shape;

/// A format of documents, for code that is the same for all of them.
pub trait Codec: Sync {
    /// The content type of a document.
    fn content_type(&self) -> &'static str;

    /// Encodes the members of a document.
    fn write(&self, shape: &dyn Shape) -> Bytes;

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
