//! Changes of what is only in REST, XML and forms: where members are, and what elements and fields are
//! called.

use serde_json::{Value, json};
use tinsmith::compare::ChangeKind;
use tinsmith::compare::Class::{Behaviour, Documentation as Words};

use super::cases::{self, Case, remove, set};

const XML: &str = include_str!("model-xml.json");

const FORM: &str = include_str!("model-form.json");

/// The protocol of EC2, whose forms have other names.
fn ec2() -> Value {
    let mut model: Value = serde_json::from_str(FORM).expect("it is JSON");
    set(&mut model, "metadata.protocol", json!("ec2"));
    remove(&mut model, "shapes.PutInput.members.Labels");
    model
}

macro_rules! same_in_both_directions {
    ($name:literal, $edit:expr, [$($expected:expr),* $(,)?]) => {
        Case {
            name: $name,
            edit: $edit,
            forward: &[$($expected),*],
            backward: &[$($expected),*],
        }
    };
}

const OF_XML: &[Case] = &[
    same_in_both_directions!(
        "another path",
        |it| set(it, "operations.Put.http.requestUri", json!("/items/{Name}")),
        [("operations.Put.http", ChangeKind::Request, Behaviour)]
    ),
    same_in_both_directions!(
        "a fixed query",
        |it| set(it, "operations.Note.http.requestUri", json!("/notes?new")),
        [("operations.Note.http", ChangeKind::Request, Behaviour)]
    ),
    same_in_both_directions!(
        "another method",
        |it| set(it, "operations.Put.http.method", json!("POST")),
        [("operations.Put.http", ChangeKind::Request, Behaviour)]
    ),
    same_in_both_directions!(
        "a parameter of the query becomes a header",
        |it| set(it, "shapes.PutInput.members.Mode.location", json!("header")),
        [(
            "shapes.PutInput.members.Mode",
            ChangeKind::Location,
            Behaviour
        )]
    ),
    same_in_both_directions!(
        "another name of a parameter",
        |it| set(it, "shapes.PutInput.members.Mode.locationName", json!("m")),
        [(
            "shapes.PutInput.members.Mode",
            ChangeKind::WireName,
            Behaviour
        )]
    ),
    same_in_both_directions!(
        "another header",
        |it| set(
            it,
            "shapes.PutOutput.members.Tag.locationName",
            json!("X-Tag")
        ),
        [(
            "shapes.PutOutput.members.Tag",
            ChangeKind::WireName,
            Behaviour
        )]
    ),
    same_in_both_directions!(
        "a header becomes an element",
        |it| {
            remove(it, "shapes.PutOutput.members.Tag.location");
            remove(it, "shapes.PutOutput.payload");
        },
        [
            (
                "shapes.PutOutput.members.Tag",
                ChangeKind::Location,
                Behaviour
            ),
            (
                "shapes.PutOutput.members.Part",
                ChangeKind::Location,
                Behaviour
            ),
        ]
    ),
    same_in_both_directions!(
        "the payload becomes an element",
        |it| remove(it, "shapes.PutInput.payload"),
        [(
            "shapes.PutInput.members.Part",
            ChangeKind::Location,
            Behaviour
        )]
    ),
    same_in_both_directions!(
        "the root of a payload has another name",
        |it| set(
            it,
            "shapes.PutInput.members.Part.locationName",
            json!("Doc")
        ),
        [(
            "shapes.PutInput.members.Part",
            ChangeKind::WireName,
            Behaviour
        )]
    ),
    same_in_both_directions!(
        "the root of a request has another name",
        |it| set(it, "operations.Note.input.locationName", json!("Doc")),
        [("shapes.NoteInput", ChangeKind::WireName, Behaviour)]
    ),
    same_in_both_directions!(
        "another namespace of a request",
        |it| {
            set(
                it,
                "operations.Note.input.xmlNamespace",
                json!({"uri": "https://other.example.com/"}),
            );
        },
        [("shapes.NoteInput", ChangeKind::WireName, Behaviour)]
    ),
    same_in_both_directions!(
        "nothing stated of a request",
        |it| {
            remove(it, "operations.Note.input.locationName");
            remove(it, "operations.Note.input.xmlNamespace");
        },
        [
            ("shapes.NoteInput", ChangeKind::WireName, Behaviour),
            ("shapes.NoteInput", ChangeKind::WireName, Behaviour),
        ]
    ),
    same_in_both_directions!(
        "no namespace of a payload",
        |it| remove(it, "shapes.PutInput.members.Part.xmlNamespace"),
        [(
            "shapes.PutInput.members.Part",
            ChangeKind::WireName,
            Behaviour
        )]
    ),
    same_in_both_directions!(
        "a namespace of a member",
        |it| {
            set(
                it,
                "shapes.Part.members.Kind.xmlNamespace",
                json!({"prefix": "p", "uri": "urn:p"}),
            );
        },
        [("shapes.Part.members.Kind", ChangeKind::WireName, Behaviour)]
    ),
    same_in_both_directions!(
        "another name of an element",
        |it| set(it, "shapes.Part.members.Kind.locationName", json!("Type")),
        [("shapes.Part.members.Kind", ChangeKind::WireName, Behaviour)]
    ),
    same_in_both_directions!(
        "an element becomes an attribute",
        |it| set(it, "shapes.Part.members.Kind.xmlAttribute", json!(true)),
        [("shapes.Part.members.Kind", ChangeKind::WireName, Behaviour)]
    ),
    same_in_both_directions!(
        "a member is flattened",
        |it| set(it, "shapes.Part.members.Tags.flattened", json!(true)),
        [("shapes.Part.members.Tags", ChangeKind::WireName, Behaviour)]
    ),
    // Its items name it, if nothing else does.
    same_in_both_directions!(
        "a list is flattened",
        |it| set(it, "shapes.Tags.flattened", json!(true)),
        [
            ("shapes.Part.members.Tags", ChangeKind::WireName, Behaviour),
            ("shapes.Part.members.Tags", ChangeKind::WireName, Behaviour),
        ]
    ),
    same_in_both_directions!(
        "a map is flattened",
        |it| set(it, "shapes.Labels.flattened", json!(true)),
        [(
            "shapes.Part.members.Labels",
            ChangeKind::WireName,
            Behaviour
        )]
    ),
    same_in_both_directions!(
        "another name of items",
        |it| set(it, "shapes.Tags.member.locationName", json!("Item")),
        [("shapes.Part.members.Tags", ChangeKind::WireName, Behaviour)]
    ),
    same_in_both_directions!(
        "the usual name of items",
        |it| remove(it, "shapes.Tags.member.locationName"),
        [("shapes.Part.members.Tags", ChangeKind::WireName, Behaviour)]
    ),
    same_in_both_directions!(
        "other names of keys",
        |it| set(it, "shapes.Labels.key.locationName", json!("Key")),
        [(
            "shapes.Part.members.Labels",
            ChangeKind::WireName,
            Behaviour
        )]
    ),
    same_in_both_directions!(
        "other names of values",
        |it| set(it, "shapes.Labels.value.locationName", json!("Value")),
        [(
            "shapes.Part.members.Labels",
            ChangeKind::WireName,
            Behaviour
        )]
    ),
    // Said of the names of elements, it is the name of the element.
    Case {
        name: "a name for requests, where there are no forms",
        edit: |it| set(it, "shapes.Part.members.Kind.queryName", json!("K")),
        forward: &[],
        backward: &[],
    },
];

