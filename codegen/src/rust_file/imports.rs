//! Imports of a file.
//!
//! A shape may have the name of a standard type, such as `Option`, `String` or `Vec`. In the file
//! that defines it, the standard type is written with its full path.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};

use super::Item;
use super::declarations::one_line;
use crate::ir::Ty;
use crate::names::Name;

/// The imports of one file.
pub(crate) struct Imports<'a> {
    /// The types defined in the file.
    own: Vec<&'a Name>,
    used: RefCell<BTreeSet<String>>,
    /// Replaces `crate` in paths.
    root: TokenStream,
    /// Whether names of libraries are written with their full path.
    is_absolute: bool,
}

impl<'a> Imports<'a> {
    /// The imports of a file that defines the types `own`, with the path of the crate's root.
    pub(crate) fn of(root: TokenStream, own: impl IntoIterator<Item = &'a Name>) -> Self {
        Self {
            own: own.into_iter().collect(),
            used: RefCell::default(),
            root,
            is_absolute: false,
        }
    }

    /// The same for optional code: names of libraries have their full path; those of the crate
    /// itself must already be imported.
    pub(crate) fn without_imports(&self) -> Self {
        Self {
            own: self.own.clone(),
            used: RefCell::default(),
            root: self.root.clone(),
            is_absolute: true,
        }
    }

    /// A name in the prelude, given its full path.
    pub(crate) fn prelude(&self, path: &str) -> TokenStream {
        let name = last(path);
        if self.is_own(name) {
            path_tokens(path, true)
        } else {
            Ident::new(name, Span::call_site()).into_token_stream()
        }
    }

    /// Imports a name, given its full path.
    pub(crate) fn import(&self, path: &str) -> TokenStream {
        let name = last(path);
        let is_foreign = !path.starts_with("crate::");
        if self.is_own(name) || (self.is_absolute && is_foreign) {
            return self.path(path, is_foreign);
        }
        self.used.borrow_mut().insert(path.to_owned());
        Ident::new(name, Span::call_site()).into_token_stream()
    }

    /// The path that replaces `crate`.
    pub(crate) fn root(&self) -> &TokenStream {
        &self.root
    }

    /// [`root`](Self::root) as text.
    pub(crate) fn root_path(&self) -> String {
        one_line(self.root.clone())
    }

    fn path(&self, path: &str, is_absolute: bool) -> TokenStream {
        let root = &self.root;
        if path == "crate" {
            return root.clone();
        }
        match path.strip_prefix("crate::") {
            Some(inside) => {
                let inside = path_tokens(inside, false);
                quote! { #root::#inside }
            }
            None => path_tokens(path, is_absolute),
        }
    }

    fn is_own(&self, name: &str) -> bool {
        self.own.iter().any(|own| own.as_str() == name)
    }

    /// The type of a value.
    pub(crate) fn ty(&self, ty: &Ty) -> TokenStream {
        match ty {
            Ty::Boolean => quote! { bool },
            Ty::Integer => quote! { i32 },
            Ty::Long => quote! { i64 },
            Ty::Float => quote! { f32 },
            Ty::Double => quote! { f64 },
            Ty::String => self.prelude("std::string::String"),
            Ty::Timestamp => {
                let (time, utc) = (
                    self.import("tinsmith_runtime::chrono::DateTime"),
                    self.import("tinsmith_runtime::chrono::Utc"),
                );
                quote! { #time<#utc> }
            }
            Ty::Blob => self.import("tinsmith_runtime::bytes::Bytes"),
            Ty::Stream => self.import("tinsmith_runtime::byte_stream::ByteStream"),
            Ty::Document => quote! { tinsmith_runtime::serde_json::Value },
            Ty::Named(name) => {
                let name = ident(name);
                let types = self.import("crate::types");
                quote! { #types::#name }
            }
            Ty::Boxed(inner) => {
                let (boxed, inner) = (self.prelude("std::boxed::Box"), self.ty(inner));
                quote! { #boxed<#inner> }
            }
            Ty::List { item, is_sparse } => {
                let (vec, item) = (self.prelude("std::vec::Vec"), self.maybe(item, *is_sparse));
                quote! { #vec<#item> }
            }
            Ty::Map {
                key,
                value,
                is_sparse,
            } => {
                let map = self.import("std::collections::HashMap");
                let key = self.key(key.as_ref());
                let value = self.maybe(value, *is_sparse);
                quote! { #map<#key, #value> }
            }
        }
    }

    /// The type of a value as text, for tables.
    pub(crate) fn text(&self, ty: &Ty) -> String {
        one_line(self.ty(ty))
    }

    /// The type of the keys of a map.
    pub(crate) fn key(&self, key: Option<&Name>) -> TokenStream {
        match key {
            Some(name) => self.ty(&Ty::Named(name.clone())),
            None => self.ty(&Ty::String),
        }
    }

    /// The type of a value that may be absent.
    pub(crate) fn maybe(&self, ty: &Ty, is_optional: bool) -> TokenStream {
        let ty = self.ty(ty);
        if !is_optional {
            return ty;
        }
        let option = self.prelude("std::option::Option");
        quote! { #option<#ty> }
    }

    /// The `use` items, one per module: libraries first, then the crate itself.
    pub(crate) fn items(&self) -> impl Iterator<Item = Item> {
        let mut modules: BTreeMap<(bool, String), Vec<Ident>> = BTreeMap::new();
        for path in self.used.borrow().iter() {
            let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
            let is_own = module.starts_with("crate");
            let names = modules.entry((is_own, module.to_owned())).or_default();
            names.push(Ident::new(name, Span::call_site()));
        }
        modules.into_iter().map(|((_, module), names)| {
            let module = self.path(&module, false);
            match &names[..] {
                [name] => quote! { use #module::#name; },
                names => quote! { use #module::{#(#names),*}; },
            }
            .into()
        })
    }
}

/// A type as written in a file that defines no types.
pub(crate) fn type_text(ty: &Ty, is_optional: bool) -> String {
    one_line(Imports::of(quote! { crate }, []).maybe(ty, is_optional))
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

fn path_tokens(path: &str, is_absolute: bool) -> TokenStream {
    let parts = path
        .split("::")
        .map(|part| Ident::new(part, Span::call_site()));
    let root = is_absolute.then(|| quote! { :: });
    quote! { #root #(#parts)::* }
}

/// A name as a token.
pub(crate) fn ident(name: &Name) -> Ident {
    match name.as_str().strip_prefix("r#") {
        Some(bare) => Ident::new_raw(bare, Span::call_site()),
        None => Ident::new(name.as_str(), Span::call_site()),
    }
}
