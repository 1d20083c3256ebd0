//! The keys of shapes and references in botocore's models: each is in the table of traits.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use tests::traits::{BOTOCORE, BOTOCORE_PARTS};

/// The keys that the table lacks.
pub(crate) fn unknown_keys(model: &Value) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut add = |object: Option<&Map<String, Value>>| {
        keys.extend(object.into_iter().flat_map(Map::keys).cloned());
    };
    for shape in entries(&model["shapes"]) {
        add(shape.as_object());
        for reference in entries(&shape["members"]) {
            add(reference.as_object());
        }
        for place in ["member", "key", "value"] {
            add(shape[place].as_object());
        }
    }
    for operation in entries(&model["operations"]) {
        for place in ["input", "output"] {
            add(operation[place].as_object());
        }
        for error in operation["errors"].as_array().into_iter().flatten() {
            add(error.as_object());
        }
    }
    keys.retain(|key| {
        let is_trait = BOTOCORE.iter().any(|(name, _)| name == key);
        !is_trait && !BOTOCORE_PARTS.contains(&key.as_str())
    });
    keys
}

fn entries(table: &Value) -> impl Iterator<Item = &Value> {
    table.as_object().into_iter().flat_map(Map::values)
}
