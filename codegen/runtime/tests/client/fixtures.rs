//! Fixtures of hand-written shapes.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use tinsmith_runtime::test_util::Fixture as _;

#[derive(Clone, Default, PartialEq)]
struct Sampled {
    text: Option<String>,
    code: String,
    pair: Option<Vec<Point>>,
    limits: Option<HashMap<String, i32>>,
    map: Option<HashMap<String, Vec<Option<f64>>>>,
    time: Option<DateTime<Utc>>,
    bytes: Option<Bytes>,
    document: Option<serde_json::Value>,
    flag: Option<bool>,
    tree: Option<Tree>,
    choice: Option<Choice>,
    nothing: Option<Nothing>,
}

tinsmith_runtime::structure! {
    structure("Sampled") => Sampled {
        text: "text".wire("Text");
        code: "code".required().sample(r#""c-1""#);
        pair: "pair".sample("[null,null]");
        limits: "limits".sample(r#"{"MAX":null}"#);
        map: "map";
        time: "time";
        bytes: "bytes";
        document: "document";
        flag: "flag";
        tree: "tree";
        choice: "choice";
        nothing: "nothing";
    }
}

#[derive(Clone, Default, PartialEq)]
struct Point {
    x: f32,
    color: Color,
}

tinsmith_runtime::structure! {
    structure("Point") => Point {
        x: "x".required();
        color: "color".required();
    }
}

#[derive(Clone, Debug)]
enum Color {
    Red,
    Green,
    UnknownValue(Box<str>),
}

tinsmith_runtime::enumeration! {
    Color {
        Red: "RED";
        Green: "GREEN";
    }
}

/// A recursive structure.
#[derive(Clone, Default, PartialEq)]
struct Tree {
    value: Option<i64>,
    only: Option<Box<Tree>>,
    children: Option<Vec<Tree>>,
    next: Option<Box<Next>>,
}

tinsmith_runtime::structure! {
    structure("Tree") => Tree {
        value: "value";
        only: "only";
        children: "children";
        next: "next";
    }
}

/// A structure that requires the recursive one.
#[derive(Clone, Default, PartialEq)]
struct Next {
    tree: Option<Box<Tree>>,
}

tinsmith_runtime::structure! {
    structure("Next") => Next {
        tree: "tree".required();
    }
}

/// The first variant is recursive.
#[derive(Clone, PartialEq)]
enum Choice {
    Again(Box<Choice>),
    Both(Box<Next>),
    End(String),
    UnknownValue(Box<str>),
}

tinsmith_runtime::union! {
    union("Choice") => Choice {
        Again: "again";
        Both: "both";
        End: "end";
    }
}

/// An enum without values.
#[derive(Clone, Debug)]
enum Nothing {
    UnknownValue(Box<str>),
}

tinsmith_runtime::enumeration! {
    Nothing {
    }
}

#[test]
fn all_members_are_set() {
    let point = Point {
        x: 1.0,
        color: Color::Red,
    };
    let tree = Tree {
        value: Some(1),
        only: None,
        children: Some(Vec::new()),
        next: None,
    };
    let expected = Sampled {
        text: Some("text".to_owned()),
        code: "c-1".to_owned(),
        pair: Some(vec![point.clone(), point]),
        limits: Some([("MAX".to_owned(), 1)].into()),
        map: Some([("key".to_owned(), vec![Some(1.0)])].into()),
        time: DateTime::from_timestamp(1_577_836_800, 0),
        bytes: Some(Bytes::from_static(b"bytes")),
        document: Some(serde_json::json!({})),
        flag: Some(true),
        tree: Some(tree.clone()),
        choice: Some(Choice::Both(Box::new(Next {
            tree: Some(Box::new(tree)),
        }))),
        nothing: None,
    };
    assert_eq!(Sampled::fixture(), expected);
}

#[test]
fn enums_and_unions_have_a_valid_variant() {
    assert_eq!(Color::fixture(), Color::Red);
    assert_eq!(Nothing::fixture(), Nothing::UnknownValue("".into()));
    let Choice::Both(next) = Choice::fixture() else {
        panic!();
    };
    // `next` is not set, for it would contain the tree again.
    assert_eq!(next.tree.unwrap().next, None);
}
