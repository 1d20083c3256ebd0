//! Traits and shapes in the neutral model.

#![expect(
    clippy::needless_pass_by_value,
    reason = "what `json!` makes is passed on as it is"
)]

use serde_json::{Value, json};

use super::read;
use crate::error::Error;
use crate::model::auth::{Auth, Scheme};
use crate::model::files::merge;
use crate::model::{
    Bound, Constraints, Deprecation, Discovery, Documentation, Kind, Location, Matcher, Member,
    Model, Operation, Protocol, Quantifier, Retryable, Service, Shape, Structure, TimestampFormat,
    Waiter, WaiterState,
};

/// A model with a service, an operation with a structure `In`, and what is merged into it.
fn model(shapes: Value) -> Model {
    let shapes = with(
        json!({
            "a#Svc": {
                "type": "service", "version": "2020-02-02", "operations": [{"target": "a#Do"}],
                "traits": {"aws.protocols#awsJson1_1": {}, "aws.auth#sigv4": {"name": "svc"}},
            },
            "a#Do": {"type": "operation", "input": {"target": "a#In"}},
            "a#In": {"type": "structure"},
        }),
        shapes,
    );
    read_shapes(&shapes).unwrap_or_else(|error| panic!("{error}\n{shapes}"))
}

fn read_shapes(shapes: &Value) -> Result<Model, Error> {
    let json = json!({"smithy": "2.0", "shapes": shapes}).to_string();
    read("a.json", json.as_bytes())
}

/// JSON with other JSON merged into it.
fn with(mut base: Value, extra: Value) -> Value {
    merge(&mut base, extra);
    base
}

/// The service of a model with these traits and no others.
fn service(traits: Value) -> Service {
    let service = json!({"type": "service", "version": "1", "traits": traits});
    read_shapes(&json!({"a#Svc": service})).unwrap().service
}

/// The one member `m` of a structure, with its traits, and the shape of its values.
fn member(target: &str, traits: Value) -> (Member, Shape) {
    member_beside(target, traits, json!({}))
}

/// The same with more shapes in the model.
fn member_beside(target: &str, traits: Value, mut shapes: Value) -> (Member, Shape) {
    shapes["a#In"] = json!({
        "type": "structure", "members": {"m": {"target": target, "traits": traits}},
    });
    let model = model(shapes);
    let member = structure(&model, "In").members["m"].clone();
    let shape = model.shapes[&member.target].clone();
    (member, shape)
}

/// The shape `T` with these facts.
fn shape(facts: Value) -> Shape {
    let (_, shape) = member_beside("a#T", json!({}), json!({"a#T": facts}));
    shape
}

fn structure<'m>(model: &'m Model, name: &str) -> &'m Structure {
    model.shapes[name].structure().expect("a structure")
}

/// The operation of a model, with what is merged into it and the service.
fn operation(operation: Value, service: Value) -> Operation {
    let model = model(json!({
        "a#E1": {"type": "structure", "traits": {"smithy.api#error": "client"}},
        "a#E2": {"type": "structure", "traits": {"smithy.api#error": "server"}},
        "a#Do": operation,
        "a#Svc": service,
    }));
    model.operations["Do"].clone()
}

fn html(text: &str) -> Documentation {
    Documentation::Html(text.to_owned())
}

#[test]
fn every_type() {
    let kinds = "blob Blob, boolean Boolean, string String, byte Integer, short Integer, \
                 integer Integer, intEnum Integer, long Long, float Float, double Double, \
                 timestamp Timestamp(None), document Document";
    for (name, expected) in kinds.split(", ").filter_map(|it| it.split_once(' ')) {
        let kind = shape(json!({"type": name})).kind;
        assert_eq!(format!("{kind:?}"), expected, "{name}");
    }
    for (name, expected) in [("structure", "Structure"), ("union", "Union")] {
        let kind = shape(json!({"type": name})).kind;
        let members = "(Structure { members: {}, error: None })";
        assert_eq!(format!("{kind:?}"), format!("{expected}{members}"));
    }
    let to = |target: &str| json!({"target": target});
    for name in ["list", "set"] {
        let list = shape(json!({"type": name, "member": to("smithy.api#Long")}));
        assert!(matches!(list.kind, Kind::List { item, is_sparse: false } if item == "Long"));
    }
    let map = json!({"type": "map", "key": to("smithy.api#String"), "value": to("a#T")});
    let Kind::Map {
        key,
        value,
        is_sparse: false,
    } = shape(map).kind
    else {
        panic!("no map")
    };
    assert_eq!([key, value], ["String", "T"]);
}

#[test]
fn every_shape_of_the_prelude() {
    let kinds = "Blob Blob, String String, Timestamp Timestamp(None), Document Document, \
                 Boolean Boolean, PrimitiveBoolean Boolean, Byte Integer, PrimitiveByte Integer, \
                 Short Integer, PrimitiveShort Integer, Integer Integer, \
                 PrimitiveInteger Integer, Long Long, PrimitiveLong Long, Float Float, \
                 PrimitiveFloat Float, Double Double, PrimitiveDouble Double";
    for (name, expected) in kinds.split(", ").filter_map(|it| it.split_once(' ')) {
        let (_, shape) = member(&format!("smithy.api#{name}"), json!({}));
        assert_eq!(format!("{:?}", shape.kind), expected, "{name}");
    }
    let (_, unit) = member("smithy.api#Unit", json!({}));
    assert!(matches!(unit.kind, Kind::Structure(_)));
}

#[test]
fn traits_of_members() {
    let (plain, _) = member("smithy.api#String", json!({}));
    assert!(!plain.is_required && !plain.is_idempotency_token && !plain.is_sensitive);
    assert_eq!(plain.wire_name, None);
    assert_eq!(plain.documentation, Documentation::None);
    assert_eq!(plain.deprecated, None);

    let (full, _) = member(
        "smithy.api#String",
        json!({
            "smithy.api#required": {}, "smithy.api#idempotencyToken": {},
            "smithy.api#sensitive": {}, "smithy.api#documentation": "<p>x</p>",
            "smithy.api#deprecated": {"message": "m", "since": "s"},
            // Names for other protocols, and an unknown trait.
            "smithy.api#jsonName": "j", "smithy.api#xmlName": "x", "b#c": [{"d": null}],
        }),
    );
    assert!(full.is_required && full.is_idempotency_token && full.is_sensitive);
    assert_eq!(full.wire_name, None);
    assert_eq!(full.documentation, html("<p>x</p>"));
    let deprecation = Deprecation {
        message: Some("m".to_owned()),
        since: Some("s".to_owned()),
    };
    assert_eq!(full.deprecated, Some(deprecation));
}

