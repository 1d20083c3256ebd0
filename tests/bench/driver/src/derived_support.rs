//! Timestamps and blobs in their JSON formats.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Time zone; unlike chrono's, it implements all derived traits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Utc;

/// A timestamp in epoch seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DateTime<Z>(pub chrono::DateTime<chrono::Utc>, std::marker::PhantomData<Z>);

/// Bytes in base64.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bytes(pub bytes::Bytes);

impl Serialize for DateTime<Utc> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0.timestamp_micros() as f64 / 1e6)
    }
}

impl<'de> Deserialize<'de> for DateTime<Utc> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        chrono::DateTime::from_timestamp_micros((seconds * 1e6).round() as i64)
            .map(|time| Self(time, std::marker::PhantomData))
            .ok_or_else(|| D::Error::custom("not a time"))
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        let bytes = STANDARD.decode(text.as_bytes()).map_err(D::Error::custom)?;
        Ok(Self(bytes.into()))
    }
}
