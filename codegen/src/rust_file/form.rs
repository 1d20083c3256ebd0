//! The two forms of generated code: a crate of its own, or a module of the user's crate.
//!
//! Emitters write a crate: `crate::` is its root, and its features are cargo's. A module knows neither
//! where it will be nor cargo's features, which are those of the user's crate. So its paths are
//! relative, and what features there are is decided when it is generated.

use std::collections::BTreeSet;

use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::quote;

use crate::build::Feature;

/// What is generated.
#[derive(Clone, Debug)]
pub(crate) enum Form {
    /// A crate.
    Crate,
    /// A module, with what is in it.
    Module(BTreeSet<Feature>),
}

impl Form {
    /// Whether a file is needed, by its path in the crate.
    pub(crate) fn has(&self, path: &str) -> bool {
        let Self::Module(features) = self else {
            return true;
        };
        let Some(path) = path.strip_prefix("src/") else {
            return false;
        };
        let of_feature = [
            (Feature::TestUtil, &["runtime/client/test_util/"][..]),
            (
                Feature::Client,
                &[
                    "client.rs",
                    "config.rs",
                    "endpoint.rs",
                    "waiter",
                    "runtime/client/",
                ],
            ),
            (Feature::Serde, &["runtime/model_form.rs"]),
        ];
        of_feature.iter().all(|(feature, paths)| {
            features.contains(feature) || !paths.iter().any(|start| path.starts_with(start))
        })
    }

    /// Where a file goes.
    pub(crate) fn path(&self, path: String) -> String {
        match (self, path.strip_prefix("src/")) {
            (Self::Module(_), Some("lib.rs")) => "mod.rs".to_owned(),
            (Self::Module(_), Some(inside)) => inside.to_owned(),
            _ => path,
        }
    }

    /// Rust of a file, by its path in the crate.
    pub(crate) fn tokens(&self, path: &str, tokens: TokenStream) -> TokenStream {
        match self {
            Self::Crate => tokens,
            Self::Module(features) => Rewrite {
                features,
                is_in_fence: false,
            }
            .stream(tokens, depth(path)),
        }
    }

    /// A table: the macros of a crate are at its root, those of a module in the runtime, which
    /// every file with a table imports.
    pub(crate) fn table(&self, text: String) -> String {
        match (self, text.strip_prefix("crate::")) {
            (Self::Module(_), Some(rest)) => format!("runtime::{rest}"),
            _ => text,
        }
    }

    /// A file of the runtime. Its paths are relative already.
    pub(crate) fn runtime(&self, text: &str) -> String {
        let Self::Module(_) = self else {
            return text.to_owned();
        };
        let mut text = self.features(text);
        // So that the macros in there can be named.
        text = text.replace("\nmod ", "\npub(crate) mod ");
        let macros = exported(&text);
        text = text.replace("#[macro_export]\n", "");
        text = text.replace("$crate::", "runtime::");
        if !macros.is_empty() {
            text.push_str(&format!("\n{}", imports("", &macros)));
        }
        text
    }

    /// What the root of the runtime has besides, if there is anything: the macros of its files, which
    /// are given by their paths.
    pub(crate) fn macros(&self, files: &[(&str, &str)]) -> Option<String> {
        let Self::Module(_) = self else {
            return None;
        };
        let is_there = |(path, _): &&(&str, &str)| self.has(&format!("src/runtime/{path}"));
        let imports = files.iter().filter(is_there).map(|(path, text)| {
            let module = path.trim_end_matches(".rs").replace('/', "::");
            imports(&format!("{module}::"), &exported(&self.features(text)))
        });
        Some(imports.collect())
    }

    /// Text in which it is said whether a feature is there.
    fn features(&self, text: &str) -> String {
        let mut text = text.to_owned();
        if let Self::Module(features) = self {
            for feature in Feature::ALL {
                let is_on = features.contains(&feature).to_string();
                text = text.replace(&format!("feature = \"{}\"", feature.as_str()), &is_on);
            }
        }
        text
    }
}

/// A macro, and the line that says when it is there.
type Macro = (String, Option<String>);

/// The macros that a file of the runtime exports from the root of a crate. Two modules in one crate
/// would export the same names, so they import them as items in place of that.
fn exported(text: &str) -> Vec<Macro> {
    let mut macros = Vec::new();
    let (mut is_exported, mut condition) = (false, None);
    for line in text.lines() {
        if line == "#[macro_export]" {
            is_exported = true;
        } else if line.starts_with("#[cfg(") {
            condition = Some(line.to_owned());
        } else if let Some(rest) = line.strip_prefix("macro_rules! ") {
            if is_exported {
                macros.push((rest.trim_end_matches(" {").to_owned(), condition.take()));
            }
            is_exported = false;
        } else if !line.starts_with("#[") {
            condition = None;
        }
    }
    macros
}

/// Imports that the rest of the user's crate does not see.
fn imports(module: &str, macros: &[Macro]) -> String {
    let lines = macros.iter().map(|(name, condition)| {
        let condition = condition.iter().map(|it| format!("{it}\n"));
        let condition: String = condition.collect();
        format!("{condition}pub(crate) use {module}{name};\n")
    });
    lines.collect()
}

/// How many modules a file is below the root.
fn depth(path: &str) -> usize {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    if inside == "lib.rs" {
        return 0;
    }
    inside.matches('/').count() + 1
}

/// The path of the root, from so far below it.
fn root(depth: usize) -> Vec<&'static str> {
    if depth == 0 {
        vec!["self"]
    } else {
        vec!["super"; depth]
    }
}