/// Of the query protocol.
const OF_QUERY: &[Case] = &[
    same_in_both_directions!(
        "another name of a field",
        |it| set(
            it,
            "shapes.PutInput.members.Kind.locationName",
            json!("Type")
        ),
        [(
            "shapes.PutInput.members.Kind",
            ChangeKind::WireName,
            Behaviour
        )]
    ),
    same_in_both_directions!(
        "a list is flattened",
        |it| set(it, "shapes.Tags.flattened", json!(true)),
        [(
            "shapes.PutInput.members.Tags",
            ChangeKind::WireName,
            Behaviour
        )]
    ),
    same_in_both_directions!(
        "a name of items",
        |it| set(it, "shapes.Tags.member.locationName", json!("Tag")),
        [(
            "shapes.PutInput.members.Tags",
            ChangeKind::WireName,
            Behaviour
        )]
    ),
    same_in_both_directions!(
        "a name of keys",
        |it| set(it, "shapes.Labels.key.locationName", json!("K")),
        [(
            "shapes.PutInput.members.Labels",
            ChangeKind::WireName,
            Behaviour
        )]
    ),
    same_in_both_directions!(
        "another version, which requests state",
        |it| set(it, "metadata.apiVersion", json!("2021-02-02")),
        [
            ("metadata.apiVersion", ChangeKind::Service, Words),
            ("operations.Put.http", ChangeKind::Request, Behaviour),
        ]
    ),
];

/// Of the protocol of EC2.
const OF_EC2: &[Case] = &[
    same_in_both_directions!(
        "a name in requests",
        |it| set(it, "shapes.PutInput.members.Kind.queryName", json!("Type")),
        [(
            "shapes.PutInput.members.Kind",
            ChangeKind::WireName,
            Behaviour
        )]
    ),
    same_in_both_directions!(
        "another name of a field",
        |it| set(
            it,
            "shapes.PutInput.members.Kind.locationName",
            json!("type")
        ),
        [(
            "shapes.PutInput.members.Kind",
            ChangeKind::WireName,
            Behaviour
        )]
    ),
];

#[test]
fn each_fact_of_xml_in_both_directions() {
    let model = serde_json::from_str(XML).expect("it is JSON");
    cases::check(&model, OF_XML, "facts-of-xml");
}

#[test]
fn each_fact_of_forms_in_both_directions() {
    let model = serde_json::from_str(FORM).expect("it is JSON");
    cases::check(&model, OF_QUERY, "facts-of-query");
    cases::check(&ec2(), OF_EC2, "facts-of-ec2");
}
