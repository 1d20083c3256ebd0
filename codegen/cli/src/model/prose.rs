//! Removes documentation from a model and keeps the interface.
//!
//! The meaning of a key depends on its position: `documentation` next to `members` is a trait,
//! `documentation` in `members` is a member of that name. So only the positions of traits are visited.

use serde_json::{Map, Value};

/// Traits with text for readers.
const PROSE: [&str; 3] = ["documentation", "deprecatedMessage", "examples"];

/// Removes the prose from one of botocore's files; `kind` is its name without `.json` and `.gz`.
pub(crate) fn drop_prose(kind: &str, document: &mut Value) {
    if let Some(kind) = kind.strip_suffix(".sdk-extras") {
        return with(document, "merge", |merge| drop_prose(kind, merge));
    }
    if document.get("smithy").is_some() {
        return smithy(document);
    }
    match kind.split_once('-').map_or(kind, |(name, _)| name) {
        "service" => service(document),
        "endpoint" => rule_set(document),
        "partitions" => each(document, "partitions", |partition| {
            each(partition, "regions", |region| {
                remove(region, &["description"]);
            });
        }),
        "waiters" => each(document, "waiters", |waiter| {
            remove(waiter, &["description"]);
        }),
        // Paginators have no prose.
        _ => {}
    }
}

fn service(service: &mut Value) {
    remove(service, &PROSE);
    each(service, "clientContextParams", drop_traits);
    each(service, "operations", |operation| {
        remove(operation, &PROSE);
        for reference in ["input", "output"] {
            with(operation, reference, drop_traits);
        }
        each(operation, "errors", drop_traits);
    });
    each(service, "shapes", |shape| {
        remove(shape, &PROSE);
        for reference in ["member", "key", "value"] {
            with(shape, reference, drop_traits);
        }
        each(shape, "members", drop_traits);
    });
}

/// The traits with text for readers, by their ids.
const SMITHY_PROSE: [&str; 3] = [
    "smithy.api#documentation",
    "smithy.api#externalDocumentation",
    "smithy.api#examples",
];

fn smithy(model: &mut Value) {
    each(model, "shapes", |shape| {
        smithy_traits(shape);
        for reference in ["member", "key", "value"] {
            with(shape, reference, smithy_traits);
        }
        each(shape, "members", smithy_traits);
    });
}

fn smithy_traits(element: &mut Value) {
    with(element, "traits", |traits| {
        remove(traits, &SMITHY_PROSE);
        with(traits, "smithy.api#deprecated", |it| {
            remove(it, &["message"]);
        });
        with(traits, "smithy.rules#endpointRuleSet", rule_set);
        each(traits, "smithy.rules#clientContextParams", drop_traits);
        each(traits, "smithy.waiters#waitable", |waiter| {
            remove(waiter, &["documentation"]);
        });
    });
}

fn rule_set(rules: &mut Value) {
    each(rules, "parameters", |parameter| {
        remove(parameter, &["documentation"]);
        with(parameter, "deprecated", |deprecated| {
            remove(deprecated, &["message"]);
        });
    });
    rule(rules);
}

/// A rule or a rule set: both have a list of rules.
fn rule(value: &mut Value) {
    remove(value, &["documentation"]);
    each(value, "rules", rule);
}

/// Calls `f` on a value of an object, if it exists.
fn with(object: &mut Value, key: &str, f: impl FnOnce(&mut Value)) {
    if let Some(value) = object.get_mut(key) {
        f(value);
    }
}

/// Calls `f` on each element of a list or each value of a map in an object.
fn each(object: &mut Value, key: &str, mut f: impl FnMut(&mut Value)) {
    match object.get_mut(key) {
        Some(Value::Object(map)) => map.values_mut().for_each(f),
        Some(Value::Array(list)) => list.iter_mut().for_each(&mut f),
        _ => {}
    }
}

fn drop_traits(element: &mut Value) {
    remove(element, &PROSE);
}

