//! Object-safe traits of generated types, so that codecs are compiled once instead of once per
//! type.

use crate::core::schema::Schema;
use crate::core::value::{ValueMut, ValueRef};

/// A structure, union or error, whose members are accessed by their index in the member table.
///
/// Macros implement it with two matches. All else (JSON, `serde`, `Debug`, required members,
/// idempotency tokens) is implemented once for this trait.
pub trait Shape: Send + Sync {
    /// The member table.
    fn schema(&self) -> &'static Schema;

    /// The member's value; `None` if it is not set.
    fn member(&self, index: usize) -> Option<ValueRef<'_>>;

    /// Mutable access to the member's value. An unset member is set to its default first, and a
    /// union becomes that variant. `None` if the index is out of range.
    fn member_mut(&mut self, index: usize) -> Option<ValueMut<'_>>;

    /// Sets a union to a variant that this crate does not know.
    fn set_unknown(&mut self, name: &str) {
        let _ = name;
    }

    /// The name of a union's unknown variant; empty if it has no variant.
    fn unknown(&self) -> Option<&str> {
        None
    }
}

/// An open enum: a string with known values.
pub trait Enumeration: Send + Sync {
    /// Sets the value by its text, which may be unknown.
    fn set(&mut self, text: &str);

    /// The known values, in model order.
    fn texts(&self) -> &'static [&'static str];
}

/// A list of values.
pub trait List {
    /// The number of items.
    fn len(&self) -> usize;

    /// Whether it has no items.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An item; `None` for null and out of range.
    fn item(&self, index: usize) -> Option<ValueRef<'_>>;

    /// Appends a default item and returns mutable access to it.
    fn push(&mut self) -> ValueMut<'_>;

    /// Appends null to a sparse list; ignored by a dense list.
    fn push_null(&mut self);
}

/// A map from strings (or open enums) to values.
pub trait Map {
    /// The number of entries.
    fn len(&self) -> usize;

    /// Whether it has no entries.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All entries; the value is `None` for null.
    fn entries<'a>(&'a self) -> Box<dyn Iterator<Item = (&'a str, Option<ValueRef<'a>>)> + 'a>;

    /// Sets a key to a default value and returns mutable access to it.
    fn insert(&mut self, key: &str) -> ValueMut<'_>;

    /// Sets a key to null in a sparse map; ignored by a dense map.
    fn insert_null(&mut self, key: &str);
}

/// Sets a member that is text, by its name in the model. Nothing happens if there is none.
#[allow(dead_code, reason = "only used by optional features")]
pub(crate) fn set_text(shape: &mut dyn Shape, name: &str, text: &str) {
    let index = shape.schema().position(name);
    match index.and_then(|index| shape.member_mut(index)) {
        Some(ValueMut::String(member)) => text.clone_into(member),
        Some(ValueMut::Enumeration(member)) => member.set(text),
        _ => {}
    }
}

/// The text of a member, by its name in the model.
pub(crate) fn text_of<'i>(shape: &'i dyn Shape, name: &str) -> Option<&'i str> {
    let index = shape.schema().position(name)?;
    match shape.member(index) {
        Some(ValueRef::String(text) | ValueRef::Enumeration(text)) => Some(text),
        _ => None,
    }
}
