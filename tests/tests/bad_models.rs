//! Invalid models: each is an error with its path, none is a panic.
//!
//! Each case is a valid model with one change; the snapshot has the errors.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tests::{fixtures, json};
use tinsmith::error::ProblemKind::{self, *};
use tinsmith::{Error, Input};

/// The model that cases change: an operation, and one shape of each kind that refers to another.
fn base() -> Value {
    json!({
        "metadata": {
            "apiVersion": "2020-02-02", "endpointPrefix": "base", "jsonVersion": "1.1",
            "protocol": "json", "serviceFullName": "Base", "serviceId": "Base",
            "targetPrefix": "Base_20200202",
        },
        "operations": {
            "DoThis": {
                "input": {"shape": "Thing"}, "output": {"shape": "Thing"},
                "errors": [{"shape": "Failure"}],
            },
            "DoThat": {"input": {"shape": "Thing"}},
        },
        "shapes": {
            "Thing": {"type": "structure", "required": ["text"], "members": {
                "text": {"shape": "Text"}, "list": {"shape": "Texts"}, "map": {"shape": "Words"},
                "time": {"shape": "Time"}, "choice": {"shape": "Choice"}, "part": {"shape": "Part"},
            }},
            "Part": {"type": "structure", "members": {"text": {"shape": "Text"}}},
            "Failure": {"type": "structure", "exception": true, "members": {}},
            "Choice": {"type": "string", "enum": ["A", "B"]},
            "Text": {"type": "string"},
            "Texts": {"type": "list", "member": {"shape": "Text"}},
            "Words": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
            "Time": {"type": "timestamp"},
        },
    })
}

/// The base with another value at a pointer; `null` removes.
fn changed(changes: &[(&str, Value)]) -> Input {
    let mut model = base();
    for (pointer, value) in changes {
        json::change(&mut model, pointer, value);
    }
    fixtures::of_model(model.to_string())
}

fn failure(name: &str, input: &Input) -> Error {
    match tinsmith::generate(input) {
        Ok(_) => panic!("{name}: it was generated"),
        Err(error) => error,
    }
}

/// The warnings about what is left out of the crate.
fn left_out(name: &str, input: &Input) -> Error {
    let krate = tinsmith::generate(input).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut left_out = krate
        .warnings
        .into_iter()
        .filter(|it| it.message.contains(" is left out: "));
    let first = left_out
        .next()
        .unwrap_or_else(|| panic!("{name}: nothing is left out"));
    Error::new(first, left_out)
}

/// Runs cases; each has a name, an input, and the kind and path of each problem.
#[track_caller]
fn check<'a>(snapshot: &str, cases: impl IntoIterator<Item = (&'a str, Input, Expected<'a>)>) {
    check_as(failure, snapshot, cases);
}

#[track_caller]
fn check_as<'a>(
    problems: fn(&str, &Input) -> Error,
    snapshot: &str,
    cases: impl IntoIterator<Item = (&'a str, Input, Expected<'a>)>,
) {
    let mut text = String::new();
    for (name, input, expected) in cases {
        let error = problems(name, &input);
        text += &fixtures::expect(name, &error, &expected);
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("bad-models-{snapshot}"), text);
    });
}

type Expected<'a> = Vec<(ProblemKind, &'a str)>;

/// A stream of events.
fn stream(events: &Value) -> Value {
    json!({"type": "structure", "eventstream": true, "members": events})
}

/// A member that is not an event.
fn text_member() -> Value {
    json!({"line": {"shape": "Text"}})
}

#[test]
fn base_model_is_valid() {
    tinsmith::generate(&changed(&[])).expect("it is a model");
}

