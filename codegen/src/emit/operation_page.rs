//! The page of an operation in rustdoc: what it takes and gives, its errors, and an example.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::config::Feature;
use crate::ir::{Field, Location, Operation, Structure, Ty, Type};
use crate::rust_file::{docs, formatted};

/// The most members of an input or output that are listed.
const LISTED: usize = 6;
/// How deep values in examples are nested.
const DEPTH: usize = 3;

/// The documentation of an operation's type.
pub(super) fn docs(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let about = docs::docs(&operation.docs);
    let method = method(context, operation);
    let page = docs::docs(&page(context, operation));
    quote! { #about #method #page }
}

/// The link to the client's method, which is only there with the client.
fn method(context: &Context<'_>, operation: &Operation) -> Option<TokenStream> {
    let feature = context.form.condition(Feature::Client)?;
    let method = &operation.method;
    let text = format!(" The client's method is [`Client::{method}`](crate::Client::{method}).");
    Some(quote! {
        #[doc = ""]
        #[cfg_attr(feature = #feature, doc = #text)]
    })
}

/// What follows the documentation, after an empty line.
fn page(context: &Context<'_>, operation: &Operation) -> String {
    let Operation { input, output, .. } = operation;
    let errors = match &errors(operation)[..] {
        [] => format!(
            "# Errors\n\n{}; the model states none for this operation.",
            operation.error_name.link()
        ),
        errors => section("Errors", &operation.error_name.link(), errors),
    };
    let sections = [
        section("Input", &input.name.link(), &members(input)),
        section("Output", &output.name.link(), &members(output)),
        errors,
    ];
    let example = example(context, operation).map(|code| format!("# Example\n\n{code}"));
    let sections: Vec<_> = sections.into_iter().chain(example).collect();
    format!("\n{}", sections.join("\n\n"))
}

/// What a method of the client says, besides what its operation is.
pub(super) fn method_docs(operation: &Operation) -> String {
    let names = |fields: Vec<&Field>| {
        let names = fields
            .iter()
            .map(|field| format!("`{}`", field.name.bare()));
        names.collect::<Vec<_>>().join(", ")
    };
    let (required, others): (Vec<_>, Vec<_>) = operation
        .input
        .fields
        .iter()
        .partition(|it| it.member.is_required);
    let is_stream = |it: &&Field| it.ty == Ty::Stream;
    let optional = if others.len() > LISTED {
        let (streams, others): (Vec<_>, Vec<_>) = others.into_iter().partition(is_stream);
        let count = others.len();
        Some(match &streams[..] {
            [] => format!("{count} optional members"),
            _ => format!(
                "{} (optional), {count} other optional members",
                names(streams)
            ),
        })
    } else {
        (!others.is_empty()).then(|| format!("{} (optional)", names(others)))
    };
    let required = (!required.is_empty()).then(|| format!("{} (required)", names(required)));
    let takes: Vec<_> = required.into_iter().chain(optional).collect();
    let output: Vec<_> = operation.output.fields.iter().collect();
    let gives = if output.len() > LISTED {
        let (streams, others): (Vec<_>, Vec<_>) = output.into_iter().partition(is_stream);
        match &streams[..] {
            [] => format!(" Output: {} members.", others.len()),
            _ => format!(
                " Output: {} and {} other members.",
                names(streams),
                others.len()
            ),
        }
    } else if output.is_empty() {
        String::new()
    } else {
        format!(" Output: {}.", names(output))
    };
    let takes = match takes.join(", ") {
        none if none.is_empty() => "none".to_owned(),
        takes => takes,
    };
    format!("{}\n\nInput: {takes}.{gives}", operation.docs)
}

fn section(title: &str, link: &str, lines: &[String]) -> String {
    let list: String = lines.iter().map(|line| format!("\n- {line}")).collect();
    let colon = if list.is_empty() { "." } else { ":\n" };
    format!("# {title}\n\n{link}{colon}{list}")
}

/// The members of an input or output: those that are required, streams, and the others if they are few.
fn members(structure: &Structure) -> Vec<String> {
    let fields = &structure.fields;
    let shows_all = fields.len() <= LISTED;
    let shown = fields
        .iter()
        .filter(|it| shows_all || it.member.is_required || it.ty == Ty::Stream);
    let mut lines: Vec<_> = shown
        .map(|field| {
            let required = if field.member.is_required {
                " (required)"
            } else {
                ""
            };
            item(&format!("`{}`{required}", field.name.bare()), &field.docs)
        })
        .collect();
    let left = fields.len() - lines.len();
    if left > 0 {
        lines.push(format!("{left} optional members"));
    }
    lines
}

fn errors(operation: &Operation) -> Vec<String> {
    let errors = operation.errors.iter();
    errors
        .map(|error| item(&format!("`{}`", error.variant), &error.summary))
        .collect()
}

/// A line of a list: the first paragraph of the documentation, if it is one.
fn item(name: &str, docs: &str) -> String {
    let first = docs.split("\n\n").next().unwrap_or_default();
    let is_paragraph = first.starts_with(|c: char| c.is_alphanumeric() || c == '`' || c == '[');
    if is_paragraph {
        format!("{name}: {}", first.replace('\n', "\n  "))
    } else {
        name.to_owned()
    }
}

/// An example that compiles, with all required members and the stream.
fn example(context: &Context<'_>, operation: &Operation) -> Option<String> {
    // The documentation of a module cannot know its path.
    if context.form.is_module() || !context.form.has(Feature::Client) || operation.events.is_some()
    {
        return None;
    }
    let krate = context.krate.name.replace('-', "_");
    let mut types = BTreeSet::new();
    let mut setters = String::new();
    let fields = &operation.input.fields;
    let has_example = |field: &&Field| {
        field.member.is_required || field.example.is_some() || field.ty == Ty::Stream
    };
    for field in fields.iter().filter(has_example) {
        let value = value(
            context,
            &field.ty,
            Conversion::Implicit,
            field,
            &mut types,
            DEPTH,
        )?;
        setters.push_str(&format!(".{}({value})", field.call_setter));
    }
    let types: Vec<_> = types.into_iter().collect();
    let import = match &types[..] {
        [] => String::new(),
        types => format!("use {krate}::types::{{{}}};", types.join(", ")),
    };
    let call = format!("client.{}(){setters}", operation.method);
    let code = formatted(&format!("{import} {}", used(context, operation, &call)))?;
    let error = match operation.output.stream() {
        Some(_) => "Box<dyn std::error::Error>".to_owned(),
        None => format!("{krate}::Error"),
    };
    Some(format!(
        r#"```no_run
# #[cfg(feature = "client")]
# async fn example(client: {krate}::Client) -> Result<(), {error}> {{
{code}# Ok(())
# }}
```"#
    ))
}

/// Statements that send a call and use its output.
fn used(context: &Context<'_>, operation: &Operation, call: &str) -> String {
    if let Some(paginator) = &operation.paginator {
        let (items, what) = match paginator.items {
            Some(_) => (".items()", "item"),
            None => ("", "page"),
        };
        return format!(
            "let mut {what}s = {call}.into_paginator(){items}.send();
            while let Some({what}) = {what}s.try_next().await? {{ println!(\"{{{what}:?}}\"); }}"
        );
    }
    let sent = format!("let output = {call}.send().await?;");
    if let Some(Field { name, .. }) = operation.output.stream() {
        return format!(
            "{sent} let {name} = output.{name}.collect().await?;
            println!(\"{{}} bytes\", {name}.len());"
        );
    }
    let fields = &operation.output.fields;
    let mut documents = fields.iter().filter(|it| is_in_document(it));
    let shown = documents
        .clone()
        .find(|it| is_composite(context, &it.ty))
        .or_else(|| documents.next())
        .or(fields.first());
    let shown = shown.map_or_else(
        || "output".to_owned(),
        |field| format!("output.{}", field.name),
    );
    format!("{sent} println!(\"{{:?}}\", {shown});")
}

fn is_in_document(field: &Field) -> bool {
    matches!(
        field.member.location,
        Location::Document | Location::Payload | Location::StructurePayload
    )
}

/// Whether a value has parts.
fn is_composite(context: &Context<'_>, ty: &Ty) -> bool {
    match ty {
        Ty::List { .. } | Ty::Map { .. } | Ty::Document => true,
        Ty::Boxed(inner) => is_composite(context, inner),
        Ty::Named(name) => {
            let mut types = context.krate.types.iter();
            types.any(|it| it.name == *name && !matches!(it, Type::Enumeration(_)))
        }
        _ => false,
    }
}

/// What converts a value into its type.
#[derive(Clone, Copy)]
enum Conversion {
    /// The setter or constructor that takes it, or a list that it is in.
    Implicit,
    /// The example: what is in `Some` or `vec!` has to be of the type.
    Explicit,
}

/// A value of a type; `None` if there is none to be written.
fn value(
    context: &Context<'_>,
    ty: &Ty,
    conversion: Conversion,
    field: &Field,
    types: &mut BTreeSet<String>,
    depth: usize,
) -> Option<String> {
    let converted = |text: String| match conversion {
        Conversion::Implicit => text,
        Conversion::Explicit => format!("{text}.into()"),
    };
    Some(match ty {
        Ty::Boolean => "true".to_owned(),
        Ty::Integer | Ty::Long => "1".to_owned(),
        Ty::Float | Ty::Double => "1.0".to_owned(),
        Ty::String => converted(text(field)),
        Ty::Blob | Ty::Stream => converted("\"data\"".to_owned()),
        Ty::Timestamp => converted("std::time::SystemTime::now()".to_owned()),
        Ty::Document => converted("\"value\"".to_owned()),
        Ty::Boxed(inner) => value(context, inner, conversion, field, types, depth)?,
        Ty::List { item, is_sparse } => {
            let is_nested = *is_sparse || matches!(**item, Ty::List { .. });
            let of_item = if is_nested {
                Conversion::Explicit
            } else {
                conversion
            };
            let item = value(context, item, of_item, field, types, depth)?;
            let item = if *is_sparse {
                format!("Some({item})")
            } else {
                item
            };
            match conversion {
                Conversion::Implicit => format!("[{item}]"),
                Conversion::Explicit => format!("vec![{item}]"),
            }
        }
        Ty::Map { .. } => return None,
        Ty::Named(name) => {
            let ty = context.krate.types.iter().find(|it| it.name == *name)?;
            types.insert(name.to_string());
            match ty {
                Type::Enumeration(it) => {
                    let mut variants = it.variants.iter();
                    let example = field.example.as_ref();
                    let stated = variants.find(|it| Some(&it.value) == example);
                    format!("{name}::{}", stated.or(it.variants.first())?.name)
                }
                Type::Union(_) => return None,
                Type::Structure(it) => {
                    let depth = depth.checked_sub(1)?;
                    let required = it.fields.iter().filter(|field| !field.is_optional);
                    let values: Option<Vec<_>> = required
                        .map(|field| {
                            value(
                                context,
                                &field.ty,
                                Conversion::Implicit,
                                field,
                                types,
                                depth,
                            )
                        })
                        .collect();
                    match values? {
                        none if none.is_empty() => format!("{name}::default()"),
                        values => format!("{name}::new({})", values.join(", ")),
                    }
                }
            }
        }
    })
}

/// The overlay's text for the field, or one with its name.
fn text(field: &Field) -> String {
    let text = field.example.clone();
    let text = text.unwrap_or_else(|| format!("my-{}", field.name.bare().replace('_', "-")));
    format!("{text:?}")
}
