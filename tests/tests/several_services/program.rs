//! Calls four services with one configuration and one error type, against one fake.

use std::error::Error as _;

use codebuild::config::{Credentials, Region, SdkConfig, SharedCredentialsProvider, SharedHttpClient};
use codebuild::operation::list_builds::{ListBuilds, ListBuildsOutput};
use codebuild::operation::retry_build::{RetryBuild, RetryBuildError};
use codebuild::types::ResourceNotFoundException;
use dynamodb::operation::get_item::{GetItem, GetItemOutput};
use kms::operation::encrypt::{Encrypt, EncryptError};
use sqs::operation::send_message::{SendMessage, SendMessageOutput};
use tinsmith_runtime::error::AnyError;
use tinsmith_runtime::test_util::{Fake, Fault};

/// All four, with `?`.
async fn all(config: &SdkConfig) -> Result<(), AnyError> {
    let builds = codebuild::Client::new(config).list_builds().send().await?;
    let item = dynamodb::Client::new(config).get_item();
    let item = item.table_name("t").key([("id", dynamodb::types::AttributeValue::S("1".to_owned()))]);
    let item = item.send().await?;
    let message = sqs::Client::new(config).send_message();
    let message = message.queue_url("https://sqs.us-east-1.amazonaws.com/1/q").message_body("m");
    let message = message.send().await?;
    assert!(builds.ids.is_some() && item.item.is_none() && message.message_id.is_none());
    // The fake answers with an error.
    kms::Client::new(config).encrypt().key_id("k").plaintext("p").send().await?;
    Ok(())
}

/// A service's own error converts, too.
async fn retry(config: &SdkConfig) -> Result<(), AnyError> {
    async fn retry(config: &SdkConfig) -> Result<(), codebuild::Error> {
        codebuild::Client::new(config).retry_build().id("p:1").send().await?;
        Ok(())
    }
    Ok(retry(config).await?)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let fake = Fake::new()
        .on::<ListBuilds>(|_| Ok(ListBuildsOutput::default().ids(["p:1"])))
        .on::<RetryBuild>(|_| Err(ResourceNotFoundException::default().message("gone").into()))
        .on::<GetItem>(|_| Ok(GetItemOutput::default()))
        .on::<SendMessage>(|_| Ok(SendMessageOutput::default()))
        .on::<Encrypt>(|_| Err(kms::types::DisabledException::default().into()));
    let config = SdkConfig::builder()
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::for_tests()))
        .http_client(SharedHttpClient::new(fake.clone()))
        .build();

    let error = all(&config).await.unwrap_err();
    assert_eq!((error.operation(), error.code()), ("Encrypt", Some("DisabledException")));
    let source = error.service_error().unwrap().downcast_ref::<EncryptError>().unwrap();
    assert!(source.is_disabled_exception());
    let requests = fake.requests();
    let operations: Vec<_> = requests.iter().filter_map(|it| it.operation()).collect();
    assert_eq!(operations, ["ListBuilds", "GetItem", "SendMessage", "Encrypt"]);
    let hosts: Vec<_> = requests.iter().filter_map(|it| it.uri().host()).collect();
    for (host, service) in hosts.iter().zip(["codebuild", "dynamodb", "sqs", "kms"]) {
        assert!(host.starts_with(service), "{host}");
    }

    let error = retry(&config).await.unwrap_err();
    assert_eq!(error.message(), Some("gone"));
    let source = error.service_error().unwrap();
    assert!(source.is::<ResourceNotFoundException>() && !source.is::<RetryBuildError>());

    fake.inject(Fault::error(400, "AccessDeniedException", "no"));
    let error = all(&config).await.unwrap_err();
    assert!(error.is_access_denied() && !error.is_retryable(), "{error}");
    assert!(error.to_string().starts_with("ListBuilds failed: AccessDeniedException: no (HTTP 400"));
}
