//! Writes forms.

use std::fmt::Write as _;

use bytes::Bytes;

use super::{ENTRY, Keys};
use crate::codec::percent::push_encoded;
use crate::codec::text;
use crate::core::shape::{List, Map, Shape};
use crate::core::timestamp::Format;
use crate::core::value::ValueRef;
use crate::core::xml::Xml;

/// A form of the given parameters and the members of a shape, in model order.
#[must_use]
pub fn write(parameters: &[(&str, &str)], shape: &dyn Shape, keys: Keys) -> Bytes {
    let mut form = Form {
        // Enough for a typical request.
        text: String::with_capacity(512),
        key: String::with_capacity(64),
        keys,
    };
    for (key, value) in parameters {
        form.within(key, |form| form.put(value));
    }
    form.structure(shape);
    form.text.into()
}

struct Form {
    text: String,
    /// The key of the current value, encoded.
    key: String,
    keys: Keys,
}

impl Form {
    /// Writes what is below a part of a key.
    fn within(&mut self, part: &str, write: impl FnOnce(&mut Self)) {
        let length = self.key.len();
        if length > 0 {
            self.key.push('.');
        }
        push_encoded(&mut self.key, part);
        write(self);
        self.key.truncate(length);
    }

    /// Writes what is below the number of an item.
    fn within_item(&mut self, number: usize, write: impl FnOnce(&mut Self)) {
        let length = self.key.len();
        // Writing to a string cannot fail.
        let _ = write!(self.key, ".{number}");
        write(self);
        self.key.truncate(length);
    }

    /// Writes a parameter with the current key.
    fn put(&mut self, value: &str) {
        if !self.text.is_empty() {
            self.text.push('&');
        }
        self.text.push_str(&self.key);
        self.text.push('=');
        push_encoded(&mut self.text, value);
    }

    fn structure(&mut self, shape: &dyn Shape) {
        for (index, member) in shape.schema().members.iter().enumerate() {
            if let Some(value) = shape.member(index) {
                let xml = member.xml.unwrap_or(Xml::DEFAULT);
                let format = member.format.unwrap_or(Format::DateTime);
                let name = self.keys.name(member);
                self.within(&name, |form| form.value(value, xml, format));
            }
        }
    }

    fn value(&mut self, value: ValueRef<'_>, xml: &Xml, format: Format) {
        match value {
            ValueRef::Shape(shape) => self.structure(shape),
            ValueRef::List(list) => self.list(list, xml, format),
            ValueRef::Map(map) => self.map(map, xml, format),
            // The generator refuses documents and streams.
            value => self.put(&text::write(value, format).unwrap_or_default()),
        }
    }

    fn list(&mut self, list: &dyn List, xml: &Xml, format: Format) {
        if list.is_empty() {
            // ec2Query has no empty lists.
            if self.keys == Keys::Query {
                self.put("");
            }
            return;
        }
        let write = |form: &mut Self| {
            let items = (0..list.len()).filter_map(|index| list.item(index));
            for (index, item) in items.enumerate() {
                form.within_item(index + 1, |form| form.value(item, xml.inner(), format));
            }
        };
        match self.keys.items(xml, xml.list_item().name) {
            Some(name) => self.within(name, write),
            None => write(self),
        }
    }

    /// Writes the entries in the order of their keys: maps have none.
    fn map(&mut self, map: &dyn Map, xml: &Xml, format: Format) {
        let mut entries: Vec<_> = map.entries().collect();
        entries.sort_by_key(|(key, _)| *key);
        let (of_key, of_value) = xml.entry();
        let write = |form: &mut Self| {
            for (index, (key, value)) in entries.iter().enumerate() {
                form.within_item(index + 1, |form| {
                    form.within(of_key.name, |form| form.put(key));
                    if let Some(value) = *value {
                        form.within(of_value.name, |form| form.value(value, xml.inner(), format));
                    }
                });
            }
        };
        match self.keys.items(xml, ENTRY) {
            Some(name) => self.within(name, write),
            None => write(self),
        }
    }
}
