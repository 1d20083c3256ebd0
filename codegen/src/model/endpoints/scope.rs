//! The names that are visible to a rule.

use indexmap::IndexMap;

use super::rules::Type;
use crate::error::Problem;

/// What is known of a name.
#[derive(Clone, Debug)]
pub(super) enum Known {
    Value {
        ty: Type,
        may_be_absent: bool,
    },
    /// A boolean that is true where the name is visible.
    True,
    /// A value that cannot be had, and why.
    Unsupported(Problem),
}

/// The visible names. Each rule has a copy of its own: its bindings end with it.
#[derive(Clone, Debug, Default)]
pub(super) struct RuleScope {
    names: IndexMap<String, Known>,
}

impl RuleScope {
    pub(super) fn get(&self, name: &str) -> Option<&Known> {
        self.names.get(name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Marks a name as present.
    pub(super) fn is_set(&mut self, name: &str) {
        if let Some(Known::Value { may_be_absent, .. }) = self.names.get_mut(name) {
            *may_be_absent = false;
        }
    }

    /// Adds a name; `false` if it exists.
    pub(super) fn bind(&mut self, name: &str, known: Known) -> bool {
        self.names.insert(name.to_owned(), known).is_none()
    }

    /// Binds a present value to a name that rules cannot have.
    pub(super) fn bind_unnamed(&mut self, like: &str, ty: Type) -> String {
        let names = (1..).map(|number| format!("{like} {number}"));
        let mut names = names.skip_while(|name| self.names.contains_key(name));
        let name = names.next().unwrap_or_default();
        let known = Known::Value {
            ty,
            may_be_absent: false,
        };
        self.bind(&name, known);
        name
    }
}
