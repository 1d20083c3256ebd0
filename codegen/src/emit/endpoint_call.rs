//! The expressions of `src/endpoint.rs`: calls of functions.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::endpoint::Printer;
use crate::ir::endpoint::Value;

impl Printer {
    /// A call of a function of endpoint rule sets.
    pub(super) fn call(&self, of: &Value) -> TokenStream {
        let endpoint = self.functions();
        match of {
            Value::Item {
                of,
                index,
                is_parameter,
            } => {
                let of = self.value(of);
                let index = Literal::isize_unsuffixed(*index);
                if *is_parameter {
                    quote! { #endpoint::item(#of, #index) }
                } else {
                    quote! { #endpoint::part(&#of, #index) }
                }
            }
            Value::PartitionOf(region) => {
                let region = self.argument(region);
                quote! { partition_of(#region) }
            }
            Value::ParseArn(of) => {
                let of = self.argument(of);
                quote! { #endpoint::parse_arn(#of) }
            }
            Value::ParseUrl(of) => {
                let of = self.argument(of);
                quote! { #endpoint::parse_url(#of) }
            }
            Value::UriEncode(of) => {
                let of = self.argument(of);
                quote! { #endpoint::uri_encode(#of) }
            }
            Value::Split {
                of,
                delimiter,
                limit,
            } => {
                let (of, limit) = (self.argument(of), number(*limit));
                quote! { #endpoint::split(#of, #delimiter, #limit) }
            }
            Value::Substring {
                of,
                start,
                stop,
                from_end,
            } => {
                let (of, start, stop) = (self.argument(of), number(*start), number(*stop));
                if *from_end {
                    quote! { #endpoint::substring_from_end(#of, #start..#stop) }
                } else {
                    quote! { #endpoint::substring(#of, #start..#stop) }
                }
            }
            Value::IsHostLabel { text, allow_dots } => {
                let text = self.argument(text);
                if *allow_dots {
                    quote! { #endpoint::are_host_labels(#text) }
                } else {
                    quote! { #endpoint::is_host_label(#text) }
                }
            }
            Value::IsBucket { text, allow_dots } => {
                let text = self.argument(text);
                quote! { #endpoint::is_virtual_hostable_bucket(#text, #allow_dots) }
            }
            // No call.
            of => self.value(of),
        }
    }
}

fn number(number: usize) -> Literal {
    Literal::usize_unsuffixed(number)
}
