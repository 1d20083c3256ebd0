//! Shapes with all that XML documents can have, written as they would be generated.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{DateTime, Utc};

#[derive(Clone, Default, PartialEq)]
pub(crate) struct Everything {
    pub(crate) boolean: Option<bool>,
    pub(crate) integer: Option<i32>,
    pub(crate) long: Option<i64>,
    pub(crate) float: Option<f32>,
    pub(crate) double: Option<f64>,
    pub(crate) string: Option<String>,
    pub(crate) blob: Option<Bytes>,
    pub(crate) date_time: Option<DateTime<Utc>>,
    pub(crate) epoch: Option<DateTime<Utc>>,
    pub(crate) http_date: Option<DateTime<Utc>>,
    pub(crate) list: Option<Vec<String>>,
    pub(crate) named: Option<Vec<String>>,
    pub(crate) flat: Option<Vec<i32>>,
    pub(crate) flat_named: Option<Vec<Inner>>,
    pub(crate) matrix: Option<Vec<Vec<i32>>>,
    pub(crate) map: Option<HashMap<String, String>>,
    pub(crate) named_map: Option<HashMap<String, Vec<String>>>,
    pub(crate) flat_map: Option<HashMap<String, Inner>>,
    pub(crate) inner: Option<Inner>,
    pub(crate) choice: Option<Choice>,
    pub(crate) tree: Option<Box<Tree>>,
    pub(crate) bound: Option<String>,
    pub(crate) sparse: Option<Vec<Option<String>>>,
}

tinsmith_runtime::structure! {
    structure("Everything"), document("Root").namespace("", "https://example.com/&") => Everything {
        boolean: "boolean";
        integer: "integer";
        long: "long";
        float: "float";
        double: "double";
        string: "string".wire("Text");
        blob: "blob";
        date_time: "dateTime";
        epoch: "epoch".epoch_seconds();
        http_date: "httpDate".http_date();
        list: "list";
        named: "named", item("item").item_namespace("p", "urn:p");
        flat: "flat", flattened();
        flat_named: "flatNamed".wire("Inner"), item("ignored").flattened().namespace("", "urn:f");
        matrix: "matrix", item("row"), item("cell");
        map: "map";
        named_map: "namedMap", key("K").item("V"), item("I");
        flat_map: "flatMap", key("Name").item("Setting").flattened();
        inner: "inner";
        choice: "choice";
        tree: "tree";
        bound: "bound".header("x-bound");
        sparse: "sparse";
    }
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct Inner {
    pub(crate) kind: Option<String>,
    pub(crate) name: String,
    pub(crate) count: Option<i32>,
}

tinsmith_runtime::structure! {
    structure("Inner") => Inner {
        kind: "kind".wire("xsi:type"), attribute();
        name: "name".required();
        count: "count";
    }
}

#[derive(Clone, PartialEq)]
pub(crate) enum Choice {
    Text(String),
    Items(Vec<i32>),
    UnknownValue(String),
}

tinsmith_runtime::union! {
    union("Choice") => Choice {
        Text: "text";
        Items: "items", flattened();
    }
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct Tree {
    pub(crate) child: Option<Box<Tree>>,
    pub(crate) children: Option<Vec<Tree>>,
}

tinsmith_runtime::structure! {
    structure("Tree") => Tree {
        child: "child";
        children: "children", flattened();
    }
}
