//! Reads event streams with generated clients: answers JSON lines with JSON lines. The test
//! `event_streams` builds this program.
//!
//! `{crate, headers, body: [bytes]}`: `{host, initial, events, error}`, as in `oracle.py`.

use std::io::{self, BufRead};

use serde_json::{Value, json};
use tinsmith_runtime::client::Config;
use tinsmith_runtime::http;
use tinsmith_runtime::test_util::{ReplayEvent, SdkBody, StaticReplayClient};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for line in io::stdin().lock().lines() {
        let question: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let service = service(&question);
        let config = Config::for_tests().http_client(service.clone()).build();
        let mut answer = match question["crate"].as_str().unwrap() {
            "fixture-event-streams" => json(config).await,
            "fixture-rest-events" => rest(config).await,
            other => panic!("{other}"),
        };
        let request = service.actual_requests().next().unwrap();
        answer["host"] = request.uri().split('/').nth(2).into();
        println!("{answer}");
    }
}

fn service(question: &Value) -> StaticReplayClient {
    let bytes: Vec<u8> = serde_json::from_value(question["body"].clone()).unwrap();
    let mut response = http::Response::builder();
    for (name, value) in question["headers"].as_object().into_iter().flatten() {
        response = response.header(name, value.as_str().unwrap());
    }
    let event = ReplayEvent::new(
        http::Request::new(SdkBody::empty()),
        response.body(SdkBody::from(bytes)).unwrap(),
    );
    StaticReplayClient::new(vec![event])
}

macro_rules! reader {
    ($name:ident, $krate:ident) => {
        async fn $name(config: Config) -> Value {
            let call = $krate::Client::from_conf(config).watch().topic("t").send();
            let mut output = match call.await {
                Ok(output) => output,
                Err(error) => {
                    return json!({"events": [], "error": {"damaged": error.to_string()}});
                }
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
            let initial = serde_json::to_value(&output).unwrap();
            json!({"initial": initial, "events": events, "error": end})
        }
    };
}

reader!(json, fixture_event_streams);
reader!(rest, fixture_rest_events);
