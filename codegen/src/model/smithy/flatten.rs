//! Mixins and `apply` statements become members and traits of the shapes they are for.
//!
//! Own members and traits win over those of mixins, applied traits over both; of several mixins, the
//! later one wins. Members of mixins come first, in the order of the mixins.

use std::collections::{HashMap, VecDeque};
use std::mem;

use indexmap::IndexSet;

use super::ast::{self, Reference, Shape, Shapes};
use super::traits::Traits;
use crate::error::{Error, Problem, ProblemKind};
use crate::suggest;

/// The limit for all that shapes get from mixins, in bytes or so: chains of mixins multiply.
const MAX_INHERITED: usize = 256 << 20;

/// Problems, each with the id of the shape that has it.
type Problems = Vec<(String, Problem)>;

/// The shapes without mixins and without `apply` statements.
pub(super) fn flatten(file: Shapes) -> Result<Shapes, Error> {
    let (statements, mut shapes): (Shapes, Shapes) = file
        .into_iter()
        .partition(|(_, shape)| shape.kind == "apply");
    let mut statements = by_shape(statements, &shapes)?;
    let mut problems = Problems::new();
    let mixins = find_mixins(&shapes, &mut problems);
    let order = order(&shapes, &mixins, &mut problems);
    for (id, problem) in problems {
        if let Some(shape) = shapes.get_mut(&id) {
            shape.problems.push(problem);
        }
    }
    let mut inherited_weight = 0_usize;
    for index in order {
        let Some((id, _)) = shapes.get_index(index) else {
            continue;
        };
        let id = id.clone();
        let statements = statements.remove(&id).unwrap_or_default();
        if mixins[index].is_empty() && statements.is_empty() {
            continue;
        }
        let own = mem::take(&mut shapes[index]);
        let mut flat = Shape {
            kind: own.kind.clone(),
            ..Shape::default()
        };
        for &mixin in &mixins[index] {
            inherited_weight = inherited_weight.saturating_add(shapes[mixin].weight());
            if inherited_weight > MAX_INHERITED {
                let message = "mixins make the model larger than 256 MiB";
                return Err(Problem::new(ProblemKind::Unsupported, ast::path(&id), message).into());
            }
            flat.lay(&id, inherited(&shapes[mixin]));
        }
        flat.lay(&id, own);
        for statement in statements {
            statement.apply(&id, &mut flat);
        }
        shapes[index] = flat;
    }
    Ok(shapes)
}

/// Traits that are applied to a shape or to one of its members.
struct ApplyStatement {
    /// Its id in the file.
    target: String,
    member: Option<String>,
    traits: Traits,
}

/// The `apply` statements by the ids of the shapes that they are for, or for whose members.
fn by_shape(
    statements: Shapes,
    shapes: &Shapes,
) -> Result<HashMap<String, Vec<ApplyStatement>>, Error> {
    let mut problems = Vec::new();
    let mut found: HashMap<String, Vec<ApplyStatement>> = HashMap::new();
    for (target, statement) in statements {
        let (id, member) = match target.split_once('$') {
            Some((id, member)) => (id, Some(member.to_owned())),
            None => (target.as_str(), None),
        };
        if !shapes.contains_key(id) {
            let message = format!("there is no shape `{id}` to apply traits to");
            let mut problem =
                Problem::new(ProblemKind::DanglingReference, ast::path(&target), message);
            problem.hint = suggest::hint_beside(&problems, id, shapes.keys().map(String::as_str));
            problems.push(problem);
            continue;
        }
        found
            .entry(id.to_owned())
            .or_default()
            .push(ApplyStatement {
                member,
                traits: statement.traits,
                target,
            });
    }
    Error::check(problems)?;
    Ok(found)
}

impl ApplyStatement {
    fn apply(self, id: &str, shape: &mut Shape) {
        let Some(name) = self.member else {
            shape.traits.lay(self.traits);
            return;
        };
        if let Some(member) = shape.members.get_mut(&name) {
            member.traits.lay(self.traits);
            return;
        }
        let message = format!("`{id}` has no member `{name}` to apply traits to");
        let path = ast::path(&self.target);
        let mut problem = Problem::new(ProblemKind::DanglingReference, path, message);
        problem.hint = suggest::hint(&name, shape.members.keys().map(String::as_str));
        shape.problems.push(problem);
    }
}

