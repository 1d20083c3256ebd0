//! Outputs, against botocore's parser.

use codebuild::operation::{Body, Operation};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tests::each_operation;
use tests::json::assert_same;
use tests::oracle::Oracle;

use crate::VARIANTS;

#[test]
fn outputs_equal_those_of_botocore() {
    let mut oracle = Oracle::start();
    each_operation!(check(&mut oracle));
}

fn check<O>(oracle: &mut Oracle)
where
    O: Operation,
    O::Output: Serialize + DeserializeOwned,
{
    for variant in VARIANTS {
        let what = format!("{} {variant}", O::SCHEMA.name);
        let value = oracle.example(O::SCHEMA.name, "output", variant);
        let answer = oracle.ask(&json!({"do": "respond", "operation": O::SCHEMA.name, "value": value}));

        let output = O::response(&response(&answer)).expect(&what);
        let parse = json!({
            "do": "parse",
            "operation": O::SCHEMA.name,
            "status": answer["status"],
            "headers": answer["headers"],
            "body": answer["body"],
        });
        let expected = &oracle.ask(&parse)["value"];
        assert_same(expected, &value, "botocore reads what was meant");
        assert_same(
            &serde_json::to_value(&output).expect(&what),
            expected,
            &what,
        );

        let back: O::Output = serde_json::from_value(value).expect(&what);
        assert_eq!(format!("{back:?}"), format!("{output:?}"), "{what}");
    }
}

/// The response in an answer of the oracle.
pub(crate) fn response(answer: &Value) -> http::Response<Body> {
    let mut response = http::Response::builder();
    let status = answer["status"].as_u64().expect("a status");
    response = response.status(u16::try_from(status).expect("a status"));
    for (name, value) in answer["headers"].as_object().expect("headers") {
        response = response.header(name, value.as_str().expect("a text"));
    }
    let body = answer["body"].as_str().expect("a text").to_owned();
    response.body(Body::from(body)).expect("a response")
}

#[test]
fn empty_bodies_give_empty_outputs() {
    each_operation!(empty());
}

fn empty<O: Operation>() {
    for body in ["", " \n", "{}", r#"{"unknown":[{"x":null}]}"#] {
        let output = O::response(&http::Response::new(body.into())).expect(body);
        assert_eq!(format!("{output:?}"), format!("{:?}", O::Output::default()));
    }
}
