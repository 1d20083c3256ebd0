//! What comes of a call.

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use compare::neutral::leaves;
use compare::rest::{ours, peer};
use compare::server::{Answer, Server};
use compare::setup::config;
use serde_json::{Value, json};

use crate::{both, json};

/// Both got this output.
async fn output(call: &str, answer: Answer) -> Value {
    let both = both(call, &[answer]).await;
    both.assert_same(1);
    both.ours.outcome.expect("an output")
}

/// A function with everything that is compared.
fn function() -> Value {
    json!({
        "FunctionName": "f", "FunctionArn": "arn", "Runtime": "python3.99", "Role": "r", "Handler": "h",
        "CodeSize": i64::MAX, "Description": "ü \u{1F600}", "Timeout": 3, "MemorySize": 128,
        "LastModified": "2026-01-01T00:00:00.000+0000", "CodeSha256": "x=", "Version": "$LATEST",
        "VpcConfig": {"SubnetIds": ["s"], "SecurityGroupIds": [], "VpcId": "v", "Ipv6AllowedForDualStack": false},
        "DeadLetterConfig": {"TargetArn": "t"},
        "Environment": {"Variables": {"A": "", "B": "b"}, "Error": {"ErrorCode": "e", "Message": "m"}},
        "KMSKeyArn": "k", "TracingConfig": {"Mode": "Active"}, "MasterArn": "m", "RevisionId": "i",
        "Layers": [{"Arn": "l", "CodeSize": 1, "SigningProfileVersionArn": "p", "SigningJobArn": "j"}],
        "State": "Active", "StateReason": "", "LastUpdateStatus": "Successful", "LastUpdateStatusReason": "r",
        "FileSystemConfigs": [{"Arn": "a", "LocalMountPath": "/mnt"}], "PackageType": "Zip",
        "SigningProfileVersionArn": "p", "SigningJobArn": "j",
        "ImageConfigResponse": {
            "ImageConfig": {"EntryPoint": ["e"], "Command": ["c"], "WorkingDirectory": "/"},
            "Error": {"ErrorCode": "e", "Message": "m"},
        },
        "Architectures": ["arm64", "new"], "EphemeralStorage": {"Size": 512},
        "LoggingConfig": {
            "LogFormat": "JSON", "ApplicationLogLevel": "INFO", "SystemLogLevel": "WARN", "LogGroup": "/g",
        },
    })
}

#[tokio::test]
async fn documents() {
    let answer = json!({"Functions": [function(), function()], "NextMarker": "n"});
    let found = output("ListFunctions", json(200, &answer)).await;
    // Nothing of the response is missing in what was compared.
    assert_eq!(leaves(&found), leaves(&answer));
    let answer = json!({
        "Configuration": function(),
        "Code": {"RepositoryType": "S3", "Location": "https://x", "ImageUri": "i", "ResolvedImageUri": "j"},
        "Tags": {"a": "b", "": ""}, "TagsError": {"ErrorCode": "e", "Message": "m"},
        "Concurrency": {"ReservedConcurrentExecutions": 0},
    });
    let found = output("GetFunction", json(200, &answer)).await;
    assert_eq!(leaves(&found), leaves(&answer));
    output("CreateFunction", json(201, &function())).await;
    let answer = json!({
        "Content": {"Location": "l", "CodeSha256": "s", "CodeSize": 7}, "LayerArn": "a", "Description": "d",
        "CreatedDate": "2026-01-01T00:00:00.000+0000", "Version": 9, "CompatibleArchitectures": ["x86_64"],
        "CompatibleRuntimes": ["a", "b"], "LicenseInfo": "MIT",
    });
    let found = output("PublishLayerVersion", json(201, &answer)).await;
    assert_eq!(leaves(&found), leaves(&answer));
    let empty = Answer::new(204, &[], "");
    for call in ["TagResource", "UntagResource", "DeleteFunction"] {
        assert_eq!(output(call, empty.clone()).await, json!({}));
    }
}

#[tokio::test]
async fn headers_status_and_payload() {
    let headers = [
        ("X-Amz-Function-Error", "Unhandled"),
        ("X-Amz-Log-Result", "bG9n"),
        ("x-amz-executed-version", "$LATEST"),
    ];
    for body in [&b"{\"a\":1}"[..], b"", b"\xff\0\n", b"null"] {
        for status in [200, 202] {
            output("Invoke", Answer::new(status, &headers, body)).await;
        }
    }
    let headers = [
        ("Content-Type", "application/x-own"),
        ("X-Amzn-Bedrock-PerformanceConfig-Latency", "optimized"),
    ];
    output("InvokeModel", Answer::new(200, &headers, "{}")).await;
}

#[tokio::test]
async fn documents_and_unions() {
    for content in [
        json!([{"text": "Hi"}]),
        json!([{"toolUse": {"toolUseId": "t", "name": "n", "input": {"a": [1, -1, 0.5, null, true]}}}]),
        json!([{"text": "a"}, {"newKind": {"b": 1}}]),
    ] {
        let answer = json!({
            "output": {"message": {"role": "assistant", "content": content}},
            "stopReason": "end_turn",
            "usage": {"inputTokens": 1, "outputTokens": 2, "totalTokens": 3, "cacheReadInputTokens": 0},
            "metrics": {"latencyMs": i64::MAX},
            "additionalModelResponseFields": {"stop_sequence": "END"},
        });
        output("Converse", json(200, &answer)).await;
    }
}