#[test]
fn unreadable_files() {
    let whole = base().to_string();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, whole.as_bytes()).expect("vectors take all");
    let gzip = gzip.finish().expect("vectors take all");
    tinsmith::generate(&fixtures::of_model(gzip.clone())).expect("gzip is read");

    let file = |bytes: &[u8]| fixtures::of_model(bytes);
    let files = |names: &[&str]| {
        let mut input = fixtures::of_model("");
        input.model = names
            .iter()
            .map(|name| ((*name).to_owned(), b"{}".to_vec()))
            .collect();
        input
    };
    let unreadable = |path| vec![(Unreadable, path)];
    let mut extras = changed(&[]);
    extras
        .model
        .insert("service-2.sdk-extras.json".to_owned(), b"[]".to_vec());
    let mut broken_extras = changed(&[]);
    broken_extras
        .model
        .insert("service-2.sdk-extras.json".to_owned(), b"{".to_vec());
    check(
        "files",
        [
            (
                "truncated JSON",
                file(&whole.as_bytes()[..300]),
                unreadable("service-2.json"),
            ),
            (
                "JSON with more after it",
                file(b"{} {}"),
                unreadable("service-2.json"),
            ),
            (
                "truncated gzip",
                file(&gzip[..gzip.len() / 2]),
                unreadable("service-2.json"),
            ),
            (
                "gzip of nothing",
                file(&[0x1f, 0x8b]),
                unreadable("service-2.json"),
            ),
            (
                "not JSON at all",
                file(b"<html>Not found</html>"),
                unreadable("service-2.json"),
            ),
            (
                "not even text",
                file(&[0xff, 0x00, 0xfe]),
                unreadable("service-2.json"),
            ),
            ("empty file", file(b""), unreadable("service-2.json")),
            ("no members", file(b"{}"), vec![(Malformed, "metadata")]),
            ("an array", file(b"[]"), vec![(Malformed, "service-2.json")]),
            ("null", file(b"null"), vec![(Malformed, "service-2.json")]),
            ("a number", file(b"1"), vec![(Malformed, "service-2.json")]),
            (
                "deep",
                file("[".repeat(100_000).as_bytes()),
                vec![(Malformed, "[0][0]")],
            ),
            ("empty directory", files(&[]), unreadable("service-2.json")),
            (
                "other files",
                files(&["a.json", "b.json"]),
                unreadable("service-2.json"),
            ),
            (
                "extras of another form",
                extras,
                vec![(Malformed, "service-2.sdk-extras.json")],
            ),
            (
                "truncated extras",
                broken_extras,
                unreadable("service-2.sdk-extras.json"),
            ),
        ],
    );
}

#[test]
fn members_of_wrong_types() {
    let cases = [
        ("/metadata", json!("text"), "metadata"),
        ("/metadata/apiVersion", json!(1), "metadata.apiVersion"),
        ("/metadata/apiVersion", Value::Null, "metadata"),
        ("/metadata/protocols", json!("json"), "metadata.protocols"),
        ("/operations", json!([]), "operations"),
        ("/operations/DoThis", json!("text"), "operations.DoThis"),
        (
            "/operations/DoThis/input",
            json!("Thing"),
            "operations.DoThis.input",
        ),
        (
            "/operations/DoThis/input",
            json!({}),
            "operations.DoThis.input",
        ),
        (
            "/operations/DoThis/errors",
            json!({}),
            "operations.DoThis.errors",
        ),
        (
            "/operations/DoThis/documentation",
            json!(1),
            "operations.DoThis.documentation",
        ),
        ("/shapes", json!("text"), "shapes"),
        ("/shapes/Thing", json!([1]), "shapes.Thing[0]"),
        ("/shapes/Thing/type", Value::Null, "shapes.Thing"),
        ("/shapes/Thing/type", json!(1), "shapes.Thing.type"),
        ("/shapes/Thing/members", json!([]), "shapes.Thing.members"),
        (
            "/shapes/Thing/members/text",
            json!("Text"),
            "shapes.Thing.members.text",
        ),
        (
            "/shapes/Thing/members/text/shape",
            json!([1]),
            "shapes.Thing.members.text.shape",
        ),
        (
            "/shapes/Thing/required",
            json!(true),
            "shapes.Thing.required",
        ),
        (
            "/shapes/Text/sensitive",
            json!("yes"),
            "shapes.Text.sensitive",
        ),
        ("/shapes/Text/min", json!("1"), "shapes.Text.min"),
        ("/shapes/Choice/enum", json!([1]), "shapes.Choice.enum[0]"),
    ];
    let cases = cases.iter().map(|(pointer, value, path)| {
        (
            *pointer,
            changed(&[(pointer, value.clone())]),
            vec![(Malformed, *path)],
        )
    });
    check("types", cases);
}

#[test]
fn dangling_references() {
    let nowhere = || json!({"shape": "Txet"});
    let cases = [
        ("/shapes/Thing/members/text", "shapes.Thing.members.text"),
        ("/shapes/Texts/member", "shapes.Texts.member"),
        ("/shapes/Words/key", "shapes.Words.key"),
        ("/shapes/Words/value", "shapes.Words.value"),
        ("/operations/DoThis/input", "operations.DoThis.input"),
        ("/operations/DoThis/output", "operations.DoThis.output"),
    ];
    let cases = cases.map(|(pointer, path)| {
        (
            pointer,
            changed(&[(pointer, nowhere())]),
            vec![(DanglingReference, path)],
        )
    });
    let errors = changed(&[("/operations/DoThis/errors", json!([nowhere()]))]);
    let errors = (
        "/operations/DoThis/errors",
        errors,
        vec![(DanglingReference, "operations.DoThis.errors")],
    );
    let missing = [
        ("/shapes/Texts/member", "shapes.Texts.member"),
        ("/shapes/Words/key", "shapes.Words.key"),
        ("/shapes/Words/value", "shapes.Words.value"),
    ];
    let missing = missing.map(|(pointer, path)| {
        (
            pointer,
            changed(&[(pointer, Value::Null)]),
            vec![(Malformed, path)],
        )
    });
    check(
        "references",
        cases.into_iter().chain([errors]).chain(missing),
    );
}

