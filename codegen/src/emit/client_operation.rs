//! Client-side properties of an operation: `ClientOperation` and related traits.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::discovery::{Discovery, EndpointOperation, Identifier};
use crate::ir::endpoint::{CallParameter, ParameterType, Source};
use crate::ir::{Checksum, FieldSegment, Operation};
use crate::rust_file::imports::{Imports, ident};

use super::presigned_copy;

/// The trait implementations of an operation.
pub(super) fn items(imports: &Imports<'_>, operation: &Operation) -> Vec<TokenStream> {
    let name = ident(&operation.name);
    let rules = (!operation.call_parameters.is_empty()).then(|| endpoint_rules(imports, operation));
    let features = features(imports, operation);
    let copy = operation.customization.presigned_copy.as_ref();
    let complete = copy.map(|copy| presigned_copy::complete(imports, operation, copy));
    let streaming = operation
        .events
        .as_ref()
        .map(|_| streaming(imports, operation));
    let mut items = Vec::new();
    if has_own(operation) {
        items.push(quote! {
            impl tinsmith_runtime::client::ClientOperation for #name {
                #streaming
                #rules
                #features
                #complete
            }
        });
    }
    if let Some(events) = &operation.events {
        let (output, field) = (ident(&operation.output.name), ident(&events.field));
        items.push(quote! {
            impl tinsmith_runtime::features::event_stream::EventStreamOperation for #name {
                fn frames(
                    output: &mut #output,
                ) -> &mut tinsmith_runtime::features::event_stream::Frames {
                    output.#field.frames_mut()
                }
            }
        });
    }
    if let Some(facts) = &operation.tells_endpoints {
        items.push(endpoint_operation(imports, operation, facts));
    }
    items
}

/// Whether the implementation of `ClientOperation` is not empty.
pub(super) fn has_own(operation: &Operation) -> bool {
    !operation.call_parameters.is_empty()
        || operation.events.is_some()
        || operation.discovery.is_some()
        || operation.customization.presigned_copy.is_some()
        || operation.customization.session.is_some()
        || !customizations(operation).is_empty()
        || operation.is_compressed
        || operation.checksum.is_some()
}

fn streaming(imports: &Imports<'_>, operation: &Operation) -> TokenStream {
    let (output, error) = (ident(&operation.output.name), ident(&operation.error_name));
    let (option, some) = (
        imports.prelude("std::option::Option"),
        imports.prelude("std::option::Option::Some"),
    );
    quote! {
        const STREAMING: #option<
            tinsmith_runtime::client::operation::StreamingOutput<
                #output,
                tinsmith_runtime::error::CallError<#error>,
            >,
        > = #some(tinsmith_runtime::features::event_stream::streaming::<Self>());
    }
}

