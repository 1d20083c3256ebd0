//! Code of programs on the official SDK crate.

use std::error::Error as StdError;
use std::time::Duration;

use aws_config::BehaviorVersion;
use aws_sdk_codebuild::config::interceptors::BeforeTransmitInterceptorContextMut;
use aws_sdk_codebuild::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_codebuild::error::{BoxError, DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_codebuild::operation::RequestId;
use aws_sdk_codebuild::operation::retry_build::{
    RetryBuildError, RetryBuildInput, RetryBuildOutput,
};
use aws_sdk_codebuild::primitives::{DateTime, DateTimeFormat};
use aws_sdk_codebuild::types::error::ResourceNotFoundException;
use aws_sdk_codebuild::types::{
    Build, BuildArtifacts, ComputeType, EnvironmentVariable, ProjectSource, SourceType, StatusType,
};
use aws_sdk_codebuild::{Client, Config};
use aws_smithy_http_client::test_util::{ReplayEvent, StaticReplayClient};

type Anything = Result<(), Box<dyn StdError>>;

/// A client with the configuration of the environment.
pub async fn client() -> Client {
    let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
    aws_sdk_codebuild::Client::new(&config)
}

/// A client with settings of its own.
pub fn configured(shared: &aws_config::SdkConfig) -> Client {
    use aws_sdk_codebuild::config::Region;
    use aws_sdk_codebuild::config::retry::RetryConfig;
    use aws_sdk_codebuild::config::timeout::TimeoutConfig;

    let limits = TimeoutConfig::builder().operation_timeout(Duration::from_secs(5));
    let config = aws_sdk_codebuild::config::Builder::from(shared)
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
    let _: Option<Build> = output.build_value;
    client
        .batch_get_builds()
        .ids("p:1")
        .ids("p:2")
        .send()
        .await?;
    client.list_builds().set_next_token(token).send().await?;

    let input = RetryBuildInput::builder().id("p:1");
    input.send_with(client).await?;

    let once = Config::builder().timeout_config(
        aws_sdk_codebuild::config::timeout::TimeoutConfig::builder()
            .operation_timeout(Duration::from_secs(5))
            .build(),
    );
    let call = client.retry_build().id("p:1").customize();
    call.config_override(once)
        .interceptor(Header)
        .send()
        .await?;

    let call = client.retry_build().id("p:1").customize();
    let call = call.mutate_request(|request| {
        request.headers_mut().insert("x-trace", "1");
    });
    call.send().await?;

    let output = client.retry_build().id("p:1").send().await?;
    let _: Option<&str> = output.request_id();
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
    let mut token = None;
    while let Some(page) = pages.try_next().await? {
        println!("{:?}", page.ids);
        token = page.next_token;
    }
    println!("{token:?}");
    let ids = client.list_builds().into_paginator().items().send();
    let _: Vec<String> = ids.collect::<Result<Vec<_>, _>>().await?;
    let paginator = client.list_builds().into_paginator();
    let mut pages = paginator.stop_on_duplicate_token(false).send();
    pages.try_next().await?;
    Ok(())
}

/// Waits for a build.
///
/// # Errors
///
/// Those of the calls.
pub async fn wait(client: &Client, id: &str) -> Anything {
    loop {
        let output = client.batch_get_builds().ids(id).send().await?;
        if output.builds().iter().all(Build::build_complete) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
}

/// Structures.
///
/// # Errors
///
/// If a required member were not set.
pub fn structures() -> Result<(Build, ProjectSource, EnvironmentVariable), Box<dyn StdError>> {
    let build = Build::builder().id("p:1").build();
    let source = ProjectSource::builder()
        .r#type(SourceType::S3)
        .location("b/k")
        .build()?;
    let variable = EnvironmentVariable::builder()
        .name("A")
        .value("1")
        .build()?;
    Ok((build, source, variable))
}

/// Members.
///
/// # Errors
///
/// If there is no build.
pub fn members(output: &RetryBuildOutput, artifacts: &BuildArtifacts) -> Anything {
    let build = output.build_value().ok_or("no build")?;
    let _: Option<&str> = build.id();
    let _: bool = build.build_complete();
    for phase in build.phases() {
        println!("{:?}", phase.phase_type());
    }
    let _ = (artifacts.sha256_sum(), artifacts.md5_sum());
    Ok(())
}

/// Enums.
pub fn enums(status: &StatusType) -> bool {
    println!("{} of {:?}", status.as_str(), StatusType::values());
    let small = ComputeType::BuildLambda1Gb;
    let large = ComputeType::BuildGeneral12Xlarge;
    let text = small.as_str().len() + large.as_str().len();
    let is_known = StatusType::try_parse(status.as_str()).is_ok();
    text > 0 && is_known && *status != StatusType::from("PAUSED")
}

/// Times.
///
/// # Errors
///
/// If the time cannot be written.
pub fn times(build: &Build) -> Result<Option<i64>, Box<dyn StdError>> {
    let epoch = DateTime::from_secs(0);
    println!("{}", epoch.fmt(DateTimeFormat::DateTime)?);
    Ok(build.start_time().map(DateTime::secs))
}

/// Errors.
pub fn errors(error: &SdkError<RetryBuildError>) {
    if error
        .as_service_error()
        .is_some_and(RetryBuildError::is_resource_not_found_exception)
    {
        println!("no such build");
    }
    if let SdkError::TimeoutError(_) = error {
        println!("too slow");
    }
    let _: Option<&str> = error.code();
    let _: Option<&str> = error.message();
    let _: Option<&str> = error.request_id();
    let _ = error
        .raw_response()
        .map(|response| response.status().as_u16());
    eprintln!("{}", DisplayErrorContext(error));
}

/// Several operations with one type of error.
///
/// # Errors
///
/// Those of the calls, but for a build that is not there.
pub async fn stop_and_retry(
    client: &Client,
    id: &str,
) -> Result<Option<Build>, aws_sdk_codebuild::Error> {
    client.stop_build().id(id).send().await?;
    match retry(client, id).await {
        Err(aws_sdk_codebuild::Error::ResourceNotFoundException(error)) => {
            println!("{:?}", error.message);
            Ok(None)
        }
        result => result,
    }
}

async fn retry(client: &Client, id: &str) -> Result<Option<Build>, aws_sdk_codebuild::Error> {
    let output = client.retry_build().id(id).send().await?;
    Ok(output.build_value)
}

/// An error as the service would report it.
pub fn error_value() -> RetryBuildError {
    let error = ResourceNotFoundException::builder().message("m").build();
    RetryBuildError::ResourceNotFoundException(error)
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
