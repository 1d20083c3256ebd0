//! Structures and errors.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, fields};
use crate::ir::{Field, Structure, Ty};
use crate::rust_file::Item;
use crate::rust_file::docs;
use crate::rust_file::imports::{Imports, ident};
use crate::rust_file::table::{self, Table};

/// The items of a structure, without imports; `is_input` says whether it is that of an operation.
pub(super) fn items(
    context: &Context<'_>,
    imports: &Imports<'_>,
    structure: &Structure,
    is_input: bool,
) -> Vec<Item> {
    let mut items = vec![definition(imports, structure).into()];
    items.extend(methods(imports, structure).map(Item::from));
    items.push(fields::table(context, structure, None, is_input).into());
    if let Some(error) = &structure.error {
        let facts = format!("{}, {}", table::literal(&error.code), error.message);
        let rows = vec![table::row(&structure.name, &facts)];
        items.push(
            Table {
                name: "error",
                heading: None,
                rows,
                ..Table::default()
            }
            .into(),
        );
    }
    items
}

fn definition(imports: &Imports<'_>, structure: &Structure) -> TokenStream {
    let name = ident(&structure.name);
    let docs = docs::docs(&structure.docs);
    let alias = docs::alias(&structure.model_name, structure.name.bare());
    let deprecated = docs::deprecated(structure.deprecated.as_ref());
    let fields = structure.fields.iter().map(|field| {
        let name = ident(&field.name);
        let docs = docs::docs(&field.docs);
        let deprecated = docs::deprecated(field.deprecated.as_ref());
        let ty = imports.maybe(&field.ty, field.is_optional);
        quote! { #docs #deprecated pub #name: #ty }
    });
    // Streams can neither be cloned nor compared.
    let derives = match structure.stream() {
        Some(_) => quote! { #[derive(Default)] },
        None => quote! { #[derive(Clone, Default, PartialEq)] },
    };
    quote! {
        #docs
        #alias
        #deprecated
        #[non_exhaustive]
        #derives
        pub struct #name { #(#fields),* }
    }
}

fn methods(imports: &Imports<'_>, structure: &Structure) -> Option<TokenStream> {
    if structure.fields.is_empty() {
        return None;
    }
    let name = ident(&structure.name);
    let new = new(imports, structure);
    let setters = structure
        .fields
        .iter()
        .map(|field| fields::setter(imports, field));
    Some(quote! {
        impl #name {
            #new
            #(#setters)*
        }
    })
}

/// The constructor from required members, if there are any.
fn new(imports: &Imports<'_>, structure: &Structure) -> Option<TokenStream> {
    let (required, others): (Vec<&Field>, Vec<_>) = structure
        .fields
        .iter()
        // The stream of an output is not required: it may be empty.
        .partition(|field| !field.is_optional && field.ty != Ty::Stream);
    if required.is_empty() {
        return None;
    }
    let parameters = required.iter().map(|field| {
        let (name, ty) = (ident(&field.name), fields::argument(imports, &field.ty).ty);
        quote! { #name: #ty }
    });
    let values = required.iter().map(|field| {
        let name = ident(&field.name);
        let value = fields::value(imports, &field.ty, &quote! { #name });
        quote! { #name: #value }
    });
    let rest = (!others.is_empty()).then(|| quote! { ..Self::default() });
    let many = (required.len() > 7).then(|| quote! { #[allow(clippy::too_many_arguments)] });
    let summary = docs::docs("Creates a value from its required members.");
    Some(quote! {
        #summary
        #many
        pub fn new(#(#parameters),*) -> Self {
            Self { #(#values,)* #rest }
        }
    })
}
