//! `src/operation/<operation>.rs`: the marker, input, output, errors and fluent call.

use proc_macro2::TokenStream;
use quote::quote;

use super::{events, fields, origin, paginator, structure, target};
use crate::ir::{Crate, ErrorVariant, Operation, Protocol, Retryable};
use crate::names::Name;
use crate::rust_file::docs;
use crate::rust_file::imports::{Imports, ident};
use crate::rust_file::table::{self, Table};
use crate::rust_file::{Item, Source};

/// The file of an operation.
pub(super) fn file(krate: &Crate, operation: &Operation) -> Source {
    let Operation {
        name,
        input,
        output,
        error_name,
        ..
    } = operation;
    let stream_error = operation.events.as_ref().map(|it| &it.error_name);
    let own = [name, &input.name, &output.name, error_name];
    let imports = Imports::of(own.into_iter().chain(stream_error));
    imports.import("crate::runtime");
    let mut items = marker(&imports, operation);
    if let Some(facts) = &operation.tells_endpoints {
        items.push(target::endpoint_operation(&imports, operation, facts).into());
    }
    items.extend(structure::items(&imports, input));
    items.extend(match &operation.events {
        None => structure::items(&imports, output),
        Some(events) => events::output(&imports, output, events),
    });
    items.extend(errors(&imports, operation));
    if let Some(events) = &operation.events {
        items.extend(events::errors(&imports, operation, events));
    }
    items.extend(call(&imports, operation).map(Item::from));
    items.extend(
        paginator::items(&imports, operation)
            .into_iter()
            .map(Item::from),
    );
    Source {
        path: format!("src/operation/{}.rs", operation.module),
        origin: origin(krate, &format!("the operation {}", operation.model_name)),
        docs: format!("The operation {}.", name.link()),
        attributes: TokenStream::new(),
        items: imports.items().chain(items).collect(),
    }
}

fn marker(imports: &Imports<'_>, operation: &Operation) -> Vec<Item> {
    let Operation { model_name, .. } = operation;
    let [name, input, output, error] = [
        &operation.name,
        &operation.input.name,
        &operation.output.name,
        &operation.error_name,
    ]
    .map(ident);
    let text = docs::docs(&operation.docs);
    let alias = docs::alias(model_name, operation.name.bare());
    let deprecated = docs::deprecated(operation.deprecated.as_ref());
    let (result, string) = (
        imports.prelude("std::result::Result"),
        quote! { &'static str },
    );
    let bytes = imports.import("bytes::Bytes");
    let (request, response) = match &operation.protocol {
        Protocol::AwsJson {
            minor,
            target,
            is_query_compatible,
        } => {
            let module = if *is_query_compatible {
                quote! { query_compatible }
            } else {
                quote! { aws_json }
            };
            let version = if *minor == 0 {
                quote! { V1_0 }
            } else {
                quote! { V1_1 }
            };
            (
                quote! {
                    runtime::#module::request(runtime::aws_json::Version::#version, #target, input)
                },
                match operation.events {
                    None => quote! { runtime::#module::response(Self::NAME, response) },
                    Some(_) => quote! { runtime::client::event_stream::response::<Self>(response) },
                },
            )
        }
    };
    let request = match &operation.tells_endpoints {
        None => request,
        Some(it) => {
            let version = &it.api_version;
            quote! {
                let mut request = #request;
                let version = http::HeaderValue::from_static(#version);
                request.headers_mut().insert("x-amz-api-version", version);
                request
            }
        }
    };
    let target = target::functions(imports, operation);
    let unsigned = (!operation.is_signed).then(|| quote! { const IS_SIGNED: bool = false; });
    let compressed = operation
        .is_compressed
        .then(|| quote! { const IS_COMPRESSED: bool = true; });
    let events = operation
        .events
        .as_ref()
        .map(|events| events::place(imports, &output, events));
    let definition = quote! {
        #text
        #alias
        #deprecated
        #[derive(Clone, Copy, Debug)]
        pub struct #name;
    };
    let implementation = quote! {
        impl runtime::operation::Operation for #name {
            const NAME: #string = #model_name;
            #unsigned
            #compressed

            type Input = #input;
            type Output = #output;
            type Error = #error;

            #[inline]
            fn request(input: &#input) -> http::Request<#bytes> {
                #request
            }

            #[inline]
            fn response(
                response: &http::Response<#bytes>,
            ) -> #result<#output, runtime::error::Error<#error>> {
                #response
            }

            #target
            #events
        }
    };
    vec![definition.into(), implementation.into()]
}

fn errors(imports: &Imports<'_>, operation: &Operation) -> Vec<Item> {
    let summary = format!("An error that {} reports.", operation.name.link());
    error_enum(imports, &operation.error_name, &summary, &operation.errors)
}

/// The enum of errors.
pub(super) fn error_enum(
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
    let definition = quote! {
        #summary
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq)]
        pub enum #name {
            #(#variants,)*
            #unhandled
            Unhandled(runtime::error::ErrorMetadata),
        }
    };
    let table = Table {
        name: "operation_error",
        heading: Some(error_name.to_string()),
        rows: errors.iter().map(error_row).collect(),
    };
    if errors.is_empty() {
        return vec![definition.into(), table.into()];
    }
    let questions = errors.iter().map(|error| {
        let variant = ident(&error.variant);
        let question = ident(&error.question);
        let summary = docs::docs(&format!("Whether it is [`{0}`](Self::{0}).", error.variant));
        quote! {
            #summary
            pub fn #question(&self) -> bool {
                matches!(self, Self::#variant(_))
            }
        }
    });
    let questions = quote! { impl #name { #(#questions)* } };
    vec![definition.into(), questions.into(), table.into()]
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
    if error.variant == error.name {
        return table::row(&error.variant, &facts);
    }
    format!("{}({}): {facts}", error.variant, error.name)
}

/// The setters of the fluent call.
fn call(imports: &Imports<'_>, operation: &Operation) -> Option<TokenStream> {
    if operation.input.fields.is_empty() {
        return None;
    }
    let name = ident(&operation.name);
    let setters = operation
        .input
        .fields
        .iter()
        .map(|field| fields::input_setter(imports, field, &field.call_setter));
    Some(quote! {
        #[cfg(feature = "client")]
        impl runtime::client::Call<#name> {
            #(#setters)*
        }
    })
}
