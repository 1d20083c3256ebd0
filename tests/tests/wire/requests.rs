//! Requests, against botocore's serializer.

use std::collections::BTreeMap;

use codebuild::operation::Operation;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tests::each_operation;
use tests::json::assert_same;
use tests::oracle::Oracle;

use crate::VARIANTS;

#[test]
fn requests_equal_those_of_botocore() {
    let mut oracle = Oracle::start();
    each_operation!(check(&mut oracle));
}

fn check<O>(oracle: &mut Oracle)
where
    O: Operation,
    O::Input: Serialize + DeserializeOwned,
{
    for variant in VARIANTS {
        let what = format!("{} {variant}", O::SCHEMA.name);
        let params = oracle.example(O::SCHEMA.name, "input", variant);
        let input: O::Input = serde_json::from_value(params.clone()).expect(&what);
        assert_same(&serde_json::to_value(&input).expect(&what), &params, &what);
        O::check(&input).expect("the examples are complete");

        let request = O::request(&input).expect(&what);
        let expected = oracle.ask(&json!({
            "do": "serialize",
            "operation": O::SCHEMA.name,
            "params": params,
            "timestamp_precision": "millisecond",
        }));
        assert_eq!(request.method().as_str(), expected["method"], "{what}");
        assert_eq!(request.uri().to_string(), expected["path"], "{what}");
        assert_eq!(json!(headers(&request)), expected["headers"], "{what}");
        let body: Value = serde_json::from_slice(request.body().bytes().expect(&what)).expect(&what);
        let expected = expected["body"].as_str().expect("a text");
        let expected = serde_json::from_str(expected).expect("JSON of botocore");
        assert_same(&body, &expected, &what);
    }
}

fn headers<T>(request: &http::Request<T>) -> BTreeMap<&str, &str> {
    let headers = request.headers().iter();
    headers
        .map(|(name, value)| (name.as_str(), value.to_str().expect("ASCII")))
        .collect()
}
