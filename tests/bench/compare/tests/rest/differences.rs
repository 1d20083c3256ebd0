//! Where ours differs from the peers, and why.

use compare::neutral::Kind;
use compare::rest::{ours, peer};
use compare::sent::comparable;
use compare::server::{Answer, Server};
use compare::setup::config;
use serde_json::{Value, json};

use crate::outcomes::frame;
use crate::requests::TYPED_WITHOUT_BODY;
use crate::{both, json};

/// A request without a body has no content type. botocore sends none either.
#[tokio::test]
async fn no_payload_has_no_content_type() {
    for call in TYPED_WITHOUT_BODY {
        let both = both(call, &[json(200, &json!({}))]).await;
        let (ours, peer) = (&both.ours.received[0], &both.peer.received[0]);
        assert_eq!((&*ours.body, &*peer.body), ("", ""));
        let (_, _, mut headers) = comparable(peer);
        assert!(headers.remove("content-type").is_some());
        let signed = headers.get_mut("authorization").expect("a signature");
        *signed = signed.replace("content-type;", "");
        assert_eq!(comparable(ours).2, headers, "{call}");
    }
}

/// Members of a body are in the order of the model, as botocore writes them; the peers sort those at
/// the top.
#[tokio::test]
async fn members_are_in_model_order() {
    let both = both("PublishLayerVersion", &[json(201, &json!({}))]).await;
    let position = |body: &str, name: &str| body.find(name).expect("the member is there");
    let is_before = |body: &str| position(body, "Description") < position(body, "Compatible");
    assert!(is_before(&both.ours.received[0].body));
    assert!(!is_before(&both.peer.received[0].body));
}

/// A response that cannot be read is not an error of the service, whose status says success. To the
/// peers of awsJson it is not one either.
#[tokio::test]
async fn unreadable_responses_are_no_errors_of_the_service() {
    for (call, body) in [
        ("ListFunctions", r#"{"Functions":[{"CodeSize":"x"}]}"#),
        ("ListFunctions", r#"{"Functions":{}}"#),
        ("GetFunction", "<html>"),
        ("Converse", "[]"),
    ] {
        let both = both(call, &[Answer::new(200, &[], body)]).await;
        let [ours, peer] = [both.ours, both.peer].map(|it| it.outcome.expect_err("a failure"));
        assert_eq!((ours.kind, ours.status), (Kind::Response, Some(200)));
        assert_eq!((peer.kind, peer.status), (Kind::Service, Some(200)));
        assert!(peer.modelled.is_empty());
    }
}

/// What did not come is not zero, and no text.
#[tokio::test]
async fn members_that_did_not_come_are_none() {
    let both_none = both("PublishLayerVersion", &[json(201, &json!({}))]).await;
    assert_eq!(both_none.ours.outcome, Ok(json!({})));
    assert_eq!(both_none.peer.outcome, Ok(json!({"version": 0})));
    let answer = json!({"metrics": {}});
    let both_none = both("Converse", &[json(200, &answer)]).await;
    let ours = both_none.ours.outcome.expect("an output");
    assert_eq!(ours.get("stop_reason"), None);
    let peer = both_none.peer.outcome.expect("an output");
    assert_eq!(peer["stop_reason"], "no value was set");
}

/// The shortest text that gives the same number: botocore sends what its user wrote, too.
#[tokio::test]
async fn floats_are_short() {
    let server = Server::start([json(200, &json!({})), json(200, &json!({}))]).await;
    let config = config(server.url()).build();
    let inference = ours::bedrock::types::InferenceConfiguration::default().temperature(0.1);
    let call = ours::bedrock::Client::new(&config).converse().model_id("m");
    call.inference_config(inference).await.expect("an output");
    let inference = peer::bedrock::types::InferenceConfiguration::builder().temperature(0.1);
    let call = peer::bedrock::Client::new(&config).converse().model_id("m");
    let call = call.inference_config(inference.build());
    call.send().await.expect("an output");
    let [ours, peer] = &server.received()[..] else {
        panic!("a request each");
    };
    assert!(ours.body.contains(r#""temperature":0.1}"#), "{}", ours.body);
    assert!(peer.body.contains("0.10000000149011612"), "{}", peer.body);
}

/// Errors in a stream have their code, as those of a response do.
#[tokio::test]
async fn errors_of_streams_have_a_code() {
    use aws_sdk_bedrockruntime::error::ProvideErrorMetadata as _;

    let message = br#"{"message":"slow down"}"#;
    let bytes = frame(
        "exception",
        ":exception-type",
        "throttlingException",
        message,
    );
    let server =
        Server::start([Answer::new(200, &[], &bytes), Answer::new(200, &[], &bytes)]).await;
    let config = config(server.url()).build();
    let ours = ours::bedrock::Client::new(&config)
        .converse_stream()
        .model_id("m");
    let error = ours
        .send()
        .await
        .expect("a stream")
        .stream
        .recv()
        .await
        .expect_err("an error");
    assert_eq!(
        (error.code(), error.message()),
        (Some("throttlingException"), Some("slow down"))
    );
    let peer = peer::bedrock::Client::new(&config)
        .converse_stream()
        .model_id("m");
    let error = peer
        .send()
        .await
        .expect("a stream")
        .stream
        .recv()
        .await
        .expect_err("an error");
    assert_eq!((error.code(), error.message()), (None, Some("slow down")));
}

/// Required members are checked before anything is sent, and all of them are named. The peers check
/// those in the path, one at a time.
#[tokio::test]
async fn required_members_are_checked() {
    let server = Server::start([json(200, &json!({}))]).await;
    let config = config(server.url()).build();
    let error = ours::lambda::Client::new(&config)
        .create_function()
        .send()
        .await
        .expect_err("no name");
    assert_eq!(
        error.to_string(),
        "CreateFunction failed: missing required members FunctionName, Role, Code"
    );
    assert!(server.received().is_empty());
    peer::lambda::Client::new(&config)
        .create_function()
        .send()
        .await
        .expect("it is sent");
    let sent: Value = server.received()[0].json();
    assert_eq!(sent, json!({}));
}
