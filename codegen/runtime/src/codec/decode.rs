//! Decodes data of any self-describing `serde` format into a shape, by its member table.
//!
//! A value is converted by the type of the data and of its destination, in one pass. Decoding is
//! lenient where services and mock servers are known to deviate (unknown members, nulls, timestamp
//! formats, `3.0` or `"3"` for an integer) and strict everywhere else.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use serde_core::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value as Document;

use crate::codec::blob;
use crate::codec::encode::Form;
use crate::codec::number;
use crate::codec::path::{Path, Segment};
use crate::codec::scalar::{
    mismatch, put_float, put_number_of_map, put_signed, put_text, put_unsigned,
};
use crate::core::schema::{Member, Schema};
use crate::core::shape::{List, Map, Shape};
use crate::core::timestamp;
use crate::core::value::ValueMut;

/// Decodes a shape in model form, for the `serde` feature.
///
/// # Errors
///
/// Those of the deserializer, with the path of the member in the text.
pub fn from_model<'de, D: Deserializer<'de>>(
    deserializer: D,
    shape: &mut dyn Shape,
) -> Result<(), D::Error> {
    let decoder = Decoder::new(Form::Model);
    decoder
        .read(deserializer, shape)
        .map_err(|error| match decoder.path() {
            path if path.is_empty() => error,
            path => D::Error::custom(format_args!("{path}: {error}")),
        })
}

/// Decodes one document and records the path of an error.
pub(crate) struct Decoder(Context);

impl Decoder {
    pub(crate) fn new(form: Form) -> Self {
        let path = Path::default();
        Self(Context { form, path })
    }

    pub(crate) fn read<'de, D: Deserializer<'de>>(
        &self,
        deserializer: D,
        shape: &mut dyn Shape,
    ) -> Result<(), D::Error> {
        let (place, context) = (Destination::Root(shape), &self.0);
        Decode { place, context }.deserialize(deserializer)
    }

    /// The path of the error in the model's notation; empty for the document itself.
    pub(crate) fn path(&self) -> String {
        self.0.path.text()
    }
}

/// Common to all values of a document.
struct Context {
    form: Form,
    /// The path of the error.
    path: Path,
}

