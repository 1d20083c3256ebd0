//! One change at a time.

use serde_json::{Value, json};
use tinsmith::compare::Class::{Additive, Behaviour, Breaking, Documentation as Words};
use tinsmith::compare::{Bump, ChangeKind, Class, Report};

use super::{api, changed, edited, model, report, side, text};

/// A change of a model and what has to be said of it.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) edit: fn(&mut Value),
    /// From the model to the changed one.
    pub(super) forward: &'static [Expected],
    /// The other way around.
    pub(super) backward: &'static [Expected],
}

/// Where, what and for whom.
type Expected = (&'static str, ChangeKind, Class);

/// Sets a value, by its place; the last part may be new.
pub(super) fn set(model: &mut Value, path: &str, value: Value) {
    let (owner, name) = path.rsplit_once('.').expect("a path has two parts");
    let owner = owner.split('.').fold(model, |value, part| &mut value[part]);
    owner[name] = value;
}

/// Removes a value, by its place.
pub(super) fn remove(model: &mut Value, path: &str) {
    let (owner, name) = path.rsplit_once('.').expect("a path has two parts");
    let owner = owner.split('.').fold(model, |value, part| &mut value[part]);
    let owner = owner.as_object_mut().expect("it is in an object");
    assert!(owner.shift_remove(name).is_some(), "{path}");
}

const CASES: &[Case] = &[
    // Operations.
    Case {
        name: "an operation goes",
        edit: |it| remove(it, "operations.Look"),
        forward: &[
            ("operations.Look", ChangeKind::OperationRemoved, Breaking),
            ("shapes.Node", ChangeKind::TypeRemoved, Breaking),
        ],
        backward: &[
            ("operations.Look", ChangeKind::OperationAdded, Additive),
            ("shapes.Node", ChangeKind::TypeAdded, Additive),
        ],
    },
    Case {
        name: "an error of an operation goes",
        edit: |it| {
            set(
                it,
                "operations.Make.errors",
                json!([{ "shape": "BadInput" }]),
            );
        },
        forward: &[("operations.Make.errors", ChangeKind::ErrorRemoved, Breaking)],
        backward: &[("operations.Make.errors", ChangeKind::ErrorAdded, Additive)],
    },
    Case {
        name: "another code of an error",
        edit: |it| set(it, "shapes.BadInput.error", json!({ "code": "Bad" })),
        forward: &[("shapes.BadInput", ChangeKind::ErrorCode, Behaviour)],
        backward: &[("shapes.BadInput", ChangeKind::ErrorCode, Behaviour)],
    },
    Case {
        name: "an error may be answered with another attempt",
        edit: |it| set(it, "shapes.BadInput.retryable", json!({})),
        forward: &[("shapes.BadInput", ChangeKind::Retry, Behaviour)],
        backward: &[("shapes.BadInput", ChangeKind::Retry, Behaviour)],
    },
    Case {
        name: "an error means throttling",
        edit: |it| {
            set(
                it,
                "shapes.BadInput.retryable",
                json!({ "throttling": true }),
            );
        },
        forward: &[("shapes.BadInput", ChangeKind::Retry, Behaviour)],
        backward: &[("shapes.BadInput", ChangeKind::Retry, Behaviour)],
    },
    Case {
        name: "the message of an error is left to codegen",
        edit: |it| remove(it, "shapes.BadInput.members.message"),
        forward: &[],
        backward: &[],
    },
    Case {
        name: "a structure becomes an error",
        edit: |it| set(it, "shapes.Failure.exception", json!(true)),
        forward: &[("shapes.Failure", ChangeKind::ErrorTrait, Additive)],
        backward: &[("shapes.Failure", ChangeKind::ErrorTrait, Breaking)],
    },
    // Members that come and go.
    Case {
        name: "a member of an input goes",
        edit: |it| remove(it, "shapes.DropInput.members.force"),
        forward: &[(
            "shapes.DropInput.members.force",
            ChangeKind::MemberRemoved,
            Breaking,
        )],
        backward: &[(
            "shapes.DropInput.members.force",
            ChangeKind::MemberAdded,
            Additive,
        )],
    },
    Case {
        name: "a required member of an input comes",
        edit: |it| {
            set(
                it,
                "shapes.DropInput.members.why",
                json!({ "shape": "Text" }),
            );
            set(it, "shapes.DropInput.required", json!(["name", "why"]));
        },
        forward: &[(
            "shapes.DropInput.members.why",
            ChangeKind::MemberAdded,
            Behaviour,
        )],
        backward: &[(
            "shapes.DropInput.members.why",
            ChangeKind::MemberRemoved,
            Breaking,
        )],
    },
    Case {
        name: "a member of an output goes",
        edit: |it| remove(it, "shapes.View.members.title"),
        forward: &[(
            "shapes.View.members.title",
            ChangeKind::MemberRemoved,
            Breaking,
        )],
        backward: &[(
            "shapes.View.members.title",
            ChangeKind::MemberAdded,
            Additive,
        )],
    },
    Case {
        name: "an optional member of a type goes",
        edit: |it| remove(it, "shapes.Part.members.size"),
        forward: &[(
            "shapes.Part.members.size",
            ChangeKind::MemberRemoved,
            Breaking,
        )],
        backward: &[(
            "shapes.Part.members.size",
            ChangeKind::MemberAdded,
            Additive,
        )],
    },
    Case {
        name: "a required member comes to a type with `new`",
        edit: |it| {
            set(
                it,
                "shapes.Part.members.weight",
                json!({ "shape": "Number" }),
            );
            set(it, "shapes.Part.required", json!(["name", "weight"]));
        },
        forward: &[(
            "shapes.Part.members.weight",
            ChangeKind::MemberAdded,
            Breaking,
        )],
        backward: &[(
            "shapes.Part.members.weight",
            ChangeKind::MemberRemoved,
            Breaking,
        )],
    },
    Case {
        name: "a required member comes to a type without `new` that is sent",
        edit: |it| {
            set(it, "shapes.Bare.members.name", json!({ "shape": "Name" }));
            set(it, "shapes.Bare.required", json!(["name"]));
        },
        forward: &[(
            "shapes.Bare.members.name",
            ChangeKind::MemberAdded,
            Behaviour,
        )],
        backward: &[(
            "shapes.Bare.members.name",
            ChangeKind::MemberRemoved,
            Breaking,
        )],
    },
    Case {
        name: "a required member comes to a type without `new` that is read",
        edit: |it| {
            set(it, "shapes.Seen.members.name", json!({ "shape": "Name" }));
            set(it, "shapes.Seen.required", json!(["name"]));
        },
        forward: &[(
            "shapes.Seen.members.name",
            ChangeKind::MemberAdded,
            Additive,
        )],
        backward: &[(
            "shapes.Seen.members.name",
            ChangeKind::MemberRemoved,
            Breaking,
        )],
    },
    Case {
        name: "a member of an error goes",
        edit: |it| remove(it, "shapes.NotFound.members.what"),
        forward: &[(
            "shapes.NotFound.members.what",
            ChangeKind::MemberRemoved,
            Breaking,
        )],
        backward: &[(
            "shapes.NotFound.members.what",
            ChangeKind::MemberAdded,
            Additive,
        )],
    },
    // Required or not.
    Case {
        name: "a member of an input is not required any more",
        edit: |it| remove(it, "shapes.DropInput.required"),
        forward: &[(
            "shapes.DropInput.members.name",
            ChangeKind::MemberRequired,
            Behaviour,
        )],
        backward: &[(
            "shapes.DropInput.members.name",
            ChangeKind::MemberRequired,
            Behaviour,
        )],
    },
    Case {
        name: "a member of an output is not required any more",
        edit: |it| remove(it, "shapes.MakeOutput.required"),
        forward: &[(
            "shapes.MakeOutput.members.part",
            ChangeKind::MemberRequired,
            Words,
        )],
        backward: &[(
            "shapes.MakeOutput.members.part",
            ChangeKind::MemberRequired,
            Words,
        )],
    },
    Case {
        name: "a member of a type is required",
        edit: |it| set(it, "shapes.Part.required", json!(["name", "size"])),
        forward: &[(
            "shapes.Part.members.size",
            ChangeKind::MemberRequired,
            Breaking,
        )],
        backward: &[(
            "shapes.Part.members.size",
            ChangeKind::MemberRequired,
            Breaking,
        )],
    },
    Case {
        name: "a member of a recursion is required",
        edit: |it| set(it, "shapes.Node.required", json!(["child"])),
        forward: &[(
            "shapes.Node.members.child",
            ChangeKind::MemberRequired,
            Words,
        )],
        backward: &[(
            "shapes.Node.members.child",
            ChangeKind::MemberRequired,
            Words,
        )],
    },
    Case {
        name: "a recursion comes",
        edit: |it| set(it, "shapes.End.members.pair", json!({ "shape": "Pair" })),
        forward: &[
            ("shapes.Pair.members.left", ChangeKind::MemberType, Breaking),
            (
                "shapes.Pair.members.right",
                ChangeKind::MemberType,
                Breaking,
            ),
            ("shapes.End.members.pair", ChangeKind::MemberAdded, Additive),
        ],
        backward: &[
            ("shapes.Pair.members.left", ChangeKind::MemberType, Breaking),
            (
                "shapes.Pair.members.right",
                ChangeKind::MemberType,
                Breaking,
            ),
            (
                "shapes.End.members.pair",
                ChangeKind::MemberRemoved,
                Breaking,
            ),
        ],
    },
    Case {
        name: "the parameters of `new` change places",
        edit: |it| {
            let members = json!({ "right": { "shape": "End" }, "left": { "shape": "End" } });
            set(it, "shapes.Pair.members", members);
        },
        forward: &[("shapes.Pair.members", ChangeKind::ParameterOrder, Breaking)],
        backward: &[("shapes.Pair.members", ChangeKind::ParameterOrder, Breaking)],
    },
    Case {
        name: "optional members change places",
        edit: |it| {
            let members = json!({ "force": { "shape": "Flag" }, "name": it["shapes"]["DropInput"]["members"]["name"] });
            set(it, "shapes.DropInput.members", members);
        },
        forward: &[],
        backward: &[],
    },
    // Types.
    Case {
        name: "a number becomes longer",
        edit: |it| set(it, "shapes.Part.members.size.shape", json!("Long")),
        forward: &[("shapes.Part.members.size", ChangeKind::MemberType, Breaking)],
        backward: &[("shapes.Part.members.size", ChangeKind::MemberType, Breaking)],
    },
    Case {
        name: "text becomes an enum",
        edit: |it| set(it, "shapes.MakeInput.members.token.shape", json!("Mode")),
        forward: &[(
            "shapes.MakeInput.members.token",
            ChangeKind::MemberType,
            Breaking,
        )],
        backward: &[(
            "shapes.MakeInput.members.token",
            ChangeKind::MemberType,
            Breaking,
        )],
    },
    Case {
        name: "a list becomes one of something else",
        edit: |it| set(it, "shapes.PartList.member.shape", json!("End")),
        forward: &[(
            "shapes.MakeInput.members.parts",
            ChangeKind::MemberType,
            Breaking,
        )],
        backward: &[(
            "shapes.MakeInput.members.parts",
            ChangeKind::MemberType,
            Breaking,
        )],
    },
    Case {
        name: "a required member has another type",
        edit: |it| set(it, "shapes.Part.members.name.shape", json!("Mode")),
        forward: &[("shapes.Part.members.name", ChangeKind::MemberType, Breaking)],
        backward: &[("shapes.Part.members.name", ChangeKind::MemberType, Breaking)],
    },
    Case {
        name: "a type has another name",
        edit: |it| {
            let seen = it["shapes"]["Seen"].clone();
            set(it, "shapes.Sight", seen);
            remove(it, "shapes.Seen");
            set(it, "shapes.MakeOutput.members.seen.shape", json!("Sight"));
        },
        forward: &[("shapes.Sight", ChangeKind::TypeRenamed, Breaking)],
        backward: &[("shapes.Seen", ChangeKind::TypeRenamed, Breaking)],
    },
    Case {
        name: "an input and a list have other names",
        edit: |it| {
            for (old, new) in [("MakeInput", "MakeRequest"), ("PartList", "Parts")] {
                let shape = it["shapes"][old].clone();
                set(it, &format!("shapes.{new}"), shape);
                remove(it, &format!("shapes.{old}"));
            }
            set(it, "operations.Make.input.shape", json!("MakeRequest"));
            set(it, "shapes.MakeRequest.members.parts.shape", json!("Parts"));
        },
        forward: &[],
        backward: &[],
    },
    Case {
        name: "a structure becomes a union",
        edit: |it| set(it, "shapes.Seen.union", json!(true)),
        forward: &[("shapes.Seen", ChangeKind::TypeKind, Breaking)],
        backward: &[("shapes.Seen", ChangeKind::TypeKind, Breaking)],
    },
    Case {
        name: "a member takes the Rust name of another",
        edit: |it| {
            let members = json!({ "Note": { "shape": "Text" }, "note": { "shape": "Text" } });
            set(it, "shapes.Bare.members", members);
        },
        forward: &[
            (
                "shapes.Bare.members.Note",
                ChangeKind::MemberAdded,
                Additive,
            ),
            ("shapes.Bare.members.note", ChangeKind::RustName, Breaking),
        ],
        backward: &[
            ("shapes.Bare.members.note", ChangeKind::RustName, Breaking),
            (
                "shapes.Bare.members.Note",
                ChangeKind::MemberRemoved,
                Breaking,
            ),
        ],
    },
    // Enums and unions.
    Case {
        name: "a value goes",
        edit: |it| set(it, "shapes.Mode.enum", json!(["FAST"])),
        forward: &[("shapes.Mode.enum.SLOW", ChangeKind::ValueRemoved, Breaking)],
        backward: &[("shapes.Mode.enum.SLOW", ChangeKind::ValueAdded, Additive)],
    },
    Case {
        name: "values change places",
        edit: |it| set(it, "shapes.Mode.enum", json!(["SLOW", "FAST"])),
        forward: &[],
        backward: &[],
    },
    Case {
        name: "a value takes the Rust name of another",
        edit: |it| set(it, "shapes.Mode.enum", json!(["fast", "FAST", "SLOW"])),
        forward: &[
            ("shapes.Mode.enum.fast", ChangeKind::ValueAdded, Additive),
            ("shapes.Mode.enum.FAST", ChangeKind::RustName, Breaking),
        ],
        backward: &[
            ("shapes.Mode.enum.FAST", ChangeKind::RustName, Breaking),
            ("shapes.Mode.enum.fast", ChangeKind::ValueRemoved, Breaking),
        ],
    },
    Case {
        name: "a variant of a union goes",
        edit: |it| remove(it, "shapes.Choice.members.number"),
        forward: &[(
            "shapes.Choice.members.number",
            ChangeKind::MemberRemoved,
            Breaking,
        )],
        backward: &[(
            "shapes.Choice.members.number",
            ChangeKind::MemberAdded,
            Additive,
        )],
    },
    Case {
        name: "a variant of a union has another type",
        edit: |it| set(it, "shapes.Choice.members.number.shape", json!("Flag")),
        forward: &[(
            "shapes.Choice.members.number",
            ChangeKind::MemberType,
            Breaking,
        )],
        backward: &[(
            "shapes.Choice.members.number",
            ChangeKind::MemberType,
            Breaking,
        )],
    },
    // The wire.
    Case {
        name: "another name on the wire",
        edit: |it| set(it, "shapes.Part.members.size.locationName", json!("Size")),
        forward: &[("shapes.Part.members.size", ChangeKind::WireName, Behaviour)],
        backward: &[("shapes.Part.members.size", ChangeKind::WireName, Behaviour)],
    },
    Case {
        name: "another format of times",
        edit: |it| set(it, "shapes.Time.timestampFormat", json!("iso8601")),
        forward: &[(
            "shapes.MakeInput.members.at",
            ChangeKind::TimestampFormat,
            Behaviour,
        )],
        backward: &[(
            "shapes.MakeInput.members.at",
            ChangeKind::TimestampFormat,
            Behaviour,
        )],
    },
    Case {
        name: "a format of times that is the protocol's own",
        edit: |it| set(it, "shapes.Time.timestampFormat", json!("unixTimestamp")),
        forward: &[],
        backward: &[],
    },
    Case {
        name: "an idempotency token",
        edit: |it| {
            set(
                it,
                "shapes.MakeInput.members.token.idempotencyToken",
                json!(true),
            );
        },
        forward: &[(
            "shapes.MakeInput.members.token",
            ChangeKind::IdempotencyToken,
            Behaviour,
        )],
        backward: &[(
            "shapes.MakeInput.members.token",
            ChangeKind::IdempotencyToken,
            Behaviour,
        )],
    },
    Case {
        name: "another version of the protocol",
        edit: |it| set(it, "metadata.jsonVersion", json!("1.0")),
        forward: &[
            ("metadata.protocols", ChangeKind::Protocol, Words),
            ("operations.Make.protocol", ChangeKind::Protocol, Behaviour),
            ("operations.Drop.protocol", ChangeKind::Protocol, Behaviour),
            ("operations.Look.protocol", ChangeKind::Protocol, Behaviour),
        ],
        backward: &[
            ("metadata.protocols", ChangeKind::Protocol, Words),
            ("operations.Make.protocol", ChangeKind::Protocol, Behaviour),
            ("operations.Drop.protocol", ChangeKind::Protocol, Behaviour),
            ("operations.Look.protocol", ChangeKind::Protocol, Behaviour),
        ],
    },
    Case {
        name: "signatures leave out the body",
        edit: |it| set(it, "operations.Make.unsignedPayload", json!(true)),
        forward: &[(
            "operations.Make.unsignedPayload",
            ChangeKind::Request,
            Behaviour,
        )],
        backward: &[(
            "operations.Make.unsignedPayload",
            ChangeKind::Request,
            Behaviour,
        )],
    },
    Case {
        name: "an operation without signatures",
        edit: |it| set(it, "operations.Make.authtype", json!("none")),
        forward: &[("operations.Make.auth", ChangeKind::Request, Behaviour)],
        backward: &[("operations.Make.auth", ChangeKind::Request, Behaviour)],
    },
    Case {
        name: "a bearer token instead of signatures",
        edit: |it| {
            set(
                it,
                "operations.Make.auth",
                json!(["smithy.api#httpBearerAuth"]),
            );
        },
        forward: &[("operations.Make.auth", ChangeKind::Request, Behaviour)],
        backward: &[("operations.Make.auth", ChangeKind::Request, Behaviour)],
    },
    Case {
        name: "compressed requests",
        edit: |it| {
            set(
                it,
                "operations.Make.requestcompression",
                json!({ "encodings": ["gzip"] }),
            );
        },
        forward: &[(
            "operations.Make.requestcompression",
            ChangeKind::Request,
            Behaviour,
        )],
        backward: &[(
            "operations.Make.requestcompression",
            ChangeKind::Request,
            Behaviour,
        )],
    },
    Case {
        name: "a compression that codegen does not know",
        edit: |it| {
            set(
                it,
                "operations.Make.requestcompression",
                json!({ "encodings": ["zstd"] }),
            );
        },
        forward: &[],
        backward: &[],
    },
    Case {
        name: "a prefix of the host name",
        edit: |it| {
            set(
                it,
                "operations.Make.endpoint",
                json!({ "hostPrefix": "data-" }),
            );
        },
        forward: &[("operations.Make.endpoint", ChangeKind::Endpoint, Behaviour)],
        backward: &[("operations.Make.endpoint", ChangeKind::Endpoint, Behaviour)],
    },
    Case {
        name: "a service that spoke awsQuery",
        edit: |it| set(it, "metadata.awsQueryCompatible", json!({})),
        forward: &[
            ("operations.Make.protocol", ChangeKind::Protocol, Behaviour),
            ("operations.Drop.protocol", ChangeKind::Protocol, Behaviour),
            ("operations.Look.protocol", ChangeKind::Protocol, Behaviour),
        ],
        backward: &[
            ("operations.Make.protocol", ChangeKind::Protocol, Behaviour),
            ("operations.Drop.protocol", ChangeKind::Protocol, Behaviour),
            ("operations.Look.protocol", ChangeKind::Protocol, Behaviour),
        ],
    },
    Case {
        name: "a protocol that codegen does not use",
        edit: |it| {
            set(
                it,
                "metadata.protocols",
                json!(["smithy-rpc-v2-cbor", "json"]),
            );
        },
        forward: &[("metadata.protocols", ChangeKind::Protocol, Words)],
        backward: &[("metadata.protocols", ChangeKind::Protocol, Words)],
    },
    Case {
        name: "the service is addressed in another way",
        edit: |it| {
            set(it, "metadata.targetPrefix", json!("Parts"));
            set(it, "metadata.signingName", json!("part"));
            set(it, "metadata.endpointPrefix", json!("api.parts"));
        },
        forward: &[
            ("metadata.signingName", ChangeKind::Service, Behaviour),
            ("metadata.targetPrefix", ChangeKind::Service, Behaviour),
            ("endpoint-rule-set-1", ChangeKind::Endpoint, Behaviour),
        ],
        backward: &[
            ("metadata.signingName", ChangeKind::Service, Behaviour),
            ("metadata.targetPrefix", ChangeKind::Service, Behaviour),
            ("endpoint-rule-set-1", ChangeKind::Endpoint, Behaviour),
        ],
    },
    Case {
        name: "an operation has to ask for its endpoint",
        edit: |it| {
            for (name, kind) in [("Address", "string"), ("Minutes", "long")] {
                set(it, &format!("shapes.{name}"), json!({ "type": kind }));
            }
            let members = json!({
                "Address": { "shape": "Address" }, "CachePeriodInMinutes": { "shape": "Minutes" }
            });
            let endpoint = json!({ "type": "structure", "members": members });
            set(it, "shapes.Endpoint", endpoint);
            let endpoints = json!({ "type": "list", "member": { "shape": "Endpoint" } });
            set(it, "shapes.Endpoints", endpoints);
            let members = json!({ "Endpoints": { "shape": "Endpoints" } });
            let answer = json!({ "type": "structure", "members": members });
            set(it, "shapes.Answer", answer);
            let asked = json!({ "output": { "shape": "Answer" }, "endpointoperation": true });
            set(it, "operations.Where", asked);
            set(
                it,
                "operations.Make.endpointdiscovery",
                json!({ "required": true }),
            );
        },
        forward: &[
            (
                "operations.Make.endpointdiscovery",
                ChangeKind::Endpoint,
                Behaviour,
            ),
            ("operations.Where", ChangeKind::OperationAdded, Additive),
            ("shapes.Endpoint", ChangeKind::TypeAdded, Additive),
        ],
        backward: &[
            (
                "operations.Make.endpointdiscovery",
                ChangeKind::Endpoint,
                Behaviour,
            ),
            ("operations.Where", ChangeKind::OperationRemoved, Breaking),
            ("shapes.Endpoint", ChangeKind::TypeRemoved, Breaking),
        ],
    },
    Case {
        name: "the service has another name and version",
        edit: |it| {
            set(it, "metadata.serviceFullName", json!("Fixture Pieces"));
            set(it, "metadata.serviceId", json!("Pieces"));
            set(it, "metadata.apiVersion", json!("2021-01-01"));
        },
        forward: &[
            ("metadata.serviceId", ChangeKind::Service, Behaviour),
            ("metadata.serviceFullName", ChangeKind::Service, Words),
            ("metadata.apiVersion", ChangeKind::Service, Words),
        ],
        backward: &[
            ("metadata.serviceId", ChangeKind::Service, Behaviour),
            ("metadata.serviceFullName", ChangeKind::Service, Words),
            ("metadata.apiVersion", ChangeKind::Service, Words),
        ],
    },
    // What `Debug` hides.
    Case {
        name: "a shape is sensitive",
        edit: |it| set(it, "shapes.Name.sensitive", json!(true)),
        forward: &[
            (
                "shapes.DropInput.members.name",
                ChangeKind::Sensitivity,
                Behaviour,
            ),
            (
                "shapes.Part.members.name",
                ChangeKind::Sensitivity,
                Behaviour,
            ),
        ],
        backward: &[
            (
                "shapes.DropInput.members.name",
                ChangeKind::Sensitivity,
                Behaviour,
            ),
            (
                "shapes.Part.members.name",
                ChangeKind::Sensitivity,
                Behaviour,
            ),
        ],
    },
    Case {
        name: "types are sensitive",
        edit: |it| {
            for shape in ["Bare", "Mode", "Choice"] {
                set(it, &format!("shapes.{shape}.sensitive"), json!(true));
            }
        },
        forward: SENSITIVE,
        backward: SENSITIVE,
    },
    // What people read.
    Case {
        name: "other limits",
        edit: |it| set(it, "shapes.Name.max", json!(32)),
        forward: &[("shapes.Name", ChangeKind::Constraint, Words)],
        backward: &[("shapes.Name", ChangeKind::Constraint, Words)],
    },
    Case {
        name: "required text may be empty",
        edit: |it| set(it, "shapes.Name.min", json!(0)),
        forward: &[
            (
                "shapes.DropInput.members.name",
                ChangeKind::MemberEmpty,
                Behaviour,
            ),
            (
                "shapes.Part.members.name",
                ChangeKind::MemberEmpty,
                Behaviour,
            ),
            ("shapes.Name", ChangeKind::Constraint, Words),
        ],
        backward: &[
            (
                "shapes.DropInput.members.name",
                ChangeKind::MemberEmpty,
                Behaviour,
            ),
            (
                "shapes.Part.members.name",
                ChangeKind::MemberEmpty,
                Behaviour,
            ),
            ("shapes.Name", ChangeKind::Constraint, Words),
        ],
    },
    Case {
        name: "a member has the limits of another shape",
        edit: |it| set(it, "shapes.View.members.title.shape", json!("Short")),
        forward: &[("shapes.View.members.title", ChangeKind::Constraint, Words)],
        backward: &[("shapes.View.members.title", ChangeKind::Constraint, Words)],
    },
    Case {
        name: "other words",
        edit: |it| {
            for path in [
                "documentation",
                "operations.Make.documentation",
                "shapes.Part.documentation",
                "shapes.DropInput.members.name.documentation",
                "shapes.Name.documentation",
            ] {
                let text = json!("<p>Other words.</p>");
                match path {
                    "documentation" => it[path] = text,
                    _ => set(it, path, text),
                }
            }
        },
        forward: DOCUMENTED,
        backward: DOCUMENTED,
    },
    Case {
        name: "the same words on other lines",
        edit: |it| it["documentation"] = json!("<p>Keeps\n  parts.</p>"),
        forward: &[],
        backward: &[],
    },
    Case {
        name: "deprecated",
        edit: |it| {
            for path in [
                "operations.Look",
                "shapes.View.members.title",
                "shapes.Bare",
                "shapes.Choice.members.text",
            ] {
                set(it, &format!("{path}.deprecated"), json!(true));
            }
        },
        forward: &[
            ("operations.Look", ChangeKind::Deprecation, Behaviour),
            (
                "shapes.View.members.title",
                ChangeKind::Deprecation,
                Behaviour,
            ),
            ("shapes.Bare", ChangeKind::Deprecation, Behaviour),
            (
                "shapes.Choice.members.text",
                ChangeKind::Deprecation,
                Behaviour,
            ),
        ],
        backward: &[
            ("operations.Look", ChangeKind::Deprecation, Words),
            ("shapes.View.members.title", ChangeKind::Deprecation, Words),
            ("shapes.Bare", ChangeKind::Deprecation, Words),
            ("shapes.Choice.members.text", ChangeKind::Deprecation, Words),
        ],
    },
    Case {
        name: "an input as a whole",
        edit: |it| {
            set(
                it,
                "shapes.DropInput.documentation",
                json!("<p>What to drop.</p>"),
            );
            set(it, "shapes.DropInput.deprecated", json!(true));
            set(it, "shapes.DropInput.sensitive", json!(true));
        },
        forward: &[
            ("shapes.DropInput", ChangeKind::Sensitivity, Behaviour),
            ("shapes.DropInput", ChangeKind::Deprecation, Behaviour),
            ("shapes.DropInput", ChangeKind::Documentation, Words),
        ],
        backward: &[
            ("shapes.DropInput", ChangeKind::Sensitivity, Behaviour),
            ("shapes.DropInput", ChangeKind::Deprecation, Words),
            ("shapes.DropInput", ChangeKind::Documentation, Words),
        ],
    },
    Case {
        name: "an idempotency token where it means nothing",
        edit: |it| set(it, "shapes.Part.members.size.idempotencyToken", json!(true)),
        forward: &[],
        backward: &[],
    },
    Case {
        name: "other limits of what is in a list",
        edit: |it| set(it, "shapes.PartList.max", json!(9)),
        forward: &[("shapes.PartList", ChangeKind::Constraint, Words)],
        backward: &[("shapes.PartList", ChangeKind::Constraint, Words)],
    },
    // What is in no crate.
    Case {
        name: "a shape that nothing refers to",
        edit: |it| remove(it, "shapes.Long"),
        forward: &[],
        backward: &[],
    },
];

const SENSITIVE: &[Expected] = &[
    (
        "shapes.MakeInput.members.bare",
        ChangeKind::Sensitivity,
        Behaviour,
    ),
    (
        "shapes.Part.members.mode",
        ChangeKind::Sensitivity,
        Behaviour,
    ),
    (
        "shapes.Part.members.choice",
        ChangeKind::Sensitivity,
        Behaviour,
    ),
    ("shapes.Bare", ChangeKind::Sensitivity, Behaviour),
    ("shapes.Mode", ChangeKind::Sensitivity, Behaviour),
    ("shapes.Choice", ChangeKind::Sensitivity, Behaviour),
];

const DOCUMENTED: &[Expected] = &[
    ("service", ChangeKind::Documentation, Words),
    ("operations.Make", ChangeKind::Documentation, Words),
    (
        "shapes.DropInput.members.name",
        ChangeKind::Documentation,
        Words,
    ),
    ("shapes.Part", ChangeKind::Documentation, Words),
    ("shapes.Name", ChangeKind::Documentation, Words),
];

/// Compares a model with each of its changes, in both directions; the texts are a snapshot.
pub(super) fn check(model: &Value, cases: &[Case], snapshot: &str) {
    let mut shown = String::new();
    for case in cases {
        let (old, new) = (model, edited(model, case.edit));
        for (arrow, old, new, expected) in [
            ("→", old, &new, case.forward),
            ("←", &new, old, case.backward),
        ] {
            let report = report(old, new);
            shown.push_str(&format!("# {} {arrow}\n", case.name));
            shown.extend(report.changes.iter().map(text));
            let changes = report.changes.iter();
            let found: Vec<_> = changes
                .map(|change| (change.path.as_str(), change.kind, change.class))
                .collect();
            assert_eq!(found, expected, "{} {arrow}", case.name);
            assert_verdict(&report, case.name);
        }
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(snapshot, shown);
    });
}

