//! Paginators against a mock connection: requests, pages, items, and how they end.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};

use serde_json::json;
use tinsmith_runtime::client::{Call, Config, Core};
use tinsmith_runtime::error::Cause;
use tinsmith_runtime::test_util::StaticReplayClient;

use crate::operation::*;
use crate::paging_operation::*;

fn list(service: &StaticReplayClient) -> Call<List> {
    new_call(&client(service))
}

#[tokio::test]
async fn requests_pages_one_by_one() {
    let service = service(vec![
        page(&["a", "b"], Some("t1")),
        page(&[], Some("t2")),
        page(&["c"], None),
    ]);
    let mut pages = list(&service).into_paginator().send();
    assert_eq!(service.actual_requests().count(), 0, "nothing is sent yet");
    assert_eq!(pages.next_token(), None);

    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(first.names.unwrap(), ["a", "b"]);
    assert_eq!(
        service.actual_requests().count(),
        1,
        "one page ahead is too far"
    );
    assert_eq!(pages.next_token().unwrap(), "t1");
    let second = pages.try_next().await.unwrap().unwrap();
    assert_eq!(second.names.unwrap(), Vec::<String>::new());
    let third = pages.try_next().await.unwrap().unwrap();
    assert_eq!(third.names.unwrap(), ["c"]);
    assert_eq!(pages.next_token(), None);
    for _ in 0..2 {
        assert!(pages.next().await.is_none());
    }
    assert_eq!(
        bodies(&service),
        [json!({}), json!({"token": "t1"}), json!({"token": "t2"})]
    );
}

#[tokio::test]
async fn yields_items_of_all_pages() {
    let service = service(vec![
        page(&["a", "b"], Some("t1")),
        // A page without items, or without the list, is not the end.
        page(&[], Some("t2")),
        response(200, r#"{"token":"t3"}"#),
        page(&["c"], None),
    ]);
    let paginator = list(&service).into_paginator().page_size(2).items();
    let mut items = paginator.send();
    assert_eq!(items.next().await.unwrap().unwrap(), "a");
    assert_eq!(items.try_next().await.unwrap().unwrap(), "b");
    assert_eq!(items.next_token().unwrap(), "t1");
    assert_eq!(service.actual_requests().count(), 1);
    let rest: Vec<String> = items.collect().await.unwrap();
    assert_eq!(rest, ["c"]);
    assert!(bodies(&service).iter().all(|body| body["size"] == "2"));
}

#[tokio::test]
async fn empty_token_ends_the_pages() {
    let service = service(vec![page(&["a"], Some(""))]);
    let all: Vec<_> = list(&service)
        .into_paginator()
        .send()
        .collect()
        .await
        .unwrap();
    assert_eq!(all.len(), 1);
}

#[tokio::test]
async fn repeated_token_is_an_error_after_its_page() {
    let service = service(vec![page(&["a"], Some("t")), page(&["b"], Some("t"))]);
    let mut items = list(&service).into_paginator().items().send();
    assert_eq!(items.next().await.unwrap().unwrap(), "a");
    assert_eq!(items.next().await.unwrap().unwrap(), "b");
    let error = items.next().await.unwrap().unwrap_err();
    assert!(matches!(error.cause(), Cause::RepeatedToken(_)));
    assert_eq!(
        error.to_string(),
        "List failed: the service answered with the token of the same page twice in a row"
    );
    assert!(items.next().await.is_none());
    assert_eq!(service.actual_requests().count(), 2);
}

#[tokio::test]
async fn repeated_token_can_be_allowed() {
    let tail = || page(&["a"], Some("t"));
    let service = service(vec![tail(), tail(), tail(), page(&[], None)]);
    let paginator = list(&service)
        .into_paginator()
        .stop_on_duplicate_token(false);
    let all: Vec<String> = paginator.items().send().collect().await.unwrap();
    assert_eq!(all, ["a", "a", "a"]);
}

#[tokio::test]
async fn error_ends_the_pages_and_keeps_the_token() {
    let denied = response(400, r#"{"__type":"AccessDeniedException"}"#);
    let service = service(vec![page(&["a"], Some("t1")), denied, page(&["b"], None)]);
    let mut items = list(&service).into_paginator().items().send();
    assert_eq!(items.next().await.unwrap().unwrap(), "a");
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.code(), Some("AccessDeniedException"));
    assert!(items.next().await.is_none());

    let token = items.next_token().cloned();
    let again = list(&service).map_input(|input| ListInput { token, ..input });
    let rest: Vec<String> = again
        .into_paginator()
        .items()
        .send()
        .collect()
        .await
        .unwrap();
    assert_eq!(rest, ["b"]);
    assert_eq!(bodies(&service)[2], json!({"token": "t1"}));
}

#[tokio::test]
async fn collect_returns_the_error() {
    let service = service(vec![page(&["a"], Some("t1")), response(400, "{}")]);
    let all = list(&service).into_paginator().items().send();
    assert!(all.collect::<Vec<_>>().await.is_err());
}

#[tokio::test]
async fn retries_within_a_page() {
    let service = service(vec![
        page(&["a"], Some("t1")),
        response(500, ""),
        page(&["b"], None),
    ]);
    let all: Vec<String> = {
        let items = list(&service).into_paginator().items().send();
        items.collect().await.unwrap()
    };
    assert_eq!(all, ["a", "b"]);
}

/// A mock connection whose responses take a while.
#[derive(Debug)]
struct Slow(StaticReplayClient);

mod slow {
    use tinsmith_runtime::client::config::SharedHttpClient;
    use tinsmith_runtime::test_util::StaticReplayClient;

    use aws_smithy_runtime_api::client::http::{
        HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
    };
    use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
    use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

    use super::Slow;

    impl HttpConnector for Slow {
        fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
            let answer = self.0.call(request);
            HttpConnectorFuture::new(async move {
                tokio::task::yield_now().await;
                answer.await
            })
        }
    }

    impl HttpClient for Slow {
        fn http_connector(
            &self,
            _: &HttpConnectorSettings,
            _: &RuntimeComponents,
        ) -> SharedHttpConnector {
            SharedHttpConnector::new(Self(self.0.clone()))
        }
    }

    pub(super) fn client(service: &StaticReplayClient) -> SharedHttpClient {
        SharedHttpClient::new(Slow(service.clone()))
    }
}

