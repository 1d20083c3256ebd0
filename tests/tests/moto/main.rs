//! The committed crate against a moto server.

mod builds;
mod examples;
mod projects;

use codebuild::config::Region;
use codebuild::types::{ProjectArtifacts, ProjectEnvironment, ProjectSource};
use codebuild::{Client, Config};
use tests::moto::Moto;

/// A client for a region that no other test uses.
fn client(region: &'static str) -> Client {
    let config = Config::for_tests()
        .endpoint_url(Moto::shared().url())
        .region(Region::new(region));
    Client::from_conf(config.build())
}

async fn create_project(client: &Client, name: &str) {
    let image = "aws/codebuild/standard:7.0";
    client
        .create_project()
        .name(name)
        .source(ProjectSource::new("S3").location("bucket/source.zip"))
        .artifacts(ProjectArtifacts::new("NO_ARTIFACTS"))
        .environment(ProjectEnvironment::new(
            "LINUX_CONTAINER",
            image,
            "BUILD_GENERAL1_SMALL",
        ))
        .service_role("arn:aws:iam::123456789012:role/build")
        .await
        .expect("a new project");
}

/// Starts a build of a project and returns its id.
async fn start_build(client: &Client, project: &str) -> String {
    let output = client.start_build().project_name(project).await;
    let build = output.expect("an answer").build.expect("a build");
    build.id.expect("an id")
}

/// The ids of the builds of a project.
async fn builds(client: &Client, project: &str) -> Vec<String> {
    let output = client.list_builds_for_project().project_name(project).await;
    output.expect("an answer").ids.unwrap_or_default()
}
