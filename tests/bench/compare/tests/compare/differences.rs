//! Where ours differs from the peer, and why.

use codebuild::error::Cause;
use compare::both::Both;
use compare::neutral::{Failure, Kind};
use compare::sent::PAGINATOR;
use compare::server::{Answer, Received, Server};
use compare::{ours, peer};
use serde_json::{Value, json};

use crate::{both, config};

/// Clients of both for the same server; ours first.
async fn clients(answers: &[Answer]) -> (Server, codebuild::Client, aws_sdk_codebuild::Client) {
    let server = Server::start(answers.to_vec()).await;
    let ours = ours::program::client(&config(server.url()).build());
    let peer = peer::program::client(&config(server.url()).build());
    (server, ours, peer)
}

fn good() -> Answer {
    Answer::json(200, &json!({}))
}

fn failures(both: Both) -> (Failure, Failure) {
    (
        both.ours.outcome.expect_err("a failure"),
        both.peer.outcome.expect_err("a failure"),
    )
}

/// The model of AWS does not say that `idempotencyToken` is one, so the peer sends none, and a
/// retry after a lost response starts a second build. Our overlay says it.
#[tokio::test]
async fn idempotency_tokens_are_filled_in() {
    let (server, ours, peer) = clients(&[good(), good(), good(), good()]).await;
    ours.retry_build().id("p:1").send().await.expect("success");
    ours.start_build()
        .project_name("p")
        .send()
        .await
        .expect("success");
    peer.retry_build().id("p:1").send().await.expect("success");
    peer.start_build()
        .project_name("p")
        .send()
        .await
        .expect("success");
    let bodies: Vec<_> = server.received().iter().map(|it| it.json()).collect();
    for body in &bodies[..2] {
        assert_eq!(body["idempotencyToken"].as_str().map(str::len), Some(36));
    }
    assert_eq!(
        bodies[2..],
        [json!({"id": "p:1"}), json!({"projectName": "p"})]
    );
}

/// A call that cannot succeed costs no request, and the error names every member that is missing.
#[tokio::test]
async fn required_members_are_checked() {
    let (server, ours, peer) = clients(&[good()]).await;
    let error = ours.stop_build().send().await.expect_err("no id");
    assert_eq!(
        error.to_string(),
        "StopBuild failed: missing required member id"
    );
    assert!(server.received().is_empty());
    peer.stop_build().send().await.expect("it is sent");
    assert_eq!(server.received()[0].json(), json!({}));
}

/// A service that never answers must not stop a program for ever.
#[test]
fn time_limits_are_finite() {
    let mut config = config("http://localhost");
    config.set_timeout_config(None);
    let config = config.build();
    let limits = ours::program::client(&config).config().timeout_config();
    assert!(limits.connect_timeout().is_some());
    assert!(limits.read_timeout().is_some());
    assert!(limits.operation_attempt_timeout().is_some());
    assert!(limits.operation_timeout().is_some());
    let peer = peer::program::client(&config);
    let limits = peer.config().timeout_config();
    assert!(limits.is_none_or(|limits| limits.read_timeout().is_none()
        && limits.operation_attempt_timeout().is_none()
        && limits.operation_timeout().is_none()));
}

/// What did not come is not `false`.
#[tokio::test]
async fn booleans_that_did_not_come_are_none() {
    let answer = Answer::json(200, &json!({"builds": [{}]}));
    let both = both("BatchGetBuilds", &[answer]).await;
    assert_eq!(both.ours.outcome, Ok(json!({"builds": [{}]})));
    let peer = json!({"builds": [{"build_complete": false}]});
    assert_eq!(both.peer.outcome, Ok(peer));
}

