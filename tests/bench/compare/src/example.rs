//! Responses with everything that the model has.

use std::path::Path;

use serde_json::{Map, Value, json};

/// The committed model.
pub fn model() -> Value {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../model/codebuild/service-2.json");
    let text = std::fs::read(path).expect("the committed model");
    serde_json::from_slice(&text).expect("JSON of the committed model")
}

/// The names of the operations that the committed crate has.
pub fn operations() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../generated/src/operation.rs");
    let text = std::fs::read_to_string(path).expect("the modules of the operations");
    let modules = text.lines().filter_map(|line| {
        line.strip_prefix("pub mod ")
            .and_then(|rest| rest.strip_suffix(';'))
    });
    let model = model();
    let known = model["operations"].as_object().expect("operations");
    modules
        .map(|module| {
            let name = |name: &&String| name.eq_ignore_ascii_case(&module.replace('_', ""));
            let found = known.keys().find(name);
            found.unwrap_or_else(|| panic!("{module}")).clone()
        })
        .collect()
}

/// The name of the shape of an operation's `input` or `output`.
pub fn shape<'a>(model: &'a Value, operation: &str, of: &str) -> &'a str {
    let shape = &model["operations"][operation][of]["shape"];
    shape.as_str().expect("a shape")
}

/// A value of a shape that has all its members.
pub fn example(model: &Value, shape: &str) -> Value {
    let definition = &model["shapes"][shape];
    let of = |reference: &Value| example(model, reference["shape"].as_str().expect("a shape"));
    match definition["type"].as_str().expect("a type") {
        "structure" => {
            let members = definition["members"].as_object().expect("members");
            let members = members
                .iter()
                .map(|(name, member)| (name.clone(), of(member)));
            members.collect::<Map<_, _>>().into()
        }
        "list" => json!([of(&definition["member"]), of(&definition["member"])]),
        "string" => match definition["enum"].as_array() {
            Some(values) => values.last().expect("a value").clone(),
            None => format!("{shape} \u{1f600}").into(),
        },
        "boolean" => true.into(),
        "integer" => i32::MAX.into(),
        "long" => i64::MIN.into(),
        "timestamp" => json!(1_754_000_000.125),
        other => panic!("{shape} is a {other}"),
    }
}
