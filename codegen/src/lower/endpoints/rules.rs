//! Rules as nested `if`s that return.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::value::{Locals, RuleNames};
use super::{advice, diagram, tidy};
use crate::ir::endpoint::{Condition, Part, Statement, Value};
use crate::model::endpoints::{self as model, Absence, BuiltIn, Parameter, Rules};
use crate::names::Name;

/// The body of a function, and the places for texts that it makes.
pub(super) struct Body {
    pub(super) cells: Vec<Name>,
    pub(super) statements: Vec<Statement>,
}

/// The rules as the body of a function.
pub(super) fn lower(endpoints: &model::Endpoints, fields: &HashMap<&str, Name>) -> Body {
    let mut lowering = Lowering {
        parameters: &endpoints.parameters,
        names: RuleNames::new(fields),
    };
    let locals = lowering.always_set();
    let mut rules = match &endpoints.rules {
        Rules::List(rules) => lowering.block(rules, &locals),
        Rules::Diagram(diagram) => diagram::lower(&mut lowering, diagram, &locals),
    };
    let mut statements = lowering.parameters(&rules);
    statements.append(&mut rules);
    Body {
        cells: lowering.names.cells,
        statements,
    }
}

/// What all rules are lowered with.
pub(super) struct Lowering<'m> {
    parameters: &'m IndexMap<String, Parameter>,
    pub(super) names: RuleNames<'m>,
}

impl Lowering<'_> {
    /// The parameters that get a value before the rules run.
    fn always_set(&self) -> Locals {
        let parameters = self.parameters.iter();
        let set = parameters.filter(|(_, it)| match it.absence {
            Absence::Refused | Absence::True | Absence::Text(_) | Absence::Texts(_) => true,
            Absence::Allowed | Absence::False => false,
        });
        set.map(|(name, _)| name.clone()).collect()
    }

    /// The statements that give them a value, or leave.
    fn parameters(&mut self, rules: &[Statement]) -> Vec<Statement> {
        let mut statements = Vec::new();
        for (name, parameter) in self.parameters {
            let local = self.names.local(name);
            let is_used = tidy::in_statements(rules, &local);
            let value = self.names.reference(name, &Locals::new());
            let default = match &parameter.absence {
                Absence::Refused => {
                    let error = self.missing(Some(name));
                    statements.push(if is_used {
                        Statement::LetElse {
                            name: local,
                            value,
                            otherwise: Box::new(error),
                        }
                    } else {
                        Statement::If {
                            conditions: vec![Condition::Holds(Value::IsNone(Box::new(value)))],
                            then: vec![error],
                        }
                    });
                    continue;
                }
                Absence::Text(text) => Value::Text(vec![Part::Literal(text.clone())]),
                Absence::Texts(texts) if is_used => self.names.texts(texts),
                Absence::True => Value::Flag(true),
                Absence::Texts(_) | Absence::Allowed | Absence::False => continue,
            };
            if is_used {
                let value = Value::Coalesce {
                    first: Box::new(value),
                    then: Box::new(default),
                    is_option: false,
                };
                statements.push(Statement::Let { name: local, value });
            }
        }
        statements
    }

    /// The error for a value that is absent: that of a parameter, if it is one.
    fn missing(&self, name: Option<&str>) -> Statement {
        let message = match name.filter(|name| self.parameters.contains_key(*name)) {
            Some(name) => format!("the endpoint parameter `{name}` has no value"),
            None => "a value that the endpoint depends on is absent".to_owned(),
        };
        let parameter = name.and_then(|name| self.parameters.get(name));
        Statement::Error {
            message: vec![Part::Literal(message)],
            hint: parameter.and_then(|it| advice::of_missing(it.built_in?)),
        }
    }

    /// The statement for a region that is absent where no rule matched, if it may be.
    pub(super) fn no_region(&mut self, locals: &Locals) -> Option<Statement> {
        let is_region = |it: &Parameter| it.built_in == Some(BuiltIn::Region);
        let mut parameters = self.parameters.iter();
        let (name, parameter) = parameters.find(|(_, parameter)| is_region(parameter))?;
        if parameter.absence != Absence::Allowed || locals.contains(name) {
            return None;
        }
        let value = Box::new(self.names.reference(name, locals));
        Some(Statement::If {
            conditions: vec![Condition::Holds(Value::IsNone(value))],
            then: vec![self.missing(Some(name))],
        })
    }

    /// The rules of a list, then an error: a list whose conditions held is not left for the rules
    /// after it.
    pub(super) fn block(&mut self, rules: &[model::Rule], locals: &Locals) -> Vec<Statement> {
        let mut statements = Vec::new();
        for rule in rules {
            let (clauses, then) = self.rule(rule, locals);
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
        statements.extend(self.no_region(locals));
        statements.push(Statement::NoRule);
        tidy::block(statements)
    }

    fn rule(&mut self, rule: &model::Rule, locals: &Locals) -> (Vec<Clause>, Vec<Statement>) {
        let mut locals = locals.clone();
        let conditions = rule.conditions.iter();
        let clauses = conditions
            .map(|condition| self.clause(condition, &mut locals))
            .collect();
        (clauses, self.outcome(&rule.outcome, &locals))
    }

    /// A condition, whose name is added to those that are known.
    pub(super) fn clause(&mut self, condition: &model::Condition, locals: &mut Locals) -> Clause {
        let names = &mut self.names;
        match condition {
            model::Condition::Holds(value) => {
                Clause::If(Condition::Holds(names.value(value, locals)))
            }
            model::Condition::IsSet(model::Expression::Reference(name)) => {
                let value = names.reference(name, locals);
                locals.insert(name.clone());
                let name = names.local(name);
                Clause::If(Condition::Some { name, value })
            }
            model::Condition::IsSet(value) => {
                let value = Box::new(names.value(value, locals));
                Clause::If(Condition::Holds(Value::IsSome(value)))
            }
            model::Condition::Bind(binding) => {
                let value = if binding.may_be_absent {
                    names.kept(&binding.value, locals)
                } else {
                    names.bound(&binding.value, locals)
                };
                locals.insert(binding.name.clone());
                let name = names.local(&binding.name);
                if binding.may_be_absent {
                    Clause::If(Condition::Some { name, value })
                } else {
                    Clause::Let { name, value }
                }
            }
        }
    }

    /// Statements, the last of which returns.
    fn outcome(&mut self, outcome: &model::Outcome, locals: &Locals) -> Vec<Statement> {
        let names = &mut self.names;
        vec![match outcome {
            model::Outcome::Rules(rules) => return self.block(rules, locals),
            model::Outcome::Endpoint(to) => {
                Statement::Endpoint(to.map(|it| names.value(it, locals)))
            }
            model::Outcome::Error(message) => Statement::Error {
                message: names.text(message, locals),
                hint: advice::of(message),
            },
            model::Outcome::Missing(name) => self.missing(name.as_deref()),
            model::Outcome::Unsupported(message) => Statement::Error {
                message: vec![Part::Literal(format!(
                    "the endpoint rules of the service ask for what the client cannot do: {message}"
                ))],
                hint: Some(advice::UNSUPPORTED),
            },
        }]
    }
}

/// A condition, or the name of a value that is always present.
pub(super) enum Clause {
    If(Condition),
    Let { name: Name, value: Value },
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
