//! A valid value of each type.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value as Json, json};

use crate::codec::decode;
use crate::core::schema::Flags;
use crate::core::shape::Shape;
use crate::core::value::{Value, ValueMut};

/// How many structures may stand inside each other before optional members are left out.
const DEEPEST: usize = 8;

/// A value for tests that the service would take: every structure, union and enum of the model has
/// one.
///
/// All members are set, to values that say where they stand (text is the member's name) and that
/// keep to the lengths, ranges and patterns of the model. Lists and maps have as few items as they
/// may, but at least one. Enums and unions have their first value. A structure that contains
/// itself is left out the second time. Every fixture is the same each time.
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
        // What members there are is found by filling in a first value; only then is it clear
        // which of them can be set at all.
        let sample = sample(T::default().value_mut(), "", &Json::Null, &mut Vec::new());
        let mut value = T::default();
        match (value.value_mut(), sample) {
            (ValueMut::Shape(shape), Some(sample)) => {
                let read = decode::from_model(sample, shape);
                // The samples that codegen writes are of the members' types.
                debug_assert!(read.is_ok(), "{read:?}");
            }
            (ValueMut::Enumeration(place), Some(Json::String(text))) => place.set(&text),
            _ => {}
        }
        value
    }
}

/// A value for a place in the form of the model, or `None` if there is none without a recursion.
///
/// `name` is the member's; where `template` is not null, it is the value or the outline of it.
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

/// The value of something that has no parts.
fn usual(place: &ValueMut<'_>, name: &str) -> Option<Json> {
    Some(match place {
        ValueMut::Boolean(_) => json!(true),
        ValueMut::Integer(_) | ValueMut::Long(_) => json!(1),
        ValueMut::Float(_) | ValueMut::Double(_) => json!(1.0),
        ValueMut::Enumeration(place) => json!(place.texts().first()?),
        ValueMut::Timestamp(_) => json!("2020-01-01T00:00:00Z"),
        ValueMut::Blob(_) => json!(STANDARD.encode(name)),
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
        // No sample is no JSON, which counts as null.
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
