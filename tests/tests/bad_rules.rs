//! Invalid endpoint rules and partitions are errors with their path; what is not supported is a warning,
//! and an error of the calls that get there; nothing is a panic.

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
                    {"fn": "booleanEquals", "argv": [{"ref": "UseFIPS"}, false]},
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
fn invalid_rules_are_errors() {
    const FIRST: &str = "/rules/0/conditions/0";
    const URL: &str = "/rules/0/rules/0/endpoint/url";
    const SCHEME: &str = "/rules/0/rules/0/endpoint/properties/authSchemes/0";
    let is_set = |value: Value| json!({"fn": "isSet", "argv": [value]});
    let cases = vec![
        (
            "version",
            "/version",
            json!("2.0"),
            Unsupported,
            ": version",
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
            "no such name",
            FIRST,
            is_set(json!({"ref": "Regoin"})),
            DanglingReference,
            ": rules[0].conditions[0].argv[0]",
        ),
        (
            "a name that is taken",
            "/rules/0/conditions/1/assign",
            json!("Region"),
            NameClash,
            ": rules[0].conditions[1].assign",
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
    ];
    let text = check("endpoint-rule-set-1.json", &rules(), cases);
    insta::assert_snapshot!("bad-rules", text);
}

/// A case: its name, the pointer to the change, the new value, and the place of the warning.
type Unsupported = (&'static str, &'static str, Value, &'static str);

/// Generates each case, which has to give one warning, and an error where it gets there.
fn check_unsupported(file: &str, base: &Value, cases: Vec<Unsupported>) -> String {
    let mut text = String::new();
    for (name, pointer, value, path) in cases {
        let mut document = base.clone();
        set(&mut document, pointer, value);
        let mut input = fixtures::of_model(include_str!("../../model/codebuild/service-2.json"));
        input.config.operations = Some(Vec::new());
        let other = json!({"version": "1.0", "parameters": {}, "rules": []});
        input.model.insert(
            "endpoint-rule-set-1.json".to_owned(),
            other.to_string().into(),
        );
        input
            .model
            .insert(file.to_owned(), document.to_string().into());
        let krate = tinsmith::generate(&input).unwrap_or_else(|error| panic!("{name}: {error}"));
        let paths: Vec<_> = krate.warnings.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(paths, [format!("{file}{path}")], "{name}");
        let warning = krate.warnings[0].clone();
        if file.starts_with("endpoint") {
            let rules = &krate.files["src/endpoint.rs"];
            assert!(
                rules.contains("ask for what the client cannot do"),
                "{name}"
            );
            syn::parse_file(rules).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        text += &format!("# {name}\n{}\n", fixtures::report(&warning.into()));
    }
    text
}

/// Properties say more about an endpoint; clients need not know them.
#[test]
fn unknown_properties_are_ignored_with_a_warning() {
    let mut rules = rules();
    let properties = "/rules/0/rules/0/endpoint/properties";
    set(
        &mut rules,
        &format!("{properties}/color"),
        json!({"x": ["y"]}),
    );
    let mut input = fixtures::input("structures");
    let file = "endpoint-rule-set-1.json";
    input
        .model
        .insert(file.to_owned(), rules.to_string().into());
    let krate = tinsmith::generate(&input).expect("a crate");
    let warnings: Vec<_> = krate.warnings.iter().map(ToString::to_string).collect();
    let place = properties.replace("/0", "[0]").replace('/', ".");
    let expected = format!(
        "{file}: {}.color: the property `color` of endpoints is ignored",
        &place[1..]
    );
    assert_eq!(warnings, [expected]);
    assert!(!krate.files["src/endpoint.rs"].contains("cannot do"));
}

/// What a newer rule set may have is an error of the calls that get there.
#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn unsupported_rules_are_warnings() {
    const FIRST: &str = "/rules/0/conditions/0";
    const URL: &str = "/rules/0/rules/0/endpoint/url";
    const SCHEME: &str = "/rules/0/rules/0/endpoint/properties/authSchemes/0";
    let call = |name: &str, argv: Value| json!({"fn": name, "argv": argv});
    let cases = vec![
        (
            "type of a parameter",
            "/parameters/Region/type",
            json!("integer"),
            ": parameters.Region.type",
        ),
        (
            "another type than the built-in",
            "/parameters/Region/type",
            json!("boolean"),
            ": parameters.Region.type",
        ),
        (
            "unknown built-in",
            "/parameters/Region/builtIn",
            json!("AWS::Moon"),
            ": parameters.Region.builtIn",
        ),
        (
            "a flag that is on",
            "/parameters/UseFIPS/default",
            json!(true),
            ": parameters.UseFIPS.default",
        ),
        (
            "type of a rule",
            "/rules/1/type",
            json!("wish"),
            ": rules[1].type",
        ),
        (
            "unknown function",
            FIRST,
            call("isSett", json!([])),
            ": rules[0].conditions[0].fn",
        ),
        (
            "number of arguments",
            FIRST,
            call("isSet", json!([])),
            ": rules[0].conditions[0].argv",
        ),
        (
            "neither reference nor call",
            FIRST,
            call("isSet", json!([{"x": 1}])),
            ": rules[0].conditions[0].argv[0]",
        ),
        (
            "a number",
            FIRST,
            call("isSet", json!([1])),
            ": rules[0].conditions[0].argv[0]",
        ),
        (
            "another type",
            FIRST,
            call("not", json!(["x"])),
            ": rules[0].conditions[0].argv[0]",
        ),
        (
            "a list is no text",
            FIRST,
            call("aws.parseArn", json!([{"ref": "Names"}])),
            ": rules[0].conditions[0].argv[0]",
        ),
        (
            "a flag from elsewhere",
            FIRST,
            call("isValidHostLabel", json!(["x", {"ref": "UseFIPS"}])),
            ": rules[0].conditions[0].argv[1]",
        ),
        (
            "less than nothing",
            FIRST,
            call("substring", json!(["x", -1, 1, false])),
            ": rules[0].conditions[0].argv[1]",
        ),
        (
            "no such attribute",
            URL,
            json!("{P#dnsSufix}"),
            ": rules[0].rules[0].endpoint.url",
        ),
        (
            "a flag in a text",
            URL,
            json!("{P#supportsFIPS}"),
            ": rules[0].rules[0].endpoint.url",
        ),
        (
            "unknown property of a scheme",
            SCHEME,
            json!({"name": "sigv4", "colour": "red"}),
            ": rules[0].rules[0].endpoint.properties.authSchemes[0].colour",
        ),
    ];
    let text = check_unsupported("endpoint-rule-set-1.json", &rules(), cases);
    insta::assert_snapshot!("unsupported-rules", text);
}

/// Settings of clients are on or off.
#[test]
fn settings_that_are_not_booleans_are_warnings() {
    let mut rules = rules();
    set(&mut rules, "/parameters/Tenant", json!({"type": "string"}));
    set(&mut rules, "/parameters/IsNew", json!({"type": "boolean"}));
    set(&mut rules, "/parameters/Kind", json!({"type": "string"}));
    let mut input = fixtures::input("structures");
    let mut model: Value = serde_json::from_slice(&input.model["service-2.json"]).expect("JSON");
    model["clientContextParams"] = json!({
        "Tenant": {"type": "string"}, "IsNew": {"type": "boolean"}, "Names": {"type": "stringArray"},
        "NotInTheRules": {"type": "string"}, "Kind": {"type": "string"},
    });
    for operation in model["operations"]
        .as_object_mut()
        .expect("operations")
        .values_mut()
    {
        operation["staticContextParams"] = json!({"Kind": {"value": "set by all operations"}});
    }
    for (file, text) in [
        ("service-2.json", model),
        ("endpoint-rule-set-1.json", rules),
    ] {
        input
            .model
            .insert(file.to_owned(), text.to_string().into_bytes());
    }
    let krate = tinsmith::generate(&input).expect("a crate");
    let warnings: Vec<_> = krate.warnings.iter().map(ToString::to_string).collect();
    let expected = ["Tenant", "Names"].map(|name| {
        format!(
            "clientContextParams.{name}: clients have no such setting, because it is not a boolean: \
             the endpoint rules apply as if it was not set"
        )
    });
    assert_eq!(warnings, expected);
    assert!(krate.files["src/endpoint.rs"].contains("is_new"));
}

/// Of the expressions for parameters, those that models use have a form here.
#[test]
fn unsupported_expressions_are_errors() {
    let with = |path: &str| {
        let mut input = fixtures::input("endpoints");
        let file = "service-2.json";
        let mut model: Value = serde_json::from_slice(&input.model[file]).expect("JSON");
        let pointer = "/operations/GetMany/operationContextParams/Names/path";
        set(&mut model, pointer, json!(path));
        let pointer = "/shapes/Optional/members/More";
        set(&mut model, pointer, json!({"shape": "Items"}));
        input
            .model
            .insert(file.to_owned(), model.to_string().into_bytes());
        tinsmith::generate(&input)
    };
    let expected = [(
        Unsupported,
        "operations.GetMany.operationContextParams.Names",
    )];
    let cases = [
        "Items[*].Get.",
        "Items[*].Get.Nmae",
        "Items[*].Get",
        "Items[*].Put.More[*].Get.Name",
        "Items[*]",
        "Items",
        "Items[0].Get.Name",
        "Items[*].[Get.Name, Put.Name]",
        "Items[*].[Get.Name, keys(Put)][]",
        "keys(Items)",
        "length(Items)",
    ];
    let texts = cases.map(|path| {
        let error = with(path).err().unwrap_or_else(|| panic!("{path}"));
        fixtures::expect(path, &error, &expected)
    });
    insta::assert_snapshot!("unsupported-expressions", texts.concat());

    let usual = with("Items[*].Get.Name").expect("it is supported");
    for same in [
        "Items[].Get.Name",
        "Items[*].[Get.Name][]",
        " Items[*] . \"Get\".Name ",
    ] {
        let krate = with(same).unwrap_or_else(|error| panic!("{same}: {error}"));
        assert_eq!(krate.files, usual.files, "{same}");
    }
}

#[test]
fn invalid_partitions_are_errors() {
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
            "another's region",
            "/partitions/1/regions/us-east-1",
            json!({}),
            Unsupported,
            ": partitions[1].regions.us-east-1",
        ),
    ];
    let text = check("partitions.json", &partitions(), cases);
    insta::assert_snapshot!("bad-partitions", text);
}

