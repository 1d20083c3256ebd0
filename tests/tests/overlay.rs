//! Invalid overlays: each entry without effect is an error.

use serde_json::{Value, json};
use tests::fixtures;
use tests::json::with_all;
use tinsmith::error::ProblemKind::{self, *};

fn model() -> Value {
    json!({
        "metadata": {
            "apiVersion": "2020-02-02", "endpointPrefix": "base", "jsonVersion": "1.1",
            "protocol": "json", "serviceId": "Base", "targetPrefix": "Base_20200202",
        },
        "operations": {"DoThis": {
            "input": {"shape": "Thing"}, "output": {"shape": "Thing"}, "errors": [{"shape": "Problem"}, {"shape": "Busy"}],
        }},
        "shapes": {
            "Thing": {"type": "structure", "members": {
                "text": {"shape": "Text"},
                "token": {"shape": "Text", "idempotencyToken": true},
                "secret": {"shape": "Text", "sensitive": true},
                "color": {"shape": "Color"}, "texts": {"shape": "Texts"}, "part": {"shape": "Part"},
            }},
            "Part": {"type": "structure", "members": {"text": {"shape": "Text"}}, "sensitive": true},
            "Color": {"type": "string", "enum": ["RED", "GREEN"]},
            "Choice": {"type": "structure", "members": {"text": {"shape": "Text"}}, "union": true},
            "Problem": {"type": "structure", "members": {}, "exception": true},
            "Busy": {"type": "structure", "members": {}, "exception": true, "retryable": {"throttling": true}},
            "Text": {"type": "string"},
            "Texts": {"type": "list", "member": {"shape": "Text"}},
        },
    })
}

/// Generates the model with an overlay.
fn overlaid(overlay: &[u8]) -> Result<tinsmith::Crate, tinsmith::Error> {
    let mut input = fixtures::of_model(model().to_string());
    input.overlay = Some(overlay.to_vec());
    tinsmith::generate(&input)
}

/// A name, an overlay, and the kind and path of each problem with it.
type Case = (&'static str, Value, Vec<(ProblemKind, &'static str)>);

fn text() -> Value {
    json!({"documentation": "Words."})
}

fn member(name: &str, entry: &Value) -> Value {
    json!({"shapes": {"Thing": {"members": {name: entry}}}})
}

fn shape(name: &str, entry: &Value) -> Value {
    json!({"shapes": {name: entry}})
}

