//! Conversion between `Error` and AWS's `SdkError`.

use std::error::Error as StdError;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_types::request_id::RequestId;
use tinsmith_runtime::body::Body;
use tinsmith_runtime::client::sdk_error::{
    ConnectorError, DisplayErrorContext, ProvideErrorMetadata, SdkError,
};
use tinsmith_runtime::error::{
    CallError, Cause, OperationError, Retryable, TransportError, TransportErrorKind,
};
use tinsmith_runtime::operation::Operation;

use crate::operation::*;

type Raw = HttpResponse;

fn failed(status: u16, body: &str) -> CallError<StartError> {
    let response = response(status, body).map(|body| Body::from(body.bytes().unwrap().to_vec()));
    Start::response(&response).unwrap_err()
}

fn transport(kind: TransportErrorKind) -> CallError<StartError> {
    CallError::new(
        "Start",
        Cause::Transport(TransportError::new(kind, "the source")),
    )
}

/// A response that ended early.
fn truncated() -> CallError<StartError> {
    let metadata = failed(200, "[]").metadata().unwrap().clone();
    let error = TransportError::new(TransportErrorKind::Response, "the source");
    CallError::new("Start", Cause::Transport(error.with_metadata(metadata)))
}

fn sdk(error: CallError<StartError>) -> SdkError<StartError, Raw> {
    error.into()
}

const NOT_FOUND: &str = r#"{"__type":"NotFoundException","message":"gone"}"#;

