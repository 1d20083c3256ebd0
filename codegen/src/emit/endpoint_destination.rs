//! The endpoints of `src/endpoint.rs`, with their headers and authentication schemes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::endpoint::Printer;
use crate::ir::endpoint::{AuthScheme, Destination, SchemeValue};

/// The property of a scheme whose signatures encode the path only once.
const SINGLE_ENCODING: &str = "disableDoubleEncoding";

impl Printer {
    /// A call of the runtime that returns an endpoint.
    pub(super) fn destination(&self, to: &Destination) -> TokenStream {
        let (endpoint, url) = (self.functions(), self.text(&to.url));
        let schemes = &to.auth_schemes;
        if to.headers.is_empty() && schemes.is_empty() {
            return quote! { #endpoint::at(#url) };
        }
        let is_single =
            |it: &AuthScheme| it.properties.get(SINGLE_ENCODING) == Some(&SchemeValue::Flag(true));
        if to.headers.is_empty() && schemes.iter().all(is_single) {
            let schemes = schemes.iter().map(|it| {
                let mut it = it.clone();
                it.properties.shift_remove(SINGLE_ENCODING);
                self.auth_scheme(&it)
            });
            return quote! { #endpoint::signed_without_double_encoding(#url, [#(#schemes),*]) };
        }
        let schemes = schemes.iter().map(|it| self.auth_scheme(it));
        if to.headers.is_empty() {
            return quote! { #endpoint::signed(#url, [#(#schemes),*]) };
        }
        let headers = to.headers.iter().flat_map(|(name, values)| {
            values.iter().map(move |value| {
                let value = self.text(value);
                quote! { (#name, #value.to_owned()) }
            })
        });
        quote! { #endpoint::with_headers(#url, [#(#headers),*], [#(#schemes),*]) }
    }

    fn auth_scheme(&self, of: &AuthScheme) -> TokenStream {
        let call = self.usual_scheme(of);
        call.unwrap_or_else(|| self.unusual_scheme(of))
    }

    /// A scheme for whose properties the runtime has a function.
    fn usual_scheme(&self, of: &AuthScheme) -> Option<TokenStream> {
        let endpoint = self.functions();
        let properties = &of.properties;
        let text = |name| match properties.get(name) {
            Some(SchemeValue::Text(text)) => Some(self.text_argument(text)),
            _ => None,
        };
        let regions = match properties.get("signingRegionSet") {
            Some(SchemeValue::List(regions)) => {
                let regions = regions.iter().map(|it| self.text_argument(it));
                Some(quote! { [#(#regions),*] })
            }
            _ => None,
        };
        let (name, region, scheme) = (text("signingName"), text("signingRegion"), &of.name);
        match (scheme.as_str(), properties.len(), name, region, regions) {
            ("sigv4", 1, None, Some(region), None) => Some(quote! { #endpoint::sigv4_in(#region) }),
            ("sigv4", 2, Some(name), Some(region), None) => {
                Some(quote! { #endpoint::sigv4(#name, #region) })
            }
            ("sigv4a", 1, None, None, Some(regions)) => {
                Some(quote! { #endpoint::sigv4a_in(#regions) })
            }
            ("sigv4a", 2, Some(name), None, Some(regions)) => {
                Some(quote! { #endpoint::sigv4a(#name, #regions) })
            }
            (_, 2, Some(name), Some(region), None) => {
                Some(quote! { #endpoint::scheme(#scheme, #name, #region) })
            }
            _ => None,
        }
    }

    fn unusual_scheme(&self, of: &AuthScheme) -> TokenStream {
        let name = &of.name;
        let count = Literal::usize_unsuffixed(of.properties.len());
        let properties = of.properties.iter().map(|(name, value)| {
            let value = match value {
                SchemeValue::Text(value) => self.text(value),
                SchemeValue::Flag(flag) => quote! { #flag },
                SchemeValue::List(texts) => {
                    let endpoint = self.functions();
                    let texts = texts.iter().map(|it| self.text(it));
                    quote! { vec![#(#endpoint::Document::from(#texts)),*] }
                }
            };
            quote! { .put(#name, #value) }
        });
        let scheme = self.import("AuthScheme");
        quote! { #scheme::with_capacity(#name, #count)#(#properties)* }
    }
}
