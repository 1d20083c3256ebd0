//! Documentation as Markdown, with links to the crate's own items.

use std::collections::{HashMap, HashSet};

use super::events;
use super::naming::Names;
use crate::docs;
use crate::ir;
use crate::model::{Bound, Documentation, Kind, Member, Model, Shape};
use crate::names;
use crate::select::Selection;

/// Rust paths and names by model names.
pub(super) struct LinkTable {
    paths: HashMap<String, String>,
    /// The fields of members that are written in another way, if it is the same in all structures.
    fields: HashMap<String, String>,
}

impl LinkTable {
    pub(super) fn new(model: &Model, selection: &Selection<'_>, types: &Names<'_>) -> Self {
        let mut paths = HashMap::new();
        // Operations with an event stream exist only with the client.
        let is_always_there = |name: &&&str| !events::has_stream(model, &model.operations[**name]);
        for &name in selection.operations.iter().filter(is_always_there) {
            let module = names::of_module(name);
            let rust = names::of_type(name);
            let path =
                |suffix: &str| format!("crate::operation::{module}::{}{suffix}", rust.bare());
            let operation = &model.operations[name];
            paths.insert(name.to_owned(), path(""));
            for (root, suffix) in [(&operation.input, "Input"), (&operation.output, "Output")] {
                if let Some(root) = root {
                    paths.entry(root.clone()).or_insert_with(|| path(suffix));
                }
            }
        }
        for (name, rust) in types.types() {
            paths.insert(name.to_owned(), format!("crate::types::{rust}"));
        }
        let fields = fields(model, selection, types);
        Self { paths, fields }
    }

    /// Markdown for rustdoc with links, if there is any text.
    pub(super) fn markdown(&self, documentation: &Documentation) -> Option<String> {
        markdown(documentation, &|code| {
            let path = self.paths.get(code).cloned().map(docs::Code::Link);
            path.or_else(|| self.fields.get(code).cloned().map(docs::Code::Name))
        })
    }

    /// The field of a member, as code.
    pub(super) fn field(&self, member: &str) -> String {
        code(self.fields.get(member).map_or(member, String::as_str))
    }
}

/// The names of fields by those of members, of all selected structures. What may be something else is
/// left out: a word in capital letters, or the value of an enum.
fn fields(model: &Model, selection: &Selection<'_>, types: &Names<'_>) -> HashMap<String, String> {
    let mut fields: HashMap<String, Option<String>> = HashMap::new();
    let mut values = HashSet::new();
    let roots = selection.operations.iter().flat_map(|name| {
        let operation = &model.operations[*name];
        [&operation.input, &operation.output].into_iter().flatten()
    });
    let shapes = selection.shapes.iter().copied();
    for name in shapes.chain(roots.map(String::as_str)) {
        let shape = &model.shapes[name];
        if let Kind::Enumeration(texts) = &shape.kind {
            values.extend(texts.keys());
        }
        let members = shape
            .structure()
            .into_iter()
            .flat_map(|it| it.members.keys());
        for member in members.filter(|it| it.contains(char::is_lowercase)) {
            let field = types.of_member(name, member).field.bare().to_owned();
            let known = fields
                .entry(member.clone())
                .or_insert_with(|| Some(field.clone()));
            if known.as_ref() != Some(&field) {
                *known = None;
            }
        }
    }
    let known = fields
        .into_iter()
        .filter(|(member, _)| !values.contains(member));
    known
        .filter_map(|(member, field)| Some((member, field?)))
        .filter(|(member, field)| member != field)
        .collect()
}

/// Markdown for rustdoc, if there is any text.
pub(super) fn markdown(documentation: &Documentation, links: &docs::Links<'_>) -> Option<String> {
    let text = match documentation {
        Documentation::None => return None,
        Documentation::Html(html) => docs::from_html(html, links),
        Documentation::Markdown(text) => docs::from_markdown(text, links),
    };
    (!text.is_empty()).then_some(text)
}

/// The first paragraph.
pub(crate) fn summary(markdown: &str) -> String {
    markdown.split("\n\n").next().unwrap_or_default().to_owned()
}

/// The first paragraph on one line, without links to items.
pub(crate) fn line(markdown: &str) -> String {
    one_line(&docs::from_markdown(&summary(markdown), &|_| None))
}

/// Markdown on one line, for deprecation notes: rustdoc takes them for documentation.
pub(super) fn note(html: &str) -> String {
    one_line(&docs::from_html(html, &|_| None))
}

/// Plain text on one line, for terminals.
pub(crate) fn plain(html: &str) -> String {
    let text = docs::from_html(html, &|_| None);
    one_line(&text.replace(['`', '\\'], ""))
}

/// Text on one line, without invisible characters.
pub(crate) fn one_line(text: &str) -> String {
    let printable = text.replace(|c| !docs::is_allowed(c), " ");
    printable.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Plain text as Markdown, on one line.
pub(super) fn text(text: &str) -> String {
    let html = one_line(text).replace('&', "&amp;").replace('<', "&lt;");
    one_line(&docs::from_html(&html, &|_| None))
}

/// Text as a code span; invisible characters are escaped.
pub(super) fn code(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if docs::is_allowed(c) {
            shown.push(c);
        } else {
            shown.extend(c.escape_default());
        }
    }
    if shown.trim().is_empty() {
        return format!("`{text:?}`");
    }
    let ticks = shown.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(ticks + 1);
    let space = if ticks > 0 { " " } else { "" };
    format!("{fence}{space}{shown}{space}{fence}")
}