/// Entries for names that do not exist, and entries that repeat the model.
fn stale() -> Vec<Case> {
    vec![
        (
            "operation",
            json!({"operations": {"DoThsi": text()}}),
            vec![(StaleOverlay, "overlay.json: operations.DoThsi")],
        ),
        (
            "shape",
            shape("Thign", &text()),
            vec![(StaleOverlay, "overlay.json: shapes.Thign")],
        ),
        (
            "member",
            member("txt", &text()),
            vec![(StaleOverlay, "overlay.json: shapes.Thing.members.txt")],
        ),
        (
            "value",
            shape("Color", &json!({"values": {"REED": text()}})),
            vec![(StaleOverlay, "overlay.json: shapes.Color.values.REED")],
        ),
        (
            "sensitive shape",
            shape("Part", &json!({"sensitive": true})),
            vec![(StaleOverlay, "overlay.json: shapes.Part")],
        ),
        (
            "sensitive member",
            member("secret", &json!({"sensitive": true})),
            vec![(StaleOverlay, "overlay.json: shapes.Thing.members.secret")],
        ),
        (
            "union of a union",
            shape("Choice", &json!({"union": true})),
            vec![(StaleOverlay, "overlay.json: shapes.Choice.union")],
        ),
        (
            "union of an error",
            shape("Problem", &json!({"union": true})),
            vec![(StaleOverlay, "overlay.json: shapes.Problem.union")],
        ),
        (
            "union of an enum",
            shape("Color", &json!({"union": true})),
            vec![(StaleOverlay, "overlay.json: shapes.Color.union")],
        ),
        (
            "retryable again",
            shape("Busy", &json!({"retryable": true})),
            vec![(StaleOverlay, "overlay.json: shapes.Busy.retryable")],
        ),
        (
            "retryable structure",
            shape("Part", &json!({"retryable": true})),
            vec![(StaleOverlay, "overlay.json: shapes.Part.retryable")],
        ),
        (
            "token",
            member("token", &json!({"idempotencyToken": true})),
            vec![(StaleOverlay, "overlay.json: shapes.Thing.members.token")],
        ),
        (
            "members of an enum",
            shape("Color", &json!({"members": {"RED": text()}})),
            vec![(StaleOverlay, "overlay.json: shapes.Color.members")],
        ),
        (
            "members of a list",
            shape("Texts", &json!({"members": {"a": text()}})),
            vec![(StaleOverlay, "overlay.json: shapes.Texts.members")],
        ),
        (
            "values of a structure",
            shape("Part", &json!({"values": {"a": text()}})),
            vec![(StaleOverlay, "overlay.json: shapes.Part.values")],
        ),
        (
            "rename of a list",
            shape("Texts", &json!({"rename": "Strings"})),
            vec![(StaleOverlay, "overlay.json: shapes.Texts.rename")],
        ),
        (
            "sample of a list",
            shape("Texts", &json!({"sample": "a"})),
            vec![(StaleOverlay, "overlay.json: shapes.Texts.sample")],
        ),
        (
            "rename to itself",
            shape("Part", &json!({"rename": "PART"})),
            vec![(StaleOverlay, "overlay.json: shapes.Part.rename")],
        ),
    ]
}

fn operation(entry: &Value) -> Value {
    json!({"operations": {"DoThis": entry}})
}

fn service(entry: &Value) -> Value {
    json!({ "service": entry })
}

/// Overlays of other services.
fn other_services() -> Vec<Case> {
    let case = |name, overlay, kind, path| (name, overlay, vec![(kind, path)]);
    vec![
        case(
            "another service",
            json!({"for": {"serviceId": "Other"}}),
            StaleOverlay,
            "overlay.json: for",
        ),
        case(
            "another version of the service",
            json!({"for": {"serviceId": "Base", "apiVersion": "2021-02-02"}}),
            StaleOverlay,
            "overlay.json: for",
        ),
    ]
}

