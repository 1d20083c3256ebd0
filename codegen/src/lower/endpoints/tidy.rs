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

/// `let … else` instead of an `if` around everything with an error behind it, and no `if` that ends
/// as what comes after it does.
pub(super) fn block(mut statements: Vec<Statement>) -> Vec<Statement> {
    let Some(last) = statements.pop() else {
        return statements;
    };
    if matches!(last, Statement::Error { .. } | Statement::NoRule)
        && let Some(Statement::If {
            mut conditions,
            then,
        }) = statements.pop_if(is_around_everything)
    {
        if let Some(Condition::Some { name, value }) = conditions.pop() {
            statements.push(Statement::LetElse {
                name,
                value,
                otherwise: Box::new(last),
            });
        }
        statements.extend(then);
        return statements;
    }
    fold(&mut statements, &last);
    statements.push(last);
    statements
}

/// Whether it is `if let Some(a) = b { … }` that always returns.
fn is_around_everything(statement: &mut Statement) -> bool {
    let Statement::If { conditions, then } = statement else {
        return false;
    };
    matches!(conditions[..], [Condition::Some { .. }])
        && !matches!(then.last(), None | Some(Statement::If { .. }))
}

/// Removes returns at the end that are the same as the next statement.
fn fold(statements: &mut Vec<Statement>, next: &Statement) {
    let is_used = |name: &Name| in_statements(std::slice::from_ref(next), name);
    loop {
        match statements.last_mut() {
            Some(Statement::If { conditions, then }) => {
                if bound(conditions, then).any(is_used) {
                    return;
                }
                then.pop_if(|it| it == next);
                fold(then, next);
                if !then.is_empty() {
                    join(conditions, then);
                    return;
                }
                statements.pop();
            }
            Some(Statement::Let { name, .. }) if !is_used(name) => {
                statements.pop();
            }
            _ => return,
        }
    }
}

/// The names that conditions and the statements behind them bind.
fn bound<'a>(conditions: &'a [Condition], then: &'a [Statement]) -> impl Iterator<Item = &'a Name> {
    let conditions = conditions.iter().filter_map(|it| match it {
        Condition::Some { name, .. } => Some(name),
        Condition::Holds(_) => None,
    });
    conditions.chain(then.iter().filter_map(|it| match it {
        Statement::Let { name, .. } | Statement::LetElse { name, .. } => Some(name),
        _ => None,
    }))
}

/// One `if` for an `if` in which there is only another.
fn join(conditions: &mut Vec<Condition>, then: &mut Vec<Statement>) {
    if let [
        Statement::If {
            conditions: others,
            then: body,
        },
    ] = &mut then[..]
    {
        conditions.append(others);
        *then = std::mem::take(body);
    }
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
        Statement::Let { value, .. } => in_value(value, name),
        Statement::LetElse {
            value, otherwise, ..
        } => in_value(value, name) || in_statements(std::slice::from_ref(otherwise), name),
        Statement::Endpoint(to) => to.values().any(|it| in_value(it, name)),
        Statement::Error { message, .. } => in_text(message, name),
        Statement::NoRule => false,
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

#[cfg(test)]
mod tests {
    use super::{Clause, Condition, Part, Statement, Value, block, conditions};
    use crate::names::{self, Name};

    fn name(name: &str) -> Name {
        names::of_field(name)
    }

    fn holds(test: &str) -> Condition {
        Condition::Holds(Value::Local(name(test)))
    }

    fn some(local: &str) -> Condition {
        Condition::Some {
            name: name(local),
            value: Value::Parameter(name(local)),
        }
    }

    fn only_if(conditions: Vec<Condition>, then: Vec<Statement>) -> Statement {
        Statement::If { conditions, then }
    }

    fn partition() -> Statement {
        Statement::Let {
            name: name("partition"),
            value: Value::PartitionOf(Box::new(Value::Local(name("region")))),
        }
    }

    fn error(message: &str) -> Statement {
        Statement::Error {
            message: vec![Part::Literal(message.to_owned())],
            hint: None,
        }
    }

    /// An error that names a local value.
    fn error_about(local: &str) -> Statement {
        Statement::Error {
            message: vec![Part::Value(Value::Local(name(local)))],
            hint: None,
        }
    }

    #[test]
    fn a_value_in_the_error_of_a_let_else_is_used() {
        let then = Statement::LetElse {
            name: name("region"),
            value: Value::Parameter(name("region")),
            otherwise: Box::new(error_about("partition")),
        };
        let clauses = vec![Clause::Let {
            name: name("partition"),
            value: Value::Flag(true),
        }];
        let kept = conditions(clauses, &[then]).map(|it| it.len());
        assert_eq!(kept, Some(1));
    }

    #[test]
    fn an_if_that_may_be_left_is_no_let_else() {
        let inner = || only_if(vec![holds("partition")], vec![error("of it")]);
        let rules = || {
            let outer = only_if(vec![some("region")], vec![partition(), inner()]);
            vec![outer, error("no region")]
        };
        assert_eq!(block(rules()), rules());
    }

    #[test]
    fn an_if_that_ends_as_what_follows_is_folded() {
        let inner = || only_if(vec![holds("b")], vec![error("of it")]);
        let outer = only_if(vec![holds("a")], vec![inner(), Statement::NoRule]);
        let same = only_if(vec![holds("c")], vec![partition(), Statement::NoRule]);
        let folded = only_if(vec![holds("a"), holds("b")], vec![error("of it")]);
        assert_eq!(
            block(vec![outer, same, Statement::NoRule]),
            [folded, Statement::NoRule]
        );
    }

    #[test]
    fn an_if_that_means_another_value_is_not_folded() {
        let rules = || {
            let conditions = vec![some("region"), holds("a")];
            let shadowing = only_if(conditions, vec![error_about("region")]);
            vec![shadowing, error_about("region")]
        };
        assert_eq!(block(rules()), rules());
    }
}
