//! A structure with every kind of value that a form can hold, written as it would be generated.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{DateTime, Utc};

#[derive(Clone, Default, PartialEq)]
pub(crate) struct Filled {
    pub(crate) text: Option<String>,
    pub(crate) number: Option<i32>,
    pub(crate) double: Option<f64>,
    pub(crate) boolean: Option<bool>,
    pub(crate) blob: Option<Bytes>,
    pub(crate) time: Option<DateTime<Utc>>,
    pub(crate) epoch: Option<DateTime<Utc>>,
    pub(crate) renamed: Option<String>,
    pub(crate) list: Option<Vec<String>>,
    pub(crate) named_list: Option<Vec<String>>,
    pub(crate) flat_list: Option<Vec<Part>>,
    pub(crate) matrix: Option<Vec<Vec<i32>>>,
    pub(crate) map: Option<HashMap<String, String>>,
    pub(crate) flat_map: Option<HashMap<String, Part>>,
    pub(crate) part: Option<Part>,
    pub(crate) either: Option<Either>,
    pub(crate) tree: Option<Box<Filled>>,
}

tinsmith_runtime::structure! {
    structure("Filled") => Filled {
        text: "Text";
        number: "Number";
        double: "Double";
        boolean: "Boolean";
        blob: "Blob";
        time: "Time";
        epoch: "Epoch".epoch_seconds();
        renamed: "Renamed".wire("wireName"), query_name("Asked");
        list: "List";
        named_list: "NamedList".wire("names"), item("Name");
        flat_list: "FlatList", flattened();
        matrix: "Matrix", item("Row"), item("Cell");
        map: "Map";
        flat_map: "FlatMap", flattened().key("K").item("V");
        part: "Part";
        either: "Either";
        tree: "Tree";
    }
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct Part {
    pub(crate) key: String,
    pub(crate) value: Option<String>,
}

tinsmith_runtime::structure! {
    structure("Part") => Part {
        key: "Key".required();
        value: "Value";
    }
}

#[derive(Clone, PartialEq)]
pub(crate) enum Either {
    Left(String),
    Right(Part),
    UnknownValue(String),
}

tinsmith_runtime::union! {
    union("Either") => Either {
        Left: "Left";
        Right: "Right";
    }
}
