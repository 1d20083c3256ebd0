//! Changes of JSON documents with knowledge of models.

use arbitrary::{Result, Unstructured};
use serde_json::{Map, Value, json};

use crate::odd;

/// Members of models, each with a value that is valid somewhere.
const MEMBERS: &[(&str, &str)] = &[
    ("sensitive", "true"),
    ("union", "true"),
    ("document", "true"),
    ("sparse", "true"),
    ("eventstream", "true"),
    ("exception", "true"),
    ("error", r#"{"code": "Odd.Code"}"#),
    ("retryable", r#"{"throttling": true}"#),
    ("deprecated", "true"),
    ("deprecatedMessage", r#""<b>Use another</b>""#),
    ("idempotencyToken", "true"),
    ("enum", r#"["a", "A", "", "a-b", "a_b"]"#),
    ("required", r#"["id"]"#),
    ("locationName", r#""Other""#),
    ("timestampFormat", r#""rfc822""#),
    ("min", "3"),
    ("max", "2"),
    ("min", "1e300"),
    ("pattern", r#""[a-z]{3}(x*)*""#),
    ("documentation", r#""<p>Some <code>Build</code> <ul><li>a""#),
    ("errors", "[]"),
    ("endpoint", r#"{"hostPrefix": "{id}."}"#),
    ("hostLabel", "true"),
    ("contextParam", r#"{"name": "Region"}"#),
    ("staticContextParams", r#"{"Region": {"value": "x"}}"#),
    (
        "operationContextParams",
        r#"{"Region": {"path": "a[*].b"}}"#,
    ),
    ("authtype", r#""none""#),
    ("member", r#"{"shape": "String"}"#),
    ("type", r#""list""#),
    ("type", r#""map""#),
    ("type", r#""structure""#),
    ("type", r#""timestamp""#),
    ("smithy.api#required", "{}"),
    ("smithy.api#length", r#"{"min": 2}"#),
    ("smithy.api#sensitive", "{}"),
    ("smithy.api#mixin", "{}"),
    ("smithy.api#enumValue", r#""b""#),
    ("smithy.api#timestampFormat", r#""http-date""#),
    ("mixins", r#"[{"target": "com.example#Thing"}]"#),
    ("assign", r#""Region""#),
    ("default", "false"),
    ("builtIn", r#""AWS::Region""#),
];

/// Changes a document in one place.
///
/// # Errors
///
/// If there are no decisions left.
pub fn mutate(root: &mut Value, u: &mut Unstructured<'_>) -> Result<()> {
    let copied = match u.int_in_range(0..=3)? {
        0 => Some(pick(root, u)?.clone()),
        _ => None,
    };
    let names = references(root);
    let place = pick_mut(root, u)?;
    match (u.int_in_range(0..=11)?, &mut *place) {
        (0, Value::Object(map)) => drop(map.remove(&key(map, u)?)),
        (0, Value::Array(items)) if !items.is_empty() => {
            items.remove(u.choose_index(items.len())?);
        }
        // Copies a member to another name.
        (1, Value::Object(map)) => {
            let value = map.get(&key(map, u)?).cloned().unwrap_or_default();
            map.insert(odd::text(u)?, value);
        }
        (1, Value::Array(items)) if !items.is_empty() => {
            let item = items[u.choose_index(items.len())?].clone();
            items.push(item);
        }
        // Renames a member.
        (2 | 3, Value::Object(map)) => {
            let (from, to) = (key(map, u)?, odd::text(u)?);
            let renamed = std::mem::take(map).into_iter();
            *map = renamed
                .map(|(name, value)| (if name == from { to.clone() } else { name }, value))
                .collect();
        }
        (4 | 5, Value::Object(map)) => {
            let (name, value) = u.choose(MEMBERS)?;
            map.insert((*name).to_owned(), value.parse().expect("JSON"));
        }
        // Points a reference elsewhere, which makes cycles.
        (6 | 7, Value::String(text)) if !names.is_empty() => text.clone_from(u.choose(&names)?),
        (8, value) => {
            let depth = u.int_in_range(1..=200)?;
            let is_list = u.arbitrary()?;
            for _ in 0..depth {
                let inner = value.take();
                *value = if is_list {
                    json!([inner])
                } else {
                    json!({"member": inner})
                };
            }
        }
        (_, value) => {
            *value = match copied {
                Some(copied) => copied,
                None if value.is_string() => odd::text(u)?.into(),
                None if value.is_number() => odd::number(u)?,
                None => odd::value(u)?,
            }
        }
    }
    Ok(())
}

/// The names of shapes, for references.
fn references(root: &Value) -> Vec<String> {
    let shapes = root.get("shapes").and_then(Value::as_object);
    shapes.into_iter().flat_map(Map::keys).cloned().collect()
}

fn key(map: &Map<String, Value>, u: &mut Unstructured<'_>) -> Result<String> {
    if map.is_empty() {
        return Ok(String::new());
    }
    let index = u.choose_index(map.len())?;
    Ok(map.keys().nth(index).cloned().unwrap_or_default())
}

/// A node, found by walking from the root to one of the children at each step.
fn pick<'v>(root: &'v Value, u: &mut Unstructured<'_>) -> Result<&'v Value> {
    let mut value = root;
    loop {
        let children: Vec<&Value> = match value {
            Value::Object(map) => map.values().collect(),
            Value::Array(items) => items.iter().collect(),
            _ => return Ok(value),
        };
        if children.is_empty() || u.ratio(1, 6)? {
            return Ok(value);
        }
        value = children[u.choose_index(children.len())?];
    }
}

fn pick_mut<'v>(root: &'v mut Value, u: &mut Unstructured<'_>) -> Result<&'v mut Value> {
    let mut value = root;
    loop {
        let count = match value {
            Value::Object(map) => map.len(),
            Value::Array(items) => items.len(),
            _ => 0,
        };
        if count == 0 || u.ratio(1, 6)? {
            return Ok(value);
        }
        let index = u.choose_index(count)?;
        let child = match value {
            Value::Object(map) => map.values_mut().nth(index),
            Value::Array(items) => items.get_mut(index),
            _ => None,
        };
        value = child.expect("it was counted");
    }
}
