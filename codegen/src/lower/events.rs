//! Event streams in outputs.

use indexmap::IndexSet;

use super::Context;
use super::errors::Errors;
use crate::error::{Problem, ProblemKind};
use crate::ir;
use crate::model::{Kind, Member, Model, Operation, Shape};
use crate::names;
use crate::select::Selection;

/// Finds unsupported streams: nested ones, and events that are not structures.
pub(super) fn check(model: &Model, selection: &Selection<'_>, problems: &mut Vec<Problem>) {
    let is_stream = |name: &str| matches!(model.shapes[name].kind, Kind::EventStream(_));
    let mut unsupported = |path: String, message: &str| {
        problems.push(Problem::new(ProblemKind::Unsupported, path, message));
    };
    let operations = || {
        selection
            .operations
            .iter()
            .map(|name| &model.operations[*name])
    };
    // Operations may share an output.
    let outputs: IndexSet<_> = operations().filter_map(|it| it.output.as_deref()).collect();
    for output in outputs {
        for (path, _) in streams(model, Some(output)).into_iter().skip(1) {
            unsupported(path, "the output has more than one event stream");
        }
    }
    for &name in &selection.shapes {
        let shape = &model.shapes[name];
        if selection.nested.contains(name) && !is_stream(name) {
            for path in below(name, shape, &is_stream) {
                unsupported(path, "only an output can have an event stream");
            }
        }
        let Kind::EventStream(stream) = &shape.kind else {
            continue;
        };
        for (member, facts) in &stream.members {
            if !matches!(model.shapes[&facts.target].kind, Kind::Structure(_)) {
                let path = format!("shapes.{name}.members.{member}");
                unsupported(path, "an event has to be a structure");
            }
        }
    }
}

/// The streams that an input or output holds, by their paths.
fn streams<'m>(model: &'m Model, root: Option<&'m str>) -> Vec<(String, (&'m str, &'m Member))> {
    let structure = root.and_then(|root| model.shapes[root].structure());
    let members = structure.into_iter().flat_map(|it| &it.members);
    members
        .filter(|(_, member)| matches!(model.shapes[&member.target].kind, Kind::EventStream(_)))
        .map(|(name, member)| {
            let path = format!("shapes.{}.members.{name}", root.unwrap_or_default());
            (path, (name.as_str(), member))
        })
        .collect()
}

/// Whether an operation answers with a stream.
pub(super) fn has_stream(model: &Model, operation: &Operation) -> bool {
    !streams(model, operation.output.as_deref()).is_empty()
}

/// The references of a shape that lead to a stream.
fn below(name: &str, shape: &Shape, is_stream: &dyn Fn(&str) -> bool) -> Vec<String> {
    match &shape.kind {
        Kind::List { item, .. } if is_stream(item) => vec![format!("shapes.{name}.member")],
        Kind::Map { value, .. } if is_stream(value) => vec![format!("shapes.{name}.value")],
        _ => shape
            .structure()
            .into_iter()
            .flat_map(|structure| &structure.members)
            .filter(|(_, member)| is_stream(&member.target))
            .map(|(member, _)| format!("shapes.{name}.members.{member}"))
            .collect(),
    }
}

impl Context<'_> {
    /// Whether a member is an event stream.
    pub(super) fn is_stream(&self, member: &Member) -> bool {
        matches!(self.model.shapes[&member.target].kind, Kind::EventStream(_))
    }

    /// The error that a member of a stream targets; other members are events.
    pub(super) fn error_of<'s>(&self, member: &'s Member) -> Option<&'s str> {
        let structure = self.model.shapes[&member.target].structure()?;
        structure.error.as_ref().map(|_| member.target.as_str())
    }

    /// The stream in the output of the operation with this Rust name.
    pub(super) fn events(
        &self,
        rust: &str,
        operation: &Operation,
        lowered: &Errors<'_>,
    ) -> Option<ir::EventStream> {
        let root = operation.output.as_deref()?;
        let (_, (name, member)) = streams(self.model, Some(root)).into_iter().next()?;
        let stream = self.model.shapes[&member.target].structure()?;
        let errors = stream
            .members
            .iter()
            .filter_map(|(name, member)| Some((name.as_str(), self.error_of(member)?)));
        let names = self.names.of_member(root, name);
        Some(ir::EventStream {
            model_name: name.to_owned(),
            field: names.field,
            setter: names.setter,
            docs: self.member_docs(member, None),
            deprecated: self.member_deprecation(member),
            union: self.names.of_type(&member.target)?.clone(),
            error_name: names::of_type(&format!("{rust}StreamError")),
            errors: lowered.of_stream(errors),
        })
    }
}
