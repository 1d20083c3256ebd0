//! Which names there are at a place of the rules.

use indexmap::IndexMap;

use super::rules::{Parameter, Type};

/// What is known of a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// The type.
    pub(super) ty: Type,
    /// Whether there may be no value.
    pub(super) may_be_absent: bool,
}

/// The names at a place. A rule has a copy of its own: what it binds ends with it.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    names: IndexMap<String, Known>,
}

impl Scope {
    /// What is known before the first rule.
    pub(super) fn of(parameters: &IndexMap<String, Parameter>) -> Self {
        let known = |(name, parameter): (&String, &Parameter)| {
            let known = Known {
                ty: parameter.ty,
                may_be_absent: parameter.may_be_absent,
            };
            (name.clone(), known)
        };
        Self {
            names: parameters.iter().map(known).collect(),
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<Known> {
        self.names.get(name).copied()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// From here on, the name has a value.
    pub(super) fn is_set(&mut self, name: &str) {
        if let Some(known) = self.names.get_mut(name) {
            known.may_be_absent = false;
        }
    }

    /// Binds a name that is not absent; `false` if there is one like it.
    pub(super) fn bind(&mut self, name: &str, ty: Type) -> bool {
        let known = Known {
            ty,
            may_be_absent: false,
        };
        self.names.insert(name.to_owned(), known).is_none()
    }
}