/// Forms hold no documents, and those of ec2Query no maps.
#[test]
fn values_without_a_form() {
    let case = |protocol: &'static str, value: Value, is_refused: bool| {
        let input = changed(&[
            ("/metadata/protocol", json!(protocol)),
            ("/operations/DoThis/input", json!({"shape": "Sent"})),
            (
                "/shapes/Sent",
                json!({"type": "structure", "members": {"inner": {"shape": "Within"}}}),
            ),
            (
                "/shapes/Within",
                json!({"type": "structure", "members": {"value": {"shape": "Value"}}}),
            ),
            ("/shapes/Value", value),
            ("/shapes/Words", json!({"type": "string"})),
            ("/shapes/Key", json!({"type": "string"})),
        ]);
        let expected = vec![(Unsupported, "shapes.Value")];
        (
            protocol,
            input,
            if is_refused { expected } else { Vec::new() },
        )
    };
    let document = || json!({"type": "structure", "document": true, "members": {}});
    let map = || json!({"type": "map", "key": {"shape": "Key"}, "value": {"shape": "Key"}});
    check(
        "forms",
        [
            case("query", document(), true),
            case("ec2", document(), true),
            case("ec2", map(), true),
        ],
    );
    let (_, input, _) = case("query", map(), false);
    tinsmith::generate(&input).expect("awsQuery has maps");
}

#[test]
fn invalid_service() {
    let protocol = |name: &str| changed(&[("/metadata/protocol", json!(name))]);
    let other = |name: &'static str| {
        (
            name,
            protocol(name),
            vec![(UnsupportedProtocol, "metadata.protocols")],
        )
    };
    let unknown = (
        "unknown",
        protocol("telegraph"),
        vec![(UnsupportedProtocol, "metadata.protocol")],
    );
    let mut rules = other("smithy-rpc-v2-cbor");
    rules.0 = "rules that are not understood";
    let file = "endpoint-rule-set-1.json".to_owned();
    rules.1.model.insert(file, b"[]".to_vec());
    let metadata = |name, value: Value, expected| (name, changed(&[(name, value)]), vec![expected]);
    check(
        "service",
        [
            unknown,
            other("smithy-rpc-v2-cbor"),
            rules,
            metadata("/metadata", Value::Null, (Malformed, "metadata")),
            metadata("/metadata/protocol", Value::Null, (Malformed, "metadata")),
            metadata(
                "/metadata/jsonVersion",
                Value::Null,
                (Malformed, "metadata.jsonVersion"),
            ),
            metadata(
                "/metadata/jsonVersion",
                json!("2.7"),
                (UnsupportedProtocol, "metadata.jsonVersion"),
            ),
            metadata(
                "/metadata/targetPrefix",
                Value::Null,
                (Malformed, "metadata.targetPrefix"),
            ),
            metadata(
                "/metadata/targetPrefix",
                json!("a\nb"),
                (Malformed, "metadata.targetPrefix"),
            ),
            metadata(
                "/metadata/endpointPrefix",
                Value::Null,
                (Malformed, "metadata"),
            ),
        ],
    );
}

#[test]
fn invalid_shapes() {
    let structure = |members: Value| json!({"type": "structure", "members": members});
    let one = |name, pointer: &str, value: Value, kind, path| {
        (name, changed(&[(pointer, value)]), vec![(kind, path)])
    };
    let text = || json!({"shape": "Text"});
    let message = json!({"type": "structure", "exception": true, "members": {
        "Message": {"shape": "Texts"}}});
    let mut own_enum = changed(&[
        (
            "/shapes/Thing/members/text",
            json!({"shape": "Text", "enum": ["A"]}),
        ),
        ("/shapes/Thingtext", json!({"type": "string"})),
    ]);
    own_enum.config.operations = Some(vec!["DoThis".to_owned()]);
    check(
        "shapes",
        [
            one(
                "unknown type",
                "/shapes/Text/type",
                json!("txt"),
                Unsupported,
                "shapes.Text.type",
            ),
            one(
                "unknown timestamp format",
                "/shapes/Time/timestampFormat",
                json!("stardate"),
                Unsupported,
                "shapes.Time.timestampFormat",
            ),
            one(
                "required names no member",
                "/shapes/Thing/required",
                json!(["text", "txet"]),
                Malformed,
                "shapes.Thing.required",
            ),
            one(
                "list of itself",
                "/shapes/Texts/member",
                json!({"shape": "Texts"}),
                Unsupported,
                "shapes.Texts",
            ),
            one(
                "map of itself",
                "/shapes/Words/value",
                json!({"shape": "Words"}),
                Unsupported,
                "shapes.Words",
            ),
            one(
                "map with structures as keys",
                "/shapes/Words/key",
                json!({"shape": "Thing"}),
                Unsupported,
                "shapes.Words.key",
            ),
            (
                "clashing names",
                changed(&[
                    ("/shapes/PART", structure(json!({"text": text()}))),
                    ("/shapes/Thing/members/more", json!({"shape": "PART"})),
                ]),
                vec![(NameClash, "shapes.PART")],
            ),
            (
                "an enum on a member whose name a shape has",
                own_enum,
                vec![(NameClash, "shapes.Thing.members.text")],
            ),
            (
                "error with a list for a message",
                changed(&[("/shapes/Failure", message)]),
                vec![(Unsupported, "shapes.Failure.members.Message")],
            ),
        ],
    );
}

