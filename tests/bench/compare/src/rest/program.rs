//! Calls of REST operations with members in every part of a request.
//!
//! This file is compiled for both sides. What is written differently in the two are macros and
//! functions of `peer.rs` and `ours.rs`, and of `peer_macros.rs` and `ours_macros.rs` beside the crate's root.

use serde_json::{Value, json};

use super::bedrock::types::{
    ContentBlock, ConversationRole, InferenceConfiguration, Message, PerformanceConfigLatency,
    SystemContentBlock, Tool, ToolConfiguration, ToolInputSchema, ToolSpecification, ToolUseBlock,
};
use super::lambda::operation::get_function::GetFunctionError;
use super::lambda::types::{
    Architecture, DeadLetterConfig, Environment, EphemeralStorage, FileSystemConfig, FunctionCode,
    FunctionVersion, ImageConfig, InvocationType, LayerVersionContentInput, LogFormat, LogType,
    LoggingConfig, PackageType, Runtime, SnapStart, SnapStartApplyOn, TracingConfig, TracingMode,
    VpcConfig,
};
use super::{bedrock, blob, document, ended, lambda, outcome};
use crate::neutral::{Neutral, Outcome};

/// The calls by their names.
pub const CALLS: &[&str] = &[
    "ListFunctions",
    "ListFunctions without members",
    "GetFunction",
    "GetFunction by ARN",
    "CreateFunction",
    "DeleteFunction",
    "Invoke",
    "Invoke without payload",
    "InvokeWithResponseStream",
    "PublishLayerVersion",
    "TagResource",
    "UntagResource",
    "Converse",
    "ConverseStream",
    "InvokeModel",
    "InvokeModel by ARN",
    "InvokeModelWithResponseStream",
];

