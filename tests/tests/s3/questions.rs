//! Answers to JSON lines: presigned requests, and those of calls.

use std::time::{Duration, SystemTime};

use s3::client::{ByteStream, PostPolicy};
use s3::config::{ConfigBuilder, ServiceSettings};
use s3::{Client, Config};
use serde_json::{Value, json};
use tinsmith_runtime::client::config::{
    Credentials, Region, RequestChecksumCalculation, RetryConfig,
};
use tinsmith_runtime::test_util::{ManualTimeSource, ReplayEvent, SdkBody, StaticReplayClient};

macro_rules! presigned {
    ($case:ident, $client:ident; $($name:literal => $operation:ident;)*) => {
        match $case["operation"].as_str() {
            $(Some($name) => {
                let input = serde_json::from_value($case["params"].clone()).expect("an input");
                let expires_in = Duration::from_secs($case["expires_in"].as_u64().expect("a time"));
                $client.$operation().with_input(input).presign(expires_in).await.expect("a request")
            })*
            _ => panic!("{}", $case),
        }
    };
}

/// A client at a time.
fn presigning(case: &Value) -> Client {
    let token = case["session_token"].as_str().map(str::to_owned);
    let credentials = Credentials::new("AKIDEXAMPLE", "wJalr/EXAMPLE+KEY", token, None, "test");
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(case["now"].as_u64().expect("a time"));
    let region = case["region"].as_str().expect("a region").to_owned();
    let mut config = Config::for_tests()
        .region(Region::new(region))
        .credentials_provider(credentials)
        .time_source(ManualTimeSource::new(now));
    if let Some(url) = case["endpoint"].as_str() {
        config = config.endpoint_url(url);
    }
    Client::from_conf(config.build())
}

/// A presigned request.
pub(crate) async fn presign(case: &Value) -> Value {
    let client = presigning(case);
    let presigned = presigned! {case, client;
        "CompleteMultipartUpload" => complete_multipart_upload;
        "CopyObject" => copy_object;
        "CreateMultipartUpload" => create_multipart_upload;
        "DeleteObject" => delete_object;
        "GetObject" => get_object;
        "HeadObject" => head_object;
        "PutObject" => put_object;
        "UploadPart" => upload_part;
    };
    let headers: Vec<_> = presigned.headers().map(|(name, value)| json!([name, value])).collect();
    json!({"method": presigned.method(), "url": presigned.uri(), "headers": headers})
}

/// A presigned form.
pub(crate) async fn presign_post(case: &Value) -> Value {
    let client = presigning(case);
    let seconds = case["expires_in"].as_u64().expect("a time");
    let mut policy = PostPolicy::new(Duration::from_secs(seconds));
    for field in case["fields"].as_array().expect("fields") {
        let (name, value) = (field[0].as_str().expect("a name"), field[1].as_str().expect("a value"));
        policy = policy.field(name, value);
    }
    if let Some(range) = case["range"].as_array() {
        let [first, last] = [&range[0], &range[1]].map(|it| it.as_u64().expect("a number"));
        policy = policy.content_length(first..=last);
    }
    let input = serde_json::from_value(case["params"].clone()).expect("an input");
    let form = match client.put_object().with_input(input).presign_post(policy).await {
        Ok(form) => form,
        Err(error) => return json!({"refused": error.to_string()}),
    };
    let fields: Vec<_> = form.fields().map(|(name, value)| json!([name, value])).collect();
    assert!(!format!("{form:?}").contains("policy"), "{form:?}");
    json!({"url": form.url(), "fields": fields})
}

/// Calls an operation; the error that it ends with, if there is one.
macro_rules! call {
    ($case:ident, $client:ident; $($name:literal => $operation:ident;)*) => {
        match $case["operation"].as_str() {
            $(Some($name) => {
                let input = serde_json::from_value($case["params"].clone()).expect("an input");
                // What it makes of an empty response does not matter.
                $client.$operation().with_input(input).await.err().map(|error| error.to_string())
            })*
            _ => panic!("{}", $case),
        }
    };
}

