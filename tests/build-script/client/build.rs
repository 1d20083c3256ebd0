//! Generates two clients.

use tinsmith::Feature;
use tinsmith::build::BuildError;

fn main() -> Result<(), BuildError> {
    tinsmith::Builder::new("../../../model/codebuild")
        .operations(["RetryBuild", "BatchGetBuilds", "ListBuilds"])
        .overlay("../../../model/codebuild/overlay.json")
        .features([
            Feature::DefaultHttpsClient,
            Feature::Serde,
            Feature::TestUtil,
        ])
        .build()?;
    // Another service in the same crate: a Smithy model, with a module name of our choice.
    tinsmith::Builder::new("../../fixtures/retry-build/smithy.json")
        .module("builds")
        .features([
            Feature::DefaultHttpsClient,
            Feature::Stream,
            Feature::TestUtil,
        ])
        .build()
}
