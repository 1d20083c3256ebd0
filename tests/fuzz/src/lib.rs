//! Fuzz targets: each takes bytes, passes them to a parser, and fails if it panics or violates what
//! has to hold for any input.
//!
//! | target | its bytes are |
//! |---|---|
//! | `files` | a file of a model, as it is; the first byte says which |
//! | `models` | decisions how to change the files of one of the committed models |
//! | `comparisons` | the same, compared with the model as it was |
//! | `texts` | a text that is parsed (expression, template, pattern …) and its place |
//! | `prose` | decisions which texts to put into all documentation of a model |
//! | `html`, `markdown` | documentation |
//! | `responses` | the body of a response |
//! | `forms` | the body of a request of awsQuery or ec2Query; the first byte says which |
//! | `values` | decisions for a JSON document made from the member table of a shape |
//! | `bindings` | decisions for the members of REST inputs and outputs, in all parts of a message |
//! | `rest-requests`, `rest-responses` | a message: URI or status, headers, body |
//! | `frames` | decisions for an event stream: its events, its pieces and its damage |
//! | `words` | timestamps, host names and other short texts |
//! | `xml` | an XML document |
//!
//! The test `targets` runs all of them in every test run; `libfuzzer/` searches for more inputs.

#![allow(
    clippy::missing_panics_doc,
    reason = "targets panic: that is how they fail"
)]

mod bindings;
mod documentation;
mod files;
#[path = "../../../codegen/runtime/tests/core/form_shapes.rs"]
pub(crate) mod form_shapes;
mod forms;
mod frames;
mod messages;
mod models;
pub mod mutate;
mod odd;
mod prose;
mod responses;
mod rest_shapes;
// Where the runtime's macros expect them.
#[path = "../../../codegen/runtime/tests/core/shapes.rs"]
#[allow(dead_code, reason = "of the tests of another crate")]
pub(crate) mod shapes;
mod texts;
mod values;
mod verdict;
mod words;
mod xml;
#[path = "../../../codegen/runtime/tests/core/xml_shapes.rs"]
#[allow(dead_code, reason = "of the tests of another crate")]
pub(crate) mod xml_shapes;

pub use verdict::{generate, look_at};

/// A fuzz target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, which is also that of its folder in the corpus.
    pub name: &'static str,
    /// Runs an input, and returns whether it was accepted as valid.
    pub run: fn(&[u8]) -> bool,
    /// Tokens to make inputs of, if any.
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
    forms::TARGET,
    values::TARGET,
    bindings::TARGET,
    messages::REQUESTS,
    messages::RESPONSES,
    frames::TARGET,
    words::TARGET,
    xml::TARGET,
];

/// Whether tests run in their long form (`cargo xtask test --long`).
pub fn is_long() -> bool {
    std::env::var_os("CODEGEN_LONG_TESTS").is_some()
}

/// The target of a name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
