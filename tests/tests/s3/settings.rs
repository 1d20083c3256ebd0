//! A call with the settings of environment and profile, as JSON.

use s3::config::{ConfigBuilder, ServiceSettings};
use s3::{Client, Config};
use serde_json::json;
use tinsmith_runtime::client::config::{
    BehaviorVersion, Credentials, RequestChecksumCalculation, RetryConfig,
};

use crate::questions;

/// Prints the request of an operation on a bucket; `code` is what the program sets itself.
pub(crate) async fn print(operation: &str, bucket: &str, code: &str) {
    let shared = aws_config::defaults(BehaviorVersion::latest()).no_credentials().load().await;
    let service = questions::answering_once();
    let config = Config::from(&shared)
        .to_builder()
        .retry_config(RetryConfig::disabled())
        .http_client(service.clone());
    let signed = |config: ConfigBuilder| {
        config.credentials_provider(Credentials::new("AKIDEXAMPLE", "key", None, None, "test"))
    };
    let config = match code {
        "" => signed(config),
        "anonymous" => config.allow_no_auth(),
        "no credentials" => config,
        "no fips" => signed(config).use_fips(false),
        "no dual stack" => signed(config).use_dual_stack(false),
        "no path style" => signed(config).force_path_style(false),
        "arn region" => signed(config).use_arn_region(true),
        "when supported" => {
            signed(config).request_checksum_calculation(RequestChecksumCalculation::WhenSupported)
        }
        other => panic!("{other}"),
    };
    let client = Client::from_conf(config.build());
    let error = match operation {
        "GetObject" => client.get_object().bucket(bucket).key("k").await.err().map(|it| it.to_string()),
        "PutObject" => client.put_object().bucket(bucket).key("k").body("b").await.err().map(|it| it.to_string()),
        other => panic!("{other}"),
    };
    let answer = questions::captured(&service, error).await;
    println!("{}", json!({"url": answer["url"], "headers": answer["headers"], "refused": answer["refused"]}));
}
