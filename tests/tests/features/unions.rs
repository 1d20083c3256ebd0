//! Unions: unknown variants, and a union marked by an overlay.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};
use tests::json::assert_same;
use tests::moto::Moto;
use tests::oracle::Oracle;

use crate::program::service;
use crate::{ask, model};

fn echo(question: &Value) -> Value {
    let mut question = question.clone();
    question["crate"] = "fixture-unions".into();
    question["operation"] = "Echo".into();
    ask(question)
}

/// Unknown members beside a variant, and unknown variants.
#[test]
fn responses_are_read_as_by_botocore() {
    let mut oracle = Oracle::start();
    for (value, expected) in [
        (
            json!({"text": "x", "__type": "Anything"}),
            json!({"text": "x"}),
        ),
        (
            json!({"__type": "Anything", "text": "x"}),
            json!({"text": "x"}),
        ),
        (
            json!({"number": null, "text": "x", "later": null}),
            json!({"text": "x"}),
        ),
        (
            json!({"also": {"text": "x", "number": null}}),
            json!({"also": {"text": "x"}}),
        ),
        // The value of an unknown variant is dropped.
        (json!({"later": {"a": 1}}), json!({})),
    ] {
        let body = json!({"value": value, "many": [value]}).to_string();
        let answer = echo(&json!({"response": {"status_code": 200, "body": body}}));
        let expected = json!({"value": expected, "many": [expected]});
        assert_same(&answer["output"], &expected, &body);
        let mut parsed = oracle.ask(&json!({
            "do": "parse", "model": model("unions"), "operation": "Echo", "status": 200,
            "headers": {}, "body": body,
        }));
        // botocore represents an unknown variant in its own way.
        if value.get("later").is_some_and(|later| !later.is_null()) {
            let unknown = json!({"SDK_UNKNOWN_MEMBER": {"name": "later"}});
            assert_same(&parsed["value"]["value"], &unknown, &body);
            parsed["value"] = expected.clone();
        }
        assert_same(&parsed["value"], &expected, &body);
    }
    // Two variants are an error on both sides.
    let body = json!({"value": {"text": "x", "number": 1}}).to_string();
    let answer = echo(&json!({"response": {"status_code": 200, "body": body}}));
    let problem = answer["problem"].as_str().expect("a problem");
    assert!(problem.contains("has 2 members set"), "{problem}");
}

/// `dynamodb.AttributeValue` as a union: a variant for each kind of value.
#[test]
fn overlay_marks_a_structure_as_union() {
    let krate = service("dynamodb");
    let text = &krate.files["src/types/attribute_value.rs"];
    assert!(text.contains("pub enum AttributeValue"), "{text}");
    assert!(text.contains("UnknownValue(Box<str>)"), "{text}");
}

fn dynamodb(operation: &str, facts: Value) -> Value {
    let mut question = facts;
    question["crate"] = "dynamodb".into();
    question["operation"] = operation.into();
    ask(question)
}

/// An item with a value of each kind.
fn item() -> Value {
    json!({
        "id": {"S": "i-1"}, "text": {"S": ""}, "number": {"N": "-1.50"}, "bytes": {"B": "AAEC"},
        "texts": {"SS": ["a", "b"]}, "numbers": {"NS": ["1", "2"]}, "blobs": {"BS": ["AA==", "AQ=="]},
        "map": {"M": {"inner": {"L": [{"BOOL": false}, {"NULL": true}, {"M": {}}]}}},
        "list": {"L": []},
    })
}

#[test]
fn items_are_sent_and_read_as_by_botocore() {
    let mut oracle = Oracle::start();
    let params = json!({"TableName": "things", "Item": item()});
    let request = dynamodb("PutItem", json!({"params": params}));
    let expected = oracle.ask(&json!({
        "do": "serialize", "service": "dynamodb", "operation": "PutItem", "params": params,
    }));
    let body = |answer: &Value| -> Value {
        serde_json::from_str(answer["body"].as_str().expect("a text")).expect("JSON")
    };
    assert_same(&body(&request), &body(&expected), "PutItem");

    let value = json!({"Item": item()});
    let response = oracle.ask(&json!({
        "do": "respond", "service": "dynamodb", "operation": "GetItem", "value": value,
    }));
    let found = dynamodb(
        "GetItem",
        json!({"response": {"status_code": 200, "body": response["body"]}}),
    );
    let parsed = oracle.ask(&json!({
        "do": "parse", "service": "dynamodb", "operation": "GetItem", "status": 200,
        "headers": response["headers"], "body": response["body"],
    }));
    assert_same(&found["output"], &parsed["value"], "GetItem");
}

/// A call without a client: the crate's request to moto, and moto's response to the crate.
fn call(operation: &str, input: &Value) -> Value {
    let request = dynamodb(operation, json!({ "params": input }));
    let body = request["body"].as_str().expect("a text");
    let mut head = "POST / HTTP/1.0\r\n".to_owned();
    for (name, value) in request["headers"].as_object().expect("headers") {
        head += &format!("{name}: {}\r\n", value.as_str().expect("a text"));
    }
    // moto looks there for the service and verifies nothing.
    let scope = "AKIDEXAMPLE/20200202/eu-central-1/dynamodb/aws4_request";
    head += &format!("authorization: AWS4-HMAC-SHA256 Credential={scope}\r\n");
    head += &format!("content-length: {}\r\n\r\n", body.len());
    let url = Moto::shared().url();
    let address = url.strip_prefix("http://").expect("a URL");
    let mut stream = TcpStream::connect(address).expect("moto listens");
    stream
        .write_all((head + body).as_bytes())
        .expect("the request is sent");
    let mut response = String::new();
    stream.read_to_string(&mut response).expect("a response");
    let (head, body) = response.split_once("\r\n\r\n").expect("a head and a body");
    assert!(
        head.lines()
            .next()
            .is_some_and(|line| line.contains(" 200 ")),
        "{response}"
    );
    let facts = json!({"response": {"status_code": 200, "body": body}});
    let answer = dynamodb(operation, facts);
    assert!(answer["output"].is_object(), "{answer}");
    answer["output"].clone()
}

#[test]
fn items_round_trip_through_moto() {
    call(
        "CreateTable",
        &json!({
            "TableName": "things", "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        }),
    );
    call("PutItem", &json!({"TableName": "things", "Item": item()}));
    let key = json!({"TableName": "things", "Key": {"id": {"S": "i-1"}}});
    let found = call("GetItem", &key);
    assert_same(&found["Item"], &item(), "GetItem");
}

#[test]
fn unknown_variants_are_not_sent() {
    let input =
        json!({"TableName": "things", "Item": {"id": {"S": "x"}, "odd": {"L": [{"X": 1}]}}});
    let answer = dynamodb("PutItem", json!({"input": input, "credentials": true}));
    assert_eq!(
        answer["error"]["text"],
        r#"PutItem failed: Item["odd"].L[0] has the variant "X", which this crate does not know"#
    );
    assert_eq!(answer["requests"], json!([]));
}