#[test]
fn unsupported_event_streams() {
    let structure = |members: Value| json!({"type": "structure", "members": members});
    check(
        "streams",
        [
            (
                "event stream in an input",
                changed(&[("/shapes/Part", stream(&json!({})))]),
                vec![(Unsupported, "shapes.Thing.members.part")],
            ),
            (
                "event streams where only the output can have one",
                changed(&[
                    ("/operations/DoThis/output/shape", json!("Answer")),
                    (
                        "/shapes/Answer",
                        structure(json!({
                            "one": {"shape": "Stream"}, "other": {"shape": "Stream"},
                            "part": {"shape": "Deep"}, "list": {"shape": "Streams"},
                        })),
                    ),
                    (
                        "/shapes/Stream",
                        stream(&json!({"part": {"shape": "Part"}})),
                    ),
                    (
                        "/shapes/Deep",
                        structure(json!({"deep": {"shape": "Stream"}})),
                    ),
                    (
                        "/shapes/Streams",
                        json!({"type": "list", "member": {"shape": "Stream"}}),
                    ),
                ]),
                vec![
                    (Unsupported, "shapes.Answer.members.other"),
                    (Unsupported, "shapes.Deep.members.deep"),
                    (Unsupported, "shapes.Streams.member"),
                ],
            ),
            (
                "an event that is text",
                changed(&[
                    ("/operations/DoThis/output/shape", json!("Answer")),
                    (
                        "/shapes/Answer",
                        structure(json!({"events": {"shape": "Stream"}})),
                    ),
                    ("/shapes/Stream", stream(&text_member())),
                ]),
                vec![(Unsupported, "shapes.Stream.members.line")],
            ),
        ],
    );
}

#[test]
fn invalid_endpoint_discovery() {
    let model = |change: &dyn Fn(&mut Value)| {
        let text = fixtures::input("discovery").model.remove("service-2.json");
        let mut model = serde_json::from_slice(&text.expect("a model")).expect("JSON");
        change(&mut model);
        fixtures::of_model(model.to_string())
    };
    let one = |name, pointer: &str, value: Value, path| {
        let input = model(&|model| json::change(model, pointer, &value));
        (name, input, vec![(Unsupported, path)])
    };
    check(
        "discovery",
        [
            one(
                "nobody to ask",
                "/operations/FindEndpoints/endpointoperation",
                Value::Null,
                "operations.GetBook.endpointdiscovery",
            ),
            one(
                "one that has to ask itself",
                "/operations/FindEndpoints/endpointdiscovery",
                json!({"required": true}),
                "operations.FindEndpoints.endpointdiscovery",
            ),
            one(
                "a question about something else",
                "/shapes/FindEndpointsInput/members/Colour",
                json!({"shape": "Text"}),
                "operations.FindEndpoints.input",
            ),
            one(
                "an answer without an address",
                "/shapes/Endpoint/members/Address",
                Value::Null,
                "operations.FindEndpoints.output",
            ),
            one(
                "an answer that is no list",
                "/shapes/FindEndpointsOutput/members/Endpoints/shape",
                json!("Endpoint"),
                "operations.FindEndpoints.output",
            ),
            one(
                "a version that is no header",
                "/metadata/apiVersion",
                json!("2020\n"),
                "metadata.apiVersion",
            ),
            one(
                "an identifier that is no text",
                "/shapes/Row/members/Number/endpointdiscoveryid",
                json!(true),
                "shapes.Row.members.Number",
            ),
            (
                "an identifier in a recursion",
                model(&|model| {
                    model["shapes"]["Row"]["members"]["Next"] = json!({"shape": "Row"});
                }),
                vec![(Unsupported, "shapes.Row.members.Side")],
            ),
        ],
    );
}