#[test]
fn each_kind_of_change_in_both_directions() {
    check(&model(), CASES, "each-kind-of-change");
}

#[test]
fn report_agrees_with_generated_crates() {
    let old = model();
    let old_items = api::items(&old);
    for case in CASES {
        let new = changed(case.edit);
        let new_items = api::items(&new);
        api::agree(&old_items, &new_items, &report(&old, &new), case.name);
        api::agree(&new_items, &old_items, &report(&new, &old), case.name);
    }
}

/// Nothing is different from itself.
#[test]
fn equal_models_have_no_changes() {
    let report = report(&model(), &model());
    assert_eq!(report.changes, []);
    assert_eq!(report.verdict.bump, Bump::None);
    assert_eq!((report.verdict.to, report.changelog), (None, String::new()));
}

/// Cargo's rules: the first number that is not zero says what is compatible.
#[test]
fn next_versions() {
    let old = model();
    let changes: [fn(&mut Value); 4] = [
        |_| {},
        |it| set(it, "shapes.Name.max", json!(32)),
        |it| set(it, "shapes.Mode.enum", json!(["FAST", "SLOW", "IDLE"])),
        |it| remove(it, "operations.Look"),
    ];
    for (from, next) in [
        ("0.0.3", ["0.0.4", "0.0.4", "0.0.4"]),
        ("0.1.0", ["0.1.1", "0.1.1", "0.2.0"]),
        ("0.9.9", ["0.9.10", "0.9.10", "0.10.0"]),
        ("1.2.3", ["1.2.4", "1.3.0", "2.0.0"]),
        ("1.2", [""; 3]),
        ("1.2.3.4", [""; 3]),
        ("1.0.0-rc.1", [""; 3]),
        ("0.0.18446744073709551615", [""; 3]),
    ] {
        let found = changes.map(|edit| {
            let (old, new) = (side("old", &old), side("new", &changed(edit)));
            let report = tinsmith::compare(&old, &new, from).unwrap();
            report.verdict.to.unwrap_or_default()
        });
        assert_eq!(found[0], "", "{from}");
        assert_eq!(found[1..], next, "{from}");
    }
}

fn assert_verdict(report: &Report, name: &str) {
    let changes = report.changes.iter().filter(|it| it.reaches_users);
    let worst = changes.map(|change| change.class).min();
    let (step, to) = match worst {
        None => (Bump::None, None),
        Some(Words) => (Bump::Patch, Some("0.1.1")),
        Some(Additive | Behaviour) => (Bump::Minor, Some("0.1.1")),
        Some(Breaking) => (Bump::Major, Some("0.2.0")),
    };
    let verdict = &report.verdict;
    assert_eq!((verdict.bump, verdict.to.as_deref()), (step, to), "{name}");
}
