//! Locations of declarations in a file, recorded while it is rendered.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{Attribute, Field, Fields, FieldsNamed, ImplItem, ItemEnum, ItemImpl, ItemStruct};

use super::render::{self, is_apart};

/// A type, or a member of one, by their names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Declared {
    Type(String),
    Field(String, String),
    Variant(String, String),
    Method(String, String),
}

/// The location and code of a declaration.
#[derive(Clone, Debug)]
pub(crate) struct Declaration {
    /// The line after documentation and attributes, counted from 1.
    pub(crate) line: usize,
    /// The code without its body, on one line.
    pub(crate) code: String,
}

/// Collects the declarations of all files, by the file's path.
#[derive(Debug, Default)]
pub(crate) struct Recorder(Mutex<HashMap<(String, Declared), Declaration>>);

impl Recorder {
    pub(crate) fn get(&self, file: &str, item: Declared) -> Option<Declaration> {
        let declarations = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        declarations.get(&(file.to_owned(), item)).cloned()
    }

    /// Records the declarations of an item that follows `lines` lines of text.
    pub(super) fn record(&self, file: &str, declared: Vec<(Declared, Declaration)>, lines: usize) {
        let mut declarations = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        declarations.extend(declared.into_iter().map(|(item, mut declaration)| {
            declaration.line += lines;
            ((file.to_owned(), item), declaration)
        }));
    }
}

/// The declarations in an item, with lines counted from its start.
pub(super) fn declarations(item: &syn::Item) -> Vec<(Declared, Declaration)> {
    match item {
        syn::Item::Struct(item) => of_struct(item),
        syn::Item::Enum(item) => of_enum(item),
        syn::Item::Impl(item) if item.trait_.is_none() => of_impl(item),
        _ => Vec::new(),
    }
}

/// The declarations of an item and its members, and the line reached.
struct Lines {
    found: Vec<(Declared, Declaration)>,
    /// The number of lines before the next member.
    lines: usize,
}

impl Lines {
    /// Starts after the head of an item, which has attributes but no members.
    fn after(
        head: &syn::Item,
        bare_head: &syn::Item,
        declared: Declared,
        code: TokenStream,
    ) -> Self {
        let lines = count(head);
        // An item without members has as many lines as its head.
        let line = lines - count(bare_head) + 1;
        let code = one_line(code);
        Self {
            found: vec![(declared, Declaration { line, code })],
            lines,
        }
    }

    /// Adds a member, given the item with only this member, with and without attributes.
    fn part(&mut self, whole: &syn::Item, bare: &syn::Item, declared: Declared, code: TokenStream) {
        // The member is between the first and last line of the item.
        let (lines, bare_lines) = (count(whole) - 2, count(bare) - 2);
        let line = self.lines + lines - bare_lines + 1;
        let code = one_line(code);
        self.found.push((declared, Declaration { line, code }));
        self.lines += lines;
    }
}

fn count(item: &syn::Item) -> usize {
    render::unparse(item.clone()).lines().count()
}

