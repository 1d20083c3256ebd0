//! Rules as nested `if`s that return.

use std::collections::HashMap;

use super::advice;
use super::tidy;
use super::value::{Locals, RuleNames};
use crate::ir::endpoint::{Condition, Part, Statement, Value};
use crate::model::endpoints as model;
use crate::names::Name;

/// The error if no rule matches.
const NO_RULE: &str = "no endpoint rule of the service fits these parameters";

/// The rules as the body of a function.
pub(super) fn lower(rules: &[model::Rule], fields: &HashMap<&str, Name>) -> Vec<Statement> {
    let mut names = RuleNames::new(fields);
    block(rules, &Locals::new(), &mut names)
}

/// The rules of a list, then an error: a list whose conditions held is not left for the rules
/// after it.
fn block(rules: &[model::Rule], locals: &Locals, names: &mut RuleNames<'_>) -> Vec<Statement> {
    let mut statements = Vec::new();
    for rule in rules {
        let (clauses, then) = rule_parts(rule, locals, names);
        let Some(clauses) = tidy::conditions(clauses, &then) else {
            // Never true.
            continue;
        };
        let is_always = !clauses.iter().any(|clause| matches!(clause, Clause::If(_)));
        statements.extend(nested(clauses, then));
        if is_always {
            return tidy::block(statements);
        }
    }
    statements.push(Statement::Error {
        message: vec![Part::Literal(NO_RULE.to_owned())],
        hint: None,
    });
    tidy::block(statements)
}

/// A condition, or the name of a value that is always present.
pub(super) enum Clause {
    If(Condition),
    Let { name: Name, value: Value },
}

fn rule_parts(
    rule: &model::Rule,
    locals: &Locals,
    names: &mut RuleNames<'_>,
) -> (Vec<Clause>, Vec<Statement>) {
    let mut locals = locals.clone();
    let mut clauses = Vec::new();
    for condition in &rule.conditions {
        clauses.push(match condition {
            model::Condition::Holds(value) => {
                Clause::If(Condition::Holds(names.value(value, &locals)))
            }
            model::Condition::IsSet(model::Expression::Reference(name)) => {
                let value = names.value(&model::Expression::Reference(name.clone()), &locals);
                locals.insert(name.clone());
                Clause::If(Condition::Some {
                    name: names.local(name),
                    value,
                })
            }
            model::Condition::IsSet(value) => {
                let value = Box::new(names.value(value, &locals));
                Clause::If(Condition::Holds(Value::IsSome(value)))
            }
            model::Condition::Bind(binding) => {
                let value = names.value(&binding.value, &locals);
                locals.insert(binding.name.clone());
                let name = names.local(&binding.name);
                if binding.may_be_absent {
                    Clause::If(Condition::Some { name, value })
                } else {
                    Clause::Let { name, value }
                }
            }
        });
    }
    let then = match &rule.outcome {
        model::Outcome::Endpoint(to) => {
            vec![Statement::Endpoint(to.map(|it| names.value(it, &locals)))]
        }
        model::Outcome::Error(message) => vec![Statement::Error {
            message: names.text(message, &locals),
            hint: advice::of(message),
        }],
        model::Outcome::Rules(rules) => block(rules, &locals, names),
    };
    (clauses, then)
}

/// One `if` for each run of conditions, with their bindings inside.
fn nested(clauses: Vec<Clause>, then: Vec<Statement>) -> Vec<Statement> {
    let mut body = then;
    let mut conditions = Vec::new();
    let wrap = |conditions: &mut Vec<Condition>, then: Vec<Statement>| {
        if conditions.is_empty() {
            return then;
        }
        let mut conditions = std::mem::take(conditions);
        conditions.reverse();
        vec![Statement::If { conditions, then }]
    };
    for clause in clauses.into_iter().rev() {
        match clause {
            Clause::If(condition) => conditions.push(condition),
            Clause::Let { name, value } => {
                body = wrap(&mut conditions, body);
                body.insert(0, Statement::Let { name, value });
            }
        }
    }
    wrap(&mut conditions, body)
}
