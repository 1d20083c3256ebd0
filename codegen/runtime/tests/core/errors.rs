//! Operations without I/O: requests, responses and errors.

use http::{HeaderMap, Method, Response};
use tinsmith_runtime::body::Body;
use tinsmith_runtime::error::{
    CallError, Cause, ErrorMetadata, OperationError, Retryable, TransportError, TransportErrorKind,
};
use tinsmith_runtime::operation::{Operation, Protocol};
use tinsmith_runtime::protocol::aws_json::AwsJson1_1;

use super::shapes::{
    Build, BusyException, Color, Error, Fetch, FetchError, FetchInput, FetchOutput, Inner,
    NotFoundException, Ping, PingInput, PingOutput,
};

fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Response<Body> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Body::from(body.to_owned())).unwrap()
}

fn error_metadata(response: &Response<Body>) -> ErrorMetadata {
    AwsJson1_1::error_metadata(response)
}

/// The error that the operation reads from this response.
fn failed(status: u16, headers: &[(&str, &str)], body: &str) -> CallError<FetchError> {
    Fetch::response(&response(status, headers, body)).unwrap_err()
}

fn modelled(error: &CallError<FetchError>) -> &FetchError {
    error.service_error().unwrap()
}

fn text(headers: &HeaderMap) -> Vec<(&str, &str)> {
    headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
        .collect()
}

#[test]
fn writes_requests() {
    let input = FetchInput {
        name: Some("n".to_owned()),
        ..FetchInput::default()
    };
    let request = Fetch::request(&input).unwrap();
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.uri(), "/");
    assert_eq!(
        text(request.headers()),
        [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", "Service_20200101.Fetch"),
        ]
    );
    assert_eq!(&request.body().bytes().unwrap()[..], br#"{"name":"n"}"#);

    let request = Ping::request(&PingInput {}).unwrap();
    assert_eq!(
        text(request.headers()),
        [
            ("content-type", "application/x-amz-json-1.0"),
            ("x-amz-target", "Service_20200101.Ping"),
        ]
    );
    assert_eq!(&request.body().bytes().unwrap()[..], b"{}");
}