fn remove(object: &mut Value, keys: &[&str]) {
    if let Some(object) = object.as_object_mut() {
        for key in keys {
            // Unlike `remove`, this keeps the order.
            Map::shift_remove(object, *key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dropped(kind: &str, text: &str) -> Value {
        let mut document = serde_json::from_str(text).unwrap();
        drop_prose(kind, &mut document);
        document
    }

    fn keys(value: &Value) -> Vec<&String> {
        value.as_object().unwrap().keys().collect()
    }

    #[test]
    fn smithy_models_lose_their_documentation_and_keep_names() {
        let model = dropped(
            "thing",
            r#"{"smithy": "2.0", "shapes": {
                "a#documentation": {"type": "structure", "traits": {
                    "smithy.api#documentation": "gone",
                    "smithy.api#deprecated": {"message": "gone", "since": "1"}
                }, "members": {"documentation": {"target": "a#T", "traits": {
                    "smithy.api#documentation": "gone", "smithy.api#required": {}
                }}}},
                "a#L": {"type": "list", "member": {"target": "a#T", "traits": {
                    "smithy.api#documentation": "gone"
                }}}
            }}"#,
        );
        assert!(!model.to_string().contains("gone"), "{model}");
        let shape = &model["shapes"]["a#documentation"];
        assert_eq!(shape["traits"]["smithy.api#deprecated"]["since"], "1");
        assert!(shape["members"]["documentation"]["traits"]["smithy.api#required"].is_object());
    }

    #[test]
    fn keeps_members_and_shapes_named_like_traits() {
        let model = dropped(
            "service-2",
            r#"{
              "documentation": "gone",
              "metadata": {"documentation": "not a trait"},
              "examples": {},
              "operations": {
                "documentation": {
                  "name": "documentation",
                  "input": {"shape": "documentation", "documentation": "gone"},
                  "output": {"shape": "examples", "documentation": "gone"},
                  "errors": [{"shape": "deprecatedMessage", "documentation": "gone"}],
                  "documentation": "gone",
                  "deprecated": true,
                  "deprecatedMessage": "gone"
                }
              },
              "shapes": {
                "documentation": {
                  "type": "structure",
                  "required": ["documentation"],
                  "members": {
                    "documentation": {"shape": "examples", "documentation": "gone"},
                    "examples": {"shape": "documentation", "deprecatedMessage": "gone"},
                    "deprecatedMessage": {"shape": "documentation"}
                  },
                  "documentation": "gone"
                },
                "examples": {"type": "string", "enum": ["documentation"]},
                "deprecatedMessage": {
                  "type": "map",
                  "key": {"shape": "examples", "documentation": "gone"},
                  "value": {"shape": "documentation", "documentation": "gone"}
                },
                "members": {"type": "list", "member": {"shape": "members", "documentation": "gone"}}
              }
            }"#,
        );
        assert_eq!(
            model,
            serde_json::json!({
              "metadata": {"documentation": "not a trait"},
              "operations": {
                "documentation": {
                  "name": "documentation",
                  "input": {"shape": "documentation"},
                  "output": {"shape": "examples"},
                  "errors": [{"shape": "deprecatedMessage"}],
                  "deprecated": true
                }
              },
              "shapes": {
                "documentation": {
                  "type": "structure",
                  "required": ["documentation"],
                  "members": {
                    "documentation": {"shape": "examples"},
                    "examples": {"shape": "documentation"},
                    "deprecatedMessage": {"shape": "documentation"}
                  }
                },
                "examples": {"type": "string", "enum": ["documentation"]},
                "deprecatedMessage": {
                  "type": "map",
                  "key": {"shape": "examples"},
                  "value": {"shape": "documentation"}
                },
                "members": {"type": "list", "member": {"shape": "members"}}
              }
            })
        );
    }

    #[test]
    fn keeps_the_order_of_members() {
        let model = dropped(
            "service-2",
            r#"{"shapes": {"S": {"documentation": "", "type": "structure", "members":
                {"z": {"documentation": "", "shape": "A", "box": true, "sensitive": true}, "a": {}}}}}"#,
        );
        let shape = &model["shapes"]["S"];
        assert_eq!(keys(shape), ["type", "members"]);
        assert_eq!(keys(&shape["members"]), ["z", "a"]);
        assert_eq!(keys(&shape["members"]["z"]), ["shape", "box", "sensitive"]);
    }

    #[test]
    fn removes_prose_from_extras_rule_sets_and_waiters() {
        assert_eq!(
            dropped(
                "service-2.sdk-extras",
                r#"{"version": 1.0, "merge": {"shapes": {"S": {"members": {"M": {"documentation": "gone"}}}}}}"#
            ),
            serde_json::json!({"version": 1.0, "merge": {"shapes": {"S": {"members": {"M": {}}}}}})
        );
        assert_eq!(
            dropped(
                "endpoint-rule-set-1",
                r#"{"parameters": {"documentation": {"documentation": "gone", "type": "string"}},
                    "rules": [{"documentation": "gone", "rules": [{"documentation": "gone", "error": "a fact"}]}]}"#
            ),
            serde_json::json!({"parameters": {"documentation": {"type": "string"}},
                "rules": [{"rules": [{"error": "a fact"}]}]})
        );
        assert_eq!(
            dropped(
                "waiters-2",
                r#"{"waiters": {"description": {"description": "gone", "delay": 5}}}"#
            ),
            serde_json::json!({"waiters": {"description": {"delay": 5}}})
        );
    }

    #[test]
    fn accepts_any_json() {
        for text in [
            "null",
            "[]",
            "{}",
            r#"{"shapes": 1, "operations": [null, {"errors": 5}]}"#,
        ] {
            for kind in [
                "service-2",
                "service-2.sdk-extras",
                "endpoint-rule-set-1",
                "waiters-2",
            ] {
                let mut document = serde_json::from_str(text).unwrap();
                drop_prose(kind, &mut document);
            }
        }
    }
}
