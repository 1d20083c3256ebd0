//! Inputs and outputs of REST operations that are written and read again: what one side sets, the
//! other side gets, except for what HTTP cannot tell apart.

use arbitrary::{Result, Unstructured};
use chrono::DateTime;
use http::{HeaderName, Request};
use serde::Serialize;
use serde_json::{Map, Value};
use tinsmith_runtime::body::Body;
use tinsmith_runtime::operation::{Operation as _, OperationSchema, Protocol as _};
use tinsmith_runtime::protocol::rest_json::RestJson1;
use tinsmith_runtime::schema::{Flags, Location, Member, Schema};
use tinsmith_runtime::shape::Shape;
use tinsmith_runtime::timestamp::{self, Format};
use tinsmith_runtime::value::ValueMut;

use crate::rest_shapes::{
    BlobPayload, DocumentPayload, EnumPayload, Put, PutInput, PutOutput, StructurePayload, TAGS,
    TagsInput, TextPayload, UPLOAD, UnionPayload,
};
use crate::{Target, odd};

pub(crate) const TARGET: Target = Target {
    name: "bindings",
    run: |bytes| try_decisions(&mut Unstructured::new(bytes)).unwrap_or(false),
    tokens: &[],
};

fn try_decisions(u: &mut Unstructured<'_>) -> Result<bool> {
    match u.int_in_range(0..=12)? {
        0..=4 => request::<PutInput>(Put::SCHEMA, u),
        5 => request::<TagsInput>(TAGS, u),
        6 => payload::<BlobPayload>(u),
        7 => payload::<TextPayload>(u),
        8 => payload::<EnumPayload>(u),
        9 => payload::<DocumentPayload>(u),
        10 => payload::<StructurePayload>(u),
        11 => payload::<UnionPayload>(u),
        _ => response::<PutOutput>(u),
    }
}

/// Payloads are the same in both directions.
fn payload<T: Shape + Default + Serialize>(u: &mut Unstructured<'_>) -> Result<bool> {
    if u.arbitrary()? {
        request::<T>(UPLOAD, u)
    } else {
        response::<T>(u)
    }
}

/// An input as a request, and that as an input.
fn request<T>(schema: &'static OperationSchema, u: &mut Unstructured<'_>) -> Result<bool>
where
    T: Shape + Default + Serialize,
{
    let mut input = T::default();
    fill(&mut input, u)?;
    let members = model_form(&input);
    match RestJson1::request(schema, &input) {
        Ok(request) => {
            assert_eq!(unsendable(input.schema(), &members), None);
            let is_found = RestJson1::matches(schema, input.schema(), &request).is_some();
            assert!(is_found, "{request:?}");
            is_read_as(schema, &request, &input);
            Ok(true)
        }
        Err(error) => {
            let is_long = error.invalid == ["the URI is too long"];
            assert!(!is_long || longest(&members) > 1_000, "{error}");
            let reason = unsendable(input.schema(), &members);
            assert!(is_long || reason.is_some(), "{error}: {members:?}");
            Ok(false)
        }
    }
}

/// A service reads the input of a request.
pub(crate) fn is_read_as<T>(schema: &'static OperationSchema, request: &Request<Body>, input: &T)
where
    T: Shape + Default + Serialize,
{
    let mut found = T::default();
    let read = RestJson1::read_request(schema, request, &mut found);
    assert_eq!(read, Ok(()), "{request:?}");
    let mut expected = model_form(input);
    arrive::<T>(&mut expected, false);
    same(&model_form(&found), &expected);
}

/// An output as a response, and that as an output.
fn response<T: Shape + Default + Serialize>(u: &mut Unstructured<'_>) -> Result<bool> {
    let mut output = T::default();
    fill(&mut output, u)?;
    let mut members = model_form(&output);
    let response = RestJson1::response(UPLOAD, &output, "r-1");
    if unsendable(output.schema(), &members).is_some() {
        assert_eq!(response.status(), 500);
        return Ok(false);
    }
    let mut found = T::default();
    let read = RestJson1::read_response(UPLOAD, &response, &mut found);
    assert_eq!(read, Ok(()), "{response:?}");
    arrive::<T>(&mut members, true);
    members
        .entry("Status")
        .or_insert_with(|| response.status().as_u16().into());
    let mut found = model_form(&found);
    found.entry("Status").or_insert_with(|| 200.into());
    same(&found, &members);
    Ok(true)
}

pub(crate) fn model_form(shape: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(shape) {
        Ok(Value::Object(members)) => members,
        other => panic!("a structure, not {other:?}"),
    }
}

/// Both have the same members.
pub(crate) fn same(found: &Map<String, Value>, expected: &Map<String, Value>) {
    for name in found.keys().chain(expected.keys()) {
        assert_eq!(found.get(name), expected.get(name), "{name}");
    }
}

/// The length of the longest text.
fn longest(members: &Map<String, Value>) -> usize {
    let texts = members.values().map(|value| value.to_string().len());
    texts.max().unwrap_or_default()
}

/// The first member that no message can have.
fn unsendable(schema: &Schema, members: &Map<String, Value>) -> Option<&'static str> {
    let is_unsendable = |member: &&Member| {
        let value = members.get(member.name);
        match (member.location, value) {
            (Location::Label, None) => true,
            (Location::Label, Some(value)) => value == "",
            (Location::Header, Some(value)) => !member.is(Flags::BASE64) && has_controls(value),
            (Location::PrefixHeaders, Some(Value::Object(map))) => {
                map.iter().any(|(key, value)| {
                    let name = format!("{}{key}", member.wire);
                    has_controls(value) || HeaderName::from_bytes(name.as_bytes()).is_err()
                })
            }
            _ => false,
        }
    };
    let found = schema.members.iter().find(is_unsendable);
    found.map(|member| member.name)
}

