//! Paginators, waiters and whatever belongs to other operations: what has no form here is left out of
//! the crate, or not even looked at.

use serde_json::{Value, json};
use tests::fixtures;
use tinsmith::error::{Problem, ProblemKind};
use tinsmith::{Crate, Input};

/// A service with the operation `List`, which has everything, and `Other`, of which nothing is right.
fn model() -> Value {
    json!({
        "metadata": {
            "apiVersion": "2020-02-02", "endpointPrefix": "side", "jsonVersion": "1.1",
            "protocol": "json", "serviceFullName": "Side", "serviceId": "Side",
            "targetPrefix": "Side_20200202",
        },
        "operations": {
            "List": {"input": {"shape": "In"}, "output": {"shape": "Out"}},
            "Other": {"input": {"shape": "Big"}, "errors": "none", "requestcompression": 7},
        },
        "shapes": {
            "In": {"type": "structure", "members": {"token": {"shape": "Text"}}},
            "Out": {"type": "structure", "members": {
                "token": {"shape": "Text"}, "states": {"shape": "Texts"}}},
            "Text": {"type": "string"},
            "Texts": {"type": "list", "member": {"shape": "Text"}},
            "Big": {"type": "structure", "members": {"big": {"shape": "Huge"}, "lost": {"shape": "Nothing"}}},
            "Huge": {"type": "bigInteger"},
        },
    })
}

fn input(model: &Value, files: &[(&str, Value)], operations: &[&str]) -> Input {
    let mut input = fixtures::of_model(model.to_string());
    for (name, file) in files {
        let name = format!("{name}.json");
        input.model.insert(name, file.to_string().into_bytes());
    }
    input.config.operations = Some(operations.iter().map(|&it| it.to_owned()).collect());
    input
}

fn generate(input: &Input) -> Crate {
    tinsmith::generate(input).unwrap_or_else(|error| panic!("{error}"))
}

/// Generates `List` with a file. The entries in it are left out: each is named by a warning, and the
/// crate is the one without the file.
#[track_caller]
fn left_out(file: &str, content: Value, paths: &[&str]) {
    let alone = generate(&input(&model(), &[], &["List"]));
    let krate = generate(&input(&model(), &[(file, content)], &["List"]));
    let named = |it: &&Problem| it.message.contains(" is left out: ");
    let warnings = krate.warnings.iter().filter(named);
    let found: Vec<_> = warnings.map(|it| it.path.as_str()).collect();
    let paths: Vec<_> = paths
        .iter()
        .map(|path| format!("{file}.json: {path}"))
        .collect();
    assert_eq!(found, paths);
    assert_eq!(krate.files, alone.files);
}

#[test]
fn paginators_without_a_form_are_left_out() {
    let pagination = |entry: Value| json!({"pagination": {"List": entry}});
    let tokens = |input: &str, output: &str, items: &str| {
        pagination(json!({"input_token": input, "output_token": output, "result_key": items}))
    };
    let of_list = |rest: &str| format!("pagination.List{rest}");
    for (content, path) in [
        (pagination(json!(7)), ""),
        (pagination(json!({"input_token": {}})), ".input_token"),
        (pagination(json!({"input_token": "token"})), ""),
        (tokens("nothing", "token", "states"), ".input_token"),
        (tokens("token", "nothing", "states"), ".output_token"),
        (tokens("token", "states", "states"), ".output_token"),
        (tokens("token", "token", "(("), ".result_key"),
    ] {
        left_out("paginators-1", content, &[&of_list(path)]);
    }
    left_out(
        "paginators-1",
        json!({"pagination": {"Lost": {"input_token": "a", "output_token": "b"}}}),
        &["pagination.Lost"],
    );
    // Other generators read the name of the items from it.
    left_out(
        "paginators-1",
        pagination(json!({"result_key": "states"})),
        &[],
    );
    let whole = tokens("token", "token", "states");
    let krate = generate(&input(&model(), &[("paginators-1", whole)], &["List"]));
    assert!(
        krate
            .warnings
            .iter()
            .all(|it| !it.message.contains("left out"))
    );
    assert!(krate.files["src/operation/list.rs"].contains("Paginated"));
}

