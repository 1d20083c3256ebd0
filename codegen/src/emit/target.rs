//! What operations say of where they go: functions of their `impl Operation`.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::{Imports, ident};
use crate::ir::Operation;
use crate::ir::endpoint::{CallParameter, HostPrefix, Source, Step};

/// The functions that differ from the trait's own.
pub(super) fn functions(imports: &Imports<'_>, operation: &Operation) -> TokenStream {
    let prefix = operation
        .host_prefix
        .as_ref()
        .map(|prefix| host_prefix(imports, operation, prefix));
    let rules = (!operation.call_parameters.is_empty()).then(|| endpoint_rules(imports, operation));
    quote! { #prefix #rules }
}

fn host_prefix(imports: &Imports<'_>, operation: &Operation, prefix: &HostPrefix) -> TokenStream {
    let input = ident(&operation.input.name);
    let (result, option, string) = (
        imports.prelude("std::result::Result"),
        imports.prelude("std::option::Option"),
        imports.prelude("std::string::String"),
    );
    let template = &prefix.template;
    let (parameter, body) = if prefix.labels.is_empty() {
        let (ok, some) = (
            imports.prelude("std::result::Result::Ok"),
            imports.prelude("std::option::Option::Some"),
        );
        (
            quote! { _input },
            quote! { #ok(#some(#template.to_owned())) },
        )
    } else {
        let labels = prefix.labels.iter().map(|(name, field)| {
            let field = ident(field);
            quote! { (#name, input.#field.as_deref()) }
        });
        (
            quote! { input },
            quote! { runtime::host_prefix::expand(Self::NAME, #template, &[#(#labels),*]) },
        )
    };
    quote! {
        fn host_prefix(
            #parameter: &#input,
        ) -> #result<#option<#string>, runtime::error::InvalidInput> {
            #body
        }
    }
}

fn endpoint_rules(imports: &Imports<'_>, operation: &Operation) -> TokenStream {
    let input = ident(&operation.input.name);
    let (option, some) = (
        imports.prelude("std::option::Option"),
        imports.prelude("std::option::Option::Some"),
    );
    let parameters = &operation.call_parameters;
    let uses_input = parameters
        .iter()
        .any(|it| !matches!(it.source, Source::Text(_) | Source::Flag(_)));
    let parameter = if uses_input {
        quote! { input }
    } else {
        quote! { _input }
    };
    let values = parameters.iter().map(|it| owned(imports, it));
    let fields = parameters.iter().map(|CallParameter { name, source }| {
        let name = ident(name);
        let value = match source {
            Source::Text(text) => quote! { #some(#text) },
            Source::Flag(flag) => quote! { #some(#flag) },
            Source::Member(_) => quote! { #name.as_deref() },
            Source::FlagMember(_) => return quote! { #name },
            Source::Keys(_) | Source::Items { .. } => quote! { #some(&#name) },
        };
        quote! { #name: #value }
    });
    quote! {
        #[cfg(feature = "client")]
        fn endpoint_rules(
            #parameter: &#input,
        ) -> #option<runtime::client::endpoint::CallRules> {
            #(#values)*
            #some(runtime::client::endpoint::CallRules::new(move |built_ins| {
                crate::endpoint::resolve(&crate::endpoint::EndpointParams {
                    #(#fields,)*
                    ..built_ins.into()
                })
            }))
        }
    }
}

/// A variable that holds what the input says after the input is gone.
fn owned(imports: &Imports<'_>, CallParameter { name, source }: &CallParameter) -> TokenStream {
    let name = ident(name);
    let input = quote! { input };
    let is_text = matches!(source, Source::Member(_));
    match source {
        Source::Text(_) | Source::Flag(_) => TokenStream::new(),
        Source::Member(steps) | Source::FlagMember(steps) => match &steps[..] {
            [
                Step {
                    field,
                    is_optional: true,
                },
            ] => {
                let field = ident(field);
                let clone = is_text.then(|| quote! { .clone() });
                quote! { let #name = input.#field #clone; }
            }
            steps => {
                let value = path(imports, &input, steps);
                let cloned = if is_text {
                    quote! { cloned }
                } else {
                    quote! { copied }
                };
                quote! { let #name = #value.#cloned(); }
            }
        },
        Source::Keys(steps) => {
            let map = path(imports, &input, steps);
            let ty = strings(imports);
            // Maps have no order, and the rules look at the first one.
            quote! {
                let mut #name: #ty = #map.into_iter().flat_map(|it| it.keys()).cloned().collect();
                #name.sort_unstable();
            }
        }
        Source::Items { list, each } => {
            let list = path(imports, &input, list);
            let each = each
                .iter()
                .map(|steps| path(imports, &quote! { it }, steps));
            let ty = strings(imports);
            quote! {
                let #name: #ty = #list
                    .into_iter()
                    .flatten()
                    .flat_map(|it| [#(#each),*])
                    .flatten()
                    .cloned()
                    .collect();
            }
        }
    }
}

fn strings(imports: &Imports<'_>) -> TokenStream {
    let (vec, string) = (
        imports.prelude("std::vec::Vec"),
        imports.prelude("std::string::String"),
    );
    quote! { #vec<#string> }
}

/// A reference to what is at the end of the steps, if it is there.
fn path(imports: &Imports<'_>, start: &TokenStream, steps: &[Step]) -> TokenStream {
    let mut value = start.clone();
    for (index, Step { field, is_optional }) in steps.iter().enumerate() {
        let field = ident(field);
        let some = imports.prelude("std::option::Option::Some");
        value = match (index, is_optional) {
            (0, true) => quote! { #value.#field.as_ref() },
            (0, false) => quote! { #some(&#value.#field) },
            (_, true) => quote! { #value.and_then(|it| it.#field.as_ref()) },
            (_, false) => quote! { #value.map(|it| &it.#field) },
        };
    }
    value
}
