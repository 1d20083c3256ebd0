//! `Serialize` and `Deserialize` for generated types (feature `serde`), in the form of the model:
//! its member names, absent optionals left out, RFC 3339 timestamps, base64 blobs.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::Visitor;
pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use crate::codec::decode;
use crate::codec::encode::{Encode, Form};
use crate::core::shape::Shape;

/// Writes a shape in its model form.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<S: Serializer>(shape: &dyn Shape, serializer: S) -> Result<S::Ok, S::Error> {
    Encode {
        shape,
        form: Form::Model,
    }
    .serialize(serializer)
}

/// Reads a shape in its model form.
///
/// # Errors
///
/// Those of the deserializer, with the path of the member.
pub fn deserialize<'de, T: Shape + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let mut shape = T::default();
    decode::from_model(deserializer, &mut shape)?;
    Ok(shape)
}

/// Writes the text of an open enum.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize_text<S: Serializer>(
    text: &impl AsRef<str>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text.as_ref())
}

/// Reads the text of an open enum.
///
/// # Errors
///
/// If there is something other than a string.
pub fn deserialize_text<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(Text(PhantomData))
}

struct Text<T>(PhantomData<T>);

impl<T: for<'a> From<&'a str>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }
}
