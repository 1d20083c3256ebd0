//! A model with an overlay on it.

use std::mem;

use indexmap::IndexMap;

use super::customization::last_segment_of_targets;
use super::format::{MemberEntry, Overlay, ShapeEntry, ValueEntry};
use super::problems::Problems;
use crate::error::{Problem, ProblemKind};
use crate::expression::{Resolver, resolve_matchers};
use crate::model::{EnumValue, Kind, Model, RawWaiter, Retryable, Shape, Waiter};
use crate::names;

impl Overlay {
    /// Applies the entries that it can, and returns the problems of the others.
    pub(super) fn lay_over(self, model: &mut Model, mut problems: Problems) -> Vec<Problem> {
        let service = &mut model.service;
        if let Some(key) = &self.key {
            let is_other = key.service_id != service.id
                || key
                    .api_version
                    .as_ref()
                    .is_some_and(|version| *version != service.api_version);
            if is_other {
                let message = format!(
                    "the overlay is for another service: the model is of {} {}",
                    service.id, service.api_version
                );
                problems.stale("for", message);
            }
        }
        problems.document(
            &mut service.documentation,
            self.service.documentation.clone(),
        );
        self.service.customize(model, &mut problems);
        for (name, entry) in self.operations {
            let path = format!("operations.{name}");
            if model.operations.contains_key(&name) {
                entry.customize(model, &name, &path, &mut problems);
                let operation = &mut model.operations[&name];
                problems.document(&mut operation.documentation, entry.documentation);
            } else if !model.unreadable.operations.contains_key(&name) {
                // One that is unreadable is an error of its own, if it is selected.
                problems.missing(&path, &name, model.operations.keys());
            }
        }
        for (name, entry) in self.shapes {
            let path = format!("shapes.{name}");
            if entry.last_path_segment {
                last_segment_of_targets(model, &name, &path, &mut problems);
            }
            if model.shapes.contains_key(&name) {
                entry.lay_over(model, &name, &path, &mut problems);
            } else if !model.unreadable.shapes.contains_key(&name) {
                problems.missing(&path, &name, model.shapes.keys());
            }
        }
        add_waiters(model, self.waiters, &mut problems);
        problems.found
    }
}

impl ShapeEntry {
    /// Applies it to a shape that the model has.
    fn lay_over(self, model: &mut Model, name: &str, path: &str, problems: &mut Problems) {
        let shape = &mut model.shapes[name];
        problems.document(&mut shape.documentation, self.documentation);
        if let Some(rename) = self.rename {
            problems.rename(shape, name, rename, path);
        }
        if let Some(sample) = self.sample {
            problems.sample(shape, sample, path);
        }
        if self.sensitive {
            problems.set(&mut shape.is_sensitive, path, "sensitive");
        }
        if self.union {
            problems.union(&mut shape.kind, path);
        }
        if self.retryable {
            problems.retryable(&mut shape.kind, path);
        }
        let (mut is_structure, mut is_enum) = (false, false);
        match &mut shape.kind {
            Kind::Enumeration(values) => {
                is_enum = true;
                apply_values(values, &self.values, path, problems);
            }
            kind => is_structure = kind.structure().is_some(),
        }
        if is_structure {
            apply_members(model, name, &self.members, path, problems);
        } else {
            problems.not_applicable(&self.members, path, "members", "a structure");
        }
        if !is_enum {
            problems.not_applicable(&self.values, path, "values", "an enum");
        }
    }
}

fn apply_members(
    model: &mut Model,
    shape: &str,
    entries: &IndexMap<String, MemberEntry>,
    path: &str,
    problems: &mut Problems,
) {
    for (name, entry) in entries {
        let path = format!("{path}.members.{name}");
        let structure = model.shapes[shape].structure();
        let members = || structure.into_iter().flat_map(|it| it.members.keys());
        if members().any(|it| it == name) {
            entry.lay_over(model, (shape, name), &path, problems);
        } else {
            problems.missing(&path, name, members());
        }
    }
}

