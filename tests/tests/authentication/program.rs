//! Presigns requests and sends calls as JSON lines say; answers with JSON lines.

use std::io::stdin;
use std::time::{Duration, SystemTime};

use aws_config::BehaviorVersion;
use serde_json::{Value, json};
use tinsmith_runtime::byte_stream::ByteStream;
use tinsmith_runtime::client::Config;
use tinsmith_runtime::client::config::{Credentials, Region};
use tinsmith_runtime::features::presigning::PresignedRequest;
use tinsmith_runtime::test_util::{ManualTimeSource, ReplayEvent, SdkBody, StaticReplayClient};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for line in stdin().lines() {
        let line = line.expect("a line");
        let case: Value = serde_json::from_str(&line).expect("JSON");
        let answer = match case["do"].as_str() {
            Some("presign") => presign(&case).await,
            Some("call") => call(&case).await,
            Some("upload") => upload(&case).await,
            Some("copy") => copy(&case).await,
            _ => panic!("{case}"),
        };
        println!("{answer}");
    }
}

async fn presign(case: &Value) -> Value {
    let presigned = presigned(case).await;
    let headers: Vec<_> = presigned.headers().map(|(name, value)| json!([name, value])).collect();
    let request = http::Request::<()>::from(presigned.clone());
    assert_eq!(request.uri().to_string(), presigned.uri());
    assert_eq!(request.method().as_str(), presigned.method());
    let shown = format!("{presigned:?}");
    assert!(!shown.contains("X-Amz-Signature") && !shown.contains("AKIDEXAMPLE"), "{shown}");
    json!({"method": presigned.method(), "url": presigned.uri(), "headers": headers})
}

macro_rules! presigned {
    ($case:ident, $config:ident; $($name:literal => $service:ident.$operation:ident;)*) => {
        match $case["operation"].as_str() {
            $(Some($name) => {
                let input = serde_json::from_value($case["params"].clone()).expect("an input");
                let call = $service::Client::from_conf($config).$operation().with_input(input);
                let expires_in = $case["expires_in"].as_u64().expect("a time");
                call.presign(Duration::from_secs(expires_in)).await.expect("a request")
            })*
            _ => panic!("{}", $case),
        }
    };
}

async fn presigned(case: &Value) -> PresignedRequest {
    let token = case["session_token"].as_str().map(str::to_owned);
    let credentials = Credentials::new("AKIDEXAMPLE", "wJalr/EXAMPLE+KEY", token, None, "test");
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(case["now"].as_u64().expect("a time"));
    let mut config = Config::for_tests()
        .region(Region::new("eu-central-1"))
        .credentials_provider(credentials)
        .time_source(ManualTimeSource::new(now));
    if let Some(url) = case["endpoint"].as_str() {
        config = config.endpoint_url(url);
    }
    let config = config.build();
    presigned! {case, config;
        "AssumeRole" => sts.assume_role;
        "DescribeObject" => mediastore_data.describe_object;
        "DescribeRegions" => ec2.describe_regions;
        "GetCallerIdentity" => sts.get_caller_identity;
        "GetDirectory" => clouddirectory.get_directory;
        "GetFunction" => lambda.get_function;
        "GetObject" => mediastore_data.get_object;
        "ListFunctions" => lambda.list_functions;
        "SynthesizeSpeech" => polly.synthesize_speech;
        "UntagResource" => lambda.untag_resource;
    }
}

/// The request of an upload from a file, whose hash is computed or stated.
async fn upload(case: &Value) -> Value {
    let text = |key: &str| case[key].as_str().expect("a text");
    let service = StaticReplayClient::new(vec![ReplayEvent::new(
        http::Request::new(SdkBody::empty()),
        http::Response::new(SdkBody::from("{}")),
    )]);
    let credentials = Credentials::new("AKIDEXAMPLE", "wJalr/EXAMPLE+KEY", None, None, "test");
    let config = Config::for_tests()
        .region(Region::new("eu-central-1"))
        .credentials_provider(credentials)
        .endpoint_url("https://example.com")
        .http_client(service.clone())
        .build();
    let stream = ByteStream::from_path(text("path")).await.expect("a file");
    match text("service") {
        "cloudsearchdomain" => {
            let client = cloudsearchdomain::Client::from_conf(config);
            let call = client.upload_documents().content_type("application/json").documents(stream);
            drop(call.await);
        }
        "codeartifact" => {
            let client = codeartifact::Client::from_conf(config);
            let call = client.publish_package_version().domain("d").repository("r").format("generic");
            let call = call.package("p").package_version("1").asset_name("a").asset_content(stream);
            drop(call.asset_sha256(text("hash")).await);
        }
        _ => panic!("{case}"),
    }
    let request = service.actual_requests().next().expect("a request");
    let headers: serde_json::Map<_, _> =
        request.headers().iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
    json!({"method": request.method(), "url": request.uri(), "headers": headers})
}