#[test]
fn invalid_operations() {
    let selected = |names: &[&str]| {
        let mut input = changed(&[]);
        input.config.operations = Some(names.iter().map(|name| (*name).to_owned()).collect());
        input
    };
    // Without names, those that cannot be generated would be left out.
    let one = |name, pointer: &str, value: Value, kind, path| {
        let mut input = changed(&[(pointer, value)]);
        let model: Value = serde_json::from_slice(&input.model["service-2.json"]).expect("JSON");
        let operations = model["operations"].as_object().expect("an object").keys();
        input.config.operations = Some(operations.cloned().collect());
        (name, input, vec![(kind, path)])
    };
    check(
        "operations",
        [
            (
                "not there",
                selected(&["DoThsi", "DoThis", "Fly"]),
                vec![
                    (UnknownOperation, "operations.DoThsi"),
                    (UnknownOperation, "operations.Fly"),
                ],
            ),
            one(
                "host prefix",
                "/operations/DoThis/endpoint",
                json!({"hostPrefix": "{text}."}),
                Unsupported,
                "operations.DoThis.endpoint.hostPrefix",
            ),
            one(
                "password",
                "/operations/DoThis/auth",
                json!(["smithy.api#httpBasicAuth"]),
                Unsupported,
                "operations.DoThis.auth",
            ),
            one(
                "password in the older way",
                "/operations/DoThis/authtype",
                json!("basic"),
                Unsupported,
                "operations.DoThis.auth",
            ),
            (
                "password of the service",
                changed(&[("/metadata/auth", json!(["smithy.api#httpBasicAuth"]))]),
                vec![(Unsupported, "operations.DoThis.auth")],
            ),
            one(
                "input is a string",
                "/operations/DoThis/input",
                json!({"shape": "Text"}),
                Unsupported,
                "operations.DoThis.input",
            ),
            one(
                "error is a string",
                "/operations/DoThis/errors",
                json!([{"shape": "Text"}]),
                Unsupported,
                "operations.DoThis.errors",
            ),
            one(
                "error is a plain structure",
                "/operations/DoThis/errors",
                json!([{"shape": "Part"}]),
                Unsupported,
                "operations.DoThis.errors",
            ),
            one(
                "clashing names",
                "/operations/doTHIS",
                json!({}),
                NameClash,
                "operations.doTHIS",
            ),
            one(
                "a name that is no header",
                "/operations/Do it",
                json!({}),
                Unsupported,
                "operations.Do it",
            ),
        ],
    );
}

#[test]
fn several_problems_are_reported_at_once() {
    let dangling = changed(&[
        ("/shapes/Thing/members/text/shape", json!("One")),
        ("/shapes/Texts/member", json!({"shape": "Two"})),
        ("/operations/DoThat/input", json!({"shape": "Three"})),
    ]);
    let mut selection = changed(&[]);
    selection.config.operations = Some(vec!["One".to_owned(), "Two".to_owned()]);
    check(
        "several",
        [
            (
                "references",
                // In the order of discovery: operations first.
                dangling,
                vec![
                    (DanglingReference, "operations.DoThat.input"),
                    (DanglingReference, "shapes.Thing.members.text"),
                    (DanglingReference, "shapes.Texts.member"),
                ],
            ),
            (
                "shapes",
                changed(&[
                    ("/shapes/Thing/required", json!(["no"])),
                    ("/shapes/Time/timestampFormat", json!("no")),
                    ("/shapes/Text/type", json!("no")),
                ]),
                vec![
                    (Malformed, "shapes.Thing.required"),
                    (Unsupported, "shapes.Text.type"),
                    (Unsupported, "shapes.Time.timestampFormat"),
                ],
            ),
            (
                "operations",
                selection,
                vec![
                    (UnknownOperation, "operations.One"),
                    (UnknownOperation, "operations.Two"),
                ],
            ),
        ],
    );
}

#[test]
fn very_deep_lists_do_not_overflow_the_stack() {
    let mut shapes = BTreeMap::new();
    for depth in 0..100_000 {
        let next = format!("L{}", (depth + 1) % 100_001);
        shapes.insert(
            format!("L{depth}"),
            json!({"type": "list", "member": {"shape": next}}),
        );
    }
    shapes.insert("L100000".to_owned(), json!({"type": "string"}));
    let mut model = base();
    let all = model["shapes"].as_object_mut().expect("an object");
    all.extend(shapes);
    model["shapes"]["Thing"]["members"]["deep"] = json!({"shape": "L0"});
    let error = failure("deep", &fixtures::of_model(model.to_string()));
    let [problem] = error.problems() else {
        panic!("{} problems", error.problems().len())
    };
    assert_eq!(
        (problem.kind, problem.path.as_str()),
        (Unsupported, "shapes.L0")
    );
}

/// An input with one more file of the model.
fn with_file(name: &str, file: &Value) -> Input {
    let mut input = changed(&[]);
    let bytes = file.to_string().into_bytes();
    input.model.insert(format!("{name}.json"), bytes);
    input
}

