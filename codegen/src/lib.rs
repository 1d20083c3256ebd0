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
//! | render | `render` | token streams → formatted text |
//! | output | [`output`] | the set of files, and how it differs from a directory |
//!
//! [`compare`](mod@compare) reads, selects and lowers two models, and says how what is generated from
//! them differs; [`undocumented`] says what of a crate has no words yet.
//!
//! [`explain`] says of one name in a model where it stands and what becomes of it.
//!
//! `emit` never sees the model; it hands each file to `render`, whose tokens cannot leave a thread.
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
use error::{Problem, ProblemKind};
pub use explain::Explainer;
use observe::{Observer, Phase, observed};
pub use output::Crate;
pub use undocumented::undocumented;

/// What the crate does not do as the service may need it.
fn warnings(model: &model::Model) -> Vec<Problem> {
    let service = &model.service;
    let signatures = service.endpoints.want_other_signatures().then(|| {
        let message = format!(
            "some endpoints of {} take signatures that the client does not make (sigv4a)",
            service.full_name
        );
        Problem::new(ProblemKind::Unsupported, "endpoint-rule-set-1", message)
            .hint("calls that ask for such an endpoint end in an error that says so")
    });
    signatures.into_iter().collect()
}

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
    lowered(input, &rust_file::Form::Crate, observer).map(|(_, _, output)| output)
}

/// Generates a module to be included into another crate, with the features that it is to have. Its
/// root is the file `mod.rs`; examples are left out.
///
/// # Errors
///
/// Like [`generate`].
pub fn generate_module(input: &Input, features: &BTreeSet<Feature>) -> Result<Crate, Error> {
    let form = rust_file::Form::Module(Feature::with_needed(features));
    lowered(input, &form, &()).map(|(_, _, output)| output)
}

/// The same, with what it was made from.
pub(crate) fn generate_lowered(
    input: &Input,
    form: &rust_file::Form,
) -> Result<(model::Model, ir::Crate, Crate), Error> {
    lowered(input, form, &())
}

fn lowered(
    input: &Input,
    form: &rust_file::Form,
    observer: &dyn Observer,
) -> Result<(model::Model, ir::Crate, Crate), Error> {
    let model = observed(observer, Phase::Read, || read(input))?;
    let (krate, counts) = observed(observer, Phase::Lower, || {
        let selection = select::select(&model, input.config.operations.as_deref())?;
        lower::lower(&model, &selection, &input.config)
    })?;
    let runtime = &input.config.runtime;
    let files = emit::emit(&krate, &input.examples, runtime, form, observer)?;
    let runtime_features = krate.runtime_features(form.has(Feature::Client));
    let output = Crate {
        name: krate.name.clone(),
        files,
        counts,
        runtime_features: runtime_features.collect(),
        warnings: warnings(&model),
    };
    Ok((model, krate, output))
}

/// The model, with the overlay on top of it.
fn read(input: &Input) -> Result<model::Model, Error> {
    let mut model = model::Model::read(&input.model)?;
    if let Some(bytes) = &input.overlay {
        overlay::Overlay::read(bytes)?.apply(&mut model)?;
    }
    Ok(model)
}