macro_rules! copies {
    ($case:ident, $config:ident; $($service:ident.$operation:ident: $name:literal;)*) => {
        match ($case["service"].as_str(), $case["operation"].as_str()) {
            $((Some(stringify!($service)), Some($name)) => {
                let input = serde_json::from_value($case["params"].clone()).expect("an input");
                let call = $service::Client::from_conf($config).$operation().with_input(input);
                call.send().await.err().map(|error| error.to_string())
            })*
            _ => panic!("{}", $case),
        }
    };
}

/// The requests of a copy from another region.
async fn copy(case: &Value) -> Value {
    let event = || {
        let response = http::Response::new(SdkBody::from("<r/>"));
        ReplayEvent::new(http::Request::new(SdkBody::empty()), response)
    };
    let service = StaticReplayClient::new(vec![event(), event()]);
    let token = case["session_token"].as_str().map(str::to_owned);
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(case["now"].as_u64().expect("a time"));
    let mut config = Config::for_tests()
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", token, None, "test"))
        .time_source(ManualTimeSource::new(now))
        .http_client(service.clone());
    if let Some(url) = case["endpoint"].as_str() {
        config = config.endpoint_url(url);
    }
    let config = config.build();
    let error = copies! {case, config;
        docdb.copy_db_cluster_snapshot: "CopyDBClusterSnapshot";
        docdb.create_db_cluster: "CreateDBCluster";
        ec2.copy_snapshot: "CopySnapshot";
        neptune.copy_db_cluster_snapshot: "CopyDBClusterSnapshot";
        neptune.create_db_cluster: "CreateDBCluster";
        rds.copy_db_cluster_snapshot: "CopyDBClusterSnapshot";
        rds.copy_db_snapshot: "CopyDBSnapshot";
        rds.create_db_cluster: "CreateDBCluster";
        rds.create_db_instance_read_replica: "CreateDBInstanceReadReplica";
        rds.start_db_instance_automated_backups_replication: "StartDBInstanceAutomatedBackupsReplication";
    };
    let requests = service.actual_requests().map(|request| {
        let form = request.body().bytes().map(String::from_utf8_lossy);
        json!({"url": request.uri(), "form": form})
    });
    json!({"requests": requests.collect::<Vec<_>>(), "error": error})
}

/// The `Authorization` and the host of a call with the settings of the environment.
async fn call(case: &Value) -> Value {
    let region = case["region"].as_str().unwrap_or("eu-central-1").to_owned();
    let shared = aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new(region))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "key", None, None, "test"))
        .load()
        .await;
    let response = http::Response::new(SdkBody::from("{}"));
    let event = ReplayEvent::new(http::Request::new(SdkBody::empty()), response);
    let service = StaticReplayClient::new(vec![event]);
    let config = Config::from(&shared).to_builder().http_client(service.clone()).build();
    // Only what is sent counts.
    match case["service"].as_str() {
        Some("bedrock-runtime") => {
            let client = bedrock_runtime::Client::from_conf(config);
            drop(client.get_async_invoke().invocation_arn("arn:a").await);
        }
        Some("codecatalyst") => {
            let client = codecatalyst::Client::from_conf(config);
            drop(client.get_space().name("space").await);
        }
        Some("sts") => {
            drop(sts::Client::from_conf(config).get_caller_identity().await);
        }
        Some("lambda") => {
            drop(lambda::Client::from_conf(config).list_functions().await);
        }
        _ => panic!("{case}"),
    }
    let request = service.actual_requests().next().expect("a request");
    let uri: http::Uri = request.uri().parse().expect("a URI");
    json!({
        "host": uri.host(),
        "authorization": request.headers().get("authorization"),
        "headers": request.headers().iter().map(|(name, _)| name).collect::<Vec<_>>(),
    })
}
