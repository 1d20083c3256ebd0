//! Encoding and decoding of values, by the member tables of their shapes.
//!
//! | module | contents |
//! |---|---|
//! | [`encode`], [`decode`] | shapes in any `serde` format |
//! | [`json`] | JSON documents |
//! | `model_form` | `Serialize` and `Deserialize` (feature `serde`) |

pub mod decode;
pub mod encode;
pub mod json;
#[cfg(feature = "serde")]
pub mod model_form;
