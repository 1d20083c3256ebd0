//! Error responses, against botocore's parser.

use codebuild::error::{CallError, Cause, OperationError};
use codebuild::operation::Operation;
use serde_json::{Value, json};
use tests::each_operation;
use tests::operations;
use tests::oracle::Oracle;

use crate::responses::response;

/// An error response, and the expected code and message.
struct Case {
    status: u16,
    headers: Value,
    body: String,
    code: Option<String>,
    message: Option<&'static str>,
    /// Whether botocore finds the same; it reads the code from `__type` only.
    botocore_agrees: bool,
}

impl Case {
    fn new(body: &Value, code: &str) -> Self {
        Self {
            status: 400,
            headers: json!({"x-amzn-requestid": "r-1"}),
            body: body.to_string(),
            code: Some(code.to_owned()),
            message: None,
            botocore_agrees: true,
        }
    }

    fn message(self, message: &'static str) -> Self {
        let message = Some(message);
        Self { message, ..self }
    }

    fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    fn error_type(mut self, value: &str) -> Self {
        self.headers["X-Amzn-ErrorType"] = value.into();
        self.botocore_agrees = false;
        self
    }

    fn not_in_botocore(self) -> Self {
        let botocore_agrees = false;
        Self {
            botocore_agrees,
            ..self
        }
    }
}

/// The places where services put code and message.
fn cases(code: &str) -> Vec<Case> {
    const URI: &str = ":http://internal.amazon.com/coral/com.amazon.coral.service/#x";
    let namespaced = format!("com.amazonaws.codebuild#{code}");
    let by_type = |body: Value| Case::new(&body, code);
    vec![
        by_type(json!({"__type": code})),
        by_type(json!({"__type": code, "message": "m"})).message("m"),
        by_type(json!({"__type": code, "Message": "m"})).message("m"),
        by_type(json!({"__type": code, "Message": "M", "message": "m"})).message("m"),
        by_type(json!({"__type": code, "message": ""})).message(""),
        by_type(json!({"__type": code, "message": null})),
        by_type(json!({"__type": namespaced, "message": "m"})).message("m"),
        by_type(json!({"__type": format!("{code}{URI}"), "message": "m"})).message("m"),
        by_type(json!({"__type": format!("{namespaced}{URI}"), "message": "Grüße 😀\n"}))
            .message("Grüße 😀\n"),
        by_type(json!({"__type": code, "message": "m", "more": {"x": [1]}})).message("m"),
        by_type(json!({"__type": code, "code": "Other"})),
        by_type(json!({"__type": code, "code": 7})),
        by_type(json!({"__type": code})).status(403),
        by_type(json!({"__type": code, "message": "m"}))
            .status(500)
            .message("m"),
        by_type(json!({"message": "m"}))
            .error_type(code)
            .message("m"),
        by_type(json!({})).error_type(&namespaced),
        by_type(json!({})).error_type(&format!("{code}{URI}")),
        by_type(json!({})).error_type(&format!("{namespaced}{URI}")),
        by_type(json!({"__type": "Other", "message": "m"}))
            .error_type(code)
            .message("m"),
        by_type(json!({"code": code, "message": "m"}))
            .not_in_botocore()
            .message("m"),
        by_type(json!({"code": namespaced})).not_in_botocore(),
        by_type(json!({"code": format!("{namespaced}{URI}")})).not_in_botocore(),
        Case {
            body: String::new(),
            ..by_type(json!({})).error_type(code)
        },
        Case {
            body: "<html>Bad Gateway</html>".to_owned(),
            ..by_type(json!({})).error_type(code).status(502)
        },
    ]
}

