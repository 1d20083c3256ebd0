//! `src/operation/<operation>.rs`: the operation's type, input, output, errors and fluent call.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::{
    Context, client_operation, errors, events, fields, operation_page, paginator, structure,
    transfer,
};
use crate::config::Feature;
use crate::ir::{
    Address, Adjustment, BodyChecksum, Customization, Field, InputAdjustment, NameForm, Operation,
    Protocol, Scheme,
};
use crate::names;
use crate::rust_file::docs;
use crate::rust_file::imports::{Imports, ident};
use crate::rust_file::table::{self, Table};
use crate::rust_file::{Item, Source};

/// The file's depth below the root.
const DEPTH: usize = 2;

pub(super) fn file(context: &Context<'_>, operation: &Operation) -> Source {
    let Operation {
        name,
        input,
        output,
        error_name,
        ..
    } = operation;
    let stream_error = operation.events.as_ref().map(|it| &it.error_name);
    let own = [name, &input.name, &output.name, error_name];
    let imports = &context.imports(DEPTH, own.into_iter().chain(stream_error));
    let mut items = marker(context, imports, operation);
    items.extend(structure::items(context, imports, input, true));
    items.extend(match &operation.events {
        None => structure::items(context, imports, output, false),
        Some(events) => events::output(context, imports, output, events),
    });
    let summary = format!("An error that {} reports.", name.link());
    items.extend(errors::of_operation(
        imports,
        error_name,
        &summary,
        &operation.errors,
    ));
    if let Some(events) = &operation.events {
        items.extend(events::errors(imports, operation, events));
    }
    let client = client_operation::items(imports, operation)
        .into_iter()
        .chain(setters(imports, operation))
        .chain(paginator::items(imports, operation));
    items.extend(client.filter_map(|item| context.client(&item).map(Item::from)));
    items.extend(call(context, imports, operation).map(Item::from));
    items.extend(presigned_post(context, operation).map(Item::from));
    items.extend(transfer::table(context, imports, operation).map(Item::from));
    Source {
        path: format!("src/operation/{}.rs", operation.module),
        origin: context.origin(&format!("the operation {}", operation.model_name)),
        docs: format!("The operation {}.", name.link()),
        attributes: TokenStream::new(),
        items: imports.items().chain(items).collect(),
    }
}

fn marker(context: &Context<'_>, imports: &Imports<'_>, operation: &Operation) -> Vec<Item> {
    let Operation { model_name, .. } = operation;
    let [name, input, output, error] = [
        &operation.name,
        &operation.input.name,
        &operation.output.name,
        &operation.error_name,
    ]
    .map(ident);
    let text = operation_page::docs(context, operation);
    let alias = docs::alias(model_name, operation.name.bare());
    let deprecated = docs::deprecated(operation.deprecated.as_ref());
    let [operation_trait, operation_schema] = ["Operation", "OperationSchema"]
        .map(|name| imports.import(&format!("tinsmith_runtime::operation::{name}")));
    let protocol = protocol(imports, &operation.protocol);
    let facts = facts(imports, operation);
    let response = operation.events.as_ref().map(|_| {
        let result = imports.prelude("std::result::Result");
        quote! {
            fn response(
                response: &tinsmith_runtime::http::Response<tinsmith_runtime::body::Body>,
            ) -> #result<#output, tinsmith_runtime::error::CallError<#error>> {
                tinsmith_runtime::features::event_stream::response::<Self>(response)
            }
        }
    });
    let definition = quote! {
        #text
        #alias
        #deprecated
        #[derive(Clone, Copy, Debug)]
        pub struct #name;
    };
    let implementation = quote! {
        impl #operation_trait for #name {
            const SCHEMA: &'static #operation_schema = &#operation_schema::new(#model_name) #facts;
            type Protocol = #protocol;
            type Input = #input;
            type Output = #output;
            type Error = #error;

            #response
        }
    };
    vec![definition.into(), implementation.into()]
}

