//! The neutral form of outputs and events, for either side.

use serde_json::{Value, json};

use super::TooManyRequestsException;
use super::bedrock::operation::converse::{ConverseError, ConverseOutput};
use super::bedrock::operation::converse_stream::{ConverseStreamError, ConverseStreamOutput};
use super::bedrock::operation::invoke_model::{InvokeModelError, InvokeModelOutput};
use super::bedrock::operation::invoke_model_with_response_stream::{
    InvokeModelWithResponseStreamError, InvokeModelWithResponseStreamOutput,
};
use super::bedrock::types::{
    self, ContentBlock, ContentBlockDelta, ContentBlockDeltaEvent, ContentBlockStopEvent,
    ConversationRole, ConverseMetrics, ConverseStreamMetadataEvent, ConverseStreamMetrics, Message,
    MessageStartEvent, MessageStopEvent, PayloadPart, PerformanceConfigLatency, ResponseStream,
    StopReason, TokenUsage, ToolUseBlock,
};
use super::lambda::operation::create_function::{CreateFunctionError, CreateFunctionOutput};
use super::lambda::operation::delete_function::{DeleteFunctionError, DeleteFunctionOutput};
use super::lambda::operation::get_function::{GetFunctionError, GetFunctionOutput};
use super::lambda::operation::invoke::{InvokeError, InvokeOutput};
use super::lambda::operation::invoke_with_response_stream::{
    InvokeWithResponseStreamError, InvokeWithResponseStreamOutput,
};
use super::lambda::operation::list_functions::{ListFunctionsError, ListFunctionsOutput};
use super::lambda::operation::publish_layer_version::{
    PublishLayerVersionError, PublishLayerVersionOutput,
};
use super::lambda::operation::tag_resource::{TagResourceError, TagResourceOutput};
use super::lambda::operation::untag_resource::{UntagResourceError, UntagResourceOutput};
use super::lambda::types::{
    ApplicationLogLevel, Architecture, Concurrency, DeadLetterConfig, EnvironmentError,
    EnvironmentResponse, EphemeralStorage, FileSystemConfig, FunctionCodeLocation,
    FunctionConfiguration, ImageConfig, ImageConfigError, ImageConfigResponse,
    InvokeResponseStreamUpdate, InvokeWithResponseStreamCompleteEvent,
    InvokeWithResponseStreamResponseEvent, LastUpdateStatus, Layer, LayerVersionContentOutput,
    LogFormat, LoggingConfig, PackageType, Runtime, State, SystemLogLevel, TagsError,
    ThrottleReason, TracingConfigResponse, TracingMode, VpcConfigResponse,
};
use crate::neutral::{Neutral, enums, errors, shapes};

