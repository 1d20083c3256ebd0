//! Renders token streams as text. prettyplease formats, so the output depends on `Cargo.lock` and
//! not on an installed rustfmt. Items are formatted one by one, with empty lines between them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ImplItem;

use super::declarations::{Recorder, declarations};
use super::docs::lines;
use super::{Item, Source};
use crate::docs;
use crate::error::{Error, Problem, ProblemKind};
use crate::output::MARKER;

/// The header comment of a generated file.
pub(crate) fn header(comment: &str, origin: &str, command: &str) -> String {
    let visible = |text: &str| {
        text.replace(|c| !docs::is_allowed(c), " ")
            .replace("-->", "-- >")
    };
    let (origin, command) = (visible(origin), visible(command));
    format!("{comment} {MARKER} {origin}.\n{comment} Do not edit: run `{command}`.\n")
}

/// Renders a Rust file; the recorder collects its declarations.
///
/// # Errors
///
/// If the tokens are not valid Rust, which is a bug in the generator.
pub(crate) fn rust(
    source: &Source,
    command: &str,
    recorder: Option<&Recorder>,
) -> Result<String, Error> {
    let internal = |error: syn::Error, code: String| {
        let message = format!("the generated code is not valid Rust: {error}\n{code}");
        Problem::new(ProblemKind::Internal, &source.path, message)
            .hint("this is a bug in tinsmith; please report it with the model")
    };
    let mut text = header("//", &source.origin, command);
    let attributes = inner_attributes(source);
    if !attributes.is_empty() {
        let file = syn::parse2(attributes.clone())
            .map_err(|error| internal(error, attributes.to_string()))?;
        text.push('\n');
        text.push_str(&prettyplease::unparse(&file));
    }
    let mut previous = Group::Other;
    for item in &source.items {
        let mut declared = Vec::new();
        let (group, formatted) = match item {
            Item::Code(tokens) => {
                let item: syn::Item = syn::parse2(tokens.clone())
                    .map_err(|error| internal(error, tokens.to_string()))?;
                if recorder.is_some() {
                    declared = declarations(&item);
                }
                (Group::of(&item), format(item))
            }
            Item::Table(table) => {
                let text = table.text();
                text.parse::<TokenStream>()
                    .map_err(|error| internal(error.into(), text.clone()))?;
                (Group::Other, text)
            }
        };
        if group == Group::Other || group != previous {
            text.push('\n');
        }
        if let Some(recorder) = recorder {
            recorder.record(&source.path, declared, text.lines().count());
        }
        text.push_str(&formatted);
        previous = group;
    }
    Ok(text)
}

fn inner_attributes(source: &Source) -> TokenStream {
    let docs = lines(&source.docs);
    let attributes = &source.attributes;
    quote! { #(#![doc = #docs])* #attributes }
}

/// Formats an item; the functions of an `impl` block have empty lines around them.
fn format(mut item: syn::Item) -> String {
    if let syn::Item::Impl(block) = &mut item {
        block.items = spaced(std::mem::take(&mut block.items));
    }
    unparse(item)
}

/// The items of an `impl` block with empty lines.
fn spaced(items: Vec<ImplItem>) -> Vec<ImplItem> {
    let mut spaced: Vec<ImplItem> = Vec::with_capacity(2 * items.len());
    for item in items {
        if spaced
            .last()
            .is_some_and(|previous| is_apart(previous, &item))
        {
            // prettyplease writes an item without tokens as an empty line.
            spaced.push(ImplItem::Verbatim(TokenStream::new()));
        }
        spaced.push(item);
    }
    spaced
}

pub(super) fn unparse(item: syn::Item) -> String {
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    };
    prettyplease::unparse(&file)
}

/// The statements of an example, formatted; `None` if they are not Rust.
pub(crate) fn formatted(statements: &str) -> Option<String> {
    let file = syn::parse_file(&format!("async fn example() {{ {statements} }}")).ok()?;
    let text = prettyplease::unparse(&file);
    let inner = text.lines().filter_map(|line| line.strip_prefix("    "));
    Some(inner.map(|line| format!("{line}\n")).collect())
}

/// Whether two items of an `impl` block are separated by an empty line.
pub(super) fn is_apart(previous: &ImplItem, item: &ImplItem) -> bool {
    let is_function = |item: &ImplItem| matches!(item, ImplItem::Fn(_));
    is_function(previous) || is_function(item)
}

/// Items that are not separated by empty lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Import,
    Reexport,
    Module,
    Other,
}

impl Group {
    fn of(item: &syn::Item) -> Self {
        match item {
            syn::Item::Use(import) if import.attrs.is_empty() => match import.vis {
                syn::Visibility::Inherited => Group::Import,
                _ => Group::Reexport,
            },
            syn::Item::Mod(module) if module.content.is_none() && module.attrs.is_empty() => {
                Group::Module
            }
            _ => Group::Other,
        }
    }
}
