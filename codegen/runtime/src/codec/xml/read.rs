//! Reads a document into a shape, by its member table.
//!
//! Elements are known by their local names; those that the table does not have are left out, and of a
//! repeated one that is not flattened, the first counts.

use std::borrow::Cow;
use std::mem;

use percent_encoding::percent_decode_str;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;

use super::find;
use super::tokens::{Fault, Tokens};
use crate::codec::path::{Path, Segment};
use crate::codec::text;
use crate::core::schema::{Member, Schema};
use crate::core::shape::{List, Map, Shape};
use crate::core::value::ValueMut;
use crate::core::xml::Xml;

/// How deep elements may be nested: as deep as values of JSON in `serde_json`.
pub(super) const MAX_DEPTH: usize = 128;

/// Reads one document and records the path of an error.
pub(super) struct Decoder<'d> {
    pub(super) tokens: Tokens<'d>,
    pub(super) path: Path,
    depth: usize,
    document: &'d str,
    /// Whether texts are URL-encoded, once it is known.
    is_url_encoded: Option<bool>,
    /// For a text in several parts, and for one that is URL-encoded.
    buffers: (String, Vec<u8>),
}

impl<'d> Decoder<'d> {
    pub(super) fn new(document: &'d str) -> Self {
        Self {
            tokens: Tokens::new(document),
            path: Path::default(),
            depth: 0,
            document,
            is_url_encoded: None,
            buffers: Default::default(),
        }
    }

    /// Reads the element at a path of names, below the root, into a shape. The first element of each
    /// name counts; if there is none, the shape is left as it is.
    pub(super) fn read(&mut self, path: &[&str], shape: &mut dyn Shape) -> Result<(), Fault> {
        let root = self.tokens.root()?;
        self.within(&root, path, shape)?;
        self.tokens.finish()
    }

    fn within(
        &mut self,
        start: &BytesStart<'d>,
        path: &[&str],
        shape: &mut dyn Shape,
    ) -> Result<(), Fault> {
        let Some((name, below)) = path.split_first() else {
            return self.shape(start, shape);
        };
        let mut is_found = false;
        while let Some(child) = self.tokens.child()? {
            if is_found || child.local_name().into_inner() != *name {
                self.tokens.skip()?;
            } else {
                is_found = true;
                self.within(&child, below, shape)?;
            }
        }
        Ok(())
    }

    /// Reads an element whose start was read.
    fn value(
        &mut self,
        start: &BytesStart<'d>,
        place: ValueMut<'_>,
        xml: &'static Xml,
    ) -> Result<(), Fault> {
        match place {
            ValueMut::Shape(shape) => self.shape(start, shape),
            ValueMut::List(list) => {
                self.enter()?;
                while let Some(child) = self.tokens.child()? {
                    self.item(&child, list, xml)?;
                }
                self.leave();
                Ok(())
            }
            ValueMut::Map(map) => {
                self.enter()?;
                while self.tokens.child()?.is_some() {
                    self.entry(map, xml)?;
                }
                self.leave();
                Ok(())
            }
            place => {
                let offset = self.tokens.offset();
                let (mut whole, mut bytes) = mem::take(&mut self.buffers);
                let mut text = Cow::Borrowed(self.tokens.text(&mut whole)?);
                if xml.url_encoded_by.is_some_and(|by| self.is_url_encoded(by)) {
                    text = url_decoded(&text, &mut bytes);
                }
                put(place, &text).map_err(|reason| Fault::new(reason.to_owned(), offset))?;
                self.buffers = (whole, bytes);
                Ok(())
            }
        }
    }

    /// Whether an element below the root says that texts are URL-encoded.
    fn is_url_encoded(&mut self, by: &str) -> bool {
        let document = self.document.as_bytes();
        *self.is_url_encoded.get_or_insert_with(|| {
            find::text(document, &[by]).is_some_and(|it| it.eq_ignore_ascii_case("url"))
        })
    }

    fn enter(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.tokens.fault("it is nested too deeply"));
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    fn item(
        &mut self,
        start: &BytesStart<'d>,
        list: &mut dyn List,
        xml: &'static Xml,
    ) -> Result<(), Fault> {
        let index = list.len();
        let read = self.value(start, list.push(), xml.inner());
        read.inspect_err(|_| self.path.record(Segment::Index(index)))
    }

    /// Reads an entry: a key and a value, in any order.
    fn entry(&mut self, map: &mut dyn Map, xml: &'static Xml) -> Result<(), Fault> {
        let (of_key, of_value) = xml.entry();
        let offset = self.tokens.offset();
        let mut key = None;
        // Where a value is that is in front of its key.
        let mut early = None;
        let mut is_read = false;
        while let Some(child) = self.tokens.child()? {
            let name = child.local_name().into_inner();
            if name == of_key.name && key.is_none() {
                let key = key.insert(self.tokens.owned_text()?);
                if let Some(offset) = early.take() {
                    let value = Tokens::at(self.document, offset);
                    let after = mem::replace(&mut self.tokens, value);
                    let start = self.tokens.root()?;
                    self.entry_value(&start, map, key, xml)?;
                    self.tokens = after;
                    is_read = true;
                }
            } else if name == of_value.name && !is_read && early.is_none() {
                match &key {
                    Some(key) => {
                        self.entry_value(&child, map, key, xml)?;
                        is_read = true;
                    }
                    None => {
                        early = Some(self.tokens.offset());
                        self.tokens.skip()?;
                    }
                }
            } else {
                self.tokens.skip()?;
            }
        }
        match key {
            Some(key) if !is_read => map.insert_null(&key),
            Some(_) => {}
            None => {
                let reason = format!("an entry has no {:?}", of_key.name);
                return Err(Fault::new(reason, offset));
            }
        }
        Ok(())
    }

