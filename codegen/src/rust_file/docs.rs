//! Documentation as attributes, one per line, so that no text can end a comment.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::Deprecated;

/// The lines of a text as in `///` comments: with a leading space unless empty.
pub(crate) fn lines(markdown: &str) -> impl Iterator<Item = Literal> + '_ {
    markdown.lines().map(|line| match line {
        "" => Literal::string(""),
        line => literal(line),
    })
}

/// A line as a raw string if possible: syn and prettyplease would reverse the escapes three times,
/// character by character, and generation would take an eighth longer.
fn literal(line: &str) -> Literal {
    let hashes_after = |(quote, _)| {
        let rest = line[quote..].bytes().skip(1);
        rest.take_while(|&byte| byte == b'#').count()
    };
    let most = line.match_indices('"').map(hashes_after).max();
    let hashes = "#".repeat(most.map_or(0, |most| most + 1));
    let raw = ["r", &hashes, "\" ", line, "\"", &hashes].concat();
    raw.parse()
        .unwrap_or_else(|_| Literal::string(&format!(" {line}")))
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

#[cfg(test)]
mod tests {
    use quote::ToTokens as _;

    use super::*;

    #[test]
    fn literals_have_the_text_of_the_line() {
        let hashes = "#".repeat(300);
        for line in [
            "plain",
            r#"a "quoted" word and a \ "#,
            r##""# and ##" and """##,
            "ends with a quote\"",
            "umlaut ä, \u{1f980}, tab\t, nul\0, carriage\rreturn",
            &format!("\"{hashes}"),
        ] {
            let parsed: syn::LitStr = syn::parse2(literal(line).into_token_stream()).unwrap();
            assert_eq!(parsed.value(), format!(" {line}"));
        }
        let lines: Vec<_> = lines("a\n\nb").map(|line| line.to_string()).collect();
        assert_eq!(lines, ["r\" a\"", "\"\"", "r\" b\""]);
    }
}
