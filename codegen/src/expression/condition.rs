//! [`Expression`] to [`Condition`], with every name looked up in the model.

use std::cmp::Ordering;

use super::{Comparison, Expression, Literal, MemberRef, Number, ResolveError, Resolver, Value};
use crate::model::Kind;
use crate::suggest;

/// A condition on members of the model.
pub(crate) type Condition<'m> = super::Condition<MemberRef<'m>>;

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

impl<'m> Resolver<'m> {
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
            Expression::Literal(_) | Expression::Length(_) | Expression::Keys(_) => {
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
}
