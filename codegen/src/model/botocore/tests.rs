//! Traits of references and shapes.

use serde_json::{Value, json};

use super::*;
use crate::model::{Member, TimestampFormat};

fn model(shapes: &Value) -> Model {
    let file = json!({
        "metadata": {
            "apiVersion": "1", "endpointPrefix": "a", "protocol": "json", "targetPrefix": "A",
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