/// An error response is an error of the service, with its message, even if it has no code or is a
/// page of HTML; to the peer it is a response that it could not read.
#[tokio::test]
async fn errors_without_a_code_keep_their_message() {
    for (body, message) in [
        (r#"{"message":"Forbidden"}"#, Some("Forbidden")),
        ("{}", None),
        ("", None),
        ("<html></html>", None),
    ] {
        let (ours, peer) = failures(both("ListBuilds", &[Answer::new(403, &[], body)]).await);
        assert_eq!(ours.kind, Kind::Service, "{body}");
        assert_eq!(ours.message.as_deref(), message, "{body}");
        assert_eq!(peer.kind, Kind::Response, "{body}");
        assert_eq!(peer.message, None, "{body}");
        assert_eq!((ours.status, peer.status), (Some(403), Some(403)));
        assert_eq!(ours.request_id, peer.request_id, "{body}");
    }
    // Both try again where the status is one of passing failures.
    let page = Answer::new(503, &[("content-type", "text/html")], "<html></html>");
    let both = both("ListBuilds", &[page.clone(), page.clone(), page]).await;
    assert_eq!(both.ours.received.len(), 3);
    assert_eq!(both.peer.received.len(), 3);
}

/// Some errors of AWS's models have a member `code` of their own. botocore looks at `__type` first,
/// too.
#[tokio::test]
async fn the_type_of_an_error_outranks_its_member_code() {
    let answer = json!({"__type": "InvalidInputException", "code": "Other", "message": "m"});
    let (ours, peer) = failures(both("ListBuilds", &[Answer::json(400, &answer)]).await);
    assert_eq!(ours.code.as_deref(), Some("InvalidInputException"));
    assert_eq!(ours.modelled, ["InvalidInputException"]);
    assert_eq!(peer.code.as_deref(), Some("Other"));
}

/// Proxies may send the body in another form. botocore does not sign the header either.
#[tokio::test]
async fn content_length_is_not_signed() {
    let both = both("ListBuilds", &[good()]).await;
    let signs = |received: &Received| received.header("authorization").contains("content-length;");
    assert!(!signs(&both.ours.received[0]));
    assert!(signs(&both.peer.received[0]));
    for received in [&both.ours.received[0], &both.peer.received[0]] {
        assert_eq!(
            received.header("content-length"),
            received.body.len().to_string()
        );
    }
}

/// Where a response is wrong is part of the error.
#[tokio::test]
async fn unreadable_responses_say_where() {
    let answer = Answer::json(
        200,
        &json!({"build": {"phases": [{}, {"startTime": true}]}}),
    );
    let (_server, ours, peer) = clients(&[answer.clone(), answer]).await;
    let error = ours
        .retry_build()
        .id("p:1")
        .send()
        .await
        .expect_err("no time");
    assert_eq!(
        error.to_string(),
        "RetryBuild failed: unreadable response: build.phases[1].startTime: expected a timestamp, \
         found a boolean (line 1, column 40) (HTTP 200, request id r-1)"
    );
    let error = peer
        .retry_build()
        .id("p:1")
        .send()
        .await
        .expect_err("no time");
    assert_eq!(error.to_string(), "response error");
}

/// Pages that end without an error look as if that were all of them. Asked on, the service would
/// send the same page for ever; so both stop, and ours says why.
#[tokio::test]
async fn repeated_tokens_are_an_error() {
    let page = |id| Answer::json(200, &json!({"ids": [id], "nextToken": "a"}));
    let (server, ours, peer) = clients(&[page("p:1"), page("p:2"), page("p:1"), page("p:2")]).await;

    let mut ids = ours.list_builds().into_paginator().items().send();
    assert_eq!(ids.next().await.expect("an id").expect("success"), "p:1");
    assert_eq!(ids.next().await.expect("an id").expect("success"), "p:2");
    let error = ids.next().await.expect("an end").expect_err("no id");
    assert!(matches!(error.cause(), Cause::RepeatedToken(_)));
    assert_eq!(
        error.to_string(),
        "ListBuilds failed: the service answered with the token of the same page twice in a row"
    );
    assert!(ids.next().await.is_none());
    assert_eq!(server.received().len(), 2);

    let ids = peer.list_builds().into_paginator().items().send();
    let ids: Result<Vec<_>, _> = ids.collect().await;
    assert_eq!(ids.expect("success"), ["p:1", "p:2"]);
    assert_eq!(server.received().len(), 4);
}

/// The peer tells AWS's statistics which calls are those of a paginator. No service does anything
/// else with it.
#[tokio::test]
async fn paginators_are_not_counted() {
    let (server, ours, peer) = clients(&[good(), good()]).await;
    let page = ours.list_builds().into_paginator().send().next().await;
    assert!(page.expect("a page").is_ok());
    let page = peer.list_builds().into_paginator().send().next().await;
    assert!(page.expect("a page").is_ok());
    let counted: Vec<_> = server.received().iter().map(counts_paginators).collect();
    assert_eq!(counted, [false, true]);
}

fn counts_paginators(received: &Received) -> bool {
    let agent = received.header("user-agent");
    let letters = agent.split(' ').find_map(|part| part.strip_prefix("m/"));
    let letters = letters.expect("features in the user agent");
    letters.split(',').any(|it| it == PAGINATOR)
}

/// An enum value that this version does not know can be sent and read by both; ours keeps its text
/// in public.
#[tokio::test]
async fn unknown_values_are_readable() {
    use codebuild::types::StatusType;
    let status = StatusType::from("PAUSED");
    assert!(matches!(&status, StatusType::UnknownValue(text) if &**text == "PAUSED"));
    let peer = aws_sdk_codebuild::types::StatusType::from("PAUSED");
    assert_eq!(peer.as_str(), status.as_str());
    let _: Value = status.as_str().into();
}

/// Credentials that the service refuses as expired are fetched anew, for one more attempt.
#[tokio::test]
async fn expired_credentials_are_fetched_anew() {
    let expired = Answer::json(400, &json!({"__type": "ExpiredTokenException"}));
    let (_server, ours, peer) = clients(&[expired.clone(), good(), expired]).await;
    ours.retry_build().id("p:1").send().await.expect("success");
    let refused = peer.retry_build().id("p:1").send().await;
    refused.expect_err("one attempt");
}

/// botocore reads such a response, too, and hands over the text.
#[tokio::test]
async fn texts_of_numbers_are_read() {
    let text = Answer::json(200, &json!({"build": {"buildNumber": "7"}}));
    let (_server, ours, peer) = clients(&[text.clone(), text]).await;
    let output = ours
        .retry_build()
        .id("p:1")
        .send()
        .await
        .expect("an output");
    assert_eq!(output.build.and_then(|build| build.build_number), Some(7));
    let refused = peer.retry_build().id("p:1").send().await;
    refused.expect_err("a response that cannot be read");
}