shapes! {
    ListFunctionsOutput { next_marker, functions }
    GetFunctionOutput { configuration, code, tags, tags_error, concurrency }
    CreateFunctionOutput { function_name, code_size, layers, architectures, environment, state }
    DeleteFunctionOutput {}
    InvokeOutput { status_code, function_error, log_result, payload, executed_version }
    InvokeWithResponseStreamOutput { status_code, executed_version, response_stream_content_type }
    PublishLayerVersionOutput {
        content, layer_arn, description, created_date, version, compatible_architectures,
        compatible_runtimes, license_info
    }
    TagResourceOutput {}
    UntagResourceOutput {}
    TooManyRequestsException { retry_after_seconds, r#type, message, reason }
    FunctionConfiguration {
        function_name, function_arn, runtime, role, handler, code_size, description, timeout,
        memory_size, last_modified, code_sha256, version, vpc_config, dead_letter_config,
        environment, kms_key_arn, tracing_config, master_arn, revision_id, layers, state,
        state_reason, last_update_status, last_update_status_reason, file_system_configs,
        signing_profile_version_arn, signing_job_arn, package_type, image_config_response,
        architectures, ephemeral_storage, logging_config
    }
    VpcConfigResponse { subnet_ids, security_group_ids, vpc_id, ipv6_allowed_for_dual_stack }
    DeadLetterConfig { target_arn }
    EnvironmentResponse { variables, error }
    EnvironmentError { error_code, message }
    TracingConfigResponse { mode }
    Layer { arn, code_size, signing_profile_version_arn, signing_job_arn }
    FileSystemConfig { arn, local_mount_path }
    ImageConfigResponse { image_config, error }
    ImageConfig { entry_point, command, working_directory }
    ImageConfigError { error_code, message }
    EphemeralStorage { size }
    LoggingConfig { log_format, application_log_level, system_log_level, log_group }
    FunctionCodeLocation { repository_type, location, image_uri, resolved_image_uri }
    TagsError { error_code, message }
    Concurrency { reserved_concurrent_executions }
    LayerVersionContentOutput { location, code_sha256, code_size }
    InvokeResponseStreamUpdate { payload }
    InvokeWithResponseStreamCompleteEvent { error_code, error_details, log_result }
    ConverseOutput { output, stop_reason, usage, metrics, additional_model_response_fields }
    ConverseStreamOutput {}
    InvokeModelOutput { body, content_type, performance_config_latency }
    InvokeModelWithResponseStreamOutput { content_type, performance_config_latency }
    Message { role, content }
    ToolUseBlock { tool_use_id, name, input }
    TokenUsage { input_tokens, output_tokens, total_tokens, cache_read_input_tokens }
    ConverseMetrics { latency_ms }
    ConverseStreamMetrics { latency_ms }
    MessageStartEvent { role }
    MessageStopEvent { stop_reason, additional_model_response_fields }
    ContentBlockDeltaEvent { delta, content_block_index }
    ContentBlockStopEvent { content_block_index }
    ConverseStreamMetadataEvent { usage, metrics }
    PayloadPart { bytes }
}

enums! {
    ApplicationLogLevel, Architecture, LastUpdateStatus, LogFormat, PackageType, Runtime, State,
    SystemLogLevel, ThrottleReason, TracingMode, ConversationRole, PerformanceConfigLatency, StopReason
}

errors! {
    ListFunctionsError {
        InvalidParameterValueException: is_invalid_parameter_value_exception, ServiceException:
        is_service_exception, TooManyRequestsException: is_too_many_requests_exception
    }
    GetFunctionError {
        InvalidParameterValueException: is_invalid_parameter_value_exception, ServiceException:
        is_service_exception, TooManyRequestsException: is_too_many_requests_exception,
        ResourceNotFoundException: is_resource_not_found_exception
    }
    CreateFunctionError {
        CodeStorageExceededException: is_code_storage_exceeded_exception,
        InvalidParameterValueException: is_invalid_parameter_value_exception
    }
    DeleteFunctionError { ResourceConflictException: is_resource_conflict_exception }
    InvokeError {
        RequestTooLargeException: is_request_too_large_exception, ResourceNotFoundException:
        is_resource_not_found_exception
    }
    InvokeWithResponseStreamError { ResourceNotFoundException: is_resource_not_found_exception }
    PublishLayerVersionError { ResourceNotFoundException: is_resource_not_found_exception }
    TagResourceError { ResourceConflictException: is_resource_conflict_exception }
    UntagResourceError { ResourceConflictException: is_resource_conflict_exception }
    ConverseError { ValidationException: is_validation_exception }
    ConverseStreamError { ValidationException: is_validation_exception }
    InvokeModelError {
        ValidationException: is_validation_exception, ModelErrorException: is_model_error_exception
    }
    InvokeModelWithResponseStreamError { ValidationException: is_validation_exception }
}

impl Neutral for types::ConverseOutput {
    fn neutral(&self) -> Value {
        match self {
            Self::Message(message) => json!({"message": message.neutral()}),
            _ => "unknown".into(),
        }
    }
}

impl Neutral for ContentBlock {
    fn neutral(&self) -> Value {
        match self {
            Self::Text(text) => json!({ "text": text }),
            Self::ToolUse(tool) => json!({"tool_use": tool.neutral()}),
            _ => "unknown".into(),
        }
    }
}

impl Neutral for ContentBlockDelta {
    fn neutral(&self) -> Value {
        match self {
            Self::Text(text) => json!({ "text": text }),
            _ => "unknown".into(),
        }
    }
}

impl Neutral for types::ConverseStreamOutput {
    fn neutral(&self) -> Value {
        match self {
            Self::MessageStart(event) => json!({"message_start": event.neutral()}),
            Self::ContentBlockDelta(event) => json!({"content_block_delta": event.neutral()}),
            Self::ContentBlockStop(event) => json!({"content_block_stop": event.neutral()}),
            Self::MessageStop(event) => json!({"message_stop": event.neutral()}),
            Self::Metadata(event) => json!({"metadata": event.neutral()}),
            _ => "unknown".into(),
        }
    }
}

impl Neutral for ResponseStream {
    fn neutral(&self) -> Value {
        match self {
            Self::Chunk(event) => json!({"chunk": event.neutral()}),
            _ => "unknown".into(),
        }
    }
}

impl Neutral for InvokeWithResponseStreamResponseEvent {
    fn neutral(&self) -> Value {
        match self {
            Self::PayloadChunk(event) => json!({"payload_chunk": event.neutral()}),
            Self::InvokeComplete(event) => json!({"invoke_complete": event.neutral()}),
            _ => "unknown".into(),
        }
    }
}
