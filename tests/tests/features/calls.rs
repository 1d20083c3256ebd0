//! Requests of generated clients against those of botocore's.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use tests::oracle::Oracle;

use crate::{ask, model};

/// An operation of a crate and of botocore.
struct Call {
    krate: &'static str,
    /// The service, or the fixture's model.
    of: (&'static str, Value),
    operation: &'static str,
    params: Value,
}

impl Call {
    /// The request and error of botocore.
    fn expected(&self, oracle: &mut Oracle, credentials: bool) -> Value {
        let mut question = json!({
            "do": "call", "operation": self.operation, "params": self.params,
            "credentials": credentials,
        });
        question[self.of.0] = self.of.1.clone();
        oracle.ask(&question)
    }

    fn found(&self, credentials: bool) -> Value {
        let question = json!({
            "crate": self.krate, "operation": self.operation, "input": self.params,
            "credentials": credentials,
        });
        ask(question)
    }
}

fn fixture(operation: &'static str) -> Call {
    Call {
        krate: "fixture-unsigned",
        of: ("model", model("unsigned")),
        operation,
        params: if operation == "WhoAmI" {
            json!({})
        } else {
            json!({"name": "n"})
        },
    }
}

fn cognito(operation: &'static str, params: Value) -> Call {
    Call {
        krate: "cognito-identity",
        of: ("service", "cognito-identity".into()),
        operation,
        params,
    }
}

fn has_authorization(headers: &Value) -> bool {
    let headers = headers.as_array().expect("a list");
    headers.iter().any(|name| name == "authorization")
}

#[test]
fn unsigned_operations_send_no_signature() {
    let mut oracle = Oracle::start();
    for call in [
        fixture("SignUp"),
        fixture("SignIn"),
        cognito("GetId", json!({"IdentityPoolId": "eu-central-1:p"})),
    ] {
        for credentials in [false, true] {
            let expected = call.expected(&mut oracle, credentials);
            assert!(!has_authorization(&expected["headers"]), "{expected}");
            assert_eq!(expected["error"], Value::Null);
            let found = call.found(credentials);
            assert_eq!(found["output"], json!({}), "{found}");
            let headers = &found["requests"][0]["headers"];
            assert!(!has_authorization(headers), "{found}");
            let ours = headers.as_array().expect("a list");
            assert!(!ours.iter().any(|name| name == "x-amz-date"), "{found}");
        }
    }
}

#[test]
fn signed_operations_need_credentials() {
    let mut oracle = Oracle::start();
    for call in [
        fixture("WhoAmI"),
        cognito("ListIdentityPools", json!({"MaxResults": 1})),
    ] {
        let expected = call.expected(&mut oracle, true);
        assert!(has_authorization(&expected["headers"]), "{expected}");
        let found = call.found(true);
        assert!(
            has_authorization(&found["requests"][0]["headers"]),
            "{found}"
        );

        let expected = call.expected(&mut oracle, false);
        assert_eq!(expected["error"]["class"], "NoCredentialsError");
        let found = call.found(false);
        let text = found["error"]["text"].as_str().expect("an error");
        assert!(text.contains("no credentials are set"), "{text}");
        assert_eq!(found["requests"], json!([]));
    }
}

/// Requests of operations with the trait are compressed from the same size on, to the same content.
/// botocore writes a space that we do not, so our inputs have a letter more.
#[test]
fn large_requests_are_compressed() {
    let mut oracle = Oracle::start();
    let around = r#"{"points":""}"#.len();
    let mut cases = Vec::new();
    for operation in ["PutPoints", "PutPointsOnce", "PutPlainPoints"] {
        for size in [100, 10_239, 10_240, 50_000] {
            cases.push((operation, size - around));
        }
    }
    for (operation, letters) in cases {
        let of = |letters| Call {
            krate: "fixture-compression",
            of: ("model", model("compression")),
            operation,
            params: json!({"points": "p".repeat(letters)}),
        };
        let expected = of(letters - 1).expected(&mut oracle, true);
        let found = of(letters).found(true)["requests"][0].take();
        assert_eq!(
            found["encoding"], expected["encoding"],
            "{operation} {letters}"
        );
        let is_long = operation == "PutPoints" && letters + around >= 10_240;
        assert_eq!(
            found["encoding"] == "gzip",
            is_long,
            "{operation} {letters}"
        );
    }
    // A service's own model, unmodified.
    let datum = json!({"MetricName": "Größe", "Value": 1.5, "Unit": "Bytes"});
    let call = Call {
        krate: "cloudwatch",
        of: ("service", "cloudwatch".into()),
        operation: "PutMetricData",
        params: json!({"Namespace": "n", "MetricData": vec![datum; 500]}),
    };
    let expected = call.expected(&mut oracle, true);
    let found = call.found(true)["requests"][0].take();
    let mut plain = [&expected, &found].map(|request| {
        assert_eq!(request["encoding"], "gzip");
        assert!(has_authorization(&request["headers"]), "{request}");
        let text = oracle.ask(&json!({"do": "unzip", "body": request["body"]}))["text"].take();
        let text = text.as_str().expect("text");
        serde_json::from_str::<Value>(text).unwrap_or_else(|error| panic!("{error}: {text}"))
    });
    let found = plain[1].take();
    assert_eq!(found, plain[0]);
    assert_eq!(found, call.params);
}

/// Requests have the checksums of botocore's, for the algorithms that it has without an extension.
/// It sends CRC32 instead of the `Content-MD5` of Smithy's specification.
#[test]
fn checksums_are_those_of_botocore() {
    let mut oracle = Oracle::start();
    let mut cases = vec![
        (
            "PutLabels",
            json!({"box": "b", "labels": "ä", "checksumSHA256": "own"}),
        ),
        (
            "PutSheet",
            json!({"box": "b", "sheet": BASE64_STANDARD.encode("x".repeat(200_000))}),
        ),
        ("PutSheet", json!({"box": "b", "sheet": ""})),
    ];
    for algorithm in [Value::Null, "CRC32".into(), "SHA1".into(), "SHA256".into()] {
        let mut labels = json!({"box": "b", "labels": "a, b"});
        let mut sheet = json!({"box": "b", "sheet": "aGVsbG8="});
        if !algorithm.is_null() {
            labels["algorithm"] = algorithm.clone();
            sheet["algorithm"] = algorithm;
        }
        cases.extend([("PutLabels", labels), ("PutSheet", sheet)]);
    }
    for (operation, params) in cases {
        let call = Call {
            krate: "fixture-checksums",
            of: ("model", model("checksums")),
            operation,
            params,
        };
        let expected = call.expected(&mut oracle, true);
        let found = call.found(true)["requests"][0].take();
        let what = format!("{operation} {}", call.params);
        assert_eq!(found["checksums"], expected["checksums"], "{what}");
        assert_eq!(found["encoding"], expected["encoding"], "{what}");
        let trailer = |request: &Value| {
            let body = request["body"].as_str().expect("hex");
            body[body.len().saturating_sub(60)..].to_owned()
        };
        if operation == "PutSheet" {
            assert_eq!(trailer(&found), trailer(&expected), "{what}");
        }
        assert!(
            !found["checksums"].as_object().expect("headers").is_empty(),
            "{what}"
        );
    }
    let call = Call {
        krate: "fixture-checksums",
        of: ("model", model("checksums")),
        operation: "Seal",
        params: json!({"box": "b", "reason": "r"}),
    };
    let expected = call.expected(&mut oracle, true);
    assert_eq!(
        expected["checksums"]["x-amz-checksum-crc32"]
            .as_str()
            .map(str::len),
        Some(8)
    );
    let found = call.found(true)["requests"][0].take();
    assert_eq!(
        found["checksums"],
        json!({"content-md5": "vdmbL130DGdBR1xMMjmU6A=="})
    );
}

/// Host prefixes, with labels of the input.
#[test]
fn host_prefixes_are_added() {
    for (operation, input, prefix) in [
        ("PutThing", json!({"Arn": "a"}), "data-"),
        (
            "Control",
            json!({"Account": "a-1", "type": "t"}),
            "a-1.t.control-",
        ),
    ] {
        let found = ask(json!({
            "crate": "fixture-endpoints", "operation": operation, "input": input,
            "credentials": true,
        }));
        let uri = found["requests"][0]["uri"]
            .as_str()
            .unwrap_or_else(|| panic!("{found}"));
        assert!(uri.starts_with(&format!("https://{prefix}")), "{uri}");
        let expected = Oracle::start().ask(&json!({
            "do": "serialize", "model": model("endpoints"), "operation": operation,
            "params": input,
        }));
        assert_eq!(expected["host_prefix"], prefix);
    }
}

/// An endpoint parameter with the name of a type, and one joined from two labels.
#[test]
fn endpoint_rules_decide_the_host() {
    for (question, host) in [
        ("a", "https://eu-central-1-a.inputs.example.com/"),
        // Two labels are not one.
        ("a.b", "https://things.eu-central-1.amazonaws.com/"),
    ] {
        let found = ask(json!({
            "crate": "fixture-endpoints", "operation": "Ask", "input": {"question": question},
            "credentials": true,
        }));
        let uri = found["requests"][0]["uri"].as_str();
        let uri = uri.unwrap_or_else(|| panic!("{found}"));
        assert_eq!(uri, host);
    }
}
