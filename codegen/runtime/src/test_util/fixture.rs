//! Fixtures: a valid value of each type.

use base64_simd::STANDARD;
use serde_json::{Map, Value as Json, json};

use crate::codec::decode;
use crate::core::schema::Flags;
use crate::core::shape::Shape;
use crate::core::value::{Value, ValueMut};

/// The depth from which optional members are left out.
const DEEPEST: usize = 8;

/// A valid value of each structure, union and enum, for tests.
///
/// All members are set, to values that show where they are (text is the member's name) and that
/// satisfy the lengths, ranges and patterns of the model. Lists and maps have as few items as
/// possible, but at least one. Enums and unions have their first value. Recursive members are left
/// out. Fixtures are deterministic.
///
/// ```text
/// let build = Build::fixture().id("p:1").build_status(StatusType::Failed);
/// ```
pub trait Fixture: Sized {
    /// The value.
    #[must_use]
    fn fixture() -> Self;
}

impl<T: Value + Default> Fixture for T {
    fn fixture() -> Self {
        // Members are discovered by filling in a first value; only then is it known which of them
        // can be set.
        let sample = sample(T::default().value_mut(), "", &Json::Null, &mut Vec::new());
        let mut value = T::default();
        match (value.value_mut(), sample) {
            (ValueMut::Shape(shape), Some(sample)) => {
                let read = decode::from_model(sample, shape);
                // Generated samples have the types of the members.
                debug_assert!(read.is_ok(), "{read:?}");
            }
            (ValueMut::Enumeration(place), Some(Json::String(text))) => place.set(&text),
            _ => {}
        }
        value
    }
}

/// A member's value in model form; `None` if there is none without recursion. A `template` that is
/// not null is the value, or its outline.
fn sample(
    place: ValueMut<'_>,
    name: &str,
    template: &Json,
    path: &mut Vec<&'static str>,
) -> Option<Json> {
    Some(match (place, template) {
        (ValueMut::List(list), Json::Array(items)) => items
            .iter()
            .filter_map(|item| sample(list.push(), name, item, path))
            .collect(),
        (ValueMut::List(list), _) => sample(list.push(), name, &Json::Null, path)
            .into_iter()
            .collect(),
        (ValueMut::Map(map), Json::Object(entries)) => Json::Object(
            entries
                .iter()
                .filter_map(|(key, value)| {
                    let value = sample(map.insert(key), name, value, path)?;
                    Some((key.clone(), value))
                })
                .collect(),
        ),
        (ValueMut::Map(map), _) => {
            let value = sample(map.insert("key"), name, &Json::Null, path);
            value.map_or_else(|| json!({}), |value| json!({ "key": value }))
        }
        (ValueMut::Shape(shape), _) => return structure(shape, path),
        (place, Json::Null) => return usual(&place, name),
        (_, value) => value.clone(),
    })
}

/// The default value of a type without parts.
fn usual(place: &ValueMut<'_>, name: &str) -> Option<Json> {
    Some(match place {
        ValueMut::Boolean(_) => json!(true),
        ValueMut::Integer(_) | ValueMut::Long(_) => json!(1),
        ValueMut::Float(_) | ValueMut::Double(_) => json!(1.0),
        ValueMut::Enumeration(place) => json!(place.texts().first()?),
        ValueMut::Timestamp(_) => json!("2020-01-01T00:00:00Z"),
        ValueMut::Blob(_) | ValueMut::Stream(_) => json!(STANDARD.encode_to_string(name)),
        ValueMut::Document(_) => json!({}),
        _ => json!(name),
    })
}

fn structure(shape: &mut dyn Shape, path: &mut Vec<&'static str>) -> Option<Json> {
    let schema = shape.schema();
    if path.contains(&schema.name) {
        return None;
    }
    path.push(schema.name);
    let mut members = Map::new();
    let mut is_complete = true;
    for (index, member) in schema.members.iter().enumerate() {
        let is_required = member.is(Flags::REQUIRED);
        if path.len() > DEEPEST && !is_required && !schema.is_union {
            continue;
        }
        // An empty sample is not JSON, and counts as null.
        let template = serde_json::from_str(member.sample).unwrap_or_default();
        let place = shape.member_mut(index);
        let value = place.and_then(|place| sample(place, member.name, &template, path));
        if let Some(value) = value {
            members.insert(member.name.to_owned(), value);
            if schema.is_union {
                break;
            }
        } else {
            is_complete &= !is_required;
        }
    }
    path.pop();
    is_complete &= !(schema.is_union && members.is_empty());
    is_complete.then_some(Json::Object(members))
}
