//! Settings of single calls (`customize`), and responses (`send_with_response`).

use std::time::Duration;

use tinsmith_runtime::client::config::{Region, RetryConfig, TimeoutConfig};
use tinsmith_runtime::client::{Call, Config, Core};
use tinsmith_runtime::test_util::NeverClient;

use crate::credentials::Numbered;
use crate::operation::*;

fn start(core: &Core) -> Call<Start> {
    new_call::<Start>(core).with_input(StartInput::named("p"))
}

#[tokio::test]
async fn response_has_the_request_id() {
    let service = service(vec![response(503, ""), ok()]);
    let response = start(&client(&service)).send_with_response().await.unwrap();
    assert_eq!(response.output.id.as_deref(), Some("b:1"));
    assert_eq!(response.request_id(), Some("r-1"));
    assert_eq!(response.status(), Some(200));
    assert_eq!(response.attempts(), 2);
    assert_eq!(response.header("X-Amzn-RequestId"), Some("r-1"));
    assert_eq!(response.header("x-none"), None);
    assert_eq!(
        format!("{response:?}"),
        r#"Response { output: StartOutput { id: "b:1" }, request_id: Some("r-1"), status: Some(200), attempts: 2, .. }"#
    );
}

/// S3 has two ids for a request.
#[tokio::test]
async fn responses_and_errors_have_the_extended_request_id() {
    let extended = |mut response: http::Response<_>| {
        let headers = response.headers_mut();
        headers.insert("x-amz-id-2", "e-2".parse().unwrap());
        response
    };
    let service = service(vec![extended(ok()), extended(response(403, "")), ok()]);
    let core = client(&service);
    let answer = start(&core).send_with_response().await.unwrap();
    assert_eq!(answer.extended_request_id(), Some("e-2"));
    let error = start(&core).await.unwrap_err();
    assert_eq!(error.extended_request_id(), Some("e-2"));
    assert!(
        error
            .to_string()
            .ends_with(" (HTTP 403, request id r-1, extended request id e-2)"),
        "{error}"
    );
    let answer = start(&core).send_with_response().await.unwrap();
    assert_eq!(answer.extended_request_id(), None);
}

#[tokio::test]
async fn settings_apply_to_one_call() {
    let service = service(vec![response(500, ""), response(500, ""), ok()]);
    let core = client(&service);
    let once = start(&core).customize(|config| config.retry_config(RetryConfig::disabled()));
    let error = once.await.unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert_eq!(
        start(&core).send_with_response().await.unwrap().attempts(),
        2
    );
}

#[tokio::test]
async fn headers_are_added_before_signing() {
    let service = service(vec![response(500, ""), ok(), ok()]);
    let core = client(&service);
    start(&core)
        .customize(|config| {
            config.mutate_request(|request| {
                request.headers_mut().append("x-mine", "1");
            })
        })
        .await
        .unwrap();
    start(&core).await.unwrap();
    assert_eq!(headers(&service, "x-mine"), ["1", "1", ""]);
    for (number, authorization) in headers(&service, "authorization").iter().enumerate() {
        assert_eq!(
            authorization.contains("x-mine"),
            number < 2,
            "{authorization}"
        );
    }
}

#[tokio::test]
async fn region_and_endpoint_apply_to_one_call() {
    let service = service(vec![ok(), ok(), ok()]);
    let core = client(&service);
    let elsewhere = start(&core).customize(|config| config.region(Region::new("eu-west-1")));
    elsewhere.clone().await.unwrap();
    let local = elsewhere.customize(|config| config.endpoint_url("http://localhost:1"));
    local.await.unwrap();
    start(&core).await.unwrap();
    let uris: Vec<_> = service
        .actual_requests()
        .map(|it| it.uri().to_owned())
        .collect();
    assert_eq!(
        uris,
        [
            "https://codebuild.eu-west-1.amazonaws.com/",
            "http://localhost:1/",
            "https://codebuild.us-east-1.amazonaws.com/",
        ]
    );
    assert!(headers(&service, "authorization")[1].contains("/eu-west-1/codebuild/"));
}

#[tokio::test]
async fn timeouts_apply_to_one_call() {
    let core = Core::new(
        &SERVICE,
        Config::for_tests().http_client(NeverClient::new()).build(),
    );
    let limit = TimeoutConfig::builder().operation_timeout(Duration::from_millis(20));
    let error = start(&core)
        .customize(|config| config.timeout_config(limit.build()))
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn invalid_settings_are_errors() {
    let service = service(vec![]);
    let call = start(&client(&service)).customize(|config| config.region(None));
    let text = call.await.unwrap_err().to_string();
    assert!(text.contains("no region is set"), "{text}");
    let call = start(&client(&service));
    let call = call.customize(|config| config.endpoint_url("http://user:hunter2@localhost"));
    let text = call.await.unwrap_err().to_string();
    assert!(text.contains("has a user name or password"), "{text}");
    assert!(!text.contains("hunter2"), "{text}");
}

/// Customized calls use the client's cache of credentials.
#[tokio::test]
async fn customized_calls_share_credentials() {
    let service = service(vec![ok(), ok(), ok()]);
    let counted = Numbered::default();
    let config = Config::for_tests()
        .http_client(service.clone())
        .credentials_provider(counted.clone());
    let core = Core::new(&SERVICE, config.build());
    for _ in 0..2 {
        let call = start(&core).customize(|config| config.retry_config(RetryConfig::disabled()));
        call.await.unwrap();
    }
    start(&core).await.unwrap();
    assert_eq!(counted.asked(), 1);
}
