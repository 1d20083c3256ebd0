//! The committed crate against the names and values of the `RetryBuild` API that this project
//! started from.

use std::fmt::Debug;

use codebuild::operation::retry_build::{RetryBuildError, RetryBuildInput, RetryBuildOutput};
use codebuild::types::{
    BucketOwnerAccess, BuildPhaseType, CacheMode, CacheType, ComputeType, CredentialProviderType,
    EnvironmentType, EnvironmentVariableType, FileSystemType, ImagePullCredentialsType,
    LogsConfigStatusType, SourceAuthType, SourceType, StatusType,
};
use serde_json::{Value, json};

/// The members of the request.
#[test]
fn request_members_exist() {
    let request = json!({ "id": "p:1", "idempotencyToken": "t" });
    assert_eq!(round_trip::<RetryBuildInput>(&request), request);
}

/// The members of the response: an unknown one would be dropped.
#[test]
fn response_members_round_trip() {
    let source = json!({
        "type": "GITHUB",
        "location": "text",
        "gitCloneDepth": 123,
        "gitSubmodulesConfig": { "fetchSubmodules": true },
        "buildspec": "text",
        "auth": { "type": "OAUTH", "resource": "text" },
        "reportBuildStatus": true,
        "buildStatusConfig": { "context": "text", "targetUrl": "text" },
        "insecureSsl": true,
        "sourceIdentifier": "text",
    });
    let artifacts = json!({
        "location": "text",
        "sha256sum": "text",
        "md5sum": "text",
        "overrideArtifactName": true,
        "encryptionDisabled": true,
        "artifactIdentifier": "text",
        "bucketOwnerAccess": "READ_ONLY",
    });
    let response = json!({ "build": {
        "id": "text",
        "arn": "text",
        "buildNumber": 123,
        "startTime": "2015-01-01T00:00:00Z",
        "endTime": "2015-01-01T00:00:00Z",
        "currentPhase": "text",
        "buildStatus": "IN_PROGRESS",
        "sourceVersion": "text",
        "resolvedSourceVersion": "text",
        "projectName": "text",
        "phases": [{
            "phaseType": "SUBMITTED",
            "phaseStatus": "SUCCEEDED",
            "startTime": "2015-01-01T00:00:00Z",
            "endTime": "2015-01-01T00:00:00Z",
            "durationInSeconds": 123,
            "contexts": [{ "statusCode": "text", "message": "text" }],
        }],
        "source": source,
        "secondarySources": [source],
        "secondarySourceVersions": [{ "sourceIdentifier": "text", "sourceVersion": "text" }],
        "artifacts": artifacts,
        "secondaryArtifacts": [artifacts],
        "cache": { "type": "LOCAL", "location": "text", "modes": ["LOCAL_SOURCE_CACHE"] },
        "environment": {
            "type": "LINUX_CONTAINER",
            "image": "text",
            "computeType": "BUILD_GENERAL1_SMALL",
            "environmentVariables": [{ "name": "text", "value": "text", "type": "PLAINTEXT" }],
            "privilegedMode": true,
            "certificate": "text",
            "registryCredential": {
                "credential": "text",
                "credentialProvider": "SECRETS_MANAGER",
            },
            "imagePullCredentialsType": "SERVICE_ROLE",
        },
        "serviceRole": "text",
        "logs": {
            "groupName": "text",
            "streamName": "text",
            "deepLink": "text",
            "s3DeepLink": "text",
            "cloudWatchLogsArn": "text",
            "s3LogsArn": "text",
            "cloudWatchLogs": { "status": "ENABLED", "groupName": "text", "streamName": "text" },
            "s3Logs": {
                "status": "DISABLED",
                "location": "text",
                "encryptionDisabled": true,
                "bucketOwnerAccess": "FULL",
            },
        },
        "timeoutInMinutes": 123,
        "queuedTimeoutInMinutes": 123,
        "buildComplete": true,
        "initiator": "text",
        "vpcConfig": { "vpcId": "text", "subnets": ["text"], "securityGroupIds": ["text"] },
        "networkInterface": { "subnetId": "text", "networkInterfaceId": "text" },
        "encryptionKey": "text",
        "exportedEnvironmentVariables": [{ "name": "text", "value": "text" }],
        "reportArns": ["text"],
        "fileSystemLocations": [{
            "type": "EFS",
            "location": "text",
            "mountPoint": "text",
            "identifier": "text",
            "mountOptions": "text",
        }],
        "debugSession": { "sessionEnabled": true, "sessionTarget": "text" },
        "buildBatchArn": "text",
    }});
    assert_eq!(round_trip::<RetryBuildOutput>(&response), response);
}

