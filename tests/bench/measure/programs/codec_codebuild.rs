//! Compares codecs on CodeBuild, with types that have serde's derives.

use measure::comparison::Meter;
use slice_types::operation::batch_get_builds::BatchGetBuildsOutput;
use slice_types::operation::retry_build::RetryBuildOutput;
use slice_types::operation::start_build::StartBuildInput;

/// Measures all candidates.
pub fn compare(meter: Meter) {
    measure::codebuild::compare::<RetryBuildOutput, BatchGetBuildsOutput, StartBuildInput>(meter);
}
