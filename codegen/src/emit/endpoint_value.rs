//! The expressions of `src/endpoint.rs`: values, comparisons and texts.

use proc_macro2::TokenStream;
use quote::quote;

use super::endpoint::Printer;
use crate::ir::endpoint::{Part, Value};
use crate::rust_file::imports::ident;

impl Printer {
    /// An expression.
    pub(super) fn value(&self, of: &Value) -> TokenStream {
        match of {
            Value::Parameter(name) => {
                let name = ident(name);
                quote! { params.#name }
            }
            Value::Local(name) | Value::Variable { name, .. } => {
                let name = ident(name);
                quote! { #name }
            }
            Value::Text(parts) => self.text(parts),
            Value::Flag(flag) => quote! { #flag },
            Value::Field(of, name) => {
                let (of, name) = (self.value(of), ident(name));
                quote! { #of.#name }
            }
            Value::IsSome(of) => {
                let of = self.value(of);
                quote! { #of.is_some() }
            }
            Value::IsNone(of) => {
                let of = self.value(of);
                quote! { #of.is_none() }
            }
            Value::IsEmpty(of) => {
                let of = self.value(of);
                quote! { #of.is_empty() }
            }
            Value::Not(of) => {
                let of = self.value(of);
                quote! { !#of }
            }
            Value::Equal(a, b) => {
                let (a, b) = (self.value(a), self.value(b));
                quote! { #a == #b }
            }
            Value::Unequal(a, b) => {
                let (a, b) = (self.value(a), self.value(b));
                quote! { #a != #b }
            }
            Value::IsSomeOf(a, b) => {
                let (a, b) = (self.value(a), self.value(b));
                quote! { #a == Some(#b) }
            }
            Value::Kept { .. }
            | Value::Texts { .. }
            | Value::Cloned(_)
            | Value::Some(_)
            | Value::Coalesce { .. }
            | Value::Choice { .. }
            | Value::Given { .. } => self.choice(of),
            Value::Item { .. }
            | Value::PartitionOf(_)
            | Value::ParseArn(_)
            | Value::ParseUrl(_)
            | Value::UriEncode(_)
            | Value::Substring { .. }
            | Value::Split { .. }
            | Value::IsHostLabel { .. }
            | Value::IsBucket { .. } => self.call(of),
        }
    }

    /// A value as a `&str` argument: `format!` results are borrowed.
    pub(super) fn argument(&self, of: &Value) -> TokenStream {
        let tokens = self.value(of);
        if of.is_made() {
            quote! { &#tokens }
        } else {
            tokens
        }
    }

    /// A string as a `&str` argument.
    pub(super) fn text_argument(&self, parts: &[Part]) -> TokenStream {
        let tokens = self.text(parts);
        match parts {
            [Part::Value(of)] => self.argument(of),
            [] | [_] => tokens,
            _ => quote! { &#tokens },
        }
    }

    /// A string: a literal, a value, or `format!`.
    pub(super) fn text(&self, parts: &[Part]) -> TokenStream {
        match parts {
            [] => quote! { "" },
            [Part::Literal(text)] => quote! { #text },
            [Part::Value(of)] => self.value(of),
            parts => {
                let mut template = String::new();
                let mut arguments = Vec::new();
                for part in parts {
                    match part {
                        Part::Literal(text) => {
                            template.push_str(&text.replace('{', "{{").replace('}', "}}"));
                        }
                        Part::Value(Value::Local(name)) if name.as_str() == name.bare() => {
                            template.push_str(&format!("{{{name}}}"));
                        }
                        Part::Value(of) => {
                            template.push_str("{}");
                            arguments.push(self.value(of));
                        }
                    }
                }
                quote! { format!(#template #(, #arguments)*) }
            }
        }
    }
}