#[test]
fn defaults_and_client_optional_are_ignored() {
    let (required, shape) = member(
        "smithy.api#PrimitiveInteger",
        json!({
            "smithy.api#required": {}, "smithy.api#clientOptional": {}, "smithy.api#default": 0,
            "smithy.api#addedDefault": {}, "smithy.api#box": {},
        }),
    );
    assert!(required.is_required);
    assert!(matches!(shape.kind, Kind::Integer));
    let (optional, _) = member(
        "smithy.api#PrimitiveInteger",
        json!({"smithy.api#default": null}),
    );
    assert!(!optional.is_required);
}

#[test]
fn constraints() {
    let of = |min: Option<i128>, max: Option<i128>, pattern: Option<&str>| Constraints {
        min: min.map(Bound::Whole),
        max: max.map(Bound::Whole),
        pattern: pattern.map(str::to_owned),
        sample: None,
    };
    let length = json!({"min": 1, "max": 9});
    let text = json!({"type": "string", "traits": {
        "smithy.api#length": length, "smithy.api#pattern": "^a$",
    }});
    assert_eq!(
        shape(text.clone()).constraints,
        of(Some(1), Some(9), Some("^a$"))
    );
    let max = |bounds| {
        let traits = json!({"smithy.api#range": bounds});
        let shape = shape(json!({"type": "double", "traits": traits}));
        shape.constraints.max.unwrap()
    };
    assert_eq!(max(json!({"max": 0.5})), Bound::Other(0.5));
    assert_eq!(max(json!({"max": -3.0})), Bound::Whole(-3));
    // No double has that value.
    let longest = max(json!({"max": i64::MAX}));
    assert_eq!(longest, Bound::Whole(i64::MAX.into()));
    assert_eq!(longest.to_string(), "9223372036854775807");

    // A member's win, trait by trait.
    let own = |traits| member_beside("a#T", traits, json!({"a#T": text}));
    let (target, shape) = own(json!({"smithy.api#length": {"max": 5}}));
    assert_eq!(target.target, "a#In$m");
    assert_eq!(shape.constraints, of(None, Some(5), Some("^a$")));
    let (_, shape) = own(json!({"smithy.api#pattern": "b"}));
    assert_eq!(shape.constraints, of(Some(1), Some(9), Some("b")));
    let (target, _) = own(json!({"smithy.api#required": {}}));
    assert_eq!(target.target, "T");

    // A type keeps its name.
    let traits = json!({"smithy.api#length": {"max": 5}});
    let choice = json!({"a#T": {"type": "enum", "members": {"A": {"target": "smithy.api#Unit"}}}});
    let (target, _) = member_beside("a#T", traits, choice);
    assert_eq!(target.target, "T");
}

#[test]
fn constraints_inside_lists_and_maps() {
    let limited = json!({"target": "a#Text", "traits": {"smithy.api#length": {"max": 3}}});
    let shapes = json!({
        "a#In": {"type": "structure", "members": {
            "list": {"target": "a#List"}, "map": {"target": "a#Map"},
        }},
        "a#Text": {"type": "string"},
        "a#List": {"type": "list", "member": limited},
        "a#Map": {"type": "map", "key": limited, "value": limited},
    });
    let model = model(shapes);
    for name in ["a#List$member", "a#Map$key", "a#Map$value"] {
        assert_eq!(
            model.shapes[name].constraints.max,
            Some(Bound::Whole(3)),
            "{name}"
        );
    }
    assert_eq!(model.shapes["Text"].constraints.max, None);
}

#[test]
fn timestamp_formats() {
    let formats = [
        ("date-time", TimestampFormat::DateTime),
        ("epoch-seconds", TimestampFormat::EpochSeconds),
        ("http-date", TimestampFormat::HttpDate),
    ];
    for (name, expected) in formats {
        let traits = json!({"smithy.api#timestampFormat": name});
        let on_shape = shape(json!({"type": "timestamp", "traits": traits}));
        let (_, on_member) = member("smithy.api#Timestamp", traits);
        for shape in [on_shape, on_member] {
            assert!(
                matches!(shape.kind, Kind::Timestamp(Some(it)) if it == expected),
                "{name}"
            );
        }
    }
}

#[test]
fn enums_in_both_forms() {
    let unit = |traits: Value| json!({"target": "smithy.api#Unit", "traits": traits});
    let newer = json!({"type": "enum", "members": {
        "A": unit(json!({})),
        "B": unit(json!({"smithy.api#enumValue": "b!", "smithy.api#documentation": "<p>x</p>"})),
    }});
    let older = json!({"type": "string", "traits": {"smithy.api#enum": [
        {"value": "A"}, {"name": "B", "value": "b!", "documentation": "<p>x</p>", "tags": ["c"]},
    ]}});
    for facts in [newer, older] {
        let Kind::Enumeration(values) = shape(facts).kind else {
            panic!("no enum")
        };
        let values: Vec<_> = values
            .into_iter()
            .map(|(value, it)| (value, it.documentation))
            .collect();
        let expected = [
            ("A".to_owned(), Documentation::None),
            ("b!".to_owned(), html("<p>x</p>")),
        ];
        assert_eq!(values, expected);
    }
}

#[test]
fn traits_of_shapes() {
    let full = shape(json!({"type": "string", "traits": {
        "smithy.api#sensitive": {}, "smithy.api#documentation": "<p>x</p>",
        "smithy.api#deprecated": {},
    }}));
    assert!(full.is_sensitive);
    assert_eq!(full.documentation, html("<p>x</p>"));
    assert_eq!(full.deprecated, Some(Deprecation::default()));

    let sparse = json!({"type": "list", "member": {"target": "smithy.api#String"},
        "traits": {"smithy.api#sparse": {}}});
    assert!(matches!(
        shape(sparse).kind,
        Kind::List {
            is_sparse: true,
            ..
        }
    ));
    let stream = json!({"type": "union", "traits": {"smithy.api#streaming": {}}});
    assert!(matches!(shape(stream).kind, Kind::EventStream(_)));
}

