//! What comes of a call.

use std::time::Duration;

use aws_sdk_codebuild::config::timeout::TimeoutConfig;
use aws_types::sdk_config::Builder;
use compare::both::Both;
use compare::example::{example, model, operations, shape};
use compare::neutral::{Failure, Kind, leaves};
use compare::server::Answer;
use compare::{ours, peer};
use serde_json::{Value, json};
use tokio::net::TcpSocket;

use crate::{both, both_with, config};

/// Both failed in this way.
#[track_caller]
fn failed(both: &Both, kind: Kind, attempts: usize) -> &Failure {
    both.assert_same(attempts);
    let failure = both.ours.outcome.as_ref().expect_err("a failure");
    assert_eq!(failure.kind, kind, "{failure:?}");
    failure
}

fn error(code: &str) -> Value {
    json!({"__type": format!("com.amazonaws.codebuild#{code}"), "message": "What is wrong"})
}

#[tokio::test]
async fn success_of_every_operation() {
    let model = model();
    for operation in operations() {
        let response = example(&model, shape(&model, &operation, "output"));
        let both = both(&operation, &[Answer::json(200, &response)]).await;
        both.assert_same(1);
        let output = both.ours.outcome.expect("an output");
        // Nothing of the response is missing in what was compared.
        assert_eq!(leaves(&output), leaves(&response), "{operation}: {output}");
    }
}

#[tokio::test]
async fn responses_with_surprises() {
    let surprises = [
        json!({}),
        json!({"builds": null, "unknown": {"a": [1, {}]}, "buildsNotFound": []}),
        json!({"builds": [{"buildStatus": "PAUSED", "buildComplete": true, "phases": [{"phaseType": ""}]}]}),
        json!({"builds": [{"startTime": 1.5e9, "endTime": -0.5, "buildComplete": false}]}),
        json!({"builds": [{"startTime": 253_402_300_799_i64, "buildComplete": false}]}),
        json!({"builds": [{"id": "\u{0}\u{1f600}", "buildNumber": i64::MAX, "buildComplete": false}]}),
        json!({"builds": [{"source": {"type": "S3"}, "buildComplete": false, "environment": {
            "type": "LINUX_CONTAINER", "image": "i", "computeType": "BUILD_LAMBDA_1GB"}}]}),
    ];
    for response in surprises {
        let both = both("BatchGetBuilds", &[Answer::json(200, &response)]).await;
        both.assert_same(1);
        assert!(both.ours.outcome.is_ok(), "{response}: {both:?}");
    }
}

#[tokio::test]
async fn each_modelled_error() {
    let model = model();
    for operation in operations() {
        let errors = model["operations"][&operation]["errors"].as_array();
        for shape in errors.expect("errors") {
            let code = shape["shape"].as_str().expect("a name");
            let both = both(&operation, &[Answer::json(400, &error(code))]).await;
            both.assert_error(400, code, "What is wrong", &[code]);
        }
    }
}

#[tokio::test]
async fn errors_that_the_model_does_not_list() {
    for code in [
        "AccessDeniedException",
        "UnrecognizedClientException",
        "OAuthProviderException",
    ] {
        let both = both("RetryBuild", &[Answer::json(400, &error(code))]).await;
        let failure = failed(&both, Kind::Service, 1);
        assert_eq!(failure.code.as_deref(), Some(code));
        assert!(failure.modelled.is_empty());
    }
}

