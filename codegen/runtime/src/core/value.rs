//! Conversion between the Rust types of members and the values that codecs read and write.

use std::collections::HashMap;
use std::hash::Hash;

use bytes::Bytes;
use chrono::{DateTime, Utc};

use crate::core::byte_stream::ByteStream;
use crate::core::shape::{Enumeration, List, Map, Shape};

/// A member's value, as a codec reads it from a shape.
#[derive(Clone, Copy)]
pub enum ValueRef<'a> {
    /// A boolean.
    Boolean(bool),
    /// A 32-bit or 64-bit integer.
    Integer(i64),
    /// A 32-bit float.
    Float(f32),
    /// A 64-bit float.
    Double(f64),
    /// A string.
    String(&'a str),
    /// An open enum, by its text.
    Enumeration(&'a str),
    /// A point in time.
    Timestamp(DateTime<Utc>),
    /// Bytes.
    Blob(&'a [u8]),
    /// Bytes that are a whole body, in memory or not.
    Stream(&'a ByteStream),
    /// Any JSON value.
    Document(&'a serde_json::Value),
    /// A list.
    List(&'a dyn List),
    /// A map.
    Map(&'a dyn Map),
    /// A structure or union.
    Shape(&'a dyn Shape),
}

/// Mutable access to a member's value, through which a codec writes it.
pub enum ValueMut<'a> {
    /// A boolean.
    Boolean(&'a mut bool),
    /// A 32-bit integer.
    Integer(&'a mut i32),
    /// A 64-bit integer.
    Long(&'a mut i64),
    /// A 32-bit float.
    Float(&'a mut f32),
    /// A 64-bit float.
    Double(&'a mut f64),
    /// A string.
    String(&'a mut String),
    /// An open enum.
    Enumeration(&'a mut dyn Enumeration),
    /// A point in time.
    Timestamp(&'a mut DateTime<Utc>),
    /// Bytes.
    Blob(&'a mut Bytes),
    /// Bytes that are a whole body, in memory or not.
    Stream(&'a mut ByteStream),
    /// Any JSON value.
    Document(&'a mut serde_json::Value),
    /// A list.
    List(&'a mut dyn List),
    /// A map.
    Map(&'a mut dyn Map),
    /// A structure or union.
    Shape(&'a mut dyn Shape),
}

/// A type that a member can have.
pub trait Value {
    /// The value; `None` if it is not set.
    fn value(&self) -> Option<ValueRef<'_>>;

    /// Mutable access to the value; an unset one is set to its default first.
    fn value_mut(&mut self) -> ValueMut<'_>;
}

macro_rules! copied {
    ($($type:ty: $reference:ident($convert:expr), $mutable:ident;)*) => {$(
        impl Value for $type {
            fn value(&self) -> Option<ValueRef<'_>> {
                Some(ValueRef::$reference($convert(*self)))
            }

            fn value_mut(&mut self) -> ValueMut<'_> {
                ValueMut::$mutable(self)
            }
        }
    )*};
}

copied! {
    bool: Boolean(std::convert::identity), Boolean;
    i32: Integer(i64::from), Integer;
    i64: Integer(std::convert::identity), Long;
    f32: Float(std::convert::identity), Float;
    f64: Double(std::convert::identity), Double;
    DateTime<Utc>: Timestamp(std::convert::identity), Timestamp;
}

macro_rules! borrowed {
    ($($type:ty: $variant:ident;)*) => {$(
        impl Value for $type {
            fn value(&self) -> Option<ValueRef<'_>> {
                Some(ValueRef::$variant(self))
            }

            fn value_mut(&mut self) -> ValueMut<'_> {
                ValueMut::$variant(self)
            }
        }
    )*};
}

borrowed! {
    String: String;
    Bytes: Blob;
    ByteStream: Stream;
    serde_json::Value: Document;
}

/// An optional member, and the items of sparse lists and maps.
///
/// Not inlined: each is called in one match arm per member, and inlined copies would dominate the
/// compile time of generated crates.
impl<T: Value + Default> Value for Option<T> {
    #[inline(never)]
    fn value(&self) -> Option<ValueRef<'_>> {
        self.as_ref()?.value()
    }

    #[inline(never)]
    fn value_mut(&mut self) -> ValueMut<'_> {
        // Equivalent to `get_or_insert_default`, which compiles to four times as much code because
        // it also drops the previous `None`.
        if self.is_none() {
            std::mem::forget(self.replace(T::default()));
        }
        match self {
            Some(value) => value.value_mut(),
            None => unreachable!("it was just set"),
        }
    }
}

/// A recursive member.
impl<T: Value> Value for Box<T> {
    fn value(&self) -> Option<ValueRef<'_>> {
        T::value(self)
    }

    fn value_mut(&mut self) -> ValueMut<'_> {
        T::value_mut(self)
    }
}

/// An item of a list or map: a value, or an `Option` of one in sparse collections.
pub trait Item: Value + Default {
    /// The null of a sparse collection; `None` if the collection is dense.
    fn null() -> Option<Self> {
        None
    }
}

impl<T: Value + Default> Item for Option<T> {
    fn null() -> Option<Self> {
        Some(None)
    }
}

macro_rules! items {
    ($($type:ty),*) => {$( impl Item for $type {} )*};
}

items!(bool, i32, i64, f32, f64, String, DateTime<Utc>, Bytes);

/// Null is a valid document.
impl Item for serde_json::Value {
    fn null() -> Option<Self> {
        Some(Self::Null)
    }
}

impl<T: Item> Item for Box<T> {}
impl<T: Item> Item for Vec<T> {}
impl<K: Key, T: Item> Item for HashMap<K, T> {}

impl<T: Item> Value for Vec<T> {
    fn value(&self) -> Option<ValueRef<'_>> {
        Some(ValueRef::List(self))
    }

    fn value_mut(&mut self) -> ValueMut<'_> {
        ValueMut::List(self)
    }
}

impl<T: Item> List for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> Option<ValueRef<'_>> {
        self.get(index)?.value()
    }

    fn push(&mut self) -> ValueMut<'_> {
        let index = self.len();
        self.push(T::default());
        self[index].value_mut()
    }

    fn push_null(&mut self) {
        if let Some(null) = T::null() {
            self.push(null);
        }
    }
}

/// A type of map keys: a string or an open enum.
pub trait Key: Eq + Hash {
    /// Creates a key from its text.
    fn from_text(text: &str) -> Self;

    /// The key's text.
    fn as_text(&self) -> &str;
}

impl Key for String {
    fn from_text(text: &str) -> Self {
        text.to_owned()
    }

    fn as_text(&self) -> &str {
        self
    }
}

impl<K: Key, T: Item> Value for HashMap<K, T> {
    fn value(&self) -> Option<ValueRef<'_>> {
        Some(ValueRef::Map(self))
    }

    fn value_mut(&mut self) -> ValueMut<'_> {
        ValueMut::Map(self)
    }
}

impl<K: Key, T: Item> Map for HashMap<K, T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn entries<'a>(&'a self) -> Box<dyn Iterator<Item = (&'a str, Option<ValueRef<'a>>)> + 'a> {
        Box::new(
            self.iter()
                .map(|(key, value)| (key.as_text(), value.value())),
        )
    }

    fn insert(&mut self, key: &str) -> ValueMut<'_> {
        let entry = self.entry(K::from_text(key)).insert_entry(T::default());
        entry.into_mut().value_mut()
    }

    fn insert_null(&mut self, key: &str) {
        if let Some(null) = T::null() {
            self.insert(K::from_text(key), null);
        }
    }
}