/// Behaviours that do not fit members, operations or shapes of the model.
fn customizations() -> Vec<Case> {
    let case = |name, overlay, kind, path| (name, overlay, vec![(kind, path)]);
    vec![
        case(
            "name of a header",
            service(&json!({"headers": {"a b": "c"}})),
            Malformed,
            "overlay.json: service.headers.a b",
        ),
        case(
            "value of a header",
            operation(&json!({"headers": {"a": "b\nc"}})),
            Malformed,
            "overlay.json: operations.DoThis.headers.a",
        ),
        case(
            "name of a header with a checksum",
            operation(&json!({"bodyChecksums": {"": "sha256"}})),
            Malformed,
            "overlay.json: operations.DoThis.bodyChecksums.",
        ),
        case(
            "unknown checksum",
            operation(&json!({"bodyChecksums": {"a": "md4"}})),
            Malformed,
            "overlay.json: operations.DoThis.bodyChecksums.a",
        ),
        case(
            "unknown member with an endpoint",
            operation(&json!({"endpointMember": "txet"})),
            StaleOverlay,
            "overlay.json: operations.DoThis.endpointMember",
        ),
        case(
            "list with an endpoint",
            operation(&json!({"endpointMember": "texts"})),
            StaleOverlay,
            "overlay.json: operations.DoThis.endpointMember",
        ),
        case(
            "form of a request that is no GET",
            operation(&json!({"queryAsForm": true})),
            StaleOverlay,
            "overlay.json: operations.DoThis.queryAsForm",
        ),
        case(
            "presigned body that has no form in a query",
            operation(&json!({"presignedBodyAsQuery": true})),
            StaleOverlay,
            "overlay.json: operations.DoThis.presignedBodyAsQuery",
        ),
        case(
            "unknown member of inputs",
            service(&json!({"inputMembers": {"txt": {"default": "-"}}})),
            StaleOverlay,
            "overlay.json: service.inputMembers.txt",
        ),
        case(
            "default of a list",
            service(&json!({"inputMembers": {"texts": {"default": "-"}}})),
            StaleOverlay,
            "overlay.json: service.inputMembers.texts.default",
        ),
        case(
            "default of a structure",
            member("part", &json!({"default": "-"})),
            StaleOverlay,
            "overlay.json: shapes.Thing.members.part.default",
        ),
        case(
            "last segment of a list",
            shape("Texts", &json!({"lastPathSegment": true})),
            StaleOverlay,
            "overlay.json: shapes.Texts.lastPathSegment",
        ),
        case(
            "last segment of a structure",
            member("part", &json!({"lastPathSegment": true})),
            StaleOverlay,
            "overlay.json: shapes.Thing.members.part.lastPathSegment",
        ),
        case(
            "message of what is no error",
            member("text", &json!({"errorMessage": true})),
            StaleOverlay,
            "overlay.json: shapes.Thing.members.text.errorMessage",
        ),
        case(
            "unknown member of errors",
            service(&json!({"errorMembers": {"text": {"errorMessage": true}}})),
            StaleOverlay,
            "overlay.json: service.errorMembers.text",
        ),
        case(
            "lists without names of items",
            service(&json!({"flattenedListsNamedByItems": true})),
            StaleOverlay,
            "overlay.json: service.flattenedListsNamedByItems",
        ),
    ]
}

/// Errors that an operation cannot have, or has.
fn errors() -> Vec<Case> {
    let case = |name, overlay, kind, path| (name, overlay, vec![(kind, path)]);
    vec![
        case(
            "error that the model has as another shape",
            operation(&json!({"errors": {"Thing": 404}})),
            StaleOverlay,
            "overlay.json: operations.DoThis.errors.Thing",
        ),
        case(
            "errors that the model has",
            operation(&json!({"errors": {"Problem": 400, "Busy": 400}})),
            StaleOverlay,
            "overlay.json: operations.DoThis.errors",
        ),
        case(
            "status that is no number",
            operation(&json!({"errors": {"Missing": "404"}})),
            Malformed,
            "overlay.json: operations.DoThis.errors.Missing",
        ),
    ]
}

/// Copies from other regions whose members are not in the input.
fn copies() -> Vec<Case> {
    let case = |name, overlay, kind, path| (name, overlay, vec![(kind, path)]);
    vec![
        (
            "unknown members of a copy",
            operation(&json!({"presignedCopy": {
                "sourceRegion": "txet", "destinationRegion": "any", "url": "texts",
            }})),
            vec![
                (
                    StaleOverlay,
                    "overlay.json: operations.DoThis.presignedCopy.sourceRegion",
                ),
                (
                    StaleOverlay,
                    "overlay.json: operations.DoThis.presignedCopy.url",
                ),
            ],
        ),
        case(
            "regions of a copy that are sent",
            operation(&json!({"presignedCopy": {
                "sourceRegion": "text", "destinationRegion": "any", "url": "secret",
                "sendsRegions": true,
            }})),
            StaleOverlay,
            "overlay.json: operations.DoThis.presignedCopy.destinationRegion",
        ),
        case(
            "copy without a URL",
            operation(
                &json!({"presignedCopy": {"sourceRegion": "text", "destinationRegion": "any"}}),
            ),
            Malformed,
            "overlay.json: operations.DoThis.presignedCopy",
        ),
        case(
            "copy that cannot be presigned",
            operation(&json!({"presignedCopy": {
                "sourceRegion": "text", "destinationRegion": "any", "url": "secret",
            }})),
            Unsupported,
            "operations.DoThis.presignedCopy",
        ),
    ]
}

