//! The contest on CodeBuild, with types that have serde's derives.

use measure::contest::Meter;
use slice_types::operation::batch_get_builds::BatchGetBuildsOutput;
use slice_types::operation::retry_build::RetryBuildOutput;
use slice_types::operation::start_build::StartBuildInput;

/// Holds it.
pub fn contest(meter: Meter) {
    measure::codebuild::contest::<RetryBuildOutput, BatchGetBuildsOutput, StartBuildInput>(meter);
}
