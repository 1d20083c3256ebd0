//! Traits of references and shapes.

use serde_json::{Value, json};

use super::*;
use crate::model::{Member, Shape, TimestampFormat, xml};

fn model(shapes: &Value) -> Model {
    let file = json!({
        "metadata": {
            "apiVersion": "1", "endpointPrefix": "a", "jsonVersion": "1.1", "protocol": "json",
            "targetPrefix": "A",
        },
        "shapes": shapes,
    });
    let files = BTreeMap::from([("service-2.json".to_owned(), file.to_string().into_bytes())]);
    read(&files).unwrap()
}

fn member<'m>(model: &'m Model, shape: &str, name: &str) -> &'m Member {
    &model.shapes[shape].structure().unwrap().members[name]
}

#[test]
fn timestamp_formats_of_references() {
    let model = model(&json!({
        "S": {"type": "structure", "members": {
            "stated": {"shape": "T", "timestampFormat": "iso8601"},
            "default": {"shape": "T"},
            // As in botocore, the trait of a reference to a list is not one of its items.
            "list": {"shape": "L", "timestampFormat": "iso8601"},
        }},
        "T": {"type": "timestamp"},
        "L": {"type": "list", "member": {"shape": "T", "timestampFormat": "rfc822"}},
        "FlatMap": {"type": "map", "flattened": true, "key": {"shape": "K"}, "value": {"shape": "K", "locationName": "V"}},
        "M": {"type": "map", "key": {"shape": "K"}, "value": {"shape": "T", "timestampFormat": "iso8601"}},
        "K": {"type": "string"},
    }));
    let kind = |name: &str| match model.shapes[name].kind {
        Kind::Timestamp(format) => format,
        ref other => panic!("{other:?}"),
    };
    let stated = |member_name| kind(&member(&model, "S", member_name).target);
    assert_eq!(stated("stated"), Some(TimestampFormat::DateTime));
    assert_eq!(stated("default"), None);
    assert_eq!(member(&model, "S", "list").target, "L");
    assert_eq!(
        kind(model.shapes["L"].kind.references()[0]),
        Some(TimestampFormat::HttpDate)
    );
    assert_eq!(
        kind(model.shapes["M"].kind.references()[1]),
        Some(TimestampFormat::DateTime)
    );
}

/// A list has the items that it states, in every order of the file, also if a member states more of it.
#[test]
fn overrides_in_every_order() {
    let shapes = [
        (
            "S",
            json!({"type": "structure", "members": {"outer": {"shape": "Outer", "max": 1}}}),
        ),
        (
            "Outer",
            json!({"type": "list", "member": {"shape": "Inner", "max": 2}}),
        ),
        (
            "Inner",
            json!({"type": "map", "key": {"shape": "Text", "max": 3},
                "value": {"shape": "Time", "timestampFormat": "iso8601"}}),
        ),
    ];
    for [first, second, third] in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        let mut file = json!({});
        for index in [first, second, third] {
            let (name, shape) = &shapes[index];
            file[*name] = shape.clone();
        }
        file["Text"] = json!({"type": "string"});
        file["Time"] = json!({"type": "timestamp"});
        let model = model(&file);
        let shape = |name: &str| &model.shapes[name];
        let outer = shape(&member(&model, "S", "outer").target);
        let inner = shape(outer.kind.references()[0]);
        let [key, value] = inner.kind.references()[..] else {
            panic!("{inner:?}")
        };
        let max = |shape: &Shape| shape.constraints.lengths().1;
        assert_eq!((max(outer), max(inner), max(shape(key))), (1, 2, 3));
        let format = Some(TimestampFormat::DateTime);
        assert!(matches!(&shape(value).kind, Kind::Timestamp(it) if *it == format));
    }
}

#[test]
fn xml_traits_of_references_and_shapes() {
    let model = model(&json!({
        "S": {"type": "structure", "locationName": "Root", "members": {
            "flat": {"shape": "L", "flattened": true, "queryName": "Q"},
            "named": {"shape": "Flat", "locationName": "Own"},
            "unnamed": {"shape": "Flat"},
            "map": {"shape": "FlatMap"},
            "declared": {"shape": "X", "xmlNamespace": {"uri": "u:own", "prefix": "p"}},
            "target": {"shape": "X"},
            "text": {"shape": "K", "xmlNamespace": "u:text", "xmlAttribute": true},
        }},
        "L": {"type": "list", "member": {"shape": "X"}},
        "Flat": {"type": "list", "flattened": true, "member": {"shape": "K", "locationName": "Item"}},
        "M": {"type": "map", "key": {"shape": "K", "locationName": "Name"}, "value": {"shape": "X"}},
        "X": {"type": "structure", "locationName": "Ex", "xmlNamespace": {"uri": "u:x"}, "members": {}},
        "K": {"type": "string"},
    }));
    let of = |name: &str| member(&model, "S", name);
    let uri = |namespace: &Option<xml::Namespace>| namespace.as_ref().unwrap().uri.clone();
    assert!(of("flat").xml.is_flattened);
    assert_eq!(of("flat").xml.query_name.as_deref(), Some("Q"));
    assert_eq!(of("named").wire_name.as_deref(), Some("Own"));
    // A list shape that is flattened itself has its name at its items (SimpleDB).
    assert_eq!(of("unnamed").wire_name.as_deref(), Some("Item"));
    assert!(of("unnamed").xml.is_flattened);
    assert_eq!(of("map").wire_name, None);
    assert_eq!(uri(&of("declared").xml.namespace), "u:own");
    assert_eq!(uri(&of("target").xml.namespace), "u:x");
    assert_eq!(of("target").wire_name.as_deref(), Some("Ex"));
    assert_eq!(uri(&of("text").xml.namespace), "u:text");
    assert!(of("text").xml.is_attribute);
    let xml = |name: &str| &model.shapes[name].xml;
    assert_eq!(xml("S").document.name.as_deref(), Some("Root"));
    assert_eq!(xml("L").item.name.as_deref(), Some("Ex"));
    assert_eq!(uri(&xml("L").item.namespace), "u:x");
    assert_eq!(xml("M").key.name.as_deref(), Some("Name"));
    assert_eq!(xml("M").item.name.as_deref(), Some("Ex"));
}

#[test]
fn entries_that_cannot_be_read_are_set_aside() {
    let model = model(&json!({
        "Big": {"type": "bigInteger"},
        "Wrong": {"type": "structure", "members": {"a": {}}},
        "T": {"type": "timestamp"},
    }));
    assert_eq!(model.shapes.keys().collect::<Vec<_>>(), ["T"]);
    let problems = model.unreadable.shapes.values().flatten();
    let problems: Vec<_> = problems.map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "shapes.Big.type: `bigInteger` is not supported: no Rust type has numbers of any size",
            "shapes.Wrong.members.a: missing field `shape`",
        ]
    );
}
