//! Retries have the same idempotency token in all attempts.

use std::time::Duration;

use codebuild::Client;
use codebuild::config::TimeoutConfig;
use serde_json::{Value, json};
use tests::server::{Answer, Server};

use crate::{pair, server};

fn good() -> Answer {
    Answer::json(200, &json!({"build": {"id": "p:2"}}))
}

/// Retryable failures of an attempt.
fn passing_failures() -> [Answer; 6] {
    let throttled = json!({"__type": "ThrottlingException", "message": "Rate exceeded"});
    [
        Answer::json(500, &json!({"__type": "InternalFailure"})),
        Answer::new(503, &[], "Service Unavailable"),
        Answer::new(502, &[("content-type", "text/html")], "<html></html>"),
        Answer::json(400, &throttled),
        Answer::dropped(),
        // The connection breaks in the middle of the response.
        Answer::announcing(100, 200, &[], r#"{"build":{"id":"#),
    ]
}

fn token(body: &Value) -> &str {
    body["idempotencyToken"].as_str().expect("a token")
}

/// The bodies of the requests that a server got.
fn bodies(server: &Server) -> Vec<Value> {
    server
        .received()
        .iter()
        .map(tests::server::Received::json)
        .collect()
}

#[tokio::test]
async fn retry_build_has_one_token_in_all_attempts() {
    for failure in passing_failures() {
        let (server, client) = pair([failure.clone(), failure.clone(), good(), good()]).await;
        for _ in 0..2 {
            let output = client.retry_build().id("p:1").await.expect("an answer");
            assert_eq!(
                output.build.and_then(|build| build.id).as_deref(),
                Some("p:2")
            );
        }

        let bodies = bodies(&server);
        assert_eq!(bodies.len(), 4, "{failure:?}");
        assert_eq!(bodies[0], bodies[1], "{failure:?}");
        assert_eq!(bodies[0], bodies[2], "{failure:?}");
        assert_eq!(bodies[0]["id"], "p:1");
        let (first, second) = (token(&bodies[0]), token(&bodies[3]));
        assert_ne!(first, second, "another call is another build");
        for token in [first, second] {
            assert_eq!(token.len(), 36, "a UUID: {token}");
            assert_eq!(&token[14..15], "4", "of version 4: {token}");
        }
        let attempts: Vec<_> = server
            .received()
            .iter()
            .map(|request| request.header("amz-sdk-request").to_owned())
            .collect();
        assert!(attempts[2].ends_with("attempt=3; max=3"), "{attempts:?}");
        assert!(attempts[3].ends_with("attempt=1; max=3"), "{attempts:?}");
    }
}

#[tokio::test]
async fn start_build_has_one_token_in_all_attempts() {
    let (server, client) = pair([Answer::dropped(), good()]).await;
    client
        .start_build()
        .project_name("p")
        .await
        .expect("an answer");
    let bodies = bodies(&server);
    assert_eq!(bodies.len(), 2);
    assert_eq!(bodies[0], bodies[1]);
    assert_eq!(token(&bodies[0]).len(), 36);
}

#[tokio::test]
async fn retries_after_read_timeout() {
    let (server, config) = server([Answer::Hang, good()]).await;
    // Long enough for the second attempt on a busy machine.
    let limit = TimeoutConfig::builder()
        .operation_attempt_timeout(Duration::from_secs(2))
        .build();
    let client = Client::from_conf(config.timeout_config(limit).build());
    client.retry_build().id("p:1").await.expect("an answer");
    let bodies = bodies(&server);
    assert_eq!(bodies.len(), 2);
    assert_eq!(bodies[0], bodies[1]);
}

#[tokio::test]
async fn token_of_the_input_is_sent() {
    let (server, client) = pair([Answer::dropped(), good(), good()]).await;
    let call = client.retry_build().id("p:1").idempotency_token("mine");
    call.await.expect("an answer");
    let call = client.start_build().project_name("p").idempotency_token("");
    call.await.expect("an answer");
    let bodies = bodies(&server);
    assert_eq!(bodies[0], json!({"id": "p:1", "idempotencyToken": "mine"}));
    assert_eq!(bodies[0], bodies[1]);
    assert_eq!(
        bodies[2],
        json!({"projectName": "p", "idempotencyToken": ""})
    );
}

#[tokio::test]
async fn tokens_can_be_disabled() {
    let (server, config) = server([Answer::dropped(), good()]).await;
    let client = Client::from_conf(config.idempotency_tokens(false).build());
    client.retry_build().id("p:1").await.expect("an answer");
    assert_eq!(
        bodies(&server),
        [json!({"id": "p:1"}), json!({"id": "p:1"})]
    );
}

#[tokio::test]
async fn operations_without_a_token_member_send_none() {
    let (server, client) = pair([good(), good()]).await;
    client.stop_build().id("p:1").await.expect("an answer");
    client.list_builds().await.expect("an answer");
    assert_eq!(bodies(&server), [json!({"id": "p:1"}), json!({})]);
}
