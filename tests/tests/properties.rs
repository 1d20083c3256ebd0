//! No input makes codegen panic, and what it accepts it writes twice in the same way.
//!
//! The seed is fixed, so that every run sees the same inputs.

use codegen::Input;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};
use tests::fixtures;

/// Runs a property on so many inputs.
fn run<S: Strategy>(cases: u32, strategy: &S, property: impl Fn(S::Value)) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config, rng)
        .run(strategy, |value| {
            property(value);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

/// Generates, which must not panic, and checks what comes of it.
fn generate(input: &Input) -> bool {
    let Ok(krate) = codegen::generate(input) else {
        return false;
    };
    assert_eq!(
        codegen::generate(input).expect("it was accepted before"),
        krate
    );
    for (path, text) in &krate.files {
        let is_own = path.starts_with("src/") && !path.starts_with("src/runtime");
        if is_own && let Err(error) = syn::parse_file(text) {
            panic!("{path}: {error}\n{text}");
        }
    }
    let manifest = &krate.files["Cargo.toml"];
    if let Err(error) = manifest.parse::<toml::Table>() {
        panic!("Cargo.toml: {error}\n{manifest}");
    }
    true
}

/// Text of any kind, with what is special somewhere more often than by chance.
fn text() -> impl Strategy<Value = String> {
    let special = prop::sample::select(vec![
        "",
        "self",
        "Self",
        "_",
        "type",
        "match",
        "r#type",
        "gen",
        "crate",
        "super",
        "Option",
        "String",
        "Result",
        "Some",
        "None",
        "Ok",
        "Err",
        "UnknownValue",
        "Unhandled",
        "message",
        "*/",
        "/*",
        "//",
        "\"",
        "\\",
        "\\\"",
        "'",
        "`",
        "``",
        "```",
        "\n",
        "\r\n",
        "\0",
        "\u{7f}",
        "\u{202e}",
        "\u{2028}",
        "\u{feff}",
        "\u{301}",
        "日本",
        "é",
        "😀",
        "<",
        ">",
        "&",
        "&lt;",
        "<p>",
        "</p>",
        "<b",
        "<code>",
        "</code>",
        "<a href=\"https://example.com\">",
        "</a>",
        "<ul><li>",
        "<pre>",
        "<!--",
        "-->",
        "[",
        "]",
        "(",
        "#",
        "# ",
        "- ",
        "1. ",
        "> ",
        "    ",
        "|",
        "https://example.com",
        "{",
        "}",
        "{}",
        "$x",
        "#!",
        "0",
        "0.5",
        "2fast",
        "a-b",
        "a.b",
        "aB",
        "AB",
        "Con",
        "com1",
        "..",
        "../x",
        "/",
    ]);
    let part = prop_oneof![3 => special.prop_map(str::to_owned), 1 => any::<String>(), 1 => "[a-zA-Z]{1,8}"];
    prop::collection::vec(part, 0..5).prop_map(|parts| parts.concat())
}

/// Any JSON, with the words of models for keys.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
        Just(json!({"shape": "Thing"})),
    ];
    let key = prop_oneof![
        prop::sample::select(vec![
            "metadata",
            "operations",
            "shapes",
            "type",
            "members",
            "member",
            "key",
            "value",
            "shape",
            "required",
            "enum",
            "input",
            "output",
            "errors",
            "documentation",
            "union",
            "document",
            "exception",
            "error",
            "sparse",
            "sensitive",
            "deprecated",
            "smithy",
            "target",
            "traits",
            "mixins",
            "smithy.api#enum",
            "smithy.api#length",
        ])
        .prop_map(str::to_owned),
        text(),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..6)
                .prop_map(|entries| Value::from(Map::from_iter(entries))),
        ]
    })
}

/// A change somewhere in a model.
#[derive(Clone, Debug)]
enum Mutation {
    Remove,
    Replace(Value),
    /// Puts a copy of another node in its place.
    Copy(prop::sample::Index),
    Rename(String),
    /// Another text, if it is a text.
    Text(String),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        1 => Just(Mutation::Remove),
        1 => anything().prop_map(Mutation::Replace),
        2 => any::<prop::sample::Index>().prop_map(Mutation::Copy),
        3 => text().prop_map(Mutation::Rename),
        4 => text().prop_map(Mutation::Text),
    ]
}

/// The pointers of all nodes below the root.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut visit = |key: &str, value: &Value| {
        let pointer = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        pointers(value, &pointer, found);
        found.push(pointer);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| visit(key, value)),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                visit(&index.to_string(), item);
            }
        }
        _ => {}
    }
}

