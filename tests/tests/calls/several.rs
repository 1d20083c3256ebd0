//! Functions that call several operations and pass on what fails as one type of error.

use codebuild::error::OperationError as _;
use codebuild::operation::retry_build::{RetryBuild, RetryBuildError, RetryBuildOutput};
use codebuild::operation::start_build::{StartBuild, StartBuildError, StartBuildOutput};
use codebuild::operation::stop_build::{StopBuild, StopBuildOutput};
use codebuild::test_util::{Fake, Fault};
use codebuild::types::{AccountLimitExceededException, Build, ResourceNotFoundException};
use codebuild::{Client, Error};

async fn again(client: &Client, id: &str) -> Result<Option<Build>, Error> {
    client.stop_build().id(id).send().await?;
    let output = client.retry_build().id(id).send().await?;
    Ok(output.build)
}

async fn instead(client: &Client, id: &str, project: &str) -> Result<Option<Build>, Error> {
    client.stop_build().id(id).await?;
    Ok(client.start_build().project_name(project).await?.build)
}

/// Builds can be stopped; `p:1` can be retried and `p` be started.
fn fake() -> Fake {
    Fake::new()
        .on::<StopBuild>(|_| Ok(StopBuildOutput::default()))
        .on::<RetryBuild>(|input| match input.id.as_deref() {
            Some("p:1") => Ok(RetryBuildOutput::default().build(Build::default().id("p:2"))),
            _ => Err(ResourceNotFoundException::default()
                .message("no build")
                .into()),
        })
        .on::<StartBuild>(|input| match input.project_name.as_deref() {
            Some("p") => Ok(StartBuildOutput::default().build(Build::default().id("p:3"))),
            Some("full") => Err(AccountLimitExceededException::default().into()),
            _ => Err(ResourceNotFoundException::default()
                .message("no project")
                .into()),
        })
}

#[tokio::test]
async fn question_mark_converts_the_errors_of_several_operations() {
    let client = Client::from_conf(fake().config());
    let id = |build: Option<Build>| build.and_then(|build| build.id);
    assert_eq!(
        id(again(&client, "p:1").await.unwrap()).as_deref(),
        Some("p:2")
    );
    assert_eq!(
        id(instead(&client, "p:1", "p").await.unwrap()).as_deref(),
        Some("p:3")
    );

    for (result, operation, message) in [
        (again(&client, "p:9").await, "RetryBuild", "no build"),
        (
            instead(&client, "p:1", "q").await,
            "StartBuild",
            "no project",
        ),
    ] {
        let error = result.unwrap_err();
        assert_eq!(error.operation(), operation);
        assert_eq!(error.status(), Some(400));
        let Error::ResourceNotFoundException(error) = error else {
            panic!("{error}");
        };
        assert_eq!(error.message.as_deref(), Some(message));
        assert_eq!(
            error.to_string().split(" (").next().unwrap(),
            format!("{operation} failed: ResourceNotFoundException: {message}")
        );
    }
    let error = instead(&client, "p:1", "full").await.unwrap_err();
    assert!(
        matches!(error, Error::AccountLimitExceededException(_)),
        "{error}"
    );
}

/// An error that only some operations list is not modelled for the others.
#[tokio::test]
async fn errors_that_no_operation_lists_are_unhandled() {
    let code = "AccountLimitExceededException";
    assert!(StartBuildError::modelled(code).is_some());
    assert!(RetryBuildError::modelled(code).is_some());
    let fake = fake();
    let client = Client::from_conf(fake.config());
    fake.inject(Fault::error(400, code, "of StopBuild"))
        .times(1);
    let error = again(&client, "p:1").await.unwrap_err();
    assert!(matches!(error, Error::Unhandled(_)), "{error}");
    assert_eq!((error.operation(), error.code()), ("StopBuild", Some(code)));

    fake.inject(Fault::error(400, "AccessDeniedException", "no"))
        .times(1);
    let error = again(&client, "p:1").await.unwrap_err();
    assert!(
        matches!(error, Error::Unhandled(_)) && error.is_access_denied(),
        "{error}"
    );

    // Nothing was sent.
    let error = client.stop_build().await.unwrap_err();
    assert!(matches!(error.into(), Error::Unhandled(_)));
}
