//! Outputs with an event stream.

use quote::quote;

use super::{Context, errors, fields};
use crate::ir::{EventStream, Operation, Structure};
use crate::rust_file::Item;
use crate::rust_file::docs;
use crate::rust_file::imports::{Imports, ident};

/// The items of an output: its fields with their member table, and the stream. Streams can neither
/// be cloned nor compared.
pub(super) fn output(
    context: &Context<'_>,
    imports: &Imports<'_>,
    output: &Structure,
    events: &EventStream,
) -> Vec<Item> {
    let name = ident(&output.name);
    let docs = docs::docs(&output.docs);
    let alias = docs::alias(&output.model_name, output.name.bare());
    let deprecated = docs::deprecated(output.deprecated.as_ref());
    let fields = output.fields.iter().map(|field| {
        let name = ident(&field.name);
        let docs = docs::docs(&field.docs);
        let deprecated = docs::deprecated(field.deprecated.as_ref());
        let ty = imports.maybe(&field.ty, field.is_optional);
        quote! { #docs #deprecated pub #name: #ty, }
    });
    let setters = output
        .fields
        .iter()
        .map(|field| fields::setter(imports, field));
    let (field, setter) = (ident(&events.field), ident(&events.setter));
    let stream_docs = docs::docs(&events.docs);
    let stream_deprecated = docs::deprecated(events.deprecated.as_ref());
    let setter_docs = docs::docs(&format!("Sets `{}`.", events.field.bare()));
    let types = imports.import("crate::types");
    let (union, error) = (ident(&events.union), ident(&events.error_name));
    let stream = imports.import("tinsmith_runtime::features::event_stream::EventStream");
    let stream = quote! { #stream<#types::#union, #error> };
    let definition = quote! {
        #docs
        #alias
        #deprecated
        #[non_exhaustive]
        #[derive(Default)]
        pub struct #name {
            #(#fields)*
            #stream_docs
            #stream_deprecated
            pub #field: #stream,
        }
    };
    let methods = quote! {
        impl #name {
            #(#setters)*

            #setter_docs
            #stream_deprecated
            #[must_use]
            pub fn #setter(mut self, value: #stream) -> Self {
                self.#field = value;
                self
            }
        }
    };
    vec![
        definition.into(),
        methods.into(),
        fields::table(context, output, Some(events), false).into(),
    ]
}

/// The error enum of the stream.
pub(super) fn errors(
    imports: &Imports<'_>,
    operation: &Operation,
    events: &EventStream,
) -> Vec<Item> {
    let link = operation.name.link();
    let summary = format!("An error that ends the stream of events of {link}.");
    errors::of_operation(imports, &events.error_name, &summary, &events.errors)
}
