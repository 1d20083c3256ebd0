//! `src/lib.rs` and the files that hold modules together.

use proc_macro2::TokenStream;
use quote::quote;

use super::{origin, readme};
use crate::ir::Crate;
use crate::rust_file::Form;
use crate::rust_file::docs;
use crate::rust_file::imports::ident;
use crate::rust_file::{Item, Source};

/// `src/lib.rs`, `src/operation.rs`, `src/types.rs` and `src/error.rs`.
pub(super) fn files(krate: &Crate, form: &Form) -> Vec<Source> {
    let library = match form {
        Form::Crate => library(krate),
        Form::Module(_) => module(library(krate)),
    };
    vec![library, operations(krate), types(krate), errors(krate)]
}

fn library(krate: &Crate) -> Source {
    // Uses of deprecated items are the users' to be warned of, not this crate's.
    let test_util = docs::docs(&readme::test_util_docs(krate));
    let deprecated = krate
        .has_deprecated
        .then(|| quote! { #![allow(deprecated)] });
    let waiters = (!krate.waiters.is_empty()).then(|| {
        quote! { #[cfg(feature = "client")] #[rustfmt::skip] pub mod waiter; }
    });
    Source {
        path: "src/lib.rs".to_owned(),
        origin: origin(krate, "the model"),
        docs: readme::library_docs(krate),
        attributes: quote! { #deprecated },
        items: [
            quote! { #[rustfmt::skip] pub mod error; },
            // prettyplease has formatted them, and rustfmt would do it otherwise in places.
            quote! { #[rustfmt::skip] pub mod operation; },
            quote! { #[rustfmt::skip] pub mod types; },
            quote! { #[cfg(feature = "client")] #[rustfmt::skip] pub mod client; },
            quote! { #[cfg(feature = "client")] pub mod config; },
            quote! { #[cfg(feature = "client")] #[rustfmt::skip] pub mod endpoint; },
            quote! { #[doc(hidden)] pub mod runtime; },
        ]
        .into_iter()
        .chain(waiters)
        .chain([
            quote! {
                #[cfg(feature = "client")]
                pub use {client::Client, config::Config};
            },
            quote! { pub use error::Error; },
            quote! {
                #test_util
                #[cfg(feature = "test-util")]
                pub mod test_util {
                    pub use crate::runtime::client::test_util::*;
                }
            },
        ])
        .map(Item::from)
        .collect(),
    }
}

/// The same for a module, which is included: it can have no attributes of its own, and lints are the
/// user's in their code and ours in this.
fn module(library: Source) -> Source {
    let items = library.items.into_iter().map(|item| match item {
        Item::Code(tokens) => Item::Code(quote! {
            #[allow(
                clippy::all, clippy::cargo, clippy::nursery, clippy::pedantic, clippy::restriction,
                deprecated, missing_docs, rustdoc::all, unreachable_pub, unused,
            )]
            #tokens
        }),
        table @ Item::Table(_) => table,
    });
    Source {
        docs: String::new(),
        attributes: TokenStream::new(),
        items: items.collect(),
        ..library
    }
}

fn operations(krate: &Crate) -> Source {
    let modules = krate.operations.iter().map(|operation| {
        let module = ident(&operation.module);
        // A stream is nothing without a connection.
        let client = operation
            .events
            .as_ref()
            .map(|_| quote! { #[cfg(feature = "client")] });
        quote! { #client pub mod #module; }
    });
    Source {
        path: "src/operation.rs".to_owned(),
        origin: origin(krate, "the operations"),
        docs: "The operations, each with its input, output and errors, without I/O.".to_owned(),
        attributes: TokenStream::new(),
        items: modules
            .chain([quote! { pub use crate::runtime::operation::Operation; }])
            .map(Item::from)
            .collect(),
    }
}

fn types(krate: &Crate) -> Source {
    let mut types: Vec<_> = krate.types.iter().collect();
    types.sort_by(|a, b| a.module.cmp(&b.module));
    let modules = types.iter().map(|ty| {
        let module = ident(&ty.module);
        quote! { mod #module; }
    });
    let reexports = types.iter().map(|ty| {
        let (module, name) = (ident(&ty.module), ident(&ty.name));
        quote! { pub use #module::#name; }
    });
    Source {
        path: "src/types.rs".to_owned(),
        origin: origin(krate, "the shapes"),
        docs: "The structures, unions, enums and errors of the service.".to_owned(),
        attributes: TokenStream::new(),
        items: modules.chain(reexports).map(Item::from).collect(),
    }
}

fn errors(krate: &Crate) -> Source {
    Source {
        path: "src/error.rs".to_owned(),
        origin: origin(krate, "the model"),
        docs: "Everything that can go wrong with a call.".to_owned(),
        attributes: TokenStream::new(),
        items: vec![
            quote! {
                pub use crate::runtime::error::{
                    Cause, DecodeError, Error, ErrorMetadata, InvalidInput, OperationError,
                    Retryable, TransportError, TransportErrorKind,
                };
            }
            .into(),
            quote! {
                #[cfg(feature = "client")]
                pub use crate::runtime::client::sdk_error::{
                    DisplayErrorContext, ProvideErrorMetadata, SdkError,
                };
            }
            .into(),
        ],
    }
}
