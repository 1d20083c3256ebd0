//! Types that have another name in the new revision.
//!
//! A type that is gone and one that is new are the same one if a member or an error that both
//! revisions have was of the one and is of the other, and both have members (or values) of the same
//! names. Saying so once says more than a removed type, a new one, and a changed type for each
//! member.

use std::collections::{HashMap, HashSet, VecDeque};

use super::facts::{Fact, Facts, Key, Node, Value};
use crate::ir::Ty;
use crate::names::Name;

/// The new names of old types.
#[derive(Debug, Default)]
pub(super) struct Renames {
    names: HashMap<Name, Name>,
}

/// Names that are used at the same path, old and new.
type Candidates<'a> = Vec<(&'a Name, &'a Name)>;

impl Renames {
    pub(super) fn find(old: &Facts<'_>, new: &Facts<'_>) -> Self {
        let mut renames = Self::default();
        let mut candidates = Candidates::new();
        for (key, (_, was)) in old {
            if let Some((_, is)) = new.get(key) {
                collect(was, is, &mut candidates);
            }
        }
        let mut candidates = VecDeque::from(candidates);
        let mut tried = HashSet::new();
        let mut taken = HashSet::new();
        while let Some((a, b)) = candidates.pop_front() {
            let (old_key, new_key) = (Key::Type(a), Key::Type(b));
            let is_open = !old.contains_key(&new_key) && !new.contains_key(&old_key);
            if !is_open || renames.names.contains_key(a) || taken.contains(b) {
                continue;
            }
            let (Some((_, was)), Some((_, is))) = (old.get(&old_key), new.get(&new_key)) else {
                continue;
            };
            if tried.insert((a, b)) && are_alike(was, is) {
                renames.names.insert(a.clone(), b.clone());
                taken.insert(b);
                // A pair may bring others: those of its members.
                let mut more = Candidates::new();
                collect(was, is, &mut more);
                candidates.extend(more);
            }
        }
        renames
    }

    /// The name that a type of the old revision has in the new one.
    pub(super) fn name<'a>(&'a self, old: &'a Name) -> &'a Name {
        self.names.get(old).unwrap_or(old)
    }

    /// A key of the old revision as the new one has it.
    pub(super) fn key<'a>(&'a self, old: Key<'a>) -> Key<'a> {
        match old {
            Key::Type(name) => Key::Type(self.name(name)),
            Key::Part(..) => old,
        }
    }

    /// A type of the old revision in the names of the new one.
    pub(super) fn ty(&self, old: &Ty) -> Ty {
        match old {
            Ty::Named(name) => Ty::Named(self.name(name).clone()),
            Ty::Boxed(inner) => Ty::Boxed(Box::new(self.ty(inner))),
            Ty::List { item, is_sparse } => Ty::List {
                item: Box::new(self.ty(item)),
                is_sparse: *is_sparse,
            },
            Ty::Map {
                key,
                value,
                is_sparse,
            } => Ty::Map {
                key: key.as_ref().map(|key| self.name(key).clone()),
                value: Box::new(self.ty(value)),
                is_sparse: *is_sparse,
            },
            scalar => scalar.clone(),
        }
    }
}

/// The names of types at the paths that both nodes have.
fn collect<'a>(old: &'a Node<'_>, new: &'a Node<'_>, found: &mut Candidates<'a>) {
    let ty = |node: &'a Node<'_>| match node.facts.get(&Fact::ValueType) {
        Some(Value::Type(ty)) => Some(ty),
        _ => None,
    };
    if let (Some(old), Some(new)) = (ty(old), ty(new)) {
        names(old, new, found);
    }
    let mut new_errors: HashMap<&str, Vec<&Name>> = HashMap::new();
    for (code, name) in errors(new) {
        new_errors.entry(code).or_default().push(name);
    }
    for (code, name) in errors(old) {
        let same_code = new_errors.get(code).into_iter().flatten();
        found.extend(same_code.map(|new| (name, *new)));
    }
    for (key, was) in &old.children {
        if let Some(is) = new.children.get(key) {
            collect(was, is, found);
        }
    }
}

/// The types of the errors below a node, by their codes.
fn errors<'a>(node: &'a Node<'_>) -> impl Iterator<Item = (&'a str, &'a Name)> {
    let children = node.children.iter();
    children.filter_map(|(key, child)| match key {
        Key::Type(name) => Some((child.name("wire"), *name)),
        Key::Part(..) => None,
    })
}

/// The names at the same place of two types.
fn names<'a>(old: &'a Ty, new: &'a Ty, found: &mut Candidates<'a>) {
    match (old, new) {
        (Ty::Named(old), Ty::Named(new)) => found.push((old, new)),
        (Ty::Boxed(old), Ty::Boxed(new))
        | (Ty::List { item: old, .. }, Ty::List { item: new, .. }) => names(old, new, found),
        (
            Ty::Map { key, value, .. },
            Ty::Map {
                key: new_key,
                value: new_value,
                ..
            },
        ) => {
            found.extend(key.as_ref().zip(new_key.as_ref()));
            names(value, new_value, found);
        }
        _ => {}
    }
}

/// Whether two types are of one kind and have members or values of the same names.
fn are_alike(old: &Node<'_>, new: &Node<'_>) -> bool {
    let kind = |node: &Node<'_>| match node.facts.get(&Fact::Type) {
        Some(Value::TypeKind(kind, _)) => Some(*kind),
        _ => None,
    };
    kind(old) == kind(new)
        && old.children.len() == new.children.len()
        && old
            .children
            .keys()
            .all(|key| new.children.contains_key(key))
}
