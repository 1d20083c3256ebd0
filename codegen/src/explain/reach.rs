//! Which operations reach which shapes, and by which paths.

use std::collections::{HashMap, HashSet, VecDeque};

use super::report::{Role, Usage};
use crate::model::{Kind, Model};

/// For each input, output and error of each operation, all that it reaches.
pub(super) struct Reach {
    trees: Vec<Tree>,
    positions: HashMap<String, usize>,
}

/// What is reached from one shape, by the positions of shapes in the model.
struct Tree {
    operation: String,
    role: Role,
    root: usize,
    /// From where, and by which step, a shape is first reached: paths back are the shortest ones.
    parents: HashMap<usize, (usize, String)>,
    /// By how many paths each is reached, without going round in a recursion.
    counts: HashMap<usize, u64>,
}

/// The steps out of a shape.
type Steps = Vec<(usize, String)>;

impl Reach {
    pub(super) fn of(model: &Model) -> Self {
        let names = model.shapes.keys().enumerate();
        let positions: HashMap<_, _> = names.map(|(at, name)| (name.clone(), at)).collect();
        let steps: Vec<Steps> = model
            .shapes
            .values()
            .map(|shape| steps(&shape.kind, &positions))
            .collect();
        let mut trees = Vec::new();
        for (name, operation) in &model.operations {
            let roots = [
                (Role::Input, operation.input.as_slice()),
                (Role::Output, operation.output.as_slice()),
                (Role::Error, &operation.errors[..]),
            ];
            for (role, roots) in roots {
                let roots = roots.iter().filter_map(|root| positions.get(root));
                trees.extend(roots.map(|&root| Tree::grow(name, role, root, &steps)));
            }
        }
        Self { trees, positions }
    }

    /// Where a shape or a member of it is met, in the order of the operations.
    pub(super) fn uses(&self, model: &Model, shape: &str, member: Option<&str>) -> Vec<Usage> {
        let Some(&target) = self.positions.get(shape) else {
            return Vec::new();
        };
        let uses = self.trees.iter().filter_map(|tree| {
            let count = *tree.counts.get(&target)?;
            let mut path = match tree.role {
                // Operations have several.
                Role::Error => vec![model.shapes.get_index(tree.root)?.0.clone()],
                Role::Input | Role::Output => Vec::new(),
            };
            path.extend(tree.path(target));
            path.extend(member.map(str::to_owned));
            Some(Usage {
                operation: tree.operation.clone(),
                is_selected: false,
                role: tree.role,
                path: join(&path),
                others: count - 1,
            })
        });
        uses.collect()
    }
}

/// Steps as one path: `builds[].phases`.
fn join(steps: &[String]) -> String {
    let mut path = String::new();
    for step in steps {
        if !path.is_empty() && !step.starts_with(['[', '{']) {
            path.push('.');
        }
        path.push_str(step);
    }
    path
}

fn steps(kind: &Kind, positions: &HashMap<String, usize>) -> Steps {
    let to = |name: &String, step: String| Some((*positions.get(name)?, step));
    match kind {
        Kind::List { item, .. } => to(item, "[]".to_owned()).into_iter().collect(),
        Kind::Map { key, value, .. } => [to(key, "{key}".to_owned()), to(value, "{}".to_owned())]
            .into_iter()
            .flatten()
            .collect(),
        kind => kind
            .structure()
            .into_iter()
            .flat_map(|structure| &structure.members)
            .filter_map(|(name, member)| to(&member.target, name.clone()))
            .collect(),
    }
}

impl Tree {
    fn grow(operation: &str, role: Role, root: usize, steps: &[Steps]) -> Self {
        let mut parents = HashMap::new();
        let mut queue = VecDeque::from([root]);
        while let Some(from) = queue.pop_front() {
            for (to, step) in &steps[from] {
                if *to != root && !parents.contains_key(to) {
                    parents.insert(*to, (from, step.clone()));
                    queue.push_back(*to);
                }
            }
        }
        Self {
            operation: operation.to_owned(),
            role,
            root,
            parents,
            counts: counts(root, steps),
        }
    }

    fn path(&self, target: usize) -> Vec<String> {
        let mut path = Vec::new();
        let mut at = target;
        while let Some((from, step)) = self.parents.get(&at) {
            path.push(step.clone());
            at = *from;
        }
        path.reverse();
        path
    }
}

/// The number of paths to each shape. A step that leads back to a shape on its own path is left out.
fn counts(root: usize, steps: &[Steps]) -> HashMap<usize, u64> {
    // In the order in which a walk into the depth is done with them, a step that leads back leads to
    // one that is done later.
    let mut done: Vec<usize> = Vec::new();
    let mut ranks: HashMap<usize, usize> = HashMap::new();
    let mut seen = HashSet::from([root]);
    let mut stack = vec![(root, 0)];
    while let Some((at, next)) = stack.last_mut() {
        let at = *at;
        match steps[at].get(*next) {
            Some((to, _)) => {
                *next += 1;
                if seen.insert(*to) {
                    stack.push((*to, 0));
                }
            }
            None => {
                ranks.insert(at, done.len());
                done.push(at);
                stack.pop();
            }
        }
    }
    let mut counts: HashMap<usize, u64> = HashMap::from([(root, 1)]);
    for &from in done.iter().rev() {
        let count = counts.get(&from).copied().unwrap_or(0);
        for (to, _) in &steps[from] {
            if ranks[to] < ranks[&from] {
                let sum = counts.entry(*to).or_default();
                *sum = sum.saturating_add(count);
            }
        }
    }
    counts
}
