//! [`Expression`] to [`Value`] or [`Condition`]: every name is looked up in the model.

use super::{
    Comparison, Condition, Expression, Literal, Number, NumberOrLiteral, PathStep, Step, Value,
};
use crate::model::{Kind, Model};
use crate::suggest;

/// Why an expression has no place in a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// What is wrong, in words.
    pub(crate) message: String,
    /// What to do about it, if there is something to say.
    pub(crate) hint: Option<String>,
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self {
            message,
            hint: None,
        }
    }
}

/// What expressions are looked up in.
#[derive(Clone, Copy)]
pub(crate) struct Resolver<'m> {
    /// The model.
    pub(crate) model: &'m Model,
    /// Whether text may be held only against known values of an enum. Models are known to name
    /// values that their own enums lack; our overlays should not.
    pub(crate) is_strict: bool,
}

impl<'m> Resolver<'m> {
    /// The value that an expression leads to from a shape.
    pub(crate) fn value(
        &self,
        root: &'m str,
        expression: &Expression,
    ) -> Result<Value<'m>, Failure> {
        match expression {
            Expression::Path(steps) => self.path(root, steps),
            _ => Err("it is not the path of a value".to_owned().into()),
        }
    }

    /// The condition that an expression states about a value of a shape.
    pub(crate) fn condition(
        &self,
        root: &'m str,
        expression: &Expression,
        is_negated: bool,
    ) -> Result<Condition<'m>, Failure> {
        Ok(match expression {
            Expression::Not(inner) => return self.condition(root, inner, !is_negated),
            Expression::And(left, right) | Expression::Or(left, right) => {
                let both = vec![
                    self.condition(root, left, is_negated)?,
                    self.condition(root, right, is_negated)?,
                ];
                // Not both is one of them not.
                if matches!(expression, Expression::And(..)) == is_negated {
                    Condition::Any(both)
                } else {
                    Condition::All(both)
                }
            }
            Expression::Compare(comparison, left, right) => {
                return self.comparison(root, *comparison, (left, right), is_negated);
            }
            Expression::Path(steps) => {
                let value = self.path(root, steps)?;
                if value.is_many || !matches!(self.kind(value.shape), Kind::Boolean) {
                    let message = "whether a value is there is no condition known here, only \
                                   whether a boolean is true";
                    return Err(message.to_owned().into());
                }
                Condition::Flag {
                    value,
                    literal: true,
                    is_equal: !is_negated,
                }
            }
            Expression::Literal(_) | Expression::Length(_) => {
                return Err("it is a value and no condition".to_owned().into());
            }
        })
    }

    fn comparison(
        &self,
        root: &'m str,
        comparison: Comparison,
        (left, right): (&Expression, &Expression),
        is_negated: bool,
    ) -> Result<Condition<'m>, Failure> {
        // A literal stands on the right.
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
        if let (Expression::Path(steps), Expression::Literal(literal)) = (left, right) {
            let value = self.path(root, steps)?;
            if !value.is_many && is_equality {
                match (self.kind(value.shape), literal) {
                    (Kind::String | Kind::Enumeration(_), Literal::Text(text)) => {
                        self.check_text(&value, text)?;
                        return Ok(Condition::Text {
                            value,
                            literal: text.clone(),
                            is_equal: must_be_equal,
                        });
                    }
                    (Kind::Boolean, Literal::Boolean(literal)) => {
                        return Ok(Condition::Flag {
                            value,
                            literal: *literal,
                            is_equal: must_be_equal,
                        });
                    }
                    _ => {}
                }
            }
        }
        let left = self.number(root, left)?;
        let right = match right {
            Expression::Literal(Literal::Integer(number)) => NumberOrLiteral::Literal(*number),
            other => NumberOrLiteral::Number(self.number(root, other)?),
        };
        if let NumberOrLiteral::Number(right) = &right
            && !self.is_same_kind(&left, right)
        {
            return Err("it compares numbers of different kinds".to_owned().into());
        }
        Ok(Condition::Number {
            left,
            comparison: comparison_now,
            right,
            // `!=` holds for a number that is absent; the other comparisons do not hold, but
            // their opposites do.
            or_absent: (comparison == Comparison::NotEqual) != is_negated,
        })
    }

    fn is_same_kind(&self, left: &Number<'m>, right: &Number<'m>) -> bool {
        match (left, right) {
            (Number::Length(_), Number::Length(_)) => true,
            (Number::Value(left), Number::Value(right)) => {
                let is_integer =
                    |value: &Value<'m>| matches!(self.kind(value.shape), Kind::Integer);
                is_integer(left) == is_integer(right)
            }
            _ => false,
        }
    }

    fn number(&self, root: &'m str, expression: &Expression) -> Result<Number<'m>, Failure> {
        match expression {
            Expression::Length(inner) => {
                let value = self.value(root, inner)?;
                if !value.is_many && !matches!(self.kind(value.shape), Kind::List { .. }) {
                    let message = format!("`{}` is not a list and has no length", value.shape);
                    return Err(message.into());
                }
                Ok(Number::Length(value))
            }
            Expression::Path(steps) => {
                let value = self.path(root, steps)?;
                if value.is_many || !matches!(self.kind(value.shape), Kind::Integer | Kind::Long) {
                    let message = "this comparison is not known here: text and booleans can be \
                                   equal to a literal, whole numbers and lengths be compared";
                    return Err(message.to_owned().into());
                }
                Ok(Number::Value(value))
            }
            _ => Err("this comparison is not known here".to_owned().into()),
        }
    }

    /// Whether a text may be expected of a value; the shape is known to hold text.
    pub(crate) fn check_text(&self, value: &Value<'m>, text: &str) -> Result<(), Failure> {
        match self.kind(value.shape) {
            Kind::Enumeration(values) if self.is_strict && !values.contains_key(text) => {
                Err(Failure {
                    message: format!("`{}` has no value `{text}`", value.shape),
                    hint: suggest::hint(text, values.keys().map(String::as_str)),
                })
            }
            _ => Ok(()),
        }
    }

    fn path(&self, root: &'m str, path: &[PathStep]) -> Result<Value<'m>, Failure> {
        let mut value = Value {
            steps: Vec::new(),
            shape: root,
            is_many: false,
        };
        for step in path {
            self.follow(&mut value, step)?;
        }
        Ok(value)
    }

    fn follow(&self, value: &mut Value<'m>, step: &PathStep) -> Result<(), Failure> {
        let shape = value.shape;
        let kind = self.kind(shape);
        match (step, kind) {
            (PathStep::Member(name), Kind::Structure(structure)) => {
                let Some((name, member)) = structure.members.get_key_value(name) else {
                    return Err(Failure {
                        message: format!("`{shape}` has no member `{name}`"),
                        hint: suggest::hint(name, structure.members.keys().map(String::as_str)),
                    });
                };
                value.steps.push(Step::Member { owner: shape, name });
                value.shape = &member.target;
                if !self.model.shapes.contains_key(&member.target) {
                    return Err(format!("there is no shape `{}`", member.target).into());
                }
            }
            (PathStep::Member(name), _) => {
                let hint = matches!(kind, Kind::List { .. })
                    .then(|| "`[]` leads to the items of a list".to_owned());
                return Err(Failure {
                    message: format!("`{shape}` is not a structure and has no member `{name}`"),
                    hint,
                });
            }
            (PathStep::Flatten, Kind::List { item, is_sparse }) => {
                value.steps.push(if value.is_many {
                    Step::Flatten {
                        is_sparse: *is_sparse,
                    }
                } else {
                    Step::Items {
                        is_sparse: *is_sparse,
                    }
                });
                value.shape = item;
                let was_many = std::mem::replace(&mut value.is_many, true);
                // Lists in a list are emptied into one, but no deeper.
                if let Kind::List { item, is_sparse } = self.kind(item)
                    && !was_many
                {
                    value.steps.push(Step::Flatten {
                        is_sparse: *is_sparse,
                    });
                    value.shape = item;
                }
            }
            // Values that are no lists stay as they are.
            (PathStep::Flatten, _) if value.is_many => {}
            (PathStep::Index(-1), Kind::List { item, is_sparse }) if !value.is_many => {
                value.steps.push(Step::Last {
                    is_sparse: *is_sparse,
                });
                value.shape = item;
            }
            (
                PathStep::Values,
                Kind::Map {
                    value: of,
                    is_sparse,
                    ..
                },
            ) if !value.is_many => {
                value.steps.push(Step::Values {
                    is_sparse: *is_sparse,
                });
                value.shape = of;
                value.is_many = true;
            }
            (PathStep::Filter(condition), Kind::List { item, is_sparse }) if !value.is_many => {
                value.steps.push(Step::Items {
                    is_sparse: *is_sparse,
                });
                let condition = self.condition(item, condition, false)?;
                value.steps.push(Step::Filter(condition));
                value.shape = item;
                value.is_many = true;
            }
            (PathStep::Index(_), Kind::List { .. }) if !value.is_many => {
                return Err("of the items of a list, only `[-1]` is known here"
                    .to_owned()
                    .into());
            }
            _ => {
                let what = match step {
                    PathStep::Values => "`*` leads to the values of a map",
                    _ => "`[…]` leads to the items of a list",
                };
                return Err(format!("{what}, and `{shape}` is something else here").into());
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