    fn entry_value(
        &mut self,
        start: &BytesStart<'d>,
        map: &mut dyn Map,
        key: &str,
        xml: &'static Xml,
    ) -> Result<(), Fault> {
        let read = self.value(start, map.insert(key), xml.inner());
        read.inspect_err(|_| self.path.record(Segment::Key(key.to_owned())))
    }

    fn shape(&mut self, start: &BytesStart<'d>, shape: &mut dyn Shape) -> Result<(), Fault> {
        self.enter()?;
        let schema = shape.schema();
        self.attributes(start, shape)?;
        let mut seen = Seen::default();
        let mut variants = 0;
        let mut expected = 0;
        while let Some(child) = self.tokens.child()? {
            let name = child.local_name().into_inner();
            let Some(index) = find(schema, expected, name) else {
                if schema.is_union {
                    shape.set_unknown(name);
                    variants += 1;
                }
                self.tokens.skip()?;
                continue;
            };
            let xml = schema.members[index].xml.unwrap_or(Xml::DEFAULT);
            expected = if xml.is_flattened { index } else { index + 1 };
            let is_first = seen.insert(index);
            if !is_first && !xml.is_flattened {
                self.tokens.skip()?;
                continue;
            }
            variants += usize::from(is_first);
            let read = match shape.member_mut(index) {
                Some(ValueMut::List(list)) if xml.is_flattened => self.item(&child, list, xml),
                Some(ValueMut::Map(map)) if xml.is_flattened => self.entry(map, xml),
                Some(place) => self.value(&child, place, xml),
                None => Err(self
                    .tokens
                    .fault("the member table and the type do not match")),
            };
            read.inspect_err(|_| self.path.record_member(schema, index))?;
        }
        if schema.is_union && variants > 1 {
            let name = schema.name;
            let reason = format!("the union {name} has {variants} members set, expected one");
            return Err(self.tokens.fault(reason));
        }
        self.leave();
        Ok(())
    }

    /// Reads the members in attributes.
    fn attributes(&self, start: &BytesStart<'d>, shape: &mut dyn Shape) -> Result<(), Fault> {
        let schema = shape.schema();
        if start.attributes_raw().is_empty() || !schema.members.iter().any(is_attribute) {
            return Ok(());
        }
        // Checks for duplicates take quadratic time.
        for attribute in start.attributes().with_checks(false) {
            let attribute =
                attribute.map_err(|_| self.tokens.fault("an attribute is malformed"))?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let name = attribute.key.local_name().into_inner();
            let is_it = |member: &Member| is_attribute(member) && local(member.wire) == name;
            let Some(index) = schema.members.iter().position(is_it) else {
                continue;
            };
            let text = attribute.normalized_value(XmlVersion::Implicit1_0);
            let read = match (text, shape.member_mut(index)) {
                (Ok(text), Some(place)) => put(place, &text),
                _ => Err("the attribute is malformed"),
            };
            read.map_err(|reason| self.tokens.fault(reason))
                .inspect_err(|_| self.path.record_member(schema, index))?;
        }
        Ok(())
    }
}

/// Decodes a text of a form; what is not UTF-8 is replaced.
fn url_decoded<'b>(text: &str, bytes: &'b mut Vec<u8>) -> Cow<'b, str> {
    bytes.clear();
    for (index, part) in text.split('+').enumerate() {
        bytes.extend((index > 0).then_some(b' '));
        bytes.extend(percent_decode_str(part));
    }
    String::from_utf8_lossy(bytes)
}

/// Writes a text into a place of any type. White space around it is text only of text.
fn put(place: ValueMut<'_>, found: &str) -> Result<(), &'static str> {
    match place {
        ValueMut::String(_) | ValueMut::Enumeration(_) => text::read(found, place),
        place => text::read(found.trim_ascii(), place),
    }
}

pub(super) fn is_attribute(member: &Member) -> bool {
    member.xml.is_some_and(|xml| xml.is_attribute)
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The index of the member with an element, the expected one first: services write them in order.
fn find(schema: &Schema, expected: usize, name: &str) -> Option<usize> {
    let is_it =
        |member: &Member| member.wire == name && member.is_in_document() && !is_attribute(member);
    if schema.members.get(expected).is_some_and(is_it) {
        return Some(expected);
    }
    let (before, after) = schema.members.split_at(expected.min(schema.members.len()));
    match after.iter().position(is_it) {
        Some(position) => Some(expected + position),
        None => before.iter().position(is_it),
    }
}

/// The members that were read.
#[derive(Default)]
struct Seen {
    first: u64,
    rest: Vec<u64>,
}

impl Seen {
    /// Adds a member; `false` if it was there.
    fn insert(&mut self, index: usize) -> bool {
        let (word, bit) = (index / 64, 1 << (index % 64));
        let word = match word.checked_sub(1) {
            None => &mut self.first,
            Some(word) => {
                self.rest.resize(self.rest.len().max(word + 1), 0);
                &mut self.rest[word]
            }
        };
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }
}
