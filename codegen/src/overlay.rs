//! Our additions to a model: documentation and behaviours.
//!
//! Entries use model names. An entry for something that does not exist, or that changes nothing, is an
//! error: otherwise nobody would notice that it has no effect any more.

use std::collections::HashSet;
use std::mem;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::error::{Error, Problem, ProblemKind};
use crate::expression::{Resolver, resolve_matchers};
use crate::json;
use crate::model::{Documentation, Kind, Model, RawWaiter, Shape, Structure, Waiter};
use crate::names;
use crate::suggest;

/// For problems.
const FILE: &str = "overlay.json";

/// The contents of an overlay file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct Overlay {
    #[serde(default)]
    service: ServiceEntry,
    #[serde(default)]
    operations: IndexMap<String, OperationEntry>,
    #[serde(default)]
    shapes: IndexMap<String, ShapeEntry>,
    /// In the form of botocore's `waiters-2.json`.
    #[serde(default)]
    waiters: IndexMap<String, RawWaiter>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct ServiceEntry {
    documentation: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct OperationEntry {
    documentation: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct ShapeEntry {
    documentation: Option<String>,
    /// Another name for the Rust type.
    rename: Option<String>,
    /// A text that matches the pattern, for fixtures.
    sample: Option<String>,
    #[serde(default)]
    sensitive: bool,
    /// Whether exactly one member is set; some models have lost it.
    #[serde(default)]
    union: bool,
    #[serde(default)]
    members: IndexMap<String, MemberEntry>,
    #[serde(default)]
    values: IndexMap<String, ValueEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object", rename_all = "camelCase")]
struct MemberEntry {
    documentation: Option<String>,
    #[serde(default)]
    idempotency_token: bool,
    #[serde(default)]
    sensitive: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct ValueEntry {
    documentation: Option<String>,
}

impl Overlay {
    /// Reads an overlay file.
    ///
    /// # Errors
    ///
    /// If it is not JSON, or has unknown entries.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        json::typed(FILE, bytes, |path| format!("{FILE}: {path}"))
    }

    /// Applies the overlay to the model.
    ///
    /// # Errors
    ///
    /// If entries do not apply; all of them are listed.
    pub fn apply(self, model: &mut Model) -> Result<(), Error> {
        Error::check(self.lay_over(model))
    }

    /// Applies the entries that it can, and returns the problems of the others.
    pub fn lay_over(self, model: &mut Model) -> Vec<Problem> {
        let mut problems = Problems::default();
        document(&mut model.service.documentation, self.service.documentation);
        for (name, entry) in self.operations {
            match model.operations.get_mut(&name) {
                Some(operation) => document(&mut operation.documentation, entry.documentation),
                // An error of its own, if it is selected.
                None if model.unreadable.operations.contains_key(&name) => {}
                None => {
                    let names = model.operations.keys();
                    problems.missing(&format!("operations.{name}"), &name, names);
                }
            }
        }
        for (name, entry) in self.shapes {
            let path = format!("shapes.{name}");
            let Some(shape) = model.shapes.get_mut(&name) else {
                if !model.unreadable.shapes.contains_key(&name) {
                    problems.missing(&path, &name, model.shapes.keys());
                }
                continue;
            };
            document(&mut shape.documentation, entry.documentation);
            if let Some(rename) = entry.rename {
                problems.rename(shape, &name, rename, &path);
            }
            if let Some(sample) = entry.sample {
                problems.sample(shape, sample, &path);
            }
            if entry.sensitive {
                problems.set(&mut shape.is_sensitive, &path, "sensitive");
            }
            if entry.union {
                problems.union(&mut shape.kind, &path);
            }
            match &mut shape.kind {
                Kind::Structure(structure)
                | Kind::Union(structure)
                | Kind::EventStream(structure) => {
                    apply_members(structure, entry.members, &path, &mut problems);
                    problems.not_applicable(&entry.values, &path, "values", "an enum");
                }
                Kind::Enumeration(values) => {
                    for (value, entry) in entry.values {
                        match values.get_mut(&value) {
                            Some(known) => document(&mut known.documentation, entry.documentation),
                            None => problems.missing(
                                &format!("{path}.values.{value}"),
                                &value,
                                values.keys(),
                            ),
                        }
                    }
                    problems.not_applicable(&entry.members, &path, "members", "a structure");
                }
                _ => {
                    problems.not_applicable(&entry.members, &path, "members", "a structure");
                    problems.not_applicable(&entry.values, &path, "values", "an enum");
                }
            }
        }
        add_waiters(model, self.waiters, &mut problems);
        problems.0
    }

    /// The paths that it documents; those of values as in reports.
    pub fn documented(&self) -> HashSet<String> {
        let mut paths = HashSet::new();
        let mut add = |path: String, words: &Option<String>| {
            if words.is_some() {
                paths.insert(path);
            }
        };
        add("service".to_owned(), &self.service.documentation);
        for (name, operation) in &self.operations {
            add(format!("operations.{name}"), &operation.documentation);
        }
        for (name, shape) in &self.shapes {
            add(format!("shapes.{name}"), &shape.documentation);
            for (member, entry) in &shape.members {
                let path = format!("shapes.{name}.members.{member}");
                add(path, &entry.documentation);
            }
            for (value, entry) in &shape.values {
                add(format!("shapes.{name}.enum.{value}"), &entry.documentation);
            }
        }
        paths
    }

    /// Removes all documentation.
    pub fn drop_documentation(&mut self) {
        self.service.documentation = None;
        for operation in self.operations.values_mut() {
            operation.documentation = None;
        }
        for shape in self.shapes.values_mut() {
            shape.documentation = None;
            for member in shape.members.values_mut() {
                member.documentation = None;
            }
            for value in shape.values.values_mut() {
                value.documentation = None;
            }
        }
    }
}

/// Adds waiters. They are checked against the whole model, not only the selected operations.
fn add_waiters(model: &mut Model, entries: IndexMap<String, RawWaiter>, problems: &mut Problems) {
    for (name, entry) in entries {
        let path = format!("waiters.{name}");
        if model.waiters.contains_key(&name) {
            problems.stale(&path, "the model has this waiter already".to_owned());
            continue;
        }
        let waiter = match entry.into_waiter(format!("{FILE}: {path}")) {
            Ok(waiter) => Waiter {
                is_ours: true,
                ..waiter
            },
            Err(problem) => {
                problems.0.push(problem);
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
            problems.0.extend(stale);
        }
        model.waiters.insert(name, waiter);
    }
}

fn apply_members(
    structure: &mut Structure,
    entries: IndexMap<String, MemberEntry>,
    path: &str,
    problems: &mut Problems,
) {
    for (name, entry) in entries {
        let path = format!("{path}.members.{name}");
        let Some(member) = structure.members.get_mut(&name) else {
            problems.missing(&path, &name, structure.members.keys());
            continue;
        };
        document(&mut member.documentation, entry.documentation);
        if entry.idempotency_token {
            problems.set(&mut member.is_idempotency_token, &path, "idempotencyToken");
        }
        if entry.sensitive {
            problems.set(&mut member.is_sensitive, &path, "sensitive");
        }
    }
}

fn document(place: &mut Documentation, text: Option<String>) {
    if let Some(text) = text {
        *place = Documentation::Markdown(text);
    }
}

#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn stale(&mut self, path: &str, message: String) -> &mut Problem {
        let path = format!("{FILE}: {path}");
        self.0
            .push(Problem::new(ProblemKind::StaleOverlay, path, message));
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    fn missing<'a>(&mut self, path: &str, name: &str, names: impl Iterator<Item = &'a String>) {
        let hint = suggest::hint_beside(&self.0, name, names.map(String::as_str));
        self.stale(path, "it does not exist in the model".to_owned())
            .hint = hint;
    }

    fn set(&mut self, place: &mut bool, path: &str, what: &str) {
        if *place {
            self.stale(path, format!("the model has `{what}` already"));
        }
        *place = true;
    }

    fn union(&mut self, kind: &mut Kind, path: &str) {
        let path = format!("{path}.union");
        match kind {
            Kind::Union(_) => {
                self.stale(&path, "the model has `union` already".to_owned());
            }
            Kind::Structure(structure) if structure.error.is_none() => {
                let mut structure = mem::take(structure);
                for member in structure.members.values_mut() {
                    member.is_required = false;
                }
                *kind = Kind::Union(structure);
            }
            _ => {
                self.stale(&path, "the shape is not a structure".to_owned());
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
            self.stale(&path, "the shape has no Rust type".to_owned());
        } else if names::of_type(&rename) == names::of_type(name) {
            self.stale(&path, "it is the Rust name already".to_owned());
        }
        shape.rename = Some(rename);
    }

    fn sample(&mut self, shape: &mut Shape, sample: String, path: &str) {
        let path = format!("{path}.sample");
        let (min, max) = shape.constraints.lengths();
        let length = sample.chars().count();
        if !matches!(shape.kind, Kind::String) {
            self.stale(&path, "the shape is not a string".to_owned());
        } else if !(min..=max).contains(&length) {
            self.stale(
                &path,
                format!("the model does not allow a length of {length}"),
            );
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