#[test]
fn errors() {
    let error = |traits: Value| {
        let Kind::Structure(structure) = shape(json!({"type": "structure", "traits": traits})).kind
        else {
            panic!("no structure")
        };
        structure.error
    };
    assert_eq!(error(json!({"smithy.api#httpError": 400})), None);
    let plain = error(json!({"smithy.api#error": "client", "smithy.api#httpError": 400})).unwrap();
    assert_eq!((plain.code, plain.retryable), (None, None));
    let again = error(json!({"smithy.api#error": "server", "smithy.api#retryable": {}})).unwrap();
    assert_eq!(again.retryable, Some(Retryable::Transient));
    let later = error(json!({
        "smithy.api#error": "client", "smithy.api#retryable": {"throttling": true},
        // On the wire of awsJson, an error goes by the name of its shape.
        "aws.protocols#awsQueryError": {"code": "Other", "httpResponseCode": 400},
    }));
    let later = later.unwrap();
    assert_eq!(
        (later.code, later.retryable),
        (None, Some(Retryable::Throttling))
    );
}

#[test]
fn facts_of_operations() {
    let plain = operation(json!({}), json!({}));
    assert_eq!((plain.input.as_deref(), plain.output), (Some("In"), None));
    let bare = read_operation(json!({})).unwrap().operations["Do"].clone();
    assert_eq!((bare.input, bare.output), (None, None));
    assert!(plain.errors.is_empty() && !plain.needs_endpoint_discovery);
    assert!(plain.auth == Scheme::SigV4.into() && !plain.has_unsigned_payload);
    assert_eq!(plain.host_prefix, None);

    let to = |name: &str| json!({"target": format!("a#{name}")});
    let full = operation(
        json!({
            "input": to("In"), "output": {"target": "smithy.api#Unit"}, "errors": [to("E1")],
            "traits": {
                "smithy.api#documentation": "<p>x</p>", "smithy.api#deprecated": {},
                "smithy.api#endpoint": {"hostPrefix": "data."},
                "aws.api#clientDiscoveredEndpoint": {"required": true},
            },
        }),
        json!({"errors": [to("E2"), to("E1")]}),
    );
    assert_eq!((full.input.as_deref(), full.output), (Some("In"), None));
    assert_eq!(full.errors, ["E1", "E2"]);
    assert_eq!(full.documentation, html("<p>x</p>"));
    assert!(full.deprecated.is_some() && full.needs_endpoint_discovery);
    assert_eq!(full.host_prefix.as_deref(), Some("data."));
}

#[test]
fn endpoint_discovery() {
    let of = |value: Value| {
        let traits = json!({"aws.api#clientEndpointDiscovery": value});
        model(json!({"a#Svc": {"traits": traits}}))
            .service
            .discovery
    };
    let discovery = |operation: &str, invalid_endpoint: &str| {
        Some(Discovery {
            operation: operation.to_owned(),
            invalid_endpoint: invalid_endpoint.to_owned(),
        })
    };
    assert_eq!(
        of(json!({"operation": "a#Where", "error": "a#Gone"})),
        discovery("Where", "Gone")
    );
    assert_eq!(
        of(json!({"operation": "a#Where"})),
        discovery("Where", "InvalidEndpointException")
    );
    assert_eq!(model(json!({})).service.discovery, None);

    let (member, _) = member(
        "smithy.api#String",
        json!({"aws.api#clientEndpointDiscoveryId": {}}),
    );
    assert!(member.is_endpoint_id);
}

#[test]
fn auth_schemes() {
    let auth = |operation_traits: Value, service_traits: Value| {
        let service = json!({
            "type": "service", "operations": [{"target": "a#Do"}],
            "traits": with(json!({"aws.protocols#awsJson1_1": {}}), service_traits),
        });
        let operation = json!({"type": "operation", "traits": operation_traits});
        let model = read_shapes(&json!({"a#Svc": service, "a#Do": operation})).unwrap();
        model.operations["Do"].auth.clone()
    };
    let (none, sigv4) = (json!({}), || json!({"aws.auth#sigv4": {"name": "a"}}));
    let [signed, bearer] = [Scheme::SigV4, Scheme::Bearer].map(Auth::from);
    assert_eq!(auth(none.clone(), sigv4()), signed);
    let sigv4a = json!({"aws.auth#sigv4a": {"name": "a"}});
    assert_eq!(auth(none.clone(), sigv4a.clone()), Scheme::SigV4a.into());
    let both = Auth::Schemes(vec![Scheme::SigV4, Scheme::SigV4a]);
    assert_eq!(auth(none.clone(), with(sigv4(), sigv4a)), both);
    assert_eq!(auth(none.clone(), none.clone()), Auth::None);
    let token = json!({"smithy.api#httpBearerAuth": {}});
    assert_eq!(auth(none.clone(), token.clone()), bearer);
    // Without a list, in the order of the names.
    let both = Auth::Schemes(vec![Scheme::SigV4, Scheme::Bearer]);
    assert_eq!(auth(none.clone(), with(sigv4(), token.clone())), both);
    let list = json!({"smithy.api#auth": ["smithy.api#httpBearerAuth", "aws.auth#sigv4"]});
    let both = Auth::Schemes(vec![Scheme::Bearer, Scheme::SigV4]);
    assert_eq!(auth(list.clone(), with(sigv4(), token.clone())), both);
    assert_eq!(auth(none.clone(), with(with(sigv4(), token), list)), both);
    for scheme in ["httpApiKeyAuth", "httpBasicAuth", "httpDigestAuth"] {
        let id = format!("smithy.api#{scheme}");
        let other = Auth::Other(id.clone());
        assert_eq!(auth(none.clone(), json!({id.clone(): {}})), other);
        // Of several schemes, the one we have.
        let mut both = sigv4();
        both[&id] = json!({});
        assert_eq!(auth(none.clone(), both.clone()), signed);
        both["smithy.api#auth"] = json!([id]);
        assert_eq!(auth(none.clone(), both.clone()), other);
        let own = json!({"smithy.api#auth": ["aws.auth#sigv4"]});
        assert_eq!(auth(own, both), signed);
    }
    assert_eq!(auth(json!({"smithy.api#auth": []}), sigv4()), Auth::None);
    let optional = json!({"smithy.api#optionalAuth": {}});
    assert_eq!(auth(optional, sigv4()), Auth::None);
}

