//! Generates types and operations without I/O: no feature, and so six dependencies.

fn main() -> Result<(), codegen::build::BuildError> {
    codegen::Builder::new("../../../model/codebuild")
        .operations(["RetryBuild"])
        .features([])
        .build()
}
