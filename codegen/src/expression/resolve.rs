//! [`Expression`] to [`Value`] or [`Condition`], with every name looked up in the model.

use std::cmp::Ordering;

use super::{
    Comparison, Expression, Literal, MemberRef, Number, Path, PathSegment, Selector, Value,
};
use crate::error::{Problem, ProblemKind};
use crate::model::{Kind, Model};
use crate::suggest;

/// A condition on members of the model.
pub(crate) type Condition<'m> = super::Condition<MemberRef<'m>>;

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

/// The values that a number can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Range {
    Integer,
    Long,
    Length,
}

impl Range {
    /// How all values compare with a literal, if they do so in one way.
    fn compare(self, literal: i64) -> Option<Ordering> {
        let (min, max) = match self {
            Self::Integer => (i64::from(i32::MIN), i64::from(i32::MAX)),
            Self::Long => return None,
            // On targets with short addresses lists are short, too.
            Self::Length => (0, i64::from(u32::MAX)),
        };
        (!(min..=max).contains(&literal)).then(|| min.cmp(&literal))
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

    /// The condition that an expression states about a value of a shape.
    pub(crate) fn condition(
        &self,
        root: &'m str,
        expression: &Expression,
        is_negated: bool,
    ) -> Result<Condition<'m>, ResolveError> {
        Ok(match expression {
            Expression::Not(inner) => return self.condition(root, inner, !is_negated),
            Expression::And(left, right) | Expression::Or(left, right) => {
                let both = vec![
                    self.condition(root, left, is_negated)?,
                    self.condition(root, right, is_negated)?,
                ];
                if matches!(expression, Expression::And(..)) == is_negated {
                    Condition::Any(both)
                } else {
                    Condition::All(both)
                }
            }
            Expression::Compare(comparison, left, right) => {
                return self.comparison(root, *comparison, (left, right), is_negated);
            }
            Expression::Path(selectors) => {
                let value = self.path(root, selectors)?;
                if value.is_many || !matches!(self.kind(value.shape), Kind::Boolean) {
                    let message = "of paths, only those of a boolean are conditions";
                    return Err(message.into());
                }
                Condition::Flag {
                    path: value.path,
                    literal: true,
                    is_equal: !is_negated,
                }
            }
            Expression::Contains(of, what) => {
                return self.contains(root, (of, what), is_negated);
            }
            Expression::Literal(_) | Expression::Length(_) => {
                return Err("it is a value, not a condition".into());
            }
        })
    }

    fn contains(
        &self,
        root: &'m str,
        (of, what): (&Expression, &Expression),
        is_negated: bool,
    ) -> Result<Condition<'m>, ResolveError> {
        let one = self.value(root, of)?;
        let holds = !is_negated;
        match (what, one.is_many, self.kind(one.shape)) {
            (
                Expression::Literal(Literal::Text(literal)),
                false,
                Kind::String | Kind::Enumeration(_),
            ) => Ok(Condition::Part {
                path: one.path,
                literal: literal.clone(),
                holds,
            }),
            (Expression::Literal(literal), ..) => {
                let many = self
                    .items(one)
                    .ok_or("`contains` needs a list or a string")?;
                let literal = match (literal, self.kind(many.shape)) {
                    (Literal::Text(_), Kind::String | Kind::Enumeration(_))
                    | (Literal::Boolean(_), Kind::Boolean) => literal.clone(),
                    _ => return Err(format!("no `{}` is equal to it", many.shape).into()),
                };
                Ok(Condition::OneOf {
                    path: many.path,
                    literal,
                    holds,
                })
            }
            _ => Err("`contains` needs a literal".into()),
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
        value.path.segments.push(PathSegment::Items {
            is_sparse: *is_sparse,
        });
        value.shape = item;
        value.is_many = true;
        Some(value)
    }