#[test]
fn unsigned_payloads() {
    let operation = operation(
        json!({"traits": {"aws.auth#unsignedPayload": {}}}),
        json!({}),
    );
    assert!(operation.has_unsigned_payload);
}

#[test]
fn encodings_of_requests() {
    let encodings = json!({"smithy.api#requestCompression": {"encodings": ["zstd", "gzip"]}});
    let compressed = operation(json!({"traits": encodings}), json!({}));
    assert_eq!(compressed.request_encodings, ["zstd", "gzip"]);
    assert!(operation(json!({}), json!({})).request_encodings.is_empty());
}

#[test]
fn status_and_query_code_of_errors() {
    let error = |traits: Value, service: Value| {
        let is_query_compatible = service != json!({});
        let model = model(json!({
            "a#Svc": {"traits": service},
            "a#Do": {"errors": [{"target": "a#E"}]},
            "a#E": {"type": "structure", "traits": traits},
        }));
        assert_eq!(model.service.is_query_compatible, is_query_compatible);
        let error = structure(&model, "E").error.clone().unwrap();
        (error.code, error.status, error.is_fault)
    };
    let facts = |fault: &str| json!({"smithy.api#error": fault});
    assert_eq!(error(facts("client"), json!({})), (None, None, false));
    assert_eq!(error(facts("server"), json!({})), (None, None, true));
    let mut status = facts("client");
    status["smithy.api#httpError"] = json!(404);
    assert_eq!(error(status.clone(), json!({})), (None, Some(404), false));

    // The facts of awsQuery count for services that spoke it.
    let compatible = json!({"aws.protocols#awsQueryCompatible": {}});
    let query = json!({"code": "Old.Code", "httpResponseCode": 403});
    let mut both = facts("client");
    both["aws.protocols#awsQueryError"] = query.clone();
    assert_eq!(error(both.clone(), json!({})), (None, None, false));
    let code = Some("Old.Code".to_owned());
    let found = error(both, compatible.clone());
    assert_eq!(found, (code.clone(), Some(403), false));
    status["aws.protocols#awsQueryError"] = query;
    assert_eq!(error(status, compatible), (code, Some(404), false));
}

/// Whether hosts begin with a prefix in the rules that a service without rules gets.
fn has_host(service: &Service, prefix: &str) -> bool {
    format!("{:?}", service.endpoints.rules).contains(&format!("https://{prefix}."))
}

#[test]
fn paginators() {
    let read = |own: Value, service: Value| {
        operation(
            json!({"traits": {"smithy.api#paginated": own}}),
            json!({"traits": {"aws.protocols#awsJson1_1": {}, "smithy.api#paginated": service}}),
        )
        .paginator
        .unwrap()
    };
    let own = json!({"inputToken": "in", "outputToken": "a.b", "items": "c", "pageSize": "size"});
    let all = read(own, json!({"inputToken": "x", "items": "y"}));
    assert_eq!(
        (all.input_tokens, all.output_tokens),
        (vec!["in".to_owned()], vec!["a.b".to_owned()])
    );
    assert_eq!(
        (all.result_keys, all.limit_key.as_deref()),
        (vec!["c".to_owned()], Some("size"))
    );
    assert_eq!(all.path, "shapes.a#Do.traits.smithy.api#paginated");

    let shared = read(json!({}), json!({"inputToken": "in", "outputToken": "out"}));
    assert_eq!(
        (shared.input_tokens, shared.output_tokens),
        (vec!["in".to_owned()], vec!["out".to_owned()])
    );
    assert_eq!((shared.result_keys, shared.limit_key), (vec![], None));
    // Of the service alone, no operation becomes one with pages.
    let service = json!({"traits": {"aws.protocols#awsJson1_1": {}, "smithy.api#paginated": {}}});
    assert_eq!(operation(json!({}), service).paginator, None);
}

/// A model whose operation has these traits.
fn read_operation(traits: Value) -> Result<Model, Error> {
    read_shapes(&json!({
        "a#Svc": {"type": "service", "operations": [{"target": "a#Do"}],
            "traits": {"aws.protocols#awsJson1_1": {}}},
        "a#Do": {"type": "operation", "traits": traits},
    }))
}

/// The waiter `W` of these facts, with a success beside the acceptor.
fn waiter(matcher: Value, facts: Value) -> Result<Waiter, Error> {
    let acceptors = json!([
        {"state": "retry", "matcher": matcher}, {"state": "success", "matcher": {"success": true}},
    ]);
    let waiter = with(json!({"acceptors": acceptors}), facts);
    let mut model = read_operation(json!({"smithy.waiters#waitable": {"W": waiter}}))?;
    match model.waiters.swap_remove("W") {
        Some(waiter) => Ok(waiter),
        None => Err(model.left_out.remove(0).problem.into()),
    }
}

