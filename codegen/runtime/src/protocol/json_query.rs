//! The members of a JSON document as a query.

use std::fmt;

use serde_core::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::codec::percent::push_encoded;

/// The members in their order: texts, numbers and booleans, or several of one name for a list of
/// such; `None` if there is another one, or it is no object.
pub(super) fn of(document: &[u8]) -> Option<String> {
    let Members(members) = serde_json::from_slice(document).ok()?;
    let mut query = String::new();
    for (name, value) in members {
        let values = match value {
            Value::Array(items) => items,
            value => vec![value],
        };
        for value in values {
            let text = match value {
                Value::String(text) => text,
                Value::Number(number) => number.to_string(),
                Value::Bool(value) => value.to_string(),
                Value::Null | Value::Array(_) | Value::Object(_) => return None,
            };
            if !query.is_empty() {
                query.push('&');
            }
            push_encoded(&mut query, &name);
            query.push('=');
            push_encoded(&mut query, &text);
        }
    }
    Some(query)
}

/// The members of an object, in their order.
struct Members(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Object)
    }
}
