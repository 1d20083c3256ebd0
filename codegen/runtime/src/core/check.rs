//! Preparation of inputs: checking required members and filling in idempotency tokens.

use std::fmt::Write;

use crate::core::debug::REDACTED;
use crate::core::error::{BuildError, InvalidInput};
use crate::core::schema::{Flags, Member};
use crate::core::shape::Shape;
use crate::core::value::{ValueMut, ValueRef};

/// Checks that required members are set, at any depth, and that unions can be sent.
///
/// Required members of nested structures are plain fields in Rust, so they always have a value.
/// These count as missing if they have the default value: enums (no service accepts the empty
/// text), text that must not be empty, and unions (no variant).
///
/// A union's unknown variant cannot be sent, because its value was not kept.
///
/// # Errors
///
/// Lists all such members.
pub fn required(operation: &'static str, input: &dyn Shape) -> Result<(), InvalidInput> {
    let mut walk = Walk {
        path: String::new(),
        found: InvalidInput {
            operation,
            missing: Vec::new(),
            invalid: Vec::new(),
        },
    };
    walk.structure(input, false);
    if walk.found.missing.is_empty() && walk.found.invalid.is_empty() {
        Ok(())
    } else {
        Err(walk.found)
    }
}

/// Checks that a structure can be sent as part of an input: that its required members are set,
/// besides tokens, which the client fills in.
///
/// # Errors
///
/// Lists all such members.
pub fn complete(structure: &dyn Shape) -> Result<(), BuildError> {
    let Err(mut found) = required("", structure) else {
        return Ok(());
    };
    let members = structure.schema().members.iter();
    let tokens = members.filter(|member| member.is(Flags::IDEMPOTENCY_TOKEN));
    let tokens: Vec<_> = tokens.map(|member| member.name).collect();
    found.missing.retain(|path| !tokens.contains(&&**path));
    if found.missing.is_empty() && found.invalid.is_empty() {
        Ok(())
    } else {
        Err(BuildError::new(found))
    }
}

struct Walk {
    /// The current path.
    path: String,
    found: InvalidInput,
}

impl Walk {
    /// `hides_keys`: map keys in paths are redacted, because an outer shape or member is sensitive.
    fn structure(&mut self, shape: &dyn Shape, hides_keys: bool) {
        let length = self.path.len();
        let schema = shape.schema();
        let hides_keys = hides_keys || schema.is_sensitive;
        if let Some(name) = shape.unknown() {
            self.unknown(name, hides_keys);
        }
        for (index, member) in schema.members.iter().enumerate() {
            if !self.path.is_empty() {
                self.path.push('.');
            }
            self.path.push_str(member.name);
            match shape.member(index) {
                value if member.is(Flags::REQUIRED) && is_missing(member, value) => {
                    self.found.missing.push(self.path.clone());
                }
                None => {}
                Some(ValueRef::Stream(stream))
                    if member.is(Flags::REQUIRES_LENGTH) && stream.length().is_none() =>
                {
                    self.found.invalid.push(format!(
                        "{} has to have a known length: state it with `with_length`",
                        self.path
                    ));
                }
                Some(value) => self.nested(value, hides_keys || member.is(Flags::SENSITIVE)),
            }
            self.path.truncate(length);
        }
    }

    fn unknown(&mut self, name: &str, is_hidden: bool) {
        let path = &self.path;
        self.found.invalid.push(match name {
            "" => format!("{path} has no variant"),
            _ if is_hidden => format!("{path} has a variant that this crate does not know"),
            name => format!("{path} has the variant {name:?}, which this crate does not know"),
        });
    }

    fn nested(&mut self, value: ValueRef<'_>, hides_keys: bool) {
        let length = self.path.len();
        match value {
            ValueRef::Shape(shape) => self.structure(shape, hides_keys),
            ValueRef::List(list) => {
                for index in 0..list.len() {
                    if let Some(
                        item @ (ValueRef::Shape(_) | ValueRef::List(_) | ValueRef::Map(_)),
                    ) = list.item(index)
                    {
                        // Writing to a string cannot fail.
                        let _ = write!(self.path, "[{index}]");
                        self.nested(item, hides_keys);
                        self.path.truncate(length);
                    }
                }
            }
            ValueRef::Map(map) => {
                for (key, value) in map.entries() {
                    if let Some(
                        item @ (ValueRef::Shape(_) | ValueRef::List(_) | ValueRef::Map(_)),
                    ) = value
                    {
                        let key = if hides_keys { REDACTED } else { key };
                        let _ = write!(self.path, "[{key:?}]");
                        self.nested(item, hides_keys);
                        self.path.truncate(length);
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_missing(member: &Member, value: Option<ValueRef<'_>>) -> bool {
    match value {
        None | Some(ValueRef::Enumeration("")) => true,
        Some(ValueRef::String("")) => member.is(Flags::NON_EMPTY),
        Some(ValueRef::Shape(shape)) => shape.unknown() == Some(""),
        Some(_) => false,
    }
}

/// Fills in the unset idempotency tokens of an operation's input. Tokens are top-level members; no
/// service has nested ones.
pub fn fill_idempotency_tokens(input: &mut dyn Shape, token: &mut dyn FnMut() -> String) {
    for (index, member) in input.schema().members.iter().enumerate() {
        if member.is(Flags::IDEMPOTENCY_TOKEN)
            && input.member(index).is_none()
            && let Some(ValueMut::String(member)) = input.member_mut(index)
        {
            *member = token();
        }
    }
}
