//! Fakes: requests they accept, responses they give, calls they record.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_smithy_http_client::Builder;
use tinsmith_runtime::client::{ClientOperation, Config, ConfigBuilder, Core};
use tinsmith_runtime::error::{CallError, Cause, ErrorMetadata, OperationError};
use tinsmith_runtime::operation::{Operation, OperationSchema};
use tinsmith_runtime::test_util::{Fake, Fault, Received, SdkBody, Server};

use crate::operation::*;

/// A fake that starts `p` as `b:1`, and refuses any other name.
pub(crate) fn fake() -> Fake {
    Fake::new().on::<Start>(|input| match input.name.as_deref() {
        Some("p") => Ok(StartOutput {
            id: Some("b:1".to_owned()),
        }),
        Some("busy") => Err(StartError::Busy(Busy::default())),
        Some("denied") => Err(StartError::unhandled(ErrorMetadata::for_tests(
            403,
            "AccessDeniedException",
            "not you",
        ))),
        _ => Err(StartError::NotFound(NotFound {
            message: Some("no such build".to_owned()),
        })),
    })
}

/// A configuration whose calls go over a real connection.
pub(crate) fn over_tcp(server: &Server) -> ConfigBuilder {
    Config::for_tests()
        .endpoint_url(server.url())
        .http_client(Builder::new().build_http())
}

/// Calls the fake in-process and as a server.
async fn start(name: &str) -> [Result<StartOutput, CallError<StartError>>; 2] {
    let fake = fake();
    let server = fake.serve("127.0.0.1:0").await.unwrap();
    let in_process = Core::new(&SERVICE, fake.config());
    let remote = Core::new(&SERVICE, over_tcp(&server).build());
    [
        in_process.send::<Start>(StartInput::named(name)).await,
        remote.send::<Start>(StartInput::named(name)).await,
    ]
}

#[tokio::test]
async fn returns_outputs() {
    for result in start("p").await {
        assert_eq!(result.unwrap().id.as_deref(), Some("b:1"));
    }
}

#[tokio::test]
async fn returns_modelled_errors() {
    for result in start("q").await {
        let error = result.unwrap_err();
        let Some(StartError::NotFound(not_found)) = error.service_error() else {
            panic!("{error:?}");
        };
        assert_eq!(not_found.message.as_deref(), Some("no such build"));
        assert_eq!(error.code(), Some("NotFoundException"));
        assert_eq!(error.status(), Some(400));
        let id = error.request_id().unwrap();
        assert!(
            id.starts_with("00000000-0000-4000-8000-00000000000"),
            "{id}"
        );
    }
}

#[tokio::test]
async fn retryable_errors_are_retried() {
    let fake = fake();
    let core = Core::new(&SERVICE, fake.config());
    let error = core
        .send::<Start>(StartInput::named("busy"))
        .await
        .unwrap_err();
    assert!(matches!(error.service_error(), Some(StartError::Busy(_))));
    assert_eq!(fake.calls::<Start>().len(), 1);
    let attempts: Vec<_> = fake.requests().iter().map(Received::attempt).collect();
    assert_eq!(attempts, [Some(1), Some(2), Some(3)]);
}

#[tokio::test]
async fn returns_unmodelled_errors() {
    for result in start("denied").await {
        let error = result.unwrap_err();
        assert!(matches!(
            error.service_error(),
            Some(StartError::Unhandled(_))
        ));
        assert_eq!(error.code(), Some("AccessDeniedException"));
        assert_eq!(error.message(), Some("not you"));
        assert_eq!(error.status(), Some(403));
    }
}

#[tokio::test]
async fn refuses_unknown_operations() {
    let fake = Fake::new();
    let core = Core::new(&SERVICE, fake.config());
    let error = core
        .send::<Start>(StartInput::named("p"))
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("UnknownOperationException"));
    assert_eq!(
        error.message(),
        Some("the fake has no answer to CodeBuild_20161006.Start: give it one with `on`")
    );
    assert!(fake.calls::<Start>().is_empty());
    assert_eq!(fake.requests()[0].operation(), None);
}