#[test]
fn waiters() {
    let plain = waiter(json!({"success": false}), json!({})).unwrap();
    assert_eq!(
        (plain.operation.as_str(), plain.min_delay, plain.max_delay),
        ("Do", 2, 120)
    );
    assert_eq!(plain.max_wait, 1200);
    let states: Vec<_> = plain.acceptors.iter().map(|it| it.state).collect();
    assert_eq!(states, [WaiterState::Retry, WaiterState::Success]);
    let slow = json!({"minDelay": 200, "documentation": "x"});
    let slow = waiter(json!({"success": true}), slow).unwrap();
    assert_eq!(
        (slow.min_delay, slow.max_delay, slow.documentation),
        (200, 200, html("x"))
    );

    let matcher = |matcher| {
        waiter(matcher, json!({})).unwrap().acceptors[0]
            .matcher
            .clone()
    };
    assert_eq!(matcher(json!({"success": true})), Matcher::NoError);
    assert_eq!(matcher(json!({"success": false})), Matcher::AnyError);
    assert_eq!(
        matcher(json!({"errorType": "E"})),
        Matcher::ErrorCode("E".to_owned())
    );
    assert_eq!(
        matcher(json!({"errorType": "b.c#E"})),
        Matcher::ErrorCode("E".to_owned())
    );
    let output = |comparator: &str, expected: &str| {
        matcher(json!({"output": {"path": "p", "comparator": comparator, "expected": expected}}))
    };
    let argument = || "p".to_owned();
    let text = |quantifier| Matcher::Text {
        argument: argument(),
        quantifier,
        expected: "x".to_owned(),
    };
    assert_eq!(output("stringEquals", "x"), text(Quantifier::One));
    assert_eq!(output("allStringEquals", "x"), text(Quantifier::All));
    assert_eq!(output("anyStringEquals", "x"), text(Quantifier::Any));
    let expected = Matcher::Boolean {
        quantifier: Quantifier::One,
        argument: argument(),
        expected: false,
    };
    assert_eq!(output("booleanEquals", "false"), expected);
}

/// A waiter names the error, and responses have its code.
#[test]
fn codes_of_errors_in_waiters() {
    let code = |error_type: &str| {
        let error = |code: &str| {
            let query = json!({"code": code, "httpResponseCode": 404});
            let traits =
                json!({"smithy.api#error": "client", "aws.protocols#awsQueryError": query});
            json!({"type": "structure", "traits": traits})
        };
        let acceptors = json!([{"state": "success", "matcher": {"errorType": error_type}}]);
        let model = read_shapes(&json!({
            "a#Svc": {
                "type": "service", "operations": [{"target": "a#Do"}],
                "errors": [{"target": "a#OfAll"}], "rename": {"b#Other": "Renamed"},
                "traits": {"aws.protocols#awsQuery": {}},
            },
            "a#Do": {
                "type": "operation", "errors": [{"target": "a#Gone"}, {"target": "b#Other"}],
                "traits": {"smithy.waiters#waitable": {"W": {"acceptors": acceptors}}},
            },
            "a#Gone": error("Gone.Code"),
            "a#OfAll": error("OfAll.Code"),
            "b#Other": {"type": "structure", "traits": {"smithy.api#error": "client"}},
        }));
        let matcher = model.unwrap().waiters["W"].acceptors[0].matcher.clone();
        match matcher {
            Matcher::ErrorCode(code) => code,
            other => panic!("{other:?}"),
        }
    };
    for (error_type, expected) in [
        ("a#Gone", "Gone.Code"),
        ("Gone", "Gone.Code"),
        ("OfAll", "OfAll.Code"),
        ("b#Other", "Other"),
        // As it is.
        ("Gone.Code", "Gone.Code"),
        ("c#Unknown", "Unknown"),
    ] {
        assert_eq!(code(error_type), expected, "{error_type}");
    }
}

#[test]
fn bad_paginators_and_waiters() {
    let check = |matcher: Value, facts: Value, place: &str| {
        let error = waiter(matcher, facts).unwrap_err();
        let path = format!("shapes.a#Do.traits.smithy.waiters#waitable.W.{place}");
        assert_eq!(error.problems()[0].path, path);
    };
    let success = || json!({"success": true});
    check(success(), json!({"minDelay": 0}), "minDelay");
    check(success(), json!({"maxDelay": 1}), "maxDelay");
    check(success(), json!({"acceptors": []}), "acceptors");
    check(success(), json!({"acceptors": 1}), "acceptors");
    let boolean = json!({"output": {"path": "p", "comparator": "booleanEquals", "expected": "x"}});
    check(boolean, json!({}), "acceptors[0].matcher.output.expected");
    let both =
        json!({"inputOutput": {"path": "p", "comparator": "booleanEquals", "expected": "x"}});
    check(both, json!({}), "acceptors[0].matcher");
    check(json!({"telepathy": 1}), json!({}), "acceptors[0].matcher");

    for paginated in [json!({"items": "x"}), json!(1), json!({"inputToken": 1})] {
        let model = read_operation(json!({"smithy.api#paginated": paginated})).unwrap();
        let path = &model.left_out[0].problem.path;
        assert!(
            path.starts_with("shapes.a#Do.traits.smithy.api#paginated"),
            "{path}"
        );
        assert_eq!(model.operations["Do"].paginator, None);
    }
    let model = read_operation(json!({"smithy.waiters#waitable": 1})).unwrap();
    assert_eq!(model.left_out[0].operation.as_deref(), Some("Do"));
}

#[test]
fn facts_of_the_service() {
    let full = service(json!({
        "aws.api#service": {"sdkId": "My Id", "arnNamespace": "arn", "endpointPrefix": "end"},
        "aws.auth#sigv4": {"name": "sign"}, "aws.protocols#awsJson1_0": {},
        "smithy.api#title": "Title", "smithy.api#documentation": "<p>x</p>",
    }));
    assert_eq!(
        [&*full.id, &*full.full_name, &*full.api_version],
        ["My Id", "Title", "1"]
    );
    assert_eq!(full.signing_name, "sign");
    assert!(has_host(&full, "end"));
    assert_eq!(full.target_prefix.as_deref(), Some("Svc"));
    assert_eq!(full.protocols, [Protocol::AwsJson1_0]);
    assert_eq!(full.documentation, html("<p>x</p>"));

    let bare = service(json!({"aws.protocols#awsJson1_1": {}, "aws.protocols#restJson1": {}}));
    assert_eq!([&*bare.id, &*bare.full_name], ["Svc", "Svc"]);
    assert_eq!(bare.signing_name, "svc");
    assert!(has_host(&bare, "svc"));
    assert_eq!(bare.protocols, [Protocol::AwsJson1_1, Protocol::RestJson]);

    let traits = json!({"aws.api#service": {"sdkId": "x", "arnNamespace": "arn"},
        "aws.protocols#awsQuery": {}});
    let named = service(traits);
    assert_eq!(named.signing_name, "arn");
    assert!(has_host(&named, "arn"));
}

