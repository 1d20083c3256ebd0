//! Everyday code of programs on `aws-sdk-codebuild` that does not compile unchanged for ours;
//! `replaced.rs` has the same for ours.

use std::error::Error as StdError;
use std::time::Duration;

use aws_sdk_codebuild::config::timeout::TimeoutConfig;
use aws_sdk_codebuild::error::SdkError;
use aws_sdk_codebuild::operation::retry_build::RetryBuildError;
use aws_sdk_codebuild::types::Build;
use aws_sdk_codebuild::{Client, Config};

pub async fn list_of_an_output(client: &Client) -> Result<(), Box<dyn StdError>> {
    let output = client.list_builds().send().await?;
    for id in output.ids() {
        println!("{id}");
    }
    Ok(())
}

pub async fn member_of_an_output(client: &Client) -> Result<String, Box<dyn StdError>> {
    let output = client.retry_build().id("p:1").send().await?;
    let build = output.build_value().ok_or("no build")?;
    Ok(build.id().unwrap_or_default().to_owned())
}

pub fn phases_of_a_build(build: &Build) -> usize {
    build.phases().len()
}

pub fn time_of_a_build(build: &Build) -> Option<i64> {
    build.start_time().map(|time| time.secs())
}

pub async fn request_id_of_a_success(client: &Client) -> Result<Option<String>, Box<dyn StdError>> {
    use aws_sdk_codebuild::operation::RequestId;

    let output = client.list_builds().send().await?;
    Ok(output.request_id().map(str::to_owned))
}

pub async fn kind_of_a_failure(client: &Client) -> &'static str {
    match client.retry_build().id("p:1").send().await {
        Ok(_) => "none",
        Err(SdkError::ServiceError(error)) if error.err().is_invalid_input_exception() => "input",
        Err(SdkError::TimeoutError(_)) => "timeout",
        Err(SdkError::DispatchFailure(_)) => "connection",
        Err(_) => "other",
    }
}

pub async fn all_items(client: &Client) -> Result<Vec<String>, Box<dyn StdError>> {
    let ids = client.list_builds().into_paginator().items().send();
    Ok(ids.collect::<Result<Vec<_>, _>>().await?)
}

pub async fn limits_of_one_call(client: &Client) -> Result<(), Box<dyn StdError>> {
    let limits = TimeoutConfig::builder()
        .operation_timeout(Duration::from_secs(3))
        .build();
    let once = Config::builder().timeout_config(limits);
    let call = client.list_builds().customize();
    call.config_override(once).send().await?;
    Ok(())
}

pub async fn header_of_one_call(client: &Client) -> Result<(), Box<dyn StdError>> {
    let call = client.list_builds().customize();
    let call = call.mutate_request(|request| {
        request.headers_mut().insert("x-trace", "1");
    });
    call.send().await?;
    Ok(())
}

pub fn service_double() -> Client {
    use aws_sdk_codebuild::operation::retry_build::RetryBuildOutput;
    use aws_sdk_codebuild::types::error::ResourceNotFoundException;
    use aws_smithy_mocks::{RuleMode, mock, mock_client};

    let found = mock!(Client::retry_build)
        .match_requests(|input| input.id() == Some("p:1"))
        .then_output(|| {
            let build = Build::builder().id("p:2").build();
            RetryBuildOutput::builder().build_value(build).build()
        });
    let gone = mock!(Client::retry_build).then_error(|| {
        let error = ResourceNotFoundException::builder()
            .message("no such build")
            .build();
        RetryBuildError::ResourceNotFoundException(error)
    });
    mock_client!(aws_sdk_codebuild, RuleMode::MatchAny, [&found, &gone])
}
