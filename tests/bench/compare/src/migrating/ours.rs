//! Code of programs on the generated crate.

use std::error::Error as StdError;
use std::time::Duration;

use aws_config::BehaviorVersion;
use chrono::{DateTime, Utc};
use codebuild::config::interceptors::BeforeTransmitInterceptorContextMut;
use codebuild::config::{ConfigBag, Intercept, RetryConfig, RuntimeComponents, TimeoutConfig};
use codebuild::error::{BoxError, CallError};
use codebuild::operation::batch_get_builds::BatchGetBuildsOutput;
use codebuild::operation::retry_build::{
    RetryBuild, RetryBuildError, RetryBuildInput, RetryBuildOutput,
};
use codebuild::operation::stop_build::{StopBuild, StopBuildOutput};
use codebuild::test_util::{Fake, ReplayEvent, StaticReplayClient};
use codebuild::types::error::ResourceNotFoundException;
use codebuild::types::{
    Build, BuildArtifacts, ComputeType, EnvironmentVariable, ProjectSource, SourceType, StatusType,
};
use codebuild::waiter::WaitErrorKind;
use codebuild::{Client, Config};

type Anything = Result<(), Box<dyn StdError>>;

/// A client with the configuration of the environment.
pub async fn client() -> Client {
    let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
    codebuild::Client::new(&config)
}

/// A client with settings of its own.
pub fn configured(shared: &aws_config::SdkConfig) -> Client {
    use codebuild::config::Region;
    use codebuild::config::retry::RetryConfig;
    use codebuild::config::timeout::TimeoutConfig;

    let limits = TimeoutConfig::builder().operation_timeout(Duration::from_secs(5));
    let config = codebuild::config::Builder::from(shared)
        .region(Region::new("eu-west-1"))
        .endpoint_url("http://localhost:4566")
        .retry_config(RetryConfig::standard().with_max_attempts(5))
        .timeout_config(limits.build())
        .interceptor(Header)
        .build();
    Client::from_conf(config)
}

/// Calls.
///
/// # Errors
///
/// Those of the calls.
pub async fn calls(client: &Client, token: Option<String>) -> Anything {
    let output = client.retry_build().id("p:1").send().await?;
    let _: Option<Build> = output.build;
    client.batch_get_builds().ids(["p:1", "p:2"]).send().await?;
    client
        .batch_get_builds()
        .ids("p:1")
        .ids("p:2")
        .send()
        .await?;
    client.list_builds().set_next_token(token).send().await?;

    let input = RetryBuildInput::builder().id("p:1");
    input.send_with(client).await?;
    let input = RetryBuildInput::default().id("p:1");
    client.send::<RetryBuild>(input).await?;

    let limits = TimeoutConfig::builder().operation_timeout(Duration::from_secs(5));
    let once = Config::builder().timeout_config(limits.build());
    let call = client.retry_build().id("p:1").customized();
    let call = call.config_override(once).interceptor(Header);
    call.send().await?;

    let call = client.retry_build().id("p:1").customized();
    let call = call.mutate_request(|request| {
        request.headers_mut().insert("x-trace", "1");
    });
    call.send().await?;
    let call = client.retry_build().id("p:1");
    let call = call.customize(|config| config.retry_config(RetryConfig::disabled()));
    call.send().await?;

    let response = client.retry_build().id("p:1").send_with_response().await?;
    let _: Option<&str> = response.request_id();
    Ok(())
}

/// Pages.
///
/// # Errors
///
/// Those of the calls.
pub async fn pages(client: &Client) -> Anything {
    let mut ids = client.list_builds().into_paginator().items().send();
    while let Some(id) = ids.next().await {
        println!("{}", id?);
    }
    let mut pages = client.list_builds().into_paginator().send();
    while let Some(page) = pages.try_next().await? {
        println!("{:?}", page.ids);
    }
    let ids = client.list_builds().into_paginator().items().send();
    let _: Vec<String> = ids.collect::<Vec<_>>().await?;
    let paginator = client.list_builds().into_paginator();
    let mut pages = paginator.stop_on_duplicate_token(false).send();
    pages.try_next().await?;
    let _: Option<&String> = pages.next_token();
    Ok(())
}