fn mutate(model: &mut Value, place: prop::sample::Index, mutation: Mutation) {
    let mut all = Vec::new();
    pointers(model, "", &mut all);
    if all.is_empty() {
        return;
    }
    let pointer = place.get(&all).clone();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let key = key.replace("~1", "/").replace("~0", "~");
    let copied = match &mutation {
        Mutation::Copy(from) => model.pointer(from.get(&all[..]).as_str()).cloned(),
        _ => None,
    };
    match mutation {
        Mutation::Remove => {
            if let Some(Value::Object(map)) = model.pointer_mut(parent) {
                map.remove(&key);
            }
        }
        Mutation::Rename(name) => rename(model, parent, &key, &name),
        Mutation::Replace(value) => set(model, &pointer, value),
        Mutation::Text(text) => {
            if model.pointer(&pointer).is_some_and(Value::is_string) {
                set(model, &pointer, text.into());
            }
        }
        Mutation::Copy(_) => set(model, &pointer, copied.unwrap_or_default()),
    }
}

/// Gives a member of an object another name; a shape keeps what refers to it.
fn rename(model: &mut Value, parent: &str, key: &str, name: &str) {
    if let Some(Value::Object(map)) = model.pointer_mut(parent)
        && let Some(value) = map.remove(key)
    {
        map.insert(name.to_owned(), value);
        if parent == "/shapes" {
            refer(model, key, name);
        }
    }
}

fn set(model: &mut Value, pointer: &str, value: Value) {
    if let Some(place) = model.pointer_mut(pointer) {
        *place = value;
    }
}

/// Makes all references to one shape lead to another.
fn refer(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                if matches!(key.as_str(), "shape" | "target") && value.as_str() == Some(from) {
                    *value = to.into();
                } else {
                    refer(value, from, to);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| refer(item, from, to)),
        _ => {}
    }
}

#[test]
fn any_bytes() {
    run(256, &prop::collection::vec(any::<u8>(), 0..64), |bytes| {
        generate(&fixtures::of_model(bytes));
    });
}

#[test]
fn any_json() {
    run(256, &anything(), |value| {
        generate(&fixtures::of_model(value.to_string()));
    });
}

#[test]
fn any_overlay() {
    let base = fixtures::input("overlay");
    run(128, &anything(), |value| {
        let mut input = base.clone();
        input.overlay = Some(value.to_string().into_bytes());
        generate(&input);
    });
}

#[test]
fn fixtures_with_changes() {
    let models: Vec<Value> = [
        "structures",
        "enums",
        "unions",
        "errors",
        "operations",
        "timestamps",
        "deprecated",
        "recursion",
        "wire-names",
        "documentation",
        "overlay",
    ]
    .iter()
    .map(|name| serde_json::from_slice(&fixtures::input(name).model["service-2.json"]))
    .collect::<Result<_, _>>()
    .expect("they are JSON");
    changed(400, 50, &models);
}

#[test]
fn smithy_with_changes() {
    let file = fixtures::folder().join("retry-build/smithy.json");
    let model = std::fs::read(file).expect("a model");
    changed(400, 50, &[serde_json::from_slice(&model).expect("JSON")]);
}

/// Generates so many models with changes, of which more than a few have to be accepted: changes
/// that break every model would test little.
fn changed(cases: u32, enough: u32, models: &[Value]) {
    let changes = prop::collection::vec((any::<prop::sample::Index>(), mutation()), 1..6);
    let accepted = std::cell::Cell::new(0);
    run(
        cases,
        &(any::<prop::sample::Index>(), changes),
        |(model, changes)| {
            let mut model = model.get(models).clone();
            for (place, mutation) in changes {
                mutate(&mut model, place, mutation);
            }
            let is_accepted = generate(&fixtures::of_model(model.to_string()));
            accepted.set(accepted.get() + u32::from(is_accepted));
        },
    );
    assert!(
        accepted.get() > enough,
        "{} models were accepted",
        accepted.get()
    );
}

#[test]
fn any_documentation() {
    run(200, &(text(), text(), text()), |(one, two, three)| {
        let model = json!({
            "metadata": {
                "apiVersion": one, "endpointPrefix": two, "jsonVersion": "1.1", "protocol": "json",
                "serviceId": three, "serviceFullName": one, "targetPrefix": "T",
            },
            "documentation": one,
            "operations": {"Do": {
                "input": {"shape": "In"}, "documentation": two, "deprecated": true,
                "deprecatedMessage": three,
            }},
            "shapes": {
                "In": {"type": "structure", "documentation": three, "members": {
                    "a": {"shape": "Text", "documentation": one},
                    "b": {"shape": "Kind", "deprecated": true, "deprecatedMessage": two},
                }},
                "Kind": {"type": "string", "enum": [one, two, three]},
                "Text": {"type": "string", "pattern": three, "documentation": two},
            },
        });
        assert!(generate(&fixtures::of_model(model.to_string())), "{model}");
    });
}
