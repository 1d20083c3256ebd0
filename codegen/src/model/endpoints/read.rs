//! Reads and resolves the rules of a file.
//!
//! What is not supported becomes an error of the calls that get there.

use indexmap::IndexMap;

use super::destination;
use super::diagram;
use super::expression::{Reader, check_needs, malformed, unsupported};
use super::parameters;
use super::partitions::Attributes;
use super::raw::{RawCondition, RawRule, RawRuleSet};
use super::rules::{Binding, Condition, Expression, Outcome, Parameter, Rule, Rules, Type};
use super::scope::{Known, RuleScope};
use crate::error::{Error, Problem, ProblemKind};
use crate::json;

/// The most parameters of a rule set, and conditions of a rule; `S3` has 18 parameters.
const LIMIT: usize = 200;

/// The rules of a file.
pub(super) struct RuleSet {
    pub(super) parameters: IndexMap<String, Parameter>,
    pub(super) rules: Rules,
    /// What is not supported.
    pub(super) unsupported: Vec<Problem>,
    /// What is not read.
    pub(super) ignored: Vec<Problem>,
}

/// What reading rules looks up and collects.
pub(super) struct Context<'p> {
    pub(super) partitions: &'p Attributes,
    pub(super) unsupported: Vec<Problem>,
    pub(super) ignored: Vec<Problem>,
}

impl Context<'_> {
    /// The value; if it is not supported, that is noted and the message returned instead.
    pub(super) fn supported<T>(
        &mut self,
        value: Result<T, Problem>,
    ) -> Result<Result<T, String>, Problem> {
        match value {
            Ok(value) => Ok(Ok(value)),
            Err(problem) if problem.kind == ProblemKind::Unsupported => {
                let message = problem.message.clone();
                self.unsupported.push(problem);
                Ok(Err(message))
            }
            Err(problem) => Err(problem),
        }
    }
}

/// The parameters and rules of a file.
pub(super) fn rule_set(file: &str, text: &[u8], partitions: &Attributes) -> Result<RuleSet, Error> {
    let raw: RawRuleSet = json::typed(file, text, |path| format!("{file}: {path}"))?;
    if raw.version.split('.').next() != Some("1") {
        let path = format!("{file}: version");
        let message = format!("rules of version {:?} are not supported", raw.version);
        return Err(unsupported(path, message)
            .hint("this version reads 1.x")
            .into());
    }
    check_count(raw.parameters.len(), || format!("{file}: parameters"))?;
    let (parameters, scope) = parameters::read(raw.parameters, file);
    let mut context = Context {
        partitions,
        unsupported: Vec::new(),
        ignored: Vec::new(),
    };
    let rules = match (raw.rules, raw.nodes) {
        (Some(raw), _) => Rules::List(rules(raw, &format!("{file}: rules"), &scope, &mut context)?),
        (None, Some(nodes)) => {
            let encoded = diagram::Encoded {
                nodes,
                count: raw.node_count,
                root: raw.root,
            };
            let (conditions, results) = (&raw.conditions, raw.results);
            let read = diagram::read(file, &encoded, conditions, results, scope, &mut context)?;
            Rules::Diagram(read)
        }
        (None, None) => {
            let message = "there are neither `rules` nor `nodes`";
            return Err(malformed(file, message).into());
        }
    };
    Ok(RuleSet {
        parameters,
        rules,
        unsupported: context.unsupported,
        ignored: context.ignored,
    })
}

fn check_count(count: usize, path: impl Fn() -> String) -> Result<(), Problem> {
    if count <= LIMIT {
        return Ok(());
    }
    let message = format!("there are {count} of them; the limit is {LIMIT}");
    Err(malformed(path(), message))
}

fn rules(
    raw: Vec<RawRule>,
    path: &str,
    scope: &RuleScope,
    context: &mut Context<'_>,
) -> Result<Vec<Rule>, Problem> {
    raw.into_iter()
        .enumerate()
        .map(|(index, raw)| rule(raw, &format!("{path}[{index}]"), scope.clone(), context))
        .collect()
}

pub(super) fn rule(
    raw: RawRule,
    path: &str,
    mut scope: RuleScope,
    context: &mut Context<'_>,
) -> Result<Rule, Problem> {
    let mut conditions = Vec::new();
    check_count(raw.conditions.len(), || format!("{path}.conditions"))?;
    for (index, raw) in raw.conditions.iter().enumerate() {
        let path = format!("{path}.conditions[{index}]");
        let read = condition(raw, &path, &mut scope, context.partitions).and_then(|read| {
            let count = conditions.len() + read.len();
            if count <= 2 * LIMIT {
                return Ok(read);
            }
            Err(unsupported(
                &path,
                format!("{count} conditions of a rule are not supported"),
            ))
        });
        match context.supported(read)? {
            Ok(read) => conditions.extend(read),
            Err(message) => {
                return Ok(Rule {
                    conditions,
                    outcome: Outcome::Unsupported(message),
                });
            }
        }
    }
    let outcome = outcome(raw, path, &mut scope, context)?;
    Ok(Rule {
        conditions,
        outcome,
    })
}

