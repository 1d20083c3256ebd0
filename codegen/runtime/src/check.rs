//! What is done with an input before it is sent: required members and idempotency tokens.

use std::fmt::Write;

use super::debug::REDACTED;
use super::error::InvalidInput;
use super::schema::{Flags, Member};
use super::shape::Shape;
use super::value::{ValueMut, ValueRef};

/// Reports every required member that is not set, at any depth.
///
/// The required members of nested structures are plain fields in Rust, so they always have some
/// value. Left at their defaults, these count as missing: an enum (no service means the empty text),
/// text that may not be empty, and a union (it has no member).
///
/// # Errors
///
/// If one or more are missing.
pub fn required(operation: &'static str, input: &dyn Shape) -> Result<(), InvalidInput> {
    let mut missing = Vec::new();
    structure(input, false, &mut String::new(), &mut missing);
    if missing.is_empty() {
        Ok(())
    } else {
        Err(InvalidInput {
            operation,
            missing,
            invalid: Vec::new(),
        })
    }
}

/// `hides_keys` tells whether the model wants nothing shown of what it looks at; of a path, that
/// concerns the keys of maps.
fn structure(shape: &dyn Shape, hides_keys: bool, path: &mut String, missing: &mut Vec<String>) {
    let length = path.len();
    let hides_keys = hides_keys || shape.schema().is_sensitive;
    for (index, member) in shape.schema().members.iter().enumerate() {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(member.name);
        match shape.member(index) {
            value if member.is(Flags::REQUIRED) && is_missing(member, value) => {
                missing.push(path.clone());
            }
            None => {}
            Some(value) => {
                let hides_keys = hides_keys || member.is(Flags::SENSITIVE);
                nested(value, hides_keys, path, missing);
            }
        }
        path.truncate(length);
    }
}

fn is_missing(member: &Member, value: Option<ValueRef<'_>>) -> bool {
    match value {
        None | Some(ValueRef::Enumeration("")) => true,
        Some(ValueRef::String("")) => member.is(Flags::NON_EMPTY),
        Some(ValueRef::Shape(shape)) if shape.schema().is_union => {
            (0..shape.schema().members.len()).all(|index| shape.member(index).is_none())
        }
        Some(_) => false,
    }
}

fn nested(value: ValueRef<'_>, hides_keys: bool, path: &mut String, missing: &mut Vec<String>) {
    let length = path.len();
    match value {
        ValueRef::Shape(shape) => structure(shape, hides_keys, path, missing),
        ValueRef::List(list) => {
            for index in 0..list.len() {
                if let Some(item @ (ValueRef::Shape(_) | ValueRef::List(_) | ValueRef::Map(_))) =
                    list.item(index)
                {
                    // Writing to a string cannot fail.
                    let _ = write!(path, "[{index}]");
                    nested(item, hides_keys, path, missing);
                    path.truncate(length);
                }
            }
        }
        ValueRef::Map(map) => {
            for (key, value) in map.entries() {
                if let Some(item @ (ValueRef::Shape(_) | ValueRef::List(_) | ValueRef::Map(_))) =
                    value
                {
                    let key = if hides_keys { REDACTED } else { key };
                    let _ = write!(path, "[{key:?}]");
                    nested(item, hides_keys, path, missing);
                    path.truncate(length);
                }
            }
        }
        _ => {}
    }
}

/// Fills every idempotency token of an operation's input that the caller left out. Tokens are
/// members of the input itself; a flag further down means nothing (no such service exists).
pub fn fill_idempotency_tokens(input: &mut dyn Shape, token: &mut dyn FnMut() -> String) {
    for (index, member) in input.schema().members.iter().enumerate() {
        if member.is(Flags::IDEMPOTENCY_TOKEN)
            && input.member(index).is_none()
            && let Some(ValueMut::String(place)) = input.member_mut(index)
        {
            *place = token();
        }
    }
}
