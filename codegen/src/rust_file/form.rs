//! The two forms of generated code: a crate of its own, or a module of the crate whose build script
//! asks for it.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::config::Feature;

/// What is generated.
#[derive(Clone, Debug)]
pub(crate) enum Form {
    /// A crate; cargo decides on its features.
    Crate,
    /// A module, with the features that it has. It does not know where it will be, so its paths are
    /// relative.
    Module(BTreeSet<Feature>),
}

impl Form {
    /// Whether this is a module.
    pub(crate) fn is_module(&self) -> bool {
        matches!(self, Self::Module(_))
    }

    /// Whether there may be something that needs a feature.
    pub(crate) fn has(&self, feature: Feature) -> bool {
        match self {
            Self::Crate => true,
            Self::Module(features) => features.contains(&feature),
        }
    }

    /// The features of a module; none of a crate.
    pub(crate) fn features(&self) -> impl Iterator<Item = Feature> {
        let features = match self {
            Self::Crate => None,
            Self::Module(features) => Some(features),
        };
        features.into_iter().flatten().copied()
    }

    /// Something that needs a feature: behind it in a crate, there or not in a module.
    pub(crate) fn with(&self, feature: Feature, item: &TokenStream) -> Option<TokenStream> {
        if !self.has(feature) {
            return None;
        }
        let name = feature.as_str();
        let condition = (!self.is_module()).then(|| quote! { #[cfg(feature = #name)] });
        Some(quote! { #condition #item })
    }

    /// The path of the root, from so many modules below it.
    pub(crate) fn root(&self, depth: usize) -> TokenStream {
        let ident = |text| Ident::new(text, Span::call_site());
        match self {
            Self::Crate => quote! { crate },
            Self::Module(_) if depth == 0 => quote! { self },
            Self::Module(_) => {
                let steps = (0..depth).map(|_| ident("super"));
                quote! { #(#steps)::* }
            }
        }
    }

    /// Where a file goes, by its path in a crate.
    pub(crate) fn path(&self, path: &str) -> String {
        match (self, path.strip_prefix("src/")) {
            (Self::Module(_), Some("lib.rs")) => "mod.rs".to_owned(),
            (Self::Module(_), Some(inside)) => inside.to_owned(),
            _ => path.to_owned(),
        }
    }
}
