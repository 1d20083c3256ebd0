//! Documentation as attributes, one per line, so that no text can end a comment.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Deprecated;

/// The lines of a text as in `///` comments: with a leading space unless empty.
pub(crate) fn lines(markdown: &str) -> impl Iterator<Item = String> + '_ {
    markdown.lines().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    })
}

pub(crate) fn docs(markdown: &str) -> TokenStream {
    let lines = lines(markdown);
    quote! { #(#[doc = #lines])* }
}

/// The model's name as a search term, if the Rust name differs.
pub(crate) fn alias(model: &str, rust: &str) -> TokenStream {
    // Rustdoc allows neither quotes nor white space here.
    let is_plain = model
        .chars()
        .all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\''));
    if model == rust || model.is_empty() || !is_plain {
        return TokenStream::new();
    }
    quote! { #[doc(alias = #model)] }
}

pub(crate) fn deprecated(deprecated: Option<&Deprecated>) -> TokenStream {
    match deprecated {
        None => TokenStream::new(),
        Some(Deprecated { note: None }) => quote! { #[deprecated] },
        Some(Deprecated { note: Some(note) }) => quote! { #[deprecated(note = #note)] },
    }
}