#[test]
fn service_errors_convert() {
    let error = sdk(failed(400, NOT_FOUND));
    let SdkError::ServiceError(context) = &error else {
        panic!("{error:?}");
    };
    assert!(matches!(context.err(), StartError::NotFound(_)));
    assert_eq!(context.raw().status().as_u16(), 400);
    assert_eq!(context.raw().headers().get("x-amzn-requestid"), Some("r-1"));
    assert_eq!(context.raw().body().bytes(), Some(NOT_FOUND.as_bytes()));
    assert_eq!(error.code(), Some("NotFoundException"));
    assert_eq!(error.request_id(), Some("r-1"));
    let text = DisplayErrorContext(&error).to_string();
    assert!(text.contains("NotFoundException: gone"), "{text}");
    assert!(!text.contains("__type"), "the body is told: {text}");

    let unknown = sdk(failed(403, r#"{"__type":"New","message":"m"}"#));
    assert_eq!(unknown.code(), Some("New"));
    assert_eq!(unknown.message(), Some("m"));
    assert_eq!(unknown.meta().request_id(), Some("r-1"));
}

#[test]
fn other_kinds_convert() {
    use TransportErrorKind::{Connection, Construction, Response, Timeout};
    assert!(matches!(
        sdk(transport(Construction)),
        SdkError::ConstructionFailure(_)
    ));
    assert!(matches!(sdk(transport(Timeout)), SdkError::TimeoutError(_)));
    let SdkError::DispatchFailure(failure) = sdk(transport(Connection)) else {
        panic!("another kind");
    };
    assert!(failure.is_io());
    let SdkError::DispatchFailure(failure) = sdk(transport(Response)) else {
        panic!("another kind");
    };
    assert!(failure.is_other());
    let truncated = sdk(truncated());
    assert!(matches!(truncated, SdkError::ResponseError(_)));
    assert_eq!(truncated.request_id(), Some("r-1"));
    let missing = Start::check(&StartInput::default()).unwrap_err();
    let error = CallError::new("Start", Cause::Input(missing));
    assert!(matches!(sdk(error), SdkError::ConstructionFailure(_)));
    let unreadable = sdk(failed(200, "[]"));
    let SdkError::ResponseError(context) = &unreadable else {
        panic!("{unreadable:?}");
    };
    assert_eq!(context.raw().status().as_u16(), 200);
    assert_eq!(unreadable.request_id(), Some("r-1"));
}

/// Only the operation's name and the number of attempts are lost.
#[test]
fn round_trip_keeps_everything_else() {
    use TransportErrorKind::{Connection, Construction, Response, Timeout};
    let missing = Start::check(&StartInput::default()).unwrap_err();
    let explained = TransportError::explained(Connection, "in words", "the source")
        .with_retryable(None)
        .with_may_have_been_sent(false);
    let errors = || {
        vec![
            failed(400, NOT_FOUND),
            failed(400, r#"{"__type":"BusyException"}"#),
            failed(400, r#"{"__type":"New","message":"m"}"#),
            failed(503, "<html>"),
            failed(200, "[]"),
            failed(200, r#"{"id":7}"#),
            transport(Construction),
            transport(Timeout),
            transport(Connection),
            transport(Response),
            truncated(),
        ]
    };
    let mut pairs: Vec<_> = errors().into_iter().zip(errors()).collect();
    pairs.push((
        CallError::new("Start", Cause::Input(missing.clone())),
        CallError::new("Start", Cause::Input(missing)),
    ));
    for (before, error) in pairs {
        let after = CallError::<StartError>::from(sdk(error));
        let expected = before
            .to_string()
            .replace("Start failed", "The call failed");
        assert_eq!(after.to_string(), expected);
        assert_eq!(after.metadata(), before.metadata());
        assert_eq!(after.retryable(), before.retryable());
        assert_eq!(after.may_have_been_sent(), before.may_have_been_sent());
        assert_eq!(after.is_timeout(), before.is_timeout());
        assert_eq!(after.is_connection(), before.is_connection());
        let sources = |error: &CallError<StartError>| {
            let mut texts = Vec::new();
            let mut next = error.source();
            while let Some(source) = next {
                texts.push(source.to_string());
                next = source.source();
            }
            texts
        };
        assert_eq!(sources(&after), sources(&before));
    }
    let after =
        CallError::<StartError>::from(sdk(CallError::new("Start", Cause::Transport(explained))));
    assert_eq!(
        after.to_string(),
        "The call failed: the connection failed: in words"
    );
    assert!(!after.is_retryable() && !after.may_have_been_sent());
}

/// `SdkError`s that were not made from an `Error`.
#[test]
fn other_sdk_errors_convert() {
    let from = |error: SdkError<StartError, Raw>| CallError::<StartError>::from(error);
    let io = || ConnectorError::io("broken pipe".into());
    let error = from(SdkError::dispatch_failure(io()));
    assert_eq!(
        error.to_string(),
        "The call failed: the connection failed: broken pipe"
    );
    assert!(error.is_connection() && error.is_retryable() && error.may_have_been_sent());
    let error = from(SdkError::dispatch_failure(ConnectorError::timeout(
        "slow".into(),
    )));
    assert!(error.is_timeout());
    let error = from(SdkError::dispatch_failure(ConnectorError::user(
        "bad".into(),
    )));
    assert!(!error.is_retryable() && !error.may_have_been_sent());
    let error = from(SdkError::construction_failure("no"));
    assert_eq!(
        error.to_string(),
        "The call failed: the request could not be made: no"
    );
    let raw = HttpResponse::try_from(response(400, NOT_FOUND)).unwrap();
    let own = StartError::modelled("NotFoundException").unwrap();
    let error = from(SdkError::service_error(own, raw));
    assert_eq!(error.status(), Some(400));
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(error.code(), Some("NotFoundException"));
}

#[test]
fn metadata_traits_of_the_sdk_are_implemented() {
    let error = failed(400, NOT_FOUND);
    let meta = error.meta();
    assert_eq!(meta.code(), Some("NotFoundException"));
    assert_eq!(meta.message(), Some("gone"));
    assert_eq!(meta.request_id(), Some("r-1"));
    assert_eq!(ProvideErrorMetadata::code(&error), error.code());
    assert_eq!(transport(TransportErrorKind::Timeout).meta().code(), None);
    let busy = failed(400, r#"{"__type":"BusyException"}"#);
    assert_eq!(busy.retryable(), Some(Retryable::Transient));
}
