//! The service of a model, its operations, and the shapes that they reach.

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};

use super::ast::{self, Shape, Shapes};
use super::walk::{Owner, Role, Walk};
use crate::error::{Error, Problem, ProblemKind};
use crate::model::Unreadable;

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