/// The destination of a value. It is opened only for a value, so null leaves it unset.
enum Destination<'a> {
    Root(&'a mut dyn Shape),
    Member(&'a mut dyn Shape, usize),
    Item(&'a mut dyn List),
    Entry(&'a mut dyn Map, &'a str),
    Document(&'a mut Document),
}

impl<'a> Destination<'a> {
    /// `None` if the member table and the type do not match.
    ///
    /// Not inlined, so that callers match the result where it was written. Moving it first would
    /// cause a store-forwarding stall.
    #[inline(never)]
    fn open(self) -> Option<ValueMut<'a>> {
        match self {
            Destination::Root(shape) => Some(ValueMut::Shape(shape)),
            Destination::Item(list) => Some(list.push()),
            Destination::Entry(map, key) => Some(map.insert(key)),
            Destination::Member(shape, index) => shape.member_mut(index),
            Destination::Document(document) => Some(ValueMut::Document(document)),
        }
    }

    fn null(self) {
        match self {
            Destination::Root(_) | Destination::Member(..) => {}
            Destination::Item(list) => list.push_null(),
            Destination::Entry(map, key) => map.insert_null(key),
            Destination::Document(document) => *document = Document::Null,
        }
    }
}

/// Decodes one value of any type into its destination.
struct Decode<'a, 'c> {
    place: Destination<'a>,
    context: &'c Context,
}

impl<'de> DeserializeSeed<'de> for Decode<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Decode<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of the model")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.place.null();
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        match self.place.open() {
            Some(ValueMut::Boolean(place)) => *place = value,
            Some(ValueMut::Document(place)) => *place = Document::Bool(value),
            place => return Err(mismatch(place, "a boolean")),
        }
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        put_signed(self.place.open(), value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => put_unsigned(self.place.open(), value),
        }
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        #[allow(clippy::cast_precision_loss, reason = "as for larger ones in JSON")]
        match (i64::try_from(value), u64::try_from(value)) {
            (Ok(value), _) => self.visit_i64(value),
            (_, Ok(value)) => self.visit_u64(value),
            _ => self.visit_f64(value as f64),
        }
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<(), E> {
        #[allow(clippy::cast_precision_loss, reason = "as for larger ones in JSON")]
        match u64::try_from(value) {
            Ok(value) => self.visit_u64(value),
            Err(_) => self.visit_f64(value as f64),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        put_float(self.place.open(), value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        match self.place.open() {
            // The old buffer is not reused: there rarely is one.
            Some(ValueMut::String(place)) => *place = String::from(value),
            Some(ValueMut::Enumeration(place)) => place.set(value),
            Some(ValueMut::Timestamp(place)) => {
                *place = timestamp::parse(value)
                    .ok_or_else(|| E::custom("expected a timestamp, found another string"))?;
            }
            Some(ValueMut::Blob(place)) => {
                *place =
                    blob::decode(value).ok_or_else(|| E::custom("the string is not base64"))?;
            }
            Some(ValueMut::Stream(place)) => {
                let bytes =
                    blob::decode(value).ok_or_else(|| E::custom("the string is not base64"))?;
                *place = bytes.into();
            }
            Some(ValueMut::Document(place)) => *place = Document::from(value),
            place => return put_text(place, value),
        }
        Ok(())
    }

    fn visit_bytes<E: Error>(self, value: &[u8]) -> Result<(), E> {
        match self.place.open() {
            Some(ValueMut::Blob(place)) => *place = Bytes::copy_from_slice(value),
            place => return Err(mismatch(place, "bytes")),
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let context = self.context;
        match self.place.open() {
            Some(ValueMut::List(list)) => {
                let mut index = 0;
                loop {
                    let place = Destination::Item(list);
                    let seed = Decode { place, context };
                    let item = items.next_element_seed(seed);
                    let item = item.inspect_err(|_| context.path.record(Segment::Index(index)))?;
                    if item.is_none() {
                        return Ok(());
                    }
                    index += 1;
                }
            }
            Some(ValueMut::Document(place)) => {
                let mut values = Vec::new();
                loop {
                    let mut value = Document::Null;
                    let place = Destination::Document(&mut value);
                    if items
                        .next_element_seed(Decode { place, context })?
                        .is_none()
                    {
                        break;
                    }
                    values.push(value);
                }
                *place = Document::Array(values);
                Ok(())
            }
            place => Err(mismatch(place, "a list")),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let context = self.context;
        match self.place.open() {
            Some(ValueMut::Shape(shape)) if shape.schema().is_union => {
                read_union(shape, context, entries)
            }
            Some(ValueMut::Shape(shape)) => read_structure(shape, context, entries),
            Some(ValueMut::Map(map)) => {
                while let Some(key) = entries.next_key_seed(KeyText)? {
                    if number::is_key(&key) {
                        return put_number_of_map(ValueMut::Map(map), entries);
                    }
                    let place = Destination::Entry(map, &key);
                    let seed = Decode { place, context };
                    let value = entries.next_value_seed(seed);
                    value.inspect_err(|_| context.path.record(Segment::Key(key.into_owned())))?;
                }
                Ok(())
            }
            Some(ValueMut::Document(place)) => {
                let mut object = serde_json::Map::new();
                while let Some(key) = entries.next_key_seed(KeyText)? {
                    if number::is_key(&key) {
                        return put_number_of_map(ValueMut::Document(place), entries);
                    }
                    let mut value = Document::Null;
                    let place = Destination::Document(&mut value);
                    entries.next_value_seed(Decode { place, context })?;
                    object.insert(key.into_owned(), value);
                }
                *place = Document::Object(object);
                Ok(())
            }
            Some(place) => match entries.next_key_seed(KeyText)? {
                Some(key) if number::is_key(&key) => put_number_of_map(place, entries),
                _ => Err(mismatch(Some(place), "an object")),
            },
            None => Err(mismatch(None, "an object")),
        }
    }
}

fn read_structure<'de, A: MapAccess<'de>>(
    shape: &mut dyn Shape,
    context: &Context,
    mut entries: A,
) -> Result<(), A::Error> {
    let schema = shape.schema();
    let mut expected = 0;
    while let Some(found) = entries.next_key_seed(MemberName {
        schema,
        form: context.form,
        expected,
    })? {
        let index = match found {
            Found::Member(index) => index,
            Found::Unknown => {
                entries.next_value::<IgnoredAny>()?;
                continue;
            }
            Found::Number => return put_number_of_map(ValueMut::Shape(shape), entries),
        };
        expected = index + 1;
        let place = Destination::Member(shape, index);
        let value = entries.next_value_seed(Decode { place, context });
        value.inspect_err(|_| context.path.record_member(schema, index))?;
    }
    Ok(())
}

/// A union is an object with one non-null member; `__type` and nulls are ignored. Without a member
/// it keeps its default, an unknown variant, which is also encoded that way.
fn read_union<'de, A: MapAccess<'de>>(
    shape: &mut dyn Shape,
    context: &Context,
    mut entries: A,
) -> Result<(), A::Error> {
    let schema = shape.schema();
    let mut variants = 0;
    while let Some(name) = entries.next_key_seed(KeyText)? {
        if let Some(index) = find(schema, context.form, 0, &name) {
            let mut is_set = false;
            let member = UnionMember {
                shape,
                index,
                is_set: &mut is_set,
                context,
            };
            let value = entries.next_value_seed(member);
            value.inspect_err(|_| context.path.record_member(schema, index))?;
            variants += usize::from(is_set);
        } else if number::is_key(&name) {
            return put_number_of_map(ValueMut::Shape(shape), entries);
        } else if entries.next_value::<Option<IgnoredAny>>()?.is_some() && name != "__type" {
            shape.set_unknown(&name);
            variants += 1;
        }
    }
    match variants {
        0 | 1 => Ok(()),
        _ => Err(A::Error::custom(format_args!(
            "the union {} has {variants} members set, expected one",
            schema.name
        ))),
    }
}

/// Decodes a union's member and records whether it is not null.
struct UnionMember<'a, 'c> {
    shape: &'a mut dyn Shape,
    index: usize,
    is_set: &'a mut bool,
    context: &'c Context,
}

impl<'de> DeserializeSeed<'de> for UnionMember<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for UnionMember<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member of a union")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        *self.is_set = true;
        let place = Destination::Member(self.shape, self.index);
        let context = self.context;
        Decode { place, context }.deserialize(deserializer)
    }
}

/// Decodes a key, borrowed from the document unless it has escapes.
struct KeyText;

impl<'de> DeserializeSeed<'de> for KeyText {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeyText {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// What a key of an object is.
enum Found {
    /// The member with this index.
    Member(usize),
    Unknown,
    /// The only key of a number.
    Number,
}

/// Decodes a key into a member's index, without copying it.
struct MemberName {
    schema: &'static Schema,
    form: Form,
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for MemberName {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for MemberName {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a member of {}", self.schema.name)
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(match find(self.schema, self.form, self.expected, name) {
            Some(index) => Found::Member(index),
            None if number::is_key(name) => Found::Number,
            None => Found::Unknown,
        })
    }
}

/// The index of a member. Services send members in model order, so the next one is tried first.
fn find(schema: &Schema, form: Form, expected: usize, name: &str) -> Option<usize> {
    match schema.members.get(expected) {
        Some(member) if is_called(member, form, name) => Some(expected),
        _ => search(schema, form, expected, name),
    }
}

/// Searches all members, those after the previous one first.
#[inline(never)]
fn search(schema: &Schema, form: Form, expected: usize, name: &str) -> Option<usize> {
    let (before, after) = schema.members.split_at(expected.min(schema.members.len()));
    let is_it = |member: &Member| is_called(member, form, name);
    match after.iter().position(is_it) {
        Some(position) => Some(expected + position),
        None => before.iter().position(is_it),
    }
}

fn is_called(member: &Member, form: Form, name: &str) -> bool {
    match form {
        Form::Wire => member.wire == name && member.is_in_document(),
        Form::Model => member.name == name,
    }
}
