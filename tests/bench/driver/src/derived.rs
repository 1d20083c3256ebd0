//! The types of a generated crate with serde's derives instead of shape tables, without client and
//! runtime.
//!
//! Wire names are taken from the tables of the generated types. Unknown enum values are not kept:
//! `#[serde(other)]` is the fastest option of the derives.

use std::collections::{BTreeMap, HashMap};

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::{Fields, Item, ItemUse, UseTree, parse_quote};
use tinsmith::Crate;
use tinsmith_cli::error::{Error, Result};

/// The module `support`.
const SUPPORT: &str = include_str!("derived_support.rs");

const MANIFEST: &str = r#"[package]
name = "NAME"
version = "0.1.0"
edition = "2024"
publish = false

[dependencies]
base64 = { version = "0.23.1", default-features = false, features = ["std"] }
bytes = "1.12.2"
chrono = { version = "0.4.45", default-features = false, features = ["std"] }
serde = { version = "1.0.229", features = ["derive"] }
serde_json = { version = "1.0.154", features = ["float_roundtrip"] }
"#;

/// The files of the crate by path.
///
/// # Errors
///
/// If a generated file is not Rust.
pub(crate) fn files(krate: &Crate, name: &str) -> Result<BTreeMap<String, String>> {
    let library =
        "#![allow(unused_imports)]\npub mod operation;\npub mod support;\npub mod types;\n";
    let mut files = BTreeMap::from([
        ("Cargo.toml".to_owned(), MANIFEST.replace("NAME", name)),
        ("src/support.rs".to_owned(), SUPPORT.to_owned()),
        ("src/lib.rs".to_owned(), library.to_owned()),
    ]);
    for (path, text) in &krate.files {
        let is_list = path == "src/types.rs" || path == "src/operation.rs";
        if is_list || path.starts_with("src/types/") || path.starts_with("src/operation/") {
            let made = file(text).map_err(|error| Error::failure(path, error))?;
            files.insert(path.clone(), made);
        }
    }
    Ok(files)
}

/// Converts a file: keeps modules, imports and types, replaces tables by derives.
fn file(text: &str) -> syn::Result<String> {
    let file = syn::parse_file(text)?;
    let tables = file.items.iter().filter_map(table);
    let tables: HashMap<_, _> = tables.collect();
    let items = file.items.into_iter().filter_map(|item| match item {
        Item::Mod(item) => Some(item.to_token_stream()),
        Item::Use(item) => import(item),
        Item::Struct(mut item) => {
            let names = tables.get(&item.ident.to_string())?;
            for field in &mut item.fields {
                let ident = field.ident.as_ref().map(ToString::to_string)?;
                let wire = names.get(&ident).unwrap_or(&ident);
                let is_optional = match &field.ty {
                    syn::Type::Path(path) => path.path.segments.last()?.ident == "Option",
                    _ => false,
                };
                let skip = is_optional.then(|| quote!(, skip_serializing_if = "Option::is_none"));
                field.attrs = vec![parse_quote!(#[serde(rename = #wire #skip)])];
            }
            item.attrs = vec![derives(), parse_quote!(#[serde(default)])];
            Some(item.to_token_stream())
        }
        Item::Enum(mut item) => {
            let names = tables.get(&item.ident.to_string())?;
            for variant in &mut item.variants {
                variant.attrs = match names.get(&variant.ident.to_string()) {
                    Some(wire) => vec![parse_quote!(#[serde(rename = #wire)])],
                    None => {
                        variant.fields = Fields::Unit;
                        vec![parse_quote!(#[default]), parse_quote!(#[serde(other)])]
                    }
                };
            }
            item.attrs = vec![derives()];
            if item
                .variants
                .iter()
                .all(|variant| variant.fields.is_empty())
            {
                // Not a union: it can be the key of a map.
                item.attrs.push(parse_quote!(#[derive(Eq, Hash)]));
            }
            Some(item.to_token_stream())
        }
        _ => None,
    });
    Ok(items.map(|item| format!("{item}\n")).collect())
}

fn derives() -> syn::Attribute {
    parse_quote!(#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)])
}

/// Drops imports from the runtime, except of times and bytes, which come from `support`.
fn import(mut item: ItemUse) -> Option<TokenStream> {
    if let UseTree::Path(path) = &item.tree
        && path.ident == "tinsmith_runtime"
    {
        let UseTree::Path(inner) = &*path.tree else {
            return None;
        };
        if inner.ident != "bytes" && inner.ident != "chrono" {
            return None;
        }
        let tree = &inner.tree;
        item.tree = parse_quote!(crate::support::#tree);
    }
    Some(item.to_token_stream())
}

/// The type of a table, and the wire names by field or variant.
fn table(item: &Item) -> Option<(String, HashMap<String, String>)> {
    let Item::Macro(item) = item else {
        return None;
    };
    let kind = &item.mac.path.segments.last()?.ident;
    if !["structure", "union", "enumeration"]
        .iter()
        .any(|it| kind == it)
    {
        return None;
    }
    // `structure("Tag") => Tag { … }` or `CacheType { … }`.
    let tokens: Vec<_> = item.mac.tokens.clone().into_iter().collect();
    let [.., TokenTree::Ident(name), TokenTree::Group(rows)] = &tokens[..] else {
        return None;
    };
    let rows: Vec<_> = rows.stream().into_iter().collect();
    let names = rows.windows(3).filter_map(|row| match row {
        [
            TokenTree::Ident(member),
            TokenTree::Punct(colon),
            TokenTree::Literal(wire),
        ] if colon.as_char() == ':' => {
            let wire: syn::LitStr = syn::parse2(wire.to_token_stream()).ok()?;
            Some((member.to_string(), wire.value()))
        }
        _ => None,
    });
    Some((name.to_string(), names.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_become_attributes() {
        let made = file(
            r#"
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::operation::Operation;
use crate::types;
pub struct Tag { pub r#type: String, pub values: Option<Vec<Bytes>> }
impl Tag {}
tinsmith_runtime::structure! { structure("Tag") => Tag { r#type: "type".required(); values: "Values"; } }
pub enum Mode { Fast, UnknownValue(Box<str>) }
tinsmith_runtime::enumeration! { Mode { Fast: "FAST"; } }
"#,
        );
        let expected = quote! {
            use crate::support::Bytes;
            use crate::types;
            #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
            #[serde(default)]
            pub struct Tag {
                #[serde(rename = "type")]
                pub r#type: String,
                #[serde(rename = "Values", skip_serializing_if = "Option::is_none")]
                pub values: Option<Vec<Bytes>>
            }
            #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
            #[derive(Eq, Hash)]
            pub enum Mode {
                #[serde(rename = "FAST")]
                Fast,
                #[default]
                #[serde(other)]
                UnknownValue
            }
        };
        let printed = |file: syn::File| file.to_token_stream().to_string();
        let expected = printed(syn::parse2(expected).unwrap());
        assert_eq!(printed(syn::parse_file(&made.unwrap()).unwrap()), expected);
    }
}
