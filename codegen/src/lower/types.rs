//! The Rust type of a member's value.

use indexmap::IndexSet;

use super::{Context, members};
use crate::error::{Error, Problem, ProblemKind};
use crate::ir::{self, Ty};
use crate::model::{Kind, Model};
use crate::names;
use crate::select::Selection;

/// How many lists and maps may stand inside each other: far more than any service has.
const DEEPEST: usize = 16;

/// Checks that every list and map comes to an end: one that contains itself has no type in Rust.
pub(super) fn check_ends(model: &Model, selection: &Selection<'_>) -> Result<(), Error> {
    // Of lists in lists, the one that a member has is named.
    let structures = selection
        .shapes
        .iter()
        .filter_map(|&name| members(&model.shapes[name]));
    let targets = structures.flat_map(|structure| structure.members.values());
    let endless: IndexSet<&str> = targets
        .map(|member| member.target.as_str())
        .filter(|name| depth_is_over(model, name))
        .collect();
    let problems = endless.iter().map(|name| {
        let message = "its items contain the shape itself, or are nested too deeply";
        Problem::new(ProblemKind::Unsupported, format!("shapes.{name}"), message)
    });
    let mut problems: Vec<_> = problems.collect();
    for &name in &selection.shapes {
        if let Kind::Map { key, .. } = &model.shapes[name].kind
            && !matches!(model.shapes[key].kind, Kind::String | Kind::Enumeration(_))
        {
            let message = format!("map keys are strings, and `{key}` is something else");
            let path = format!("shapes.{name}.key");
            problems.push(Problem::new(ProblemKind::Unsupported, path, message));
        }
    }
    Error::check(problems)
}

fn depth_is_over(model: &Model, name: &str) -> bool {
    let mut name = name;
    for _ in 0..DEEPEST {
        match &model.shapes[name].kind {
            Kind::List { item, .. } => name = item,
            Kind::Map { value, .. } => name = value,
            _ => return false,
        }
    }
    true
}

impl Context<'_> {
    /// The type of a value of the shape.
    pub(super) fn ty(&self, name: &str) -> Ty {
        match &self.model.shapes[name].kind {
            Kind::Boolean => Ty::Boolean,
            Kind::Integer => Ty::Integer,
            Kind::Long => Ty::Long,
            Kind::Float => Ty::Float,
            Kind::Double => Ty::Double,
            Kind::String => Ty::String,
            Kind::Timestamp(_) => Ty::Timestamp,
            Kind::Blob => Ty::Blob,
            Kind::Document => Ty::Document,
            Kind::List { item, is_sparse } => Ty::List {
                item: Box::new(self.ty(item)),
                is_sparse: *is_sparse,
            },
            Kind::Map {
                key,
                value,
                is_sparse,
            } => Ty::Map {
                key: self.types.get(key.as_str()).cloned(),
                value: Box::new(self.ty(value)),
                is_sparse: *is_sparse,
            },
            Kind::Structure(_) | Kind::Union(_) | Kind::Enumeration(_) | Kind::EventStream(_) => {
                let name = self.types.get(name).cloned();
                Ty::Named(name.unwrap_or_else(|| names::of_type("Unnamed")))
            }
        }
    }

    /// Whether values of the shape are kept out of `Debug`: lists and maps by what is in them.
    pub(super) fn is_sensitive(&self, name: &str) -> bool {
        let shape = &self.model.shapes[name];
        shape.is_sensitive
            || match &shape.kind {
                Kind::List { item, .. } => self.is_sensitive(item),
                Kind::Map { key, value, .. } => self.is_sensitive(key) || self.is_sensitive(value),
                _ => false,
            }
    }

    /// The format of the timestamps in a value of the shape.
    pub(super) fn timestamp_format(&self, name: &str) -> Option<ir::TimestampFormat> {
        match &self.model.shapes[name].kind {
            Kind::Timestamp(format) => self.protocol.timestamp_format((*format)?),
            Kind::List { item, .. } => self.timestamp_format(item),
            Kind::Map { value, .. } => self.timestamp_format(value),
            _ => None,
        }
    }

    /// The type that a shape becomes in `types`.
    pub(super) fn type_of(&self, name: &str) -> Option<ir::Type> {
        let shape = &self.model.shapes[name];
        let rust = self.types.get(name)?.clone();
        Some(match &shape.kind {
            Kind::Enumeration(values) => {
                ir::Type::Enumeration(self.enumeration(name, rust, shape, values))
            }
            Kind::Union(union) | Kind::EventStream(union) => {
                ir::Type::Union(self.union(name, rust, shape, union))
            }
            _ => ir::Type::Structure(self.structure(name, rust, shape, members(shape)?)),
        })
    }
}
