//! The service of a model, its operations, and the shapes that they reach.

use indexmap::IndexSet;

use super::ast::{self, Reference, Shape, Shapes};
use super::prelude;
use crate::error::{Error, Problem, ProblemKind};
use crate::suggest;

/// The part of a model that belongs to its service. All references in it are valid.
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
            problems: Vec::new(),
        };
        walk.all(
            service_id,
            "operations",
            &service.operations,
            Role::Operation,
        );
        walk.all(service_id, "resources", &service.resources, Role::Resource);
        walk.all(service_id, "errors", &service.errors, Role::Value);
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
        Error::check(walk.problems)?;
        Ok(Self {
            service_id,
            service,
            operations,
            shapes: in_order(shapes, &walk.values),
            prelude: walk.prelude,
            own_schemes: Vec::new(),
        })
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
        [(id, service)] => Ok((id, service)),
        [] => Err(
            Problem::new(ProblemKind::Malformed, "shapes", "there is no service").hint(
                "a crate is generated from a shape of the type `service` and what it reaches",
            ),
        ),
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
    problems: Vec<Problem>,
}

impl<'a> Walk<'a> {
    fn see(&mut self, target: &'a str, role: Role, path: &dyn Fn() -> String) {
        let Some(shape) = self.shapes.get(target) else {
            if role == Role::Value && prelude::has(target) {
                self.prelude.insert(target);
            } else if prelude::LARGE_NUMBERS.contains(&target) {
                let message = format!("`{target}` is not supported yet");
                self.problems
                    .push(Problem::new(ProblemKind::Unsupported, path(), message));
            } else {
                let message = format!("there is no shape `{target}`");
                let mut problem = Problem::new(ProblemKind::DanglingReference, path(), message);
                problem.hint = suggest::hint_beside(
                    &self.problems,
                    target,
                    self.shapes.keys().map(String::as_str),
                );
                self.problems.push(problem);
            }
            return;
        };
        if shape.traits.mixin.is_some() || Role::of(shape) != Some(role) {
            let message = match shape.traits.mixin {
                Some(_) => format!("`{target}` is a mixin and cannot be referred to here"),
                None => format!(
                    "`{target}` has the type `{}`, which is not allowed here",
                    shape.kind
                ),
            };
            self.problems
                .push(Problem::new(ProblemKind::Malformed, path(), message));
            return;
        }
        match role {
            Role::Operation => self.operations.insert(target),
            Role::Resource => self.resources.insert(target),
            Role::Value => self.values.insert(target),
        };
    }

    fn all(&mut self, id: &str, field: &str, references: &'a [Reference], role: Role) {
        for (position, reference) in references.iter().enumerate() {
            self.see(&reference.target, role, &|| {
                format!("shapes.{id}.{field}[{position}]")
            });
        }
    }

    fn follow_resource(&mut self, id: &str, resource: &'a Shape) {
        for (field, operation) in &resource.lifecycle {
            self.see(&operation.target, Role::Operation, &|| {
                format!("shapes.{id}.{field}")
            });
        }
        let operations = &resource.collection_operations;
        self.all(id, "operations", &resource.operations, Role::Operation);
        self.all(id, "collectionOperations", operations, Role::Operation);
        self.all(id, "resources", &resource.resources, Role::Resource);
    }

    fn follow_operation(&mut self, id: &str, operation: &'a Shape) {
        for (field, root) in [("input", &operation.input), ("output", &operation.output)] {
            if let Some(root) = root.as_ref().filter(|root| root.target != prelude::UNIT) {
                self.see(&root.target, Role::Value, &|| {
                    format!("shapes.{id}.{field}")
                });
            }
        }
        self.all(id, "errors", &operation.errors, Role::Value);
    }

    fn follow_value(&mut self, id: &str, shape: &'a Shape) {
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

    fn follow_member(&mut self, id: &str, shape: &'a Shape, name: &str) {
        let path = || shape.member_path(id, name);
        match shape.members.get(name).map(|member| &member.target) {
            Some(Some(target)) => self.see(target, Role::Value, &path),
            Some(None) => {
                let message = "neither the member nor a mixin has a `target`";
                self.problems
                    .push(Problem::new(ProblemKind::Malformed, path(), message));
            }
            None => {
                let message = format!("a {} needs a `{name}`", shape.kind);
                self.problems
                    .push(Problem::new(ProblemKind::Malformed, path(), message));
            }
        }
    }
}
