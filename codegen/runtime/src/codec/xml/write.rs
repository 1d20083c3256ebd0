//! Writes shapes as documents, by their member tables.

use bytes::Bytes;

use super::read::is_attribute;
use crate::codec::path::{Path, Segment};
use crate::codec::text;
use crate::core::schema::Member;
use crate::core::shape::{List, Map, Shape};
use crate::core::timestamp::Format;
use crate::core::value::ValueRef;
use crate::core::xml::{Element, Namespace, Xml};

/// Encodes the members of a document; empty if none is set.
///
/// # Errors
///
/// The first member that no document can hold, with its path.
pub fn write(shape: &dyn Shape) -> Result<Bytes, String> {
    let schema = shape.schema();
    let mut members = schema.members.iter().enumerate();
    if !members.any(|(index, it)| it.is_in_document() && shape.member(index).is_some()) {
        return Ok(Bytes::new());
    }
    let root = schema.document.unwrap_or(&Element::DEFAULT);
    let name = root.or_named(schema.name).name;
    Writer::document(|writer| writer.shape(name, root.namespace, shape))
}

/// Encodes a structure that is the whole body, under the member's name.
pub(super) fn payload(member: &'static Member, shape: &dyn Shape) -> Result<Bytes, String> {
    let namespace = member.xml.unwrap_or(Xml::DEFAULT).namespace;
    Writer::document(|writer| {
        let written = writer.shape(member.wire, namespace, shape);
        written.inspect_err(|_| writer.path.record(Segment::Member(member.name)))
    })
}

/// A document that is being written.
#[derive(Default)]
pub struct Writer {
    text: String,
    path: Path,
}