#[test]
fn invalid_paginators() {
    let paginator = |change: Value| {
        let entry = json!({"input_token": "text", "output_token": "text", "result_key": "list"});
        let entry = json::with_all(entry, &change);
        with_file("paginators-1", &json!({"pagination": {"DoThis": entry}}))
    };
    let at = |field: &'static str| vec![(Unsupported, field)];
    let of = |name: &str| json!({"pagination": {name: {"input_token": "a", "output_token": "b"}}});
    tinsmith::generate(&paginator(json!({}))).expect("it is a paginator");
    check(
        "paginator-files",
        [(
            "not an object",
            with_file("paginators-1", &json!("text")),
            vec![(Malformed, "paginators-1.json")],
        )],
    );
    check_as(
        left_out,
        "paginators",
        [
            (
                "unknown key",
                paginator(json!({"limit": "text"})),
                vec![(Malformed, "paginators-1.json: pagination.DoThis.limit")],
            ),
            (
                "unknown operation",
                with_file("paginators-1", &of("DoTihs")),
                vec![(DanglingReference, "paginators-1.json: pagination.DoTihs")],
            ),
            (
                "no output",
                with_file("paginators-1", &of("DoThat")),
                at("paginators-1.json: pagination.DoThat"),
            ),
            (
                "no pairs",
                paginator(json!({"input_token": ["text", "time"]})),
                vec![(Malformed, "paginators-1.json: pagination.DoThis")],
            ),
            (
                "unknown input",
                paginator(json!({"input_token": "txet"})),
                at("paginators-1.json: pagination.DoThis.input_token"),
            ),
            (
                "nested input",
                paginator(json!({"input_token": "part.text"})),
                at("paginators-1.json: pagination.DoThis.input_token"),
            ),
            (
                "no expression",
                paginator(json!({"output_token": "text["})),
                at("paginators-1.json: pagination.DoThis.output_token"),
            ),
            (
                "token of another type",
                paginator(json!({"output_token": "time"})),
                at("paginators-1.json: pagination.DoThis.output_token"),
            ),
            (
                "many tokens",
                paginator(json!({"output_token": "list[]"})),
                at("paginators-1.json: pagination.DoThis.output_token"),
            ),
            (
                "first item",
                paginator(json!({"output_token": "list[0]"})),
                at("paginators-1.json: pagination.DoThis.output_token"),
            ),
            (
                "limit that is no number",
                paginator(json!({"limit_key": "time"})),
                at("paginators-1.json: pagination.DoThis.limit_key"),
            ),
            (
                "more results that are no boolean",
                paginator(json!({"more_results": "text"})),
                at("paginators-1.json: pagination.DoThis.more_results"),
            ),
            (
                "result through a list",
                paginator(json!({"result_key": "list.text"})),
                at("paginators-1.json: pagination.DoThis.result_key"),
            ),
        ],
    );
}

/// A waiter of the base.
fn waiter(entry: &Value) -> Input {
    with_file(
        "waiters-2",
        &json!({"version": 2, "waiters": {"Done": entry}}),
    )
}

/// A waiter with this acceptor behind another one.
fn with(acceptor: &Value) -> Input {
    waiter(&json!({
        "operation": "DoThis", "delay": 1, "maxAttempts": 2,
        "acceptors": [{"state": "success", "matcher": "error", "expected": false}, acceptor],
    }))
}

/// A waiter with an acceptor for this path.
fn path(matcher: &str, argument: &str, expected: &Value) -> Input {
    with(&json!({
        "state": "success", "matcher": matcher, "argument": argument, "expected": expected,
    }))
}

#[test]
fn invalid_waiters() {
    let bare = |change: Value| {
        let entry = json!({"operation": "DoThis", "delay": 1, "maxAttempts": 2, "acceptors": []});
        waiter(&json::with_all(entry, &change))
    };
    let expected = || {
        vec![(
            Malformed,
            "waiters-2.json: waiters.Done.acceptors[1].expected",
        )]
    };
    // Models of AWS name values that their enums lack.
    tinsmith::generate(&path("path", "choice", &json!("Z"))).expect("it is a waiter");
    let cases = vec![
        (
            "unknown operation",
            bare(json!({"operation": "DoThsi", "acceptors": [
                {"state": "success", "matcher": "status", "expected": 200},
            ]})),
            vec![(DanglingReference, "waiters-2.json: waiters.Done.operation")],
        ),
        (
            "no success",
            bare(json!({})),
            vec![(Malformed, "waiters-2.json: waiters.Done.acceptors")],
        ),
        (
            "no delay",
            bare(json!({"delay": 0})),
            vec![(Malformed, "waiters-2.json: waiters.Done.delay")],
        ),
        (
            "no attempt",
            bare(json!({"maxAttempts": 0})),
            vec![(Malformed, "waiters-2.json: waiters.Done.maxAttempts")],
        ),
        (
            "unknown key",
            bare(json!({"dealy": 1})),
            vec![(Malformed, "waiters-2.json: waiters.Done.dealy")],
        ),
        (
            "unknown state",
            with(&json!({"state": "maybe", "matcher": "error", "expected": true})),
            vec![(Malformed, "waiters-2.json: waiters.Done.acceptors[1].state")],
        ),
        (
            "unknown matcher",
            path("pathNone", "text", &json!("a")),
            vec![(
                Unsupported,
                "waiters-2.json: waiters.Done.acceptors[1].matcher",
            )],
        ),
        (
            "no argument",
            with(&json!({"state": "retry", "matcher": "path", "expected": "a"})),
            vec![(
                Malformed,
                "waiters-2.json: waiters.Done.acceptors[1].argument",
            )],
        ),
        (
            "number expected",
            path("path", "text", &json!(1)),
            expected(),
        ),
        (
            "status that is none",
            with(&json!({"state": "retry", "matcher": "status", "expected": 70_000})),
            expected(),
        ),
        (
            "error that is none",
            with(&json!({"state": "retry", "matcher": "error", "expected": 1})),
            expected(),
        ),
    ];
    check_as(left_out, "waiters", cases);
}

