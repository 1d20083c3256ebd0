//! The snippets run, and are as many as the documentation says.

use std::collections::BTreeSet;
use std::error::Error as StdError;
use std::time::Duration;

use aws_sdk_codebuild::config::{Credentials, Region, RetryConfig};
use aws_sdk_codebuild::error::AnyError;
use aws_sdk_codebuild::operation::batch_get_builds::{BatchGetBuilds, BatchGetBuildsOutput};
use aws_sdk_codebuild::operation::create_project::{CreateProject, CreateProjectOutput};
use aws_sdk_codebuild::operation::list_builds::{ListBuilds, ListBuildsOutput};
use aws_sdk_codebuild::operation::retry_build::{RetryBuild, RetryBuildError, RetryBuildOutput};
use aws_sdk_codebuild::operation::start_build::{StartBuild, StartBuildOutput};
use aws_sdk_codebuild::operation::stop_build::{StopBuild, StopBuildOutput};
use aws_sdk_codebuild::test_util::{Fake, Fault};
use aws_sdk_codebuild::types::{Build, ResourceNotFoundException, StatusType};
use aws_sdk_codebuild::{Client, Config, Error};
use snippets::{replaced, same};

const SAME: &str = include_str!("../../bench/compare/src/snippets/same.rs");
const DIFFER: &str = include_str!("../../bench/compare/src/snippets/differ.rs");
const REPLACED: &str = include_str!("../src/replaced.rs");

/// The public functions of a file.
fn functions(text: &str) -> BTreeSet<&str> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("pub "));
    let functions = lines.filter_map(|line| {
        let line = line.strip_prefix("async ").unwrap_or(line);
        line.strip_prefix("fn ")?.split('(').next()
    });
    functions.collect()
}

#[test]
fn most_of_52_snippets_compile_unchanged() {
    let [same, differ, replaced] = [SAME, DIFFER, REPLACED].map(functions);
    assert_eq!(
        same.len() + differ.len(),
        52,
        "{} {}",
        same.len(),
        differ.len()
    );
    assert!(same.len() >= 42, "{}", same.len());
    assert_eq!(differ, replaced);
}

fn fake() -> Fake {
    Fake::new()
        .on::<ListBuilds>(|input| match input.next_token.as_deref() {
            None => Ok(ListBuildsOutput::default()
                .ids(["p:1", "p:2"])
                .next_token("2")),
            Some(_) => Ok(ListBuildsOutput::default().ids("p:3")),
        })
        .on::<BatchGetBuilds>(|input| {
            let ids = input.ids.unwrap_or_default().into_iter();
            let builds = ids.map(|id| Build::default().id(id));
            Ok(BatchGetBuildsOutput::default().builds(builds))
        })
        .on::<CreateProject>(|_| Ok(CreateProjectOutput::default()))
        .on::<StartBuild>(|_| Ok(StartBuildOutput::default()))
        .on::<StopBuild>(|_| Ok(StopBuildOutput::default()))
        .on::<RetryBuild>(|input| match input.id.as_deref() {
            Some("p:1") => Err(ResourceNotFoundException::default().message("gone").into()),
            _ => Ok(RetryBuildOutput::default()),
        })
}

fn client(fake: &Fake) -> Client {
    Client::from_conf(fake.config())
}

#[tokio::test]
async fn calls() {
    let fake = fake();
    let client = client(&fake);
    let all = ["p:1", "p:2", "p:3"];
    assert_eq!(same::list_one_page(&client).await.unwrap(), all[..2]);
    assert_eq!(same::list_by_hand(&client).await.unwrap(), all);
    assert_eq!(same::page_by_page(&client).await.unwrap(), 3);
    same::item_by_item(&client).await.unwrap();
    same::items_one_by_one(&client).await.unwrap();
    same::items_at_once(&client, vec!["p:7".to_owned()])
        .await
        .unwrap();
    let inputs = fake.calls::<BatchGetBuilds>();
    assert_eq!(inputs[0].ids.as_deref().unwrap(), &all[..2]);
    assert_eq!(inputs[1].ids.as_deref().unwrap(), ["p:7"]);
    same::start_with_a_variable(&client).await.unwrap();
    let input = &fake.calls::<StartBuild>()[0];
    let variables = input.environment_variables_override.as_deref().unwrap();
    assert_eq!(
        (&*variables[0].name, &*variables[0].value),
        ("STAGE", "test")
    );
    same::create_a_project(&client).await.unwrap();
    same::calls_at_the_same_time(&client, all.map(str::to_owned).to_vec())
        .await
        .unwrap();
    assert_eq!(fake.calls::<StopBuild>().len(), 3);
    same::call_by_name(&client, "p:2").send().await.unwrap();
    assert_eq!(replaced::all_items(&client).await.unwrap(), all);
}