/// Recorded requests have signature, body, attempt and invocation id.
#[tokio::test]
async fn records_requests() {
    let fake = fake();
    let core = Core::new(&SERVICE, fake.config());
    for _ in 0..2 {
        core.send::<Start>(StartInput::named("p")).await.unwrap();
    }
    let calls = fake.calls::<Start>();
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0].name.as_deref(), Some("p"));
    assert_ne!(calls[0].token, calls[1].token);

    let requests = fake.requests();
    let request = &requests[0];
    assert_eq!(request.operation(), Some("Start"));
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://codebuild.us-east-1.amazonaws.com/");
    let target = request.header("x-amz-target");
    assert_eq!(target, Some("CodeBuild_20161006.Start"));
    let signature = request.header("authorization").unwrap();
    assert!(signature.starts_with("AWS4-HMAC-SHA256 "), "{signature}");
    let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
    assert_eq!(body["name"], "p");
    assert_eq!(request.input::<Start>().as_ref(), Some(&calls[0]));
    assert_ne!(request.invocation_id(), requests[1].invocation_id());
    let shown = format!("{request:?}");
    assert!(
        !shown.contains("AWS4") && !shown.contains("\"p\""),
        "{shown}"
    );

    fake.forget();
    assert!(fake.requests().is_empty());
    let fake = fake.recording(false);
    core.send::<Start>(StartInput::named("p")).await.unwrap();
    assert!(fake.calls::<Start>().is_empty());
    assert_eq!(fake.request_count(), 3);
}

macro_rules! operation_of {
    ($module:ident: $target:literal) => {
        mod $module {
            use super::*;

            pub(super) struct Tag;

            impl Operation for Tag {
                const SCHEMA: &'static OperationSchema =
                    &OperationSchema::new("Tag").target($target);
                as_start!();
            }

            impl ClientOperation for Tag {}
        }
    };
}

operation_of!(one: "One.Tag");
operation_of!(two: "Two.Tag");

/// Two services may have operations of one name, such as `TagResource`.
#[tokio::test]
async fn operations_of_two_services_are_told_apart() {
    let fake = Fake::new()
        .on::<one::Tag>(|_| Ok(StartOutput::default()))
        .on::<two::Tag>(|_| Ok(StartOutput::default()));
    let core = Core::new(&SERVICE, fake.config());
    let first = fake.inject(Fault::garbage()).on::<one::Tag>();
    let second = fake.inject(Fault::garbage()).on::<two::Tag>();
    let input = || StartInput::named("p");
    assert!(core.send::<two::Tag>(input()).await.is_err());
    assert_eq!((first.hits(), second.hits()), (0, 1));
    core.send::<two::Tag>(input()).await.unwrap();
    assert!(core.send::<one::Tag>(input()).await.is_err());
    assert_eq!((first.hits(), second.hits()), (1, 1));

    assert_eq!(fake.calls::<one::Tag>().len(), 1);
    assert_eq!(fake.calls::<two::Tag>().len(), 2);
    for request in fake.requests() {
        assert_eq!(request.operation(), Some("Tag"));
        let is_first = request.header("x-amz-target") == Some("One.Tag");
        assert_eq!(request.input::<one::Tag>().is_some(), is_first);
        assert_eq!(request.input::<two::Tag>().is_some(), !is_first);
    }
}

/// Sends a body unchecked.
async fn post(server: &Server, target: &str, body: &'static str) -> (u16, serde_json::Value) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(server.address())
        .await
        .unwrap();
    let length = body.len();
    let request = format!(
        "POST / HTTP/1.1\r\nhost: localhost\r\n{target}\
         content-type: application/x-amz-json-1.1\r\nconnection: close\r\n\
         content-length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("x-amzn-requestid: 0000"), "{head}");
    assert!(
        head.contains("content-type: application/x-amz-json-1.1"),
        "{head}"
    );
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap())
}