/// The protocol's type.
fn protocol(imports: &Imports<'_>, protocol: &Protocol) -> TokenStream {
    let ty = imports.import(&format!("tinsmith_runtime::protocol::{}", protocol.ty));
    if !protocol.is_query_compatible {
        return ty;
    }
    let compatible =
        imports.import("tinsmith_runtime::protocol::query_compatible::QueryCompatible");
    quote! { #compatible<#ty> }
}

/// The properties in the operation's schema besides its name.
fn facts(imports: &Imports<'_>, operation: &Operation) -> TokenStream {
    let address = match &operation.protocol.address {
        Address::Target(target) => quote! { .target(#target) },
        Address::Action { version, .. } => quote! { .version(#version) },
        Address::Http {
            method,
            uri,
            label_in_endpoint,
            payload_type,
            sends_query_as_form,
        } => {
            let payload_type = payload_type.as_ref();
            let payload_type = payload_type.map(|it| quote! { .content_type(#it) });
            let form = sends_query_as_form.then(|| quote! { .query_as_form() });
            let starts = label_in_endpoint.as_ref();
            let starts = starts.map(|_| quote! { .starts_in_endpoint() });
            quote! { .http(#method, #uri) #starts #payload_type #form }
        }
    };
    let customization = customization(imports, &operation.customization);
    let host_prefix = operation.host_prefix.as_ref();
    let host_prefix = host_prefix.map(|template| quote! { .host_prefix(#template) });
    let auth = match operation.auth[..] {
        [Scheme::SigV4] => None,
        [] => Some(quote! { .unsigned() }),
        ref schemes => {
            let names = schemes.iter().map(|scheme| scheme.name());
            Some(quote! { .auth(&[#(#names),*]) })
        }
    };
    let unsigned_payload = operation.is_payload_unsigned;
    let unsigned_payload = unsigned_payload.then(|| quote! { .unsigned_payload() });
    quote! { #address #customization #host_prefix #auth #unsigned_payload }
}

/// What overlays state.
fn customization(imports: &Imports<'_>, customization: &Customization) -> TokenStream {
    let listed = |setter: &str, items: Vec<TokenStream>| {
        let setter = format_ident!("{setter}");
        (!items.is_empty()).then(|| quote! { .#setter(&[#(#items),*]) })
    };
    let headers = customization.headers.iter();
    let headers = headers.map(|(name, value)| quote! { (#name, #value) });
    let checksums = customization.body_checksums.iter();
    let checksums = checksums.map(|(name, checksum)| {
        let function = format_ident!(
            "{}",
            match checksum {
                BodyChecksum::Sha256 => "sha256",
                BodyChecksum::Sha256Tree => "sha256_tree",
            }
        );
        quote! { (#name, tinsmith_runtime::codec::checksum::#function) }
    });
    let adjustments = customization.adjustments.iter();
    let adjustments = adjustments.map(|InputAdjustment { member, adjustment }| {
        let ty = imports.import("tinsmith_runtime::operation::Adjustment");
        let adjustment = match adjustment {
            Adjustment::Default(value) => quote! { #ty::Default(#value) },
            Adjustment::LastSegment => quote! { #ty::LastSegment },
            Adjustment::Md5Of(key) => quote! { #ty::md5_of(#key) },
            Adjustment::AccountOf(member) => quote! { #ty::account_of(#member) },
            Adjustment::PercentEncoded => quote! { #ty::percent_encoded() },
            Adjustment::Unsent => quote! { #ty::Unsent },
        };
        quote! { (#member, #adjustment) }
    });
    let resource_names = customization.resource_names.iter();
    let resource_names = resource_names.map(|(member, form)| {
        let ty = imports.import("tinsmith_runtime::operation::ResourceName");
        let arns = &form.arns;
        let names = form.names.as_ref().map(|NameForm { marks, max_length }| {
            let max_length = Literal::usize_unsuffixed(*max_length);
            quote! { .names(#marks, #max_length) }
        });
        quote! { (#member, #ty::new(&[#(#arns),*]) #names) }
    });
    let headers = listed("headers", headers.collect());
    let resource_names = listed("resource_names", resource_names.collect());
    let checksums = listed("body_checksums", checksums.collect());
    let adjustments = listed("adjustments", adjustments.collect());
    let endpoint = customization.stated_endpoint.as_ref().map(|it| {
        let member = &it.member;
        quote! { .endpoint_member(#member) }
    });
    let errors = customization.has_errors_in_success;
    let errors = errors.then(|| quote! { .errors_in_success() });
    let unwrapped = customization.is_output_unwrapped;
    let unwrapped = unwrapped.then(|| quote! { .unwrapped_output() });
    let region = customization.states_region;
    let region = region.then(|| quote! { .states_region() });
    let slow = customization.has_slow_response;
    let slow = slow.then(|| quote! { .slow_response() });
    quote! {
        #headers #checksums #adjustments #resource_names #endpoint #errors #unwrapped #region #slow
    }
}

/// The setters of the fluent call.
fn setters(imports: &Imports<'_>, operation: &Operation) -> Option<TokenStream> {
    let name = ident(&operation.name);
    let call = ident(&operation.name.with("Call"));
    let fields = operation.input.fields.iter();
    let setters = fields.map(|field| fields::input_setter(imports, field, &field.call_setter));
    let pages = operation.paginator.as_ref().map(|_| {
        quote! {
            /// Requests all pages, starting from the token in the input, or else from the first page.
            pub fn into_paginator(
                self,
            ) -> tinsmith_runtime::features::paginator::Paginator<#name> {
                self.0.into_paginator()
            }
        }
    });
    let methods: Vec<_> = setters.chain(pages).collect();
    (!methods.is_empty()).then(|| quote! { impl #call { #(#methods)* } })
}

/// The form that a call can be.
fn presigned_post(context: &Context<'_>, operation: &Operation) -> Option<Table> {
    let post = operation.customization.presigned_post.as_ref()?;
    let (call, error) = (operation.name.with("Call"), &operation.error_name);
    let row = |name: &str, (one, other): &(String, String)| {
        let [one, other] = [one, other].map(|it| table::literal(it));
        format!("{name}: ({one}, {other})")
    };
    context.form.has(Feature::Client).then(|| Table {
        feature: context.form.condition(Feature::Client),
        name: "presign_post",
        heading: Some(format!("{call}: {error}")),
        rows: vec![row("condition", &post.condition), row("field", &post.field)],
    })
}

/// The type of the fluent call.
fn call(context: &Context<'_>, imports: &Imports<'_>, operation: &Operation) -> Option<Table> {
    let Operation {
        name,
        input,
        output,
        error_name,
        ..
    } = operation;
    let mark = match input.stream() {
        Some(_) if operation.is_presignable => ", not_clone_presignable",
        Some(_) => ", not_clone",
        None if operation.is_presignable => ", presignable",
        None => "",
    };
    let setters = optional_setters(imports, &input.fields);
    let (input, output) = (&input.name, &output.name);
    let (call, sdk_name) = (name.with("Call"), name.with("FluentBuilder"));
    let row = format!("{call} as {sdk_name}({name}): {input} => {output}, {error_name}{mark}");
    context.form.has(Feature::Client).then(|| Table {
        feature: context.form.condition(Feature::Client),
        name: if client_operation::has_own(operation) {
            "call_type"
        } else {
            "call"
        },
        heading: None,
        rows: [row].into_iter().chain(setters).collect(),
    })
}

/// The rows of the setters that take an `Option`, unless another setter has the name.
fn optional_setters(imports: &Imports<'_>, fields: &[Field]) -> Vec<String> {
    let optional = fields.iter().filter(|field| field.is_optional);
    let named = optional.map(|field| (names::of_optional_setter(&field.name), field));
    let free = named.filter(|(setter, _)| fields.iter().all(|it| it.call_setter != *setter));
    free.map(|(setter, field)| {
        let ty = imports.text(&field.ty);
        format!("{setter}({}: {ty})", field.name)
    })
    .collect()
}
