//! The error enum of a service, into which the errors of all operations convert.

use std::error::Error as _;

use http::Response;
use tinsmith_runtime::body::Body;
use tinsmith_runtime::error::{
    AnyError, CallError, Cause, ErrorMetadata, OperationError, Retryable, TransportError,
    TransportErrorKind,
};
use tinsmith_runtime::operation::{Operation, OperationSchema};
use tinsmith_runtime::protocol::aws_json::AwsJson1_1;

use super::shapes::{
    self as types, BusyException, Error, Fetch, FetchError, FetchInput, NotFoundException,
    PingInput, PingOutput, SecretException,
};

/// A second operation. One of its errors is an error of `Fetch`, too, but is retryable there only.
struct Put;

impl Operation for Put {
    const SCHEMA: &'static OperationSchema =
        &OperationSchema::new("Put").target("Service_20200101.Put");
    type Protocol = AwsJson1_1;
    type Input = PingInput;
    type Output = PingOutput;
    type Error = PutError;
}

#[derive(Clone, Debug, PartialEq)]
enum PutError {
    NotFoundException(NotFoundException),
    BusyException(BusyException),
    Unhandled(ErrorMetadata),
}

tinsmith_runtime::operation_error! {
    PutError => Error {
        NotFoundException: "NotFoundException", message;
        BusyException: "Busy", message;
    }
}

fn response(status: u16, body: &str) -> Response<Body> {
    let response = Response::builder().status(status);
    let response = response.header("x-amzn-requestid", "r-1");
    response.body(Body::from(body.to_owned())).unwrap()
}

/// A program that calls both operations.
fn both(fetched: &Response<Body>, put: &Response<Body>) -> Result<PingOutput, Error> {
    Fetch::response(fetched)?;
    Ok(Put::response(put)?)
}

/// The error of the first operation.
fn first(status: u16, body: &str) -> Error {
    both(&response(status, body), &response(200, "{}")).unwrap_err()
}

/// The error of the second operation.
fn second(status: u16, body: &str) -> Error {
    both(&response(200, "{}"), &response(status, body)).unwrap_err()
}

fn transport(kind: TransportErrorKind) -> CallError<FetchError> {
    CallError::new("Fetch", Cause::Transport(TransportError::new(kind, "why")))
}

const NOT_FOUND: &str = r#"{"__type":"NotFoundException","message":"gone","code":7}"#;
const BUSY: &str = r#"{"__type":"Busy","message":"later"}"#;
const THROTTLED: &str = r#"{"__type":"ThrottlingException","message":"slow down"}"#;

#[test]
fn errors_of_all_operations_convert() {
    assert!(both(&response(200, "{}"), &response(200, "{}")).is_ok());
    for (error, operation) in [
        (first(400, NOT_FOUND), "Fetch"),
        (second(400, NOT_FOUND), "Put"),
    ] {
        assert_eq!(error.operation(), operation);
        assert!(matches!(error, Error::NotFoundException(_)), "{error:?}");
    }
    for error in [
        first(400, THROTTLED),
        second(400, THROTTLED),
        first(200, "[]"),
        transport(TransportErrorKind::Timeout).into(),
    ] {
        assert!(matches!(error, Error::Unhandled(_)), "{error:?}");
    }
}

#[test]
fn variants_have_the_shape_as_value() {
    let Error::NotFoundException(error) = second(400, NOT_FOUND) else {
        panic!();
    };
    assert_eq!(error.code, Some(7));
    assert_eq!(error.message.as_deref(), Some("gone"));
    assert_eq!(error.metadata().code(), Some("NotFoundException"));
    let expected = NotFoundException {
        message: Some("gone".to_owned()),
        code: Some(7),
        inner: None,
    };
    assert_eq!(*error, expected);
    assert_eq!(error.into_inner(), expected);
}

#[test]
fn predicates_of_modelled_errors() {
    let error = first(404, NOT_FOUND);
    assert_eq!(error.code(), Some("NotFoundException"));
    assert_eq!(error.message(), Some("gone"));
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(error.status(), Some(404));
    assert_eq!(error.metadata().unwrap().body(), NOT_FOUND.as_bytes());
    assert_eq!(error.attempts(), 0);
    assert!(error.may_have_been_sent());
    assert!(!error.is_throttling() && !error.is_retryable());
    assert!(!error.is_timeout() && !error.is_access_denied());

    // The retryable trait belongs to the operation's list of errors, not to the shape.
    let busy = first(400, BUSY);
    assert!(busy.is_throttling() && busy.is_retryable());
    assert_eq!(busy.retryable(), Some(Retryable::Throttling));
    let busy = second(400, BUSY);
    assert!(!busy.is_throttling());
    assert_eq!(busy.retryable(), None);
    // Without a retryable trait, the status decides.
    assert_eq!(second(503, BUSY).retryable(), Some(Retryable::Transient));

    let error = Fetch::response(&response(400, BUSY)).unwrap_err();
    assert_eq!(Error::from(error.with_attempts(3)).attempts(), 3);
}

