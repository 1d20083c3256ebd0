//! Generates a client for each part.

use codegen::Feature;
use codegen::build::BuildError;

fn main() -> Result<(), BuildError> {
    for fixture in [
        "compression",
        "discovery",
        "event-streams",
        "query-compatible",
    ] {
        codegen::Builder::new(format!("../../fixtures/{fixture}"))
            .module(fixture)
            .features([Feature::DefaultHttpsClient, Feature::TestUtil])
            .build()?;
    }
    Ok(())
}
