//! The program on the official SDK crate.

pub use aws_sdk_codebuild as sdk;
use aws_sdk_codebuild::config::http::HttpResponse;
use aws_sdk_codebuild::error::{BuildError, ProvideErrorMetadata, SdkError};
use aws_sdk_codebuild::operation::RequestId as _;
use aws_sdk_codebuild::operation::retry_build::RetryBuildOutput;
use aws_sdk_codebuild::operation::start_build::StartBuildOutput;
use aws_sdk_codebuild::operation::stop_build::StopBuildOutput;
use aws_sdk_codebuild::primitives::DateTime;
use aws_sdk_codebuild::types;
use aws_sdk_codebuild::types::BuildArtifacts;
use serde_json::Value;

use crate::neutral::{self, Failure, Kind, Modelled, Neutral, Outcome, shapes};

#[macro_use]
#[path = "peer_macros.rs"]
mod macros;

#[path = "program.rs"]
pub mod program;
#[path = "shapes.rs"]
mod shapes;

/// What `build()` gives: a structure or, where it has required members, a `Result`.
pub(crate) trait Built {
    type Structure;
    fn built(self) -> Self::Structure;
}

impl<T> Built for Result<T, BuildError> {
    type Structure = T;
    fn built(self) -> T {
        self.expect("everything required is set")
    }
}

/// Structures without required members.
macro_rules! built_at_once {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::peer::Built for $type {
            type Structure = Self;
            fn built(self) -> Self {
                self
            }
        }
    )*};
}

pub(crate) use built_at_once;

built_at_once! {
    types::BatchRestrictions, types::BuildStatusConfig, types::ComputeConfiguration,
    types::DockerServerStatus, types::LogsConfig, types::ProjectBuildBatchConfig,
    types::ProjectFileSystemLocation, types::ProjectFleet, types::Tag, types::VpcConfig,
}

/// What came of a call.
///
/// # Errors
///
/// Those of the call.
pub fn outcome<O, E>(result: Result<O, SdkError<E, HttpResponse>>) -> Outcome
where
    O: Neutral,
    E: ProvideErrorMetadata + Modelled,
{
    result
        .map(|output| output.neutral())
        .map_err(|error| failure(&error))
}

fn failure<E>(error: &SdkError<E, HttpResponse>) -> Failure
where
    E: ProvideErrorMetadata + Modelled,
{
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let status = error
        .raw_response()
        .map(|response| response.status().as_u16());
    let kind = match error {
        SdkError::ServiceError(_) => Kind::Service,
        SdkError::TimeoutError(_) => Kind::Timeout,
        SdkError::ResponseError(_) => Kind::Response,
        SdkError::DispatchFailure(failure) if failure.is_timeout() => Kind::Timeout,
        SdkError::DispatchFailure(failure) if failure.is_user() => Kind::Construction,
        // What hyper cannot make sense of.
        SdkError::DispatchFailure(failure)
            if failure.is_other() && failure.as_other().is_none() =>
        {
            Kind::Response
        }
        SdkError::DispatchFailure(_) => Kind::Connection,
        _ => Kind::Construction,
    };
    Failure {
        kind,
        modelled: error
            .as_service_error()
            .map(Modelled::modelled)
            .unwrap_or_default(),
        code: owned(error.code()),
        message: owned(error.message()),
        request_id: owned(error.request_id()),
        status,
    }
}

/// A time, in seconds since 1970 and nanoseconds.
pub fn time(seconds: i64, nanoseconds: u32) -> DateTime {
    DateTime::from_secs_and_nanos(seconds, nanoseconds)
}

impl Neutral for DateTime {
    fn neutral(&self) -> Value {
        neutral::time(self.secs(), self.subsec_nanos())
    }
}

// Fields with other names in ours.
shapes! {
    RetryBuildOutput { build_value = "build" }
    StartBuildOutput { build_value = "build" }
    StopBuildOutput { build_value = "build" }
    BuildArtifacts {
        location, sha256_sum = "sha256sum", md5_sum = "md5sum", override_artifact_name, encryption_disabled, artifact_identifier,
        bucket_owner_access
    }
}