/// Waits for a build.
///
/// # Errors
///
/// If it does not succeed within the time, and those of the calls.
pub async fn wait(client: &Client, id: &str, limit: Duration) -> Anything {
    let wait = client.wait_until_build_succeeded().ids([id]);
    let wait = wait.max_wait(limit);
    let wait = wait.on_progress(|progress| println!("{progress}"));
    match wait.await {
        Ok(done) => println!("{} polls", done.attempts()),
        Err(error) if error.kind() == WaitErrorKind::TimedOut => println!("not yet"),
        Err(error) => return Err(error.into()),
    }
    let wait = client.wait_until_build_complete().ids([id]);
    let done = wait.wait(limit).await?;
    let _: Option<BatchGetBuildsOutput> = done.into_output();
    Ok(())
}

/// Structures.
pub fn structures() -> (Build, ProjectSource, EnvironmentVariable) {
    let build = Build::builder().id("p:1").build();
    let source = ProjectSource::new(SourceType::S3).location("b/k");
    let variable = EnvironmentVariable::new("A", "1");
    (build, source, variable)
}

/// Members.
///
/// # Errors
///
/// If there is no build.
pub fn members(output: RetryBuildOutput, artifacts: BuildArtifacts) -> Anything {
    let build = output.build.ok_or("no build")?;
    let _: Option<&str> = build.id.as_deref();
    let _: bool = build.build_complete == Some(true);
    for phase in build.phases.as_deref().unwrap_or_default() {
        println!("{:?}", phase.phase_type);
    }
    let _ = (artifacts.sha256sum, artifacts.md5sum);
    Ok(())
}

/// Enums.
pub fn enums(status: &StatusType) -> bool {
    println!("{} of {:?}", status.as_str(), StatusType::values());
    let small = ComputeType::BuildLambda1gb;
    let large = ComputeType::BuildGeneral12xlarge;
    let text = small.as_str().len() + large.as_str().len();
    let is_known = StatusType::try_parse(status.as_str()).is_ok();
    text > 0 && is_known && *status != StatusType::from("PAUSED")
}

/// Times.
pub fn times(build: &Build) -> Option<i64> {
    let epoch = DateTime::<Utc>::UNIX_EPOCH;
    println!("{}", epoch.to_rfc3339());
    build.start_time.map(|time| time.timestamp())
}

/// Errors.
pub fn errors(error: &CallError<RetryBuildError>) {
    if error
        .as_service_error()
        .is_some_and(RetryBuildError::is_resource_not_found_exception)
    {
        println!("no such build");
    }
    if error.is_timeout() {
        println!("too slow");
    }
    let _: Option<&str> = error.code();
    let _: Option<&str> = error.message();
    let _: Option<&str> = error.request_id();
    let _: Option<u16> = error.status();
    eprintln!("{error}");
}

/// Several operations with one type of error.
///
/// # Errors
///
/// Those of the calls, but for a build that is not there.
pub async fn stop_and_retry(client: &Client, id: &str) -> Result<Option<Build>, codebuild::Error> {
    client.stop_build().id(id).send().await?;
    match retry(client, id).await {
        Err(codebuild::Error::ResourceNotFoundException(error)) => {
            println!("{:?}", error.message);
            Ok(None)
        }
        result => result,
    }
}

async fn retry(client: &Client, id: &str) -> Result<Option<Build>, codebuild::Error> {
    Ok(client.retry_build().id(id).send().await?.build)
}

/// An error for code that expects those of the SDK.
pub fn sdk_error(
    error: CallError<RetryBuildError>,
) -> aws_sdk_codebuild::error::SdkError<
    RetryBuildError,
    aws_sdk_codebuild::config::http::HttpResponse,
> {
    aws_sdk_codebuild::error::SdkError::from(error)
}

/// An error as the service would report it.
pub fn error_value() -> RetryBuildError {
    let error = ResourceNotFoundException::builder().message("m").build();
    RetryBuildError::ResourceNotFoundException(error)
}

/// A double of the service.
pub fn fake() -> Config {
    let fake = Fake::new().on::<RetryBuild>(|input| match input.id.as_deref() {
        Some("p:1") => Ok(RetryBuildOutput::default().build(Build::default().id("p:2"))),
        _ => Err(ResourceNotFoundException::default().message("m").into()),
    });
    let fake = fake.on::<StopBuild>(|_| Ok(StopBuildOutput::default()));
    fake.config()
}

/// A double of the connection.
pub fn double(events: Vec<ReplayEvent>) -> StaticReplayClient {
    StaticReplayClient::new(events)
}

#[derive(Debug)]
struct Header;

impl Intercept for Header {
    fn name(&self) -> &'static str {
        "Header"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        context.request_mut().headers_mut().insert("x-trace", "1");
        Ok(())
    }
}
