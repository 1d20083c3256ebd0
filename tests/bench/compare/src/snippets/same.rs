//! Everyday code of programs on `aws-sdk-codebuild`, compiled unchanged for both crates.

use std::collections::HashSet;
use std::error::Error as StdError;
use std::time::Duration;

use aws_sdk_codebuild::config::interceptors::BeforeTransmitInterceptorContextMut;
use aws_sdk_codebuild::config::{ConfigBag, Credentials, Intercept, Region, RuntimeComponents};
use aws_sdk_codebuild::error::{BoxError, ProvideErrorMetadata, SdkError};
use aws_sdk_codebuild::operation::retry_build::{RetryBuildError, RetryBuildOutput};
use aws_sdk_codebuild::types::{Build, SortOrderType, StatusType};
use aws_sdk_codebuild::{Client, Config};

type Anything = Result<(), Box<dyn StdError>>;

// Clients and their configuration.

pub async fn client_of_the_environment() -> Client {
    let shared = aws_config::load_defaults(aws_sdk_codebuild::config::BehaviorVersion::latest());
    Client::new(&shared.await)
}

pub fn config_from_nothing() -> Config {
    Config::builder()
        .behavior_version(aws_sdk_codebuild::config::BehaviorVersion::latest())
        .region(Region::from_static("us-east-1"))
        .credentials_provider(Credentials::new("akid", "secret", None, None, "program"))
        .build()
}

pub fn config_of_shared(shared: &aws_config::SdkConfig) -> Config {
    Config::new(shared)
}

pub fn config_with_retries() -> Config {
    use aws_sdk_codebuild::config::retry::RetryConfig;

    let retries = RetryConfig::standard()
        .with_max_attempts(5)
        .with_initial_backoff(Duration::from_millis(50));
    Config::builder().retry_config(retries).build()
}

pub fn config_with_time_limits() -> Config {
    use aws_sdk_codebuild::config::timeout::TimeoutConfig;

    let limits = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(1))
        .operation_attempt_timeout(Duration::from_secs(5))
        .operation_timeout(Duration::from_secs(20))
        .build();
    Config::builder().timeout_config(limits).build()
}

pub fn config_for_a_local_server(shared: &aws_config::SdkConfig) -> Config {
    aws_sdk_codebuild::config::Builder::from(shared)
        .endpoint_url("http://localhost:4566")
        .allow_no_auth()
        .build()
}

pub fn config_with_optional_settings(region: Option<Region>, url: Option<String>) -> Config {
    let mut builder = aws_sdk_codebuild::config::Builder::new();
    builder.set_region(region).set_endpoint_url(url);
    builder.set_retry_config(None).set_timeout_config(None);
    builder.set_use_fips(Some(true));
    builder.build()
}

pub fn config_with_a_name() -> Result<Config, Box<dyn StdError>> {
    let name = aws_sdk_codebuild::config::AppName::new("builder")?;
    Ok(Config::builder()
        .app_name(name)
        .behavior_version_latest()
        .build())
}

pub fn config_with_an_http_client(
    http_client: impl aws_sdk_codebuild::config::HttpClient + 'static,
) -> Config {
    Config::builder().http_client(http_client).build()
}

pub fn config_with_an_identity_cache() -> Config {
    use aws_sdk_codebuild::config::IdentityCache;

    let cache = IdentityCache::lazy()
        .load_timeout(Duration::from_secs(2))
        .build();
    let protection = aws_sdk_codebuild::config::StalledStreamProtectionConfig::disabled();
    let builder = Config::builder().identity_cache(cache);
    builder.stalled_stream_protection(protection).build()
}

pub fn config_with_a_retry_budget() -> Config {
    use aws_sdk_codebuild::config::retry::RetryPartition;

    Config::builder()
        .retry_partition(RetryPartition::new("batch"))
        .build()
}

#[derive(Debug)]
pub struct LocalEndpoint;

impl aws_sdk_codebuild::config::endpoint::ResolveEndpoint for LocalEndpoint {
    fn resolve_endpoint<'a>(
        &'a self,
        params: &'a aws_sdk_codebuild::config::endpoint::Params,
    ) -> aws_sdk_codebuild::config::endpoint::EndpointFuture<'a> {
        use aws_sdk_codebuild::config::endpoint::{Endpoint, EndpointFuture};

        let url = format!(
            "http://{}.localhost:4566",
            params.region().unwrap_or("none")
        );
        EndpointFuture::ready(Ok(Endpoint::builder().url(url).build()))
    }
}

