//! `src/lib.rs`, `src/operation.rs` and `src/types.rs`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Context, readme};
use crate::config::Feature;
use crate::ir::Type;
use crate::rust_file::docs;
use crate::rust_file::imports::ident;
use crate::rust_file::{Item, Source};

pub(super) fn files(context: &Context<'_>) -> Vec<Source> {
    vec![library(context), operations(context), types(context)]
}

fn library(context: &Context<'_>) -> Source {
    let krate = context.krate;
    // Files are formatted by prettyplease, which sometimes differs from rustfmt.
    let module = |name: &str| {
        let name = format_ident!("{name}");
        quote! { #[rustfmt::skip] pub mod #name; }
    };
    let client = |item: TokenStream| context.client(&item);
    let waiters = (!krate.waiters.is_empty()).then(|| client(module("waiter")));
    let test_util = (!context.form.is_module()).then(|| docs::docs(&readme::test_util_docs(krate)));
    let test_util = quote! {
        #test_util
        pub mod test_util {
            pub use tinsmith_runtime::test_util::*;
        }
    };
    let meta = quote! {
        /// The version of this crate.
        pub mod meta {
            /// As in the manifest.
            pub static PKG_VERSION: &str = env!("CARGO_PKG_VERSION");
        }
    };
    let items = [
        Some(module("error")),
        Some(module("operation")),
        Some(module("types")),
        client(module("client")),
        client(if krate.endpoints.settings.is_empty() {
            quote! { pub mod config; }
        } else {
            module("config")
        }),
        client(module("endpoint")),
        waiters.flatten(),
        client(quote! {
            #[doc(inline)]
            pub use {self::client::Client, self::config::Config};
        }),
        Some(quote! {
            #[doc(inline)]
            pub use self::error::Error;
        }),
        Some(meta),
        context.form.with(Feature::TestUtil, &test_util),
    ];
    let items = items.into_iter().flatten();
    let items = if context.form.is_module() {
        items.map(|item| allow_lints(&item)).collect()
    } else {
        items.collect::<Vec<_>>()
    };
    // Deprecation warnings are for users, not for this crate itself.
    let attributes = krate
        .has_deprecated
        .then(|| quote! { #![allow(deprecated)] });
    // An included module cannot have inner attributes.
    let (docs, attributes) = if context.form.is_module() {
        Default::default()
    } else {
        // Only the nightly compiler shows which feature an item needs.
        let badges = quote! { #![cfg_attr(docsrs, feature(doc_cfg))] };
        (readme::library_docs(krate), quote! { #badges #attributes })
    };
    Source {
        path: "src/lib.rs".to_owned(),
        origin: context.origin("the model"),
        docs,
        attributes,
        items: needs(context)
            .into_iter()
            .chain(items)
            .map(Item::from)
            .collect(),
    }
}

/// Checks of the runtime's version, and for a module of the features that it needs; a crate enables
/// them in its manifest.
fn needs(context: &Context<'_>) -> Vec<TokenStream> {
    let version = env!("CARGO_PKG_VERSION");
    let mut checks = vec![quote! { tinsmith_runtime::generated_by!(#version); }];
    if context.form.is_module() {
        let optional = context
            .krate
            .runtime_features(context.form.has(Feature::Client));
        let features = context.form.features().map(Feature::as_str).chain(optional);
        checks.extend(features.map(|name| {
            let check = format_ident!("needs_{}", name.replace('-', "_"));
            quote! { tinsmith_runtime::#check!(); }
        }));
    }
    checks
}

/// Disables the including crate's lints for generated code. The attributes fit on lines, because rustfmt
/// breaks longer ones in another way than prettyplease.
fn allow_lints(item: &TokenStream) -> TokenStream {
    quote! {
        #[allow(clippy::all, clippy::cargo, clippy::nursery, clippy::pedantic)]
        #[allow(clippy::restriction, deprecated, missing_docs, rustdoc::all)]
        #[allow(unreachable_pub, unused)]
        #item
    }
}

fn operations(context: &Context<'_>) -> Source {
    let modules = context.krate.operations.iter().filter_map(|operation| {
        let module = ident(&operation.module);
        let item = quote! { pub mod #module; };
        // Event streams require a connection.
        match operation.events {
            Some(_) => context.client(&item),
            None => Some(item),
        }
    });
    let request_id = quote! { pub use tinsmith_runtime::client::sdk_error::RequestId; };
    let reexports = [
        Some(quote! { pub use tinsmith_runtime::body::Body; }),
        Some(quote! { pub use tinsmith_runtime::operation::{Operation, OperationSchema}; }),
        context.client(&request_id),
    ];
    let reexports = reexports.into_iter().flatten();
    Source {
        path: "src/operation.rs".to_owned(),
        origin: context.origin("the operations"),
        docs: "Operations with their inputs, outputs and errors, without I/O.".to_owned(),
        attributes: TokenStream::new(),
        items: modules.chain(reexports).map(Item::from).collect(),
    }
}

fn types(context: &Context<'_>) -> Source {
    let mut types: Vec<_> = context.krate.types.iter().collect();
    types.sort_by(|a, b| a.module.cmp(&b.module));
    let modules = types.iter().map(|ty| {
        let module = ident(&ty.module);
        quote! { mod #module; }
    });
    let reexports = types.iter().map(|ty| {
        let (module, name) = (ident(&ty.module), ident(&ty.name));
        quote! { pub use #module::#name; }
    });
    let errors = errors(&types);
    Source {
        path: "src/types.rs".to_owned(),
        origin: context.origin("the shapes"),
        docs: "Structures, unions, enums and errors.".to_owned(),
        attributes: TokenStream::new(),
        items: modules
            .chain(reexports)
            .chain(errors)
            .map(Item::from)
            .collect(),
    }
}

/// The errors among the types, in a module as in AWS's SDK.
fn errors(types: &[&Type]) -> Option<TokenStream> {
    let names = types.iter().filter_map(|ty| match ty {
        Type::Structure(it) => it.error.as_ref().map(|_| ident(&it.name)),
        _ => None,
    });
    let names: Vec<_> = names.collect();
    (!names.is_empty()).then(|| {
        quote! {
            /// The errors, as in AWS's SDK.
            pub mod error {
                pub use super::{#(#names),*};
            }
        }
    })
}
