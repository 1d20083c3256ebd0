//! What the programs of `tests/bench/measure` print.

use std::process::Command;

use serde::Deserialize;

use crate::error::{Error, Result};

/// What was measured of one kind of work.
#[derive(Debug, Deserialize)]
pub(super) struct Contest {
    pub(super) name: String,
    pub(super) sides: Vec<Side>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Side {
    pub(super) name: String,
    /// For each round.
    #[serde(default)]
    pub(super) seconds: Vec<f64>,
    #[serde(default)]
    pub(super) allocations: Option<Allocations>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Allocations {
    pub(super) count: f64,
    pub(super) peak_bytes: f64,
}

/// Runs a program, and reads what it prints.
pub(super) fn run(mut program: Command, what: &str) -> Result<Vec<Contest>> {
    let failed = |error: &dyn std::fmt::Display| Error::failure(what, error);
    let output = program.output().map_err(|error| failed(&error))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Err(failed(&format_args!("{}\n{stderr}", output.status)));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| failed(&error))
}