    fn comparison(
        &self,
        root: &'m str,
        comparison: Comparison,
        (left, right): (&Expression, &Expression),
        is_negated: bool,
    ) -> Result<Condition<'m>, ResolveError> {
        // Literals are on the right.
        if let (Expression::Literal(_), Expression::Path(_) | Expression::Length(_)) = (left, right)
        {
            return self.comparison(root, comparison.mirrored(), (right, left), is_negated);
        }
        let comparison_now = if is_negated {
            comparison.negated()
        } else {
            comparison
        };
        let is_equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let must_be_equal = comparison_now == Comparison::Equal;
        if let (Expression::Path(selectors), Expression::Literal(literal)) = (left, right) {
            let value = self.path(root, selectors)?;
            if !value.is_many && is_equality {
                match (self.kind(value.shape), literal) {
                    (Kind::String | Kind::Enumeration(_), Literal::Text(text)) => {
                        self.check_text(&value, text)?;
                        return Ok(Condition::Text {
                            path: value.path,
                            literal: text.clone(),
                            is_equal: must_be_equal,
                        });
                    }
                    (Kind::Boolean, Literal::Boolean(literal)) => {
                        return Ok(Condition::Flag {
                            path: value.path,
                            literal: *literal,
                            is_equal: must_be_equal,
                        });
                    }
                    _ => {}
                }
            }
        }
        // `!=` holds for a number that is absent; the other comparisons do not hold, but their
        // negations do.
        let or_absent = (comparison == Comparison::NotEqual) != is_negated;
        let (left, range) = self.number(root, left)?;
        let right = match right {
            Expression::Literal(Literal::Integer(literal)) => {
                if let Some(order) = range.compare(*literal) {
                    return Ok(Condition::Known {
                        number: left,
                        holds: comparison_now.holds(order),
                        or_absent,
                    });
                }
                Number::Literal(*literal)
            }
            other => {
                let (right, other_range) = self.number(root, other)?;
                if range != other_range {
                    return Err("it compares numbers of different types".into());
                }
                right
            }
        };
        Ok(Condition::Number {
            left,
            comparison: comparison_now,
            right,
            or_absent,
        })
    }

    fn number(
        &self,
        root: &'m str,
        expression: &Expression,
    ) -> Result<(Number<MemberRef<'m>>, Range), ResolveError> {
        match expression {
            Expression::Length(inner) => {
                let value = self.value(root, inner)?;
                let length = match self.kind(value.shape) {
                    _ if value.is_many => Number::Length(value.path),
                    Kind::List { .. } | Kind::Map { .. } => Number::Length(value.path),
                    Kind::String | Kind::Enumeration(_) => Number::TextLength(value.path),
                    _ => return Err(format!("`{}` has no length", value.shape).into()),
                };
                Ok((length, Range::Length))
            }
            Expression::Path(selectors) => {
                let value = self.path(root, selectors)?;
                match self.kind(value.shape) {
                    Kind::Integer if !value.is_many => {
                        Ok((Number::Field(value.path), Range::Integer))
                    }
                    Kind::Long if !value.is_many => Ok((Number::Field(value.path), Range::Long)),
                    _ => Err(
                        "this comparison is not supported: strings and booleans can be equal \
                              to a literal, integers and lengths be compared"
                            .into(),
                    ),
                }
            }
            _ => Err("this comparison is not supported".into()),
        }
    }

    /// Checks that a string can be equal to a text.
    pub(crate) fn check_text(&self, value: &Value<'m>, text: &str) -> Result<(), ResolveError> {
        match self.kind(value.shape) {
            Kind::Enumeration(values) if self.is_strict && !values.contains_key(text) => {
                Err(ResolveError {
                    message: format!("`{}` has no value `{text}`", value.shape),
                    hint: suggest::hint(text, values.keys().map(String::as_str)),
                })
            }
            _ => Ok(()),
        }
    }

    fn path(&self, root: &'m str, selectors: &[Selector]) -> Result<Value<'m>, ResolveError> {
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
                value.path.segments.push(PathSegment::Items {
                    is_sparse: *is_sparse,
                });
                let condition = self.condition(item, condition, false)?;
                value.path.segments.push(PathSegment::Filter(condition));
                value.shape = item;
                value.is_many = true;
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
