//! Missing required members are errors before anything is sent.

use codebuild::client::ClientOperation;
use codebuild::error::Cause;
use codebuild::types::{ProjectArtifacts, ProjectEnvironment, ProjectSource};
use insta::assert_snapshot;
use serde_json::{Value, json};
use tests::server::Answer;
use tests::{each_operation, operations};

use crate::pair;

#[tokio::test]
async fn required_members_are_those_of_the_model() {
    let model = operations::model();
    each_operation!(check(&model).await);
}

async fn check<O: ClientOperation>(model: &Value) {
    let (server, client) = pair([Answer::json(200, &json!({}))]).await;
    let result = client.send::<O>(O::Input::default()).await;
    let required = operations::required(model, O::SCHEMA.name);
    if required.is_empty() {
        assert!(result.is_ok(), "{}", O::SCHEMA.name);
        return;
    }
    let error = result.expect_err(O::SCHEMA.name);
    let Cause::Input(problem) = error.cause() else {
        panic!("{error:?}");
    };
    assert_eq!(problem.missing, required, "{}", O::SCHEMA.name);
    for name in required {
        assert!(error.to_string().contains(name), "{error}");
    }
    assert!(server.received().is_empty(), "{}", O::SCHEMA.name);
}

#[tokio::test]
async fn nested_required_members_have_paths() {
    let (server, client) = pair([]).await;
    let error = client.stop_build().await.expect_err("a failure");
    assert_snapshot!(error, @"StopBuild failed: missing required member id");
    let call = client
        .create_project()
        .name("p")
        .source(ProjectSource::default())
        .secondary_sources([ProjectSource::new("S3"), ProjectSource::default()])
        .artifacts(ProjectArtifacts::new("NO_ARTIFACTS"))
        .environment(ProjectEnvironment::default());
    let error = call.await.expect_err("a failure");
    assert_snapshot!(error, @"CreateProject failed: missing required members source.type, secondarySources[1].type, environment.type, environment.image, environment.computeType, serviceRole");
    assert!(server.received().is_empty());
}
