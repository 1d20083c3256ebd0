//! Operation errors, and `src/error.rs`.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::ir::{ErrorVariant, Retryable};
use crate::names::Name;
use crate::rust_file::docs;
use crate::rust_file::imports::{Imports, ident};
use crate::rust_file::table::{self, Table};
use crate::rust_file::{Item, Source};

/// The service's error enum, and error types of the runtime.
pub(super) fn file(context: &Context<'_>) -> Source {
    let imports = context.imports(1, []);
    let mut items = vec![
        quote! {
            pub use tinsmith_runtime::error::{
                AnyError, BuildError, CallError, Cause, DecodeError, ErrorMetadata, InvalidInput,
                OperationError, PresigningError, RepeatedToken, Retryable, ServiceError,
                TransportError, TransportErrorKind, UnknownVariantError, Unmodelled,
            };
        }
        .into(),
    ];
    let sdk = quote! {
        pub use tinsmith_runtime::client::sdk_error::{
            BoxError, ConnectorError, DisplayErrorContext, ProvideErrorMetadata, SdkError,
        };
    };
    items.extend(context.client(&sdk).map(Item::from));
    items.extend(of_service(context, &imports));
    Source {
        path: "src/error.rs".to_owned(),
        origin: context.origin("the errors"),
        docs: "Errors of calls.".to_owned(),
        attributes: TokenStream::new(),
        items: imports.items().chain(items).collect(),
    }
}

/// The enum of the errors of all operations, by name.
fn of_service(context: &Context<'_>, imports: &Imports<'_>) -> [Item; 2] {
    let operations = context.krate.operations.iter();
    let errors: BTreeMap<&Name, &ErrorVariant> = operations
        .flat_map(|it| {
            let of_stream = it.events.iter().flat_map(|events| &events.errors);
            it.errors.iter().chain(of_stream)
        })
        .map(|error| (&error.variant, error))
        .collect();
    let summary = docs::docs(&format!(
        "An error of any operation of {}: the error of each call converts into it with `?`.\n\nIt \
         has the same predicates as [`CallError`], the error of a single operation.",
        context.krate.service.title
    ));
    let variants = errors.values().map(|error| {
        let (variant, name) = (ident(&error.variant), ident(&error.name));
        let docs = docs::docs(&error.summary);
        let types = imports.import("crate::types");
        quote! { #docs #variant(ServiceError<#types::#name>) }
    });
    let definition = quote! {
        #summary
        #[non_exhaustive]
        #[derive(Debug)]
        pub enum Error {
            #(#variants,)*
            /// An unmodelled error, or a call that failed without a service error.
            Unhandled(CallError<Unmodelled>),
        }
    };
    let table = Table {
        name: "service_errors",
        heading: Some("Error".to_owned()),
        rows: errors.keys().map(ToString::to_string).collect(),
        ..Table::default()
    };
    [definition.into(), table.into()]
}

/// The error enum of an operation or its event stream.
pub(super) fn of_operation(
    imports: &Imports<'_>,
    error_name: &Name,
    summary: &str,
    errors: &[ErrorVariant],
) -> Vec<Item> {
    let name = ident(error_name);
    let summary = docs::docs(summary);
    let variants = errors.iter().map(|error| {
        let (variant, name) = (ident(&error.variant), ident(&error.name));
        let docs = docs::docs(&error.summary);
        let types = imports.import("crate::types");
        quote! { #docs #variant(#types::#name) }
    });
    let unhandled = docs::docs("An error that the model does not list.");
    let metadata = imports.import("tinsmith_runtime::error::ErrorMetadata");
    let definition = quote! {
        #summary
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq)]
        pub enum #name {
            #(#variants,)*
            #unhandled
            Unhandled(#metadata),
        }
    };
    let table = Table {
        name: "operation_error",
        heading: Some(format!("{error_name} => {}::Error", imports.root_path())),
        rows: errors.iter().map(error_row).collect(),
        ..Table::default()
    };
    vec![definition.into(), table.into()]
}

fn error_row(error: &ErrorVariant) -> String {
    let retryable = match error.retryable {
        None => "",
        Some(Retryable::Transient) => ", Transient",
        Some(Retryable::Throttling) => ", Throttling",
    };
    let wire_name = error.wire_name.as_deref();
    let wire_name =
        wire_name.map_or_else(String::new, |name| format!(" as {}", table::literal(name)));
    let status = match error.status {
        400 => String::new(),
        status => format!(", {status}"),
    };
    let facts = format!(
        "{}{wire_name}, {}{retryable}{status}",
        table::literal(&error.code),
        error.message
    );
    let shape = if error.is_repeated {
        format!("({} repeated)", error.name)
    } else if error.variant == error.name {
        String::new()
    } else {
        format!("({})", error.name)
    };
    format!("{}{shape}, {}: {facts}", error.variant, error.predicate)
}