/// Why a value cannot be in a document.
pub struct Invalid(&'static str);

type Written = Result<(), Invalid>;

impl Writer {
    /// A document with the root that `content` writes.
    ///
    /// # Errors
    ///
    /// The first member that no document can hold, with its path.
    pub fn document(content: impl FnOnce(&mut Self) -> Written) -> Result<Bytes, String> {
        let mut writer = Self::default();
        match content(&mut writer) {
            Ok(()) => Ok(writer.text.into()),
            Err(Invalid(reason)) => Err(match writer.path.text() {
                path if path.is_empty() => reason.to_owned(),
                path => format!("{path}: {reason}"),
            }),
        }
    }

    /// An element with anything in it.
    ///
    /// # Errors
    ///
    /// Those of `content`.
    pub fn element(
        &mut self,
        name: &str,
        namespace: Namespace,
        content: impl FnOnce(&mut Self) -> Written,
    ) -> Written {
        self.open(name, namespace);
        self.text.push('>');
        content(self)?;
        self.close(name);
        Ok(())
    }

    /// An element with a text.
    ///
    /// # Errors
    ///
    /// If no document can hold the text.
    pub fn text(&mut self, name: &str, text: &str) -> Written {
        self.element(name, Namespace::NONE, |writer| writer.escaped(text))
    }

    /// An element with the members of a shape.
    ///
    /// # Errors
    ///
    /// If no document can hold one of them.
    pub fn shape(&mut self, name: &str, namespace: Namespace, shape: &dyn Shape) -> Written {
        self.open(name, namespace);
        let schema = shape.schema();
        for (index, member) in schema.members.iter().enumerate() {
            if is_attribute(member)
                && let Some(value) = shape.member(index)
            {
                self.text.extend([" ", member.wire, "=\""]);
                let written = self.scalar(value, member);
                written.inspect_err(|_| self.path.record_member(schema, index))?;
                self.text.push('"');
            }
        }
        self.text.push('>');
        self.members(shape)?;
        self.close(name);
        Ok(())
    }

    /// The elements of the members of a shape.
    ///
    /// # Errors
    ///
    /// If no document can hold one of them.
    pub fn members(&mut self, shape: &dyn Shape) -> Written {
        let schema = shape.schema();
        if shape.unknown().is_some_and(|name| !name.is_empty()) {
            return Err(Invalid(
                "the union has an unknown variant, which has no value",
            ));
        }
        for (index, member) in schema.members.iter().enumerate() {
            if member.is_in_document()
                && !is_attribute(member)
                && let Some(value) = shape.member(index)
            {
                let written = self.member(value, member);
                written.inspect_err(|_| self.path.record_member(schema, index))?;
            }
        }
        Ok(())
    }

    fn member(&mut self, value: ValueRef<'_>, member: &'static Member) -> Written {
        let xml = member.xml.unwrap_or(Xml::DEFAULT);
        match value {
            ValueRef::List(list) if xml.is_flattened => {
                let item = Element {
                    name: member.wire,
                    namespace: xml.namespace,
                };
                self.items(list, member, xml, item)
            }
            ValueRef::Map(map) if xml.is_flattened => {
                self.entries(map, member, xml, member.wire, xml.namespace)
            }
            value => self.value(value, member, xml, member.wire, xml.namespace),
        }
    }

    fn value(
        &mut self,
        value: ValueRef<'_>,
        member: &'static Member,
        xml: &'static Xml,
        name: &str,
        namespace: Namespace,
    ) -> Written {
        match value {
            ValueRef::Shape(shape) => self.shape(name, namespace, shape),
            ValueRef::List(list) => {
                let item = xml.list_item();
                self.element(name, namespace, |writer| {
                    writer.items(list, member, xml, item)
                })
            }
            ValueRef::Map(map) => self.element(name, namespace, |writer| {
                writer.entries(map, member, xml, "entry", Namespace::NONE)
            }),
            value => self.element(name, namespace, |writer| writer.scalar(value, member)),
        }
    }

    /// The items of a list, each in an element of its own. Null is an empty one.
    fn items(
        &mut self,
        list: &dyn List,
        member: &'static Member,
        xml: &'static Xml,
        item: Element,
    ) -> Written {
        for index in 0..list.len() {
            let written = match list.item(index) {
                Some(value) => self.value(value, member, xml.inner(), item.name, item.namespace),
                None => self.element(item.name, item.namespace, |_| Ok(())),
            };
            written.inspect_err(|_| self.path.record(Segment::Index(index)))?;
        }
        Ok(())
    }

    /// The entries of a map, each in an element of its own. Null is an entry without a value.
    fn entries(
        &mut self,
        map: &dyn Map,
        member: &'static Member,
        xml: &'static Xml,
        name: &str,
        namespace: Namespace,
    ) -> Written {
        let (of_key, of_value) = xml.entry();
        for (key, value) in map.entries() {
            let written = self.element(name, namespace, |writer| {
                writer.element(of_key.name, of_key.namespace, |writer| writer.escaped(key))?;
                let Some(value) = value else { return Ok(()) };
                writer.value(
                    value,
                    member,
                    xml.inner(),
                    of_value.name,
                    of_value.namespace,
                )
            });
            written.inspect_err(|_| self.path.record(Segment::Key(key.to_owned())))?;
        }
        Ok(())
    }

    fn scalar(&mut self, value: ValueRef<'_>, member: &Member) -> Written {
        let format = member.format.unwrap_or(Format::DateTime);
        match text::write(value, format) {
            Some(text) => self.escaped(&text),
            None => Err(Invalid("such a value has no form in XML")),
        }
    }

    /// The start of a start tag.
    fn open(&mut self, name: &str, namespace: Namespace) {
        self.text.extend(["<", name]);
        if !namespace.uri.is_empty() {
            let colon = if namespace.prefix.is_empty() { "" } else { ":" };
            self.text.extend([" xmlns", colon, namespace.prefix, "=\""]);
            // A model's text is one that a document can hold.
            let _ = self.escaped(namespace.uri);
            self.text.push('"');
        }
    }

    fn close(&mut self, name: &str) {
        self.text.extend(["</", name, ">"]);
    }

    /// A text in an element or attribute. Characters that readers change are references: they
    /// normalise line ends, and white space in attributes.
    fn escaped(&mut self, text: &str) -> Written {
        let mut rest = text;
        while let Some(position) = rest.find(is_special) {
            let (plain, special) = rest.split_at(position);
            self.text.push_str(plain);
            let mut characters = special.chars();
            self.text.push_str(match characters.next() {
                Some('&') => "&amp;",
                Some('<') => "&lt;",
                Some('>') => "&gt;",
                Some('"') => "&quot;",
                Some('\t') => "&#x9;",
                Some('\n') => "&#xA;",
                Some('\r') => "&#xD;",
                Some('\u{85}') => "&#x85;",
                Some('\u{2028}') => "&#x2028;",
                _ => return Err(Invalid("the text has a character that XML cannot hold")),
            });
            rest = characters.as_str();
        }
        self.text.push_str(rest);
        Ok(())
    }
}

/// Whether a character is a reference, or cannot be in a document (XML 1.0, `Char`).
fn is_special(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1F}' | '&' | '<' | '>' | '"' | '\u{85}' | '\u{2028}' | '\u{FFFE}' | '\u{FFFF}'
    )
}
