//! The closure of the selected operations.

use std::collections::HashSet;

use indexmap::IndexSet;

use crate::error::{Error, Problem, ProblemKind};
use crate::model::{Kind, Model, Shape};
use crate::refused;
use crate::suggest;

/// The part of a model that is generated, in model order.
#[derive(Debug)]
pub struct Selection<'m> {
    pub operations: IndexSet<&'m str>,
    /// All shapes reachable from them.
    pub shapes: IndexSet<&'m str>,
    /// Shapes that are referenced other than as input or output of an operation.
    pub nested: IndexSet<&'m str>,
}

/// Selects the named operations and everything reachable from them. Without names, it selects all
/// operations but those that cannot be generated, unless these are all.
///
/// # Errors
///
/// If an operation or a referenced shape does not exist.
pub fn select<'m>(model: &'m Model, names: Option<&[String]>) -> Result<Selection<'m>, Error> {
    let mut problems = Vec::new();
    let operations = operations(model, names, &mut problems);
    let mut walk = Walk {
        model,
        seen: IndexSet::new(),
        nested: IndexSet::new(),
        unreadable: HashSet::new(),
        problems,
    };
    for &name in &operations {
        let operation = &model.operations[name];
        let roots = [("input", &operation.input), ("output", &operation.output)];
        for (role, root) in roots {
            if let Some(root) = root {
                walk.visit(root, &|| format!("operations.{name}.{role}"));
            }
        }
        for error in &operation.errors {
            walk.nest(error, &|| format!("operations.{name}.errors"));
        }
    }
    let mut next = 0;
    while let Some(&name) = walk.seen.get_index(next) {
        walk.follow(name, &model.shapes[name]);
        next += 1;
    }
    let Walk {
        seen,
        nested,
        unreadable,
        mut problems,
        ..
    } = walk;
    // What leads on from unreadable shapes is not known: if there are any, all are reported.
    if names.is_none() && !unreadable.is_empty() {
        let others = model.unreadable.shapes.iter();
        let others = others.filter(|(name, _)| !unreadable.contains(name.as_str()));
        problems.extend(others.flat_map(|(_, problems)| problems.iter().cloned()));
    }
    Error::check(problems)?;
    let shapes = model
        .shapes
        .keys()
        .map(String::as_str)
        .filter(|name| seen.contains(name));
    Ok(Selection {
        operations,
        shapes: shapes.collect(),
        nested,
    })
}

fn operations<'m>(
    model: &'m Model,
    names: Option<&[String]>,
    problems: &mut Vec<Problem>,
) -> IndexSet<&'m str> {
    let all = || model.operations.keys().map(String::as_str);
    let unreadable = &model.unreadable.operations;
    let Some(names) = names else {
        problems.extend(unreadable.values().flatten().cloned());
        let possible: IndexSet<_> = all()
            .filter(|name| refused::reasons(model, name).is_empty())
            .collect();
        return if possible.is_empty() {
            all().collect()
        } else {
            possible
        };
    };
    for name in names {
        if model.operations.contains_key(name) {
            continue;
        }
        if let Some(found) = unreadable.get(name) {
            problems.extend(found.iter().cloned());
            continue;
        }
        let message = format!("{} has no such operation", model.service.full_name);
        let path = format!("operations.{name}");
        let mut problem = Problem::new(ProblemKind::UnknownOperation, path, message);
        problem.hint = suggest::hint_beside(problems, name, all());
        problems.push(problem);
    }
    let mut wanted: HashSet<&str> = names.iter().map(String::as_str).collect();
    wanted.extend(endpoint_operation(model, names));
    all().filter(|name| wanted.contains(name)).collect()
}

/// The operation that returns endpoints, if one of these needs endpoint discovery.
pub fn endpoint_operation<'m>(model: &'m Model, names: &[String]) -> Option<&'m str> {
    let operations = &model.operations;
    let needs_it = |name: &String| {
        let operation = operations.get(name);
        operation.is_some_and(|it| it.needs_endpoint_discovery)
    };
    let discovery = model.service.discovery.as_ref()?;
    names.iter().any(needs_it).then_some(&*discovery.operation)
}

struct Walk<'m> {
    model: &'m Model,
    seen: IndexSet<&'m str>,
    nested: IndexSet<&'m str>,
    /// Shapes whose problems are among those found.
    unreadable: HashSet<&'m str>,
    problems: Vec<Problem>,
}

impl<'m> Walk<'m> {
    fn visit(&mut self, name: &'m str, path: &dyn Fn() -> String) {
        if self.model.shapes.contains_key(name) {
            self.seen.insert(name);
            return;
        }
        if let Some(found) = self.model.unreadable.shapes.get(name) {
            if self.unreadable.insert(name) {
                self.problems.extend(found.iter().cloned());
            }
            return;
        }
        let message = format!("there is no shape `{name}`");
        let mut problem = Problem::new(ProblemKind::DanglingReference, path(), message);
        problem.hint = suggest::hint_beside(
            &self.problems,
            name,
            self.model.shapes.keys().map(String::as_str),
        );
        self.problems.push(problem);
    }

    fn nest(&mut self, name: &'m str, path: &dyn Fn() -> String) {
        self.visit(name, path);
        self.nested.insert(name);
    }

    fn follow(&mut self, name: &'m str, shape: &'m Shape) {
        match &shape.kind {
            Kind::Structure(structure) | Kind::Union(structure) | Kind::EventStream(structure) => {
                for (member_name, member) in &structure.members {
                    self.nest(&member.target, &|| {
                        format!("shapes.{name}.members.{member_name}")
                    });
                }
            }
            Kind::List { item, .. } => self.nest(item, &|| format!("shapes.{name}.member")),
            Kind::Map { key, value, .. } => {
                self.nest(key, &|| format!("shapes.{name}.key"));
                self.nest(value, &|| format!("shapes.{name}.value"));
            }
            _ => {}
        }
    }
}