#[test]
fn predicates_of_other_errors() {
    let error = second(400, THROTTLED);
    assert_eq!(error.operation(), "Put");
    assert_eq!(error.code(), Some("ThrottlingException"));
    assert_eq!(error.message(), Some("slow down"));
    assert_eq!(error.request_id(), Some("r-1"));
    assert!(error.is_throttling() && error.is_retryable() && error.may_have_been_sent());

    let error = first(200, "[]");
    assert_eq!((error.status(), error.code()), (Some(200), None));
    assert_eq!(error.request_id(), Some("r-1"));
    assert!(!error.is_retryable() && error.may_have_been_sent());

    let error = Error::from(transport(TransportErrorKind::Timeout).with_attempts(2));
    assert!(error.is_timeout() && error.is_retryable() && error.may_have_been_sent());
    assert_eq!((error.attempts(), error.status()), (2, None));

    let invalid = Fetch::check(&FetchInput::default()).unwrap_err();
    let error = Error::from(CallError::<FetchError>::new("Fetch", Cause::Input(invalid)));
    assert!(!error.may_have_been_sent() && !error.is_retryable());
    assert!(error.metadata().is_none());
}

/// `Display` is that of the operation's error.
#[test]
fn display_equals_that_of_call_errors() {
    let invalid = || {
        let invalid = Fetch::check(&FetchInput::default()).unwrap_err();
        CallError::new("Fetch", Cause::Input(invalid))
    };
    let failed = |status, body| Fetch::response(&response(status, body)).unwrap_err();
    let errors = || {
        [
            failed(400, NOT_FOUND),
            failed(400, r#"{"__type":"NotFoundException"}"#),
            failed(400, r#"{"__type":"SecretException","message":"hunter2"}"#),
            failed(400, THROTTLED),
            failed(502, "<html>"),
            failed(200, "[]"),
            transport(TransportErrorKind::Connection),
            invalid(),
        ]
    };
    for (error, same) in errors().into_iter().zip(errors()) {
        assert_eq!(Error::from(error).to_string(), same.to_string());
    }
    assert_eq!(
        second(400, NOT_FOUND).to_string(),
        "Put failed: NotFoundException: gone (HTTP 400, request id r-1)"
    );
    assert_eq!(
        second(400, THROTTLED).to_string(),
        "Put failed: ThrottlingException: slow down (HTTP 400, request id r-1)"
    );
}

/// Programs that print an error with its sources, as anyhow does, say everything once.
#[test]
fn text_has_everything_once() {
    let printed = |error: &dyn std::error::Error| {
        let mut text = error.to_string();
        let mut next = error.source();
        while let Some(source) = next {
            text.push_str(&format!(": {source}"));
            next = source.source();
        }
        text
    };
    for body in [NOT_FOUND, THROTTLED, BUSY] {
        let error = first(400, body);
        assert_eq!(printed(&error), error.to_string());
        let any = AnyError::from(error);
        assert_eq!(printed(&any), any.to_string());
    }
    let error = Error::from(transport(TransportErrorKind::Connection));
    assert_eq!(printed(&error).matches("why").count(), 1, "{error}");
    let any = AnyError::from(first(400, NOT_FOUND));
    let shape = any
        .service_error()
        .unwrap()
        .downcast_ref::<NotFoundException>();
    assert_eq!(shape.unwrap().code, Some(7));
    assert!(AnyError::from(error).service_error().is_none());
}

#[test]
fn sensitive_messages_are_redacted() {
    let error = first(400, r#"{"__type":"SecretException","message":"hunter2"}"#);
    let shown = format!("{error} {error:?} {error:#?} {:?}", error.source());
    assert!(!shown.contains("hunter2"), "{shown}");
    let Error::SecretException(error) = error else {
        panic!();
    };
    let shown = format!("{error} {error:?} {error:#?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    let expected = SecretException {
        message: Some("hunter2".to_owned()),
    };
    assert_eq!(*error, expected);
}

/// An error of one operation is unmodelled for the other.
#[test]
fn errors_of_another_operation_are_unmodelled() {
    let secret = r#"{"__type":"SecretException"}"#;
    assert!(matches!(first(400, secret), Error::SecretException(_)));
    let Error::Unhandled(error) = second(400, secret) else {
        panic!();
    };
    assert_eq!(error.code(), Some("SecretException"));
    assert!(PutError::modelled("SecretException").is_none());
}

/// The metadata traits of AWS's SDK.
#[cfg(feature = "client")]
#[test]
fn metadata_traits_of_the_sdk_are_implemented() {
    use tinsmith_runtime::client::sdk_error::{ProvideErrorMetadata, RequestId};

    fn asked(error: &(impl ProvideErrorMetadata + RequestId)) -> [Option<&str>; 4] {
        let meta = error.meta();
        [
            error.code(),
            error.message(),
            error.request_id(),
            meta.code(),
        ]
    }

    let code = Some("NotFoundException");
    let error = first(400, NOT_FOUND);
    assert_eq!(asked(&error), [code, Some("gone"), Some("r-1"), code]);
    let code = Some("ThrottlingException");
    let error = first(400, THROTTLED);
    assert_eq!(asked(&error), [code, Some("slow down"), Some("r-1"), code]);
    let error = Error::from(transport(TransportErrorKind::Timeout));
    assert_eq!(asked(&error), [None; 4]);
}
