//! The service of a model, its operations, and the shapes that they reach.

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};

use super::ast::{self, Reference, Shape, Shapes};
use super::prelude;
use crate::error::{Error, Problem, ProblemKind};
use crate::model::{Unreadable, unsupported_type};
use crate::suggest;

/// The part of a model that belongs to its service. References in shapes without problems are valid.
#[derive(Debug)]
pub(super) struct Closure<'a> {
    /// The service's id.
    pub(super) service_id: &'a str,
    /// The service.
    pub(super) service: &'a Shape,
    /// The operations by id, those of the service's resources among them, in the order of the file.
    pub(super) operations: Vec<(&'a str, &'a Shape)>,
    /// The shapes by id, in the order of the file.
    pub(super) shapes: Vec<(&'a str, &'a Shape)>,
    /// The ids of the shapes of the prelude.
    pub(super) prelude: IndexSet<&'a str>,
    /// What is wrong with operations and shapes, by their ids.
    problems: HashMap<&'a str, Vec<Problem>>,
    /// Operations of the service that there are not, by name.
    missing_operations: IndexMap<String, Vec<Problem>>,
    /// The authentication schemes of the service that the model itself defines.
    pub(super) own_schemes: Vec<String>,
}

impl<'a> Closure<'a> {
    /// The closure of the model's one service.
    pub(super) fn find(shapes: &'a Shapes) -> Result<Self, Error> {
        let (service_id, service) = service(shapes)?;
        let mut walk = Walk {
            shapes,
            operations: IndexSet::new(),
            resources: IndexSet::new(),
            values: IndexSet::new(),
            prelude: IndexSet::new(),
            service_problems: Vec::new(),
            problems: HashMap::new(),
            missing_operations: IndexMap::new(),
        };
        for (field, references, role) in [
            ("operations", &service.operations, Role::Operation),
            ("resources", &service.resources, Role::Resource),
            ("errors", &service.errors, Role::Value),
        ] {
            walk.all(Owner::Service, service_id, field, references, role);
        }
        let mut next = 0;
        while let Some(&id) = walk.resources.get_index(next) {
            walk.follow_resource(id, &shapes[id]);
            next += 1;
        }
        let operations = in_order(shapes, &walk.operations);
        for &(id, operation) in &operations {
            walk.follow_operation(id, operation);
        }
        let mut next = 0;
        while let Some(&id) = walk.values.get_index(next) {
            walk.follow_value(id, &shapes[id]);
            next += 1;
        }
        Error::check(walk.service_problems)?;
        Ok(Self {
            service_id,
            service,
            operations,
            shapes: in_order(shapes, &walk.values),
            prelude: walk.prelude,
            problems: walk.problems,
            missing_operations: walk.missing_operations,
            own_schemes: Vec::new(),
        })
    }

    /// What is wrong with an operation or a shape.
    pub(super) fn problems(&self, id: &str) -> &[Problem] {
        self.problems.get(id).map_or(&[], Vec::as_slice)
    }

    /// Adds what is wrong with a shape.
    pub(super) fn add_problem(&mut self, id: &'a str, problem: Problem) {
        self.problems.entry(id).or_default().push(problem);
    }

    /// The operations that the service has, and the model has not.
    pub(super) fn missing_operations(&self) -> Unreadable {
        Unreadable {
            operations: self.missing_operations.clone(),
            shapes: IndexMap::new(),
        }
    }

    /// The ids of the shapes that become types with names.
    pub(super) fn types(&self) -> impl Iterator<Item = &'a str> {
        let types = self.shapes.iter().filter(|(_, shape)| is_type(shape));
        types.map(|(id, _)| *id)
    }

    /// The ids of all other shapes, those of the prelude among them.
    pub(super) fn others(&self) -> impl Iterator<Item = &'a str> {
        let others = self.shapes.iter().filter(|(_, shape)| !is_type(shape));
        others
            .map(|(id, _)| *id)
            .chain(self.prelude.iter().copied())
    }

    /// The path of the service in the file.
    pub(super) fn service_path(&self) -> String {
        ast::path(self.service_id)
    }
}

fn service(shapes: &Shapes) -> Result<(&str, &Shape), Problem> {
    let services: Vec<_> = shapes
        .iter()
        .filter(|(_, shape)| shape.kind == "service" && shape.traits.mixin.is_none())
        .collect();
    match services[..] {
        [(id, service)] if service.problems.is_empty() => Ok((id, service)),
        [(_, service)] => Err(service.problems[0].clone()),
        [] => {
            let none = Problem::new(ProblemKind::Malformed, "shapes", "there is no service").hint(
                "a crate is generated from a shape of the type `service` and what it reaches",
            );
            // What cannot be read may be one.
            let unreadable = shapes.values().filter(|it| it.kind.is_empty());
            let mut problems = unreadable.flat_map(|it| &it.problems);
            Err(problems.next().cloned().unwrap_or(none))
        }
        _ => {
            let ids: Vec<_> = services.iter().map(|(id, _)| format!("`{id}`")).collect();
            let message = format!("there are several services: {}", ids.join(", "));
            Err(Problem::new(ProblemKind::Unsupported, "shapes", message)
                .hint("leave one of them in the file; shapes that it does not reach are ignored"))
        }
    }
}

fn is_type(shape: &Shape) -> bool {
    match shape.kind.as_str() {
        "structure" | "union" | "enum" => true,
        "string" => shape.traits.enumeration.is_some(),
        _ => false,
    }
}

/// The shapes of some ids, in the order of the file.
fn in_order<'a>(shapes: &'a Shapes, ids: &IndexSet<&str>) -> Vec<(&'a str, &'a Shape)> {
    shapes
        .iter()
        .map(|(id, shape)| (id.as_str(), shape))
        .filter(|(id, _)| ids.contains(id))
        .collect()
}

/// The kind of shape that a reference has to lead to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
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

struct Walk<'a> {
    shapes: &'a Shapes,
    operations: IndexSet<&'a str>,
    resources: IndexSet<&'a str>,
    values: IndexSet<&'a str>,
    prelude: IndexSet<&'a str>,
    /// Those of the service itself, which concern all of its operations.
    service_problems: Vec<Problem>,
    problems: HashMap<&'a str, Vec<Problem>>,
    missing_operations: IndexMap<String, Vec<Problem>>,
}

/// Who refers to a shape.
#[derive(Clone, Copy)]
enum Owner<'a> {
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

    fn all(
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

    fn follow_resource(&mut self, id: &str, resource: &'a Shape) {
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

    fn follow_operation(&mut self, id: &'a str, operation: &'a Shape) {
        let owner = Owner::Shape(id);
        for (field, root) in [("input", &operation.input), ("output", &operation.output)] {
            if let Some(root) = root.as_ref().filter(|root| root.target != prelude::UNIT) {
                let path = || format!("shapes.{id}.{field}");
                self.see(owner, &root.target, Role::Value, &path);
            }
        }
        self.all(owner, id, "errors", &operation.errors, Role::Value);
    }

    fn follow_value(&mut self, id: &'a str, shape: &'a Shape) {
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