/// Transfers whose operations and members are not there, or of other kinds.
fn transfers() -> Vec<Case> {
    let upload = || {
        let upload = json!({
            "create": "DoThis", "part": "DoThis", "complete": "DoThis", "abort": "DoThis",
            "list": "DoThis", "key": "text", "uploadId": "text", "partNumber": "text", "tag": "text",
            "completed": "part", "parts": "texts", "partLength": "text", "objectLength": "text",
            "checksumAlgorithm": "color", "defaultChecksum": "RED", "checksumCoverage": "text",
            "fullChecksum": "ALL", "ofContent": ["secret"],
            "maxParts": 2, "minPartLength": 1,
        });
        operation(&json!({"transfer": {"upload": upload}}))
    };
    vec![
        (
            "members of an upload of other kinds",
            upload(),
            vec![
                (
                    StaleOverlay,
                    "overlay.json: operations.DoThis.transfer.partNumber",
                ),
                (
                    StaleOverlay,
                    "overlay.json: operations.DoThis.transfer.objectLength",
                ),
                (
                    StaleOverlay,
                    "overlay.json: operations.DoThis.transfer.parts",
                ),
                (
                    StaleOverlay,
                    "overlay.json: operations.DoThis.transfer.parts",
                ),
            ],
        ),
        (
            "download without members",
            operation(&json!({"transfer": {"download": {
                "range": "rnage", "contentRange": "text", "tag": "texts", "condition": "text",
                "partNumber": "color",
            }}})),
            vec![
                (
                    StaleOverlay,
                    "overlay.json: operations.DoThis.transfer.range",
                ),
                (StaleOverlay, "overlay.json: operations.DoThis.transfer.tag"),
            ],
        ),
        (
            "listing without a download",
            operation(&json!({"transfer": {"listing": {
                "get": "DoThis", "prefix": "text", "objects": "texts", "key": "k", "length": "l",
            }}})),
            vec![
                (
                    StaleOverlay,
                    "overlay.json: operations.DoThis.transfer.objects",
                ),
                (StaleOverlay, "overlay.json: operations.DoThis.transfer.get"),
                (StaleOverlay, "overlay.json: operations.DoThis.transfer.key"),
            ],
        ),
        (
            "listing with an unknown operation",
            operation(&json!({"transfer": {"listing": {
                "get": "DoThat", "prefix": "text", "objects": "part", "key": "k", "length": "l",
            }}})),
            vec![
                (
                    StaleOverlay,
                    "overlay.json: operations.DoThis.transfer.objects",
                ),
                (StaleOverlay, "overlay.json: operations.DoThis.transfer.get"),
            ],
        ),
        (
            "neither upload nor download",
            operation(&json!({"transfer": {"copy": {}}})),
            vec![(Malformed, "overlay.json: operations.DoThis.transfer")],
        ),
    ]
}

/// A waiter for `DoThis`.
fn waiter(change: &Value) -> Value {
    let entry = json!({
        "operation": "DoThis", "delay": 1, "maxAttempts": 2,
        "acceptors": [
            {"state": "success", "matcher": "path", "argument": "color", "expected": "RED"},
        ],
    });
    json!({"waiters": {"Red": with_all(entry, change)}})
}

/// A waiter with this acceptor.
fn accepting(argument: &str, expected: &Value) -> Value {
    waiter(&json!({"acceptors": [
        {"state": "success", "matcher": "path", "argument": argument, "expected": expected},
    ]}))
}