/// The place of a member in a request with this address, or in a response: only what the name does not
/// say.
pub(super) fn place(
    name: &str,
    member: &Member,
    location: ir::Location,
    request: Option<&ir::Address>,
) -> Option<String> {
    let wire_name = code(member.wire_name.as_deref().unwrap_or(name));
    let parameter = match request {
        Some(ir::Address::Http {
            sends_query_as_form: true,
            ..
        }) => "form parameter",
        _ => "query parameter",
    };
    let place = match location {
        ir::Location::Header => format!("the header {wire_name}"),
        ir::Location::PrefixHeaders => format!("the headers that begin with {wire_name}"),
        ir::Location::Query => format!("the {parameter} {wire_name}"),
        ir::Location::QueryParams => format!("{parameter}s of any name"),
        ir::Location::Label => return request.and_then(|it| label(name, it)),
        ir::Location::StatusCode => "the status code".to_owned(),
        ir::Location::Payload | ir::Location::StructurePayload | ir::Location::StreamPayload => {
            "the body".to_owned()
        }
        ir::Location::Document | ir::Location::EventHeader | ir::Location::EventPayload => {
            return None;
        }
    };
    let verb = if request.is_some() {
        "Sent as"
    } else {
        "Read from"
    };
    Some(format!("{verb} {place}."))
}

/// The place of a member that is a label.
fn label(name: &str, request: &ir::Address) -> Option<String> {
    let ir::Address::Http {
        uri,
        label_in_endpoint,
        ..
    } = request
    else {
        return None;
    };
    if label_in_endpoint.as_deref() == Some(name) {
        return Some("Sent in the host name or the path, as the endpoint rules say.".to_owned());
    }
    let path = uri.split('?').next().unwrap_or_default();
    Some(format!("Sent in the path {}.", code(path)))
}

/// Whether two names differ at most in case and punctuation.
pub(super) fn has_same_letters(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    letters(one) == letters(other)
}

/// Whether the documentation of the model itself, as opposed to that of an overlay, is generated.
pub(super) fn is_of_model(model: &Model, selection: &Selection<'_>) -> bool {
    let is_html =
        |text: &Documentation| matches!(text, Documentation::Html(html) if !html.is_empty());
    let operations = selection.operations.iter();
    let mut operations = operations.map(|name| &model.operations[*name].documentation);
    let mut shapes = selection.shapes.iter().map(|name| &model.shapes[*name]);
    is_html(&model.service.documentation)
        || operations.any(is_html)
        // Only what becomes a type has documentation of its own; that of others is for members.
        || shapes.any(|shape| match (&shape.kind, shape.structure()) {
            (Kind::Enumeration(values), _) => {
                is_html(&shape.documentation)
                    || values.values().any(|it| is_html(&it.documentation))
            }
            (_, Some(structure)) => {
                is_html(&shape.documentation)
                    || structure.members.values().any(|member| match member.documentation {
                        Documentation::None => {
                            is_html(&model.shapes[&member.target].documentation)
                        }
                        _ => is_html(&member.documentation),
                    })
            }
            _ => false,
        })
}

/// The constraints of a shape in a sentence.
pub(crate) fn constraints(shape: &Shape) -> Option<String> {
    let constraints = &shape.constraints;
    let unit = match shape.kind {
        Kind::String => Some("character"),
        Kind::Blob => Some("byte"),
        Kind::List { .. } => Some("item"),
        Kind::Map { .. } => Some("entry"),
        Kind::Integer | Kind::Long | Kind::Float | Kind::Double => None,
        _ => return None,
    };
    // A minimum length of 0 means nothing.
    let min = constraints.min;
    let min = min.filter(|min| unit.is_none() || min.to_f64() > 0.0);
    let range = match (min, constraints.max) {
        (None, None) => None,
        (Some(min), None) => Some(format!("at least {min}")),
        (None, Some(max)) => Some(format!("at most {max}")),
        (Some(min), Some(max)) if min == max => Some(format!("{min}")),
        (Some(min), Some(max)) => Some(format!("{min} to {max}")),
    };
    let is_one = constraints.max.or(min) == Some(Bound::Whole(1));
    let range = range.map(|range| match unit {
        None => format!("Value: {range}."),
        Some(unit) if is_one => format!("Length: {range} {unit}."),
        Some("entry") => format!("Length: {range} entries."),
        Some(unit) => format!("Length: {range} {unit}s."),
    });
    // Patterns that match everything and very long ones are left out.
    let pattern = constraints.pattern.as_deref().filter(|pattern| {
        !matches!(*pattern, ".*" | ".+" | "[\\s\\S]*" | "") && pattern.len() <= 200
    });
    let pattern = pattern.map(|pattern| format!("Pattern: {}.", code(pattern)));
    let parts: Vec<_> = range.into_iter().chain(pattern).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
