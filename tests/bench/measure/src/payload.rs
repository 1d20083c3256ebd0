//! Example documents, with members in the model's order, as the services send them.

use serde_json::{Value, json};

/// A response of `RetryBuild`.
pub fn retry_build_response() -> Value {
    json!({ "build": build(7) })
}

/// A response of `BatchGetBuilds`.
pub fn batch_get_builds_response(count: usize) -> Value {
    let builds: Vec<_> = (0..count).map(build).collect();
    json!({ "builds": builds, "buildsNotFound": [] })
}

/// A request of `StartBuild`.
pub fn start_build_request() -> Value {
    let variable =
        |name: &str, value: &str, kind: &str| json!({"name": name, "value": value, "type": kind});
    json!({
        "projectName": "storefront-web",
        "sourceVersion": "refs/heads/release/2026-11^{4b825dc642cb6eb9a060e54bf8d69288fbee4904}",
        "environmentVariablesOverride": [
            variable("STAGE", "production", "PLAINTEXT"),
            variable("RELEASE_NOTES", "Faster \"search\"\nand fewer errors: 100 % – naïve no more", "PLAINTEXT"),
            variable("REGISTRY_PASSWORD", "/storefront/registry/password", "PARAMETER_STORE"),
            variable("SIGNING_KEY", "storefront/signing-key:pem", "SECRETS_MANAGER"),
        ],
        "sourceTypeOverride": "GITHUB",
        "sourceLocationOverride": "https://github.com/example/storefront.git",
        "buildspecOverride": "version: 0.2\nphases:\n  build:\n    commands:\n      - ./build.sh --release\n",
        "environmentTypeOverride": "LINUX_CONTAINER",
        "imageOverride": "aws/codebuild/standard:7.0",
        "computeTypeOverride": "BUILD_GENERAL1_MEDIUM",
        "privilegedModeOverride": true,
        "timeoutInMinutesOverride": 45,
        "queuedTimeoutInMinutesOverride": 60,
        "idempotencyToken": "1d6a3c1e-94d8-4f0e-8ac5-0d6f9f3f1f55",
    })
}

/// A build that has ended, with what such builds usually have.
fn build(number: usize) -> Value {
    let id = format!("storefront-web:0f1c2d3e-4b5a-6978-8796-{number:012x}");
    let bucket = "storefront-artifacts-eu-west-1";
    let started = 1_763_800_000.25 + f64::from(u32::try_from(number).unwrap_or(0)) * 61.5;
    let source = |identifier: &str, path: &str| {
        json!({
            "type": "GITHUB",
            "location": format!("https://github.com/example/{path}.git"),
            "gitCloneDepth": 1,
            "gitSubmodulesConfig": {"fetchSubmodules": false},
            "buildspec": "ci/buildspec.yml",
            "reportBuildStatus": true,
            "insecureSsl": false,
            "sourceIdentifier": identifier,
        })
    };
    let variable =
        |name: &str, value: &str, kind: &str| json!({"name": name, "value": value, "type": kind});
    json!({
        "id": id,
        "arn": format!("arn:aws:codebuild:eu-west-1:123456789012:build/{id}"),
        "buildNumber": number,
        "startTime": started,
        "endTime": started + 121.25,
        "currentPhase": "COMPLETED",
        "buildStatus": "SUCCEEDED",
        "sourceVersion": "refs/heads/main",
        "resolvedSourceVersion": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
        "projectName": "storefront-web",
        "phases": phases(started),
        "source": source("", "storefront"),
        "secondarySources": [source("assets", "storefront-assets")],
        "secondarySourceVersions": [{"sourceIdentifier": "assets", "sourceVersion": "v2.14.0"}],
        "artifacts": {
            "location": format!("arn:aws:s3:::{bucket}/storefront-web/{number}"),
            "sha256sum": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "overrideArtifactName": false,
            "encryptionDisabled": false,
        },
        "secondaryArtifacts": [],
        "cache": {"type": "S3", "location": format!("{bucket}/cache")},
        "environment": {
            "type": "LINUX_CONTAINER",
            "image": "aws/codebuild/standard:7.0",
            "computeType": "BUILD_GENERAL1_MEDIUM",
            "environmentVariables": [
                variable("STAGE", "production", "PLAINTEXT"),
                variable("RELEASE_NOTES", "Faster \"search\"\nand fewer errors", "PLAINTEXT"),
                variable("REGISTRY_PASSWORD", "/storefront/registry/password", "PARAMETER_STORE"),
                variable("SIGNING_KEY", "storefront/signing-key:pem", "SECRETS_MANAGER"),
            ],
            "privilegedMode": true,
            "imagePullCredentialsType": "CODEBUILD",
        },
        "serviceRole": "arn:aws:iam::123456789012:role/service-role/storefront-web-build",
        "logs": {
            "groupName": "/aws/codebuild/storefront-web",
            "streamName": "0f1c2d3e-4b5a-6978-8796-a5b4c3d2e1f0",
            "deepLink": "https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logEvent:group=/aws/codebuild/storefront-web",
            "cloudWatchLogsArn": "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/codebuild/storefront-web:log-stream:0f1c2d3e",
            "cloudWatchLogs": {"status": "ENABLED"},
        },
        "timeoutInMinutes": 60,
        "queuedTimeoutInMinutes": 480,
        "buildComplete": true,
        "initiator": "codepipeline/storefront",
        "vpcConfig": {
            "vpcId": "vpc-0a1b2c3d4e5f60718",
            "subnets": ["subnet-0a1b2c3d", "subnet-4e5f6071"],
            "securityGroupIds": ["sg-0a1b2c3d4e5f60718"],
        },
        "networkInterface": {"subnetId": "subnet-0a1b2c3d", "networkInterfaceId": "eni-0a1b2c3d4e5f60718"},
        "encryptionKey": "arn:aws:kms:eu-west-1:123456789012:alias/aws/s3",
        "exportedEnvironmentVariables": [{"name": "IMAGE_TAG", "value": format!("2026.11.{number}")}],
        "reportArns": [],
    })
}