#[test]
fn endpoints() {
    let rules = json!({
        "version": "1.0",
        "parameters": {"Color": {"type": "String", "documentation": "x"}},
        "rules": [{"type": "endpoint", "conditions": [], "endpoint": {"url": "https://one.host"}}],
    });
    let read_with = |rules: &Value| {
        read_shapes(&json!({
            "a#Svc": {"type": "service", "operations": [{"target": "a#Do"}], "traits": {
                "aws.protocols#awsJson1_1": {}, "smithy.rules#endpointRuleSet": rules,
                "smithy.rules#clientContextParams": {"Color": {"type": "string"}},
            }},
            "a#Do": {"type": "operation", "input": {"target": "a#In"}, "traits": {
                "smithy.rules#staticContextParams": {"Size": {"value": true}},
                "smithy.rules#operationContextParams": {"Keys": {"path": "keys(m)"}},
            }},
            "a#In": {"type": "structure", "members": {"m": {
                "target": "smithy.api#String", "traits": {
                    "smithy.rules#contextParam": {"name": "Color"}, "smithy.api#hostLabel": {},
                },
            }}},
        }))
    };
    let model = read_with(&rules).unwrap();
    let found = &model.service.endpoints;
    assert_eq!(found.parameters.keys().collect::<Vec<_>>(), ["Color"]);
    assert!(format!("{:?}", found.rules).contains("https://one.host"));
    let warnings: Vec<_> = found.warnings.iter().map(|it| &*it.path).collect();
    // It is not a boolean.
    let place = "shapes.a#Svc.traits.smithy.rules#clientContextParams.Color";
    assert_eq!(warnings, [place]);
    let operation = &model.operations["Do"];
    assert_eq!(operation.static_context["Size"], true);
    assert_eq!(operation.input_context["Keys"], "keys(m)");
    let member = &structure(&model, "In").members["m"];
    assert_eq!(member.context_param.as_deref(), Some("Color"));
    assert!(member.is_host_label);

    let mut wrong = rules;
    wrong["rules"][0]["endpoint"] = json!(1);
    let error = read_with(&wrong).unwrap_err();
    let place = "shapes.a#Svc.traits.smithy.rules#endpointRuleSet: rules[0].endpoint";
    assert_eq!(error.problems()[0].path, place);
}

/// A diagram is read if there are no rules.
#[test]
fn endpoint_diagrams() {
    let diagram = |root: i32, nodes: &str| {
        json!({
            "version": "1.1",
            "parameters": {"Region": {"type": "string", "builtIn": "AWS::Region"}},
            "conditions": [{"fn": "isSet", "argv": [{"ref": "Region"}]}],
            "results": [{"type": "endpoint", "conditions": [], "endpoint": {"url": "https://d.host"}}],
            "root": root, "nodeCount": 2, "nodes": nodes,
        })
    };
    let read_with = |traits: Value| {
        let traits = with(json!({"aws.protocols#awsJson1_1": {}}), traits);
        read_shapes(&json!({
            "a#Svc": {"type": "service", "operations": [{"target": "a#Do"}], "traits": traits},
            "a#Do": {"type": "operation"},
        }))
    };
    // The constants, and: the condition, result 1, nothing.
    let nodes = "/////wAAAAH/////AAAAAAX14QEF9eEA";
    let id = "smithy.rules#endpointBdd";
    let model = read_with(json!({id: diagram(2, nodes)})).unwrap();
    let found = format!("{:?}", model.service.endpoints.rules);
    assert!(
        found.contains("https://d.host") && found.contains("then: Result(0)"),
        "{found}"
    );
    assert_eq!(model.service.endpoints.warnings, []);
    // A negated node.
    let model = read_with(json!({id: diagram(-2, nodes)})).unwrap();
    let found = format!("{:?}", model.service.endpoints.rules);
    assert!(
        found.contains("then: Nothing, otherwise: Result(0)"),
        "{found}"
    );
    // Results and constants need no nodes.
    for (root, first) in [
        (100_000_001, "Result(0)"),
        (100_000_000, "Nothing"),
        (-1, "Nothing"),
    ] {
        let model = read_with(json!({id: diagram(root, nodes)})).unwrap();
        let found = format!("{:?}", model.service.endpoints.rules);
        assert!(found.contains(&format!("first: {first}")), "{found}");
    }
    // Rules are preferred.
    let rules = json!({"version": "1.0", "parameters": {}, "rules": []});
    let both = json!({id: diagram(2, nodes), "smithy.rules#endpointRuleSet": rules});
    let model = read_with(both).unwrap();
    assert!(!format!("{:?}", model.service.endpoints.rules).contains("d.host"));

    for (root, nodes, message) in [
        (2, "?", "not base64: Invalid symbol 63, offset 0."),
        (2, "AAAA", "a node has 12 bytes"),
        (2, "/////wAAAAH/////", "there are 1, and `nodeCount` is 2"),
        (3, nodes, "there is no node 3"),
        (0, nodes, "there is no node 0"),
        (i32::MIN, nodes, "there is no node -2147483648"),
        (1_000_000_000, nodes, "there is no result 900000000"),
        // The condition is followed by itself; it is the second one.
        (
            2,
            "/////wAAAAH/////AAAAAAAAAAIF9eEA",
            "the conditions of a path are not in their order",
        ),
        (
            2,
            "/////wAAAAH/////AAAAAQX14QEF9eEA",
            "there is no condition 1",
        ),
        (1, nodes, ""),
    ] {
        let result = read_with(json!({id: diagram(root, nodes)}));
        match result {
            Ok(_) => assert_eq!(message, "", "{root} {nodes}"),
            Err(error) => {
                let problem = &error.problems()[0];
                assert_eq!(problem.message, message);
                assert_eq!(problem.path, format!("shapes.a#Svc.traits.{id}: nodes"));
            }
        }
    }
}