/// The optional features of the operation's calls.
fn features(imports: &Imports<'_>, operation: &Operation) -> Option<TokenStream> {
    let input = ident(&operation.input.name);
    let vec = imports.prelude("std::vec::Vec");
    let discovery = operation
        .discovery
        .as_ref()
        .map(|it| discovery(imports, it));
    let compression = operation.is_compressed.then(|| {
        quote! {
            tinsmith_runtime::client::call_feature(
                tinsmith_runtime::features::request_compression::RequestCompression,
            )
        }
    });
    let checksum = operation.checksum.as_ref().map(checksum);
    let session = operation.customization.session.as_ref();
    let root = imports.root();
    let session = session.map(|_| quote! { #root::client::session::<Self>(input) });
    let own: Vec<_> = customizations(operation)
        .into_iter()
        .chain(session)
        .collect();
    let has_customizations = !own.is_empty();
    let features = discovery.into_iter().chain(own).chain(compression);
    let features: Vec<_> = features.chain(checksum).collect();
    if features.is_empty() {
        return None;
    }
    let mut discovery = operation.discovery.iter();
    let uses_input = discovery.any(|it| !it.identifiers.is_empty())
        || matches!(operation.checksum, Some(Checksum::Chosen(_)))
        || has_customizations;
    let parameter = if uses_input {
        quote! { input }
    } else {
        quote! { _input }
    };
    // prettyplease does not format `vec!` with generic arguments in it.
    Some(quote! {
        fn features(#parameter: &#input) -> tinsmith_runtime::client::CallFeatures {
            #vec::from([#(#features),*])
        }
    })
}

fn checksum(checksum: &Checksum) -> TokenStream {
    let module = quote! { tinsmith_runtime::features::checksums };
    match checksum {
        Checksum::Md5 => {
            quote! { tinsmith_runtime::client::call_feature(#module::ContentMd5) }
        }
        Checksum::Chosen(chosen) => {
            let required = chosen.is_required.then(|| quote! { .required() });
            let request = chosen.request_algorithm_member.as_ref();
            let request = request.map(|member| quote! { .request(input, #member) });
            let response = chosen.request_validation_mode_member.as_ref();
            let algorithms = &chosen.response_algorithms;
            let response = response.map(|member| {
                quote! { .response(input, #member, &[#(#algorithms),*]) }
            });
            quote! {
                tinsmith_runtime::client::call_feature(
                    #module::Checksums::of(input) #required #request #response,
                )
            }
        }
    }
}

/// What overlays state of its calls.
fn customizations(operation: &Operation) -> Vec<TokenStream> {
    let stated_endpoint = operation.customization.stated_endpoint.as_ref();
    let stated_endpoint = stated_endpoint.map(|_| {
        quote! { tinsmith_runtime::features::stated_endpoint::StatedEndpoint::of::<Self>(input) }
    });
    let checksums = operation.has_stream_checksums().then(|| {
        quote! { tinsmith_runtime::features::body_checksum::StreamChecksums::of::<Self>(input) }
    });
    stated_endpoint.into_iter().chain(checksums).collect()
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
    let root = imports.root();
    let values = parameters.iter().map(|it| owned(imports, it));
    let fields = parameters.iter().map(|CallParameter { name, ty, source }| {
        let name = ident(name);
        let is_flag = *ty == ParameterType::Flag;
        let value = match source {
            Source::Text(text) => quote! { #some(#text) },
            Source::Flag(flag) if is_flag => quote! { #flag },
            Source::Flag(flag) => quote! { #some(#flag) },
            Source::Member(_) => quote! { #name.as_deref() },
            Source::FlagMember(_) if is_flag => quote! { #name.unwrap_or_default() },
            Source::FlagMember(_) => return quote! { #name },
            Source::Keys(_) | Source::Items { .. } => quote! { #some(&#name) },
        };
        quote! { #name: #value }
    });
    quote! {
        fn endpoint_rules(
            #parameter: &#input,
        ) -> #option<tinsmith_runtime::client::endpoint::CallRules> {
            #(#values)*
            #some(tinsmith_runtime::client::endpoint::CallRules::new(move |built_ins| {
                #root::endpoint::resolve(&#root::endpoint::EndpointParams {
                    #(#fields,)*
                    ..built_ins.into()
                })
            }))
        }
    }
}

fn discovery(imports: &Imports<'_>, discovery: &Discovery) -> TokenStream {
    let (module, name) = (ident(&discovery.operation.0), ident(&discovery.operation.1));
    let root = imports.root();
    let identifiers = discovery
        .identifiers
        .iter()
        .map(|Identifier { name, steps }| {
            let value = cloned(imports, steps);
            quote! { (#name, #value) }
        });
    quote! {
        tinsmith_runtime::features::endpoint_discovery::Discovery::by::<
            #root::operation::#module::#name,
        >(Self::SCHEMA.name, [#(#identifiers),*])
    }
}

/// The implementation of `EndpointOperation`.
pub(super) fn endpoint_operation(
    imports: &Imports<'_>,
    operation: &Operation,
    facts: &EndpointOperation,
) -> TokenStream {
    let [name, input, output] = [
        &operation.name,
        &operation.input.name,
        &operation.output.name,
    ]
    .map(ident);
    let (vec, string, some) = (
        imports.prelude("std::vec::Vec"),
        imports.prelude("std::string::String"),
        imports.prelude("std::option::Option::Some"),
    );
    let code = &facts.invalid_endpoint;
    let discovery_input = facts.input.as_ref().map(|setters| {
        let (operation, identifiers) = (ident(&setters.operation), ident(&setters.identifiers));
        quote! {
            fn discovery_input(
                operation: &'static str,
                identifiers: tinsmith_runtime::features::endpoint_discovery::Identifiers,
            ) -> #input {
                #input::default().#operation(operation).#identifiers(identifiers)
            }
        }
    });
    let value = |step: &FieldSegment| {
        let field = ident(&step.name);
        let try_operator = step.is_optional.then(|| quote! { ? });
        quote! { it.#field #try_operator }
    };
    let (address, mut minutes) = (value(&facts.address), value(&facts.minutes));
    if !facts.has_long_minutes {
        minutes = quote! { i64::from(#minutes) };
    }
    let pairs = if facts.address.is_optional || facts.minutes.is_optional {
        quote! { filter_map(|it| #some((#address, #minutes))) }
    } else {
        quote! { map(|it| (#address, #minutes)) }
    };
    let endpoints = ident(&facts.endpoints);
    quote! {
        impl tinsmith_runtime::features::endpoint_discovery::EndpointOperation for #name {
            const INVALID_ENDPOINT: &'static str = #code;

            #discovery_input

            fn endpoints(output: #output) -> #vec<(#string, i64)> {
                output.#endpoints.into_iter().flatten().#pairs.collect()
            }
        }
    }
}

/// A clone of the string at the end of the path, if it is set.
fn cloned(imports: &Imports<'_>, steps: &[FieldSegment]) -> TokenStream {
    match steps {
        [
            FieldSegment {
                name: field,
                is_optional: true,
            },
        ] => {
            let field = ident(field);
            quote! { input.#field.clone() }
        }
        steps => {
            let value = path(imports, &quote! { input }, steps);
            quote! { #value.cloned() }
        }
    }
}

/// A variable with a value of the input, which outlives the input.
fn owned(imports: &Imports<'_>, CallParameter { name, source, .. }: &CallParameter) -> TokenStream {
    let name = ident(name);
    let input = quote! { input };
    let is_text = matches!(source, Source::Member(_));
    match source {
        Source::Text(_) | Source::Flag(_) => TokenStream::new(),
        Source::Member(steps) | Source::FlagMember(steps) => match &steps[..] {
            [
                FieldSegment {
                    name: field,
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
            // Rules use the first key, and maps are unordered.
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

/// A reference to the value at the end of the path, if it is set.
fn path(imports: &Imports<'_>, start: &TokenStream, steps: &[FieldSegment]) -> TokenStream {
    let mut value = start.clone();
    for (
        index,
        FieldSegment {
            name: field,
            is_optional,
        },
    ) in steps.iter().enumerate()
    {
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