#[test]
fn invalid_waiter_arguments() {
    let arguments = [
        ("no expression", "path", "text ==", json!(true)),
        ("unknown member", "path", "part.txet", json!("a")),
        ("through a list", "pathAny", "list.text", json!("a")),
        ("one of many", "path", "list[]", json!("a")),
        ("many of one", "pathAll", "text", json!("a")),
        ("not text", "path", "time", json!("a")),
        ("not a condition", "path", "text", json!(true)),
        ("texts as booleans", "pathAny", "list[]", json!(true)),
        (
            "all of one condition",
            "pathAll",
            "text == 'a'",
            json!(true),
        ),
        (
            "part of no text",
            "path",
            "contains(time, 'a')",
            json!(true),
        ),
        (
            "text of others",
            "path",
            "contains(list, `true`)",
            json!(true),
        ),
        (
            "part that is no literal",
            "path",
            "contains(list, text)",
            json!(true),
        ),
        (
            "many values after a pipe",
            "path",
            "list[] | @[-1]",
            json!("a"),
        ),
        (
            "length of no list",
            "path",
            "length(time) > `1`",
            json!(true),
        ),
        ("text and number", "path", "text > `1`", json!(true)),
        (
            "length and text",
            "path",
            "length(list) == text",
            json!(true),
        ),
        ("values of no map", "pathAny", "list.*", json!("a")),
        ("items of no list", "pathAny", "text[]", json!("a")),
        ("two literals", "path", "`1` == `1`", json!(true)),
    ];
    let place = "waiters-2.json: waiters.Done.acceptors[1].argument";
    let cases = arguments.map(|(name, matcher, text, value)| {
        (
            name,
            path(matcher, text, &value),
            vec![(Unsupported, place)],
        )
    });
    check_as(left_out, "waiter-arguments", cases);
}