/// Whether a text, or one in a list, has characters that no header has.
fn has_controls(value: &Value) -> bool {
    match value {
        Value::String(text) => text
            .bytes()
            .any(|byte| (byte < b' ' && byte != b'\t') || byte == 0x7f),
        Value::Array(items) => items.iter().any(has_controls),
        _ => false,
    }
}

const SPACE: [char; 2] = [' ', '\t'];

/// What arrives of the members of a shape.
pub(crate) fn arrive<T: Shape + Default>(members: &mut Map<String, Value>, is_response: bool) {
    let mut kinds = T::default();
    for (index, member) in kinds.schema().members.iter().enumerate() {
        if let Some(value) = members.get_mut(member.name)
            && member.location != Location::Document
            && kinds.member_mut(index).is_some_and(is_time)
        {
            shorten(value, format(member));
        }
        let value = members.get_mut(member.name);
        let is_kept = match (member.location, value) {
            (Location::Header, Some(Value::String(text))) if !member.is(Flags::BASE64) => {
                *text = text.trim_matches(SPACE).to_owned();
                true
            }
            (Location::Header, Some(Value::Array(items))) => listed(items),
            (Location::Query, Some(Value::Array(items))) => !items.is_empty(),
            (Location::QueryParams, Some(Value::Object(map))) => {
                map.retain(|_, value| value.as_array().is_none_or(|items| !items.is_empty()));
                !map.is_empty()
            }
            (Location::PrefixHeaders, Some(Value::Object(map))) => {
                let entries = std::mem::take(map).into_iter().map(|(key, value)| {
                    let text = value.as_str().unwrap_or_default().trim_matches(SPACE);
                    (key.to_lowercase(), text.into())
                });
                *map = entries.collect();
                is_response || !map.is_empty()
            }
            (Location::PrefixHeaders, None) if is_response => {
                members.insert(member.name.to_owned(), Map::new().into());
                true
            }
            (Location::Payload, Some(value)) => {
                // The document of an empty text is not empty.
                value != "" || matches!(kinds.member_mut(index), Some(ValueMut::Document(_)))
            }
            // An unset structure is an empty document.
            (Location::StructurePayload, None) => {
                members.insert(member.name.to_owned(), Map::new().into());
                true
            }
            _ => true,
        };
        if !is_kept {
            members.remove(member.name);
        }
    }
}

fn is_time(place: ValueMut<'_>) -> bool {
    match place {
        ValueMut::Timestamp(_) => true,
        ValueMut::List(list) => is_time(list.push()),
        _ => false,
    }
}

/// Truncates times to what a format holds.
fn shorten(value: &mut Value, format: Format) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| shorten(item, format)),
        Value::String(text) => {
            let time = timestamp::parse(text).expect("a time");
            let time = match format {
                Format::HttpDate => DateTime::from_timestamp(time.timestamp(), 0),
                Format::EpochSeconds => DateTime::from_timestamp_millis(time.timestamp_millis()),
                Format::DateTime => Some(time),
            };
            *text = timestamp::to_date_time(time.expect("a time"));
        }
        _ => {}
    }
}

/// The items of a list in a header: an empty one at the end cannot be told from none. Whether there
/// is a header.
fn listed(items: &mut Vec<Value>) -> bool {
    let is_sent = !items.is_empty();
    for item in &mut *items {
        if let Value::String(text) = item
            && !text.contains([',', '"'])
        {
            *text = text.trim_matches(SPACE).to_owned();
        }
    }
    if items.last().is_some_and(|item| item == "") {
        items.pop();
    }
    is_sent
}