/// The phases of a build.
fn phases(started: f64) -> Value {
    let names = [
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
    ];
    let mut phases: Vec<_> = names
        .iter()
        .zip(0_u32..)
        .map(|(name, index)| {
            let start = started + f64::from(index) * 12.125;
            json!({
                "phaseType": name,
                "phaseStatus": "SUCCEEDED",
                "startTime": start,
                "endTime": start + 12.125,
                "durationInSeconds": 12,
                "contexts": [{"statusCode": "", "message": ""}],
            })
        })
        .collect();
    phases.push(json!({"phaseType": "COMPLETED", "startTime": started + 121.25}));
    phases.into()
}

/// A response of `Query` of `DynamoDB`: customers, with attributes of all types.
pub fn query_response(count: usize) -> Value {
    let items: Vec<_> = (0..count).map(item).collect();
    json!({ "Items": items, "Count": count, "ScannedCount": count })
}

fn item(number: usize) -> Value {
    json!({
        "pk": {"S": format!("CUSTOMER#{number:08}")},
        "sk": {"S": "PROFILE"},
        "name": {"S": "Änne \"Anna\" Beispiel"},
        "email": {"S": format!("anna.beispiel+{number}@example.com")},
        "age": {"N": "41"},
        "balance": {"N": "-1234.56"},
        "isActive": {"BOOL": true},
        "deletedAt": {"NULL": true},
        "tags": {"SS": ["early-adopter", "newsletter", "beta"]},
        "scores": {"NS": ["1", "2.5", "-3e10"]},
        "avatar": {"B": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="},
        "keys": {"BS": ["AAECAwQFBgc=", "CAkKCwwNDg8="]},
        "address": {"M": {
            "street": {"S": "Beispielstraße 12"},
            "city": {"S": "Köln"},
            "position": {"M": {"lat": {"N": "50.9375"}, "lon": {"N": "6.9603"}}},
        }},
        "orders": {"L": [
            {"M": {"id": {"S": "o-1"}, "total": {"N": "19.99"}, "items": {"L": [{"S": "sku-1"}, {"S": "sku-2"}]}}},
            {"M": {"id": {"S": "o-2"}, "total": {"N": "5"}, "items": {"L": [{"S": "sku-3"}]}}},
        ]},
    })
}

/// A response of `ListFunctions` of Lambda.
pub fn list_functions_response(count: usize) -> Value {
    let functions: Vec<_> = (0..count).map(function).collect();
    json!({ "Functions": functions, "NextMarker": "eyJ2IjoxLCJ0IjoiMjAyNi0xMS0wMVQwMDowMDowMFoifQ==" })
}

fn function(number: usize) -> Value {
    json!({
        "FunctionName": format!("storefront-web-{number}"),
        "FunctionArn": format!("arn:aws:lambda:eu-west-1:123456789012:function:storefront-web-{number}"),
        "Runtime": "nodejs22.x",
        "Role": "arn:aws:iam::123456789012:role/service-role/storefront-web-role",
        "Handler": "index.handler",
        "CodeSize": 5_436_723,
        "Description": "Renders the storefront's pages",
        "Timeout": 30,
        "MemorySize": 1024,
        "LastModified": "2026-11-01T12:34:56.000+0000",
        "CodeSha256": "5tT2qgzYUHoqwR616pZ2dpkn/0J1FrzJmlKidWaaCgk=",
        "Version": "$LATEST",
        "VpcConfig": {
            "SubnetIds": ["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"],
            "SecurityGroupIds": ["sg-0a1b2c3d4e5f60718"],
            "VpcId": "vpc-0a1b2c3d4e5f60718",
            "Ipv6AllowedForDualStack": false,
        },
        "Environment": {"Variables": {"STAGE": "production", "TABLE": "orders", "LOG_LEVEL": "info"}},
        "TracingConfig": {"Mode": "Active"},
        "RevisionId": "9a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
        "Layers": [
            {"Arn": "arn:aws:lambda:eu-west-1:123456789012:layer:shared:7", "CodeSize": 1_048_576},
        ],
        "PackageType": "Zip",
        "Architectures": ["arm64"],
        "EphemeralStorage": {"Size": 512},
        "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"},
        "LoggingConfig": {"LogFormat": "JSON", "ApplicationLogLevel": "INFO", "LogGroup": "/aws/lambda/storefront"},
    })
}

