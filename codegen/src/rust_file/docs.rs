//! Documentation as attributes, one per line, so that nothing in a text can end a comment.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Deprecated;

/// The lines of a text as `///` has them: with a space in front, except for empty lines.
pub(crate) fn lines(markdown: &str) -> impl Iterator<Item = String> + '_ {
    markdown.lines().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    })
}

/// `///` lines.
pub(crate) fn docs(markdown: &str) -> TokenStream {
    let lines = lines(markdown);
    quote! { #(#[doc = #lines])* }
}

/// The name in the model as a search term, where the Rust name is another.
pub(crate) fn alias(model: &str, rust: &str) -> TokenStream {
    // Rustdoc takes no quotes or white space at the ends of an alias.
    let is_plain = model
        .chars()
        .all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\''));
    if model == rust || model.is_empty() || !is_plain {
        return TokenStream::new();
    }
    quote! { #[doc(alias = #model)] }
}

/// `#[deprecated]`, if it is.
pub(crate) fn deprecated(deprecated: Option<&Deprecated>) -> TokenStream {
    match deprecated {
        None => TokenStream::new(),
        Some(Deprecated { note: None }) => quote! { #[deprecated] },
        Some(Deprecated { note: Some(note) }) => quote! { #[deprecated(note = #note)] },
    }
}
