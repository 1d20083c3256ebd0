//! The expressions of paginators and waiters, with Rust names.

use std::cmp::Ordering;

use super::Context;
use crate::expression::{self, Number, NumberOrLiteral, Step, Value};
use crate::ir::{self, Path, PathStep};
use crate::model::{Kind, Member};

impl Context<'_> {
    /// The way to a value from an operation's output.
    pub(super) fn path(&self, value: &Value<'_>) -> Path {
        self.path_from(value, true)
    }

    /// A condition on an operation's output.
    pub(super) fn condition(&self, condition: &expression::Condition<'_>) -> ir::Condition {
        self.condition_from(condition, true)
    }

    /// Whether a step on the way to a value, or the value itself, is not to be logged.
    pub(super) fn reads_sensitive(&self, value: &Value<'_>) -> bool {
        let mut steps = value.steps.iter();
        self.is_sensitive(value.shape)
            || steps.any(|step| match step {
                Step::Member { owner, name } => self.hides_member(owner, name),
                Step::Filter(condition) => self.asks_sensitive(condition),
                Step::Last { .. }
                | Step::Items { .. }
                | Step::Flatten { .. }
                | Step::Values { .. } => false,
            })
    }

    /// Whether a condition is one on what is not to be logged.
    pub(super) fn asks_sensitive(&self, condition: &expression::Condition<'_>) -> bool {
        let number = |number: &Number<'_>| match number {
            Number::Value(value) | Number::Length(value) => self.reads_sensitive(value),
        };
        match condition {
            expression::Condition::Text { value, .. }
            | expression::Condition::Flag { value, .. } => self.reads_sensitive(value),
            expression::Condition::Number { left, right, .. } => {
                number(left)
                    || match right {
                        NumberOrLiteral::Number(right) => number(right),
                        NumberOrLiteral::Literal(_) => false,
                    }
            }
            expression::Condition::All(parts) | expression::Condition::Any(parts) => {
                parts.iter().any(|part| self.asks_sensitive(part))
            }
        }
    }

    fn hides_member(&self, owner: &str, name: &str) -> bool {
        let shape = &self.model.shapes[owner];
        let (Kind::Structure(structure) | Kind::Union(structure)) = &shape.kind else {
            return shape.is_sensitive;
        };
        let member = structure.members.get(name);
        let hides = |member: &Member| member.is_sensitive || self.is_sensitive(&member.target);
        shape.is_sensitive || member.is_some_and(hides)
    }

    fn path_from(&self, value: &Value<'_>, from_output: bool) -> Path {
        let steps = value.steps.iter().enumerate();
        let steps = steps.map(|(index, step)| match step {
            Step::Member { owner, name } => {
                let is_side = from_output && index == 0;
                let (name, is_optional) = self.field_of(owner, name, is_side);
                PathStep::Field { name, is_optional }
            }
            Step::Last { is_sparse } => PathStep::Last {
                is_sparse: *is_sparse,
            },
            Step::Items { is_sparse } => PathStep::Items {
                is_sparse: *is_sparse,
            },
            Step::Flatten { is_sparse } => PathStep::Flatten {
                is_sparse: *is_sparse,
            },
            Step::Values { is_sparse } => PathStep::Values {
                is_sparse: *is_sparse,
            },
            Step::Filter(condition) => PathStep::Filter(self.condition_from(condition, false)),
        });
        Path {
            steps: steps.collect(),
        }
    }

    /// On which side of a literal all values of a number are, if they are on one.
    fn side_of_all(&self, number: &Number<'_>, other: &NumberOrLiteral<'_>) -> Option<Ordering> {
        let NumberOrLiteral::Literal(literal) = other else {
            return None;
        };
        let range = match number {
            // Where addresses are short, lists are, too.
            Number::Length(_) => 0..=i64::from(u32::MAX),
            Number::Value(value) => match self.model.shapes[value.shape].kind {
                Kind::Integer => i64::from(i32::MIN)..=i64::from(i32::MAX),
                _ => return None,
            },
        };
        if range.contains(literal) {
            return None;
        }
        Some(range.start().cmp(literal))
    }

    fn condition_from(
        &self,
        condition: &expression::Condition<'_>,
        from_output: bool,
    ) -> ir::Condition {
        let path = |value: &Value<'_>| self.path_from(value, from_output);
        let number = |number: &Number<'_>| match number {
            Number::Value(value) => ir::Number::Field(path(value)),
            Number::Length(value) => ir::Number::Length(path(value)),
        };
        let each = |conditions: &[expression::Condition<'_>]| {
            let conditions = conditions.iter();
            conditions
                .map(|condition| self.condition_from(condition, from_output))
                .collect()
        };
        match condition {
            expression::Condition::Text {
                value,
                literal,
                is_equal,
            } => ir::Condition::Text {
                path: path(value),
                literal: literal.clone(),
                is_equal: *is_equal,
            },
            expression::Condition::Flag {
                value,
                literal,
                is_equal,
            } => ir::Condition::Flag {
                path: path(value),
                literal: *literal,
                is_equal: *is_equal,
            },
            expression::Condition::Number {
                left,
                comparison,
                right,
                or_absent,
            } => {
                let or_absent = *or_absent;
                let (left, is_known) = (number(left), self.side_of_all(left, right));
                if let Some(side) = is_known {
                    return ir::Condition::Known {
                        number: left,
                        holds: comparison.holds(side),
                        or_absent,
                    };
                }
                ir::Condition::Number {
                    left,
                    comparison: *comparison,
                    right: match right {
                        NumberOrLiteral::Number(right) => number(right),
                        NumberOrLiteral::Literal(literal) => ir::Number::Literal(*literal),
                    },
                    or_absent,
                }
            }
            expression::Condition::All(conditions) => ir::Condition::All(each(conditions)),
            expression::Condition::Any(conditions) => ir::Condition::Any(each(conditions)),
        }
    }
}
