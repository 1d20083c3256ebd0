//! Answers JSON lines with the requests of calls, sent or presigned.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use serde_json::{Value, json};
use tinsmith_runtime::byte_stream::ByteStream;
use tinsmith_runtime::client::Config;
use tinsmith_runtime::client::config::{
    Credentials, Region, RequestChecksumCalculation, RetryConfig, SigningRegionSet,
};
use tinsmith_runtime::test_util::{ManualTimeSource, ReplayEvent, SdkBody, StaticReplayClient};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    refused_forms().await;
    for line in std::io::stdin().lines() {
        let case: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        println!("{}", answer(&case).await);
    }
}

/// The settings of a case, with what keeps the request.
fn settings(case: &Value) -> (Config, StaticReplayClient) {
    let answer = http::Response::new(SdkBody::from("{}"));
    let event = ReplayEvent::new(http::Request::new(SdkBody::empty()), answer);
    let service = StaticReplayClient::new(vec![event]);
    let token = case["session_token"].as_str().map(str::to_owned);
    let credentials = Credentials::new("AKIDEXAMPLE", "wJalr/EXAMPLE+KEY", token, None, "test");
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(case["now"].as_u64().expect("a time"));
    let region = case["region"].as_str().expect("a region").to_owned();
    let mut config = Config::for_tests()
        .region(Region::new(region))
        .credentials_provider(credentials)
        .retry_config(RetryConfig::disabled())
        .time_source(ManualTimeSource::new(now))
        .http_client(service.clone());
    if case["config"]["request_checksum_calculation"] == "when_required" {
        config = config.request_checksum_calculation(RequestChecksumCalculation::WhenRequired);
    }
    if let Some(regions) = case["config"]["sigv4a_signing_region_set"].as_str() {
        config = config.sigv4a_signing_region_set(regions.split(',').collect::<SigningRegionSet>());
    }
    (config.build(), service)
}

macro_rules! sent {
    ($case:ident, $config:ident; $($name:literal => $krate:ident $operation:ident;)*) => {
        match $case["operation"].as_str() {
            $(Some($name) => {
                let input = serde_json::from_value($case["params"].clone()).expect("an input");
                let call = $krate::Client::from_conf($config).$operation().with_input(input);
                // What it makes of the response does not matter.
                call.await.err().map(|error| error.to_string())
            })*
            _ => panic!("{}", $case),
        }
    };
}

macro_rules! presigned {
    ($case:ident, $config:ident; $($name:literal => $operation:ident;)*) => {
        match $case["operation"].as_str() {
            $(Some($name) => {
                let input = serde_json::from_value($case["params"].clone()).expect("an input");
                let expires_in = Duration::from_secs($case["expires_in"].as_u64().expect("a time"));
                let call = s3::Client::from_conf($config).$operation().with_input(input);
                call.presign(expires_in).await.expect("a request")
            })*
            _ => panic!("{}", $case),
        }
    };
}

async fn answer(case: &Value) -> Value {
    let (config, service) = settings(case);
    if !case["expires_in"].is_null() {
        let request = presigned! {case, config;
            "GetObject" => get_object;
            "PutObject" => put_object;
        };
        let headers: serde_json::Map<_, _> =
            request.headers().map(|(name, value)| (name.to_owned(), value.into())).collect();
        return json!({"method": request.method(), "url": request.uri(), "headers": headers});
    }
    let error = sent! {case, config;
        "DeleteObjects" => s3 delete_objects;
        "GetEstimatedCarbonEmissionsDimensionValues"
            => sustainability get_estimated_carbon_emissions_dimension_values;
        "GetKey" => cloudfront_keyvaluestore get_key;
        "GetObject" => s3 get_object;
        "PutEvents" => events put_events;
        "PutObject" => s3 put_object;
    };
    let Some(request) = service.actual_requests().next() else {
        panic!("{case}: {error:?}");
    };
    let body = request.body().try_clone().expect("a body that can be sent again");
    let body = ByteStream::from(body).collect().await.expect("a body");
    let headers = request.headers().iter();
    let headers: serde_json::Map<_, _> =
        headers.map(|(name, value)| (name.to_owned(), value.into())).collect();
    json!({
        "method": request.method(), "url": request.uri(), "headers": headers,
        "body": base64::prelude::BASE64_STANDARD.encode(&body),
    })
}

/// The policy of a form has no such signature.
async fn refused_forms() {
    let (config, _) = settings(&json!({"now": 1_770_091_506, "region": "us-east-1"}));
    let client = s3::Client::from_conf(config);
    let global = "arn:aws:s3::123456789012:accesspoint/name.mrap";
    let put = client.put_object().bucket(global).key("k");
    let policy = s3::client::PostPolicy::new(Duration::from_secs(60));
    let error = put.presign_post(policy).await.expect_err("it is refused").to_string();
    assert!(error.contains("forms are signed with sigv4, and this endpoint takes sigv4a"), "{error}");
}
