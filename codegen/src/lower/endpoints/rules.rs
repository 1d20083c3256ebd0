//! Rules as nested `if`s that leave the function.

use std::collections::HashMap;

use super::advice;
use super::tidy;
use super::value::{Locals, Names};
use crate::ir::endpoint::{
    AuthScheme, Condition, Destination, Part, SchemeValue, Statement, Value,
};
use crate::model::endpoints as model;
use crate::names::Name;

/// What is said where no rule fits.
const NO_RULE: &str = "no endpoint rule of the service fits these parameters";

/// The rules as the body of a function.
pub(super) fn lower(rules: &[model::Rule], fields: &HashMap<&str, Name>) -> Vec<Statement> {
    let mut names = Names::new(fields);
    block(rules, &Locals::new(), &mut names)
}

/// The rules of a list, then an error: a list whose conditions held is not left for the rules
/// after it.
fn block(rules: &[model::Rule], locals: &Locals, names: &mut Names<'_>) -> Vec<Statement> {
    let mut statements = Vec::new();
    for rule in rules {
        let (steps, then) = rule_parts(rule, locals, names);
        let Some(steps) = tidy::conditions(steps, &then) else {
            // It never holds.
            continue;
        };
        let is_always = !steps.iter().any(|step| matches!(step, Step::If(_)));
        statements.extend(nested(steps, then));
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

/// A condition, or a name for what is always there.
pub(super) enum Step {
    /// Goes on if it holds.
    If(Condition),
    /// Always goes on.
    Let {
        /// The name.
        name: Name,
        /// The value.
        value: Value,
    },
}

fn rule_parts(
    rule: &model::Rule,
    locals: &Locals,
    names: &mut Names<'_>,
) -> (Vec<Step>, Vec<Statement>) {
    let mut locals = locals.clone();
    let mut steps = Vec::new();
    for condition in &rule.conditions {
        steps.push(match condition {
            model::Condition::Holds(value) => {
                Step::If(Condition::Holds(names.value(value, &locals)))
            }
            model::Condition::IsSet(model::Expression::Reference(name)) => {
                let value = names.value(&model::Expression::Reference(name.clone()), &locals);
                locals.insert(name.clone());
                Step::If(Condition::Some {
                    name: names.local(name),
                    value,
                })
            }
            model::Condition::IsSet(value) => {
                let value = Box::new(names.value(value, &locals));
                Step::If(Condition::Holds(Value::IsSome(value)))
            }
            model::Condition::Bind(binding) => {
                let value = names.value(&binding.value, &locals);
                locals.insert(binding.name.clone());
                let name = names.local(&binding.name);
                if binding.may_be_absent {
                    Step::If(Condition::Some { name, value })
                } else {
                    Step::Let { name, value }
                }
            }
        });
    }
    let then = match &rule.outcome {
        model::Outcome::Endpoint(to) => {
            vec![Statement::Endpoint(destination(to, &locals, names))]
        }
        model::Outcome::Error(message) => vec![Statement::Error {
            message: names.text(message, &locals),
            hint: advice::of(message),
        }],
        model::Outcome::Rules(rules) => block(rules, &locals, names),
    };
    (steps, then)
}

/// One `if` for each run of conditions, with what they bind inside.
fn nested(steps: Vec<Step>, then: Vec<Statement>) -> Vec<Statement> {
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
    for step in steps.into_iter().rev() {
        match step {
            Step::If(condition) => conditions.push(condition),
            Step::Let { name, value } => {
                body = wrap(&mut conditions, body);
                body.insert(0, Statement::Let { name, value });
            }
        }
    }
    wrap(&mut conditions, body)
}

fn destination(to: &model::Destination, locals: &Locals, names: &mut Names<'_>) -> Destination {
    let mut headers = Vec::new();
    for (name, values) in &to.headers {
        for value in values {
            headers.push((name.clone(), names.text(value, locals)));
        }
    }
    let mut auth_schemes = Vec::new();
    for scheme in &to.auth_schemes {
        let mut properties = Vec::new();
        for (name, value) in &scheme.properties {
            let value = match value {
                model::SchemeValue::Text(text) => SchemeValue::Text(names.text(text, locals)),
                model::SchemeValue::List(texts) => {
                    let texts = texts.iter().map(|text| names.text(text, locals));
                    SchemeValue::List(texts.collect())
                }
                model::SchemeValue::Flag(flag) => SchemeValue::Flag(*flag),
            };
            properties.push((name.clone(), value));
        }
        auth_schemes.push(AuthScheme {
            name: scheme.name.clone(),
            properties,
        });
    }
    Destination {
        url: names.text(&to.url, locals),
        headers,
        auth_schemes,
    }
}