pub(crate) use call;

/// A service with these answers, which keeps the requests.
pub(crate) fn answering(answers: impl IntoIterator<Item = http::Response<SdkBody>>) -> StaticReplayClient {
    let request = || http::Request::new(SdkBody::empty());
    let events = answers.into_iter().map(|answer| ReplayEvent::new(request(), answer));
    StaticReplayClient::new(events.collect())
}

/// A service with one empty answer.
pub(crate) fn answering_once() -> StaticReplayClient {
    answering([http::Response::new(SdkBody::empty())])
}

/// The settings of a case, and what keeps the request.
pub(crate) fn configured(case: &Value) -> (ConfigBuilder, StaticReplayClient) {
    let service = answering_once();
    let credentials = Credentials::new("AKIDEXAMPLE", "wJalr/EXAMPLE+KEY", None, None, "test");
    let mut config = Config::for_tests()
        .region(Region::new("eu-west-1"))
        .credentials_provider(credentials)
        .retry_config(RetryConfig::disabled())
        .http_client(service.clone());
    if let Some(url) = case["endpoint"].as_str() {
        config = config.endpoint_url(url);
    }
    if case["is_anonymous"] == true {
        config = config.allow_no_auth();
        config.set_credentials_provider(None);
    }
    config = match case["ours"].as_str() {
        Some("path") => config.force_path_style(true),
        Some("accelerate") => config.accelerate(true),
        Some("dual_stack") => config.use_dual_stack(true),
        Some("fips") => config.use_fips(true),
        Some("fips, dual_stack") => config.use_fips(true).use_dual_stack(true),
        Some("use_arn_region") => config.use_arn_region(true),
        Some("unsigned_payload") => config.payload_signing(false),
        Some("unsigned_payload, when_required") => config
            .payload_signing(false)
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired),
        Some("when_required") => {
            config.request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        }
        _ => config,
    };
    (config, service)
}

/// The requests so far, without their bodies.
pub(crate) fn requests(service: &StaticReplayClient) -> Vec<Value> {
    let requests = service.actual_requests().map(|request| {
        let headers = request.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_owned(), value.into()));
        let headers: serde_json::Map<_, _> = headers.collect();
        json!({"method": request.method(), "url": request.uri(), "headers": headers})
    });
    requests.collect()
}

/// The request that was sent, or the error.
pub(crate) async fn captured(service: &StaticReplayClient, error: Option<String>) -> Value {
    let Some(request) = service.actual_requests().next() else {
        return json!({"refused": error});
    };
    let body = request.body().try_clone().expect("a body that can be sent again");
    let body = ByteStream::from(body).collect().await.expect("a body");
    let mut request = requests(service).remove(0);
    request["body"] = encoded(&body).into();
    request
}

/// The request of a call.
pub(crate) async fn sent(case: &Value) -> Value {
    let (config, service) = configured(case);
    let client = Client::from_conf(config.build());
    let error = call! {case, client;
        "CompleteMultipartUpload" => complete_multipart_upload;
        "CopyObject" => copy_object;
        "CreateBucket" => create_bucket;
        "CreateMultipartUpload" => create_multipart_upload;
        "DeleteObject" => delete_object;
        "DeleteObjects" => delete_objects;
        "GetBucketLocation" => get_bucket_location;
        "GetObject" => get_object;
        "HeadBucket" => head_bucket;
        "HeadObject" => head_object;
        "ListBuckets" => list_buckets;
        "ListObjectVersions" => list_object_versions;
        "ListObjects" => list_objects;
        "ListObjectsV2" => list_objects_v2;
        "PutBucketVersioning" => put_bucket_versioning;
        "PutObject" => put_object;
        "PutObjectTagging" => put_object_tagging;
        "RestoreObject" => restore_object;
        "UploadPart" => upload_part;
        "WriteGetObjectResponse" => write_get_object_response;
    };
    captured(&service, error).await
}

fn encoded(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::prelude::BASE64_STANDARD.encode(bytes)
}