#[tokio::test]
async fn settings_of_one_call() {
    let fake = fake();
    let client = client(&fake);
    replaced::header_of_one_call(&client).await.unwrap();
    let requests = fake.requests();
    let header = requests[0].headers().get("x-trace");
    assert!(header.is_some_and(|it| it == "1"), "{header:?}");
    fake.inject(Fault::delay(Duration::from_mins(1)));
    tokio::time::timeout(
        Duration::from_secs(20),
        replaced::limits_of_one_call(&client),
    )
    .await
    .expect("the limit of the call")
    .expect_err("it is reached");
}

#[tokio::test]
async fn endpoints_of_a_resolver() {
    let fake = fake();
    let config = same::config_with_an_endpoint_resolver().to_builder();
    let client = Client::from_conf(
        config
            .http_client(fake.clone())
            .credentials_provider(Credentials::for_tests())
            .build(),
    );
    same::list_one_page(&client).await.unwrap();
    let requests = fake.requests();
    assert_eq!(requests[0].uri().host(), Some("eu-west-1.localhost"));
}

#[tokio::test]
async fn errors() {
    let client = client(&fake());
    let error = same::error_of_a_call(&client).await.unwrap_err();
    assert!(
        error
            .as_service_error()
            .is_some_and(RetryBuildError::is_resource_not_found_exception)
    );
    assert_eq!(same::status_of_a_failure(&error), Some(400));
    same::error_by_value(&client).await.unwrap();
    assert!(!same::error_by_reference(&client).await);
    let code = same::error_code(&client).await;
    assert_eq!(code.as_deref(), Some("ResourceNotFoundException"));
    assert!(same::error_with_request_id(&client).await.is_some());
    assert!(
        same::error_in_words(&client)
            .await
            .unwrap()
            .contains("gone")
    );
    same::one_error_for_all(&client).await.unwrap_err();
    assert!(same::error_of_a_test().is_resource_not_found_exception());
    assert_eq!(replaced::kind_of_a_failure(&client).await, "other");
}

/// Everything is said once, as anyhow prints an error with its sources.
#[tokio::test]
async fn anyhow_prints_nothing_twice() {
    fn check(error: impl StdError + Send + Sync + 'static, part: &str) {
        let text = error.to_string();
        assert_eq!(text.matches(part).count(), 1, "{text}");
        assert_eq!(format!("{:#}", anyhow::Error::from(error)), text);
    }

    let client = client(&fake());
    let failed = async || client.retry_build().id("p:1").send().await.unwrap_err();
    check(failed().await, "gone");
    check(Error::from(failed().await), "gone");
    check(AnyError::from(failed().await), "gone");
    check(client.batch_get_builds().await.unwrap_err(), "missing");

    let closed = Config::builder()
        .endpoint_url("http://127.0.0.1:1")
        .region(Region::new("eu-west-1"))
        .credentials_provider(Credentials::for_tests())
        .retry_config(RetryConfig::disabled());
    let client = Client::from_conf(closed.build());
    check(client.list_builds().await.unwrap_err(), "refused");
    check(
        AnyError::from(client.list_builds().await.unwrap_err()),
        "refused",
    );
}

#[test]
fn values() {
    let build = same::a_structure_built();
    assert_eq!(same::fields_of_a_build(build.clone()), (None, 0));
    assert_eq!(same::structures_passed_on(std::slice::from_ref(&build)), []);
    assert_eq!(
        format!("{build:?}"),
        r#"Build { id: "p:1", build_number: 7, build_status: "SUCCEEDED" }"#
    );
    assert_eq!(same::enum_of_a_text("PAUSED").unwrap().as_str(), "PAUSED");
    assert!(same::all_values_of_an_enum().contains("TIMED_OUT"));
    assert!(same::unknown_value_of_an_enum("PAUSED"));
    assert!(!same::unknown_value_of_an_enum("FAILED"));
    assert_eq!(same::match_of_an_enum(&StatusType::Fault), "bad");
    assert_eq!(same::version(), "0.1.0");
}

#[test]
fn configurations() {
    let config = same::config_with_optional_settings(None, Some("http://a".to_owned()));
    assert_eq!(
        (config.region(), config.endpoint_url()),
        (None, Some("http://a"))
    );
    assert_eq!(same::config_with_retries().retry_config().max_attempts(), 5);
    let limits = same::config_with_time_limits().timeout_config();
    assert_eq!(limits.operation_timeout(), Some(Duration::from_secs(20)));
    assert_eq!(
        limits.read_timeout(),
        Some(aws_sdk_codebuild::config::DEFAULT_READ_TIMEOUT)
    );
    same::config_with_a_name().unwrap();
    let fewer = same::config_with_an_interceptor(&same::config_from_nothing());
    assert!(format!("{fewer:?}").contains("Header"), "{fewer:?}");
}
