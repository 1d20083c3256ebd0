//! Unknown enum values, and what requests consist of.

use codebuild::types::{EnvironmentVariable, StatusType};
use serde_json::json;
use tests::server::Answer;

use crate::pair;

#[tokio::test]
async fn unknown_enum_values_round_trip() {
    let answer = json!({"builds": [
        {"id": "p:1", "buildStatus": "PAUSED", "newMember": {"a": [1, null]}},
        {"id": "p:2", "buildStatus": "SUCCEEDED", "phases": [{"phaseType": "LUNCH"}]},
        {"id": "p:3", "environment": {"type": "", "computeType": "x", "image": "i"}},
    ]});
    let (_server, client) = pair([Answer::json(200, &answer)]).await;
    let output = client.batch_get_builds().ids(["p:1", "p:2", "p:3"]).await;
    let builds = output.expect("an answer").builds.expect("builds");

    let status = builds[0].build_status.as_ref().expect("a status");
    assert_eq!(*status, StatusType::from("PAUSED"));
    assert_eq!(status.to_string(), "PAUSED");
    assert!(matches!(status, StatusType::UnknownValue(text) if &**text == "PAUSED"));
    assert_eq!(builds[1].build_status, Some(StatusType::Succeeded));

    // Written again, they have the received text.
    let mut expected = answer["builds"].clone();
    expected[0]
        .as_object_mut()
        .expect("a build")
        .remove("newMember");
    assert_eq!(serde_json::to_value(&builds).expect("JSON"), expected);
}

#[tokio::test]
async fn unknown_enum_values_can_be_sent() {
    let (server, client) = pair([Answer::json(200, &json!({}))]).await;
    let variable = EnvironmentVariable::new("name", "value").r#type("VAULT");
    let call = client
        .start_build()
        .project_name("p")
        .idempotency_token("t")
        .compute_type_override("BUILD_QUANTUM")
        .environment_variables_override([variable]);
    call.await.expect("an answer");
    let expected = json!({
        "projectName": "p",
        "idempotencyToken": "t",
        "computeTypeOverride": "BUILD_QUANTUM",
        "environmentVariablesOverride": [{"name": "name", "value": "value", "type": "VAULT"}],
    });
    assert_eq!(server.received()[0].json(), expected);
}

#[tokio::test]
async fn requests_have_method_uri_headers_and_body() {
    let (server, client) = pair([Answer::json(200, &json!({}))]).await;
    client
        .batch_get_builds()
        .ids(["Grüße 😀"])
        .await
        .expect("an answer");
    let [request] = &*server.received() else {
        panic!("one request");
    };
    assert_eq!((&*request.method, &*request.path), ("POST", "/"));
    assert_eq!(
        request.header("host"),
        server.url().trim_start_matches("http://")
    );
    assert_eq!(
        request.header("content-length"),
        request.body.len().to_string()
    );
    assert_eq!(request.header("content-type"), "application/x-amz-json-1.1");
    assert_eq!(
        request.header("x-amz-target"),
        "CodeBuild_20161006.BatchGetBuilds"
    );
    assert_eq!(request.json(), json!({"ids": ["Grüße 😀"]}));
}

/// The case `AwsJson10HostWithPath` of the conformance suites, which only a client can pass.
#[tokio::test]
async fn paths_of_endpoints_are_kept() {
    for path in ["/custom", "/custom/"] {
        let (server, config) = crate::server([Answer::json(200, &json!({}))]).await;
        let config = config.endpoint_url(format!("{}{path}", server.url()));
        let client = codebuild::Client::from_conf(config.build());
        client.list_builds().await.expect("an answer");
        assert_eq!(server.received()[0].path, "/custom/");
    }
}
