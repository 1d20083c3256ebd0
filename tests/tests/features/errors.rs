//! Errors of awsQuery-compatible services, and statuses of errors, against botocore.

use serde_json::{Value, json};
use tests::oracle::Oracle;

use crate::{ask, model};

/// A response that reports an error.
struct Response {
    name: &'static str,
    /// The value of `x-amzn-query-error`.
    header: Option<&'static str>,
}

impl Response {
    fn body(&self) -> String {
        json!({"__type": format!("com.amazonaws#{}", self.name), "message": "why"}).to_string()
    }

    fn headers(&self) -> Value {
        match self.header {
            None => json!({}),
            Some(text) => json!({"x-amzn-query-error": text}),
        }
    }
}

/// An error as botocore's exception class and as our shape.
fn check(oracle: &mut Oracle, (of, operation): (&Value, &str), it: &Response, shape: Option<&str>) {
    let (headers, body) = (it.headers(), it.body());
    let question = json!({
        "operation": operation, "crate": of["crate"],
        "response": {"status_code": 400, "headers": headers, "body": body},
    });
    let found = &ask(question)["error"];
    let mut question = json!({
        "do": "call", "operation": operation, "credentials": true,
        "response": {"status": 400, "headers": headers, "body": body},
    });
    for fact in ["model", "params", "service"] {
        if !of[fact].is_null() {
            question[fact] = of[fact].clone();
        }
    }
    let expected = &oracle.ask(&question)["error"];
    let what = format!("{operation} {headers} {body}: {found}, {expected}");
    assert_eq!(found["code"], expected["Code"], "{what}");
    assert_eq!(found["message"], expected["Message"], "{what}");
    assert_eq!(found["shape"], json!(shape), "{what}");
    // botocore raises its base class for unknown errors.
    let class = expected["class"].as_str().expect("a name");
    assert_eq!(class, shape.unwrap_or("ClientError"), "{what}");
}

#[test]
fn query_compatible_errors_are_found_by_name_and_code() {
    let mut oracle = Oracle::start();
    let of = json!({"crate": "fixture-query-compatible", "model": model("query-compatible")});
    let mut known = |name, header, shape| {
        check(
            &mut oracle,
            (&of, "Fetch"),
            &Response { name, header },
            shape,
        );
    };
    known("SameName", None, Some("SameName"));
    known("SameName", Some("SameName;Sender"), Some("SameName"));
    known(
        "Overloaded",
        Some("Fixture.Busy;Receiver"),
        Some("Overloaded"),
    );
    known("Broken", None, Some("Broken"));
    known("NotInTheModel", Some("Some.Other.Code;Sender"), None);
    known("NotInTheModel", None, None);
    // A malformed header is ignored.
    known("Broken", Some("Broken"), Some("Broken"));
    known("Broken", Some(";Sender"), Some("Broken"));
    known("Broken", Some("A;B;C"), Some("Broken"));
}

/// Where botocore and the official SDK find an error by its code only, ours is also found by name.
#[test]
fn errors_of_services_with_codes_are_also_found_by_name() {
    let found = |name: &'static str, header: Option<&'static str>| {
        let response = Response { name, header };
        let question = json!({
            "crate": "fixture-query-compatible", "operation": "Fetch",
            "response": {
                "status_code": 400, "headers": response.headers(), "body": response.body(),
            },
        });
        let error = ask(question)["error"].take();
        (error["code"].clone(), error["shape"].clone())
    };
    let pair = |code: &str, shape: &str| (json!(code), json!(shape));
    let thing = Some("Missing;Sender");
    assert_eq!(
        found("ThingMissing", thing),
        pair("Missing", "ThingMissing")
    );
    assert_eq!(
        found("ThingMissing", None),
        pair("ThingMissing", "ThingMissing")
    );
    // The name of one error is the code of another: the name takes precedence.
    let gone = Some("AWS.Fixture.Gone;Sender");
    assert_eq!(found("Missing", gone), pair("AWS.Fixture.Gone", "Missing"));
    assert_eq!(found("Missing", None), pair("Missing", "Missing"));
    // Found by its code alone, and by its name with an unknown code.
    assert_eq!(found("Other", gone), pair("AWS.Fixture.Gone", "Missing"));
    let busy = Some("Fixture.Busy;Receiver");
    assert_eq!(found("Other", busy), pair("Fixture.Busy", "Overloaded"));
    let other = Some("Some.Other.Code;Receiver");
    assert_eq!(found("Broken", other), pair("Some.Other.Code", "Broken"));
}

