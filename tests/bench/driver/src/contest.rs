//! What the programs of `tests/bench/measure` print.

use std::process::Command;

use serde::Deserialize;

use tinsmith_cli::error::{Error, Result};

/// What was measured of one kind of work.
#[derive(Debug, Deserialize)]
pub(crate) struct Contest {
    pub(crate) name: String,
    pub(crate) sides: Vec<Side>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Side {
    pub(crate) name: String,
    /// For each round.
    #[serde(default)]
    pub(crate) seconds: Vec<f64>,
    #[serde(default)]
    pub(crate) allocations: Option<Allocations>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Allocations {
    pub(crate) count: f64,
    pub(crate) peak_bytes: f64,
}

/// Runs a program, and reads what it prints.
pub(crate) fn run(mut program: Command, what: &str) -> Result<Vec<Contest>> {
    let failed = |error: &dyn std::fmt::Display| Error::failure(what, error);
    let output = program.output().map_err(|error| failed(&error))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Err(failed(&format_args!("{}\n{stderr}", output.status)));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| failed(&error))
}
