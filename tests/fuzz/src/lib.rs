//! Targets for fuzzing: each takes bytes, gives them to something that reads, and fails if it panics
//! or does not do what it has to do for any input.
//!
//! | target | its bytes are |
//! |---|---|
//! | `files` | a file of a model, as it is; the first byte says which |
//! | `models` | decisions: how to change the files of one of the committed models |
//! | `comparisons` | the same, compared with the model as it was |
//! | `texts` | a text that means something (expression, template, pattern …) and its place |
//! | `prose` | decisions: texts for people, all over a model |
//! | `html`, `markdown` | documentation |
//! | `responses` | the body of a response |
//! | `values` | decisions: a JSON document after the member table of a shape |
//! | `words` | timestamps, host names, and what else is read from a few characters |
//!
//! The test `targets` runs all of them in every test run; `libfuzzer/` looks for more.

#![allow(
    clippy::missing_panics_doc,
    reason = "targets panic: that is how they fail"
)]

mod documentation;
mod files;
mod models;
pub mod mutate;
mod odd;
mod prose;
mod responses;
// Where the macros of the runtime look for them.
#[path = "../../../codegen/runtime/tests/core/shapes.rs"]
#[allow(dead_code, reason = "of the tests of another crate")]
pub(crate) mod shapes;
mod texts;
mod values;
mod verdict;
mod words;

pub use verdict::{generate, look_at};

/// Something to fuzz.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, which is also that of its folder in the corpus.
    pub name: &'static str,
    /// Tries an input, and says whether the input was accepted as what it should be.
    pub run: fn(&[u8]) -> bool,
    /// What inputs are made of, where not of bytes as they come.
    pub tokens: &'static [&'static str],
}

/// All targets.
pub const TARGETS: &[Target] = &[
    files::TARGET,
    models::TARGET,
    models::COMPARISONS,
    texts::TARGET,
    prose::TARGET,
    documentation::HTML,
    documentation::MARKDOWN,
    responses::TARGET,
    values::TARGET,
    words::TARGET,
];

/// Whether tests run in their long form (`cargo xtask test --long`).
pub fn is_long() -> bool {
    std::env::var_os("CODEGEN_LONG_TESTS").is_some()
}

/// The target of a name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
