//! Types that have another name on the new side.
//!
//! A type that is gone and one that came are the same one if a member or an error that both sides
//! have was of the one and is of the other, and both have members (or values) of the same names.
//! Saying so once says more than a removed type, a new one, and a changed type for each member.

use std::collections::{HashMap, HashSet, VecDeque};

use indexmap::IndexSet;

use super::side::pairs;
use crate::ir::{Crate, Structure, Ty, Type};
use crate::names::Name;

/// The new names of old types.
#[derive(Debug, Default)]
pub(super) struct Renames {
    names: HashMap<Name, Name>,
}

/// A name on the old side and what stands in its place on the new one.
type Candidates<'a> = Vec<(&'a Name, &'a Name)>;

impl Renames {
    pub(super) fn find(old: &Crate, new: &Crate) -> Self {
        let (mut gone, mut come) = (by_name(old), by_name(new));
        gone.retain(|name, _| !come.contains_key(name));
        let old_names = by_name(old);
        come.retain(|name, _| !old_names.contains_key(name));
        let mut renames = Self::default();
        let mut tried = HashSet::new();
        let mut candidates = VecDeque::from(renames.candidates(old, new));
        while let Some((a, b)) = candidates.pop_front() {
            let (Some(was), Some(is)) = (gone.get(a), come.get(b)) else {
                continue;
            };
            if !tried.insert((a, b)) || !are_alike(was, is) {
                continue;
            }
            // A pair may bring others: those of its members.
            let mut more = Vec::new();
            of_types(was, is, &mut more);
            candidates.extend(more);
            gone.remove(a);
            come.remove(b);
            renames.names.insert(a.clone(), b.clone());
        }
        renames
    }

    /// The name that a type of the old side has on the new one.
    pub(super) fn name<'a>(&'a self, old: &'a Name) -> &'a Name {
        self.names.get(old).unwrap_or(old)
    }

    /// A type of the old side in the names of the new one.
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
            Ty::Boolean
            | Ty::Integer
            | Ty::Long
            | Ty::Float
            | Ty::Double
            | Ty::String
            | Ty::Timestamp
            | Ty::Blob
            | Ty::Document => old.clone(),
        }
    }

    /// The types of both sides, paired.
    pub(super) fn types<'a>(
        &self,
        old: &'a Crate,
        new: &'a Crate,
    ) -> Vec<(Option<&'a Type>, Option<&'a Type>)> {
        pairs(
            old.types.iter().map(|ty| (self.name(&ty.name), ty)),
            new.types.iter().map(|ty| (&ty.name, ty)),
        )
    }

    /// The places that both sides have, with the names of types in them.
    fn candidates<'a>(&self, old: &'a Crate, new: &'a Crate) -> Candidates<'a> {
        let mut found = Vec::new();
        let operations = |krate: &'a Crate| {
            let operations = krate.operations.iter();
            operations.map(|operation| (operation.model_name.as_str(), operation))
        };
        for pair in pairs(operations(old), operations(new)) {
            let (Some(old), Some(new)) = pair else {
                continue;
            };
            fields(&old.input, &new.input, &mut found);
            fields(&old.output, &new.output, &mut found);
            let mut by_code: HashMap<&str, Vec<&Name>> = HashMap::new();
            for error in &new.errors {
                by_code.entry(&error.code).or_default().push(&error.name);
            }
            for error in &old.errors {
                let same_code = by_code.get(error.code.as_str()).into_iter().flatten();
                found.extend(same_code.map(|new| (&error.name, *new)));
            }
        }
        for pair in self.types(old, new) {
            if let (Some(old), Some(new)) = pair {
                of_types(old, new, &mut found);
            }
        }
        found
    }
}

/// The types of a crate by their names.
fn by_name(krate: &Crate) -> HashMap<&Name, &Type> {
    krate.types.iter().map(|ty| (&ty.name, ty)).collect()
}

fn of_types<'a>(old: &'a Type, new: &'a Type, found: &mut Candidates<'a>) {
    match (old, new) {
        (Type::Structure(old), Type::Structure(new)) => fields(old, new, found),
        (Type::Union(old), Type::Union(new)) => {
            let variants = pairs(
                old.variants
                    .iter()
                    .map(|it| (it.member.model_name.as_str(), &it.ty)),
                new.variants
                    .iter()
                    .map(|it| (it.member.model_name.as_str(), &it.ty)),
            );
            both(variants, found);
        }
        _ => {}
    }
}

fn fields<'a>(old: &'a Structure, new: &'a Structure, found: &mut Candidates<'a>) {
    let types = |structure: &'a Structure| {
        let fields = structure.fields.iter();
        fields.map(|field| (field.member.model_name.as_str(), &field.ty))
    };
    both(pairs(types(old), types(new)), found);
}

fn both<'a>(pairs: Vec<(Option<&'a Ty>, Option<&'a Ty>)>, found: &mut Candidates<'a>) {
    for pair in pairs {
        if let (Some(old), Some(new)) = pair {
            names(old, new, found);
        }
    }
}

/// The names that stand in the same place of two types.
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
            if let (Some(old), Some(new)) = (key, new_key) {
                found.push((old, new));
            }
            names(value, new_value, found);
        }
        _ => {}
    }
}

/// Whether two types are of one kind and have members or values of the same names.
fn are_alike(old: &Type, new: &Type) -> bool {
    content(old) == content(new)
}

fn content(ty: &Type) -> (u8, IndexSet<&str>) {
    match ty {
        Type::Structure(it) => {
            let fields = it.fields.iter().map(|it| it.member.model_name.as_str());
            (0, fields.collect())
        }
        Type::Union(it) => {
            let variants = it.variants.iter().map(|it| it.member.model_name.as_str());
            (1, variants.collect())
        }
        Type::Enumeration(it) => {
            let variants = it.variants.iter().map(|it| it.value.as_str());
            (2, variants.collect())
        }
    }
}
