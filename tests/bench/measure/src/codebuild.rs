//! Requests and responses of `CodeBuild`, with the candidates that read and write them.

use aws_sdk_codebuild::operation::{
    batch_get_builds as official_batch, retry_build as official_retry,
    start_build as official_start,
};
use aws_sdk_codebuild::types as official_types;
use aws_smithy_json::protocol::aws_json_rpc::AwsJsonRpcProtocol;
use bytes::Bytes;
use codebuild::operation::Operation;
use codebuild::operation::batch_get_builds::BatchGetBuilds;
use codebuild::operation::retry_build::RetryBuild;
use codebuild::operation::start_build::{StartBuild, StartBuildInput};
use codebuild::types;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::comparison::{Candidate, Comparison, Meter};
use crate::official::{self, Codec};
use crate::payload;

/// Measures all candidates. The type parameters are the outputs of `RetryBuild` and `BatchGetBuilds` and
/// the input of `StartBuild` with serde's derives.
pub fn compare<Retry, Batch, Start>(meter: Meter)
where
    Retry: DeserializeOwned,
    Batch: DeserializeOwned,
    Start: DeserializeOwned + Serialize,
{
    let mut comparison = Comparison::new(meter);
    read_one::<Retry>(&mut comparison);
    for count in [100, 10_000] {
        read_many::<Batch>(&mut comparison, count);
    }
    write::<Start>(&mut comparison);
    comparison.print();
}

fn codec(operation: &'static str) -> Codec {
    let protocol = AwsJsonRpcProtocol::aws_json_1_1();
    Codec::new(protocol, "CodeBuild_20161006", operation)
}

fn read_one<Derived: DeserializeOwned>(comparison: &mut Comparison) {
    let body = bytes(&payload::retry_build_response());
    let (ours, official) = (
        http::Response::new(body.clone().into()),
        official::response(&body),
    );
    let codec = codec("RetryBuild");
    let read_ours = || RetryBuild::response(&ours).expect("a valid response");
    let read_official = || {
        let schema = official_retry::RetryBuild::OUTPUT_SCHEMA;
        codec.output(
            &official,
            schema,
            official_retry::RetryBuildOutput::deserialize,
        )
    };
    let ids = (
        read_ours().build.and_then(|build| build.id),
        read_official().build_value.and_then(|build| build.id),
    );
    assert!(ids.0.is_some() && ids.0 == ids.1);
    let name = format!("RetryBuild response, {}, read", size(&body));
    let candidates = vec![
        Candidate::new("ours", read_ours),
        Candidate::new("official", read_official),
        Candidate::new("serde derives", || parse::<Derived>(&body)),
        Candidate::new("serde_json::Value", || parse::<Value>(&body)),
    ];
    comparison.measure(&name, candidates);
}

fn read_many<Derived: DeserializeOwned>(comparison: &mut Comparison, count: usize) {
    let body = bytes(&payload::batch_get_builds_response(count));
    let (ours, official) = (
        http::Response::new(body.clone().into()),
        official::response(&body),
    );
    let codec = codec("BatchGetBuilds");
    let read_ours = || BatchGetBuilds::response(&ours).expect("a valid response");
    let read_official = || {
        let schema = official_batch::BatchGetBuilds::OUTPUT_SCHEMA;
        codec.output(
            &official,
            schema,
            official_batch::BatchGetBuildsOutput::deserialize,
        )
    };
    assert_eq!(read_ours().builds.map(|builds| builds.len()), Some(count));
    assert_eq!(read_official().builds().len(), count);
    let name = format!("{count} builds, {}, read", size(&body));
    let candidates = vec![
        Candidate::new("ours", read_ours),
        Candidate::new("official", read_official),
        Candidate::new("serde derives", || parse::<Derived>(&body)),
        Candidate::new("serde_json::Value", || parse::<Value>(&body)),
    ];
    comparison.measure(&name, candidates);
}

