//! Operations on projects.

use codebuild::types::{ComputeType, ProjectArtifacts, ProjectEnvironment, ProjectSource};
use codebuild::types::{EnvironmentType, SourceType, Tag};
use insta::assert_snapshot;

use crate::{builds, client, create_project};

#[tokio::test]
async fn create_get_list_and_delete() {
    let client = client("us-west-1");
    let image = "aws/codebuild/standard:7.0";
    let created = client
        .create_project()
        .name("first")
        .description("Grüße 😀")
        .source(ProjectSource::new(SourceType::S3).location("bucket/source.zip"))
        .artifacts(ProjectArtifacts::new("NO_ARTIFACTS"))
        .environment(ProjectEnvironment::new(
            EnvironmentType::LinuxContainer,
            image,
            ComputeType::BuildGeneral1Small,
        ))
        .service_role("arn:aws:iam::123456789012:role/build")
        .timeout_in_minutes(30)
        .tags([Tag::default().key("team").value("tools")])
        .send()
        .await
        .expect("a new project")
        .project
        .expect("it is returned");
    assert_eq!(created.name.as_deref(), Some("first"));
    assert_eq!(created.description.as_deref(), Some("Grüße 😀"));
    assert_eq!(created.timeout_in_minutes, Some(30));
    assert!(created.created.is_some());
    create_project(&client, "second").await;

    let listed = client.list_projects().await.expect("an answer");
    assert_eq!(listed.projects.expect("projects"), ["first", "second"]);

    let names = ["second", "first", "third"];
    let found = client.batch_get_projects().names(names).await;
    let found = found.expect("an answer").projects.expect("projects");
    assert_eq!(found.len(), 2);
    assert!(found.contains(&created));

    client.delete_project().name("first").await.expect("gone");
    let listed = client.list_projects().await.expect("an answer");
    assert_eq!(listed.projects.expect("projects"), ["second"]);
}

#[tokio::test]
async fn existing_name_is_an_error() {
    let client = client("us-west-2");
    create_project(&client, "taken").await;
    let again = client
        .create_project()
        .name("taken")
        .source(ProjectSource::new("S3").location("bucket/source.zip"))
        .artifacts(ProjectArtifacts::new("NO_ARTIFACTS"))
        .environment(ProjectEnvironment::new(
            "LINUX_CONTAINER",
            "i",
            "BUILD_GENERAL1_SMALL",
        ))
        .service_role("arn:aws:iam::123456789012:role/build");
    let error = again.await.expect_err("it exists");
    let inner = error.service_error().expect("the service's error");
    assert!(inner.is_resource_already_exists_exception());
    assert_snapshot!(inner, @"ResourceAlreadyExistsException: Project already exists: arn:aws:codebuild:us-west-2:123456789012:project/taken");
}

#[tokio::test]
async fn builds_of_an_unknown_project_are_an_error() {
    let client = client("ca-central-1");
    let call = client.list_builds_for_project().project_name("nowhere");
    let error = call.await.expect_err("there is no such project");
    let inner = error.service_error().expect("the service's error");
    assert!(inner.is_resource_not_found_exception());
    assert_eq!(error.status(), Some(400));

    create_project(&client, "empty").await;
    assert!(builds(&client, "empty").await.is_empty());
}
