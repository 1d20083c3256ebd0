//! Encoding and decoding of values, by the member tables of their shapes.
//!
//! | module | contents |
//! |---|---|
//! | [`encode`], [`decode`] | shapes in any `serde` format |
//! | `scalar`, `number`, `blob` | scalars by the types of members, numbers that arrive as text, base64 |
//! | [`json`], `surrogates` | JSON documents, and their halves of surrogate pairs |
//! | `model_form` | `Serialize` and `Deserialize` (feature `serde`) |

mod blob;
pub mod decode;
pub mod encode;
pub mod json;
#[cfg(feature = "serde")]
pub mod model_form;
mod number;
mod scalar;
mod surrogates;