/// Calls an operation by its name. A stream of events is an output with its events, and its end.
///
/// # Errors
///
/// Those of the call.
pub async fn call(config: &aws_types::SdkConfig, name: &str) -> Outcome {
    let lambda = lambda::Client::new(config);
    let bedrock = bedrock::Client::new(config);
    match name {
        "ListFunctions" => {
            let call = lambda
                .list_functions()
                .master_region("ALL & more/ü")
                .function_version(FunctionVersion::All)
                .marker("a+b=c%2F ~")
                .max_items(50);
            outcome(call.send().await)
        }
        "ListFunctions without members" => outcome(lambda.list_functions().send().await),
        "GetFunction" => {
            let call = lambda
                .get_function()
                .function_name("f")
                .qualifier("$LATEST");
            outcome(call.send().await)
        }
        "GetFunction by ARN" => {
            let arn = "arn:aws:lambda:us-west-2:123456789012:function:f-é/ :1";
            outcome(lambda.get_function().function_name(arn).send().await)
        }
        "CreateFunction" => create_function(&lambda).await,
        "DeleteFunction" => outcome(lambda.delete_function().function_name("f").send().await),
        "Invoke" => invoke(&lambda).await,
        "Invoke without payload" => outcome(lambda.invoke().function_name("f").send().await),
        "InvokeWithResponseStream" => {
            let call = lambda
                .invoke_with_response_stream()
                .function_name("f")
                .payload(blob(b"{}"));
            match call.send().await {
                Ok(output) => {
                    let members = output.neutral();
                    Ok(streamed(&members, events!(output.event_stream)))
                }
                Err(error) => outcome(Err::<(), _>(error)),
            }
        }
        "PublishLayerVersion" => publish_layer_version(&lambda).await,
        "TagResource" => {
            let call = set!(lambda.tag_resource(), {
                resource: "arn:aws:lambda:us-west-2:123456789012:function:f",
                tags: {"a b" = "ü"},
            });
            outcome(call.send().await)
        }
        "UntagResource" => {
            let call = set!(lambda.untag_resource(), {
                resource: "arn:aws:lambda:us-west-2:123456789012:function:f",
                tag_keys: ["a b", "c&d", ""],
            });
            outcome(call.send().await)
        }
        "Converse" => converse(&bedrock).await,
        "ConverseStream" => converse_stream(&bedrock).await,
        "InvokeModel" => {
            let call = bedrock
                .invoke_model()
                .model_id("anthropic.claude-v2:1")
                .content_type("application/x-own+json; charset=utf-8")
                .accept("application/json")
                .guardrail_identifier("g")
                .performance_config_latency(PerformanceConfigLatency::Optimized)
                .body(blob(br#"{"prompt": "hi"}"#));
            outcome(call.send().await)
        }
        "InvokeModel by ARN" => {
            let arn = "arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.a:0";
            let call = bedrock.invoke_model().model_id(arn).body(blob(b"{}"));
            outcome(call.send().await)
        }
        "InvokeModelWithResponseStream" => {
            let call = bedrock
                .invoke_model_with_response_stream()
                .model_id("m:0")
                .body(blob(b"{}"));
            match call.send().await {
                Ok(output) => {
                    let members = output.neutral();
                    Ok(streamed(&members, events!(output.body)))
                }
                Err(error) => outcome(Err::<(), _>(error)),
            }
        }
        _ => panic!("{name} is not in the program"),
    }
}

fn streamed(members: &Value, (events, end): (Vec<Value>, Option<Value>)) -> Value {
    json!({"members": members, "events": events, "end": end})
}

/// The members of a throttling error, some of which are in headers.
pub async fn throttled(config: &aws_types::SdkConfig) -> Option<Value> {
    let call = lambda::Client::new(config)
        .get_function()
        .function_name("f");
    let error = call.send().await.err()?;
    match service_error!(error)? {
        GetFunctionError::TooManyRequestsException(error) => Some(error.neutral()),
        _ => None,
    }
}

async fn invoke(client: &lambda::Client) -> Outcome {
    let call = client
        .invoke()
        .function_name("f")
        .invocation_type(InvocationType::RequestResponse)
        .log_type(LogType::Tail)
        .client_context("eyJhIjoxfQ==")
        .qualifier("v1")
        .payload(blob(br#"{"a": 1}"#));
    outcome(call.send().await)
}

async fn create_function(client: &lambda::Client) -> Outcome {
    let code = new!(FunctionCode {
        zip_file: blob(b"PK\x03\x04\xff\0?>")
    });
    let call = client
        .create_function()
        .function_name("f")
        .runtime(Runtime::from("python3.99"))
        .role("arn:aws:iam::123456789012:role/r")
        .handler("a.b")
        .code(code)
        .description("\u{1F600} \"quoted\"\n")
        .timeout(900)
        .memory_size(0)
        .publish(false)
        .vpc_config(new!(VpcConfig {
            subnet_ids: ["subnet-1", "subnet-2"],
            security_group_ids: ["sg-1"],
            ipv6_allowed_for_dual_stack: true,
        }))
        .package_type(PackageType::Image)
        .dead_letter_config(new!(DeadLetterConfig { target_arn: "arn" }))
        .environment(new!(Environment {
            variables: { "KEY" = "value" }
        }))
        .kms_key_arn("arn")
        .tracing_config(new!(TracingConfig {
            mode: TracingMode::Active
        }))
        .image_config(new!(ImageConfig {
            entry_point: ["/bin/sh"],
            command: ["-c", ""],
            working_directory: "/",
        }))
        .ephemeral_storage(new!(EphemeralStorage { size: 512 }))
        .snap_start(new!(SnapStart {
            apply_on: SnapStartApplyOn::None
        }))
        .logging_config(new!(LoggingConfig {
            log_format: LogFormat::Json,
            log_group: "/a/b"
        }));
    let call = set!(call, {
        tags: {"team" = "f"},
        layers: ["arn:1", "arn:2"],
        file_system_configs: [new!(FileSystemConfig { arn: "arn", local_mount_path: "/mnt" })],
        architectures: [Architecture::Arm64],
    });
    outcome(call.send().await)
}

async fn publish_layer_version(client: &lambda::Client) -> Outcome {
    let content = new!(LayerVersionContentInput {
        zip_file: blob(b"PK\xfa\xfb")
    });
    let call = set!(client.publish_layer_version().content(content), {
        layer_name: "arn:aws:lambda:us-west-2:123456789012:layer:l",
        description: "d",
        license_info: "MIT",
        compatible_architectures: [Architecture::X8664],
        compatible_runtimes: [Runtime::from("nodejs99.x"), Runtime::from("python3.12")],
    });
    outcome(call.send().await)
}

fn messages() -> [Message; 2] {
    let tool = new!(ToolUseBlock {
        tool_use_id: "t-1",
        name: "weather",
        input: document(json!({"cities": ["Köln", 1, -2, 0.5, true, null]})),
    });
    [
        new!(Message {
            role: ConversationRole::User,
            content: [ContentBlock::Text("hi".to_owned())],
        }),
        new!(Message {
            role: ConversationRole::Assistant,
            content: [ContentBlock::ToolUse(tool)],
        }),
    ]
}

async fn converse(client: &bedrock::Client) -> Outcome {
    let [first, second] = messages();
    let tool = new!(ToolSpecification {
        name: "weather",
        input_schema: ToolInputSchema::Json(document(json!({"type": "object"}))),
    });
    let inference = new!(InferenceConfiguration {
        max_tokens: 512,
        temperature: 0.25,
        top_p: 1.0,
        stop_sequences: ["END"],
    });
    let call = client
        .converse()
        .model_id("eu.anthropic.claude-3-5-sonnet-20240620-v1:0")
        .inference_config(inference)
        .tool_config(new!(ToolConfiguration {
            tools: [Tool::ToolSpec(tool)]
        }))
        .additional_model_request_fields(document(json!({"top_k": 200})));
    let call = set!(call, {
        messages: [first, second],
        system: [SystemContentBlock::Text("be brief".to_owned())],
        additional_model_response_field_paths: ["/stop_sequence"],
        request_metadata: {"k" = "v"},
    });
    outcome(call.send().await)
}

async fn converse_stream(client: &bedrock::Client) -> Outcome {
    let [first, second] = messages();
    let call = set!(client.converse_stream().model_id("m:0"), { messages: [first, second] });
    match call.send().await {
        Ok(output) => {
            let members = output.neutral();
            Ok(streamed(&members, events!(output.stream)))
        }
        Err(error) => outcome(Err::<(), _>(error)),
    }
}