/// Sets some of the members; labels mostly.
fn fill(shape: &mut dyn Shape, u: &mut Unstructured<'_>) -> Result<()> {
    let members = shape.schema().members;
    for (index, member) in members.iter().enumerate() {
        let is_set = match member.location {
            Location::Label => !u.ratio(1, 50)?,
            Location::Payload | Location::StructurePayload => u.ratio(9, 10)?,
            _ => u.ratio(1, 4)?,
        };
        let Some(place) = is_set.then(|| shape.member_mut(index)).flatten() else {
            continue;
        };
        match (member.location, place) {
            (Location::StatusCode, ValueMut::Integer(place)) => {
                *place = u.int_in_range(100..=999)?;
            }
            (Location::PrefixHeaders, ValueMut::Map(map)) => {
                for _ in 0..u.int_in_range(0..=3)? {
                    let key = *u.choose(&["", "a", "B", "x-y", "a b", "é", "text"])?;
                    set(map.insert(key), member, u, 0)?;
                }
            }
            (Location::QueryParams, ValueMut::Map(map)) => {
                for _ in 0..u.int_in_range(0..=3)? {
                    let key = text(u)?;
                    // These belong to members or are fixed.
                    let is_bound = members.iter().any(|it| it.wire == key);
                    if !is_bound && !["fixed", "is bare"].contains(&&*key) {
                        set(map.insert(&key), member, u, 0)?;
                    }
                }
            }
            (_, place) => set(place, member, u, 0)?,
        }
    }
    Ok(())
}

/// Sets a value to one that its document can hold.
fn set(place: ValueMut<'_>, member: &Member, u: &mut Unstructured<'_>, depth: usize) -> Result<()> {
    match place {
        ValueMut::Boolean(place) => *place = u.arbitrary()?,
        ValueMut::Integer(place) => *place = *u.choose(&[0, 1, -1, i32::MAX, i32::MIN])?,
        ValueMut::Long(place) => *place = *u.choose(&[0, -1, i64::MAX, i64::MIN])?,
        ValueMut::Float(place) => *place = u.arbitrary()?,
        ValueMut::Double(place) => *place = u.arbitrary()?,
        ValueMut::String(place) => *place = text(u)?,
        ValueMut::Enumeration(place) => place.set(&text(u)?),
        ValueMut::Blob(place) => *place = text(u)?.into(),
        ValueMut::Timestamp(place) => {
            // The years 1 to 9999.
            let seconds = u.int_in_range(-62_135_596_800..=253_402_300_799)?;
            let nanos = match member.location {
                // JSON has milliseconds.
                Location::Document => 0,
                _ => u.int_in_range(0..=999_999_999)?,
            };
            *place = DateTime::from_timestamp(seconds, nanos).unwrap_or_default();
        }
        ValueMut::Document(place) => {
            // Null is an absent value.
            *place = match odd::value(u)? {
                Value::Null => true.into(),
                other => other,
            };
        }
        ValueMut::List(list) => {
            for _ in 0..u.int_in_range(0..=3)? {
                set(list.push(), member, u, depth + 1)?;
            }
        }
        ValueMut::Map(map) => {
            for _ in 0..u.int_in_range(0..=2)? {
                set(map.insert(&text(u)?), member, u, depth + 1)?;
            }
        }
        ValueMut::Shape(shape) => {
            let members = shape.schema().members;
            let count = if shape.schema().is_union { 1 } else { 2 };
            for _ in 0..if depth > 4 { 1 } else { count } {
                // The first members are the simple ones.
                let last = if depth > 4 { 0 } else { members.len() - 1 };
                let index = u.int_in_range(0..=last)?;
                if let Some(place) = shape.member_mut(index) {
                    set(place, &members[index], u, depth + 1)?;
                }
            }
        }
        ValueMut::Stream(_) => {}
    }
    Ok(())
}

fn format(member: &Member) -> Format {
    member.format.unwrap_or(match member.location {
        Location::Header => Format::HttpDate,
        _ => Format::DateTime,
    })
}

/// A text, often with characters that mean something in a URI or a header.
fn text(u: &mut Unstructured<'_>) -> Result<String> {
    const TEXTS: &[&str] = &[
        "a",
        "%",
        "%2F",
        "%zz",
        "a b",
        " a",
        "a ",
        "\t",
        "\u{a0}a",
        "a\u{3000}",
        "+",
        "?",
        "#",
        "&=",
        "a,b",
        ",",
        "a, \"b\"",
        "\\",
        "\\\"",
        ".",
        "//",
        "/a",
        "true",
        "-0",
        "text",
        "fixed",
        "Mon, 02 Jan 2006 15:04:05 GMT",
    ];
    Ok(if u.ratio(2, 3)? {
        (*u.choose(TEXTS)?).to_owned()
    } else {
        odd::text(u)?
    })
}
