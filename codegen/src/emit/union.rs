//! Unions.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::{Imports, ident};
use super::{docs, fields};
use crate::ir::{Ty, Union};
use crate::render::Item;

/// The items of a union, without imports.
pub(super) fn items(imports: &Imports<'_>, union: &Union) -> Vec<Item> {
    imports.import("crate::runtime");
    let rows = union
        .variants
        .iter()
        .map(|variant| fields::row(&variant.name, &variant.member));
    let table = fields::members(
        "union",
        &union.model_name,
        union.is_sensitive,
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
        "A variant that this version of the crate does not know, by the name of its member.\n\
         Its value is not kept.",
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
        let ty = match &variant.ty {
            Ty::Boxed(inner) => imports.ty(inner),
            ty => imports.ty(ty),
        };
        let summary = docs::docs(&format!("The value of `{name}`, if it is that variant."));
        let deprecated = docs::deprecated(variant.deprecated.as_ref());
        quote! {
            #summary
            #deprecated
            pub fn #getter(&self) -> #option<&#ty> {
                match self {
                    Self::#name(value) => #some(value),
                    _ => None,
                }
            }
        }
    });
    quote! { impl #name { #(#getters)* } }
}
