//! Statements as a person would write them.

use super::rules::Clause;
use crate::ir::endpoint::{Condition, Part, Statement, Step, Value};
use crate::model::endpoints::text::values;
use crate::names::Name;

/// The conditions without those that are always true and without unused bindings; `None` if they never
/// hold.
pub(super) fn conditions(clauses: Vec<Clause>, then: &[Statement]) -> Option<Vec<Clause>> {
    let mut tidy: Vec<Clause> = Vec::new();
    // From the end, so that later uses are known.
    for clause in clauses.into_iter().rev() {
        let is_used = |name: &Name| {
            tidy.iter().any(|clause| in_clause(clause, name)) || in_statements(then, name)
        };
        match clause {
            Clause::Let { name, .. } if !is_used(&name) => {}
            Clause::If(Condition::Holds(Value::Flag(true))) => {}
            Clause::If(Condition::Holds(Value::Flag(false))) => return None,
            Clause::If(Condition::Some { name, value }) if !is_used(&name) => {
                let value = Value::IsSome(Box::new(value));
                tidy.push(Clause::If(Condition::Holds(value)));
            }
            Clause::If(Condition::Some { name, value }) => {
                let others = tidy.split_last().map_or(&[][..], |(_, others)| others);
                let is_used_once = !others.iter().any(|clause| in_clause(clause, &name))
                    && !in_statements(then, &name);
                let constant = match tidy.last() {
                    Some(Clause::If(Condition::Holds(test))) if is_used_once => {
                        constant(test, &name)
                    }
                    _ => None,
                };
                if let Some(constant) = constant {
                    tidy.pop();
                    let value = Value::IsSomeOf(Box::new(value), Box::new(constant));
                    tidy.push(Clause::If(Condition::Holds(value)));
                } else {
                    tidy.push(Clause::If(Condition::Some { name, value }));
                }
            }
            clause => tidy.push(clause),
        }
    }
    tidy.reverse();
    Some(tidy)
}

/// The constant that the name is compared with, if the test is such a comparison.
fn constant(test: &Value, name: &Name) -> Option<Value> {
    let is_name = |value: &Value| matches!(value, Value::Local(it) if it == name);
    match test {
        Value::Equal(a, b) if is_name(a) => match &**b {
            Value::Text(parts) if matches!(parts[..], [Part::Literal(_)]) => Some((**b).clone()),
            _ => None,
        },
        Value::Not(value) if is_name(value) => Some(Value::Flag(false)),
        value if is_name(value) => Some(Value::Flag(true)),
        _ => None,
    }
}

/// `let … else` instead of an `if` around everything with an error behind it.
pub(super) fn block(mut statements: Vec<Statement>) -> Vec<Statement> {
    let Some(last) = statements.pop() else {
        return statements;
    };
    let Some(before) = statements.pop() else {
        return vec![last];
    };
    match (before, last) {
        (
            Statement::If {
                mut conditions,
                then,
            },
            last @ Statement::Error { .. },
        ) if matches!(conditions[..], [Condition::Some { .. }]) => match conditions.remove(0) {
            Condition::Some { name, value } => {
                statements.push(Statement::LetElse {
                    name,
                    value,
                    otherwise: Box::new(last),
                });
                statements.extend(then);
            }
            condition @ Condition::Holds(_) => {
                let conditions = vec![condition];
                statements.extend([Statement::If { conditions, then }, last]);
            }
        },
        (before, last) => statements.extend([before, last]),
    }
    statements
}

fn in_clause(clause: &Clause, name: &Name) -> bool {
    match clause {
        Clause::If(condition) => in_condition(condition, name),
        Clause::Let { value, .. } => in_value(value, name),
    }
}

fn in_condition(condition: &Condition, name: &Name) -> bool {
    match condition {
        Condition::Holds(value) | Condition::Some { value, .. } => in_value(value, name),
    }
}

pub(super) fn in_statements(statements: &[Statement], name: &Name) -> bool {
    statements.iter().any(|statement| match statement {
        Statement::If { conditions, then } => {
            conditions.iter().any(|it| in_condition(it, name)) || in_statements(then, name)
        }
        Statement::Let { value, .. } | Statement::LetElse { value, .. } => in_value(value, name),
        Statement::Endpoint(to) => to.values().any(|it| in_value(it, name)),
        Statement::Error { message, .. } => in_text(message, name),
        Statement::Steps { steps, .. } => steps.iter().any(|step| in_step(step, name)),
    })
}

pub(super) fn in_step(step: &Step, name: &Name) -> bool {
    match step {
        Step::Test {
            set, conditions, ..
        } => {
            set.iter().any(|(_, value)| in_value(value, name))
                || conditions.iter().any(|it| in_condition(it, name))
        }
        Step::Return(statements) => in_statements(statements, name),
    }
}

fn in_text(text: &[Part], name: &Name) -> bool {
    values(text).any(|it| in_value(it, name))
}

fn in_value(value: &Value, name: &Name) -> bool {
    let is_name = match value {
        Value::Local(it) | Value::Variable { name: it, .. } => it == name,
        _ => false,
    };
    is_name || value.parts().into_iter().any(|part| in_value(part, name))
}
