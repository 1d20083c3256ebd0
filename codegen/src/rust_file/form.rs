//! Output forms: a crate, or a module for a build script.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::config::Feature;

/// The form of generated code.
#[derive(Clone, Debug)]
pub(crate) enum OutputForm {
    /// A crate with cargo features.
    Crate,
    /// A module with fixed features. Its location is unknown, so its paths are relative.
    Module(BTreeSet<Feature>),
}

impl OutputForm {
    pub(crate) fn is_module(&self) -> bool {
        matches!(self, Self::Module(_))
    }

    /// Whether code that needs a feature is generated.
    pub(crate) fn has(&self, feature: Feature) -> bool {
        match self {
            Self::Crate => true,
            Self::Module(features) => features.contains(&feature),
        }
    }

    /// The features of a module; empty for a crate.
    pub(crate) fn features(&self) -> impl Iterator<Item = Feature> {
        let features = match self {
            Self::Crate => None,
            Self::Module(features) => Some(features),
        };
        features.into_iter().flatten().copied()
    }

    /// The cargo feature in the `cfg` of code that needs it; a module has none.
    pub(crate) fn condition(&self, feature: Feature) -> Option<&'static str> {
        (!self.is_module()).then(|| feature.as_str())
    }

    /// An item that needs a feature: with a `cfg` in a crate; present or not in a module.
    pub(crate) fn with(&self, feature: Feature, item: &TokenStream) -> Option<TokenStream> {
        if !self.has(feature) {
            return None;
        }
        let condition = self.condition(feature);
        let condition = condition.map(|name| quote! { #[cfg(feature = #name)] });
        Some(quote! { #condition #item })
    }

    /// The path of the root from `depth` modules below it.
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

    /// The path of a file, given its path in a crate.
    pub(crate) fn path(&self, path: &str) -> String {
        match (self, path.strip_prefix("src/")) {
            (Self::Module(_), Some("lib.rs")) => "mod.rs".to_owned(),
            (Self::Module(_), Some(inside)) => inside.to_owned(),
            _ => path.to_owned(),
        }
    }
}
