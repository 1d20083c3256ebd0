//! The expressions of paginators and waiters, with Rust names.

use super::Context;
use crate::expression::{self, Number, NumberOrLiteral, Step, Value};
use crate::ir::{self, Path, PathStep};

impl Context<'_> {
    /// The way to a value from an operation's output.
    pub(super) fn path(&self, value: &Value<'_>) -> Path {
        self.path_from(value, true)
    }

    /// A condition on an operation's output.
    pub(super) fn condition(&self, condition: &expression::Condition<'_>) -> ir::Condition {
        self.condition_from(condition, true)
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
            } => ir::Condition::Number {
                left: number(left),
                comparison: *comparison,
                right: match right {
                    NumberOrLiteral::Number(right) => number(right),
                    NumberOrLiteral::Literal(literal) => ir::Number::Literal(*literal),
                },
                or_absent: *or_absent,
            },
            expression::Condition::All(conditions) => ir::Condition::All(each(conditions)),
            expression::Condition::Any(conditions) => ir::Condition::Any(each(conditions)),
        }
    }
}
