//! Generates types and operations without I/O: no feature, and so six dependencies.

fn main() -> Result<(), tinsmith::build::BuildError> {
    tinsmith::Builder::new("../../../model/codebuild")
        .operations(["RetryBuild"])
        .features([])
        .build()
}
