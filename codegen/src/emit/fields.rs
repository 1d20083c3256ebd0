//! Setters and member tables, for structures, unions and operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::ir::{
    Element, EventStream, Field, Location, Member, Namespace, Structure, TimestampFormat, Ty, Xml,
};
use crate::names::Name;
use crate::rust_file::docs;
use crate::rust_file::imports::{Imports, ident};
use crate::rust_file::table::{self, Table};

/// The parameter of a setter.
pub(super) struct Parameter {
    /// Its generic parameters.
    pub(super) generics: TokenStream,
    /// Its name: `values` for a collection.
    pub(super) name: TokenStream,
    /// Its type: anything that converts into the field's type.
    pub(super) ty: TokenStream,
}

impl Parameter {
    fn plain(name: TokenStream, ty: TokenStream) -> Self {
        Self {
            generics: TokenStream::new(),
            name,
            ty,
        }
    }
}

/// Whether a setter takes one item as well. What converts into a document or an absent item may
/// iterate, too, and would be ambiguous.
fn takes_one(item: &Ty, is_sparse: bool) -> bool {
    !is_sparse && *item != Ty::Document
}

/// The parameter of the setter for a type: for a list, one item or many.
pub(super) fn parameter(imports: &Imports<'_>, ty: &Ty) -> Parameter {
    match ty {
        Ty::List { item, is_sparse } if takes_one(item, *is_sparse) => {
            let items = imports.import("tinsmith_runtime::items::IntoItems");
            let item = imports.ty(item);
            Parameter {
                generics: quote! { <Kind> },
                name: quote! { values },
                ty: quote! { impl #items<#item, Kind> },
            }
        }
        _ => argument(imports, ty),
    }
}

/// A parameter without generics: for a list, many items.
pub(super) fn argument(imports: &Imports<'_>, ty: &Ty) -> Parameter {
    let into = |target: TokenStream| {
        let into = imports.prelude("std::convert::Into");
        quote! { impl #into<#target> }
    };
    let iterator = imports.prelude("std::iter::IntoIterator");
    match ty {
        Ty::List { item, is_sparse } => {
            let item = into(imports.maybe(item, *is_sparse));
            Parameter::plain(quote! { values }, quote! { impl #iterator<Item = #item> })
        }
        Ty::Map {
            key,
            value,
            is_sparse,
        } => {
            let key = into(imports.key(key.as_ref()));
            let value = into(imports.maybe(value, *is_sparse));
            Parameter::plain(
                quote! { values },
                quote! { impl #iterator<Item = (#key, #value)> },
            )
        }
        Ty::Boxed(inner) => Parameter::plain(quote! { value }, into(imports.ty(inner))),
        _ => Parameter::plain(quote! { value }, into(imports.ty(ty))),
    }
}

/// A setter of a call or a wait, for a member of its input.
pub(super) fn input_setter(imports: &Imports<'_>, field: &Field, method: &Name) -> TokenStream {
    let (method, setter) = (ident(method), ident(&field.setter));
    let Parameter { generics, name, ty } = parameter(imports, &field.ty);
    // The first paragraph; the field has the rest.
    let summary = docs::docs(field.docs.split("\n\n").next().unwrap_or_default());
    let deprecated = docs::deprecated(field.deprecated.as_ref());
    quote! {
        #summary
        #deprecated
        pub fn #method #generics(self, #name: #ty) -> Self {
            self.map_input(|input| input.#setter(#name))
        }
    }
}

/// The converted items of a collection.
fn converted(imports: &Imports<'_>, ty: &Ty, from: &TokenStream) -> TokenStream {
    let into = imports.prelude("std::convert::Into");
    match ty {
        Ty::Map { .. } => {
            quote! { #from.into_iter().map(|(key, value)| (key.into(), value.into())) }
        }
        _ => quote! { #from.into_iter().map(#into::into) },
    }
}

/// The value of a required field, from a parameter.
pub(super) fn value(imports: &Imports<'_>, ty: &Ty, from: &TokenStream) -> TokenStream {
    match ty {
        Ty::List { .. } | Ty::Map { .. } => {
            let converted = converted(imports, ty, from);
            quote! { #converted.collect() }
        }
        Ty::Boxed(_) => {
            let boxed = imports.prelude("std::boxed::Box");
            quote! { #boxed::new(#from.into()) }
        }
        _ => quote! { #from.into() },
    }
}

/// The chainable setter of a field; collections are extended.
pub(super) fn setter(imports: &Imports<'_>, field: &Field) -> TokenStream {
    let (setter, name) = (ident(&field.setter), ident(&field.name));
    let Parameter {
        generics,
        name: parameter,
        ty,
    } = parameter(imports, &field.ty);
    let place = if field.is_optional {
        quote! { self.#name.get_or_insert_default() }
    } else {
        quote! { self.#name }
    };
    let body = match &field.ty {
        Ty::List { item, is_sparse } if takes_one(item, *is_sparse) => {
            let place = if field.is_optional {
                place
            } else {
                quote! { &mut #place }
            };
            quote! { #parameter.add_to(#place); }
        }
        Ty::List { .. } | Ty::Map { .. } => {
            let converted = converted(imports, &field.ty, &parameter);
            quote! { #place.extend(#converted); }
        }
        _ => {
            let value = value(imports, &field.ty, &parameter);
            let value = if field.is_optional {
                let some = imports.prelude("std::option::Option::Some");
                quote! { #some(#value) }
            } else {
                value
            };
            quote! { self.#name = #value; }
        }
    };
    let summary = docs::docs(&setter_summary(field));
    let deprecated = docs::deprecated(field.deprecated.as_ref());
    quote! {
        #summary
        #deprecated
        #[must_use]
        pub fn #setter #generics(mut self, #parameter: #ty) -> Self {
            #body
            self
        }
    }
}

fn setter_summary(field: &Field) -> String {
    let name = field.name.bare();
    match field.ty {
        Ty::List { .. } => format!("Adds items to `{name}`."),
        Ty::Map { .. } => format!("Adds entries to `{name}`."),
        _ => format!("Sets `{name}`."),
    }
}

/// The member table of a structure: a call of the macro `structure!`. Inputs have a builder that
/// checks, as those of AWS's SDK. An event stream is not in the table.
pub(super) fn table(
    context: &Context<'_>,
    structure: &Structure,
    events: Option<&EventStream>,
    is_input: bool,
) -> Table {
    let rows = structure
        .fields
        .iter()
        .map(|field| row(context, &structure.model_name, &field.name, &field.member));
    let facts = builder(structure, events, is_input)
        .map(str::to_owned)
        .into_iter()
        .chain(structure.document.as_ref().map(document_facts));
    let (model_name, name) = (&structure.model_name, &structure.name);
    let is_sensitive = structure.is_sensitive;
    members("structure", model_name, is_sensitive, facts, name, rows)
}

/// Its builder, unless a setter has one of its names.
fn builder(
    structure: &Structure,
    events: Option<&EventStream>,
    is_input: bool,
) -> Option<&'static str> {
    let setters = structure.fields.iter().map(|field| &field.setter);
    let mut setters = setters.chain(events.map(|events| &events.setter));
    if setters.any(|setter| matches!(setter.as_str(), "builder" | "build")) {
        return None;
    }
    let mut fields = structure.fields.iter();
    let is_checked = is_input || fields.any(|field| field.member.is_required);
    Some(if is_checked {
        "builder(checked)"
    } else {
        "builder()"
    })
}

/// A call of a member table macro, with facts of the shape.
pub(super) fn members(
    kind: &'static str,
    model_name: &str,
    is_sensitive: bool,
    facts: impl IntoIterator<Item = String>,
    name: &Name,
    rows: impl Iterator<Item = String>,
) -> Table {
    let sensitive = if is_sensitive { ".sensitive()" } else { "" };
    let shape = format!("{kind}({}){sensitive}", table::literal(model_name));
    let facts = facts.into_iter().map(|fact| format!(", {fact}"));
    Table {
        name: kind,
        heading: Some(format!("{shape}{} => {name}", facts.collect::<String>())),
        rows: rows.collect(),
        ..Table::default()
    }
}

/// The document that a structure is.
fn document_facts(document: &Element) -> String {
    let name = table::literal(document.name.as_deref().unwrap_or_default());
    let namespace = document.namespace.as_ref();
    let namespace = namespace.map(|it| format!(".{}", namespace_fact("namespace", it)));
    format!("document({name}){}", namespace.unwrap_or_default())
}

fn namespace_fact(setter: &str, namespace: &Namespace) -> String {
    let prefix = table::literal(namespace.prefix.as_deref().unwrap_or_default());
    format!("{setter}({prefix}, {})", table::literal(&namespace.uri))
}

/// What XML and forms need to know of a member, then of the lists and maps in it.
fn xml_facts(xml: &Xml) -> String {
    let mut facts = Vec::new();
    let named = |setter: &str, name: &str| format!("{setter}({})", table::literal(name));
    facts.extend(
        xml.query_name
            .as_ref()
            .map(|name| named("query_name", name)),
    );
    for (setter, element) in [("key", &xml.key), ("item", &xml.item)] {
        facts.extend(element.name.as_ref().map(|name| named(setter, name)));
        let namespace = element.namespace.as_ref();
        facts.extend(namespace.map(|it| namespace_fact(&format!("{setter}_namespace"), it)));
    }
    let encoding = xml.url_encoded_by.as_ref();
    facts.extend(encoding.map(|name| named("url_encoded_by", name)));
    facts.extend(xml.is_flattened.then(|| "flattened()".to_owned()));
    facts.extend(xml.is_attribute.then(|| "attribute()".to_owned()));
    facts.extend(
        xml.namespace
            .as_ref()
            .map(|it| namespace_fact("namespace", it)),
    );
    if facts.is_empty() {
        // The default, so that there is something in front of what is inside.
        facts.push(named("item", ""));
    }
    let inner = xml
        .inner
        .as_ref()
        .map(|inner| format!(", {}", xml_facts(inner)));
    facts.join(".") + &inner.unwrap_or_default()
}

/// A member's row in the table of its shape.
pub(super) fn row(context: &Context<'_>, shape: &str, name: &Name, member: &Member) -> String {
    let mut facts = table::literal(&member.model_name);
    let wire = member.wire_name.as_ref();
    let named = |setter: &str| {
        let wire = table::literal(wire.unwrap_or(&member.model_name));
        format!(".{setter}({wire})")
    };
    facts.push_str(&match member.location {
        Location::Query => named("query"),
        Location::Header => named("header"),
        Location::PrefixHeaders => named("prefix_headers"),
        _ => wire.map_or_else(String::new, |_| named("wire")),
    });
    facts.push_str(match member.location {
        Location::Document | Location::Query | Location::Header | Location::PrefixHeaders => "",
        Location::Label => ".label()",
        Location::QueryParams => ".query_params()",
        Location::StatusCode => ".status_code()",
        Location::Payload => ".payload()",
        Location::StructurePayload => ".structure_payload()",
        Location::StreamPayload => ".stream_payload()",
        Location::EventHeader => ".event_header()",
        Location::EventPayload => ".event_payload()",
    });
    facts.push_str(match member.timestamp_format {
        None => "",
        Some(TimestampFormat::EpochSeconds) => ".epoch_seconds()",
        Some(TimestampFormat::DateTime) => ".date_time()",
        Some(TimestampFormat::HttpDate) => ".http_date()",
    });
    if let Some(sample) = context.samples.get(&(shape, &*member.model_name)) {
        facts.push_str(&format!(".sample({})", table::literal(sample)));
    }
    let flags = [
        (member.is_required, ".required()"),
        (member.is_non_empty, ".non_empty()"),
        (member.is_sensitive, ".sensitive()"),
        (member.is_idempotency_token, ".idempotency_token()"),
        (member.is_base64, ".base64()"),
        (member.requires_length, ".requires_length()"),
        (member.is_lenient, ".lenient()"),
        (member.is_ascii, ".ascii()"),
        (member.is_last_event, ".last_event()"),
    ];
    facts.extend(
        flags
            .iter()
            .filter(|(is_set, _)| *is_set)
            .map(|(_, flag)| *flag),
    );
    if let Some(xml) = &member.xml {
        facts.push_str(&format!(", {}", xml_facts(xml)));
    }
    table::row(name, &facts)
}