#[tokio::test]
async fn forms_of_errors() {
    let header = |code: &str, body: &str| Answer::new(400, &[("x-amzn-errortype", code)], body);
    let uri = "InvalidInputException:http://internal.amazon.com/coral/";
    for answer in [
        header("InvalidInputException", r#"{"message": "m"}"#),
        header(uri, r#"{"Message": "m"}"#),
        Answer::json(
            400,
            &json!({"code": "InvalidInputException", "message": "m"}),
        ),
        Answer::json(400, &json!({"__type": "InvalidInputException"})),
        Answer::json(
            403,
            &json!({"__type": "InvalidInputException", "message": null}),
        ),
        Answer::json(400, &json!({"__type": uri, "errorMessage": "m"})),
        Answer::json(
            400,
            &json!({"__type": "aws#InvalidInputException:x", "Message": "m"}),
        ),
    ] {
        let both = both("StopBuild", std::slice::from_ref(&answer)).await;
        failed(&both, Kind::Service, 1);
    }
}

#[tokio::test]
async fn throttling_is_repeated() {
    for code in [
        "ThrottlingException",
        "TooManyRequestsException",
        "RequestLimitExceeded",
    ] {
        let throttled = Answer::json(400, &error(code));
        let good = Answer::json(200, &json!({"ids": ["p:1"]}));
        let answers = [throttled.clone(), throttled.clone(), good];
        let ended = both("ListBuilds", &answers).await;
        ended.assert_same(3);
        assert!(ended.ours.outcome.is_ok());

        let answers = [throttled.clone(), throttled.clone(), throttled];
        let ended = both("ListBuilds", &answers).await;
        assert_eq!(failed(&ended, Kind::Service, 3).code.as_deref(), Some(code));
    }
}

#[tokio::test]
async fn failures_of_the_server() {
    for status in [500, 502, 503, 504] {
        let failure = Answer::json(status, &error("SomeFailure"));
        let answers = [failure.clone(), failure.clone(), failure];
        let both = both("ListProjects", &answers).await;
        assert_eq!(failed(&both, Kind::Service, 3).status, Some(status));
    }
    for status in [501, 505, 302, 404, 413] {
        let both = both(
            "ListProjects",
            &[Answer::json(status, &error("SomeFailure"))],
        )
        .await;
        assert_eq!(failed(&both, Kind::Service, 1).status, Some(status));
    }
    // An error by its code, whatever the status.
    for status in [400, 500] {
        let internal = Answer::json(status, &error("InternalError"));
        let answers = [internal.clone(), internal.clone(), internal];
        let both = both("ListProjects", &answers).await;
        both.assert_same(if status == 500 { 3 } else { 1 });
    }
}

#[tokio::test]
async fn connections_that_break() {
    let dropped = Answer::dropped();
    let both = both("RetryBuild", &[dropped.clone(), dropped.clone(), dropped]).await;
    failed(&both, Kind::Connection, 3);
}

/// The response of an attempt that ended early: what is known of it is its head.
#[tokio::test]
async fn bodies_that_end_early() {
    let cut = Answer::announcing(1000, 200, &[], r#"{"build":{"id":"p:2"}}"#);
    let both = both("RetryBuild", &[cut.clone(), cut.clone(), cut]).await;
    let failure = failed(&both, Kind::Response, 3);
    assert_eq!(failure.request_id.as_deref(), Some("r-1"));
    assert_eq!(failure.status, Some(200));
}

#[tokio::test]
async fn what_is_not_http() {
    let greeting = Answer::Send(b"220 mail.example ESMTP\r\n\r\n".to_vec());
    let both = both("RetryBuild", &[greeting]).await;
    failed(&both, Kind::Response, 1);
}

#[tokio::test]
async fn bodies_that_are_malformed() {
    for body in [
        r#"{"build":{"id":"p:2","phases":[{"startTime":"#,
        r#"{"build":{"buildNumber":"seven"}}"#,
        r#"{"build":[]}"#,
        "<html></html>",
        "[]",
    ] {
        let both = both("RetryBuild", &[Answer::new(200, &[], body)]).await;
        failed(&both, Kind::Response, 1);
    }
}

fn impatient(config: Builder) -> Builder {
    let limit = Duration::from_millis(300);
    let timeouts = TimeoutConfig::builder().operation_attempt_timeout(limit);
    config.timeout_config(timeouts.build())
}

#[tokio::test]
async fn silence() {
    let answers = [Answer::Hang, Answer::Hang, Answer::Hang];
    let both = both_with("RetryBuild", &answers, impatient).await;
    failed(&both, Kind::Timeout, 3);
}

#[tokio::test]
async fn silence_of_the_whole_call() {
    let edit = |config: Builder| {
        let limit = Duration::from_millis(300);
        config.timeout_config(TimeoutConfig::builder().operation_timeout(limit).build())
    };
    let both = both_with("RetryBuild", &[Answer::Hang], edit).await;
    failed(&both, Kind::Timeout, 1);
}

#[tokio::test]
async fn nobody_there() {
    // Nobody else can have the port while it is bound, and nobody listens on it.
    let socket = TcpSocket::new_v4().expect("a socket");
    socket
        .bind("127.0.0.1:0".parse().expect("an address"))
        .expect("a port");
    let url = format!("http://{}", socket.local_addr().expect("its number"));
    let config = config(&url).build();
    let peer = peer::program::call(&peer::program::client(&config), "RetryBuild").await;
    let ours = ours::program::call(&ours::program::client(&config), "RetryBuild").await;
    assert_eq!(ours, peer);
    assert_eq!(ours.expect_err("a failure").kind, Kind::Connection);
}
