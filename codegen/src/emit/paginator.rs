//! Pagination of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::path;
use crate::ir::{EmptyToken, Operation, Paginator, Token, Ty};
use crate::rust_file::imports::{Imports, ident};

/// The trait implementations of an operation, if it is paginated.
pub(super) fn items(imports: &Imports<'_>, operation: &Operation) -> Vec<TokenStream> {
    let Some(paginator) = &operation.paginator else {
        return Vec::new();
    };
    let mut items = vec![paginated(imports, operation, paginator)];
    items.extend(page_size(imports, operation, paginator));
    items.extend(listed(imports, operation, paginator));
    items
}

fn paginated(imports: &Imports<'_>, operation: &Operation, paginator: &Paginator) -> TokenStream {
    let [name, input, output] = [
        &operation.name,
        &operation.input.name,
        &operation.output.name,
    ]
    .map(ident);
    let option = imports.prelude("std::option::Option");
    let some = imports.prelude("std::option::Option::Some");
    let none = imports.prelude("std::option::Option::None");
    let root = quote! { output };
    let more = paginator.more_results.as_ref().map(|path| {
        let more = path::owned(imports, &root, path, &Ty::Boolean);
        quote! {
            if #more != #some(true) {
                return #none;
            }
        }
    });
    let (token, next, set) = match &paginator.tokens[..] {
        [token] => {
            let field = ident(&token.input);
            (
                imports.ty(&token.ty),
                next_token(imports, token),
                quote! { input.#field = #some(token); },
            )
        }
        tokens => {
            let types = tokens.iter().map(|token| imports.maybe(&token.ty, true));
            let next = tokens.iter().map(|token| next_token(imports, token));
            let fields = tokens.iter().map(|token| ident(&token.input));
            let nones = tokens.iter().map(|_| &none);
            (
                quote! { (#(#types),*) },
                quote! {
                    let token = (#(#next),*);
                    (token != (#(#nones),*)).then_some(token)
                },
                quote! { (#(input.#fields),*) = token; },
            )
        }
    };
    quote! {
        impl tinsmith_runtime::features::paginator::Paginated for #name {
            type Token = #token;

            fn next_token(output: &#output) -> #option<#token> {
                #more
                #next
            }

            fn set_token(input: &mut #input, token: #token) {
                #set
            }
        }
    }
}

/// The next token in the output, unless it ends pagination.
fn next_token(imports: &Imports<'_>, token: &Token) -> TokenStream {
    let root = quote! { output };
    let filter = match token.empty {
        EmptyToken::Empty => Some(quote! { .filter(|it| !it.is_empty()) }),
        EmptyToken::EmptyText => Some(quote! { .filter(|it| !it.as_str().is_empty()) }),
        EmptyToken::Zero => Some(quote! { .filter(|it| *it != 0) }),
        EmptyToken::None => None,
    };
    let mut values = token.outputs.iter().map(|path| {
        let value = path::owned(imports, &root, path, &token.ty);
        quote! { #value #filter }
    });
    let first = values.next();
    quote! { #first #(.or_else(|| #values))* }
}

fn page_size(
    imports: &Imports<'_>,
    operation: &Operation,
    paginator: &Paginator,
) -> Option<TokenStream> {
    let limit = paginator.limit.as_ref()?;
    let (name, input) = (ident(&operation.name), ident(&operation.input.name));
    let field = ident(&limit.input);
    let some = imports.prelude("std::option::Option::Some");
    let size = match limit.ty {
        Ty::String => quote! { size.to_string() },
        Ty::Long => quote! { size.into() },
        _ => quote! { size },
    };
    Some(quote! {
        impl tinsmith_runtime::features::paginator::PageSize for #name {
            fn set_page_size(input: &mut #input, size: i32) {
                input.#field = #some(#size);
            }
        }
    })
}

fn listed(
    imports: &Imports<'_>,
    operation: &Operation,
    paginator: &Paginator,
) -> Option<TokenStream> {
    let items = paginator.items.as_ref()?;
    let (name, output) = (ident(&operation.name), ident(&operation.output.name));
    // A nested type may not be imported.
    let ty = match &items.path.segments[..] {
        [_] => imports.ty(&items.ty),
        _ => imports.without_imports().ty(&items.ty),
    };
    let list = path::taken(&quote! { output }, &items.path);
    Some(quote! {
        impl tinsmith_runtime::features::paginator::Items for #name {
            type Items = #ty;

            fn items(output: #output) -> #ty {
                #list
            }
        }
    })
}
