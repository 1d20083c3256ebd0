//! Encodes a shape in any `serde` format, by its member table.

use base64_simd::STANDARD;
use serde_core::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value as Document;

use crate::codec::float::special;
use crate::core::schema::Member;
use crate::core::shape::{List, Map, Shape};
use crate::core::timestamp::{self, Format};
use crate::core::value::ValueRef;

/// The names and formats that a shape is encoded with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As the service expects it: wire names, the model's timestamp format or else seconds since
    /// the epoch, blobs as bytes, which are base64 in JSON, and only members of the document.
    Wire,
    /// As the model spells it: model names, RFC 3339 timestamps, blobs in base64, all members. The `serde` feature
    /// uses this form.
    Model,
}

/// A shape with the form to encode it in, for a serializer.
#[derive(Clone, Copy)]
pub struct Encode<'a> {
    /// The shape.
    pub shape: &'a dyn Shape,
    /// The form.
    pub form: Form,
}

impl Serialize for Encode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (index, member) in self.shape.schema().members.iter().enumerate() {
            if self.form == Form::Wire && !member.is_in_document() {
                continue;
            }
            if let Some(value) = self.shape.member(index) {
                let name = match self.form {
                    Form::Wire => member.wire,
                    Form::Model => member.name,
                };
                map.serialize_entry(
                    name,
                    &Encoded {
                        value,
                        member,
                        form: self.form,
                    },
                )?;
            }
        }
        map.end()
    }
}

/// A value with the member whose properties apply to it.
struct Encoded<'a> {
    value: ValueRef<'a>,
    member: &'a Member,
    form: Form,
}

impl Encoded<'_> {
    fn list<S: Serializer>(&self, list: &dyn List, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(Some(list.len()))?;
        for index in 0..list.len() {
            sequence.serialize_element(&self.nested(list.item(index)))?;
        }
        sequence.end()
    }

    fn map<S: Serializer>(&self, map: &dyn Map, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entries = serializer.serialize_map(Some(map.len()))?;
        for (key, value) in map.entries() {
            entries.serialize_entry(key, &self.nested(value))?;
        }
        entries.end()
    }

    fn nested<'b>(&'b self, value: Option<ValueRef<'b>>) -> Option<Encoded<'b>> {
        value.map(|value| Encoded { value, ..*self })
    }

    fn blob<S: Serializer>(&self, bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        match self.form {
            Form::Wire => serializer.serialize_bytes(bytes),
            Form::Model => serializer.serialize_str(&STANDARD.encode_to_string(bytes)),
        }
    }

    fn timestamp<S: Serializer>(
        &self,
        time: chrono::DateTime<chrono::Utc>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let format = match self.form {
            Form::Wire => self.member.format.unwrap_or(Format::EpochSeconds),
            Form::Model => Format::DateTime,
        };
        match format {
            Format::DateTime => serializer.serialize_str(&timestamp::to_date_time(time)),
            Format::HttpDate => serializer.serialize_str(&timestamp::to_http_date(time)),
            Format::EpochSeconds => match timestamp::to_epoch(time) {
                (seconds, 0) => serializer.serialize_i64(seconds),
                // Exact for 285,000 years: milliseconds fit in 53 bits.
                #[allow(clippy::cast_precision_loss)]
                (seconds, millis) => {
                    serializer.serialize_f64((seconds as f64 * 1000.0 + f64::from(millis)) / 1000.0)
                }
            },
        }
    }
}

impl Serialize for Encoded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            ValueRef::Boolean(value) => serializer.serialize_bool(value),
            ValueRef::Integer(value) => serializer.serialize_i64(value),
            ValueRef::Float(value) if value.is_finite() => serializer.serialize_f32(value),
            ValueRef::Float(value) => serializer.serialize_str(special(f64::from(value))),
            ValueRef::Double(value) if value.is_finite() => serializer.serialize_f64(value),
            ValueRef::Double(value) => serializer.serialize_str(special(value)),
            ValueRef::String(value) | ValueRef::Enumeration(value) => {
                serializer.serialize_str(value)
            }
            ValueRef::Timestamp(value) => self.timestamp(value, serializer),
            ValueRef::Blob(bytes) => self.blob(bytes, serializer),
            ValueRef::Stream(stream) => match stream.bytes() {
                Some(bytes) => self.blob(bytes, serializer),
                None => Err(S::Error::custom(format_args!(
                    "{} is a stream that is not in memory: `collect` it first",
                    self.member.name
                ))),
            },
            // On the wire, numbers keep the digits that the program gave them.
            ValueRef::Document(value) if self.form == Form::Wire => value.serialize(serializer),
            ValueRef::Document(value) => EncodedDocument(value).serialize(serializer),
            ValueRef::List(value) => self.list(value, serializer),
            ValueRef::Map(value) => self.map(value, serializer),
            ValueRef::Shape(shape) => Encode {
                shape,
                form: self.form,
            }
            .serialize(serializer),
        }
    }
}

/// A document in any format: its own implementation writes numbers as maps with a private key if
/// some crate turns on `serde_json/arbitrary_precision`, which only JSON turns back.
struct EncodedDocument<'a>(&'a Document);

impl Serialize for EncodedDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Document::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
                (Some(number), ..) => serializer.serialize_i64(number),
                (_, Some(number), _) => serializer.serialize_u64(number),
                (.., Some(number)) => serializer.serialize_f64(number),
                _ => number.serialize(serializer),
            },
            Document::Array(items) => serializer.collect_seq(items.iter().map(EncodedDocument)),
            Document::Object(entries) => {
                let entries = entries.iter();
                serializer.collect_map(entries.map(|(key, value)| (key, EncodedDocument(value))))
            }
            other => other.serialize(serializer),
        }
    }
}
