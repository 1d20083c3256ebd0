//! Generates types and operations without I/O: no feature.

fn main() -> Result<(), tinsmith::build::BuildError> {
    tinsmith::Builder::new("../../../model/codebuild")
        .operations(["RetryBuild"])
        .features([])
        .build()
}
