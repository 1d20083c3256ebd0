//! Values to text and back, by the tables of their shapes.
//!
//! | module | what is in it |
//! |---|---|
//! | [`encode`], [`decode`] | a shape to and from any format of `serde` |
//! | [`json`] | JSON documents |
//! | `model_form` | `Serialize` and `Deserialize` (feature `serde`) |

pub mod decode;
pub mod encode;
pub mod json;
#[cfg(feature = "serde")]
pub mod model_form;
