//! The expressions of `src/endpoint.rs`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::endpoint::Printer;
use crate::ir::endpoint::{Part, Value};
use crate::names::Name;
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
            Value::Variable { name, .. } => {
                let name = ident(name);
                quote! { #name }
            }
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
            Value::Item {
                of,
                index,
                is_parameter,
            } => {
                let endpoint = self.functions();
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
                let endpoint = self.functions();
                let of = self.argument(of);
                quote! { #endpoint::parse_arn(#of) }
            }
            Value::ParseUrl(of) => {
                let endpoint = self.functions();
                let of = self.argument(of);
                quote! { #endpoint::parse_url(#of) }
            }
            Value::UriEncode(of) => {
                let endpoint = self.functions();
                let of = self.argument(of);
                quote! { #endpoint::uri_encode(#of) }
            }
            Value::Split {
                of,
                delimiter,
                limit,
            } => {
                let endpoint = self.functions();
                let (of, limit) = (self.argument(of), number(*limit));
                quote! { #endpoint::split(#of, #delimiter, #limit) }
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
            Value::IsBucket { text, allow_dots } => {
                let endpoint = self.functions();
                let text = self.argument(text);
                quote! { #endpoint::is_virtual_hostable_bucket(#text, #allow_dots) }
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

    /// A value as a `&str` argument: `format!` results are borrowed.
    fn argument(&self, of: &Value) -> TokenStream {
        let tokens = self.value(of);
        match of {
            Value::Text(parts) if parts.len() > 1 => quote! { &#tokens },
            Value::UriEncode(_) => quote! { &#tokens },
            Value::Field(_, field) if field.as_str() == "normalized_path" => quote! { &#tokens },
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