/// Waiters that do not fit the model.
fn waiters() -> Vec<Case> {
    let argument = "overlay.json: waiters.Red.acceptors[0].argument";
    vec![
        (
            "waiter of an unknown operation",
            waiter(&json!({"operation": "DoThsi"})),
            vec![(StaleOverlay, "overlay.json: waiters.Red.operation")],
        ),
        (
            "waiter with a path that leads nowhere",
            accepting("part.txt", &json!("a")),
            vec![(StaleOverlay, argument)],
        ),
        (
            "waiter for a value that is not there",
            accepting("color", &json!("REED")),
            vec![(
                StaleOverlay,
                "overlay.json: waiters.Red.acceptors[0].expected",
            )],
        ),
        (
            "waiter with a condition on a value that is not there",
            accepting("color == 'GREN'", &json!(true)),
            vec![(StaleOverlay, argument)],
        ),
        (
            "waiter with an unknown key",
            waiter(&json!({"maxWait": 2})),
            vec![(Malformed, "overlay.json: waiters.Red.maxWait")],
        ),
        (
            "waiter with delays the wrong way around",
            waiter(&json!({"delay": 5, "maxDelay": 2})),
            vec![(Malformed, "overlay.json: waiters.Red.maxDelay")],
        ),
    ]
}

#[test]
fn waiters_of_the_model_cannot_be_replaced() {
    let ours = waiter(&json!({}));
    let mut input = fixtures::of_model(model().to_string());
    input.overlay = Some(ours.to_string().into_bytes());
    let krate = tinsmith::generate(&input).expect("a waiter");
    assert!(krate.files.contains_key("src/waiter/red.rs"));

    input
        .model
        .insert("waiters-2.json".to_owned(), ours.to_string().into_bytes());
    let error = tinsmith::generate(&input).expect_err("it is there twice");
    fixtures::expect(
        "both",
        &error,
        &[(StaleOverlay, "overlay.json: waiters.Red")],
    );
}

#[test]
fn waiters_of_unselected_operations_are_checked_and_omitted() {
    let mut other = model();
    other["operations"]["DoThat"] = json!({"input": {"shape": "Part"}});
    let mut input = fixtures::of_model(other.to_string());
    input.config.operations = Some(vec!["DoThat".to_owned()]);
    input.overlay = Some(waiter(&json!({})).to_string().into_bytes());
    let krate = tinsmith::generate(&input).expect("a waiter of nothing");
    assert!(
        krate
            .files
            .keys()
            .all(|path| !path.starts_with("src/waiter"))
    );

    input.overlay = Some(accepting("txt", &json!("a")).to_string().into_bytes());
    assert!(tinsmith::generate(&input).is_err());
}

/// Malformed entries, and several problems at once.
fn other() -> Vec<Case> {
    vec![
        (
            "rename to a name that is taken",
            shape("Part", &json!({"rename": "Color"})),
            vec![(NameClash, "shapes.Color")],
        ),
        (
            "unknown key",
            member("text", &json!({"documentatoin": "Words."})),
            vec![(
                Malformed,
                "overlay.json: shapes.Thing.members.text.documentatoin",
            )],
        ),
        (
            "unknown key at the top",
            json!({"shape": {}}),
            vec![(Malformed, "overlay.json: shape")],
        ),
        (
            "wrong type",
            member("text", &json!({"sensitive": "yes"})),
            vec![(
                Malformed,
                "overlay.json: shapes.Thing.members.text.sensitive",
            )],
        ),
        ("list", json!([1]), vec![(Malformed, "overlay.json: [0]")]),
        (
            "several",
            json!({
                "operations": {"A": text()},
                "shapes": {"Thing": {"members": {"b": text(), "c": text()}}, "D": text()},
            }),
            vec![
                (StaleOverlay, "overlay.json: operations.A"),
                (StaleOverlay, "overlay.json: shapes.Thing.members.b"),
                (StaleOverlay, "overlay.json: shapes.Thing.members.c"),
                (StaleOverlay, "overlay.json: shapes.D"),
            ],
        ),
    ]
}

#[test]
fn stale_entries_are_errors() {
    let mut text = String::new();
    for (name, overlay, expected) in stale()
        .into_iter()
        .chain(other_services())
        .chain(customizations())
        .chain(errors())
        .chain(copies())
        .chain(transfers())
        .chain(waiters())
        .chain(other())
    {
        let Err(error) = overlaid(overlay.to_string().as_bytes()) else {
            panic!("{name}: it was generated");
        };
        text += &fixtures::expect(name, &error, &expected);
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("bad-overlays", text);
    });
}

