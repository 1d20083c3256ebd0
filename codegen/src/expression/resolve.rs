//! [`Expression`] to [`Value`], with every name looked up in the model.

use super::{Expression, MemberRef, Path, PathSegment, Selector, Value};
use crate::error::{Problem, ProblemKind};
use crate::model::{Kind, Model};
use crate::suggest;

/// Why an expression does not fit the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ResolveError {
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
}

impl ResolveError {
    pub(crate) fn into_problem(self, path: String) -> Problem {
        Problem {
            hint: self.hint,
            ..Problem::new(ProblemKind::Unsupported, path, self.message)
        }
    }
}

impl From<&str> for ResolveError {
    fn from(message: &str) -> Self {
        message.to_owned().into()
    }
}

impl From<String> for ResolveError {
    fn from(message: String) -> Self {
        Self {
            message,
            hint: None,
        }
    }
}

impl<'m> Value<'m> {
    /// Goes on to the items of a list.
    fn enter_list(&mut self, item: &'m str, is_sparse: bool) {
        self.path.segments.push(PathSegment::Items { is_sparse });
        self.shape = item;
        self.is_many = true;
    }
}

/// Resolves expressions.
#[derive(Clone, Copy)]
pub(crate) struct Resolver<'m> {
    pub(crate) model: &'m Model,
    /// Whether enums can be compared only with their known values. Models compare them with values that
    /// they lack; our overlays should not.
    pub(crate) is_strict: bool,
}

impl<'m> Resolver<'m> {
    /// The value that an expression leads to from a shape.
    pub(crate) fn value(
        &self,
        root: &'m str,
        expression: &Expression,
    ) -> Result<Value<'m>, ResolveError> {
        match expression {
            Expression::Path(selectors) => self.path(root, selectors),
            _ => Err("it is not a path".into()),
        }
    }

    /// Many values: the items of a list, if it is one.
    pub(super) fn items(&self, mut value: Value<'m>) -> Option<Value<'m>> {
        if value.is_many {
            return Some(value);
        }
        let Kind::List { item, is_sparse } = self.kind(value.shape) else {
            return None;
        };
        value.enter_list(item, *is_sparse);
        Some(value)
    }

    pub(super) fn path(
        &self,
        root: &'m str,
        selectors: &[Selector],
    ) -> Result<Value<'m>, ResolveError> {
        let mut value = Value {
            path: Path {
                segments: Vec::new(),
            },
            shape: root,
            is_many: false,
        };
        for selector in selectors {
            self.follow(&mut value, selector)?;
        }
        Ok(value)
    }

    fn follow(&self, value: &mut Value<'m>, selector: &Selector) -> Result<(), ResolveError> {
        let shape = value.shape;
        let kind = self.kind(shape);
        match (selector, kind) {
            (Selector::Member(name), Kind::Structure(structure)) => {
                let Some((name, member)) = structure.members.get_key_value(name) else {
                    return Err(ResolveError {
                        message: format!("`{shape}` has no member `{name}`"),
                        hint: suggest::hint(name, structure.members.keys().map(String::as_str)),
                    });
                };
                value.path.segments.push(PathSegment::Field(MemberRef {
                    shape,
                    member: name,
                }));
                value.shape = &member.target;
                if !self.model.shapes.contains_key(&member.target) {
                    return Err(format!("there is no shape `{}`", member.target).into());
                }
            }
            (Selector::Member(name), _) => {
                let hint = matches!(kind, Kind::List { .. })
                    .then(|| "`[]` leads to the items of a list".to_owned());
                return Err(ResolveError {
                    message: format!("`{shape}` is not a structure and has no member `{name}`"),
                    hint,
                });
            }
            (Selector::Flatten, Kind::List { item, is_sparse }) => {
                value.path.segments.push(if value.is_many {
                    PathSegment::Flatten {
                        is_sparse: *is_sparse,
                    }
                } else {
                    PathSegment::Items {
                        is_sparse: *is_sparse,
                    }
                });
                value.shape = item;
                let was_many = std::mem::replace(&mut value.is_many, true);
                // Only one level of nested lists is flattened.
                if let Kind::List { item, is_sparse } = self.kind(item)
                    && !was_many
                {
                    value.path.segments.push(PathSegment::Flatten {
                        is_sparse: *is_sparse,
                    });
                    value.shape = item;
                }
            }
            (Selector::Items, Kind::List { item, is_sparse }) if !value.is_many => {
                value.enter_list(item, *is_sparse);
            }
            (Selector::Items, Kind::List { .. }) => {
                return Err("lists of lists are not supported: `[*]` can be there once".into());
            }
            (Selector::Several(_), _) => {
                return Err("several values at once are not supported here".into());
            }
            // Values that are not lists stay as they are.
            (Selector::Flatten, _) if value.is_many => {}
            (Selector::Index(-1), Kind::List { item, is_sparse }) if !value.is_many => {
                value.path.segments.push(PathSegment::Last {
                    is_sparse: *is_sparse,
                });
                value.shape = item;
            }
            (
                Selector::Values,
                Kind::Map {
                    value: of,
                    is_sparse,
                    ..
                },
            ) if !value.is_many => {
                value.path.segments.push(PathSegment::Values {
                    is_sparse: *is_sparse,
                });
                value.shape = of;
                value.is_many = true;
            }
            (Selector::Filter(condition), Kind::List { item, is_sparse }) if !value.is_many => {
                value.enter_list(item, *is_sparse);
                let condition = self.condition(item, condition, false)?;
                value.path.segments.push(PathSegment::Filter(condition));
            }
            (Selector::Index(_), Kind::List { .. }) if !value.is_many => {
                return Err("of the indices of a list, only `[-1]` is supported".into());
            }
            _ => {
                let (what, needed) = match selector {
                    Selector::Values => ("`*`", "map"),
                    _ => ("`[…]`", "list"),
                };
                let message = format!("{what} needs a {needed}, and `{shape}` is not one here");
                return Err(message.into());
            }
        }
        Ok(())
    }

    pub(super) fn kind(&self, shape: &str) -> &'m Kind {
        // Roots come from the model, and a path's members are looked up before they are followed.
        self.model
            .shapes
            .get(shape)
            .map_or(&Kind::Document, |shape| &shape.kind)
    }
}
