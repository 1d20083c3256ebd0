//! The expressions of `src/endpoint.rs`: values that may be absent, and texts that are kept.

use proc_macro2::TokenStream;
use quote::quote;

use super::endpoint::Printer;
use crate::ir::endpoint::Value;
use crate::names::Name;
use crate::rust_file::imports::ident;

impl Printer {
    /// One of several values, or one that is kept.
    pub(super) fn choice(&self, of: &Value) -> TokenStream {
        match of {
            Value::Kept { cell, text } => {
                let (cell, text) = (ident(cell), self.owned(text));
                quote! { #cell.get_or_init(|| #text).as_str() }
            }
            Value::Texts { cell, texts } => {
                let cell = ident(cell);
                quote! { #cell.get_or_init(|| vec![#(#texts.to_owned()),*]).as_slice() }
            }
            Value::Cloned(of) => {
                let of = self.value(of);
                quote! { #of.clone() }
            }
            Value::Some(of) => {
                let of = self.value(of);
                quote! { Some(#of) }
            }
            Value::Coalesce {
                first,
                then,
                is_option,
            } => self.coalesce(first, then, *is_option),
            Value::Choice {
                condition,
                then,
                otherwise,
            } => {
                let condition = self.value(condition);
                let (then, otherwise) = (self.value(then), self.value(otherwise));
                quote! { if #condition { #then } else { #otherwise } }
            }
            Value::Given {
                name,
                value,
                then,
                is_option,
            } => {
                let value = match &**value {
                    Value::Variable {
                        name,
                        is_borrowed: true,
                    } => {
                        let name = ident(name);
                        quote! { #name.as_ref() }
                    }
                    value => self.value(value),
                };
                let function = self.function_of(name, then);
                if *is_option {
                    quote! { #value.and_then(#function) }
                } else {
                    quote! { #value.map(#function) }
                }
            }
            // No choice.
            of => self.value(of),
        }
    }

    /// An optional value that is matched.
    pub(super) fn option(&self, of: &Value) -> TokenStream {
        let tokens = self.value(of);
        match of {
            Value::Variable {
                is_borrowed: true, ..
            } => quote! { &#tokens },
            _ => tokens,
        }
    }

    fn coalesce(&self, first: &Value, then: &Value, is_option: bool) -> TokenStream {
        let (first, value) = (self.value(first), self.value(then));
        let is_at_hand = matches!(
            then,
            Value::Parameter(_) | Value::Local(_) | Value::Variable { .. } | Value::Flag(_)
        ) || matches!(then, Value::Text(parts) if parts.len() < 2);
        match (is_option, is_at_hand) {
            (true, true) => quote! { #first.or(#value) },
            (true, false) => quote! { #first.or_else(|| #value) },
            (false, true) => quote! { #first.unwrap_or(#value) },
            (false, false) => quote! { #first.unwrap_or_else(|| #value) },
        }
    }

    /// A function of one argument: its name if it only calls another.
    fn function_of(&self, name: &Name, body: &Value) -> TokenStream {
        let is_name = |value: &Value| matches!(value, Value::Local(it) if it == name);
        let endpoint = self.functions();
        match body {
            Value::PartitionOf(of) if is_name(of) => quote! { partition_of },
            Value::ParseArn(of) if is_name(of) => quote! { #endpoint::parse_arn },
            Value::ParseUrl(of) if is_name(of) => quote! { #endpoint::parse_url },
            body => {
                let (name, body) = (ident(name), self.value(body));
                quote! { |#name| #body }
            }
        }
    }

    /// A text as a `String`.
    fn owned(&self, of: &Value) -> TokenStream {
        let tokens = self.value(of);
        match of {
            Value::Field(..) => quote! { #tokens.clone() },
            _ => tokens,
        }
    }
}
