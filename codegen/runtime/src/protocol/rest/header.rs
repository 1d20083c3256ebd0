//! Headers.

use std::borrow::Cow;

use base64_simd::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::located;
use crate::codec::text;
use crate::core::error::DecodeError;
use crate::core::schema::{Flags, Location, Member};
use crate::core::shape::{List, Shape};
use crate::core::timestamp::{self, Format};
use crate::core::value::{ValueMut, ValueRef};

/// Adds the members in headers. One that is bound to a header of its own wins over one in a map.
///
/// # Errors
///
/// The members whose values cannot be in a header.
pub(super) fn write(shape: &dyn Shape, headers: &mut HeaderMap) -> Result<(), Vec<String>> {
    let mut problems = Vec::new();
    for (index, member) in located(shape, Location::PrefixHeaders) {
        let Some(ValueRef::Map(map)) = shape.member(index) else {
            continue;
        };
        for (key, value) in map.entries() {
            let name = format!("{}{key}", member.wire);
            match (HeaderName::from_bytes(name.as_bytes()), value) {
                (Ok(name), Some(value)) => insert(headers, name, member, value, &mut problems),
                (Ok(_), None) => {}
                (Err(_), _) => problems.push(format!(
                    "{} has a key that cannot be part of a header's name",
                    member.name
                )),
            }
        }
    }
    for (index, member) in located(shape, Location::Header) {
        // The generator has checked the name.
        if let Some(value) = shape.member(index)
            && let Ok(name) = HeaderName::from_bytes(member.wire.as_bytes())
        {
            insert(headers, name, member, value, &mut problems);
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

fn insert(
    headers: &mut HeaderMap,
    name: HeaderName,
    member: &Member,
    value: ValueRef<'_>,
    problems: &mut Vec<String>,
) {
    let text = match value {
        ValueRef::List(list) if list.is_empty() => return,
        ValueRef::List(list) => joined(list, member),
        ValueRef::String(text) if member.is(Flags::BASE64) => {
            STANDARD.encode_to_string(text).into()
        }
        value => text::write(value, format(member)).unwrap_or_default(),
    };
    if member.is(Flags::ASCII) && !text.is_ascii() {
        let name = member.name;
        problems.push(format!(
            "{name} has characters that are not ASCII: encode them"
        ));
        return;
    }
    match HeaderValue::from_bytes(text.as_bytes()) {
        Ok(value) => {
            headers.insert(name, value);
        }
        Err(_) => problems.push(format!(
            "{} has control characters, which the header {name} cannot contain",
            member.name
        )),
    }
}

fn format(member: &Member) -> Format {
    member.format.unwrap_or(Format::HttpDate)
}

/// The items, separated by commas. Strings with commas or quotation marks are quoted.
fn joined<'a>(list: &dyn List, member: &Member) -> Cow<'a, str> {
    let items = (0..list.len()).filter_map(|index| list.item(index));
    let items = items.filter_map(|item| {
        let text = text::write(item, format(member))?;
        let is_text = matches!(item, ValueRef::String(_) | ValueRef::Enumeration(_));
        if is_text && text.contains([',', '"']) {
            let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
            return Some(format!("\"{escaped}\""));
        }
        Some(text.into_owned())
    });
    items.collect::<Vec<_>>().join(", ").into()
}

/// Reads headers into members. Maps of headers are set only if there is an entry.
pub(super) fn read(headers: &HeaderMap, shape: &mut dyn Shape) -> Result<(), DecodeError> {
    for (index, member) in located(shape, Location::Header) {
        let mut values = headers.get_all(member.wire).iter().peekable();
        if values.peek().is_none() {
            continue;
        }
        let values = values.map(value).collect::<Option<Vec<_>>>();
        let read = values.ok_or("the header is not UTF-8").and_then(|values| {
            let text = values.join(", ");
            if member.is(Flags::LENIENT) && timestamp::parse(&text).is_none() {
                return Ok(());
            }
            match shape.member_mut(index) {
                Some(ValueMut::List(list)) => read_list(&text, member, list),
                Some(place) => read_value(&text, member, place),
                None => Ok(()),
            }
        });
        read.map_err(|reason| DecodeError::new(member.name, reason))?;
    }
    for (index, member) in located(shape, Location::PrefixHeaders) {
        for (name, header) in headers {
            let name = name.as_str();
            let prefix = name.get(..member.wire.len());
            if prefix.is_some_and(|it| it.eq_ignore_ascii_case(member.wire))
                && let Some(ValueMut::Map(map)) = shape.member_mut(index)
            {
                let text = value(header).ok_or("the header is not UTF-8");
                text.and_then(|text| text::read(text, map.insert(&name[member.wire.len()..])))
                    .map_err(|reason| DecodeError::new(member.name, reason))?;
            }
        }
    }
    Ok(())
}

/// The white space of HTTP: text may begin or end with any other.
const SPACE: [char; 2] = [' ', '\t'];

fn value(value: &HeaderValue) -> Option<&str> {
    let text = str::from_utf8(value.as_bytes()).ok()?;
    Some(text.trim_matches(SPACE))
}

fn read_value(text: &str, member: &Member, place: ValueMut<'_>) -> Result<(), &'static str> {
    match place {
        ValueMut::String(place) if member.is(Flags::BASE64) => {
            let bytes = STANDARD
                .decode_to_vec(text)
                .map_err(|_| "expected base64")?;
            *place = String::from_utf8(bytes).map_err(|_| "the decoded header is not UTF-8")?;
            Ok(())
        }
        place => text::read(text, place),
    }
}

fn read_list(text: &str, member: &Member, list: &mut dyn List) -> Result<(), &'static str> {
    let mut items = Items(text);
    while let Some(item) = items.next() {
        match list.push() {
            // An HTTP date has a comma.
            place @ ValueMut::Timestamp(_) if format(member) == Format::HttpDate => {
                let date = match items.next() {
                    Some(rest) => format!("{item}, {rest}"),
                    None => item.into_owned(),
                };
                text::read(&date, place)?;
            }
            place => text::read(&item, place)?,
        }
    }
    Ok(())
}

/// The items of a list in a header: separated by commas, and quoted if they contain one.
struct Items<'t>(&'t str);

impl<'t> Iterator for Items<'t> {
    type Item = Cow<'t, str>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0 = self.0.trim_start_matches(SPACE);
        if self.0.is_empty() {
            return None;
        }
        if let Some(quoted) = self.0.strip_prefix('"') {
            let (item, rest) = unquoted(quoted);
            let rest = rest.trim_start_matches(SPACE);
            self.0 = rest.strip_prefix(',').unwrap_or_default();
            return Some(item.into());
        }
        let (item, rest) = self.0.split_once(',').unwrap_or((self.0, ""));
        self.0 = rest;
        Some(item.trim_end_matches(SPACE).into())
    }
}

/// The text before the closing quotation mark, and what is behind it.
fn unquoted(text: &str) -> (String, &str) {
    let mut item = String::new();
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return (item, &text[index + 1..]),
            '\\' => item.extend(characters.next().map(|(_, escaped)| escaped)),
            other => item.push(other),
        }
    }
    (item, "")
}
