//! The ir as the files of a crate, one emitter per kind of file. Nothing is decided here: what an
//! emitter prints, lowering has said.

mod client;
mod endpoint;
mod endpoint_value;
mod enumeration;
mod events;
mod fields;
mod library;
mod manifest;
mod operation;
mod paginator;
pub(crate) mod parts;
mod path;
mod readme;
mod runtime;
mod samples;
mod structure;
mod target;
mod types;
mod union;
mod waiter;

use std::collections::BTreeMap;

use rayon::prelude::*;

pub(crate) use manifest::RUNTIME as RUNTIME_MANIFEST;

use crate::error::Error;
use crate::ir;
use crate::observe::{Observer, Phase, observed};
use crate::rust_file::{self as render, Form, Source};

/// All files of the crate or module, by path.
///
/// # Errors
///
/// If an emitter wrote something that is not Rust.
pub fn emit(
    krate: &ir::Crate,
    examples: &BTreeMap<String, String>,
    form: &Form,
    observer: &dyn Observer,
) -> Result<BTreeMap<String, String>, Error> {
    // Tokens stay on their thread: a file is emitted and rendered in one go.
    let render = |source: Source| {
        let text = observed(observer, Phase::Format, || {
            render::rust(&source, &krate.command, form)
        })?;
        Ok((source.path, text))
    };
    let write = |emit: &dyn Fn() -> Source| render(observed(observer, Phase::Emit, emit));
    let operations = krate
        .operations
        .par_iter()
        .map(|operation| write(&|| operation::file(krate, operation)));
    let types = krate
        .types
        .par_iter()
        .map(|ty| write(&|| types::file(krate, ty)));
    let waiters = krate
        .waiters
        .par_iter()
        .map(|waiter| write(&|| waiter::file(krate, waiter)));
    let own = || operations.chain(types).chain(waiters).collect();
    let common = || common(krate, form, observer, render);
    // The common files first: one of them takes longer than any other file.
    let (common, own): (Result<Vec<_>, Error>, Result<Vec<_>, Error>) = rayon::join(common, own);
    let mut files: BTreeMap<String, String> = own?.into_iter().chain(common?).collect();
    if let Form::Module(_) = form {
        let files = files.into_iter().filter(|(path, _)| form.has(path));
        return Ok(files.map(|(path, text)| (form.path(path), text)).collect());
    }
    files.insert("Cargo.toml".to_owned(), manifest::text(krate, examples));
    files.insert("README.md".to_owned(), readme::text(krate));
    let programs = examples.iter().filter(|(name, _)| *name != manifest::FILE);
    files.extend(programs.map(|(name, text)| {
        let header = render::header("//", &format!("model examples ({name})"), &krate.command);
        (format!("examples/{name}"), format!("{header}\n{text}"))
    }));
    Ok(files)
}

/// The files of which every crate has one.
fn common(
    krate: &ir::Crate,
    form: &Form,
    observer: &dyn Observer,
    render: impl Fn(Source) -> Result<(String, String), Error>,
) -> Result<Vec<(String, String)>, Error> {
    let (sources, runtime) = observed(observer, Phase::Emit, || {
        let mut sources = library::files(krate, form);
        sources.extend(client::files(krate));
        sources.extend(waiter::index(krate));
        sources.extend([endpoint::file(krate), samples::file(krate)]);
        (sources, runtime::files(krate, form).collect::<Vec<_>>())
    });
    let sources = sources.into_iter().map(render);
    sources.chain(runtime.into_iter().map(Ok)).collect()
}

/// What a file says it was made from.
fn origin(krate: &ir::Crate, what: &str) -> String {
    let ir::Service {
        full_name,
        api_version,
        ..
    } = &krate.service;
    format!("{what} of {full_name} {api_version}")
}
