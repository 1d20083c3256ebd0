//! Features that only some services have, generated from fixtures and botocore's models, and
//! compared with botocore: unions, documents, sparse lists and maps, enums as keys, recursion,
//! query-compatible errors, unsigned operations, statuses of errors, host prefixes, and what shipped
//! overlays state.

mod calls;
mod customizations;
mod echoes;
mod errors;
mod program;
mod unions;

use std::sync::OnceLock;

use program::Program;
use serde_json::Value;
use tests::fixtures;

/// The program, built once.
fn program() -> &'static Program {
    static PROGRAM: OnceLock<Program> = OnceLock::new();
    PROGRAM.get_or_init(Program::build)
}

/// The answer to one question.
fn ask(question: Value) -> Value {
    program().ask(&[question]).remove(0)
}

/// The model of a fixture, for the oracle.
fn model(fixture: &str) -> Value {
    let input = fixtures::input(fixture);
    serde_json::from_slice(&input.model["service-2.json"]).expect("JSON")
}
