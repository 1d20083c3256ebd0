//! Errors as services report them that spoke awsQuery before.

use http::Response;
use tinsmith_runtime::body::Body;
use tinsmith_runtime::error::{CallError, ErrorMetadata, OperationError as _};
use tinsmith_runtime::operation::{Operation, OperationSchema};
use tinsmith_runtime::protocol::aws_json::AwsJson1_0;
use tinsmith_runtime::protocol::query_compatible::QueryCompatible;

use super::shapes::{
    self as types, BusyException, Error, NotFoundException, PingInput, PingOutput,
};

struct Poll;

impl Operation for Poll {
    const SCHEMA: &'static OperationSchema = &OperationSchema::new("Poll").target("Queues.Poll");
    type Protocol = QueryCompatible<AwsJson1_0>;
    type Input = PingInput;
    type Output = PingOutput;
    type Error = PollError;
}

#[derive(Clone, Debug, PartialEq)]
enum PollError {
    NotFoundException(NotFoundException),
    BusyException(BusyException),
    Unhandled(ErrorMetadata),
}

tinsmith_runtime::operation_error! {
    PollError => Error {
        NotFoundException: "Queue.NotFound" as "QueueNotFound", message;
        BusyException: "Busy", message, Throttling, 503;
    }
}

fn failed(header: &str, body: &str) -> CallError<PollError> {
    let response = Response::builder().status(400);
    let response = response.header("x-amzn-query-error", header);
    let response = response.body(Body::from(body.to_owned())).unwrap();
    Poll::response(&response).unwrap_err()
}

#[test]
fn requests_ask_for_the_codes() {
    let request = Poll::request(&PingInput {}).unwrap();
    assert_eq!(request.headers()["x-amzn-query-mode"], "true");
    assert_eq!(request.headers()["x-amz-target"], "Queues.Poll");
    assert_eq!(
        request.headers()["content-type"],
        "application/x-amz-json-1.0"
    );
}

#[test]
fn the_code_is_the_one_in_the_header() {
    let body = r#"{"__type":"a#QueueNotFound","message":"gone","code":7}"#;
    let error = failed("Queue.NotFound;Sender", body);
    assert_eq!(error.code(), Some("Queue.NotFound"));
    let Some(PollError::NotFoundException(shape)) = error.service_error() else {
        panic!("{error:?}");
    };
    assert_eq!(
        (shape.message.as_deref(), shape.code),
        (Some("gone"), Some(7))
    );
    let own = error.service_error().and_then(PollError::code);
    assert_eq!(own, error.code());
    let error = Error::from(error);
    assert!(matches!(error, Error::NotFoundException(_)), "{error:?}");
    assert_eq!(error.code(), Some("Queue.NotFound"));
}

#[test]
fn errors_are_found_by_name_or_code() {
    for (header, name, code) in [
        ("New;Sender", "Busy", "New"),
        ("Busy;Receiver", "New", "Busy"),
        ("Busy;Sender", "", "Busy"),
    ] {
        let error = failed(header, &format!(r#"{{"__type":"{name}"}}"#));
        assert!(
            matches!(error.service_error(), Some(PollError::BusyException(_))),
            "{error:?}"
        );
        assert_eq!(error.code(), Some(code));
    }
    let error = failed("Newer;Sender", r#"{"__type":"New"}"#);
    assert!(matches!(
        error.service_error(),
        Some(PollError::Unhandled(_))
    ));
    assert_eq!(error.code(), Some("Newer"));
}

#[test]
fn headers_of_another_form_count_for_nothing() {
    for header in ["", "Other", ";Sender", "Other;Sender;More"] {
        let error = failed(header, r#"{"__type":"Busy"}"#);
        assert_eq!(error.code(), Some("Busy"), "{header}");
    }
    assert!(PollError::modelled("Other").is_none());
}
