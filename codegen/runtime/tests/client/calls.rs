//! Single calls against a mock connection: request, output, error.

use tinsmith_runtime::client::Call;
use tinsmith_runtime::error::Cause;

use crate::operation::*;

#[tokio::test]
async fn sends_a_signed_request_and_reads_the_output() {
    let (result, service) = call(vec![ok()]).await;
    assert_eq!(result.unwrap().id.as_deref(), Some("b:1"));

    let request = service.actual_requests().next().unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://codebuild.us-east-1.amazonaws.com/");
    let header = |name| request.headers().get(name).unwrap_or_default();
    assert_eq!(header("content-type"), "application/x-amz-json-1.1");
    assert_eq!(header("x-amz-target"), "CodeBuild_20161006.Start");
    assert!(header("authorization").starts_with("AWS4-HMAC-SHA256 Credential=ANOTREAL/"));
    assert!(header("authorization").contains("/us-east-1/codebuild/aws4_request"));
    assert!(header("amz-sdk-request").ends_with("attempt=1; max=3"));
    assert_eq!(header("amz-sdk-invocation-id").len(), 36);
    let agent = header("x-amz-user-agent");
    assert!(agent.starts_with("aws-sdk-rust/"), "{agent}");
    assert!(agent.contains("api/codebuild/1.2.3"), "{agent}");
}

#[tokio::test]
async fn fluent_call_is_sent_by_awaiting_it() {
    let service = service(vec![ok(), ok()]);
    let core = client(&service);
    let set = |call: Call<Start>| {
        call.map_input(|input| StartInput {
            name: Some("p".into()),
            ..input
        })
    };

    let call = set(new_call::<Start>(&core));
    assert_eq!(call.as_input().name.as_deref(), Some("p"));
    assert_eq!(
        format!("{call:?}"),
        r#"Call { operation: "Start", input: StartInput { name: "p" }, .. }"#
    );
    assert!(call.clone().await.is_ok());
    assert!(call.with_input(StartInput::named("q")).send().await.is_ok());
    let names: Vec<_> = bodies(&service)
        .iter()
        .map(|body| body["name"].clone())
        .collect();
    assert_eq!(names, ["p", "q"]);
}

#[tokio::test]
async fn calls_can_be_spawned() {
    let service = service(vec![ok()]);
    let core = client(&service);
    let task = tokio::spawn(async move { core.send::<Start>(StartInput::named("p")).await });
    assert!(task.await.unwrap().is_ok());
}

#[tokio::test]
async fn missing_required_member_sends_nothing() {
    let service = service(vec![]);
    let error = new_call::<Start>(&client(&service)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Start failed: missing required member name"
    );
    assert!(matches!(error.cause(), Cause::Input(_)));
    assert_eq!(service.actual_requests().count(), 0);
}

#[tokio::test]
async fn reads_modelled_error() {
    let body = r#"{"__type":"NotFoundException","message":"no such project"}"#;
    let (result, service) = call(vec![response(400, body)]).await;
    let error = result.unwrap_err();
    assert!(matches!(
        error.service_error(),
        Some(StartError::NotFound(_))
    ));
    assert_eq!(
        error.to_string(),
        "Start failed: NotFoundException: no such project (HTTP 400, request id r-1)"
    );
    assert_eq!(service.actual_requests().count(), 1);
}

#[tokio::test]
async fn reads_unmodelled_error() {
    let body = r#"{"__type":"com.amazon.coral#NewException","Message":"new"}"#;
    let (result, service) = call(vec![response(400, body)]).await;
    let error = result.unwrap_err();
    assert!(matches!(
        error.service_error(),
        Some(StartError::Unhandled(_))
    ));
    assert_eq!(error.code(), Some("NewException"));
    assert_eq!(error.message(), Some("new"));
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(error.metadata().unwrap().body(), body.as_bytes());
    assert_eq!(service.actual_requests().count(), 1);
}

#[tokio::test]
async fn reads_error_without_a_body() {
    let (result, service) = call(vec![response(403, "")]).await;
    let error = result.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Start failed: no error code in an empty response (HTTP 403, request id r-1)"
    );
    assert_eq!(service.actual_requests().count(), 1);
}

#[tokio::test]
async fn unreadable_success_is_an_error() {
    let (result, service) = call(vec![response(200, r#"{"id":7}"#)]).await;
    let error = result.unwrap_err();
    assert!(matches!(error.cause(), Cause::Response { .. }));
    assert_eq!(error.status(), Some(200));
    assert!(
        error
            .to_string()
            .starts_with("Start failed: unreadable response: id: "),
        "{error}"
    );
    assert_eq!(
        service.actual_requests().count(),
        1,
        "it would be as unreadable again"
    );
}
