//! Generates a Rust client crate from an AWS service model: bytes in, files out.
//!
//! [`generate`] is the whole of it, and [`Builder`] is the same for build scripts, with files. All but
//! [`build`] does no I/O, reads no clock and no environment, and gives the same files for the same
//! input on every machine. The phases, and where each lives:
//!
//! | phase | module | from → to |
//! |---|---|---|
//! | read | `model` | the files of a model → the neutral `Model` |
//! | overlay | `overlay` | our documentation and behaviours on top of it |
//! | select | `select` | the closure of the chosen operations |
//! | lower | `lower`, `expression`, `names`, `docs`, `protocol` | model → `ir`: every decision is made here |
//! | emit | `emit` | ir → token streams, one file per kind of item |
//! | render | `rust_file` | token streams → formatted text |
//! | output | [`output`] | the set of files, and how it differs from a directory |
//!
//! `pipeline` runs them in this order.
//!
//! [`compare`](mod@compare) reads, selects and lowers two models, and says how what is generated from
//! them differs; [`undocumented`] says what of a crate has no words yet.
//!
//! [`explain`] says of one name in a model where it stands and what becomes of it.
//!
//! `emit` never sees the model; it hands each file to `rust_file`, whose tokens cannot leave a thread.
//! [`generate_observed`] says when it works on which ([`observe`]).

pub mod build;
pub mod compare;
mod config;
mod docs;
mod emit;
pub mod error;
pub mod explain;
mod expression;
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
mod rust_file;
mod select;
mod suggest;
mod undocumented;

use std::collections::BTreeSet;

pub use build::Builder;
pub use compare::compare;
pub use config::{Config, Feature, Input, Runtime};
pub use error::Error;
pub use explain::Explainer;
use observe::Observer;
pub use output::Crate;
use rust_file::Form;
pub use undocumented::undocumented;

/// Generates the crate.
///
/// # Errors
///
/// If a file of the model cannot be read, or does not make sense, or the selection or the overlay
/// name what is not there. The error lists all such places, each with its path in the model.
pub fn generate(input: &Input) -> Result<Crate, Error> {
    generate_observed(input, &())
}

/// Like [`generate`], and tells the observer what is being worked on.
///
/// # Errors
///
/// Like [`generate`].
pub fn generate_observed(input: &Input, observer: &dyn Observer) -> Result<Crate, Error> {
    let generated = pipeline::generate(input, &Form::Crate, observer, None)?;
    Ok(generated.output)
}

/// Generates a module to be included into another crate, with the features that it is to have. Its
/// root is the file `mod.rs`; examples are left out.
///
/// # Errors
///
/// Like [`generate`].
pub fn generate_module(input: &Input, features: &BTreeSet<Feature>) -> Result<Crate, Error> {
    let form = Form::Module(Feature::with_needed(features));
    Ok(pipeline::generate(input, &form, &(), None)?.output)
}