/// A response of `DescribeInstances` of EC2: reservations of one instance each.
pub fn describe_instances_response(count: usize) -> String {
    let reservations: String = (0..count).map(reservation).collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
    <requestId>8f7724cf-496f-496e-8fe3-example00000</requestId>
    <reservationSet>
{reservations}    </reservationSet>
    <nextToken>eyJ2IjoxLCJ0IjoiMjAyNi0xMS0wMVQwMDowMDowMFoifQ==</nextToken>
</DescribeInstancesResponse>"#
    )
}

fn reservation(number: usize) -> String {
    include_str!("reservation.xml").replace("NUMBER", &format!("{number:04}"))
}

/// A response of `ListObjectsV2` of S3. Keys are as they are, or as in URLs if a client asks for that.
pub fn list_objects_v2_response(count: usize, is_encoded: bool) -> String {
    let (encoding, key) = if is_encoded {
        (
            "<EncodingType>url</EncodingType>",
            "photos/2026/11/Ausflug+%28%C3%BCber+den+See%29",
        )
    } else {
        ("", "photos/2026/11/Ausflug (über den See)")
    };
    let objects: String = (0..count)
        .map(|number| {
            format!(
                "<Contents><Key>{key}/IMG_{number:06}.jpg</Key>\
                 <LastModified>2026-11-01T12:34:56.000Z</LastModified>\
                 <ETag>&quot;9b2cf535f27731c974343645a{number:07}&quot;</ETag>\
                 <ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>\
                 <ChecksumType>FULL_OBJECT</ChecksumType><Size>{}</Size>\
                 <StorageClass>STANDARD</StorageClass></Contents>",
                4_000_000 + number
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
         <Name>storefront-photos</Name><Prefix>photos/</Prefix>\
         <NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken>\
         <KeyCount>{count}</KeyCount><MaxKeys>{count}</MaxKeys>{encoding}<IsTruncated>true</IsTruncated>\
         {objects}</ListBucketResult>"
    )
}
