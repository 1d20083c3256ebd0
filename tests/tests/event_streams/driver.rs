//! Reads event streams with a generated client: answers JSON lines with JSON lines. The test
//! `event_streams` builds this program.
//!
//! `{body: [bytes]}`: `{host, initial, events, error}`, as in `oracle.py`.

use std::io::{self, BufRead};

use fixture_event_streams::test_util::{ReplayEvent, SdkBody, StaticReplayClient};
use fixture_event_streams::{Client, Config};
use serde_json::{Value, json};
use tinsmith_runtime::http;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for line in io::stdin().lock().lines() {
        let question: Value = serde_json::from_str(&line.unwrap()).unwrap();
        println!("{}", answer(&question).await);
    }
}

async fn answer(question: &Value) -> Value {
    let bytes: Vec<u8> = serde_json::from_value(question["body"].clone()).unwrap();
    let event = ReplayEvent::new(
        http::Request::new(SdkBody::empty()),
        http::Response::new(SdkBody::from(bytes)),
    );
    let service = StaticReplayClient::new(vec![event]);
    let config = Config::for_tests().http_client(service.clone()).build();
    let call = Client::from_conf(config).watch().topic("t").send();
    let mut output = match call.await {
        Ok(output) => output,
        Err(error) => return json!({"events": [], "error": {"damaged": error.to_string()}}),
    };
    let (mut events, mut end) = (Vec::new(), Value::Null);
    loop {
        match output.events.recv().await {
            Ok(Some(event)) => events.push(serde_json::to_value(event).unwrap()),
            Ok(None) => break,
            Err(error) if error.service_error().is_some() => {
                end = json!({
                    "Code": error.code().unwrap_or_default(),
                    "Message": error.message().unwrap_or_default(),
                });
            }
            Err(error) => end = json!({"damaged": error.to_string()}),
        }
    }
    let request = service.actual_requests().next().unwrap();
    json!({
        "host": request.uri().split('/').nth(2),
        "initial": serde_json::to_value(&output).unwrap(),
        "events": events,
        "error": end,
    })
}