#[test]
fn unreadable_overlays_are_errors() {
    for bytes in [&b""[..], b"{", b"{} {}", b"\xff", b"text"] {
        let error = overlaid(bytes).expect_err("it is no overlay");
        let [problem] = error.problems() else {
            panic!("{error}")
        };
        assert_eq!(
            (problem.kind, problem.path.as_str()),
            (Unreadable, "overlay.json")
        );
    }
}

#[test]
fn errors_take_the_place_of_those_of_the_model() {
    let overlay = operation(&json!({"errors": {"Missing": 404, "Gone": 410}}));
    let krate = overlaid(overlay.to_string().as_bytes()).expect("it applies");
    let operation = &krate.files["src/operation/do_this.rs"];
    let variants = ["Missing(types::Missing)", "Gone(types::Gone)"];
    assert!(
        variants.iter().all(|it| operation.contains(it)),
        "{operation}"
    );
    assert!(!operation.contains("Problem"), "{operation}");
    assert!(!krate.files.contains_key("src/types/problem.rs"));
}

#[test]
fn empty_overlay_changes_nothing() {
    let without = tinsmith::generate(&fixtures::of_model(model().to_string())).expect("a model");
    assert_eq!(overlaid(b"{}").expect("an overlay"), without);
}

/// Undocumented items are those whose generated documentation has only a name.
#[test]
fn lists_undocumented_items() {
    let mut input = fixtures::of_model(model().to_string());
    let missing = tinsmith::undocumented(&input).expect("the model can be read");
    assert_eq!(
        missing,
        [
            "operations.DoThis",
            "shapes.Thing.members.text",
            "shapes.Thing.members.token",
            "shapes.Thing.members.secret",
            "shapes.Thing.members.color",
            "shapes.Thing.members.texts",
            "shapes.Thing.members.part",
            "shapes.Part",
            "shapes.Part.members.text",
            "shapes.Color",
            "shapes.Color.values.RED",
            "shapes.Color.values.GREEN",
            "shapes.Problem",
            "shapes.Busy",
        ]
    );
    let lines = |input: &tinsmith::Input, beginnings: &[&str]| {
        let krate = tinsmith::generate(input).expect("the model can be generated from");
        let lines = krate.files.values().flat_map(|text| text.lines());
        let begins = |line: &&str| beginnings.iter().any(|it| line.trim().starts_with(it));
        lines.filter(begins).count()
    };
    // Nothing is said that only repeats the name.
    let plain = ["/// The member `", "/// The value `", "/// The shape `"];
    assert_eq!(lines(&input, &plain), 0);
    assert_eq!(lines(&input, &["/// Words."]), 0);

    // After documenting each of them, none is left.
    let mut overlay = json!({});
    for place in &missing {
        let mut entry = &mut overlay;
        for part in place.split('.') {
            entry = &mut entry[part];
        }
        entry["documentation"] = json!("Words.");
    }
    input.overlay = Some(overlay.to_string().into_bytes());
    assert_eq!(tinsmith::undocumented(&input).expect("it applies"), [""; 0]);
    assert!(lines(&input, &["/// Words."]) >= missing.len());

    // Documentation of a shape without a Rust type counts for members of it.
    let overlay = json!({"shapes": {"Text": text(), "Thing": text()}});
    input.overlay = Some(overlay.to_string().into_bytes());
    let missing = tinsmith::undocumented(&input).expect("it applies");
    assert!(
        !missing.iter().any(|place| place.ends_with("members.text")),
        "{missing:?}"
    );
    assert!(missing.contains(&"shapes.Thing.members.color".to_owned()));

    input.config.operations = Some(vec!["Nothing".to_owned()]);
    assert!(tinsmith::undocumented(&input).is_err());
}
