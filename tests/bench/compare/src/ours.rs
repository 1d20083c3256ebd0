//! The program on the generated crate.

use chrono::{DateTime, Utc};
pub use codebuild as sdk;
use codebuild::error::{CallError, Cause, OperationError, TransportErrorKind};
use codebuild::operation::retry_build::RetryBuildOutput;
use codebuild::operation::start_build::StartBuildOutput;
use codebuild::operation::stop_build::StopBuildOutput;
use codebuild::types::BuildArtifacts;
use serde_json::Value;

use crate::neutral::{self, Failure, Kind, Modelled, Neutral, Outcome, shapes};

#[macro_use]
#[path = "ours_macros.rs"]
mod macros;

#[path = "program.rs"]
pub mod program;
#[path = "shapes.rs"]
mod shapes;

/// What came of a call.
///
/// # Errors
///
/// Those of the call.
pub fn outcome<O, E>(result: Result<O, CallError<E>>) -> Outcome
where
    O: Neutral,
    E: OperationError + Modelled,
{
    result.map(|output| output.neutral()).map_err(failure)
}

fn failure<E: OperationError + Modelled>(error: CallError<E>) -> Failure {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let failure = Failure {
        kind: Kind::Service,
        modelled: error
            .service_error()
            .map(Modelled::modelled)
            .unwrap_or_default(),
        code: owned(error.code()),
        message: owned(error.message()),
        request_id: owned(error.request_id()),
        status: error.status(),
    };
    let kind = match error.into_cause() {
        Cause::Service { .. } => Kind::Service,
        Cause::Response { .. } => Kind::Response,
        Cause::Transport(error) => match error.kind() {
            TransportErrorKind::Construction => Kind::Construction,
            TransportErrorKind::Timeout => Kind::Timeout,
            TransportErrorKind::Response => Kind::Response,
            _ => Kind::Connection,
        },
        _ => Kind::Construction,
    };
    Failure { kind, ..failure }
}

/// A time, in seconds since 1970 and nanoseconds.
///
/// # Panics
///
/// If it is more than 260,000 years away.
pub fn time(seconds: i64, nanoseconds: u32) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, nanoseconds).expect("a time")
}

impl Neutral for DateTime<Utc> {
    fn neutral(&self) -> Value {
        neutral::time(self.timestamp(), self.timestamp_subsec_nanos())
    }
}

// Fields with other names in the peer.
shapes! {
    RetryBuildOutput { build }
    StartBuildOutput { build }
    StopBuildOutput { build }
    BuildArtifacts {
        location, sha256sum, md5sum, override_artifact_name, encryption_disabled, artifact_identifier,
        bucket_owner_access
    }
}