pub fn config_with_an_endpoint_resolver() -> Config {
    let builder = Config::builder().region(Region::new("eu-west-1"));
    builder.endpoint_resolver(LocalEndpoint).build()
}

#[derive(Debug)]
struct Header(&'static str);

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
        context
            .request_mut()
            .headers_mut()
            .insert("x-trace", self.0);
        Ok(())
    }
}

pub fn config_with_an_interceptor(config: &Config) -> Config {
    config.to_builder().interceptor(Header("all")).build()
}

#[derive(Debug)]
struct Never;

impl aws_sdk_codebuild::config::retry::ClassifyRetry for Never {
    fn classify_retry(
        &self,
        _: &aws_sdk_codebuild::config::interceptors::InterceptorContext,
    ) -> aws_sdk_codebuild::config::retry::RetryAction {
        aws_sdk_codebuild::config::retry::RetryAction::RetryForbidden
    }

    fn name(&self) -> &'static str {
        "Never"
    }
}

pub fn config_with_a_retry_classifier() -> Config {
    Config::builder().retry_classifier(Never).build()
}

// Calls.

pub async fn list_one_page(client: &Client) -> Result<Vec<String>, aws_sdk_codebuild::Error> {
    let output = client
        .list_builds()
        .sort_order(SortOrderType::Descending)
        .send()
        .await?;
    Ok(output.ids.unwrap_or_default())
}

pub async fn list_by_hand(client: &Client) -> Result<Vec<String>, Box<dyn StdError>> {
    let mut ids = Vec::new();
    let mut token = None;
    loop {
        let page = client.list_builds().set_next_token(token).send().await?;
        ids.extend(page.ids.unwrap_or_default());
        token = page.next_token;
        if token.is_none() {
            return Ok(ids);
        }
    }
}

pub async fn items_one_by_one(client: &Client) -> Anything {
    client
        .batch_get_builds()
        .ids("p:1")
        .ids(String::from("p:2"))
        .send()
        .await?;
    Ok(())
}

pub async fn items_at_once(client: &Client, ids: Vec<String>) -> Anything {
    client.batch_get_builds().set_ids(Some(ids)).send().await?;
    Ok(())
}

pub async fn start_with_a_variable(client: &Client) -> Anything {
    use aws_sdk_codebuild::types::{EnvironmentVariable, EnvironmentVariableType};

    let variable = EnvironmentVariable::builder()
        .name("STAGE")
        .value("test")
        .r#type(EnvironmentVariableType::Plaintext)
        .build()?;
    let call = client.start_build().project_name("demo");
    call.environment_variables_override(variable).send().await?;
    Ok(())
}

pub async fn create_a_project(client: &Client) -> Anything {
    use aws_sdk_codebuild::types::{
        ArtifactsType, ComputeType, EnvironmentType, ProjectArtifacts, ProjectEnvironment,
        ProjectSource, SourceType, Tag,
    };

    let environment = ProjectEnvironment::builder()
        .r#type(EnvironmentType::LinuxContainer)
        .image("aws/codebuild/standard:7.0")
        .compute_type(ComputeType::BuildGeneral1Small)
        .build()?;
    client
        .create_project()
        .name("demo")
        .source(
            ProjectSource::builder()
                .r#type(SourceType::NoSource)
                .build()?,
        )
        .artifacts(
            ProjectArtifacts::builder()
                .r#type(ArtifactsType::NoArtifacts)
                .build()?,
        )
        .environment(environment)
        .service_role("arn:aws:iam::111122223333:role/demo")
        .tags(Tag::builder().key("team").value("tools").build())
        .send()
        .await?;
    Ok(())
}

pub async fn input_as_a_value(client: &Client) -> Anything {
    use aws_sdk_codebuild::operation::retry_build::RetryBuildInput;

    let _input: RetryBuildInput = RetryBuildInput::builder().id("p:1").build()?;
    RetryBuildInput::builder()
        .id("p:1")
        .send_with(client)
        .await?;
    Ok(())
}

pub async fn calls_at_the_same_time(client: &Client, ids: Vec<String>) -> Anything {
    let mut tasks = tokio::task::JoinSet::new();
    for id in ids {
        let client = client.clone();
        tasks.spawn(async move { client.stop_build().id(id).send().await });
    }
    while let Some(stopped) = tasks.join_next().await {
        stopped??;
    }
    Ok(())
}

