//! What people read when a call fails.

use std::time::Duration;

use codebuild::config::{Region, RetryConfig, TimeoutConfig};
use codebuild::error::Cause;
use codebuild::operation::retry_build::RetryBuildError;
use codebuild::{Client, Error};
use insta::assert_snapshot;
use serde_json::{Value, json};
use tests::server::Answer;

use crate::{pair, server};

/// The error of a call that gets these answers, all of them.
async fn error(answers: impl IntoIterator<Item = Answer>) -> Error<RetryBuildError> {
    let answers: Vec<_> = answers.into_iter().collect();
    let expected = answers.len();
    let (server, client) = pair(answers).await;
    let error = client.retry_build().id("p:1").await.expect_err("a failure");
    assert_eq!(server.received().len(), expected, "{error}");
    error
}

async fn text(answers: impl IntoIterator<Item = Answer>) -> String {
    error(answers).await.to_string()
}

fn html(status: u16) -> Answer {
    let page = "<html>\n<head><title>Error</title></head>\n<body>Error</body>\n</html>";
    Answer::new(status, &[("content-type", "text/html")], page)
}

fn service_error(status: u16, body: &Value) -> [Answer; 1] {
    [Answer::json(status, body)]
}

#[tokio::test]
async fn modelled_errors() {
    let body = json!({"__type": "ResourceNotFoundException", "message": "Build not found"});
    let error = error(service_error(400, &body)).await;
    assert_snapshot!(error, @"");
    let inner = error.service_error().expect("the service's error");
    assert!(inner.is_resource_not_found_exception());
    assert!(!inner.is_invalid_input_exception());
    assert_snapshot!(inner, @"");
}

#[tokio::test]
async fn other_errors() {
    let body = json!({"__type": "com.amazon.coral.service#AccessDeniedException", "Message": "no"});
    let error = error(service_error(400, &body)).await;
    assert_snapshot!(error, @"");
    let inner = error.service_error().expect("the service's error");
    assert!(matches!(inner, RetryBuildError::Unhandled(_)));
}

#[tokio::test]
async fn errors_without_a_code() {
    assert_snapshot!(text([Answer::new(400, &[], "")]).await, @"");
    assert_snapshot!(text([Answer::new(404, &[], "{}")]).await, @"");
    assert_snapshot!(text(service_error(403, &json!({"message": "Forbidden"}))).await, @"");
    assert_snapshot!(text([Answer::new(400, &[], r#"{"__type":"Inval"#)]).await, @"");
}

#[tokio::test]
async fn html_pages() {
    assert_snapshot!(text([html(400)]).await, @"");
    assert_snapshot!(text([html(500), html(500), html(500)]).await, @"");
    let error = error([html(502), html(503), html(502)]).await;
    assert_snapshot!(error, @"");
    assert!(error.metadata().expect("a response").body().starts_with(b"<html>"));
}

#[tokio::test]
async fn statuses_that_are_no_error_in_http() {
    assert_snapshot!(text([Answer::new(302, &[("location", "/")], "")]).await, @"");
    assert_snapshot!(text([Answer::new(304, &[], "")]).await, @"");
}

#[tokio::test]
async fn successes_that_cannot_be_read() {
    let answer = |body: &str| [Answer::new(200, &[], body)];
    let error = error(answer(r#"{"build":{"id":"p:2","phases":[{"startTime":"#)).await;
    assert_snapshot!(error, @"");
    assert!(matches!(error.cause(), Cause::Response { .. }));
    assert_eq!(error.status(), Some(200));
    assert_snapshot!(text(answer(r#"{"build":{"phases":[{},{"startTime":true}]}}"#)).await, @"");
    assert_snapshot!(text(answer("{\n\"build\": {\"buildNumber\": \"7\"}}")).await, @"");
    assert_snapshot!(text(answer(r#"{"build":[]}"#)).await, @"");
    assert_snapshot!(text(answer(r#"{"build":{}} x"#)).await, @"");
    assert_snapshot!(text(answer("[]")).await, @"");
    assert_snapshot!(text([html(200)]).await, @"");
}

#[tokio::test]
async fn bodies_that_end_early() {
    let answer = || Answer::announcing(1000, 200, &[], r#"{"build":{"id":"p:2"}}"#);
    assert_snapshot!(text([answer(), answer(), answer()]).await, @"");
    let failed = || Answer::announcing(1000, 400, &[], r#"{"__type":"InvalidInputException"}"#);
    assert_snapshot!(text([failed(), failed(), failed()]).await, @"");
}

#[tokio::test]
async fn connections_that_break() {
    assert_snapshot!(
        text([Answer::dropped(), Answer::dropped(), Answer::dropped()]).await,
        @""
    );
    let greeting = Answer::Send("220 mail.example ESMTP\r\n\r\n".to_owned());
    assert_snapshot!(text([greeting]).await, @"");
}

#[tokio::test]
async fn nobody_there() {
    let (server, config) = server([]).await;
    // A port that was free a moment ago; the first one still listens.
    let unused = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", unused.local_addr().expect("its number"));
    drop(unused);
    let client = Client::from_conf(config.endpoint_url(url).build());
    let error = client.retry_build().id("p:1").await.expect_err("a failure");
    assert!(server.received().is_empty());
    assert_snapshot!(error, @"");
}

#[tokio::test]
async fn time_runs_out() {
    let (server, config) = server([Answer::Hang]).await;
    let limit = |limit: TimeoutConfig| config.clone().timeout_config(limit);
    let once = RetryConfig::standard().with_max_attempts(1);
    let attempt = TimeoutConfig::builder().operation_attempt_timeout(Duration::from_millis(50));
    let client = Client::from_conf(limit(attempt.build()).retry_config(once).build());
    let error = client.retry_build().id("p:1").await.expect_err("a failure");
    assert!(error.is_timeout());
    assert_snapshot!(error, @"");
    assert_eq!(error.status(), None);
    drop(server);
}

#[tokio::test]
async fn incomplete_configuration() {
    let (server, config) = server([]).await;
    let failure = async |client: Client| {
        let error = client.retry_build().id("p:1").await.expect_err("a failure");
        assert!(server.received().is_empty());
        error.to_string()
    };
    let no_region = Client::from_conf(config.clone().region(None).build());
    assert_snapshot!(failure(no_region).await, @"");
    let no_credentials = codebuild::Config::builder().region(Region::new("us-east-1"));
    let no_credentials = Client::from_conf(no_credentials.endpoint_url(server.url()).build());
    assert_snapshot!(failure(no_credentials).await, @"");
    let no_url = Client::from_conf(config.endpoint_url("localhost:4566/x").build());
    assert_snapshot!(failure(no_url).await, @"");
}

/// The texts must not tell what a log should not have.
#[tokio::test]
async fn debug_hides_the_body() {
    let body = json!({"__type": "ResourceNotFoundException", "message": "m", "more": "SECRET"});
    let error = error(service_error(400, &body)).await;
    assert!(!format!("{error:?}").contains("SECRET"), "{error:?}");
}