/// The values of the enums: each has a variant.
#[test]
fn enum_values_have_variants() {
    use {BuildPhaseType as Phase, EnvironmentType as Environment};
    let statuses = [
        "SUCCEEDED",
        "FAILED",
        "FAULT",
        "TIMED_OUT",
        "IN_PROGRESS",
        "STOPPED",
    ];
    known(StatusType::VALUES, &statuses);
    let phases = [
        "SUBMITTED",
        "QUEUED",
        "PROVISIONING",
        "DOWNLOAD_SOURCE",
        "INSTALL",
        "PRE_BUILD",
        "BUILD",
        "POST_BUILD",
        "UPLOAD_ARTIFACTS",
        "FINALIZING",
        "COMPLETED",
    ];
    known(Phase::VALUES, &phases);
    let sources = [
        "BITBUCKET",
        "CODECOMMIT",
        "CODEPIPELINE",
        "GITHUB",
        "GITHUB_ENTERPRISE",
        "NO_SOURCE",
        "S3",
    ];
    known(SourceType::VALUES, &sources);
    known(SourceAuthType::VALUES, &["OAUTH"]);
    known(BucketOwnerAccess::VALUES, &["NONE", "READ_ONLY", "FULL"]);
    known(CacheType::VALUES, &["NO_CACHE", "S3", "LOCAL"]);
    let modes = [
        "LOCAL_SOURCE_CACHE",
        "LOCAL_DOCKER_LAYER_CACHE",
        "LOCAL_CUSTOM_CACHE",
    ];
    known(CacheMode::VALUES, &modes);
    let environments = [
        "WINDOWS_CONTAINER",
        "LINUX_CONTAINER",
        "LINUX_GPU_CONTAINER",
        "ARM_CONTAINER",
        "WINDOWS_SERVER_2019_CONTAINER",
    ];
    known(Environment::VALUES, &environments);
    let computes = [
        "BUILD_GENERAL1_SMALL",
        "BUILD_GENERAL1_MEDIUM",
        "BUILD_GENERAL1_LARGE",
        "BUILD_GENERAL1_2XLARGE",
    ];
    known(ComputeType::VALUES, &computes);
    let variables = ["PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER"];
    known(EnvironmentVariableType::VALUES, &variables);
    known(CredentialProviderType::VALUES, &["SECRETS_MANAGER"]);
    known(
        ImagePullCredentialsType::VALUES,
        &["CODEBUILD", "SERVICE_ROLE"],
    );
    known(LogsConfigStatusType::VALUES, &["ENABLED", "DISABLED"]);
    known(FileSystemType::VALUES, &["EFS"]);
}

/// The errors of the operation.
#[test]
fn errors_have_variants() {
    let has_all = |error: &RetryBuildError| {
        error.is_invalid_input_exception()
            || error.is_resource_not_found_exception()
            || error.is_account_limit_exceeded_exception()
    };
    let not_found = codebuild::types::ResourceNotFoundException::default();
    assert!(has_all(&RetryBuildError::ResourceNotFoundException(
        not_found
    )));
}

/// Reads and writes a value as this type.
fn round_trip<T>(value: &Value) -> Value
where
    T: serde::Serialize + serde::de::DeserializeOwned,
{
    let typed: T = serde_json::from_value(value.clone()).expect("the type reads the value");
    serde_json::to_value(typed).expect("the type can be written")
}

fn known<T: AsRef<str> + Debug>(values: &[T], wanted: &[&str]) {
    for text in wanted {
        let is_known = values.iter().any(|value| value.as_ref() == *text);
        assert!(is_known, "{text} is not among {values:?}");
    }
}
