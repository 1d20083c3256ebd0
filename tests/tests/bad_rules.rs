//! Invalid and unsupported endpoint rules and partitions: each is an error with its path, none is a
//! panic.

use serde_json::{Value, json};
use tests::fixtures;
use tinsmith::error::ProblemKind::{self, *};

/// The rules that cases change.
fn rules() -> Value {
    json!({
        "version": "1.0",
        "parameters": {
            "Region": {"builtIn": "AWS::Region", "required": false, "type": "string"},
            "UseFIPS": {
                "builtIn": "AWS::UseFIPS", "required": true, "default": false, "type": "boolean"
            },
            "Names": {"required": false, "type": "stringArray"},
        },
        "rules": [
            {
                "conditions": [
                    {"fn": "isSet", "argv": [{"ref": "Region"}]},
                    {"fn": "aws.partition", "argv": [{"ref": "Region"}], "assign": "P"},
                ],
                "type": "tree",
                "rules": [{
                    "conditions": [],
                    "type": "endpoint",
                    "endpoint": {
                        "url": "https://x.{Region}.{P#dnsSuffix}",
                        "properties": {"authSchemes": [{"name": "sigv4"}]},
                    },
                }],
            },
            {"conditions": [], "type": "error", "error": "Missing Region"},
        ],
    })
}

