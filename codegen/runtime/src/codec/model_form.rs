//! `Serialize` and `Deserialize` of generated types (feature `serde`) in model form: model names,
//! unset members omitted, RFC 3339 timestamps, base64 blobs. The format has to be self-describing, as
//! JSON and CBOR are.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::Visitor;
pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use crate::codec::decode;
use crate::codec::encode::{Encode, Form};
use crate::core::shape::Shape;

/// Encodes a shape in model form.
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

/// Decodes a shape in model form.
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

/// Encodes an open enum.
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

/// Decodes an open enum.
///
/// # Errors
///
/// If the value is not a string.
pub fn deserialize_text<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(EnumText(PhantomData))
}

struct EnumText<T>(PhantomData<T>);

impl<T: for<'a> From<&'a str>> Visitor<'_> for EnumText<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }
}