#[tokio::test]
async fn dropping_the_future_of_next_loses_no_page() {
    let service = service(vec![page(&["a"], Some("t1")), page(&["b"], None)]);
    let config = Config::for_tests().http_client(slow::client(&service));
    let core = Core::new(&SERVICE, config.build());
    let mut items = new_call::<List>(&core).into_paginator().items().send();
    {
        let next = pin!(items.next());
        let mut context = Context::from_waker(Waker::noop());
        assert!(next.poll(&mut context).is_pending());
    }
    let all: Vec<String> = items.collect().await.unwrap();
    assert_eq!(all, ["a", "b"]);
    assert_eq!(
        service.actual_requests().count(),
        2,
        "no page was asked for twice"
    );
}

#[tokio::test]
async fn pages_can_be_spawned() {
    let service = service(vec![page(&["a"], None)]);
    let items = list(&service).into_paginator().items().send();
    let task = tokio::spawn(async move { items.collect::<Vec<_>>().await });
    assert_eq!(task.await.unwrap().unwrap(), ["a"]);
}

#[cfg(feature = "stream")]
#[tokio::test]
async fn pages_are_a_stream() {
    use futures_core::Stream;

    let service = service(vec![page(&["a"], Some("t1")), page(&["b"], None)]);
    let mut items = list(&service).into_paginator().items().send();
    let mut names = Vec::new();
    while let Some(item) =
        std::future::poll_fn(|context| std::pin::Pin::new(&mut items).poll_next(context)).await
    {
        names.push(item.unwrap());
    }
    assert_eq!(names, ["a", "b"]);
}
