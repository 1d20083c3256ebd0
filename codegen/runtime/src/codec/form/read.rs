//! Reads forms.

use std::fmt::Write as _;

use super::pairs::{Node, shown};
use super::{ENTRY, Keys};
use crate::codec::text;
use crate::core::error::DecodeError;
use crate::core::schema::Flags;
use crate::core::shape::{List, Map, Shape};
use crate::core::value::ValueMut;
use crate::core::xml::Xml;

/// Decodes the parameters of forms (those of a query and of a body) into a shape, in any order.
/// Unknown parameters are ignored, and so are gaps in the numbers of items. Returns the paths of
/// required members that there are no parameters for.
///
/// # Errors
///
/// If a form is malformed, or a value has the wrong type.
pub fn read(
    forms: &[&[u8]],
    shape: &mut dyn Shape,
    keys: Keys,
) -> Result<Vec<String>, DecodeError> {
    let root = Node::parse(forms)?;
    let mut reader = Reader {
        keys,
        path: String::new(),
        missing: Vec::new(),
    };
    match reader.structure(&root, shape) {
        Ok(()) => Ok(reader.missing),
        // The path is that of the error, because it is shortened after successes only.
        Err(reason) => Err(DecodeError::new(reader.path, reason)),
    }
}

struct Reader {
    keys: Keys,
    /// The current path in the notation of the model.
    path: String,
    missing: Vec<String>,
}

impl Reader {
    fn structure(&mut self, node: &Node, shape: &mut dyn Shape) -> Result<(), String> {
        let length = self.path.len();
        for (index, member) in shape.schema().members.iter().enumerate() {
            if length > 0 {
                self.path.push('.');
            }
            self.path.push_str(member.name);
            match node.parts.get(&*self.keys.name(member)) {
                Some(node) => {
                    let xml = member.xml.unwrap_or(Xml::DEFAULT);
                    self.value(node, shape.member_mut(index), xml)?;
                }
                None if member.is(Flags::REQUIRED) => self.missing.push(self.path.clone()),
                None => {}
            }
            self.path.truncate(length);
        }
        Ok(())
    }

    /// Reads the one member that is there.
    fn union(&mut self, node: &Node, shape: &mut dyn Shape) -> Result<(), String> {
        let members = shape.schema().members.iter();
        let known = members.filter(|it| node.parts.contains_key(&*self.keys.name(it)));
        match known.count() {
            0 => {
                // The unknown ones have no order.
                if let Some(name) = node.parts.keys().min() {
                    shape.set_unknown(name);
                }
                Ok(())
            }
            1 => self.structure(node, shape),
            _ => Err("expected one member of a union, found several".to_owned()),
        }
    }

    fn value(&mut self, node: &Node, place: Option<ValueMut<'_>>, xml: &Xml) -> Result<(), String> {
        let is_empty = node.value.as_ref().is_none_or(String::is_empty);
        match place {
            Some(ValueMut::Shape(_) | ValueMut::List(_) | ValueMut::Map(_)) if !is_empty => {
                Err("expected parameters with longer keys, found a value".to_owned())
            }
            Some(ValueMut::Shape(shape)) if shape.schema().is_union => self.union(node, shape),
            Some(ValueMut::Shape(shape)) => self.structure(node, shape),
            Some(ValueMut::List(list)) => self.list(node, list, xml),
            Some(ValueMut::Map(map)) => self.map(node, map, xml),
            Some(place) => match &node.value {
                Some(value) => text::read(value, place).map_err(str::to_owned),
                None => Err("expected a value, found parameters with longer keys".to_owned()),
            },
            None => Err("the member table and the type do not match".to_owned()),
        }
    }

    fn list(&mut self, node: &Node, list: &mut dyn List, xml: &Xml) -> Result<(), String> {
        let name = self.keys.items(xml, xml.list_item().name);
        self.items(node, name, |reader, node| {
            reader.value(node, Some(list.push()), xml.inner())
        })
    }

    fn map(&mut self, node: &Node, map: &mut dyn Map, xml: &Xml) -> Result<(), String> {
        let (key, value) = xml.entry();
        let name = self.keys.items(xml, ENTRY);
        self.items(node, name, |reader, node| {
            let text = node.parts.get(key.name).and_then(|key| key.value.as_ref());
            let Some(text) = text else {
                return Err(format!("the entry has no `{}`", key.name));
            };
            match node.parts.get(value.name) {
                Some(value) => reader.value(value, Some(map.insert(text)), xml.inner()),
                None => {
                    map.insert_null(text);
                    Ok(())
                }
            }
        })
    }

    /// Reads the items of a list or map in the order of their numbers.
    fn items(
        &mut self,
        node: &Node,
        name: Option<&'static str>,
        mut read: impl FnMut(&mut Self, &Node) -> Result<(), String>,
    ) -> Result<(), String> {
        let node = match name {
            Some(name) => match node.parts.get(name) {
                Some(node) => node,
                None if node.parts.is_empty() => return Ok(()),
                None => {
                    return Err(format!(
                        "expected items at `{name}`, found other parameters"
                    ));
                }
            },
            None => node,
        };
        let mut items = Vec::with_capacity(node.parts.len());
        for (part, node) in &node.parts {
            let number = number(part).ok_or_else(|| {
                format!(
                    "expected the number of an item, from 1, found {}",
                    shown(part)
                )
            })?;
            items.push((number, node));
        }
        items.sort_unstable_by_key(|(number, _)| *number);
        let length = self.path.len();
        for (index, (_, node)) in items.into_iter().enumerate() {
            // Writing to a string cannot fail.
            let _ = write!(self.path, "[{index}]");
            read(self, node)?;
            self.path.truncate(length);
        }
        Ok(())
    }
}

/// A number from 1, in its only spelling.
fn number(text: &str) -> Option<u64> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| is_number)
}
