//! Emits the ir as files, one emitter per kind of file. All decisions were made in lowering.

mod client;
mod client_operation;
mod condition;
mod endpoint;
mod endpoint_call;
mod endpoint_destination;
mod endpoint_option;
mod endpoint_partitions;
mod endpoint_steps;
mod endpoint_value;
mod enumeration;
mod errors;
mod events;
mod fields;
mod library;
mod manifest;
mod operation;
mod operation_page;
mod paginator;
mod path;
mod presigned_copy;
mod readme;
mod structure;
mod transfer;
mod types;
mod union;
mod waiter;

use std::collections::{BTreeMap, HashMap};

use proc_macro2::TokenStream;
use rayon::prelude::*;

use crate::config::{Feature, Runtime};
use crate::error::Error;
use crate::ir;
use crate::names::Name;
use crate::observe::{Observer, Phase, observed};
use crate::rust_file::imports::Imports;
use crate::rust_file::{OutputForm, Recorder, Source, header, rust};

/// The crate to emit, and the output form.
struct Context<'a> {
    krate: &'a ir::Crate,
    form: &'a OutputForm,
    /// Fixture values, by shape and member.
    samples: HashMap<(&'a str, &'a str), &'a str>,
}

impl<'a> Context<'a> {
    fn new(krate: &'a ir::Crate, form: &'a OutputForm) -> Self {
        let samples = krate.samples.iter();
        let samples = samples.map(|it| ((&*it.shape, &*it.member), &*it.json));
        Self {
            krate,
            form,
            samples: samples.collect(),
        }
    }

    /// The model part that a file was generated from, for its header.
    fn origin(&self, what: &str) -> String {
        origin(self.krate, what)
    }

    /// The imports of a file that defines the types `own`, `depth` modules below the root.
    fn imports<'n>(&self, depth: usize, own: impl IntoIterator<Item = &'n Name>) -> Imports<'n> {
        Imports::of(self.form.root(depth), own)
    }

    /// An item that requires a client.
    fn client(&self, item: &TokenStream) -> Option<TokenStream> {
        self.form.with(Feature::Client, item)
    }
}

/// Emits all files of the crate or module, by path; the recorder collects declarations.
///
/// # Errors
///
/// If an emitter produced invalid Rust.
pub fn emit(
    krate: &ir::Crate,
    examples: &BTreeMap<String, String>,
    runtime: &Runtime,
    form: &OutputForm,
    observer: &dyn Observer,
    recorder: Option<&Recorder>,
) -> Result<BTreeMap<String, String>, Error> {
    let context = &Context::new(krate, form);
    // Tokens cannot leave their thread, so a file is emitted and rendered together.
    let render = |source: Source| {
        let text = observed(observer, Phase::Format, || {
            rust(&source, &krate.command, recorder)
        })?;
        Ok((form.path(&source.path), text))
    };
    let write = |emit: &dyn Fn() -> Source| render(observed(observer, Phase::Emit, emit));
    let has_client = form.has(Feature::Client);
    let operations = krate
        .operations
        .par_iter()
        .filter(|operation| has_client || operation.events.is_none())
        .map(|operation| write(&|| operation::file(context, operation)));
    let types = krate
        .types
        .par_iter()
        .map(|ty| write(&|| types::file(context, ty)));
    let waiters = krate
        .waiters
        .par_iter()
        .filter(|_| has_client)
        .map(|waiter| write(&|| waiter::file(context, waiter)));
    let own = || operations.chain(types).chain(waiters).collect();
    let common = || {
        let sources = observed(observer, Phase::Emit, || common(context));
        sources.into_iter().map(render).collect()
    };
    // The common files first, because one of them takes longest.
    let (common, own): (Result<Vec<_>, Error>, Result<Vec<_>, Error>) = rayon::join(common, own);
    let mut files: BTreeMap<String, String> = own?.into_iter().chain(common?).collect();
    if form.is_module() {
        return Ok(files);
    }
    files.insert(
        "Cargo.toml".to_owned(),
        manifest::text(krate, runtime, examples),
    );
    files.insert("README.md".to_owned(), readme::text(krate));
    let programs = examples.iter().filter(|(name, _)| *name != manifest::FILE);
    files.extend(programs.map(|(name, text)| {
        let header = header("//", &format!("model examples ({name})"), &krate.command);
        (format!("examples/{name}"), format!("{header}\n{text}"))
    }));
    Ok(files)
}

/// The files of every crate.
fn common(context: &Context<'_>) -> Vec<Source> {
    let mut sources = library::files(context);
    sources.push(errors::file(context));
    if context.form.has(Feature::Client) {
        sources.extend(client::files(context));
        sources.extend(waiter::index(context));
        sources.push(endpoint::file(context));
    }
    sources
}

fn origin(krate: &ir::Crate, what: &str) -> String {
    let ir::Service {
        full_name,
        api_version,
        ..
    } = &krate.service;
    format!("{what} of {full_name} {api_version}")
}