#[test]
fn names_on_the_wire_of_other_protocols() {
    let wire_name = |protocols: &[&str]| {
        let protocols = protocols.iter().map(|it| ((*it).to_owned(), json!({})));
        let protocols = Value::Object(protocols.collect());
        let traits = json!({"smithy.api#jsonName": "j", "smithy.api#xmlName": "x"});
        let member = json!({"target": "smithy.api#String", "traits": traits});
        let model = read_shapes(&json!({
            "a#Svc": {
                "type": "service", "operations": [{"target": "a#Do"}], "traits": protocols,
            },
            "a#Do": {"type": "operation", "input": {"target": "a#In"}},
            "a#In": {"type": "structure", "members": {"m": member}},
        }));
        structure(&model.unwrap(), "In").members["m"]
            .wire_name
            .clone()
    };
    let cbor = "smithy.protocols#rpcv2Cbor";
    for (protocol, expected) in [
        ("aws.protocols#awsJson1_0", None),
        ("aws.protocols#restJson1", Some("j")),
        ("aws.protocols#restXml", Some("x")),
        ("aws.protocols#awsQuery", Some("x")),
        (cbor, None),
    ] {
        assert_eq!(wire_name(&[protocol]).as_deref(), expected);
        // Clients do not speak the other one.
        assert_eq!(wire_name(&[cbor, protocol]).as_deref(), expected);
    }
}

/// Bindings and error codes are those of the protocol that clients speak, whatever else is listed.
#[test]
fn facts_of_the_protocol_that_clients_speak() {
    let read = |protocol: &str| {
        let model = read_shapes(&json!({
            "a#Svc": {
                "type": "service", "operations": [{"target": "a#Do"}],
                "traits": {protocol: {}, "smithy.protocols#rpcv2Cbor": {}},
            },
            "a#Do": {"type": "operation", "input": {"target": "a#In"}, "errors": [{"target": "a#E"}]},
            "a#In": {"type": "structure", "members": {"m": {
                "target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "X-M"},
            }}},
            "a#E": {"type": "structure", "traits": {
                "smithy.api#error": "client",
                "aws.protocols#awsQueryError": {"code": "Code", "httpResponseCode": 400},
            }},
        }));
        let model = model.unwrap();
        let member = structure(&model, "In").members["m"].clone();
        let error = structure(&model, "E").error.clone().unwrap();
        (member.location, member.wire_name, error.code)
    };
    let header = (Some(Location::Header), Some("X-M".to_owned()), None);
    assert_eq!(read("aws.protocols#restJson1"), header);
    assert_eq!(read("aws.protocols#restXml"), header);
    assert_eq!(read("aws.protocols#awsJson1_1"), (None, None, None));
    let code = Some("Code".to_owned());
    assert_eq!(read("aws.protocols#awsQuery"), (None, None, code));
}

#[test]
fn xml_traits() {
    let namespace = |uri: &str| json!({"uri": uri, "prefix": "p"});
    let model = read_shapes(&json!({
        "a#Svc": {
            "type": "service", "operations": [{"target": "a#Do"}], "rename": {"a#In": "Renamed"},
            "traits": {"aws.protocols#restXml": {}, "smithy.api#xmlNamespace": {"uri": "u:svc"}},
        },
        "a#Do": {"type": "operation", "input": {"target": "a#In"}},
        "a#In": {"type": "structure", "members": {
            "l": {"target": "a#L", "traits": {"smithy.api#xmlFlattened": {}, "aws.protocols#ec2QueryName": "Q"}},
            "m": {"target": "a#M", "traits": {"smithy.api#xmlNamespace": namespace("u:m")}},
            "a": {"target": "smithy.api#String", "traits": {"smithy.api#xmlAttribute": {}}},
            "s": {"target": "a#S"},
        }},
        "a#L": {"type": "list", "member": {"target": "smithy.api#String", "traits": {
            "smithy.api#xmlName": "Item", "smithy.api#xmlNamespace": namespace("u:item")}}},
        "a#M": {"type": "map",
            "key": {"target": "smithy.api#String", "traits": {"smithy.api#xmlName": "K"}},
            "value": {"target": "smithy.api#String", "traits": {"smithy.api#xmlName": "V"}}},
        "a#S": {"type": "structure", "members": {},
            "traits": {"smithy.api#xmlName": "Ess", "smithy.api#xmlNamespace": {"uri": "u:s"}}},
    }))
    .unwrap();
    let members = &structure(&model, "Renamed").members;
    assert!(members["l"].xml.is_flattened);
    assert_eq!(members["l"].xml.query_name.as_deref(), Some("Q"));
    let namespace = members["m"].xml.namespace.as_ref().unwrap();
    assert_eq!(
        (&*namespace.uri, namespace.prefix.as_deref()),
        ("u:m", Some("p"))
    );
    assert!(members["a"].xml.is_attribute);
    // The name and the namespace of a structure are those of the document only.
    assert_eq!(members["s"].wire_name, None);
    assert_eq!(members["s"].xml.namespace, None);
    let xml = |name: &str| &model.shapes[name].xml;
    assert_eq!(xml("S").document.name.as_deref(), Some("Ess"));
    assert_eq!(xml("S").document.namespace.as_ref().unwrap().uri, "u:s");
    assert_eq!(xml("Renamed").document.name.as_deref(), Some("In"));
    assert_eq!(xml("L").item.name.as_deref(), Some("Item"));
    assert_eq!(xml("L").item.namespace.as_ref().unwrap().uri, "u:item");
    assert_eq!(xml("M").key.name.as_deref(), Some("K"));
    assert_eq!(xml("M").item.name.as_deref(), Some("V"));
    assert_eq!(model.service.xml_namespace.unwrap().uri, "u:svc");
}

#[test]
fn operations_of_resources_are_operations_of_the_service() {
    let to = |name: &str| json!({"target": format!("a#{name}")});
    let mut shapes = json!({
        "a#Svc": {"type": "service", "resources": [to("R")],
            "traits": {"aws.protocols#awsJson1_1": {}}},
        "a#R": {
            "type": "resource", "create": to("O1"), "put": to("O2"), "read": to("O3"),
            "update": to("O4"), "delete": to("O5"), "list": to("O6"), "operations": [to("O7")],
            "collectionOperations": [to("O8")], "resources": [to("Child")],
        },
        // It leads back, which must not go on for ever.
        "a#Child": {"type": "resource", "read": to("O9"), "resources": [to("R")]},
    });
    for number in (1..=10).rev() {
        shapes[format!("a#O{number}")] = json!({"type": "operation"});
    }
    let names: Vec<_> = read_shapes(&shapes)
        .unwrap()
        .operations
        .into_keys()
        .collect();
    // In the order of the file, without the unreferenced tenth.
    assert_eq!(
        names,
        ["O9", "O8", "O7", "O6", "O5", "O4", "O3", "O2", "O1"]
    );
}

