//! HTTP bindings: the parts of a message that hold the members of inputs, outputs and errors.

use crate::error::{Error, Problem, ProblemKind};
use crate::http;
use crate::ir;
use crate::model::{Kind, Location, Member, Model};

/// The part of a message that holds a member.
pub(super) fn location(model: &Model, member: &Member, location: Location) -> ir::Location {
    match location {
        Location::Label => ir::Location::Label,
        Location::Query => match model.kind(&member.target) {
            Some(Kind::Map { .. }) => ir::Location::QueryParams,
            _ => ir::Location::Query,
        },
        Location::Header => ir::Location::Header,
        Location::PrefixHeaders => ir::Location::PrefixHeaders,
        Location::StatusCode => ir::Location::StatusCode,
        Location::Payload => match model.shapes.get(&member.target) {
            Some(target) => match target.kind {
                Kind::Structure(_) => ir::Location::StructurePayload,
                Kind::Blob if member.is_streaming || target.is_streaming => {
                    ir::Location::StreamPayload
                }
                _ => ir::Location::Payload,
            },
            None => ir::Location::Payload,
        },
        // It is refused.
        Location::Unknown => ir::Location::Document,
    }
}

/// Checks that the members of an input, output or error can be where the model has them.
pub(super) fn check(model: &Model, shape: &str) -> Result<(), Error> {
    let Some(structure) = model.shapes[shape].structure() else {
        return Ok(());
    };
    let members = || structure.members.iter();
    let mut problems = Vec::new();
    let mut unsupported = |name: &str, message: String| {
        let path = format!("shapes.{shape}.members.{name}");
        problems.push(Problem::new(ProblemKind::Unsupported, path, message));
    };
    let is_payload = |member: &Member| member.location == Some(Location::Payload);
    let has_payload = members().any(|(_, member)| is_payload(member));
    for (name, member) in members() {
        let target = &model.shapes[&member.target].kind;
        let Some(location) = member.location else {
            if matches!(target, Kind::EventStream(_)) {
                let message = "an event stream has to be the whole body";
                unsupported(name, message.to_owned());
            } else if has_payload {
                let message = "it has no place: another member is the whole body";
                unsupported(name, message.to_owned());
            }
            continue;
        };
        if location == Location::Unknown {
            unsupported(name, "its location is unknown".to_owned());
        }
        if let Some(needed) = needed(model, location, target) {
            unsupported(name, format!("its location takes {needed}"));
        }
        let wire = member.wire_name.as_ref().unwrap_or(name);
        if location == Location::Header && !http::is_header_name(wire) {
            unsupported(name, format!("{wire:?} is not the name of a header"));
        }
        if location == Location::PrefixHeaders && !wire.is_empty() && !http::is_header_name(wire) {
            unsupported(name, format!("{wire:?} cannot begin the name of a header"));
        }
    }
    if members().filter(|(_, member)| is_payload(member)).count() > 1 {
        let path = format!("shapes.{shape}");
        let message = "more than one member is the whole body";
        problems.push(Problem::new(ProblemKind::Malformed, path, message));
    }
    Error::check(problems)
}

/// The values that a location takes, if this is none.
fn needed(model: &Model, location: Location, target: &Kind) -> Option<&'static str> {
    let item = |name: &String| &model.shapes[name].kind;
    let is_text = |kind: &Kind| matches!(kind, Kind::String | Kind::Enumeration(_));
    let (is_possible, needed) = match (location, target) {
        (Location::Label, kind) => (is_simple(kind), "text, numbers, booleans and timestamps"),
        (Location::Query, Kind::Map { value, .. }) => {
            let value = match item(value) {
                Kind::List { item: name, .. } => item(name),
                kind => kind,
            };
            (is_text(value), "maps of text, or of lists of text")
        }
        (Location::Query | Location::Header, kind) => {
            let kind = match kind {
                Kind::List { item: name, .. } => item(name),
                kind => kind,
            };
            let needed = "text, numbers, booleans, timestamps, and lists of them";
            (is_simple(kind), needed)
        }
        (Location::PrefixHeaders, Kind::Map { value, .. }) => {
            (is_text(item(value)), "maps of text")
        }
        (Location::PrefixHeaders, _) => (false, "maps of text"),
        (Location::Unknown, _) => (true, ""),
        (Location::StatusCode, kind) => (matches!(kind, Kind::Integer), "32-bit integers"),
        (Location::Payload, Kind::List { .. } | Kind::Map { .. }) => {
            (false, "structures, bytes and text")
        }
        (Location::Payload, kind) => {
            let is_possible = is_text(kind)
                || matches!(
                    kind,
                    Kind::Blob
                        | Kind::Structure(_)
                        | Kind::Union(_)
                        | Kind::EventStream(_)
                        | Kind::Document
                );
            (is_possible, "structures, bytes and text")
        }
    };
    (!is_possible).then_some(needed)
}

/// Whether values have a text.
fn is_simple(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::String
            | Kind::Enumeration(_)
            | Kind::Boolean
            | Kind::Integer
            | Kind::Long
            | Kind::Float
            | Kind::Double
            | Kind::Timestamp(_)
    )
}
