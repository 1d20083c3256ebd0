//! Clock skew.

use codebuild::Client;
use serde_json::json;
use tests::server::Answer;

use crate::server;

fn answers() -> [Answer; 2] {
    let date = ("date", "Thu, 01 Jan 2099 12:00:00 GMT");
    let body = r#"{"__type":"RequestTimeTooSkewed","message":"The difference is too large."}"#;
    [
        Answer::new(403, &[date], body),
        Answer::json(200, &json!({})),
    ]
}

#[tokio::test]
async fn skew_is_corrected() {
    let (server, config) = server(answers()).await;
    let client = Client::from_conf(config.build());
    client.retry_build().id("p:1").await.expect("an answer");
    let received = server.received();
    assert_eq!(received.len(), 2);
    assert!(received[0].header("x-amz-date") < "2099");
    let date = received[1].header("x-amz-date");
    assert!(date.starts_with("20990101T12"), "{date}");
    assert_eq!(received[0].body, received[1].body, "the same token");
}

#[tokio::test]
async fn skew_correction_can_be_disabled() {
    let (server, config) = server(answers()).await;
    let client = Client::from_conf(config.clock_skew_correction(false).build());
    let error = client.retry_build().id("p:1").await.expect_err("a failure");
    assert_eq!(error.code(), Some("RequestTimeTooSkewed"));
    let dates: Vec<_> = server
        .received()
        .iter()
        .map(|request| request.header("x-amz-date").to_owned())
        .collect();
    assert!(dates.iter().all(|date| &**date < "2099"), "{dates:?}");
}