#[tokio::test]
async fn refuses_malformed_requests() {
    let server = fake().serve("127.0.0.1:0").await.unwrap();
    let start = "X-Amz-Target: CodeBuild_20161006.Start\r\n";
    for (target, body, code, message) in [
        (start, "{", "SerializationException", "EOF while parsing"),
        (start, "[]", "SerializationException", "StartInput"),
        (
            start,
            r#"{"name": 3}"#,
            "SerializationException",
            "name: expected a string",
        ),
        (
            start,
            "",
            "ValidationException",
            "missing required member name",
        ),
        (
            start,
            r#"{"name": null}"#,
            "ValidationException",
            "missing required member name",
        ),
        (
            "",
            "{}",
            "UnknownOperationException",
            "no answer to POST /: give it one",
        ),
        (
            "x-amz-target: Stop\r\n",
            "{}",
            "UnknownOperationException",
            "no answer to Stop",
        ),
    ] {
        let (status, answer) = post(&server, target, body).await;
        assert_eq!(status, 400);
        assert_eq!(answer["__type"], code, "{answer}");
        let text = answer["message"].as_str().unwrap();
        assert!(text.contains(message), "{text}");
    }
    assert_eq!(
        post(&server, start, r#"{"name": "p", "new": {}}"#).await.0,
        200,
        "unknown members are left alone"
    );
    assert_eq!(server.fake().calls::<Start>().len(), 1);
}

#[tokio::test]
async fn closures_have_state() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let names = seen.clone();
    let mut count = 0;
    let fake = Fake::new().on::<Start>(move |input| {
        count += 1;
        names.lock().unwrap().push(input.name.unwrap_or_default());
        Ok(StartOutput {
            id: Some(format!("b:{count}")),
        })
    });
    let core = Core::new(&SERVICE, fake.config());
    for (name, id) in [("p", "b:1"), ("q", "b:2")] {
        let output = core.send::<Start>(StartInput::named(name)).await.unwrap();
        assert_eq!(output.id.as_deref(), Some(id));
    }
    assert_eq!(*seen.lock().unwrap(), ["p", "q"]);
}

/// Each of two calls waits for the other.
#[tokio::test]
async fn async_closures_run_concurrently() {
    let barrier = Arc::new(tokio::sync::Barrier::new(2));
    let fake = Fake::new().on_async::<Start, _>(move |_| {
        let barrier = barrier.clone();
        async move {
            barrier.wait().await;
            Ok(StartOutput::default())
        }
    });
    let core = Core::new(&SERVICE, fake.config());
    let call = || core.send::<Start>(StartInput::named("p"));
    let (first, second) = tokio::join!(call(), call());
    assert!(first.is_ok() && second.is_ok());
}

#[tokio::test]
async fn last_closure_of_an_operation_wins() {
    let fake = fake().on::<Start>(|_| Ok(StartOutput::default()));
    let core = Core::new(&SERVICE, fake.config());
    let output = core.send::<Start>(StartInput::named("?")).await.unwrap();
    assert_eq!(output.id, None);
}

/// Connections are kept alive, and there can be several.
#[tokio::test]
async fn serves_several_connections() {
    let server = fake().serve("127.0.0.1:0").await.unwrap();
    let config = over_tcp(&server).build();
    let core = Core::new(&SERVICE, config);
    let call = || core.send::<Start>(StartInput::named("p"));
    let calls = (0..20).map(|_| {
        tokio::spawn({
            let core = core.clone();
            async move { core.send::<Start>(StartInput::named("p")).await.is_ok() }
        })
    });
    for call in calls.collect::<Vec<_>>() {
        assert!(call.await.unwrap());
    }
    call().await.unwrap();
    assert_eq!(server.fake().calls::<Start>().len(), 21);
}

#[tokio::test]
async fn shutdown_finishes_pending_requests() {
    let fake = fake();
    fake.inject(Fault::delay(Duration::from_millis(100)));
    let server = fake.serve("127.0.0.1:0").await.unwrap();
    let url = server.url();
    let core = Core::new(&SERVICE, over_tcp(&server).build());
    let call = tokio::spawn(async move { core.send::<Start>(StartInput::named("p")).await });
    while fake.request_count() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    server.shutdown().await;
    assert!(call.await.unwrap().is_ok());
    let address = url.strip_prefix("http://").unwrap();
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn dropping_the_server_stops_it() {
    let fake = fake();
    let server = fake.serve("127.0.0.1:0").await.unwrap();
    let address = server.address();
    fake.inject(Fault::hang());
    let core = Core::new(&SERVICE, over_tcp(&server).build());
    let call = tokio::spawn(async move { core.send::<Start>(StartInput::named("p")).await });
    while fake.request_count() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    drop(server);
    // The hanging request is cut off, and the port is closed.
    let error = call.await.unwrap().unwrap_err();
    assert!(matches!(error.cause(), Cause::Transport(_)), "{error:?}");
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

/// A fake can be used wherever AWS's runtime takes an HTTP client.
#[tokio::test]
async fn works_as_any_http_client() {
    let (client, request) = tinsmith_runtime::test_util::capture_request(Some(
        http::Response::new(SdkBody::from("{}")),
    ));
    let core = Core::new(&SERVICE, Config::for_tests().http_client(client).build());
    core.send::<Start>(StartInput::named("p")).await.unwrap();
    assert!(
        request
            .expect_request()
            .headers()
            .contains_key("x-amz-target")
    );
}
