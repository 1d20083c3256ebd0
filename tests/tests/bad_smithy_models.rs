//! Invalid Smithy models: each is an error with its path, none is a panic.
//!
//! Each case is a valid model with some changes; the snapshot has the errors.

use serde_json::{Value, json};
use tests::{fixtures, json};
use tinsmith::Input;
use tinsmith::error::ProblemKind::{self, *};

type Expected<'a> = Vec<(ProblemKind, &'a str)>;

/// The model that cases change: one of every kind of reference.
fn base() -> Value {
    let to = |name: &str| json!({"target": format!("a#{name}")});
    json!({
        "smithy": "2.0",
        "shapes": {
            "a#Service": {
                "type": "service", "version": "1", "operations": [to("Do")],
                "resources": [to("Thing")], "errors": [to("Wrong")],
                "traits": {"aws.protocols#awsJson1_0": {}, "aws.auth#sigv4": {"name": "a"}},
            },
            "a#Thing": {"type": "resource", "read": to("Get"), "operations": [to("Do")]},
            "a#Do": {"type": "operation", "input": to("In"), "output": to("Out")},
            "a#Get": {"type": "operation", "errors": [to("Wrong")]},
            "a#In": {"type": "structure", "members": {
                "list": to("List"), "map": to("Map"), "choice": to("Choice"), "union": to("Union"),
                "time": {"target": "smithy.api#Timestamp"},
            }},
            "a#Out": {"type": "structure", "mixins": [to("Mixin")], "members": {
                "own": {"target": "smithy.api#String"},
            }},
            "a#Mixin": {
                "type": "structure", "mixins": [to("Base")], "members": {"mixed": to("Text")},
                "traits": {"smithy.api#mixin": {}},
            },
            "a#Base": {
                "type": "structure", "members": {"based": to("Text")},
                "traits": {"smithy.api#mixin": {}},
            },
            "a#Wrong": {"type": "structure", "traits": {"smithy.api#error": "client"}},
            "a#Text": {"type": "string"},
            "a#Choice": {"type": "enum", "members": {"A": {"target": "smithy.api#Unit"}}},
            "a#Union": {"type": "union", "members": {"text": to("Text")}},
            "a#List": {"type": "list", "member": to("Text")},
            "a#Map": {"type": "map", "key": to("Text"), "value": to("Text")},
        },
    })
}

/// The base with other values at some pointers; `null` removes.
fn changed(changes: &[(&str, Value)]) -> Input {
    let mut model = base();
    for (pointer, value) in changes {
        json::change(&mut model, pointer, value);
    }
    fixtures::of_model(model.to_string())
}

#[track_caller]
fn check<'a>(snapshot: &str, cases: impl IntoIterator<Item = (&'a str, Input, Expected<'a>)>) {
    let mut text = String::new();
    for (name, input, expected) in cases {
        let Err(error) = tinsmith::generate(&input) else {
            panic!("{name}: it was generated")
        };
        text += &fixtures::expect(name, &error, &expected);
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("bad-smithy-models-{snapshot}"), text);
    });
}

fn one<'a>(
    name: &'a str,
    place: &str,
    value: Value,
    kind: ProblemKind,
    path: &'a str,
) -> (&'a str, Input, Expected<'a>) {
    (name, changed(&[(place, value)]), vec![(kind, path)])
}

fn nowhere() -> Value {
    json!({"target": "a#Txet"})
}

#[test]
fn base_model_is_valid() {
    tinsmith::generate(&changed(&[])).expect("it is a model");
}

