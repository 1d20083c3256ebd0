//! The functions of `differ.rs` for the generated crate.

use std::error::Error as StdError;
use std::time::Duration;

use aws_sdk_codebuild::config::timeout::TimeoutConfig;
use aws_sdk_codebuild::operation::retry_build::{RetryBuild, RetryBuildError, RetryBuildOutput};
use aws_sdk_codebuild::test_util::Fake;
use aws_sdk_codebuild::types::{Build, ResourceNotFoundException};
use aws_sdk_codebuild::{Client, Config};

pub async fn list_of_an_output(client: &Client) -> Result<(), Box<dyn StdError>> {
    let output = client.list_builds().send().await?;
    for id in output.ids.as_deref().unwrap_or_default() {
        println!("{id}");
    }
    Ok(())
}

pub async fn member_of_an_output(client: &Client) -> Result<String, Box<dyn StdError>> {
    let output = client.retry_build().id("p:1").send().await?;
    let build = output.build.as_ref().ok_or("no build")?;
    Ok(build.id.as_deref().unwrap_or_default().to_owned())
}

pub fn phases_of_a_build(build: &Build) -> usize {
    build.phases.as_deref().unwrap_or_default().len()
}

pub fn time_of_a_build(build: &Build) -> Option<i64> {
    build.start_time.map(|time| time.timestamp())
}

pub async fn request_id_of_a_success(client: &Client) -> Result<Option<String>, Box<dyn StdError>> {
    let response = client.list_builds().send_with_response().await?;
    Ok(response.request_id().map(str::to_owned))
}

pub async fn kind_of_a_failure(client: &Client) -> &'static str {
    match client.retry_build().id("p:1").send().await {
        Ok(_) => "none",
        Err(error) if error.is_service(RetryBuildError::is_invalid_input_exception) => "input",
        Err(error) if error.is_timeout() => "timeout",
        Err(error) if error.is_connection() => "connection",
        Err(_) => "other",
    }
}

pub async fn all_items(client: &Client) -> Result<Vec<String>, Box<dyn StdError>> {
    let ids = client.list_builds().into_paginator().items().send();
    Ok(ids.collect::<Vec<_>>().await?)
}

pub async fn limits_of_one_call(client: &Client) -> Result<(), Box<dyn StdError>> {
    let limits = TimeoutConfig::builder()
        .operation_timeout(Duration::from_secs(3))
        .build();
    let once = Config::builder().timeout_config(limits);
    let call = client.list_builds().customized();
    call.config_override(once).send().await?;
    Ok(())
}

pub async fn header_of_one_call(client: &Client) -> Result<(), Box<dyn StdError>> {
    let call = client.list_builds().customize(|config| {
        config.mutate_request(|request| {
            request.headers_mut().insert("x-trace", "1");
        })
    });
    call.send().await?;
    Ok(())
}

pub fn service_double() -> Client {
    let fake = Fake::new().on::<RetryBuild>(|input| match input.id.as_deref() {
        Some("p:1") => Ok(RetryBuildOutput::default().build(Build::default().id("p:2"))),
        _ => Err(ResourceNotFoundException::default()
            .message("no such build")
            .into()),
    });
    Client::from_conf(fake.config())
}
