//! Follows the references of a model, and notes what is wrong with them.

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};

use super::ast::{self, Reference, Shape, Shapes};
use super::prelude;
use crate::error::{Problem, ProblemKind};
use crate::model::unsupported_type;
use crate::suggest;

/// The kind of shape that a reference has to lead to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Operation,
    Resource,
    Value,
}

impl Role {
    fn of(shape: &Shape) -> Option<Self> {
        match shape.kind.as_str() {
            "operation" => Some(Self::Operation),
            "resource" => Some(Self::Resource),
            "service" => None,
            _ => Some(Self::Value),
        }
    }
}

pub(super) struct Walk<'a> {
    pub(super) shapes: &'a Shapes,
    pub(super) operations: IndexSet<&'a str>,
    pub(super) resources: IndexSet<&'a str>,
    pub(super) values: IndexSet<&'a str>,
    pub(super) prelude: IndexSet<&'a str>,
    /// Those of the service itself, which concern all of its operations.
    pub(super) service_problems: Vec<Problem>,
    pub(super) problems: HashMap<&'a str, Vec<Problem>>,
    pub(super) missing_operations: IndexMap<String, Vec<Problem>>,
}

/// Owner of a reference.
#[derive(Clone, Copy)]
pub(super) enum Owner<'a> {
    Service,
    /// An operation or a shape.
    Shape(&'a str),
}

impl<'a> Walk<'a> {
    /// Notes what is wrong with a reference: with the operation that it names, or else with its owner.
    fn add(&mut self, owner: Owner<'a>, target: &str, role: Role, problem: Problem) {
        let problems = match (role, owner) {
            (Role::Operation, _) => {
                let name = ast::local_name(target).to_owned();
                self.missing_operations.entry(name).or_default()
            }
            (_, Owner::Service) => &mut self.service_problems,
            (_, Owner::Shape(id)) => self.problems.entry(id).or_default(),
        };
        problems.push(problem);
    }

    fn see(&mut self, owner: Owner<'a>, target: &'a str, role: Role, path: &dyn Fn() -> String) {
        let Some(shape) = self.shapes.get(target) else {
            if role == Role::Value && prelude::has(target) {
                self.prelude.insert(target);
            } else if let Some(name) = prelude::large_number(target) {
                self.add(owner, target, role, unsupported_type(path(), name));
            } else {
                let message = format!("there is no shape `{target}`");
                let mut problem = Problem::new(ProblemKind::DanglingReference, path(), message);
                let known = self.problems.len() + self.missing_operations.len();
                if known < suggest::MAX_HINTS {
                    problem.hint = suggest::hint(target, self.shapes.keys().map(String::as_str));
                }
                self.add(owner, target, role, problem);
            }
            return;
        };
        // What cannot be read may be of any role.
        let is_fit = Role::of(shape) == Some(role) || !shape.problems.is_empty();
        if shape.traits.mixin.is_some() || !is_fit {
            let message = match shape.traits.mixin {
                Some(_) => format!("`{target}` is a mixin and cannot be referred to here"),
                None => format!(
                    "`{target}` has the type `{}`, which is not allowed here",
                    shape.kind
                ),
            };
            let problem = Problem::new(ProblemKind::Malformed, path(), message);
            self.add(owner, target, role, problem);
            return;
        }
        if !shape.problems.is_empty() {
            if role == Role::Resource {
                self.service_problems.extend(shape.problems.iter().cloned());
                return;
            }
            self.problems.insert(target, shape.problems.clone());
        }
        match role {
            Role::Operation => self.operations.insert(target),
            Role::Resource => self.resources.insert(target),
            Role::Value => self.values.insert(target),
        };
    }

    pub(super) fn all(
        &mut self,
        owner: Owner<'a>,
        id: &str,
        field: &str,
        references: &'a [Reference],
        role: Role,
    ) {
        for (position, reference) in references.iter().enumerate() {
            self.see(owner, &reference.target, role, &|| {
                format!("shapes.{id}.{field}[{position}]")
            });
        }
    }

    pub(super) fn follow_resource(&mut self, id: &str, resource: &'a Shape) {
        for (field, operation) in &resource.lifecycle {
            let path = || format!("shapes.{id}.{field}");
            self.see(Owner::Service, &operation.target, Role::Operation, &path);
        }
        for (field, references, role) in [
            ("operations", &resource.operations, Role::Operation),
            (
                "collectionOperations",
                &resource.collection_operations,
                Role::Operation,
            ),
            ("resources", &resource.resources, Role::Resource),
        ] {
            self.all(Owner::Service, id, field, references, role);
        }
    }

    pub(super) fn follow_operation(&mut self, id: &'a str, operation: &'a Shape) {
        let owner = Owner::Shape(id);
        for (field, root) in [("input", &operation.input), ("output", &operation.output)] {
            if let Some(root) = root.as_ref().filter(|root| root.target != prelude::UNIT) {
                let path = || format!("shapes.{id}.{field}");
                self.see(owner, &root.target, Role::Value, &path);
            }
        }
        self.all(owner, id, "errors", &operation.errors, Role::Value);
    }

    pub(super) fn follow_value(&mut self, id: &'a str, shape: &'a Shape) {
        let names: &[&str] = match shape.kind.as_str() {
            "list" | "set" => &["member"],
            "map" => &["key", "value"],
            // The values of enums are not references.
            "structure" | "union" => {
                for name in shape.members.keys() {
                    self.follow_member(id, shape, name);
                }
                return;
            }
            _ => return,
        };
        for name in names {
            self.follow_member(id, shape, name);
        }
    }

    fn follow_member(&mut self, id: &'a str, shape: &'a Shape, name: &str) {
        let path = || shape.member_path(id, name);
        let message = match shape.members.get(name).map(|member| &member.target) {
            Some(Some(target)) => {
                self.see(Owner::Shape(id), target, Role::Value, &path);
                return;
            }
            Some(None) => "neither the member nor a mixin has a `target`".to_owned(),
            None => format!("a {} needs a `{name}`", shape.kind),
        };
        let problem = Problem::new(ProblemKind::Malformed, path(), message);
        self.problems.entry(id).or_default().push(problem);
    }
}