fn of_struct(item: &ItemStruct) -> Vec<(Declared, Declaration)> {
    let name = item.ident.to_string();
    let with = |attrs: &[Attribute], fields: Punctuated<Field, syn::Token![,]>| {
        let named = FieldsNamed {
            brace_token: syn::token::Brace::default(),
            named: fields,
        };
        syn::Item::Struct(ItemStruct {
            attrs: attrs.to_vec(),
            fields: Fields::Named(named),
            semi_token: None,
            ..item.clone()
        })
    };
    let (head, bare) = (
        with(&item.attrs, Punctuated::new()),
        with(&[], Punctuated::new()),
    );
    let (visibility, ident) = (&item.vis, &item.ident);
    let code = quote! { #visibility struct #ident };
    let mut lines = Lines::after(&head, &bare, Declared::Type(name.clone()), code);
    for field in &item.fields {
        let bare = Field {
            attrs: Vec::new(),
            ..field.clone()
        };
        let Some(ident) = &field.ident else { continue };
        let declared = Declared::Field(name.clone(), ident.to_string());
        let one = |field: &Field| with(&[], Punctuated::from_iter([field.clone()]));
        lines.part(&one(field), &one(&bare), declared, bare.to_token_stream());
    }
    lines.found
}

fn of_enum(item: &ItemEnum) -> Vec<(Declared, Declaration)> {
    let name = item.ident.to_string();
    let with = |attrs: &[Attribute], variants| {
        syn::Item::Enum(ItemEnum {
            attrs: attrs.to_vec(),
            variants,
            ..item.clone()
        })
    };
    let (head, bare) = (
        with(&item.attrs, Punctuated::new()),
        with(&[], Punctuated::new()),
    );
    let (visibility, ident) = (&item.vis, &item.ident);
    let code = quote! { #visibility enum #ident };
    let mut lines = Lines::after(&head, &bare, Declared::Type(name.clone()), code);
    for variant in &item.variants {
        let bare = syn::Variant {
            attrs: Vec::new(),
            ..variant.clone()
        };
        let declared = Declared::Variant(name.clone(), variant.ident.to_string());
        let one = |variant: &syn::Variant| with(&[], Punctuated::from_iter([variant.clone()]));
        lines.part(&one(variant), &one(&bare), declared, bare.to_token_stream());
    }
    lines.found
}

/// The methods of a type; the block itself is no declaration.
fn of_impl(item: &ItemImpl) -> Vec<(Declared, Declaration)> {
    let name = one_line(item.self_ty.to_token_stream());
    let with = |items| {
        syn::Item::Impl(ItemImpl {
            attrs: Vec::new(),
            items,
            ..item.clone()
        })
    };
    let head = ItemImpl {
        items: Vec::new(),
        ..item.clone()
    };
    let mut lines = Lines {
        found: Vec::new(),
        lines: count(&syn::Item::Impl(head)),
    };
    let mut previous = None;
    for part in &item.items {
        lines.lines += usize::from(previous.is_some_and(|previous| is_apart(previous, part)));
        previous = Some(part);
        let ImplItem::Fn(method) = part else {
            lines.lines += count(&with(vec![part.clone()])) - 2;
            continue;
        };
        let mut bare = method.clone();
        bare.attrs.clear();
        let declared = Declared::Method(name.clone(), method.sig.ident.to_string());
        let (visibility, signature) = (&method.vis, &method.sig);
        let code = quote! { #visibility #signature };
        let bare = with(vec![ImplItem::Fn(bare)]);
        lines.part(&with(vec![part.clone()]), &bare, declared, code);
    }
    lines.found
}

/// Tokens as a single line of code.
pub(super) fn one_line(tokens: TokenStream) -> String {
    let mut text = String::new();
    push(tokens, &mut text);
    text
}

fn push(tokens: TokenStream, text: &mut String) {
    let mut is_after_word = false;
    let mut is_joint = false;
    for token in tokens {
        let is_word = matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
        let mut joins_next = false;
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                push(group.stream(), text);
                text.push_str(close);
            }
            TokenTree::Punct(punct) => {
                joins_next = punct.spacing() == Spacing::Joint;
                match (punct.as_char(), is_joint || joins_next) {
                    ('=' | '+', false) => text.push_str(&format!(" {punct} ")),
                    ('-', true) => text.push_str(" -"),
                    (',' | ';', _) | (':', false) => text.push_str(&format!("{punct} ")),
                    ('>', true) if is_joint && text.ends_with('-') => text.push_str("> "),
                    (other, _) => text.push(other),
                }
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                if is_after_word {
                    text.push(' ');
                }
                text.push_str(&token.to_string());
            }
        }
        (is_after_word, is_joint) = (is_word, joins_next);
    }
}
