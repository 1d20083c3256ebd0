//! Unions.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, fields};
use crate::ir::{Ty, Union};
use crate::rust_file::Item;
use crate::rust_file::docs;
use crate::rust_file::imports::{Imports, ident};

/// The items of a union, without imports.
pub(super) fn items(context: &Context<'_>, imports: &Imports<'_>, union: &Union) -> Vec<Item> {
    let rows = union
        .variants
        .iter()
        .map(|variant| fields::row(context, &union.model_name, &variant.name, &variant.member));
    let table = fields::members(
        "union",
        &union.model_name,
        union.is_sensitive,
        None,
        &union.name,
        rows,
    );
    vec![
        definition(imports, union).into(),
        getters(imports, union).into(),
        table.into(),
    ]
}

fn definition(imports: &Imports<'_>, union: &Union) -> TokenStream {
    let name = ident(&union.name);
    let docs = docs::docs(&union.docs);
    let alias = docs::alias(&union.model_name, union.name.bare());
    let deprecated = docs::deprecated(union.deprecated.as_ref());
    let variants = union.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let docs = docs::docs(&variant.docs);
        let deprecated = docs::deprecated(variant.deprecated.as_ref());
        let ty = imports.ty(&variant.ty);
        quote! { #docs #deprecated #name(#ty) }
    });
    let unknown = docs::docs(
        "A variant that this version of the crate does not know, by its member's name.\n\
         Its value is not kept, so it cannot be sent.",
    );
    let (boxed, string) = (imports.prelude("std::boxed::Box"), quote! { str });
    quote! {
        #docs
        #alias
        #deprecated
        #[non_exhaustive]
        #[derive(Clone, PartialEq)]
        pub enum #name {
            #(#variants,)*
            #unknown
            UnknownValue(#boxed<#string>),
        }
    }
}

fn getters(imports: &Imports<'_>, union: &Union) -> TokenStream {
    let name = ident(&union.name);
    let option = imports.prelude("std::option::Option");
    let some = imports.prelude("std::option::Option::Some");
    let getters = union.variants.iter().map(|variant| {
        let (getter, name) = (ident(&variant.getter), ident(&variant.name));
        // `Copy` types are returned by value, strings as slices.
        let (ty, value) = match &variant.ty {
            Ty::Boolean | Ty::Integer | Ty::Long | Ty::Float | Ty::Double | Ty::Timestamp => {
                (imports.ty(&variant.ty), quote! { *value })
            }
            Ty::String => (quote! { &str }, quote! { value }),
            Ty::List { item, is_sparse } => {
                let item = imports.maybe(item, *is_sparse);
                (quote! { &[#item] }, quote! { value })
            }
            Ty::Boxed(inner) => {
                let inner = imports.ty(inner);
                (quote! { &#inner }, quote! { value })
            }
            ty => {
                let ty = imports.ty(ty);
                (quote! { &#ty }, quote! { value })
            }
        };
        let summary = docs::docs(&format!("The value of `{name}`, if it is that variant."));
        let deprecated = docs::deprecated(variant.deprecated.as_ref());
        quote! {
            #summary
            #deprecated
            pub fn #getter(&self) -> #option<#ty> {
                match self {
                    Self::#name(value) => #some(#value),
                    _ => None,
                }
            }
        }
    });
    quote! { impl #name { #(#getters)* } }
}