#[test]
fn errors_of_query_compatible_services() {
    let mut oracle = Oracle::start();
    let sqs = json!({"crate": "sqs", "service": "sqs", "params": {"QueueName": "q"}});
    let mut check = |of: &Value, operation, name, header, shape| {
        check(
            &mut oracle,
            (of, operation),
            &Response { name, header },
            Some(shape),
        );
    };
    let (operation, name) = ("GetQueueUrl", "QueueDoesNotExist");
    check(
        &sqs,
        operation,
        name,
        Some("AWS.SimpleQueueService.NonExistentQueue;Sender"),
        name,
    );
    check(&sqs, operation, name, None, name);
    let cloudwatch = json!({
        "crate": "cloudwatch", "service": "cloudwatch", "params": {"DashboardName": "d"},
    });
    check(
        &cloudwatch,
        "GetDashboard",
        "InternalServiceFault",
        Some("InternalServiceError;Receiver"),
        "InternalServiceFault",
    );
}

fn fake(krate: &str, operation: &str, error: &str) -> Value {
    let question = json!({
        "crate": krate, "operation": operation, "input": {"name": "n"}, "error": error,
        "credentials": true,
    });
    ask(question)["error"].take()
}

/// Fakes answer with the model's status and code.
#[test]
fn fakes_send_the_models_status_and_code() {
    for (code, status, retryable) in [
        ("NotFound", 404, false),
        ("Refused", 400, false),
        ("Broken", 500, true),
        ("Busy", 503, true),
    ] {
        let error = fake("fixture-unsigned", "SignUp", code);
        assert_eq!(
            (&error["code"], &error["status"]),
            (&json!(code), &json!(status))
        );
        assert_eq!(error["retryable"], retryable, "{error}");
        assert_eq!(error["shape"], code);
        assert!(
            error["headers"].get("x-amzn-query-error").is_none(),
            "{error}"
        );
    }
    for (name, code, status, fault) in [
        ("ThingMissing", "Missing", 404, "Sender"),
        ("Missing", "AWS.Fixture.Gone", 410, "Sender"),
        ("Overloaded", "Fixture.Busy", 503, "Receiver"),
    ] {
        let error = fake("fixture-query-compatible", "Fetch", name);
        assert_eq!(
            (&error["code"], &error["status"]),
            (&json!(code), &json!(status))
        );
        assert_eq!(error["shape"], name);
        let header = &error["headers"]["x-amzn-query-error"];
        assert_eq!(*header, format!("{code};{fault}"));
        let body: Value = serde_json::from_str(error["body"].as_str().expect("a text")).unwrap();
        assert_eq!(body["__type"], name);
        assert_eq!(error["throttling"], name == "Overloaded");
    }
}

/// The received status decides whether a call is retried, as in botocore.
#[test]
fn retries_depend_on_the_received_status() {
    let mut oracle = Oracle::start();
    for (code, status) in [
        ("Broken", 400),
        ("Broken", 500),
        ("Refused", 400),
        ("Refused", 503),
    ] {
        let expected = oracle.ask(&json!({
            "do": "is_retried", "model": model("unsigned"), "operation": "WhoAmI",
            "status": status, "code": code,
        }));
        let is_transient = status >= 500;
        assert_eq!(expected["is_retried"], is_transient, "{code} {status}");
    }
}
