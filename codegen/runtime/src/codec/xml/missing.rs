//! Required members that a document lacks, on the service's side: those of nested structures always
//! have a value in Rust.

use std::collections::HashMap;
use std::fmt::Write;

use super::read::{MAX_DEPTH, is_attribute, local};
use super::tokens::{Fault, Token, Tokens, decoded};
use crate::core::schema::{Flags, Member};
use crate::core::shape::Shape;
use crate::core::value::ValueRef;
use crate::core::xml::Xml;

/// The paths of the required members of a shape that the document it was decoded from lacks. A
/// malformed document lacks nothing: decoding it is an error. A flattened list or map may be empty,
/// so it is never missing.
pub(super) fn missing(document: &[u8], shape: &dyn Shape) -> Vec<String> {
    let root = match decoded(document) {
        Ok(text) if !text.trim_ascii().is_empty() => match Element::read(text) {
            Ok(root) => root,
            Err(_) => return Vec::new(),
        },
        _ => Element::default(),
    };
    let mut found = Vec::new();
    let value = ValueRef::Shape(shape);
    find(
        value,
        &[&root],
        Xml::DEFAULT,
        &mut String::new(),
        &mut found,
    );
    found
}

/// An element with what is in it.
#[derive(Default)]
struct Element {
    /// Without a prefix, as the names of its attributes.
    name: String,
    attributes: Vec<String>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    fn read(document: &str) -> Result<Self, Fault> {
        let mut tokens = Tokens::new(document);
        let mut open = vec![Self::default()];
        while let Some(token) = tokens.next()? {
            match token {
                // It belongs to no member.
                Token::Start(_) if open.len() > MAX_DEPTH => tokens.skip()?,
                Token::Start(start) => {
                    let mut attributes = start.attributes();
                    let attributes = attributes.with_checks(false).flatten();
                    open.push(Self {
                        name: start.local_name().into_inner().to_owned(),
                        attributes: attributes
                            .map(|it| it.key.local_name().into_inner().to_owned())
                            .collect(),
                        ..Self::default()
                    });
                }
                Token::Text(text) => {
                    if let Some(element) = open.last_mut() {
                        element.text.push_str(&text);
                    }
                }
                Token::End => {
                    if let Some(element) = open.pop()
                        && let Some(parent) = open.last_mut()
                    {
                        parent.children.push(element);
                    }
                }
            }
        }
        let root = open.pop().and_then(|mut document| document.children.pop());
        Ok(root.unwrap_or_default())
    }

    fn called<'e>(&'e self, name: &str) -> Vec<&'e Self> {
        self.children.iter().filter(|it| it.name == name).collect()
    }
}

/// Looks at a value and its elements: several only of a flattened list or map.
fn find(
    value: ValueRef<'_>,
    elements: &[&Element],
    xml: &'static Xml,
    path: &mut String,
    found: &mut Vec<String>,
) {
    let length = path.len();
    let Some(element) = elements.first() else {
        return;
    };
    let parts: Vec<&Element> = if xml.is_flattened {
        elements.to_vec()
    } else {
        element.children.iter().collect()
    };
    match value {
        ValueRef::Shape(shape) => {
            let members = shape.schema().members.iter().enumerate();
            for (index, member) in members.filter(|(_, member)| member.is_in_document()) {
                let separator = if path.is_empty() { "" } else { "." };
                path.push_str(separator);
                path.push_str(member.name);
                let elements = element.called(member.wire);
                if elements.is_empty() && is_missing(member, element) {
                    found.push(path.clone());
                } else if let Some(value) = shape.member(index) {
                    let xml = member.xml.unwrap_or(Xml::DEFAULT);
                    find(value, &elements, xml, path, found);
                }
                path.truncate(length);
            }
        }
        ValueRef::List(list) => {
            for (index, part) in parts.iter().enumerate() {
                if let Some(value) = list.item(index) {
                    // Writing to a string cannot fail.
                    let _ = write!(path, "[{index}]");
                    find(value, &[part], xml.inner(), path, found);
                    path.truncate(length);
                }
            }
        }
        ValueRef::Map(map) => {
            let (of_key, of_value) = xml.entry();
            // Of entries with the same key, the last counts.
            let entries = parts.iter().filter_map(|&entry| {
                let key = entry.children.iter().find(|it| it.name == of_key.name);
                Some((&*key?.text, entry))
            });
            let entries: HashMap<_, _> = entries.collect();
            for (key, value) in map.entries() {
                if let (Some(value), Some(entry)) = (value, entries.get(key)) {
                    let _ = write!(path, "[{key:?}]");
                    find(
                        value,
                        &entry.called(of_value.name),
                        xml.inner(),
                        path,
                        found,
                    );
                    path.truncate(length);
                }
            }
        }
        _ => {}
    }
}

/// Whether an element lacks a member, for which it has no child.
fn is_missing(member: &Member, element: &Element) -> bool {
    let is_flattened = member.xml.is_some_and(|xml| xml.is_flattened);
    let mut attributes = element.attributes.iter();
    let has_attribute = is_attribute(member) && attributes.any(|it| *it == *local(member.wire));
    member.is(Flags::REQUIRED) && !is_flattened && !has_attribute
}
