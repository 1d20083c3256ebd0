//! Types that have another name on the new side.
//!
//! A type that is gone and one that came are the same one if a member or an error that both sides
//! have was of the one and is of the other, and both have members (or values) of the same names.
//! Saying so once says more than a removed type, a new one, and a changed type for each member.

use std::collections::HashMap;

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
        let types = |krate: &'_ Crate| -> Vec<Name> {
            krate.types.iter().map(|ty| ty.name().clone()).collect()
        };
        let (old_names, new_names) = (types(old), types(new));
        let mut gone: IndexSet<_> = old_names
            .iter()
            .filter(|name| !new_names.contains(name))
            .collect();
        let mut come: IndexSet<_> = new_names
            .iter()
            .filter(|name| !old_names.contains(name))
            .collect();
        let mut renames = Self::default();
        // Each round may bring pairs whose members bring more.
        loop {
            let found = renames.candidates(old, new).into_iter().find(|(a, b)| {
                gone.contains(*a) && come.contains(*b) && are_alike(find(old, a), find(new, b))
            });
            let Some((a, b)) = found else {
                return renames;
            };
            gone.shift_remove(a);
            come.shift_remove(b);
            renames.names.insert(a.clone(), b.clone());
        }
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
            old.types.iter().map(|ty| (self.name(ty.name()), ty)),
            new.types.iter().map(|ty| (ty.name(), ty)),
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
            for error in &old.errors {
                let same_code = new.errors.iter().filter(|new| new.code == error.code);
                found.extend(same_code.map(|new| (&error.name, &new.name)));
            }
        }
        for pair in self.types(old, new) {
            match pair {
                (Some(Type::Structure(old)), Some(Type::Structure(new))) => {
                    fields(old, new, &mut found);
                }
                (Some(Type::Union(old)), Some(Type::Union(new))) => {
                    let variants = pairs(
                        old.variants
                            .iter()
                            .map(|it| (it.member.model_name.as_str(), &it.ty)),
                        new.variants
                            .iter()
                            .map(|it| (it.member.model_name.as_str(), &it.ty)),
                    );
                    both(variants, &mut found);
                }
                _ => {}
            }
        }
        found
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

fn find<'a>(krate: &'a Crate, name: &Name) -> Option<&'a Type> {
    krate.types.iter().find(|ty| ty.name() == name)
}

/// Whether two types are of one kind and have members or values of the same names.
fn are_alike(old: Option<&Type>, new: Option<&Type>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => content(old) == content(new),
        _ => false,
    }
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
