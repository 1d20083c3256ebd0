//! Generates a client for each optional feature.

use tinsmith::Feature;
use tinsmith::build::BuildError;

fn main() -> Result<(), BuildError> {
    for fixture in [
        "compression",
        "discovery",
        "event-streams",
        "query-compatible",
        "rest-json",
    ] {
        tinsmith::Builder::new(format!("../../fixtures/{fixture}"))
            .module(fixture)
            .features([Feature::DefaultHttpsClient, Feature::TestUtil])
            .build()?;
    }
    Ok(())
}