fn partitions() -> Value {
    serde_json::from_str(include_str!("../../model/codebuild/partitions.json")).expect("JSON")
}

/// Then only the regions that are listed belong to the partition.
#[test]
fn unsupported_patterns_are_warnings() {
    const REGEX: &str = "/partitions/1/regionRegex";
    const PLACE: &str = ": partitions[1].regionRegex";
    let cases = vec![
        ("open end", REGEX, json!("^cn\\-\\w+\\-\\d+"), PLACE),
        ("another form", REGEX, json!("^cn-[a-z]+-\\d+$"), PLACE),
        ("any text", REGEX, json!("^.*\\-\\w+\\-\\d+$"), PLACE),
        ("nothing", REGEX, json!("^\\-\\w+\\-\\d+$"), PLACE),
        ("an open group", REGEX, json!("^(cn\\-\\w+\\-\\d+$"), PLACE),
        (
            "an empty alternative",
            REGEX,
            json!("^(cn|)\\-\\w+\\-\\d+$"),
            PLACE,
        ),
    ];
    let text = check_unsupported("partitions.json", &partitions(), cases);
    insta::assert_snapshot!("unsupported-partitions", text);
}

#[test]
fn default_partitions_equal_those_of_the_committed_model() {
    assert_eq!(
        include_str!("../../codegen/src/model/endpoints/partitions.json"),
        include_str!("../../model/codebuild/partitions.json")
    );
}
