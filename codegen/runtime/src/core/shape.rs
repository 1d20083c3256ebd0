//! The object-safe side of generated types: codecs are compiled once, not once per type.

use crate::core::schema::Schema;
use crate::core::value::{ValueMut, ValueRef};

/// A structure, union or error of the model, reached by the index of a member in its table.
///
/// Generated code implements it with two matches. Everything else (JSON both ways, `serde`,
/// `Debug`, required members, idempotency tokens) is written once against this trait.
pub trait Shape: Send + Sync {
    /// The table that describes it.
    fn schema(&self) -> &'static Schema;

    /// The member's value, `None` where it is not set.
    fn member(&self, index: usize) -> Option<ValueRef<'_>>;

    /// A place for the member's value. An unset member is set to its type's default first, and a
    /// union becomes that variant. `None` if the table has no such index.
    fn member_mut(&mut self, index: usize) -> Option<ValueMut<'_>>;

    /// Tells a union that the service sent a variant this crate does not know.
    fn set_unknown(&mut self, name: &str) {
        let _ = name;
    }

    /// The name of a union's variant that this crate does not know; empty if it has none at all.
    fn unknown(&self) -> Option<&str> {
        None
    }
}

/// An open enum: a string with known values.
pub trait Enumeration: Send + Sync {
    /// The value from its text, which may be unknown.
    fn set(&mut self, text: &str);

    /// The known values, in the order of the model.
    fn texts(&self) -> &'static [&'static str];
}

/// A list of values.
pub trait List {
    /// How many items there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One item; `None` for the null of a sparse list and beyond the end.
    fn item(&self, index: usize) -> Option<ValueRef<'_>>;

    /// Adds an item and gives its place.
    fn push(&mut self) -> ValueMut<'_>;

    /// Adds a null to a sparse list; a dense list ignores it.
    fn push_null(&mut self);
}

/// A map from strings (or open enums) to values.
pub trait Map {
    /// How many entries there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All entries; `None` stands for the null of a sparse map.
    fn entries<'a>(&'a self) -> Box<dyn Iterator<Item = (&'a str, Option<ValueRef<'a>>)> + 'a>;

    /// The place of the value of a key, new or not.
    fn insert(&mut self, key: &str) -> ValueMut<'_>;

    /// Adds a null to a sparse map; a dense map ignores it.
    fn insert_null(&mut self, key: &str);
}