fn outcome(
    raw: RawRule,
    path: &str,
    scope: &mut RuleScope,
    context: &mut Context<'_>,
) -> Result<Outcome, Problem> {
    let missing = |field: &str| malformed(path, format!("a rule of this type needs `{field}`"));
    if raw.r#type == "tree" {
        let raw = raw.rules.ok_or_else(|| missing("rules"))?;
        let rules = rules(raw, &format!("{path}.rules"), scope, context)?;
        return Ok(Outcome::Rules(rules));
    }
    let mut reader = Reader::new(scope, context.partitions);
    let read = match raw.r#type.as_str() {
        "endpoint" => {
            let raw = raw.endpoint.ok_or_else(|| missing("endpoint"))?;
            let destination = destination::read(&raw, &format!("{path}.endpoint"), &mut reader);
            destination.map(|it| Outcome::Endpoint(Box::new(it)))
        }
        "error" => {
            let raw = raw.error.ok_or_else(|| missing("error"))?;
            let error = reader.text(&raw, &format!("{path}.error"));
            error.map(Outcome::Error)
        }
        other => {
            let message = format!("rules of the type `{other}` are not supported");
            let problem = unsupported(format!("{path}.type"), message);
            Err(problem.hint("known are endpoint, error and tree"))
        }
    };
    let Reader { needs, ignored, .. } = reader;
    context.ignored.extend(ignored);
    let read = read.and_then(|outcome| {
        check_needs(&needs, path)?;
        Ok(outcome)
    });
    Ok(match context.supported(read)? {
        Ok(outcome) => with_needs(needs, outcome),
        Err(message) => Outcome::Unsupported(message),
    })
}

/// The outcome, or an error if something that it needs is absent.
fn with_needs(needs: Vec<Condition>, outcome: Outcome) -> Outcome {
    let Some(first) = needs.first() else {
        return outcome;
    };
    let parameter = match first {
        Condition::IsSet(Expression::Reference(name)) => Some(name.clone()),
        _ => None,
    };
    let otherwise = Rule {
        conditions: Vec::new(),
        outcome: Outcome::Missing(parameter),
    };
    let conditions = needs;
    Outcome::Rules(vec![
        Rule {
            conditions,
            outcome,
        },
        otherwise,
    ])
}

/// A condition, after those that it needs.
fn condition(
    raw: &RawCondition,
    path: &str,
    scope: &mut RuleScope,
    partitions: &Attributes,
) -> Result<Vec<Condition>, Problem> {
    let mut reader = Reader::new(scope, partitions);
    let value = reader.call(&raw.r#fn, &raw.argv, path)?;
    let ty = value.ty;
    let last = if ty == Type::Boolean {
        Condition::Holds(reader.present(value))
    } else if let Some(name) = &raw.assign {
        Condition::Bind(Binding {
            name: name.clone(),
            value: value.expression,
            may_be_absent: value.may_be_absent,
        })
    } else if value.may_be_absent {
        Condition::IsSet(value.expression)
    } else {
        Condition::Holds(Expression::Boolean(true))
    };
    // What is about one name only says so, for what follows.
    let last = match last {
        Condition::Holds(Expression::IsSet(of)) => {
            if let Expression::Reference(name) = &*of {
                reader.scope.is_set(name);
            }
            Condition::IsSet(*of)
        }
        other => other,
    };
    let mut conditions = reader.needs;
    check_needs(&conditions, path)?;
    conditions.push(last);
    if let Some(name) = &raw.assign {
        let known = match ty {
            Type::Boolean => Known::True,
            ty => Known::Value {
                ty,
                may_be_absent: false,
            },
        };
        if !scope.bind(name, known) {
            let message = format!("`{name}` is already defined");
            let path = format!("{path}.assign");
            return Err(Problem::new(ProblemKind::NameClash, path, message));
        }
    }
    Ok(conditions)
}

/// A variable of a diagram with its type.
type Variable = (Binding, Type);

/// A condition of a diagram: the value that its variable gets, if that is used, and what has to
/// hold.
pub(super) fn node(
    raw: &RawCondition,
    path: &str,
    mut scope: RuleScope,
    is_used: bool,
    partitions: &Attributes,
) -> Result<(Option<Variable>, Vec<Condition>), Problem> {
    let Some(name) = raw.assign.as_ref().filter(|_| is_used) else {
        let raw = RawCondition {
            r#fn: raw.r#fn.clone(),
            argv: raw.argv.clone(),
            assign: None,
        };
        return Ok((None, condition(&raw, path, &mut scope, partitions)?));
    };
    let mut reader = Reader::new(&mut scope, partitions);
    let call = serde_json::json!({"fn": raw.r#fn, "argv": raw.argv});
    let value = reader.optional(&call, path)?;
    let reference = Expression::Reference(name.clone());
    let mut conditions = vec![Condition::IsSet(reference.clone())];
    if value.ty == Type::Boolean {
        conditions.push(Condition::Holds(reference));
    }
    let binding = Binding {
        name: name.clone(),
        value: value.expression,
        may_be_absent: value.may_be_absent,
    };
    Ok((Some((binding, value.ty)), conditions))
}