fn apply_values(
    values: &mut IndexMap<String, EnumValue>,
    entries: &IndexMap<String, ValueEntry>,
    path: &str,
    problems: &mut Problems,
) {
    for (value, entry) in entries {
        match values.get_mut(value) {
            Some(known) => problems.document(&mut known.documentation, entry.documentation.clone()),
            None => problems.missing(&format!("{path}.values.{value}"), value, values.keys()),
        }
    }
}

/// Adds waiters. They are checked against the whole model, not only the selected operations.
fn add_waiters(model: &mut Model, entries: IndexMap<String, RawWaiter>, problems: &mut Problems) {
    for (name, entry) in entries {
        let path = format!("waiters.{name}");
        if model.waiters.contains_key(&name) {
            problems.stale(&path, "the model has this waiter already");
            continue;
        }
        let waiter = match entry.into_waiter(problems.place(&path)) {
            Ok(waiter) => Waiter {
                is_from_overlay: true,
                ..waiter
            },
            Err(problem) => {
                problems.found.push(problem);
                continue;
            }
        };
        let resolver = Resolver {
            model,
            is_strict: true,
        };
        if model.unreadable.operations.contains_key(&waiter.operation) {
            continue;
        }
        if let Err(found) = resolve_matchers(&resolver, &waiter) {
            let stale = found.into_iter().map(|problem| Problem {
                kind: ProblemKind::StaleOverlay,
                ..problem
            });
            problems.found.extend(stale);
        }
        model.waiters.insert(name, waiter);
    }
}

impl Problems {
    fn union(&mut self, kind: &mut Kind, path: &str) {
        let path = format!("{path}.union");
        match kind {
            Kind::Union(_) => self.already(&path, "union"),
            Kind::Structure(structure) if structure.error.is_none() => {
                let mut structure = mem::take(structure);
                for member in structure.members.values_mut() {
                    member.is_required = false;
                }
                *kind = Kind::Union(structure);
            }
            _ => {
                self.stale(&path, "the shape is not a structure");
            }
        }
    }

    fn retryable(&mut self, kind: &mut Kind, path: &str) {
        let path = format!("{path}.retryable");
        let structure = kind.structure_mut();
        match structure.and_then(|it| it.error.as_mut()) {
            Some(error) if error.retryable.is_some() => self.already(&path, "retryable"),
            Some(error) => error.retryable = Some(Retryable::Transient),
            None => {
                self.stale(&path, "the shape is not an error");
            }
        }
    }

    fn rename(&mut self, shape: &mut Shape, name: &str, rename: String, path: &str) {
        let path = format!("{path}.rename");
        let has_type = matches!(
            shape.kind,
            Kind::Structure(_) | Kind::Union(_) | Kind::Enumeration(_) | Kind::EventStream(_)
        );
        if !has_type {
            self.stale(&path, "the shape has no Rust type");
        } else if names::of_type(&rename) == names::of_type(name) {
            self.stale(&path, "it is the Rust name already");
        }
        shape.rename = Some(rename);
    }

    fn sample(&mut self, shape: &mut Shape, sample: String, path: &str) {
        let path = format!("{path}.sample");
        let (min, max) = shape.constraints.lengths();
        let length = sample.chars().count();
        if !matches!(shape.kind, Kind::String) {
            self.stale(&path, "the shape is not a string");
        } else if !(min..=max).contains(&length) {
            let message = format!("the model does not allow a length of {length}");
            self.stale(&path, message);
        }
        shape.constraints.sample = Some(sample);
    }

    fn not_applicable<T>(
        &mut self,
        entries: &IndexMap<String, T>,
        path: &str,
        what: &str,
        kind: &str,
    ) {
        if !entries.is_empty() {
            self.stale(
                &format!("{path}.{what}"),
                format!("the shape is not {kind}"),
            );
        }
    }
}