/// The base as a REST service: an input with a label and a payload, with other values at pointers.
fn rest(changes: &[(&str, Value)]) -> Input {
    let base = [
        ("/metadata/protocol", json!("rest-json")),
        (
            "/operations/DoThis",
            json!({
                "http": {"method": "POST", "requestUri": "/things/{id}?all"},
                "input": {"shape": "Sent"}, "output": {"shape": "Answer"},
                "errors": [{"shape": "Failure"}],
            }),
        ),
        ("/operations/DoThat", Value::Null),
        (
            "/shapes/Sent",
            json!({"type": "structure", "payload": "part", "members": {
                "text": {"shape": "Text", "location": "uri", "locationName": "id"},
                "note": {"shape": "Text", "location": "header", "locationName": "X-Note"},
                "words": {"shape": "Words", "location": "querystring"},
                "part": {"shape": "Part"},
            }}),
        ),
        (
            "/shapes/Answer",
            json!({"type": "structure", "members": {
                "status": {"shape": "Number", "location": "statusCode"},
                "words": {"shape": "Words", "location": "headers", "locationName": "X-"},
            }}),
        ),
        ("/shapes/Number", json!({"type": "integer"})),
    ];
    let changes: Vec<_> = base.iter().chain(changes).cloned().collect();
    changed(&changes)
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is one table of cases")]
fn invalid_bindings() {
    assert!(tinsmith::generate(&rest(&[])).is_ok());
    let case = |name, pointer: &str, value: Value, kind, path| {
        (name, rest(&[(pointer, value)]), vec![(kind, path)])
    };
    let uri = |name, uri: &str| {
        let pointer = "/operations/DoThis/http/requestUri";
        case(
            name,
            pointer,
            json!(uri),
            Malformed,
            "operations.DoThis.http.requestUri",
        )
    };
    let sent = |name, pointer: &str, value: Value, member| {
        let pointer = format!("/shapes/Sent/members/{pointer}");
        case(name, &pointer, value, Unsupported, member)
    };
    check(
        "bindings",
        [
            case(
                "no URI",
                "/operations/DoThis/http",
                Value::Null,
                Malformed,
                "operations.DoThis.http",
            ),
            case(
                "method",
                "/operations/DoThis/http/method",
                json!("GET /"),
                Malformed,
                "operations.DoThis.http.method",
            ),
            uri("relative", "things/{id}"),
            uri("label without a member", "/things/{id}/{other}"),
            uri("member without a label", "/things"),
            uri("label twice", "/things/{id}/{id}"),
            uri("label in a segment", "/things/a-{id}"),
            uri("space in a segment", "/thi ngs/{id}"),
            uri("space in the query", "/things/{id}?a b"),
            case(
                "unknown location",
                "/shapes/Sent/members/note/location",
                json!("cookie"),
                Unsupported,
                "shapes.Sent.members.note",
            ),
            case(
                "payload that is no member",
                "/shapes/Sent/payload",
                json!("other"),
                Malformed,
                "shapes.Sent.payload",
            ),
            sent(
                "list in a label",
                "text/shape",
                json!("Texts"),
                "shapes.Sent.members.text",
            ),
            sent(
                "structure in a header",
                "note/shape",
                json!("Part"),
                "shapes.Sent.members.note",
            ),
            sent(
                "name of a header",
                "note/locationName",
                json!("X Note"),
                "shapes.Sent.members.note",
            ),
            (
                "structures as parameters and headers",
                rest(&[("/shapes/Words/value", json!({"shape": "Part"}))]),
                vec![
                    (Unsupported, "shapes.Sent.members.words"),
                    (Unsupported, "shapes.Answer.members.words"),
                ],
            ),
            sent(
                "list as a body",
                "part/shape",
                json!("Texts"),
                "shapes.Sent.members.part",
            ),
            sent(
                "member beside a body",
                "more",
                json!({"shape": "Text"}),
                "shapes.Sent.members.more",
            ),
            case(
                "text as a status code",
                "/shapes/Answer/members/status/shape",
                json!("Text"),
                Unsupported,
                "shapes.Answer.members.status",
            ),
            case(
                "prefix of headers",
                "/shapes/Answer/members/words/locationName",
                json!("X\n"),
                Unsupported,
                "shapes.Answer.members.words",
            ),
            (
                "events that are not the body",
                rest(&[
                    (
                        "/shapes/Events",
                        json!({"type": "structure", "eventstream": true, "members": {
                            "part": {"shape": "Part"},
                        }}),
                    ),
                    ("/shapes/Answer/members/events", json!({"shape": "Events"})),
                ]),
                vec![(Unsupported, "shapes.Answer.members.events")],
            ),
        ],
    );
}

/// Nor are those that discover their endpoint with such an operation, whatever that one lacks.
#[test]
fn operations_without_their_endpoint_operation_are_left_out_of_all() {
    let input = changed(&[
        (
            "/operations/DoThat/endpointdiscovery",
            json!({"required": true}),
        ),
        (
            "/operations/FindEndpoints",
            json!({
                "endpointoperation": true, "authtype": "custom",
                "input": {"shape": "Nowhere"}, "output": {"shape": "Nowhere"},
            }),
        ),
    ]);
    let krate = tinsmith::generate(&input).expect("the other operation");
    let names: Vec<_> = krate.operations.iter().map(|it| &*it.name).collect();
    assert_eq!(names, ["DoThis"]);
    check_as(
        left_out,
        "endpoint-operation",
        [(
            "endpoint operation with another signature",
            input,
            vec![
                (Unsupported, "operations.DoThat.endpointdiscovery"),
                (Unsupported, "operations.FindEndpoints.auth"),
            ],
        )],
    );
}

#[test]
fn operations_that_cannot_be_generated_are_left_out_of_all() {
    let pointer = "/operations/DoThat/auth";
    let basic = changed(&[(pointer, json!(["smithy.api#httpBasicAuth"]))]);
    let krate = tinsmith::generate(&basic).expect("the other operation");
    let names: Vec<_> = krate.operations.iter().map(|it| &*it.name).collect();
    assert_eq!(names, ["DoThis"]);
    let warnings = krate.warnings.iter().map(ToString::to_string);
    let warnings: Vec<_> = warnings.filter(|it| it.contains("is left out")).collect();
    assert_eq!(
        warnings,
        [
            "operations.DoThat.auth: DoThat is left out: `smithy.api#httpBasicAuth` is not \
             supported: requests have a signature of SigV4 or SigV4a, a bearer token or no authentication"
        ]
    );
}