/// Error responses without a code.
fn nameless() -> Vec<Case> {
    let nameless = |body: Value| Case {
        code: None,
        ..Case::new(&body, "")
    };
    vec![
        nameless(json!({})),
        nameless(json!({"message": "m"})).message("m"),
        nameless(json!({"code": 42, "message": "m"})).message("m"),
        nameless(json!({"Message": "m"})).status(500).message("m"),
        Case {
            body: String::new(),
            ..nameless(json!({}))
        },
        // botocore uses an unreadable body as the message.
        nameless(json!(["__type", "x"])).not_in_botocore(),
        nameless(json!({"__type": 42})).not_in_botocore(),
        nameless(json!({"__type": ""})).not_in_botocore(),
        Case {
            body: "<html><body>Bad Gateway</body></html>".to_owned(),
            ..nameless(json!({})).status(502).not_in_botocore()
        },
        Case {
            body: r#"{"__type":"InvalidInputExcep"#.to_owned(),
            ..nameless(json!({})).not_in_botocore()
        },
    ]
}

/// Codes that no operation lists.
const UNMODELLED: [&str; 5] = [
    "ThrottlingException",
    "AccessDeniedException",
    "ExpiredTokenException",
    "OAuthProviderException",
    "invalidinputexception",
];

#[test]
fn errors_are_found_by_code() {
    let mut oracle = Oracle::start();
    let model = operations::model();
    each_operation!(check(&mut oracle, &model));
}

fn check<O: Operation>(oracle: &mut Oracle, model: &Value) {
    let modelled = operations::errors(model, O::SCHEMA.name);
    assert!(!modelled.is_empty());
    for code in modelled.iter().copied().chain(UNMODELLED) {
        for case in cases(code) {
            let error = check_case::<O>(oracle, &case);
            let modelled = modelled.contains(&code);
            assert_eq!(is_modelled(error), modelled, "{}: {}", O::SCHEMA.name, case.body);
        }
    }
    for case in nameless() {
        assert!(!is_modelled(check_case::<O>(oracle, &case)));
    }
}

fn is_modelled<E: OperationError>(error: CallError<E>) -> bool {
    match error.into_cause() {
        Cause::Service { mut error, .. } => error.shape_mut().is_some(),
        cause => panic!("{cause:?}"),
    }
}

fn check_case<O: Operation>(oracle: &mut Oracle, case: &Case) -> CallError<O::Error> {
    let answer = json!({"status": case.status, "headers": case.headers, "body": case.body});
    let error = O::response(&response(&answer)).expect_err("an error response");
    let what = format!("{}: {answer}", O::SCHEMA.name);
    assert_eq!(error.code(), case.code.as_deref(), "{what}");
    assert_eq!(error.message(), case.message, "{what}");
    assert_eq!(error.request_id(), Some("r-1"), "{what}");
    assert_eq!(error.status(), Some(case.status), "{what}");
    assert_eq!(
        error.metadata().expect(&what).body(),
        case.body.as_bytes(),
        "{what}"
    );
    // The operation's error and `CallError` agree.
    let shown = case.message.filter(|text| !text.is_empty());
    let text = match (&case.code, shown) {
        (Some(code), Some(message)) => format!("{code}: {message}"),
        (Some(code), None) => code.clone(),
        (None, Some(message)) => message.to_owned(),
        (None, None) if case.body.is_empty() => "no error code in an empty response".to_owned(),
        (None, None) if case.body.starts_with('<') => "no error code in an HTML page".to_owned(),
        (None, None) => "no error code in the response".to_owned(),
    };
    let inner = error.service_error().expect(&what).to_string();
    assert_eq!(inner, text, "{what}");

    if case.botocore_agrees {
        let parse = json!({
            "do": "parse",
            "operation": O::SCHEMA.name,
            "status": case.status,
            "headers": case.headers,
            "body": case.body,
        });
        let expected = oracle.ask(&parse)["error"].take();
        let status = case.status.to_string();
        // botocore uses the status as the code if there is none.
        let code = expected["Code"].as_str().filter(|code| **code != status);
        assert_eq!(error.code(), code, "botocore, {what}");
        // For botocore, an absent message is empty.
        let message = expected["Message"].as_str().unwrap_or_default();
        let ours = error.message().unwrap_or_default();
        assert_eq!(ours, message, "botocore, {what}");
        assert_eq!(
            error.request_id(),
            expected["request_id"].as_str(),
            "botocore, {what}"
        );
        assert_eq!(expected["fields"], json!({}), "{what}");
    }
    error
}