#[test]
fn waiters_without_a_form_are_left_out() {
    let waiter = |acceptor: Value| {
        json!({"waiters": {"Ready": {
            "operation": "List", "delay": 1, "maxAttempts": 2, "acceptors": [acceptor]}}})
    };
    let path = |argument: &str, expected: Value| {
        waiter(
            json!({"state": "success", "matcher": "path", "argument": argument,
            "expected": expected}),
        )
    };
    let place = "waiters.Ready.acceptors[0]";
    for (content, field) in [
        (path("states | [@, @][]", json!("a")), ".argument"),
        (path("sort(states)", json!("a")), ".argument"),
        (path("states", json!(7)), ".expected"),
        (path("nothing", json!("a")), ".argument"),
        (
            waiter(json!({"state": "success", "matcher": "telepathy", "expected": true})),
            ".matcher",
        ),
        (
            waiter(json!({"state": "later", "matcher": "status", "expected": 1})),
            ".state",
        ),
    ] {
        left_out("waiters-2", content, &[&format!("{place}{field}")]);
    }
    left_out(
        "waiters-2",
        json!({"waiters": {"Ready": []}}),
        &["waiters.Ready"],
    );
    left_out(
        "waiters-2",
        json!({"waiters": {"Ready": {"operation": "Lost", "delay": 1, "maxAttempts": 2,
            "acceptors": [{"state": "success", "matcher": "status", "expected": 200}]}}}),
        &["waiters.Ready.operation"],
    );
}

#[test]
fn entries_of_other_operations_are_not_looked_at() {
    let files = [
        ("paginators-1", json!({"pagination": {"Other": 7}})),
        (
            "waiters-2",
            json!({"waiters": {"Ready": {"operation": "Other", "delay": "no"}}}),
        ),
        ("examples-1", json!(7)),
    ];
    let alone = generate(&input(&model(), &[], &["List"]));
    assert_eq!(generate(&input(&model(), &files, &["List"])), alone);
}

#[test]
fn what_a_selected_operation_needs_is_an_error() {
    let mut model = model();
    model["operations"]["Other"] = json!({"input": {"shape": "Big"}});
    let error = tinsmith::generate(&input(&model, &[], &["Other"])).unwrap_err();
    let found: Vec<_> = error
        .problems()
        .iter()
        .map(|it| (it.kind, &*it.path))
        .collect();
    assert_eq!(
        found,
        [
            (ProblemKind::Unsupported, "shapes.Huge.type"),
            (ProblemKind::DanglingReference, "shapes.Big.members.lost"),
        ]
    );
    let whole = tinsmith::generate(&input(&self::model(), &[], &["Other", "List"])).unwrap_err();
    assert_eq!(whole.problems()[0].path, "operations.Other.errors");
}

/// The same in Smithy: `traits` are those of the operation `List`.
fn smithy(traits: &Value) -> Input {
    let model = json!({"smithy": "2.0", "shapes": {
        "a#Side": {"type": "service", "version": "1",
            "operations": [{"target": "a#List"}, {"target": "a#Other"}, {"target": "a#Lost"}],
            "traits": {"aws.protocols#awsJson1_1": {}, "aws.auth#sigv4": {"name": "side"}}},
        "a#List": {"type": "operation", "input": {"target": "a#In"}, "output": {"target": "a#In"},
            "traits": traits},
        "a#In": {"type": "structure", "members": {"token": {"target": "smithy.api#String"}}},
        "a#Other": {"type": "operation", "input": {"target": "a#Big"},
            "traits": {"smithy.api#endpoint": 7, "smithy.waiters#waitable": 7}},
        "a#Big": {"type": "structure", "members": {
            "big": {"target": "smithy.api#BigInteger"}, "lost": {"target": "a#Nothing"},
            "wrong": {"target": "a#Wrong"}}},
        "a#Wrong": {"type": "structure", "mixins": [{"target": "a#Nowhere"}]},
    }});
    let mut input = fixtures::of_model(model.to_string());
    input.config.operations = Some(vec!["List".to_owned()]);
    input
}