fn write<Derived: DeserializeOwned + Serialize>(comparison: &mut Comparison) {
    let value = payload::start_build_request();
    let derived: Derived = serde_json::from_value(value.clone()).expect("a valid input");
    let (ours, official) = (our_input(&value), official_input(&value));
    let codec = codec("StartBuild");
    let write_ours = || StartBuild::request(&ours).expect("a valid input");
    let write_official = || codec.request(&official, official_start::StartBuild::INPUT_SCHEMA);
    let written = |body: &[u8]| parse::<Value>(body);
    assert_eq!(written(write_ours().body().bytes().expect("a body")), value);
    assert_eq!(
        written(write_official().body().bytes().expect("a body")),
        value
    );
    let to_vec = |value: &dyn Fn() -> serde_json::Result<Vec<u8>>| value().expect("a valid input");
    assert_eq!(written(&to_vec(&|| serde_json::to_vec(&derived))), value);
    let request = write_ours();
    let body = request.body().bytes().expect("a body");
    let name = format!("StartBuild request, {}, write", size(body));
    let candidates = vec![
        Candidate::new("ours", write_ours),
        Candidate::new("official", write_official),
        Candidate::new("serde derives", || to_vec(&|| serde_json::to_vec(&derived))),
        Candidate::new("serde_json::Value", || {
            to_vec(&|| serde_json::to_vec(&value))
        }),
    ];
    comparison.measure(&name, candidates);
}

/// Sets the members of [`payload::start_build_request`] on an input. The setters of both crates have the
/// same names.
macro_rules! set_start_build {
    ($input:expr, $value:expr, $types:ident, $variable:expr) => {{
        let value = $value;
        let mut input = $input
            .project_name(text(&value["projectName"]))
            .source_version(text(&value["sourceVersion"]))
            .source_type_override($types::SourceType::from(text(&value["sourceTypeOverride"])))
            .source_location_override(text(&value["sourceLocationOverride"]))
            .buildspec_override(text(&value["buildspecOverride"]))
            .environment_type_override($types::EnvironmentType::from(text(
                &value["environmentTypeOverride"],
            )))
            .image_override(text(&value["imageOverride"]))
            .compute_type_override($types::ComputeType::from(text(
                &value["computeTypeOverride"],
            )))
            .privileged_mode_override(value["privilegedModeOverride"] == true)
            .timeout_in_minutes_override(number(&value["timeoutInMinutesOverride"]))
            .queued_timeout_in_minutes_override(number(&value["queuedTimeoutInMinutesOverride"]))
            .idempotency_token(text(&value["idempotencyToken"]));
        for item in value["environmentVariablesOverride"]
            .as_array()
            .expect("a list")
        {
            input = $variable(
                input,
                text(&item["name"]),
                text(&item["value"]),
                text(&item["type"]),
            );
        }
        input
    }};
}

fn our_input(value: &Value) -> StartBuildInput {
    let variable = |input: StartBuildInput, name, value, kind| {
        let variable = types::EnvironmentVariable::new(name, value);
        input.environment_variables_override([
            variable.r#type(types::EnvironmentVariableType::from(kind))
        ])
    };
    set_start_build!(StartBuildInput::default(), value, types, variable)
}

fn official_input(value: &Value) -> official_start::StartBuildInput {
    let variable = |input: official_start::builders::StartBuildInputBuilder,
                    name: &str,
                    value: &str,
                    kind: &str| {
        let kind = official_types::EnvironmentVariableType::from(kind);
        let variable = official_types::EnvironmentVariable::builder()
            .name(name)
            .value(value)
            .r#type(kind);
        input.environment_variables_override(variable.build().expect("everything required is set"))
    };
    let builder = official_start::StartBuildInput::builder();
    set_start_build!(builder, value, official_types, variable)
        .build()
        .expect("everything required is set")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn number(value: &Value) -> i32 {
    let number = value.as_i64().and_then(|number| number.try_into().ok());
    number.expect("a number")
}

fn bytes(value: &Value) -> Bytes {
    value.to_string().into()
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> T {
    serde_json::from_slice(body).expect("a valid response")
}

fn size(body: &[u8]) -> String {
    match body.len() {
        length @ ..1_000 => format!("{length} B"),
        length @ ..1_000_000 => format!("{}.{} kB", length / 1_000, length % 1_000 / 100),
        length => format!("{}.{} MB", length / 1_000_000, length % 1_000_000 / 100_000),
    }
}
