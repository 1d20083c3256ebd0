//! Sample values as XML, as the runtime's codec writes them: a test compares the two.

use super::sample::{DEEPEST, SHOWN};
use super::wire::Wire;
use crate::model::xml::{Element, Namespace};
use crate::model::{Kind, Member, Structure};

/// Elements that are being written.
pub(super) struct Elements<'w, 'm> {
    wire: &'w Wire<'m>,
    text: String,
}

impl<'w, 'm> Elements<'w, 'm> {
    /// The document that a structure is.
    pub(super) fn document(wire: &'w Wire<'m>, name: &str, stated: &Element) -> String {
        let own = &wire.model.shapes[name].xml.document;
        let root = stated.name.as_deref().or(own.name.as_deref());
        let namespace = stated.namespace.as_ref().or(own.namespace.as_ref());
        let namespace = namespace.or(wire.model.service.xml_namespace.as_ref());
        let namespace = namespace.filter(|_| wire.names_documents());
        Self::written(wire, |it| {
            it.value(root.unwrap_or(name), namespace, name, 0);
        })
    }

    /// A payload, under the name of its member.
    pub(super) fn payload(wire: &'w Wire<'m>, name: &str, member: &'m Member) -> String {
        let own = member.xml.namespace.as_ref();
        let of_target = wire.model.shapes[&member.target]
            .xml
            .document
            .namespace
            .as_ref();
        let namespace = own
            .or(of_target)
            .or(wire.model.service.xml_namespace.as_ref());
        let root = member.wire_name.as_deref().unwrap_or(name);
        Self::written(wire, |it| it.value(root, namespace, &member.target, 0))
    }

    /// The element or elements of a member, or its attribute.
    pub(super) fn of_member(wire: &'w Wire<'m>, name: &str, member: &'m Member) -> String {
        Self::written(wire, |it| {
            if member.xml.is_attribute {
                it.attribute(name, member);
            } else {
                it.member(name, member, 1);
            }
        })
    }

    /// A shape that is not a document.
    pub(super) fn of_shape(wire: &'w Wire<'m>, name: &str) -> String {
        Self::written(wire, |it| it.value(name, None, name, 0))
    }

    fn written(wire: &'w Wire<'m>, write: impl FnOnce(&mut Self)) -> String {
        let text = String::new();
        let mut elements = Self { wire, text };
        write(&mut elements);
        elements.text.trim_start().to_owned()
    }

    fn value(&mut self, name: &str, namespace: Option<&Namespace>, target: &str, depth: usize) {
        self.open(name, namespace);
        match self.wire.kind(target) {
            Some(Kind::Structure(it)) => self.structure(it, SHOWN, depth),
            Some(Kind::Union(it) | Kind::EventStream(it)) => self.structure(it, 1, depth),
            Some(Kind::List { item, .. }) => {
                self.text.push('>');
                let stated = &self.wire.model.shapes[target].xml.item;
                let name = stated.name.as_deref().unwrap_or("member");
                self.item(name, stated.namespace.as_ref(), item, depth);
            }
            Some(Kind::Map { .. }) => {
                self.text.push('>');
                self.entry("entry", None, target, depth);
            }
            _ => {
                self.text.push('>');
                let text = self.wire.text(target);
                self.escaped(text);
            }
        }
        self.close(name);
    }

    /// What is in a structure, after the beginning of its start tag.
    fn structure(&mut self, structure: &'m Structure, shown: usize, depth: usize) {
        let members: Vec<_> = self.wire.shown(structure, shown, depth).collect();
        for (name, member) in members.iter().filter(|(_, it)| it.xml.is_attribute) {
            self.attribute(name, member);
        }
        self.text.push('>');
        for (name, member) in members.iter().filter(|(_, it)| !it.xml.is_attribute) {
            self.member(name, member, depth + 1);
        }
    }

    fn attribute(&mut self, name: &str, member: &Member) {
        let name = member.wire_name.as_deref().unwrap_or(name);
        self.text.extend([" ", name, "=\""]);
        let text = self.wire.text(&member.target);
        self.escaped(text);
        self.text.push('"');
    }

    fn member(&mut self, name: &str, member: &'m Member, depth: usize) {
        let name = member.wire_name.as_deref().unwrap_or(name);
        let target = self.wire.model.shapes.get(&member.target);
        // A prefix of the target's is also meant for its attributes.
        let of_target = target.and_then(|it| it.xml.document.namespace.as_ref());
        let of_target = of_target.filter(|it| it.prefix.is_some());
        let namespace = member.xml.namespace.as_ref().or(of_target);
        match target.map(|it| &it.kind) {
            Some(Kind::List { item, .. }) if member.xml.is_flattened => {
                self.item(name, namespace, item, depth);
            }
            Some(Kind::Map { .. }) if member.xml.is_flattened => {
                self.entry(name, namespace, &member.target, depth);
            }
            _ => self.value(name, namespace, &member.target, depth),
        }
    }

    fn item(&mut self, name: &str, namespace: Option<&Namespace>, item: &str, depth: usize) {
        if depth <= DEEPEST {
            self.value(name, namespace, item, self.wire.below(item, depth));
        }
    }

    fn entry(&mut self, name: &str, namespace: Option<&Namespace>, map: &str, depth: usize) {
        let shape = &self.wire.model.shapes[map];
        let Kind::Map { key, value, .. } = &shape.kind else {
            return;
        };
        if depth > DEEPEST {
            return;
        }
        let of_key = shape.xml.key.name.as_deref().unwrap_or("key");
        let of_value = shape.xml.item.name.as_deref().unwrap_or("value");
        self.open(name, namespace);
        self.text.push('>');
        self.open(of_key, shape.xml.key.namespace.as_ref());
        self.text.push('>');
        let key = self.wire.key(key);
        self.escaped(key);
        self.close(of_key);
        let below = self.wire.below(value, depth);
        self.value(of_value, shape.xml.item.namespace.as_ref(), value, below);
        self.close(name);
    }

    /// The beginning of a start tag.
    fn open(&mut self, name: &str, namespace: Option<&Namespace>) {
        self.text.extend(["<", name]);
        if let Some(namespace) = namespace {
            let prefix = namespace.prefix.as_deref().unwrap_or_default();
            let colon = if prefix.is_empty() { "" } else { ":" };
            self.text.extend([" xmlns", colon, prefix, "=\""]);
            self.escaped(&namespace.uri);
            self.text.push('"');
        }
    }

    fn close(&mut self, name: &str) {
        self.text.extend(["</", name, ">"]);
    }

    fn escaped(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                _ => self.text.push(character),
            }
        }
    }
}
