//! The names that are visible to a rule.

use indexmap::IndexMap;

use super::rules::{Parameter, Type};

/// The type of a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) ty: Type,
    pub(super) may_be_absent: bool,
}

/// The visible names. Each rule has a copy of its own: its bindings end with it.
#[derive(Clone, Debug)]
pub(super) struct RuleScope {
    names: IndexMap<String, Known>,
}

impl RuleScope {
    /// The scope of the first rule.
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

    /// Marks a name as present.
    pub(super) fn is_set(&mut self, name: &str) {
        if let Some(known) = self.names.get_mut(name) {
            known.may_be_absent = false;
        }
    }

    /// Binds a name to a present value; `false` if the name exists.
    pub(super) fn bind(&mut self, name: &str, ty: Type) -> bool {
        let known = Known {
            ty,
            may_be_absent: false,
        };
        self.names.insert(name.to_owned(), known).is_none()
    }
}