#[test]
fn unreadable_files() {
    let file = |text: &str| fixtures::of_model(text);
    let unreadable = || vec![(Unreadable, "service-2.json")];
    let deep = "[".repeat(100_000);
    let deep_trait = |id: &str| {
        let start = r#"{"smithy": "2.0", "shapes": {"a#A": {"type": "string", "traits": "#;
        file(&format!("{start}{{\"{id}\": {deep}"))
    };
    check(
        "files",
        [
            (
                "cut off",
                file(r#"{"smithy": "2.0", "shapes": {"#),
                unreadable(),
            ),
            (
                "more after it",
                file(r#"{"smithy": "2.0"} {}"#),
                unreadable(),
            ),
            (
                "deep",
                file(&format!(r#"{{"smithy": {deep}"#)),
                vec![(Malformed, "smithy")],
            ),
            (
                "a deep trait",
                deep_trait("smithy.rules#endpointRuleSet"),
                unreadable(),
            ),
            (
                "a deep trait that is passed over",
                deep_trait("a#b"),
                unreadable(),
            ),
            (
                "no version of Smithy",
                file(r#"{"smithy": 2}"#),
                vec![(Malformed, "smithy")],
            ),
            (
                "another version",
                file(r#"{"smithy": "3.0"}"#),
                vec![(Unsupported, "smithy")],
            ),
            (
                "no shapes",
                file(r#"{"smithy": "2.0"}"#),
                vec![(Malformed, "shapes")],
            ),
            (
                "shapes of another type",
                file(r#"{"smithy": "2", "shapes": []}"#),
                vec![(Malformed, "shapes")],
            ),
        ],
    );
}

#[test]
fn members_of_wrong_types() {
    let place = |shape: &str, rest: &str| format!("/shapes/a#{shape}{rest}");
    let cases = [
        ("Service", "", json!([1]), "shapes.a#Service[0]"),
        ("Service", "/type", json!(1), "shapes.a#Service.type"),
        ("Service", "/type", Value::Null, "shapes.a#Service"),
        (
            "Service",
            "/operations",
            json!({}),
            "shapes.a#Service.operations",
        ),
        ("Service", "/version", json!(1), "shapes.a#Service.version"),
        ("Service", "/rename", json!([]), "shapes.a#Service.rename"),
        ("Do", "/input", json!("a#In"), "shapes.a#Do.input"),
        ("Do", "/input", json!({}), "shapes.a#Do.input"),
        ("In", "/members", json!([]), "shapes.a#In.members"),
        (
            "In",
            "/members/list",
            json!("a#List"),
            "shapes.a#In.members.list",
        ),
        (
            "In",
            "/members/list/target",
            json!(1),
            "shapes.a#In.members.list.target",
        ),
        ("Text", "/traits", json!([1]), "shapes.a#Text.traits[0]"),
        (
            "Text",
            "/traits",
            json!({"smithy.api#length": 1}),
            "shapes.a#Text.traits.smithy.api#length",
        ),
        (
            "Text",
            "/traits",
            json!({"smithy.api#length": {"min": "1"}}),
            "shapes.a#Text.traits.smithy.api#length.min",
        ),
        (
            "Text",
            "/traits",
            json!({"smithy.api#documentation": []}),
            "shapes.a#Text.traits.smithy.api#documentation",
        ),
        (
            "Text",
            "/traits",
            json!({"smithy.api#enum": {}}),
            "shapes.a#Text.traits.smithy.api#enum",
        ),
        (
            "Text",
            "/traits",
            json!({"smithy.api#enum": [{}]}),
            "shapes.a#Text.traits.smithy.api#enum[0]",
        ),
        (
            "Text",
            "/traits",
            json!({"smithy.api#timestampFormat": "stardate"}),
            "shapes.a#Text.traits.smithy.api#timestampFormat",
        ),
        (
            "Choice",
            "/members/A/traits",
            json!({"smithy.api#enumValue": 1}),
            "shapes.a#Choice.members.A.traits.smithy.api#enumValue",
        ),
        (
            "Service",
            "/traits/aws.auth#sigv4",
            json!("a"),
            "shapes.a#Service.traits.aws.auth#sigv4",
        ),
    ];
    let cases = cases.map(|(shape, rest, value, path)| {
        let input = changed(&[(&place(shape, rest), value)]);
        (path, input, vec![(Malformed, path)])
    });
    check("types", cases);
}

#[test]
fn dangling_references() {
    let cases = [
        (
            "/shapes/a#Service/operations",
            json!([nowhere()]),
            "shapes.a#Service.operations[0]",
        ),
        (
            "/shapes/a#Service/resources",
            json!([nowhere()]),
            "shapes.a#Service.resources[0]",
        ),
        (
            "/shapes/a#Service/errors",
            json!([nowhere()]),
            "shapes.a#Service.errors[0]",
        ),
        ("/shapes/a#Thing/read", nowhere(), "shapes.a#Thing.read"),
        (
            "/shapes/a#Thing/collectionOperations",
            json!([nowhere()]),
            "shapes.a#Thing.collectionOperations[0]",
        ),
        (
            "/shapes/a#Thing/resources",
            json!([nowhere()]),
            "shapes.a#Thing.resources[0]",
        ),
        ("/shapes/a#Do/input", nowhere(), "shapes.a#Do.input"),
        (
            "/shapes/a#Get/errors",
            json!([nowhere()]),
            "shapes.a#Get.errors[0]",
        ),
        (
            "/shapes/a#In/members/list",
            nowhere(),
            "shapes.a#In.members.list",
        ),
        (
            "/shapes/a#Mixin/members/mixed",
            nowhere(),
            "shapes.a#Out.members.mixed",
        ),
        (
            "/shapes/a#Union/members/text",
            nowhere(),
            "shapes.a#Union.members.text",
        ),
        ("/shapes/a#List/member", nowhere(), "shapes.a#List.member"),
        ("/shapes/a#Map/key", nowhere(), "shapes.a#Map.key"),
        ("/shapes/a#Map/value", nowhere(), "shapes.a#Map.value"),
        (
            "/shapes/a#Out/mixins",
            json!([nowhere()]),
            "shapes.a#Out.mixins[0]",
        ),
        (
            "/shapes/a#Map/value",
            json!({"target": "smithy.api#Strnig"}),
            "shapes.a#Map.value",
        ),
        (
            "/shapes/a#Map/value",
            json!({"target": "b#Text"}),
            "shapes.a#Map.value",
        ),
    ];
    let cases = cases.map(|(place, value, path)| one(path, place, value, DanglingReference, path));
    let apply = |target: &str| {
        changed(&[(
            &format!("/shapes/{target}"),
            json!({"type": "apply", "traits": {}}),
        )])
    };
    let applied = [
        "a#Txet",
        "a#Txet$text",
        "a#In$no",
        "a#Out$no",
        "smithy.api#String",
    ];
    let paths = applied.map(|target| format!("shapes.{target}"));
    let applied = applied.iter().zip(&paths).map(|(target, path)| {
        (
            *target,
            apply(target),
            vec![(DanglingReference, path.as_str())],
        )
    });
    check("references", cases.into_iter().chain(applied));
}

#[test]
fn invalid_services() {
    let to = |name: &str| json!({"target": format!("a#{name}")});
    check(
        "services",
        [
            one(
                "no service",
                "/shapes/a#Service",
                Value::Null,
                Malformed,
                "shapes",
            ),
            one(
                "two services",
                "/shapes/b#Service",
                json!({"type": "service", "version": "2"}),
                Unsupported,
                "shapes",
            ),
            one(
                "a structure as an operation",
                "/shapes/a#Thing/read",
                to("In"),
                Malformed,
                "shapes.a#Thing.read",
            ),
            (
                "two operations of one name",
                changed(&[
                    ("/shapes/b#Do", json!({"type": "operation"})),
                    ("/shapes/a#Service/operations", json!([{"target": "b#Do"}])),
                ]),
                vec![(NameClash, "shapes.b#Do")],
            ),
            one(
                "no protocol",
                "/shapes/a#Service/traits",
                json!({"aws.auth#sigv4": {"name": "a"}}),
                UnsupportedProtocol,
                "shapes.a#Service.traits",
            ),
            (
                "an error that is none",
                changed(&[("/shapes/a#Wrong/traits", json!({}))]),
                vec![
                    (Unsupported, "operations.Do.errors"),
                    (Unsupported, "operations.Get.errors"),
                ],
            ),
        ],
    );
}

#[test]
fn invalid_shapes() {
    let to = |name: &str| json!({"target": format!("a#{name}")});
    let structure = || json!({"type": "structure"});
    check(
        "shapes",
        [
            (
                "no absolute id",
                changed(&[
                    ("/shapes/Other", structure()),
                    ("/shapes/a#Out/members/other", json!({"target": "Other"})),
                ]),
                vec![(Malformed, "shapes.Other")],
            ),
            (
                "no type",
                changed(&[
                    ("/shapes/a#Other", json!({})),
                    ("/shapes/a#Out/members/other", to("Other")),
                ]),
                vec![(Malformed, "shapes.a#Other")],
            ),
            one(
                "unknown type",
                "/shapes/a#Text/type",
                json!("txt"),
                Unsupported,
                "shapes.a#Text.type",
            ),
            one(
                "large numbers",
                "/shapes/a#Text/type",
                json!("bigInteger"),
                Unsupported,
                "shapes.a#Text.type",
            ),
            one(
                "large numbers of the prelude",
                "/shapes/a#List/member",
                json!({"target": "smithy.api#BigDecimal"}),
                Unsupported,
                "shapes.a#List.member",
            ),
            one(
                "a list of nothing",
                "/shapes/a#List/member",
                Value::Null,
                Malformed,
                "shapes.a#List.member",
            ),
            one(
                "a map without keys",
                "/shapes/a#Map/key",
                Value::Null,
                Malformed,
                "shapes.a#Map.key",
            ),
            one(
                "a member without a target",
                "/shapes/a#In/members/list",
                json!({}),
                Malformed,
                "shapes.a#In.members.list",
            ),
            one(
                "an operation as a value",
                "/shapes/a#In/members/list",
                to("Do"),
                Malformed,
                "shapes.a#In.members.list",
            ),
            one(
                "the service as a value",
                "/shapes/a#List/member",
                to("Service"),
                Malformed,
                "shapes.a#List.member",
            ),
            (
                "two shapes of one name",
                changed(&[
                    ("/shapes/b#Union", structure()),
                    ("/shapes/a#Out/members/other", json!({"target": "b#Union"})),
                ]),
                vec![(NameClash, "shapes.b#Union")],
            ),
        ],
    );
}

#[test]
fn invalid_media_types() {
    check(
        "media-types",
        [(
            "a media type that no header can have",
            changed(&[
                (
                    "/shapes/a#Service/traits",
                    json!({"aws.protocols#restJson1": {}, "aws.auth#sigv4": {"name": "a"}}),
                ),
                ("/shapes/a#Service/resources", Value::Null),
                (
                    "/shapes/a#Do/traits",
                    json!({"smithy.api#http": {"method": "POST", "uri": "/"}}),
                ),
                (
                    "/shapes/a#In/members",
                    json!({"picture": {
                        "target": "a#Picture", "traits": {"smithy.api#httpPayload": {}},
                    }}),
                ),
                (
                    "/shapes/a#Picture",
                    json!({"type": "blob", "traits": {"smithy.api#mediaType": "image/\u{e4}"}}),
                ),
            ]),
            vec![(Malformed, "shapes.Picture.mediaType")],
        )],
    );
}

#[test]
fn invalid_mixins() {
    let to = |name: &str| json!({"target": format!("a#{name}")});
    check(
        "mixins",
        [
            one(
                "a mixin as a value",
                "/shapes/a#In/members/list",
                to("Mixin"),
                Malformed,
                "shapes.a#In.members.list",
            ),
            one(
                "a mixin as input",
                "/shapes/a#Do/input",
                to("Mixin"),
                Malformed,
                "shapes.a#Do.input",
            ),
            one(
                "a mixin of another type",
                "/shapes/a#Out/mixins",
                json!([to("Union")]),
                Malformed,
                "shapes.a#Out.mixins[0]",
            ),
            one(
                "a mixin of itself",
                "/shapes/a#Out/mixins",
                json!([to("Out")]),
                Malformed,
                "shapes.a#Out.mixins",
            ),
            (
                "mixins of each other",
                changed(&[("/shapes/a#Base/mixins", json!([to("Mixin")]))]),
                vec![(Malformed, "shapes.a#Out.mixins")],
            ),
            one(
                "a member that is something else in a mixin",
                "/shapes/a#Out/members/based",
                json!({"target": "smithy.api#Integer"}),
                Malformed,
                "shapes.a#Out.members.based",
            ),
        ],
    );
}

/// Chains of mixins, resources and lists that would overflow the stack if they were walked
/// recursively.
#[test]
fn long_chains_do_not_overflow_the_stack() {
    let count = 20_000;
    let chain = |links: &dyn Fn(usize, Value) -> Value| -> Vec<(String, Value)> {
        let link = |index| {
            let next = json!({"target": format!("a#L{}", (index + 1) % count)});
            (format!("/shapes/a#L{index}"), links(index, next))
        };
        (0..count).map(link).collect()
    };
    let problems = |changes: &[(String, Value)], more: &[(&str, Value)]| {
        let all: Vec<_> = changes
            .iter()
            .map(|(place, value)| (place.as_str(), value.clone()))
            .chain(more.iter().cloned())
            .collect();
        match tinsmith::generate(&changed(&all)) {
            Ok(_) => Vec::new(),
            Err(error) => error.problems().to_vec(),
        }
    };
    let start = || json!({"target": "a#L0"});

    let mixins = chain(&|index, next| {
        let mixins = if index + 1 == count {
            json!([])
        } else {
            json!([next])
        };
        json!({"type": "structure", "mixins": mixins, "traits": {"smithy.api#mixin": {}}})
    });
    let out = [("/shapes/a#Out/mixins", json!([start()]))];
    assert!(problems(&mixins, &out).is_empty());

    let resources = chain(&|_, next| json!({"type": "resource", "resources": [next]}));
    let service = [("/shapes/a#Service/resources", json!([start()]))];
    assert!(problems(&resources, &service).is_empty());

    let endless = chain(&|_, next| json!({"type": "structure", "mixins": [next]}));
    assert_eq!(problems(&endless, &out).len(), 1);

    let lists = chain(&|_, next| json!({"type": "list", "member": next}));
    let list = [("/shapes/a#In/members/list", start())];
    let found = problems(&lists, &list);
    let [problem] = &found[..] else {
        panic!("{} problems", found.len())
    };
    assert_eq!(
        (problem.kind, problem.path.as_str()),
        (Unsupported, "shapes.L0")
    );
}
