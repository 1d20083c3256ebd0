//! The expressions of `src/endpoint.rs`.

use proc_macro2::{Literal, TokenStream};
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
            Value::Local(name) => {
                let name = ident(name);
                quote! { #name }
            }
            Value::Text(parts) => self.text(parts),
            Value::Flag(flag) => quote! { #flag },
            Value::Field(of, name) => {
                let (of, name) = (self.value(of), ident(name));
                quote! { #of.#name }
            }
            Value::Item(of, index) => {
                let endpoint = self.functions();
                let list = match &**of {
                    Value::Field(..) => {
                        let of = self.value(of);
                        quote! { &#of }
                    }
                    of => self.value(of),
                };
                let index = number(*index);
                quote! { #endpoint::item(#list, #index) }
            }
            Value::PartitionOf(region) => {
                let region = self.argument(region);
                quote! { partition_of(#region) }
            }
            Value::ParseArn(of) => {
                let endpoint = self.functions();
                let of = self.argument(of);
                quote! { #endpoint::parse_arn(#of) }
            }
            Value::Substring {
                of,
                start,
                stop,
                from_end,
            } => {
                let endpoint = self.functions();
                let (of, start, stop) = (self.argument(of), number(*start), number(*stop));
                if *from_end {
                    quote! { #endpoint::substring_from_end(#of, #start..#stop) }
                } else {
                    quote! { #endpoint::substring(#of, #start..#stop) }
                }
            }
            Value::IsHostLabel { text, allow_dots } => {
                let endpoint = self.functions();
                let text = self.argument(text);
                if *allow_dots {
                    quote! { #endpoint::are_host_labels(#text) }
                } else {
                    quote! { #endpoint::is_host_label(#text) }
                }
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
        }
    }

    /// A value as a `&str` argument: `format!` results are borrowed.
    fn argument(&self, of: &Value) -> TokenStream {
        let tokens = self.value(of);
        match of {
            Value::Text(parts) if parts.len() > 1 => quote! { &#tokens },
            _ => tokens,
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

fn number(number: usize) -> Literal {
    Literal::usize_unsuffixed(number)
}
