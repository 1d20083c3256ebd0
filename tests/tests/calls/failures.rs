//! Error messages of failed calls.

use std::time::Duration;

use codebuild::Client;
use codebuild::config::{Region, RetryConfig, TimeoutConfig};
use codebuild::error::{CallError, Cause};
use codebuild::operation::retry_build::RetryBuildError;
use insta::assert_snapshot;
use serde_json::{Value, json};
use tests::server::{self, Answer};

use crate::{pair, server};

/// The error of a call that receives all of these answers.
async fn error(answers: impl IntoIterator<Item = Answer>) -> CallError<RetryBuildError> {
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
async fn message_of_modelled_errors() {
    let body = json!({"__type": "ResourceNotFoundException", "message": "Build not found"});
    let error = error(service_error(400, &body)).await;
    assert_snapshot!(error, @"RetryBuild failed: ResourceNotFoundException: Build not found (HTTP 400, request id r-1)");
    let inner = error.service_error().expect("the service's error");
    assert!(inner.is_resource_not_found_exception());
    assert!(!inner.is_invalid_input_exception());
    assert_snapshot!(inner, @"ResourceNotFoundException: Build not found");
}

#[tokio::test]
async fn message_of_unmodelled_errors() {
    let body = json!({"__type": "com.amazon.coral.service#AccessDeniedException", "Message": "no"});
    let error = error(service_error(400, &body)).await;
    assert_snapshot!(error, @"RetryBuild failed: AccessDeniedException: no (HTTP 400, request id r-1)");
    let inner = error.service_error().expect("the service's error");
    assert!(matches!(inner, RetryBuildError::Unhandled(_)));
}

#[tokio::test]
async fn message_of_errors_without_a_code() {
    assert_snapshot!(text([Answer::new(400, &[], "")]).await, @"RetryBuild failed: no error code in an empty response (HTTP 400, request id r-1)");
    assert_snapshot!(text([Answer::new(404, &[], "{}")]).await, @"RetryBuild failed: no error code in the response (HTTP 404, request id r-1)");
    assert_snapshot!(text(service_error(403, &json!({"message": "Forbidden"}))).await, @"RetryBuild failed: Forbidden (HTTP 403, request id r-1)");
    assert_snapshot!(text([Answer::new(400, &[], r#"{"__type":"Inval"#)]).await, @"RetryBuild failed: no error code in the response (HTTP 400, request id r-1)");
}

#[tokio::test]
async fn message_of_html_pages() {
    assert_snapshot!(text([html(400)]).await, @"RetryBuild failed: no error code in an HTML page (HTTP 400, request id r-1)");
    assert_snapshot!(text([html(500), html(500), html(500)]).await, @"RetryBuild failed: no error code in an HTML page (HTTP 500, request id r-1)");
    let error = error([html(502), html(503), html(502)]).await;
    assert_snapshot!(error, @"RetryBuild failed: no error code in an HTML page (HTTP 502, request id r-1)");
    assert!(
        error
            .metadata()
            .expect("a response")
            .body()
            .starts_with(b"<html>")
    );
}

#[tokio::test]
async fn redirects_are_errors() {
    assert_snapshot!(text([Answer::new(302, &[("location", "/")], "")]).await, @"RetryBuild failed: no error code in an empty response (HTTP 302, request id r-1)");
    assert_snapshot!(text([Answer::new(304, &[], "")]).await, @"RetryBuild failed: no error code in an empty response (HTTP 304, request id r-1)");
}

#[tokio::test]
async fn message_of_unreadable_successes() {
    let answer = |body: &str| [Answer::new(200, &[], body)];
    let error = error(answer(r#"{"build":{"id":"p:2","phases":[{"startTime":"#)).await;
    assert_snapshot!(error, @"RetryBuild failed: unreadable response: build.phases[0].startTime: EOF while parsing a value (line 1, column 44) (HTTP 200, request id r-1)");
    assert!(matches!(error.cause(), Cause::Response { .. }));
    assert_eq!(error.status(), Some(200));
    assert_snapshot!(text(answer(r#"{"build":{"phases":[{},{"startTime":true}]}}"#)).await, @"RetryBuild failed: unreadable response: build.phases[1].startTime: expected a timestamp, found a boolean (line 1, column 40) (HTTP 200, request id r-1)");
    assert_snapshot!(text(answer("{\n\"build\": {\"buildNumber\": \"x\"}}")).await, @r#"RetryBuild failed: unreadable response: build.buildNumber: expected a 64-bit integer, found a string (line 2, column 28) (HTTP 200, request id r-1)"#);
    assert_snapshot!(text(answer(r#"{"build":[]}"#)).await, @"RetryBuild failed: unreadable response: build: expected Build, found a list (line 1, column 11) (HTTP 200, request id r-1)");
    assert_snapshot!(text(answer(r#"{"build":{}} x"#)).await, @"RetryBuild failed: unreadable response: trailing characters (line 1, column 14) (HTTP 200, request id r-1)");
    assert_snapshot!(text(answer("[]")).await, @"RetryBuild failed: unreadable response: expected RetryBuildOutput, found a list (line 1, column 2) (HTTP 200, request id r-1)");
    assert_snapshot!(text([html(200)]).await, @"RetryBuild failed: unreadable response: expected value (line 1, column 1) (HTTP 200, request id r-1)");
}

#[tokio::test]
async fn message_of_truncated_bodies() {
    let answer = || Answer::announcing(1000, 200, &[], r#"{"build":{"id":"p:2"}}"#);
    assert_snapshot!(text([answer(), answer(), answer()]).await, @"RetryBuild failed: the response could not be received: end of file before message length reached (HTTP 200, request id r-1)");
    let failed = || Answer::announcing(1000, 400, &[], r#"{"__type":"InvalidInputException"}"#);
    assert_snapshot!(text([failed(), failed(), failed()]).await, @"RetryBuild failed: the response could not be received: end of file before message length reached (HTTP 400, request id r-1)");
}

#[tokio::test]
async fn message_of_broken_connections() {
    assert_snapshot!(
        text([Answer::dropped(), Answer::dropped(), Answer::dropped()]).await,
        @"RetryBuild failed: the connection failed: connection closed before message completed"
    );
    let greeting = Answer::Send(b"220 mail.example ESMTP\r\n\r\n".to_vec());
    assert_snapshot!(text([greeting]).await, @"RetryBuild failed: the response could not be received: invalid HTTP version parsed");
}

#[tokio::test]
async fn message_of_refused_connections() {
    let (server, config) = server([]).await;
    let (_socket, url) = server::refusing();
    let client = Client::from_conf(config.endpoint_url(url).build());
    let error = client.retry_build().id("p:1").await.expect_err("a failure");
    assert!(server.received().is_empty());
    // The number of the error depends on the system.
    let text = error.to_string();
    let (text, _) = text
        .split_once(" (os error")
        .expect("an error of the system");
    assert_snapshot!(text, @"RetryBuild failed: the connection failed: Connection refused");
}

#[tokio::test]
async fn message_of_timeouts() {
    let (server, config) = server([Answer::Hang]).await;
    let limit = |limit: TimeoutConfig| config.clone().timeout_config(limit);
    let once = RetryConfig::standard().with_max_attempts(1);
    let attempt = TimeoutConfig::builder().operation_attempt_timeout(Duration::from_millis(50));
    let client = Client::from_conf(limit(attempt.build()).retry_config(once).build());
    let error = client.retry_build().id("p:1").await.expect_err("a failure");
    assert!(error.is_timeout());
    assert_snapshot!(error, @"RetryBuild failed: the time limit was reached: operation attempt timeout (single attempt) occurred after 50ms");
    assert_eq!(error.status(), None);
    drop(server);
}

#[tokio::test]
async fn message_of_incomplete_configurations() {
    let (server, config) = server([]).await;
    let failure = async |client: Client| {
        let error = client.retry_build().id("p:1").await.expect_err("a failure");
        assert!(server.received().is_empty());
        error.to_string()
    };
    let no_region = Client::from_conf(config.clone().region(None).build());
    assert_snapshot!(failure(no_region).await, @"RetryBuild failed: the request could not be made: no region is set: set `region` on the config, the environment variable AWS_REGION, or `region` in the profile");
    let no_credentials = codebuild::Config::builder().region(Region::new("us-east-1"));
    let no_credentials = Client::from_conf(no_credentials.endpoint_url(server.url()).build());
    assert_snapshot!(failure(no_credentials).await, @"RetryBuild failed: the request could not be made: no credentials are set: set a `credentials_provider` on the config, or make the config with `aws_config::load_defaults`");
    let no_url = Client::from_conf(config.endpoint_url("localhost:4566/x").build());
    assert_snapshot!(failure(no_url).await, @r#"RetryBuild failed: the request could not be made: the endpoint "localhost:4566/x" is not a URL: an endpoint has the form `https://host[:port][/path]`"#);
}

/// `Debug` of errors contains no response body.
#[tokio::test]
async fn debug_hides_the_body() {
    let body = json!({"__type": "ResourceNotFoundException", "message": "m", "more": "SECRET"});
    let error = error(service_error(400, &body)).await;
    assert!(!format!("{error:?}").contains("SECRET"), "{error:?}");
}