#[test]
fn mixins_and_apply() {
    let text = |traits: Value| json!({"target": "smithy.api#String", "traits": traits});
    let docs = |text: &str| json!({"smithy.api#documentation": text});
    let model = model(json!({
        "a#One": {"type": "structure", "members": {"a": text(docs("one")), "b": text(docs("one"))},
            "traits": {"smithy.api#mixin": {}, "smithy.api#documentation": "one",
                "smithy.api#sensitive": {}}},
        "a#Two": {"type": "structure", "mixins": [{"target": "a#One"}],
            "members": {"c": text(json!({})), "a": text(docs("two"))},
            "traits": {"smithy.api#mixin": {"localTraits": ["smithy.api#deprecated"]},
                "smithy.api#deprecated": {}}},
        "a#In": {"type": "structure", "mixins": [{"target": "a#Two"}],
            "members": {"d": text(json!({})), "b": {"traits": {"smithy.api#required": {}}}}},
        "a#In$c": {"type": "apply", "traits": docs("applied")},
        "a#Two$b": {"type": "apply", "traits": {"smithy.api#sensitive": {}}},
        "a#In$d": {"type": "apply", "traits": docs("applied")},
    }));
    let shape = &model.shapes["In"];
    assert_eq!(shape.documentation, html("one"));
    assert!(shape.is_sensitive && shape.deprecated.is_none());
    let members = &structure(&model, "In").members;
    assert_eq!(members.keys().collect::<Vec<_>>(), ["a", "b", "c", "d"]);
    assert_eq!(members["a"].documentation, html("two"));
    // An elided target, with traits from all three places.
    assert_eq!(members["b"].documentation, html("one"));
    assert!(members["b"].is_required && members["b"].is_sensitive);
    assert_eq!(members["c"].documentation, html("applied"));
    assert_eq!(members["d"].documentation, html("applied"));
    // Mixins are no shapes.
    assert!(!model.shapes.contains_key("One") && !model.shapes.contains_key("Two"));
}

#[test]
fn mixins_of_services_and_operations() {
    let to = |name: &str| json!({"target": format!("a#{name}")});
    let error = || json!({"type": "structure", "traits": {"smithy.api#error": "client"}});
    let model = read_shapes(&json!({
        "a#Base": {"type": "service", "version": "old", "operations": [to("Other")],
            "errors": [to("E1")], "rename": {"b#In": "Old", "b#Out": "Out"},
            "traits": {"smithy.api#mixin": {}, "aws.protocols#awsJson1_0": {}}},
        "a#Svc": {"type": "service", "version": "new", "mixins": [to("Base")],
            "operations": [to("Do"), to("Other")], "errors": [to("E2")],
            "rename": {"b#In": "New"}},
        "a#Fails": {"type": "operation", "errors": [to("E3")], "traits": {"smithy.api#mixin": {}}},
        "a#Do": {"type": "operation", "mixins": [to("Fails")], "errors": [to("E2")]},
        "a#Other": {"type": "operation", "input": {"target": "b#In"}, "output": {"target": "b#Out"}},
        "b#In": {"type": "structure"}, "b#Out": {"type": "structure"},
        "a#E1": error(), "a#E2": error(), "a#E3": error(),
    }))
    .unwrap();
    assert_eq!(model.service.api_version, "new");
    assert_eq!(model.service.protocols, [Protocol::AwsJson1_0]);
    assert_eq!(model.operations["Do"].errors, ["E3", "E2", "E1"]);
    let other = &model.operations["Other"];
    assert_eq!(
        (other.input.as_deref(), other.output.as_deref()),
        (Some("New"), Some("Out"))
    );
}

#[test]
fn shapes_of_one_name() {
    let to = |id: &str| json!({"target": id});
    let service = json!({
        "type": "service", "version": "1", "operations": [to("a#Do")],
        "rename": {"b#Part": "OtherPart", "b#Wrong": "Failed"}, "errors": [to("b#Wrong")],
        "traits": {"aws.protocols#awsJson1_1": {}},
    });
    let model = model(json!({
        "a#Svc": service,
        "a#In": {"type": "structure", "members": {
            "one": to("a#Part"), "two": to("b#Part"), "three": to("a#String"),
            "four": to("smithy.api#String"), "five": to("b#String"), "six": to("smithy.api#Long"),
        }},
        "a#Part": {"type": "structure"}, "b#Part": {"type": "structure"},
        "a#String": {"type": "structure"}, "b#String": {"type": "string"},
        "b#Wrong": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    }));
    let targets: Vec<_> = structure(&model, "In")
        .members
        .values()
        .map(|it| &*it.target)
        .collect();
    // A type has the plain name; what has none in Rust goes by its id if the name is taken.
    let expected = [
        "Part",
        "OtherPart",
        "String",
        "smithy.api#String",
        "b#String",
        "Long",
    ];
    assert_eq!(targets, expected);
    // The name in the program changes, not that on the wire.
    let error = structure(&model, "Failed").error.as_ref().unwrap();
    assert_eq!(error.code.as_deref(), Some("Wrong"));
}

#[test]
fn unreferenced_shapes_are_left_out() {
    let model = model(json!({
        "a#In": {"type": "structure"},
        "a#Lost": {"type": "no such type"},
        "a#trait": {"type": "structure", "traits": {"smithy.api#trait": {}},
            "members": {"x": {"target": "c#Nowhere"}}},
    }));
    assert_eq!(model.shapes.keys().collect::<Vec<_>>(), ["In"]);
}

#[test]
fn versions_1_and_2() {
    for version in ["1.0", "1", "2", "2.0", "2.1"] {
        let json = json!({"smithy": version, "shapes": {
            "a#Svc": {"type": "service", "traits": {"aws.protocols#awsJson1_1": {}}},
        }});
        assert!(
            read("a.json", json.to_string().as_bytes()).is_ok(),
            "{version}"
        );
    }
}
