//! `Debug` of shapes, with redaction.

use std::collections::HashMap;

use bytes::Bytes;
use serde_json::json;

use super::shapes::{BusyException, Choice, Color, Everything, Inner, PingInput, Secret, sample};
use super::time;

#[test]
fn unset_members_are_omitted() {
    assert_eq!(format!("{:?}", Everything::default()), "Everything");
    assert_eq!(format!("{:?}", PingInput {}), "PingInput");
}

#[test]
fn names_are_those_in_rust() {
    let shape = Everything {
        renamed: Some("r".to_owned()),
        inner: Some(Inner::new(Color::Red)),
        date_time: Some(time("2000-01-02T20:34:56.1Z")),
        ..Everything::default()
    };
    assert_eq!(
        format!("{shape:?}"),
        r#"Everything { date_time: 2000-01-02T20:34:56.1Z, inner: Inner { type: "RED" }, renamed: "r" }"#
    );
    let error = BusyException {
        message: Some("wait".to_owned()),
    };
    assert_eq!(format!("{error:?}"), r#"BusyException { message: "wait" }"#);
}

#[test]
fn every_kind_of_value() {
    let shape = Everything {
        boolean: Some(true),
        long: Some(-1),
        float: Some(0.1),
        double: Some(f64::NAN),
        blob: Some(Bytes::from_static(b"abc")),
        document: Some(json!({"a": null})),
        sparse_strings: Some(vec![None, Some("b".to_owned())]),
        sparse_tags: Some(HashMap::from([("k".to_owned(), Some(1))])),
        choice: Some(Choice::Again(Box::new(Choice::Number(1)))),
        choices: Some(vec![Choice::UnknownValue("new".into())]),
        ..Everything::default()
    };
    assert_eq!(
        format!("{shape:?}"),
        "Everything { boolean: true, long: -1, float: 0.1, double: NaN, blob: (3 bytes), \
         document: {\"a\":null}, sparse_strings: [null, \"b\"], sparse_tags: {\"k\": 1}, \
         choice: Again(Number(1)), choices: [UnknownValue] }"
    );
}

#[test]
fn sensitive_values_are_redacted() {
    let shape = Everything {
        choice: Some(Choice::Password("hunter2".to_owned())),
        password: Some("hunter2".to_owned()),
        passwords: Some(HashMap::from([(
            "hunter2".to_owned(),
            vec!["hunter2".to_owned()],
        )])),
        secret: Some(Secret::default()),
        secrets: Some(vec![Secret {
            key: Some("k-1".to_owned()),
        }]),
        ..Everything::default()
    };
    assert_eq!(
        format!("{shape:?}"),
        "Everything { choice: Password((redacted)), password: (redacted), \
         passwords: (redacted), secret: Secret (redacted), secrets: [Secret (redacted)] }"
    );
}

#[test]
fn nested_sensitive_values_are_redacted() {
    for text in [format!("{:?}", sample()), format!("{:#?}", sample())] {
        for secret in ["hunter2", "k-1"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