#[test]
fn smithy_traits_without_a_form_are_left_out() {
    let alone = generate(&smithy(&json!({})));
    let traits = "shapes.a#List.traits.";
    for (name, value, path) in [
        ("smithy.api#paginated", json!(7), ""),
        (
            "smithy.api#paginated",
            json!({"inputToken": 7}),
            ".inputToken",
        ),
        ("smithy.api#paginated", json!({"inputToken": "token"}), ""),
        (
            "smithy.api#paginated",
            json!({"inputToken": "token", "outputToken": "nothing"}),
            ".output_token",
        ),
        ("smithy.waiters#waitable", json!(7), ""),
        ("smithy.waiters#waitable", json!({"Ready": {}}), ".Ready"),
        (
            "smithy.waiters#waitable",
            json!({"Ready": {"acceptors": [{"state": "success", "matcher": {
                "inputOutput": {"path": "a", "comparator": "booleanEquals", "expected": "true"}}}]}}),
            ".Ready.acceptors[0].matcher",
        ),
    ] {
        let krate = generate(&smithy(&json!({ name: value })));
        let found = krate.warnings.iter().map(|it| it.path.as_str());
        let found: Vec<_> = found.filter(|path| path.starts_with(traits)).collect();
        assert_eq!(found, [format!("{traits}{name}{path}")]);
        assert_eq!(krate.files, alone.files);
    }
}

#[test]
fn large_numbers_have_one_message() {
    let mut messages = Vec::new();
    for big in ["smithy.api#BigInteger", "a#Huge"] {
        let model = json!({"smithy": "2.0", "shapes": {
            "a#Side": {"type": "service", "operations": [{"target": "a#Do"}],
                "traits": {"aws.protocols#awsJson1_1": {}}},
            "a#Do": {"type": "operation", "input": {"target": "a#In"}},
            "a#In": {"type": "structure", "members": {"big": {"target": big}}},
            "a#Huge": {"type": "bigInteger"},
        }});
        let error = tinsmith::generate(&fixtures::of_model(model.to_string())).unwrap_err();
        messages.extend(error.problems().iter().map(|it| it.message.clone()));
    }
    let mut model = model();
    model["operations"]["Other"] = json!({"input": {"shape": "Big"}});
    model["shapes"]["Big"]["members"] = json!({"big": {"shape": "Huge"}});
    let error = tinsmith::generate(&input(&model, &[], &["Other"])).unwrap_err();
    messages.extend(error.problems().iter().map(|it| it.message.clone()));
    assert_eq!(messages.len(), 3);
    assert!(messages.iter().all(|it| *it == messages[0]), "{messages:?}");
}

/// A member that chooses a checksum has to be one of the input.
#[test]
fn members_of_checksums_are_checked() {
    let checksum = json!({"requestAlgorithmMember": "Missing", "requestChecksumRequired": true});
    let mut of_botocore = model();
    of_botocore["operations"]["List"]["httpChecksum"] = checksum.clone();
    let of_smithy = smithy(&json!({ "aws.protocols#httpChecksum": checksum }));
    for input in [input(&of_botocore, &[], &["List"]), of_smithy] {
        let error = tinsmith::generate(&input).unwrap_err();
        let [problem] = error.problems() else {
            panic!("{error}");
        };
        assert_eq!(
            problem.path,
            "operations.List.httpChecksum.requestAlgorithmMember"
        );
        assert_eq!(problem.message, "the input has no member `Missing`");
    }
}
