//! Generates a Rust client crate from an AWS service model: bytes in, files out.
//!
//! [`generate`] is the entry point; [`Builder`] is the same for build scripts, with file I/O.
//! Everything but [`build`] is pure: no I/O, no clock, no environment, and the same output for the
//! same input on every machine. The phases and their modules:
//!
//! | phase | module | from → to |
//! |---|---|---|
//! | read | `model` | the files of a model → the neutral `Model` |
//! | overlay | `overlay` | adds documentation and behaviours to the model |
//! | select | `select` | the closure of the selected operations |
//! | lower | `lower`, `expression`, `names`, `docs`, `protocol` | model → `ir`; all decisions are made here |
//! | emit | `emit` | ir → token streams, one file per kind of item |
//! | render | `rust_file` | token streams → formatted text |
//! | output | [`output`] | the set of files, and its differences from a directory |
//!
//! `pipeline` runs them in this order.
//!
//! [`compare`](mod@compare) lowers two models and reports how the generated code differs;
//! [`undocumented`] lists items without documentation; [`survey`](fn@survey) tells what can be
//! generated of a model; [`explain`] explains a name in a model and the code generated for it.
//!
//! `emit` has no access to the model; it passes each file to `rust_file`, whose tokens cannot leave
//! a thread. [`generate_observed`] reports the phases to an [observer](observe).

pub mod build;
pub mod compare;
mod config;
mod docs;
mod emit;
pub mod error;
pub mod explain;
mod expression;
mod http;
mod ir;
mod json;
mod lower;
mod model;
mod names;
pub mod observe;
pub mod output;
mod overlay;
#[doc(hidden)]
pub mod parts;
mod pipeline;
mod protocol;
mod refused;
mod rust_file;
mod select;
pub mod suggest;
mod survey;
mod undocumented;
mod warnings;

use std::collections::BTreeSet;

pub use build::Builder;
pub use compare::compare;
pub use config::{Config, Feature, Input, Runtime};
pub use error::Error;
pub use explain::Explainer;
use observe::Observer;
pub use output::Crate;
use rust_file::OutputForm;
pub use survey::{Survey, SurveyedOperation, survey};
pub use undocumented::undocumented;

/// Generates the crate.
///
/// # Errors
///
/// If a file is invalid, or the selection or the overlay refer to something that does not exist.
/// The error lists all problems, each with its path in the model.
pub fn generate(input: &Input) -> Result<Crate, Error> {
    generate_observed(input, &())
}

/// Like [`generate`], and reports phases to an observer.
///
/// # Errors
///
/// Like [`generate`].
pub fn generate_observed(input: &Input, observer: &dyn Observer) -> Result<Crate, Error> {
    let generated = pipeline::generate(input, &OutputForm::Crate, observer, None)?;
    Ok(generated.output)
}

/// Generates a module to be included in another crate, with these features. Its root is `mod.rs`;
/// examples are omitted.
///
/// # Errors
///
/// Like [`generate`].
pub fn generate_module(input: &Input, features: &BTreeSet<Feature>) -> Result<Crate, Error> {
    let form = OutputForm::Module(Feature::with_needed(features));
    Ok(pipeline::generate(input, &form, &(), None)?.output)
}