/// A message of an event stream.
pub fn frame(kind: &str, what: &'static str, name: &str, payload: &[u8]) -> Vec<u8> {
    let text = |name: &'static str, value: &str| {
        Header::new(name, HeaderValue::String(value.to_owned().into()))
    };
    let content_type = match payload.first() {
        Some(b'{') => "application/json",
        _ => "application/octet-stream",
    };
    let headers = vec![
        text(":message-type", kind),
        text(what, name),
        text(":content-type", content_type),
    ];
    let mut bytes = Vec::new();
    let message = Message::new_from_parts(headers, payload.to_vec());
    write_message_to(&message, &mut bytes).expect("a message");
    bytes
}

fn event(name: &str, payload: &[u8]) -> Vec<u8> {
    frame("event", ":event-type", name, payload)
}

fn exception(name: &str) -> Vec<u8> {
    frame("exception", ":exception-type", name, br#"{"message":"m"}"#)
}

fn stream(frames: &[Vec<u8>]) -> Answer {
    let headers = [
        ("Content-Type", "application/vnd.amazon.eventstream"),
        ("X-Amz-Executed-Version", "7"),
        ("X-Amzn-Bedrock-Content-Type", "application/json"),
    ];
    Answer::new(200, &headers, frames.concat())
}

#[tokio::test]
async fn events() {
    let delta = |text: &str| {
        let delta = json!({"contentBlockIndex": 0, "delta": {"text": text}, "p": "padding"});
        event("contentBlockDelta", delta.to_string().as_bytes())
    };
    let usage = br#"{"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3},"metrics":{"latencyMs":5}}"#;
    let whole = [
        event("messageStart", br#"{"role":"assistant"}"#),
        delta("Hé"),
        event("newEvent", b"{}"),
        delta(""),
        event("contentBlockStop", br#"{"contentBlockIndex":0}"#),
        event("messageStop", br#"{"stopReason":"end_turn"}"#),
        event("metadata", usage),
    ];
    let found = output("ConverseStream", stream(&whole)).await;
    assert_eq!(found["events"].as_array().map(Vec::len), Some(7));
    assert_eq!(found["end"], Value::Null);
    let found = output(
        "ConverseStream",
        stream(&[delta("a"), exception("throttlingException")]),
    )
    .await;
    assert_eq!(found["end"], "error");
    let chunks = [
        event("chunk", br#"{"bytes":"eyJhIjoxfQ=="}"#),
        event("chunk", b"{}"),
    ];
    output("InvokeModelWithResponseStream", stream(&chunks)).await;
    let complete = br#"{"ErrorCode":"E","ErrorDetails":"d","LogResult":"bG9n"}"#;
    let chunks = [
        event("PayloadChunk", b"\xff\0"),
        event("PayloadChunk", b""),
        event("InvokeComplete", complete),
    ];
    let found = output("InvokeWithResponseStream", stream(&chunks)).await;
    assert_eq!(found["events"].as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn damaged_streams_end_after_the_events_before() {
    let whole = event("chunk", br#"{"bytes":"eyJhIjoxfQ=="}"#);
    let mut damaged = whole.clone();
    damaged[40] ^= 1;
    let both = both(
        "InvokeModelWithResponseStream",
        &[stream(&[whole, damaged])],
    )
    .await;
    for outcome in [both.ours.outcome, both.peer.outcome] {
        let output = outcome.expect("a stream");
        assert_eq!(output["events"].as_array().map(Vec::len), Some(1));
        assert_eq!(output["end"], "unreadable");
    }
}

#[tokio::test]
async fn modelled_errors() {
    for (call, code, status) in [
        ("GetFunction", "ResourceNotFoundException", 404),
        ("GetFunction by ARN", "InvalidParameterValueException", 400),
        ("CreateFunction", "CodeStorageExceededException", 400),
        ("DeleteFunction", "ResourceConflictException", 409),
        ("Invoke", "RequestTooLargeException", 413),
        ("InvokeWithResponseStream", "ResourceNotFoundException", 404),
        ("PublishLayerVersion", "ResourceNotFoundException", 404),
        ("TagResource", "ResourceConflictException", 409),
        ("Converse", "ValidationException", 400),
        ("ConverseStream", "ValidationException", 400),
        ("InvokeModel", "ModelErrorException", 424),
        ("InvokeModelWithResponseStream", "ValidationException", 400),
        ("ListFunctions", "AccessDeniedException", 403),
    ] {
        let headers = [
            ("x-amzn-errortype", code),
            ("content-type", "application/json"),
        ];
        let body = r#"{"Type":"User","message":"What is wrong"}"#;
        let both = both(call, &[Answer::new(status, &headers, body)]).await;
        let modelled = (code != "AccessDeniedException").then_some(code);
        both.assert_error(status, code, "What is wrong", modelled.as_slice());
    }
}

#[tokio::test]
async fn errors_with_members_in_headers() {
    let headers = [
        (
            "x-amzn-errortype",
            "TooManyRequestsException:http://internal.amazon.com/",
        ),
        ("Retry-After", "0"),
    ];
    let body = r#"{"Type":"User","message":"slow down","Reason":"CallerRateLimitExceeded"}"#;
    let busy = Answer::new(429, &headers, body);
    let answers = [busy.clone(), busy.clone(), busy];
    let server = Server::start(answers.clone()).await;
    let peer = peer::program::throttled(&config(server.url()).build()).await;
    assert_eq!(server.received().len(), 3);
    let server = Server::start(answers).await;
    let ours = ours::program::throttled(&config(server.url()).build()).await;
    assert_eq!(server.received().len(), 3);
    assert_eq!(ours, peer);
    let expected = json!({
        "retry_after_seconds": "0", "r#type": "User", "message": "slow down", "reason": "CallerRateLimitExceeded",
    });
    assert_eq!(ours, Some(expected));
}