pub fn call_by_name(
    client: &Client,
    id: &str,
) -> aws_sdk_codebuild::operation::retry_build::builders::RetryBuildFluentBuilder {
    client.retry_build().id(id)
}

// Values.

pub fn fields_of_a_build(build: Build) -> (Option<String>, usize) {
    let phases = build.phases.unwrap_or_default();
    (build.arn, phases.len())
}

pub fn structures_passed_on(builds: &[Build]) -> Vec<Build> {
    let failed = builds
        .iter()
        .filter(|it| it.build_status == Some(StatusType::Failed));
    failed.cloned().collect()
}

pub fn a_structure_built() -> Build {
    Build::builder()
        .id("p:1")
        .build_status(StatusType::Succeeded)
        .build_number(7)
        .build()
}

pub fn enum_of_a_text(text: &str) -> Result<StatusType, Box<dyn StdError>> {
    let parsed: StatusType = text.parse()?;
    assert_eq!(parsed, StatusType::from(text));
    Ok(parsed)
}

pub fn all_values_of_an_enum() -> HashSet<&'static str> {
    StatusType::values().iter().copied().collect()
}

pub fn unknown_value_of_an_enum(text: &str) -> bool {
    StatusType::try_parse(text).is_err()
}

pub fn match_of_an_enum(status: &StatusType) -> &str {
    match status {
        StatusType::Succeeded => "good",
        StatusType::Failed | StatusType::Fault | StatusType::TimedOut => "bad",
        other => other.as_str(),
    }
}

// Errors.

pub async fn error_of_a_call(
    client: &Client,
) -> Result<RetryBuildOutput, SdkError<RetryBuildError>> {
    Ok(client.retry_build().id("p:1").send().await?)
}

pub async fn error_by_value(client: &Client) -> Anything {
    match client.retry_build().id("p:1").send().await {
        Ok(_) => Ok(()),
        Err(error) => match error.into_service_error() {
            RetryBuildError::ResourceNotFoundException(error) => {
                println!("{:?}", error.message);
                Ok(())
            }
            other => Err(other.into()),
        },
    }
}

pub async fn error_by_reference(client: &Client) -> bool {
    let Err(error) = client.retry_build().id("p:1").send().await else {
        return false;
    };
    let error = error.as_service_error();
    error.is_some_and(|error| error.is_invalid_input_exception())
}

pub async fn error_code(client: &Client) -> Option<String> {
    let error = client.retry_build().id("p:1").send().await.err()?;
    println!("{:?}", error.message());
    Some(error.code()?.to_owned())
}

pub async fn error_with_request_id(client: &Client) -> Option<String> {
    use aws_sdk_codebuild::operation::RequestId;

    let error = client.retry_build().id("p:1").send().await.err()?;
    Some(error.request_id()?.to_owned())
}

pub fn status_of_a_failure(error: &SdkError<RetryBuildError>) -> Option<u16> {
    error
        .raw_response()
        .map(|response| response.status().as_u16())
}

pub async fn error_in_words(client: &Client) -> Option<String> {
    use aws_sdk_codebuild::error::DisplayErrorContext;

    let error = client.retry_build().id("p:1").send().await.err()?;
    Some(format!("{}", DisplayErrorContext(&error)))
}

pub async fn one_error_for_all(client: &Client) -> Result<(), aws_sdk_codebuild::Error> {
    client.stop_build().id("p:1").send().await?;
    match client.retry_build().id("p:1").send().await {
        Err(error) => match aws_sdk_codebuild::Error::from(error) {
            aws_sdk_codebuild::Error::AccountLimitExceededException(_) => Ok(()),
            error => Err(error),
        },
        Ok(_) => Ok(()),
    }
}

pub fn error_of_a_test() -> RetryBuildError {
    use aws_sdk_codebuild::types::error::ResourceNotFoundException;

    let error = ResourceNotFoundException::builder()
        .message("no such build")
        .build();
    RetryBuildError::ResourceNotFoundException(error)
}

// Pages.

pub async fn page_by_page(client: &Client) -> Result<usize, Box<dyn StdError>> {
    let mut pages = client.list_builds().into_paginator().send();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += page?.ids.unwrap_or_default().len();
    }
    Ok(count)
}

pub async fn item_by_item(client: &Client) -> Anything {
    let mut ids = client.list_builds().into_paginator().items().send();
    while let Some(id) = ids.try_next().await? {
        println!("{id}");
    }
    Ok(())
}

// The crate.

pub fn version() -> &'static str {
    aws_sdk_codebuild::meta::PKG_VERSION
}
