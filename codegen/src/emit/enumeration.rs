//! Open enums.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Enumeration;
use crate::rust_file::Item;
use crate::rust_file::docs;
use crate::rust_file::imports::{Imports, ident};
use crate::rust_file::table::{self, Table};

/// The items of an enum, without imports.
pub(super) fn items(imports: &Imports<'_>, enumeration: &Enumeration) -> Vec<Item> {
    let name = ident(&enumeration.name);
    let rows = enumeration
        .variants
        .iter()
        .map(|variant| table::row(&variant.name, &table::literal(&variant.value)));
    let table = Table {
        name: "enumeration",
        heading: Some(enumeration.name.to_string()),
        rows: rows.collect(),
        ..Table::default()
    };
    let mut items = vec![definition(imports, enumeration).into(), table.into()];
    if enumeration.is_sensitive {
        let redacted = quote! {
            impl std::fmt::Debug for #name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(tinsmith_runtime::debug::REDACTED)
                }
            }
        };
        items.push(redacted.into());
    }
    items
}

fn definition(imports: &Imports<'_>, enumeration: &Enumeration) -> TokenStream {
    let name = ident(&enumeration.name);
    let docs = docs::docs(&enumeration.docs);
    let alias = docs::alias(&enumeration.model_name, enumeration.name.bare());
    let deprecated = docs::deprecated(enumeration.deprecated.as_ref());
    let debug = (!enumeration.is_sensitive).then(|| quote! { , Debug });
    let variants = enumeration.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let deprecated = docs::deprecated(variant.deprecated.as_ref());
        let docs = docs::docs(&variant.docs);
        quote! { #docs #deprecated #name }
    });
    let unknown = docs::docs("A value that this version of the crate does not know.");
    let boxed = imports.prelude("std::boxed::Box");
    quote! {
        #docs
        #alias
        #deprecated
        #[non_exhaustive]
        #[derive(Clone #debug)]
        pub enum #name {
            #(#variants,)*
            #unknown
            UnknownValue(#boxed<str>),
        }
    }
}
