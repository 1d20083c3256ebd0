//! Answers JSON lines with JSON lines, using generated paginators and waiters. The test `paging`
//! builds it.
//!
//! - `{list, input, pages, page_size}`: `{requests, pages, items, error}`
//! - `{wait, input, response: {status, body}}`: `{decision}`, as in `oracle.py`

use std::io::{self, BufRead};
use std::time::Duration;

use serde_json::{Value, json};

fn responses(bodies: &Value) -> Vec<(u16, String)> {
    let bodies = bodies.as_array().unwrap().iter();
    bodies.map(|body| (200, body.to_string())).collect()
}

/// A client that gets these responses.
macro_rules! client {
    ($krate:ident, $responses:expr) => {{
        use $krate::test_util::{ReplayEvent, SdkBody, StaticReplayClient};

        let events = $responses.into_iter().map(|(status, body): (u16, String)| {
            let response = http::Response::builder().status(status);
            ReplayEvent::new(
                http::Request::new(SdkBody::empty()),
                response.body(SdkBody::from(body)).unwrap(),
            )
        });
        let service = StaticReplayClient::new(events.collect());
        let config = $krate::Config::for_tests()
            .http_client(service.clone())
            .retry_config($krate::config::RetryConfig::disabled());
        ($krate::Client::from_conf(config.build()), service)
    }};
}

/// The pages or the items of an operation.
macro_rules! list {
    ($krate:ident, $call:ident, $question:ident $(, $sized:ident)? $(; $items:ident)?) => {{
        let (client, service) = client!($krate, responses(&$question["pages"]));
        let input = serde_json::from_value($question["input"].clone()).unwrap();
        let paginator = || {
            let paginator = client.$call().with_input(input).into_paginator();
            $(
                let size = $question["page_size"].as_i64();
                let paginator = match size {
                    Some(size) => paginator.$sized(size.try_into().unwrap()),
                    None => paginator,
                };
            )?
            paginator
        };
        #[allow(unused_mut)]
        let mut items: Vec<Value> = Vec::new();
        let mut error = Value::Null;
        let mut stream = paginator()$(.$items())?.send();
        let mut count = 0;
        while let Some(next) = stream.next().await {
            match next {
                Ok(item) => {
                    count += 1;
                    items.push(serde_json::to_value(item).unwrap());
                }
                Err(failure) => error = failure.to_string().into(),
            }
        }
        let requests: Vec<Value> = service
            .actual_requests()
            .map(|request| serde_json::from_slice(request.body().bytes().unwrap()).unwrap())
            .collect();
        json!({ "requests": requests, "count": count, "items": items, "error": error })
    }};
}

macro_rules! wait {
    ($krate:ident, $wait:ident, $question:ident) => {{
        let response = &$question["response"];
        let status = response["status"].as_u64().unwrap().try_into().unwrap();
        let (client, _) = client!($krate, [(status, response["body"].to_string())]);
        let input = serde_json::from_value($question["input"].clone()).unwrap();
        let wait = client.$wait().with_input(input).wait(Duration::ZERO).await;
        let decision = match wait {
            Ok(_) => "success",
            Err(error) if error.is_failure_state() => "failure",
            Err(error) if error.is_timed_out() => "retry",
            Err(_) => "error",
        };
        json!({ "decision": decision })
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
            "OldActive" => wait_until_old_active,;
        build:
            "BuildComplete" => wait_until_build_complete,
            "BuildSucceeded" => wait_until_build_succeeded,;
    }
}