/// A case: its name, the pointer to the change, the new value, and the expected problem.
type Case = (&'static str, &'static str, Value, ProblemKind, &'static str);

fn check(file: &str, base: &Value, cases: Vec<Case>) -> String {
    let model = include_str!("../../model/codebuild/service-2.json");
    let mut text = String::new();
    for (name, pointer, value, kind, path) in cases {
        let mut document = base.clone();
        set(&mut document, pointer, value);
        let mut input = fixtures::of_model(model);
        input.config.operations = Some(Vec::new());
        input
            .model
            .insert(file.to_owned(), document.to_string().into());
        let error = tinsmith::generate(&input)
            .err()
            .unwrap_or_else(|| panic!("{name}"));
        let path = format!("{file}{path}");
        text += &fixtures::expect(name, &error, &[(kind, path.as_str())]);
    }
    text
}

fn set(document: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let parent = document.pointer_mut(parent).expect(pointer);
    match parent {
        Value::Array(list) => list[key.parse::<usize>().expect("an index")] = value,
        parent => parent[key] = value,
    }
}

#[test]
fn valid_rules_are_accepted() {
    let mut input = fixtures::input("structures");
    let rules = rules().to_string().into();
    input
        .model
        .insert("endpoint-rule-set-1.json".to_owned(), rules);
    let krate = tinsmith::generate(&input).expect("a crate");
    assert!(krate.files["src/endpoint.rs"].contains("https://x.{region}.{}"));
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn invalid_rules_are_errors() {
    const FIRST: &str = "/rules/0/conditions/0";
    const URL: &str = "/rules/0/rules/0/endpoint/url";
    const SCHEME: &str = "/rules/0/rules/0/endpoint/properties/authSchemes/0";
    let call = |name: &str, argv: Value| json!({"fn": name, "argv": argv});
    let cases = vec![
        (
            "version",
            "/version",
            json!("2.0"),
            Unsupported,
            ": version",
        ),
        ("no rules", "/rules", json!(3), Malformed, ": rules"),
        (
            "type of a parameter",
            "/parameters/Region/type",
            json!("integer"),
            Unsupported,
            ": parameters.Region.type",
        ),
        (
            "another type than the built-in",
            "/parameters/Region/type",
            json!("boolean"),
            Unsupported,
            ": parameters.Region.type",
        ),
        (
            "unknown built-in",
            "/parameters/Region/builtIn",
            json!("AWS::Moon"),
            Unsupported,
            ": parameters.Region.builtIn",
        ),
        (
            "a flag that is on",
            "/parameters/UseFIPS/default",
            json!(true),
            Unsupported,
            ": parameters.UseFIPS.default",
        ),
        (
            "required without a default",
            "/parameters/Names/required",
            json!(true),
            Unsupported,
            ": parameters.Names",
        ),
        (
            "a built-in without its default",
            "/parameters/UseFIPS",
            json!({"builtIn": "AWS::UseFIPS", "type": "boolean"}),
            Unsupported,
            ": parameters.UseFIPS",
        ),
        (
            "no text",
            "/parameters",
            json!({}),
            Unsupported,
            ": parameters",
        ),
        (
            "type of a rule",
            "/rules/1/type",
            json!("wish"),
            Unsupported,
            ": rules[1].type",
        ),
        (
            "an error without one",
            "/rules/1/error",
            Value::Null,
            Malformed,
            ": rules[1]",
        ),
        (
            "a tree without rules",
            "/rules/1/type",
            json!("tree"),
            Malformed,
            ": rules[1]",
        ),
        (
            "unknown function",
            FIRST,
            call("isSett", json!([])),
            Unsupported,
            ": rules[0].conditions[0].fn",
        ),
        (
            "a function of other services",
            FIRST,
            call("parseURL", json!([{"ref": "Region"}])),
            Unsupported,
            ": rules[0].conditions[0].fn",
        ),
        (
            "number of arguments",
            FIRST,
            call("isSet", json!([])),
            Malformed,
            ": rules[0].conditions[0].argv",
        ),
        (
            "no such name",
            FIRST,
            call("isSet", json!([{"ref": "Regoin"}])),
            DanglingReference,
            ": rules[0].conditions[0].argv[0]",
        ),
        (
            "neither reference nor call",
            FIRST,
            call("isSet", json!([{"x": 1}])),
            Malformed,
            ": rules[0].conditions[0].argv[0]",
        ),
        (
            "a number",
            FIRST,
            call("isSet", json!([1])),
            Malformed,
            ": rules[0].conditions[0].argv[0]",
        ),
        (
            "not asked for before",
            FIRST,
            call("stringEquals", json!([{"ref": "Region"}, "x"])),
            Malformed,
            ": rules[0].conditions[0].argv[0]",
        ),
        (
            "another type",
            FIRST,
            call("not", json!(["x"])),
            Malformed,
            ": rules[0].conditions[0].argv[0]",
        ),
        (
            "a list is no text",
            FIRST,
            call("aws.parseArn", json!([{"ref": "Names"}])),
            Malformed,
            ": rules[0].conditions[0].argv[0]",
        ),
        (
            "an item of what is absent",
            FIRST,
            call("getAttr", json!([{"ref": "Names"}, "[0]"])),
            Malformed,
            ": rules[0].conditions[0].argv[0]",
        ),
        (
            "a flag from elsewhere",
            FIRST,
            call("isValidHostLabel", json!(["x", {"ref": "UseFIPS"}])),
            Malformed,
            ": rules[0].conditions[0].argv[1]",
        ),
        (
            "less than nothing",
            FIRST,
            call("substring", json!(["x", -1, 1, false])),
            Malformed,
            ": rules[0].conditions[0].argv[1]",
        ),
        (
            "a name that is taken",
            "/rules/0/conditions/1/assign",
            json!("Region"),
            NameClash,
            ": rules[0].conditions[1].assign",
        ),
        (
            "a name for a flag",
            "/rules/0/conditions/0/assign",
            json!("It"),
            Unsupported,
            ": rules[0].conditions[0].assign",
        ),
        (
            "no such attribute",
            URL,
            json!("{P#dnsSufix}"),
            DanglingReference,
            ": rules[0].rules[0].endpoint.url",
        ),
        (
            "a flag in a text",
            URL,
            json!("{P#supportsFIPS}"),
            Malformed,
            ": rules[0].rules[0].endpoint.url",
        ),
        (
            "open brace",
            URL,
            json!("https://{Region"),
            Malformed,
            ": rules[0].rules[0].endpoint.url",
        ),
        (
            "closing brace",
            URL,
            json!("https://Region}"),
            Malformed,
            ": rules[0].rules[0].endpoint.url",
        ),
        (
            "a name of another rule",
            "/rules/1/error",
            json!("{P#name}"),
            DanglingReference,
            ": rules[1].error",
        ),
        (
            "unknown property",
            "/rules/0/rules/0/endpoint/properties/backend",
            json!("x"),
            Unsupported,
            ": rules[0].rules[0].endpoint.properties.backend",
        ),
        (
            "a scheme that is none",
            SCHEME,
            json!("sigv4"),
            Malformed,
            ": rules[0].rules[0].endpoint.properties.authSchemes[0]",
        ),
        (
            "a scheme without a name",
            SCHEME,
            json!({}),
            Malformed,
            ": rules[0].rules[0].endpoint.properties.authSchemes[0]",
        ),
        (
            "unknown property of a scheme",
            SCHEME,
            json!({"name": "sigv4", "colour": "red"}),
            Unsupported,
            ": rules[0].rules[0].endpoint.properties.authSchemes[0].colour",
        ),
    ];
    let text = check("endpoint-rule-set-1.json", &rules(), cases);
    insta::assert_snapshot!("bad-rules", text);
}

#[test]
fn invalid_partitions_are_errors() {
    const REGEX: &str = "/partitions/1/regionRegex";
    const PLACE: &str = ": partitions[1].regionRegex";
    let base: Value =
        serde_json::from_str(include_str!("../../model/codebuild/partitions.json")).expect("JSON");
    let cases = vec![
        (
            "no partitions",
            "/partitions",
            json!([]),
            Malformed,
            ": partitions",
        ),
        (
            "no domain",
            "/partitions/0/outputs/dnsSuffix",
            json!(1),
            Malformed,
            ": partitions[0].outputs.dnsSuffix",
        ),
        (
            "open end",
            REGEX,
            json!("^cn\\-\\w+\\-\\d+"),
            Unsupported,
            PLACE,
        ),
        (
            "another form",
            REGEX,
            json!("^cn-[a-z]+-\\d+$"),
            Unsupported,
            PLACE,
        ),
        (
            "any text",
            REGEX,
            json!("^.*\\-\\w+\\-\\d+$"),
            Unsupported,
            PLACE,
        ),
        (
            "nothing",
            REGEX,
            json!("^\\-\\w+\\-\\d+$"),
            Unsupported,
            PLACE,
        ),
        (
            "an open group",
            REGEX,
            json!("^(cn\\-\\w+\\-\\d+$"),
            Unsupported,
            PLACE,
        ),
        (
            "an empty alternative",
            REGEX,
            json!("^(cn|)\\-\\w+\\-\\d+$"),
            Unsupported,
            PLACE,
        ),
        (
            "another's region",
            "/partitions/1/regions/us-east-1",
            json!({}),
            Unsupported,
            ": partitions[1].regions.us-east-1",
        ),
    ];
    let text = check("partitions.json", &base, cases);
    insta::assert_snapshot!("bad-partitions", text);
}

#[test]
fn default_partitions_equal_those_of_the_committed_model() {
    assert_eq!(
        include_str!("../../codegen/src/model/endpoints/partitions.json"),
        include_str!("../../model/codebuild/partitions.json")
    );
}
