//! The list of operations in `tests::operations`.

use std::collections::BTreeSet;
use std::path::Path;

use codebuild::operation::Operation;
use serde_json::{Value, json};
use tests::each_operation;
use tests::oracle::Oracle;

fn name<O: Operation>() -> &'static str {
    O::SCHEMA.name
}

#[test]
fn list_of_operations_is_complete() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/codebuild/codegen.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let config: toml::Table = text.parse().unwrap();
    let configured: BTreeSet<_> = config["crate"]["operations"]
        .as_array()
        .expect("a list of operations")
        .iter()
        .filter_map(toml::Value::as_str)
        .collect();
    assert_eq!(BTreeSet::from(each_operation!(name())), configured);
}

#[test]
fn botocore_has_all_operations() {
    let answer = Oracle::start().ask(&json!({"do": "operations"}));
    let known = answer["operations"].as_array().expect("a list");
    for name in each_operation!(name()) {
        assert!(known.contains(&Value::from(name)), "{name}");
    }
}