/// The mixins of each shape, all by their positions.
fn find_mixins(shapes: &Shapes, problems: &mut Problems) -> Vec<Vec<usize>> {
    let mut all = Vec::with_capacity(shapes.len());
    for (id, shape) in shapes {
        let mut found = IndexSet::with_capacity(shape.mixins.len());
        for (position, mixin) in shape.mixins.iter().enumerate() {
            let target = &mixin.target;
            let unreadable = shapes.get(target).map(|it| &it.problems[..]);
            if let Some(found @ [_, ..]) = unreadable {
                problems.extend(found.iter().map(|it| (id.clone(), it.clone())));
                continue;
            }
            let mut problem = |kind, message: String| {
                let path = format!("shapes.{id}.mixins[{position}]");
                problems.push((id.clone(), Problem::new(kind, path, message)));
            };
            match shapes.get_full(target) {
                None => problem(
                    ProblemKind::DanglingReference,
                    format!("there is no shape `{target}`"),
                ),
                Some((_, _, other)) if other.kind != shape.kind => problem(
                    ProblemKind::Malformed,
                    format!(
                        "a mixin has the type of its shape, and `{target}` is of the type `{}`",
                        other.kind
                    ),
                ),
                Some((index, _, _)) => {
                    found.insert(index);
                }
            }
        }
        all.push(found.into_iter().collect());
    }
    all
}

/// An order in which every shape comes after its mixins; it lacks shapes whose mixins form a cycle.
fn order(shapes: &Shapes, mixins: &[Vec<usize>], problems: &mut Problems) -> Vec<usize> {
    let mut missing: Vec<_> = mixins.iter().map(Vec::len).collect();
    let mut users = vec![Vec::new(); mixins.len()];
    for (user, mixins) in mixins.iter().enumerate() {
        for &mixin in mixins {
            users[mixin].push(user);
        }
    }
    let mut ready: VecDeque<_> = (0..missing.len()).filter(|&i| missing[i] == 0).collect();
    let mut order = Vec::with_capacity(missing.len());
    while let Some(index) = ready.pop_front() {
        order.push(index);
        for &user in &users[index] {
            missing[user] -= 1;
            if missing[user] == 0 {
                ready.push_back(user);
            }
        }
    }
    let endless = shapes
        .keys()
        .zip(&missing)
        .filter(|(_, missing)| **missing > 0);
    problems.extend(endless.map(|(id, _)| {
        let path = format!("shapes.{id}.mixins");
        let message = "mixins lead back to themselves";
        (
            id.clone(),
            Problem::new(ProblemKind::Malformed, path, message),
        )
    }));
    order
}

/// What shapes get from a mixin.
fn inherited(mixin: &Shape) -> Shape {
    let mut shape = mixin.clone();
    if let Some(mixin) = shape.traits.mixin.take() {
        for id in &mixin.local_traits {
            shape.traits.remove(id);
        }
    }
    shape
}

impl Shape {
    /// Its size in bytes or so.
    fn weight(&self) -> usize {
        let words = |traits: &Traits| 256 + traits.documentation.as_ref().map_or(0, String::len);
        let members = self.members.iter();
        let members = members.map(|(name, member)| name.len() + words(&member.traits));
        let lists = [&self.errors, &self.operations, &self.resources];
        let references: usize = lists.iter().map(|list| list.len() * 64).sum();
        words(&self.traits) + members.sum::<usize>() + references
    }

    /// Merges another shape of the same type, which wins.
    fn lay(&mut self, id: &str, other: Self) {
        self.problems.extend(other.problems);
        self.traits.lay(other.traits);
        for (name, member) in other.members {
            let Some(known) = self.members.get_mut(&name) else {
                self.members.insert(name, member);
                continue;
            };
            if let (Some(one), Some(two)) = (&known.target, &member.target)
                && one != two
            {
                let message = format!("a mixin has the target `{one}`, and here it is `{two}`");
                let path = self.member_path(id, &name);
                let problem = Problem::new(ProblemKind::Malformed, path, message);
                self.problems.push(problem);
                continue;
            }
            known.target = member.target.or(known.target.take());
            known.traits.lay(member.traits);
        }
        self.version = other.version.or(self.version.take());
        self.rename.extend(other.rename);
        self.input = other.input.or(self.input.take());
        self.output = other.output.or(self.output.take());
        for (field, operation) in other.lifecycle {
            self.lifecycle.retain(|(known, _)| *known != field);
            self.lifecycle.push((field, operation));
        }
        add(&mut self.errors, other.errors);
        add(&mut self.operations, other.operations);
        add(&mut self.collection_operations, other.collection_operations);
        add(&mut self.resources, other.resources);
    }
}

/// Adds new references.
fn add(references: &mut Vec<Reference>, others: Vec<Reference>) {
    let mut all: IndexSet<_> = mem::take(references).into_iter().collect();
    all.extend(others);
    *references = all.into_iter().collect();
}
