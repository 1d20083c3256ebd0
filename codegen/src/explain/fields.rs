//! Sample values as fields of a form, as the runtime's codec writes them: a test compares the two.

use std::fmt::Write as _;

use super::sample::{DEEPEST, SHOWN};
use super::wire::Wire;
use crate::model::{Kind, Member, Structure};

/// The fields of a form that is being written.
pub(super) struct Fields<'w, 'm> {
    wire: &'w Wire<'m>,
    text: String,
    key: String,
}

impl<'w, 'm> Fields<'w, 'm> {
    /// The form of an input, after what names the operation.
    pub(super) fn of_input(
        wire: &'w Wire<'m>,
        start: &str,
        input: Option<&'m Structure>,
    ) -> String {
        let text = start.to_owned();
        let key = String::new();
        let mut fields = Self { wire, text, key };
        if let Some(input) = input {
            fields.structure(input, SHOWN, 0);
        }
        fields.text
    }

    /// The fields of a member, in a structure that is an input.
    pub(super) fn of_member(wire: &'w Wire<'m>, name: &str, member: &'m Member) -> String {
        let (text, key) = Default::default();
        let mut fields = Self { wire, text, key };
        fields.member(name, member, 1);
        fields.text
    }

    fn structure(&mut self, structure: &'m Structure, shown: usize, depth: usize) {
        for (name, member) in self.wire.shown(structure, shown, depth) {
            self.member(name, member, depth + 1);
        }
    }

    fn member(&mut self, name: &str, member: &'m Member, depth: usize) {
        let name = self.wire.field(name, member);
        self.within(&name, |it| {
            it.value(&member.target, member.xml.is_flattened, depth);
        });
    }

    fn value(&mut self, target: &str, is_flattened: bool, depth: usize) {
        let shape = self.wire.model.shapes.get(target);
        let stated = shape.map(|it| &it.xml);
        let is_flattened = is_flattened || self.wire.is_ec2();
        match self.wire.kind(target) {
            Some(Kind::Structure(it)) => self.structure(it, SHOWN, depth),
            Some(Kind::Union(it)) => self.structure(it, 1, depth),
            Some(Kind::List { item, .. }) => {
                if depth > DEEPEST {
                    if !self.wire.is_ec2() {
                        self.put("");
                    }
                    return;
                }
                let name = stated.and_then(|it| it.item.name.as_deref());
                let part = (!is_flattened).then_some(name.unwrap_or("member"));
                let below = self.wire.below(item, depth);
                self.item(part, |it| it.value(item, false, below));
            }
            Some(Kind::Map { key, value, .. }) => {
                if depth > DEEPEST {
                    return;
                }
                let of_key = stated
                    .and_then(|it| it.key.name.as_deref())
                    .unwrap_or("key");
                let of_value = stated.and_then(|it| it.item.name.as_deref());
                let of_value = of_value.unwrap_or("value");
                let below = self.wire.below(value, depth);
                self.item((!is_flattened).then_some("entry"), |it| {
                    let key = it.wire.key(key);
                    it.within(of_key, |it| it.put(key));
                    it.within(of_value, |it| it.value(value, false, below));
                });
            }
            _ => {
                let text = self.wire.text(target);
                self.put(text);
            }
        }
    }

    /// Writes the first item of a list or map.
    fn item(&mut self, part: Option<&str>, write: impl FnOnce(&mut Self)) {
        match part {
            Some(part) => self.within(part, |it| it.within("1", write)),
            None => self.within("1", write),
        }
    }

    fn within(&mut self, part: &str, write: impl FnOnce(&mut Self)) {
        let length = self.key.len();
        if length > 0 {
            self.key.push('.');
        }
        encode(&mut self.key, part);
        write(self);
        self.key.truncate(length);
    }

    fn put(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('&');
        }
        self.text.push_str(&self.key);
        self.text.push('=');
        encode(&mut self.text, text);
    }
}

/// Adds a text in which all but RFC 3986's unreserved characters are percent-encoded.
fn encode(to: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            to.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(to, "%{byte:02X}");
        }
    }
}
