//! Operations on builds.

use codebuild::types::StatusType;
use insta::assert_snapshot;

use crate::{builds, client, create_project, start_build};

#[tokio::test]
async fn start_get_list_and_stop() {
    let client = client("eu-west-1");
    create_project(&client, "one").await;
    create_project(&client, "two").await;
    let call = client
        .start_build()
        .project_name("one")
        .source_version("v7");
    let build = call.await.expect("an answer").build.expect("a build");
    assert_eq!(build.build_status, Some(StatusType::InProgress));
    assert_eq!(build.source_version.as_deref(), Some("v7"));
    assert!(build.start_time.is_some());
    let one = build.id.expect("an id");
    let two = start_build(&client, "two").await;

    let listed = client.list_builds().await.expect("an answer");
    assert_eq!(listed.ids.expect("ids"), [&*one, &*two]);
    assert_eq!(builds(&client, "two").await, [&*two]);

    let stopped = client.stop_build().id(&two).await.expect("an answer");
    let stopped = stopped.build.expect("a build").build_status;
    assert_eq!(stopped, Some(StatusType::Stopped));

    // moto's builds succeed when they are read.
    let found = client.batch_get_builds().ids([&one]).await;
    let found = found.expect("an answer").builds.expect("builds");
    let [found] = &*found else {
        panic!("{found:?}");
    };
    assert_eq!(found.build_status, Some(StatusType::Succeeded));
    assert!(found.end_time > found.start_time);
    assert!(found.phases.as_ref().is_some_and(|phases| phases.len() > 5));
}

#[tokio::test]
async fn retry_build_starts_a_new_build() {
    let client = client("eu-west-2");
    create_project(&client, "again").await;
    let old = start_build(&client, "again").await;
    let output = client.retry_build().id(&old).await.expect("an answer");
    let build = output.build.expect("a build");
    let new = build.id.expect("an id");
    assert_ne!(new, old);
    assert_eq!(build.project_name.as_deref(), Some("again"));
    assert_eq!(builds(&client, "again").await, [old, new]);
}

#[tokio::test]
async fn idempotency_token_starts_one_build() {
    let client = client("eu-west-3");
    create_project(&client, "once").await;
    let start = client
        .start_build()
        .project_name("once")
        .idempotency_token("t1");
    let first = start.clone().await.expect("an answer").build;
    let second = start.clone().await.expect("an answer").build;
    assert_eq!(first, second);
    let id = first.and_then(|build| build.id).expect("an id");
    assert_eq!(builds(&client, "once").await, [&*id]);

    let error = start.source_version("other").await.expect_err("a mismatch");
    let inner = error.service_error().expect("the service's error");
    assert!(inner.is_invalid_input_exception());
    assert_snapshot!(inner, @"InvalidInputException: Parameter mismatch for the idempotency token");

    let retry = client.retry_build().id(&id).idempotency_token("t2");
    let (first, second) = tokio::join!(retry.clone().send(), retry.send());
    assert_eq!(first.expect("an answer"), second.expect("an answer"));
    assert_eq!(builds(&client, "once").await.len(), 2);

    // Without a token in the input, each call starts a build.
    start_build(&client, "once").await;
    start_build(&client, "once").await;
    assert_eq!(builds(&client, "once").await.len(), 4);
}

#[tokio::test]
async fn unknown_build_is_not_found() {
    let client = client("eu-north-1");
    let error = client.retry_build().id("no:1").await.expect_err("no build");
    let inner = error.service_error().expect("the service's error");
    assert!(inner.is_resource_not_found_exception());
    assert_snapshot!(inner, @"ResourceNotFoundException: Build no:1 does not exist");
    let error = client.stop_build().id("no:1").await.expect_err("no build");
    let inner = error.service_error().expect("the service's error");
    assert!(inner.is_resource_not_found_exception());

    let error = client.retry_build().id("no").await.expect_err("no id");
    let inner = error.service_error().expect("the service's error");
    assert!(inner.is_invalid_input_exception());
}
