//! Answers JSON lines with JSON lines, using generated paginators and waiters. The test `paging`
//! builds it.
//!
//! - `{list, input, pages, page_size}`: `{requests, pages, items, error}`
//! - `{wait, input, response: {status, body}}`: `{decision}`, as in `oracle.py`

use std::fmt::Display;
use std::io::{self, BufRead};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use tinsmith_runtime::client::{ClientOperation, Config};
use tinsmith_runtime::client::config::RetryConfig;
use tinsmith_runtime::features::waiter::{FinalPoll, WaitError};
use tinsmith_runtime::http;
use tinsmith_runtime::test_util::{ReplayEvent, SdkBody, StaticReplayClient};

/// A connection that gets these responses, and a configuration with it.
fn connection(responses: Vec<(u16, String)>) -> (StaticReplayClient, Config) {
    let events = responses.into_iter().map(|(status, body)| {
        let response = http::Response::builder().status(status);
        ReplayEvent::new(
            http::Request::new(SdkBody::empty()),
            response.body(SdkBody::from(body)).unwrap(),
        )
    });
    let service = StaticReplayClient::new(events.collect());
    let config = Config::for_tests()
        .http_client(service.clone())
        .retry_config(RetryConfig::disabled());
    (service, config.build())
}

/// The answer for pages or items: `next` gives one after the other.
async fn list<T: Serialize, E: Display>(
    service: &StaticReplayClient,
    mut next: impl AsyncFnMut() -> Option<Result<T, E>>,
) -> Value {
    let mut items: Vec<Value> = Vec::new();
    let mut error = Value::Null;
    while let Some(next) = next().await {
        match next {
            Ok(item) => items.push(serde_json::to_value(item).unwrap()),
            Err(failure) => error = failure.to_string().into(),
        }
    }
    let requests: Vec<Value> = service
        .actual_requests()
        .map(|request| serde_json::from_slice(request.body().bytes().unwrap()).unwrap())
        .collect();
    json!({ "requests": requests, "items": items, "error": error })
}

/// The pages or the items of an operation.
macro_rules! list {
    ($krate:ident, $call:ident, $question:ident $(, $sized:ident)? $(; $items:ident)?) => {{
        let pages = $question["pages"].as_array().unwrap().iter();
        let (service, config) = connection(pages.map(|page| (200, page.to_string())).collect());
        let input = serde_json::from_value($question["input"].clone()).unwrap();
        let call = $krate::Client::from_conf(config).$call().with_input(input);
        let paginator = call.into_paginator();
        $(
            let paginator = match $question["page_size"].as_i64() {
                Some(size) => paginator.$sized(size.try_into().unwrap()),
                None => paginator,
            };
        )?
        let mut stream = paginator$(.$items())?.send();
        list(&service, async || stream.next().await).await
    }};
}

/// What a wait came to.
fn decision<O: ClientOperation>(wait: Result<FinalPoll<O>, WaitError<O>>) -> Value {
    let decision = match wait {
        Ok(_) => "success",
        Err(error) if error.is_failure_state() => "failure",
        Err(error) if error.is_timed_out() => "retry",
        Err(_) => "error",
    };
    json!({ "decision": decision })
}

macro_rules! wait {
    ($krate:ident, $wait:ident, $question:ident) => {{
        let response = &$question["response"];
        let status = response["status"].as_u64().unwrap().try_into().unwrap();
        let (_, config) = connection(vec![(status, response["body"].to_string())]);
        let input = serde_json::from_value($question["input"].clone()).unwrap();
        let wait = $krate::Client::from_conf(config).$wait().with_input(input);
        decision(wait.wait(Duration::ZERO).await)
    }};
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for line in io::stdin().lock().lines() {
        let question: Value = serde_json::from_str(&line.unwrap()).unwrap();
        println!("{}", answer(&question).await);
    }
}

async fn answer(q: &Value) -> Value {
    use {codebuild as build, fixture_pagination as pagination, fixture_waiters as waiters};

    if let Some(name) = q["list"].as_str() {
        return match name {
            "ListSimple" => list!(pagination, list_simple, q, page_size; items),
            "ListNested" => list!(pagination, list_nested, q, page_size; items),
            "ListSeveral" => list!(pagination, list_several, q; items),
            "ListKeyed" => list!(pagination, list_keyed, q, page_size; items),
            "ListNumbered" => list!(pagination, list_numbered, q; items),
            "ListMarked" => list!(pagination, list_marked, q; items),
            "ListGrouped" => list!(pagination, list_grouped, q; items),
            "ListCounted" => list!(pagination, list_counted, q),
            "ListBuilds" => list!(build, list_builds, q; items),
            "ListBuildsForProject" => list!(build, list_builds_for_project, q; items),
            "ListProjects" => list!(build, list_projects, q; items),
            _ => panic!("{name}"),
        };
    }
    let name = q["wait"].as_str().unwrap();
    macro_rules! waits {
        ($($krate:ident: $($name:literal => $wait:ident,)*;)*) => {
            match name {
                $($($name => wait!($krate, $wait, q),)*)*
                _ => panic!("{name}"),
            }
        };
    }
    waits! {
        waiters:
            "ThingActive" => wait_until_thing_active,
            "ThingsActive" => wait_until_things_active,
            "ThingNotExists" => wait_until_thing_not_exists,
            "PingOk" => wait_until_ping_ok,
            "PingAnswered" => wait_until_ping_answered,
            "PartsHealthy" => wait_until_parts_healthy,
            "NestedListsActive" => wait_until_nested_lists_active,
            "SparseDone" => wait_until_sparse_done,
            "MapActive" => wait_until_map_active,
            "Flags" => wait_until_flags,
            "Counted" => wait_until_counted,
            "Steady" => wait_until_steady,
            "FilteredActive" => wait_until_filtered_active,
            "OutOfRange" => wait_until_out_of_range,
            "EachFlag" => wait_until_each_flag,
            "NoFlag" => wait_until_no_flag,
            "Piped" => wait_until_piped,
            "Contained" => wait_until_contained,
            "TextLength" => wait_until_text_length,
            "OldActive" => wait_until_old_active,;
        build:
            "BuildComplete" => wait_until_build_complete,
            "BuildSucceeded" => wait_until_build_succeeded,;
    }
}
