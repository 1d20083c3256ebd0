//! `Debug` by member table: the names in Rust, set members only, sensitive values redacted.

use std::fmt;

use crate::core::schema::{Flags, Member, Schema};
use crate::core::shape::{List, Map, Shape};
use crate::core::timestamp;
use crate::core::value::ValueRef;

/// Replaces sensitive values.
pub const REDACTED: &str = "(redacted)";

/// Formats a shape as `Build { id: "p:1", build_number: 3 }`, and a union as its variant.
///
/// # Errors
///
/// Those of the formatter.
pub fn fmt(shape: &dyn Shape, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Schema {
        rust_name,
        rust_members,
        members,
        is_union,
        is_sensitive,
        ..
    } = shape.schema();
    if *is_sensitive {
        return write!(f, "{rust_name} {REDACTED}");
    }
    let name_of = |index: usize, member: &'static Member| {
        let name = rust_members.get(index).unwrap_or(&member.name);
        name.strip_prefix("r#").unwrap_or(name)
    };
    if *is_union {
        let mut members = members.iter().enumerate();
        let set = members.find_map(|(index, member)| Some((index, member, shape.member(index)?)));
        return match set {
            Some((index, member, value)) => f
                .debug_tuple(name_of(index, member))
                .field(&Shown {
                    value: Some(value),
                    member,
                })
                .finish(),
            None => f.write_str("UnknownValue"),
        };
    }
    let mut output = f.debug_struct(rust_name);
    for (index, member) in members.iter().enumerate() {
        if let Some(value) = shape.member(index) {
            let value = Some(value);
            output.field(name_of(index, member), &Shown { value, member });
        }
    }
    output.finish()
}

struct Shown<'a> {
    /// `None` for the null of a sparse list or map.
    value: Option<ValueRef<'a>>,
    member: &'a Member,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.member.is(Flags::SENSITIVE) {
            return f.write_str(REDACTED);
        }
        let Some(value) = self.value else {
            return f.write_str("null");
        };
        match value {
            ValueRef::Boolean(value) => value.fmt(f),
            ValueRef::Integer(value) => value.fmt(f),
            ValueRef::Float(value) => value.fmt(f),
            ValueRef::Double(value) => value.fmt(f),
            ValueRef::String(value) | ValueRef::Enumeration(value) => value.fmt(f),
            ValueRef::Timestamp(value) => f.write_str(&timestamp::to_date_time(value)),
            ValueRef::Blob(value) => write!(f, "({} bytes)", value.len()),
            ValueRef::Stream(stream) => match stream.length() {
                Some(length) => write!(f, "({length} bytes)"),
                None => f.write_str("(stream)"),
            },
            ValueRef::Document(value) => fmt::Display::fmt(value, f),
            ValueRef::List(list) => f.debug_list().entries(self.items(list)).finish(),
            ValueRef::Map(map) => f.debug_map().entries(self.entries(map)).finish(),
            ValueRef::Shape(shape) => self::fmt(shape, f),
        }
    }
}

impl<'a> Shown<'a> {
    fn items(&self, list: &'a dyn List) -> impl Iterator<Item = Shown<'a>> {
        let member = self.member;
        (0..list.len()).map(move |index| Shown {
            value: list.item(index),
            member,
        })
    }

    fn entries(&self, map: &'a dyn Map) -> impl Iterator<Item = (&'a str, Shown<'a>)> {
        let member = self.member;
        map.entries()
            .map(move |(key, value)| (key, Shown { value, member }))
    }
}