#[test]
fn reads_outputs() {
    for (status, body, id) in [
        (200, r#"{"build":{"id":"b:1"}}"#, Some("b:1")),
        (299, r#"{"build":{},"new":1}"#, None),
    ] {
        let output = Fetch::response(&response(status, &[], body)).unwrap();
        let build = Build {
            id: id.map(str::to_owned),
            phases: None,
        };
        assert_eq!(output.build, Some(build));
    }
    for body in ["", " \n", "{}", "null"] {
        let output = Fetch::response(&response(200, &[], body)).unwrap();
        assert_eq!(output, FetchOutput::default());
    }
}

#[test]
fn operation_without_output_ignores_the_body() {
    for body in ["", "{}", r#"{"new":1}"#, "<html>"] {
        let output = Ping::response(&response(200, &[], body));
        assert_eq!(output.ok(), Some(PingOutput {}));
    }
}

#[test]
fn unreadable_success_is_an_error() {
    let error = failed(200, &[("x-amzn-RequestId", "r-1")], "<html>");
    assert_eq!(
        error.to_string(),
        "Fetch failed: unreadable response: expected value (line 1, column 1) \
         (HTTP 200, request id r-1)"
    );
    assert!(matches!(error.cause(), Cause::Response { .. }));
    assert_eq!(error.service_error(), None);
    assert_eq!(error.metadata().unwrap().body(), b"<html>");

    let error = failed(200, &[], r#"{"build":{"phases":[{"startTime":true}]}}"#);
    assert_eq!(
        error.to_string(),
        "Fetch failed: unreadable response: build.phases[0].startTime: expected a timestamp, \
         found a boolean (line 1, column 37) (HTTP 200)"
    );
}

#[test]
fn every_status_but_2xx_is_an_error() {
    for status in [199, 300, 304, 400, 403, 500, 503] {
        let error = failed(status, &[], r#"{"__type":"Busy"}"#);
        assert!(matches!(modelled(&error), FetchError::BusyException(_)));
        assert_eq!(error.status(), Some(status));
    }
}

#[test]
fn finds_error_codes() {
    let header = |code: &str| error_metadata(&response(400, &[("X-Amzn-ErrorType", code)], "{}"));
    let body = |body: &str| error_metadata(&response(400, &[], body));
    let uri = "http://internal.amazon.com/coral/com.amazon.coral.validate/";
    for metadata in [
        header("FooError"),
        header(&format!("FooError:{uri}")),
        header(&format!("aws.protocoltests.restjson#FooError:{uri}")),
        body(r#"{"__type":"FooError"}"#),
        body(r#"{"__type":"aws.protocoltests.restjson#FooError"}"#),
        body(&format!(r#"{{"__type":"a#FooError:{uri}#b"}}"#)),
        body(r#"{"code":"FooError"}"#),
        body(r#"{"code":"a#FooError:http://b"}"#),
        // The order is: header, `__type`, `code`.
        error_metadata(&response(
            400,
            &[("x-amzn-errortype", "FooError")],
            r#"{"__type":"BarError","code":"BazError"}"#,
        )),
        body(r#"{"code":"BazError","__type":"FooError"}"#),
        body(r#"{"new":[1e400],"__type":"FooError"}"#),
        body(r#"{"code":1e400,"__type":"Foo\u0045rror"}"#),
        // Places without a code are skipped.
        error_metadata(&response(
            400,
            &[("x-amzn-errortype", ":http://a")],
            r#"{"__type":"FooError"}"#,
        )),
        body(r#"{"__type":"","code":"FooError"}"#),
        body(r#"{"__type":null,"code":"FooError"}"#),
        body(r#"{"code":17,"__type":"FooError"}"#),
        // The header suffices.
        error_metadata(&response(500, &[("x-amzn-errortype", "FooError")], "")),
        error_metadata(&response(
            500,
            &[("x-amzn-errortype", "FooError")],
            "<html>",
        )),
    ] {
        assert_eq!(metadata.code(), Some("FooError"));
    }
    for metadata in [
        header(""),
        header(":"),
        body(""),
        body("{}"),
        body("[]"),
        body("null"),
        body("<html>"),
        // A member of some modelled errors.
        body(r#"{"code":17}"#),
        body(r#"{"__type":"a#"}"#),
    ] {
        assert_eq!(metadata.code(), None, "{metadata:?}");
    }
}

#[test]
fn finds_error_messages() {
    for (body, message) in [
        (r#"{"message":"m"}"#, Some("m")),
        (r#"{"Message":"m"}"#, Some("m")),
        (r#"{"errorMessage":"m"}"#, Some("m")),
        (r#"{"Message":"no","message":"m"}"#, Some("m")),
        (r#"{"message":null,"Message":"m"}"#, Some("m")),
        (r#"{"message":null}"#, None),
        (r#"{"message":""}"#, Some("")),
        (r#"{"message":"","Message":"m"}"#, Some("m")),
        (r#"{"message":{"text":"m"}}"#, None),
        ("{}", None),
        ("", None),
    ] {
        let metadata = error_metadata(&response(400, &[], body));
        assert_eq!(metadata.message(), message, "{body}");
    }
}

#[test]
fn finds_request_ids() {
    for headers in [
        &[("x-amzn-RequestId", "r-1"), ("x-amz-id-2", "no")][..],
        &[("X-AMZN-REQUESTID", "r-1"), ("x-amz-request-id", "no")],
        &[("x-amz-request-id", "r-1"), ("x-amz-id-2", "no")],
        &[("x-amzn-requestid", ""), ("x-amz-request-id", "r-1")],
        &[("x-amz-id-2", "r-1")],
    ] {
        let metadata = error_metadata(&response(400, headers, ""));
        assert_eq!(metadata.request_id(), Some("r-1"));
    }
    let metadata = error_metadata(&response(400, &[("x-request-id", "r-1")], ""));
    assert_eq!(metadata.request_id(), None);
}

#[test]
fn reads_members_of_modelled_errors() {
    let error = failed(
        400,
        &[],
        r#"{"__type":"a#NotFoundException","message":"gone","code":7,"inner":{"type":"RED"}}"#,
    );
    let expected = NotFoundException {
        message: Some("gone".to_owned()),
        code: Some(7),
        inner: Some(Inner::new(Color::Red)),
    };
    assert_eq!(modelled(&error), &FetchError::NotFoundException(expected));
}

#[test]
fn finds_messages_in_either_case() {
    for body in [
        r#"{"__type":"Busy","Message":"m"}"#,
        r#"{"__type":"Busy","message":"m"}"#,
        r#"{"__type":"Busy","errorMessage":"m"}"#,
    ] {
        let expected = BusyException {
            message: Some("m".to_owned()),
        };
        let error = failed(400, &[], body);
        assert_eq!(modelled(&error), &FetchError::BusyException(expected));
        assert_eq!(error.to_string(), "Fetch failed: Busy: m (HTTP 400)");
    }
}

#[test]
fn modelled_error_with_unreadable_body_keeps_its_kind() {
    // No member is set, not even those before the unreadable one.
    for body in [
        r#"{"__type":"NotFoundException","code":"x","message":"gone"}"#,
        r#"{"__type":"NotFoundException","inner":{"count":1},"code":1.5,"message":"gone"}"#,
    ] {
        let expected = NotFoundException {
            message: Some("gone".to_owned()),
            ..NotFoundException::default()
        };
        assert_eq!(
            modelled(&failed(400, &[], body)),
            &FetchError::NotFoundException(expected)
        );
    }
    for body in ["", "<html>", "[]", "null"] {
        let error = failed(400, &[("x-amzn-errortype", "NotFoundException")], body);
        assert_eq!(
            modelled(&error),
            &FetchError::NotFoundException(NotFoundException::default())
        );
        assert_eq!(
            error.to_string(),
            "Fetch failed: NotFoundException (HTTP 400)"
        );
    }
}

#[test]
fn unmodelled_error_is_unhandled() {
    let body = r#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#;
    let error = failed(429, &[("x-amzn-requestid", "r-1")], body);
    let FetchError::Unhandled(metadata) = modelled(&error) else {
        panic!("{error:?}");
    };
    assert_eq!(Some(metadata), error.metadata());
    assert_eq!(metadata.code(), Some("ThrottlingException"));
    assert_eq!(metadata.message(), Some("Rate exceeded"));
    assert_eq!(metadata.request_id(), Some("r-1"));
    assert_eq!(metadata.status(), 429);
    assert_eq!(metadata.body(), body.as_bytes());
    // The code of a modelled error is the one on the wire, not its name.
    let error = failed(400, &[], r#"{"__type":"BusyException"}"#);
    assert!(matches!(modelled(&error), FetchError::Unhandled(_)));
}

#[test]
fn display_of_errors() {
    let id = &[("x-amzn-requestid", "7c1e")][..];
    for (error, text) in [
        (
            failed(
                400,
                id,
                r#"{"__type":"NotFoundException","message":"Build not found"}"#,
            ),
            "Fetch failed: NotFoundException: Build not found (HTTP 400, request id 7c1e)",
        ),
        (
            failed(
                400,
                &[],
                r#"{"__type":"ThrottlingException","message":"Slow down"}"#,
            ),
            "Fetch failed: ThrottlingException: Slow down (HTTP 400)",
        ),
        (
            failed(400, &[], r#"{"__type":"NotFoundException","message":""}"#),
            "Fetch failed: NotFoundException (HTTP 400)",
        ),
        (
            failed(403, &[], r#"{"message":"Forbidden"}"#),
            "Fetch failed: Forbidden (HTTP 403)",
        ),
        (
            failed(502, id, "<html>Bad Gateway</html>"),
            "Fetch failed: no error code in an HTML page (HTTP 502, request id 7c1e)",
        ),
        (
            CallError::new(
                "Fetch",
                Cause::Input(Fetch::check(&FetchInput::default()).unwrap_err()),
            ),
            "Fetch failed: missing required members name, choice, color",
        ),
        (
            CallError::new(
                "Fetch",
                Cause::Transport(TransportError::new(
                    TransportErrorKind::Connection,
                    "connection refused",
                )),
            ),
            "Fetch failed: the connection failed: connection refused",
        ),
    ] {
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn display_of_modelled_errors() {
    let error = NotFoundException {
        message: Some("gone".to_owned()),
        ..NotFoundException::default()
    };
    assert_eq!(error.to_string(), "NotFoundException: gone");
    assert_eq!(
        NotFoundException::default().to_string(),
        "NotFoundException"
    );
    assert_eq!(BusyException::default().to_string(), "Busy");
    assert_eq!(
        ErrorMetadata::default().to_string(),
        "no error code in an empty response"
    );
}

#[test]
fn sources_and_accessors_of_errors() {
    let error = failed(
        400,
        &[("x-amzn-requestid", "r-1")],
        r#"{"__type":"NotFoundException","message":"gone"}"#,
    );
    assert_eq!(error.operation(), "Fetch");
    assert_eq!(error.code(), Some("NotFoundException"));
    assert_eq!(error.message(), Some("gone"));
    assert_eq!(error.request_id(), Some("r-1"));
    assert!(!error.is_timeout());
    assert_eq!(modelled(&error).code(), error.code());
    assert_eq!(modelled(&error).message(), error.message());
    // The text has it already.
    assert!(std::error::Error::source(&error).is_none());
    assert!(matches!(error.into_cause(), Cause::Service { .. }));
}

#[test]
fn retryable_trait_of_the_model_is_reported() {
    let retryable = |code| FetchError::modelled(code).unwrap().retryable();
    assert_eq!(retryable("Busy"), Some(Retryable::Throttling));
    assert_eq!(retryable("NotFoundException"), None);
    assert_eq!(
        FetchError::unhandled(ErrorMetadata::default()).retryable(),
        None
    );
}

#[test]
fn debug_does_not_contain_the_body() {
    let error = failed(400, &[], r#"{"__type":"NewException","token":"hunter2"}"#);
    let text = format!("{error:?}");
    assert!(
        !text.contains("hunter2") && text.contains("body_bytes: 43"),
        "{text}"
    );
}

#[test]
fn transport_errors_name_their_innermost_source() {
    let cases = [
        (
            TransportErrorKind::Construction,
            "the request could not be made",
        ),
        (TransportErrorKind::Timeout, "the time limit was reached"),
        (TransportErrorKind::Connection, "the connection failed"),
        (
            TransportErrorKind::Response,
            "the response could not be received",
        ),
    ];
    for (kind, text) in cases {
        let inner = TransportError::new(kind, "the inner one");
        let outer = TransportError::new(kind, inner);
        assert_eq!(outer.to_string(), format!("{text}: the inner one"));
        let explained = TransportError::explained(kind, "in other words", outer);
        assert_eq!(explained.to_string(), format!("{text}: in other words"));
        assert_eq!(explained.is_timeout(), kind == TransportErrorKind::Timeout);
        assert_eq!(explained.kind(), kind);
    }
}

#[test]
fn sensitive_messages_are_redacted() {
    use std::error::Error as _;
    for key in ["message", "Message"] {
        let body = format!(r#"{{"__type":"SecretException","{key}":"hunter2"}}"#);
        let error = failed(400, &[], &body);
        assert_eq!(
            error.to_string(),
            "Fetch failed: SecretException: (redacted) (HTTP 400)"
        );
        assert!(error.source().is_none());
        for text in [
            modelled(&error).to_string(),
            format!("{error:?} {error:#?} {:?}", modelled(&error)),
            error.metadata().unwrap().to_string(),
        ] {
            assert!(!text.contains("hunter2"), "{text}");
        }
        // The accessor returns it.
        assert_eq!(error.message(), Some("hunter2"));
        assert_eq!(modelled(&error).message(), Some("hunter2"));
    }
    let silent = failed(400, &[], r#"{"__type":"SecretException"}"#);
    assert_eq!(
        silent.to_string(),
        "Fetch failed: SecretException (HTTP 400)"
    );
}

/// What generated errors need for `SdkError::into_service_error`.
#[cfg(feature = "client")]
#[test]
fn into_service_error_of_the_sdk() {
    use tinsmith_runtime::client::sdk_error::SdkError;

    let of = |error: CallError<FetchError>| SdkError::from(error).into_service_error();
    let body = r#"{"__type":"NotFoundException","message":"gone"}"#;
    let error = of(failed(400, &[], body));
    assert!(matches!(&error, FetchError::NotFoundException(_)));
    assert_eq!(error.message(), Some("gone"));

    let lost = TransportError::new(TransportErrorKind::Connection, "the source");
    let error = of(CallError::new("Fetch", Cause::Transport(lost)));
    assert!(matches!(&error, FetchError::Unhandled(_)));
    assert_eq!(error.code(), None);
    assert_eq!(
        error.to_string(),
        "dispatch failure: io error: the connection failed: the source"
    );
}

/// `message()` of the modelled error and of `Error` agree, also for empty messages.
#[test]
fn messages_of_shape_and_error_agree() {
    for body in [
        r#"{"__type":"NotFoundException","message":""}"#,
        r#"{"__type":"NotFoundException","Message":""}"#,
        r#"{"__type":"NotFoundException","message":"","Message":"m"}"#,
        r#"{"__type":"NotFoundException"}"#,
    ] {
        let error = failed(400, &[], body);
        let own = error.service_error().and_then(FetchError::message);
        assert_eq!(own, error.message(), "{body}");
    }
}

/// Clippy warns users of results whose errors have 128 bytes or more.
#[test]
fn errors_are_small() {
    assert!(size_of::<ErrorMetadata>() < 128);
    assert!(size_of::<FetchError>() < 128);
    assert!(size_of::<CallError<FetchError>>() <= 32);
    assert!(size_of::<Error>() < 128);
}