struct Rewrite<'f> {
    features: &'f BTreeSet<Feature>,
    /// Whether the documentation is inside a block of code.
    is_in_fence: bool,
}

impl Rewrite<'_> {
    fn stream(&mut self, tokens: TokenStream, depth: usize) -> TokenStream {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut out = TokenStream::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let is = |offset: usize, text: &str| {
                tokens.get(at + offset).is_some_and(|it| is_text(it, text))
            };
            match token {
                // `crate::`, and not `pub(crate)`.
                TokenTree::Ident(_) if is(0, "crate") && is(1, ":") && is(2, ":") => {
                    let steps = root(depth).into_iter();
                    let steps = steps.map(|step| Ident::new(step, Span::call_site()));
                    out.extend(quote! { #(#steps)::* });
                }
                TokenTree::Ident(_) if is(0, "feature") && is(1, "=") => {
                    let name = tokens.get(at + 2).map(ToString::to_string);
                    let is_on = name.is_some_and(|name| {
                        let mut on = self.features.iter();
                        on.any(|it| format!("{:?}", it.as_str()) == name)
                    });
                    let word = Ident::new(&is_on.to_string(), Span::call_site());
                    out.extend([TokenTree::Ident(word)]);
                    at += 2;
                }
                TokenTree::Ident(_) if is(0, "doc") && is(1, "=") => {
                    out.extend(tokens[at..at + 2].iter().cloned());
                    let line = tokens.get(at + 2).cloned();
                    out.extend(line.map(|line| self.doc(line, depth)));
                    at += 2;
                }
                TokenTree::Group(group) => {
                    // `mod name { … }` is one step further down.
                    let is_module = at >= 2 && is_text(&tokens[at - 2], "mod");
                    let inner = self.stream(group.stream(), depth + usize::from(is_module));
                    out.extend([TokenTree::Group(Group::new(group.delimiter(), inner))]);
                }
                token => out.extend([token.clone()]),
            }
            at += 1;
        }
        out
    }

    /// A line of documentation: its links are relative, too, and its code is not run, because it does
    /// not know what the module is called.
    fn doc(&mut self, line: TokenTree, depth: usize) -> TokenTree {
        let Ok(text) = syn::parse2::<syn::LitStr>(line.clone().into()) else {
            return line;
        };
        let mut text = text.value();
        if text.trim_start().starts_with("```") {
            if !self.is_in_fence && !text.contains("text") {
                let fence = text.replace("```", "```ignore ");
                fence.trim_end().clone_into(&mut text);
            }
            self.is_in_fence = !self.is_in_fence;
        }
        let root = root(depth).join("::");
        for open in ["(`", "("] {
            text = text.replace(&format!("{open}crate::"), &format!("{open}{root}::"));
        }
        TokenTree::Literal(Literal::string(&text))
    }
}

fn is_text(token: &TokenTree, text: &str) -> bool {
    match token {
        TokenTree::Ident(ident) => ident == text,
        TokenTree::Punct(punct) => text.chars().eq([punct.as_char()]),
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_features_of_a_module() {
        let form = Form::Module(BTreeSet::from([Feature::Serde]));
        for (path, tokens, expected) in [
            (
                "src/types/a.rs",
                quote! { use crate::b; },
                quote! { use super::super::b; },
            ),
            (
                "src/types.rs",
                quote! { use crate::b; },
                quote! { use super::b; },
            ),
            (
                "src/lib.rs",
                quote! { use crate::b; },
                quote! { use self::b; },
            ),
            (
                "src/lib.rs",
                quote! { mod a { use crate::b; } },
                quote! { mod a { use super::b; } },
            ),
            (
                "src/a.rs",
                quote! { #[cfg(all(feature = "serde", not(feature = "client")))] pub(crate) fn f() {} },
                quote! { #[cfg(all(true, not(false)))] pub(crate) fn f() {} },
            ),
            (
                "src/a.rs",
                quote! { #[doc = " See [`B`](`crate::B`) and [C](crate::C): crate::d."] struct A; },
                quote! { #[doc = " See [`B`](`super::B`) and [C](super::C): crate::d."] struct A; },
            ),
            (
                "src/a.rs",
                quote! { #[doc = " ```"] #[doc = " a"] #[doc = " ```"] struct A; },
                quote! { #[doc = " ```ignore"] #[doc = " a"] #[doc = " ```"] struct A; },
            ),
        ] {
            assert_eq!(
                form.tokens(path, tokens.clone()).to_string(),
                expected.to_string()
            );
            assert_eq!(
                Form::Crate.tokens(path, tokens.clone()).to_string(),
                tokens.to_string()
            );
        }
    }

    #[test]
    fn every_macro_is_an_item_of_its_module() {
        let text = include_str!("../../runtime/src/tables.rs");
        let exported = text.matches("#[macro_export]").count();
        assert!(exported > 5);
        assert_eq!(Form::Crate.runtime(text), text);
        assert_eq!(Form::Crate.macros(&[("tables.rs", text)]), None);
        let form = Form::Module(BTreeSet::new());
        let module = form.runtime(text);
        assert!(
            !module.contains("macro_export") && !module.contains("$crate"),
            "{module}"
        );
        assert_eq!(module.matches("pub(crate) use ").count(), exported);
        let root = form
            .macros(&[("tables.rs", text), ("client/a.rs", text)])
            .unwrap();
        assert_eq!(root.matches("pub(crate) use tables::").count(), exported);
        assert!(!root.contains("client"));
        // One is there with a feature only, wherever it is imported.
        for text in [&module, &root] {
            let condition = "#[cfg(false)]\npub(crate) use ";
            assert_eq!(text.matches(condition).count(), 1, "{text}");
        }
    }
}
