//! A diagram as steps: one for each condition, then one for each result.

use std::collections::BTreeSet;

use super::rules::{Clause, Lowering};
use super::tidy;
use super::value::Locals;
use crate::ir::endpoint::{Condition, Statement, Step, Value, Variable, VariableType};
use crate::model::endpoints::{Diagram, Next, Node, Type};

/// The diagram as the body of a function.
pub(super) fn lower<'m>(
    lowering: &mut Lowering<'m>,
    diagram: &'m Diagram,
    locals: &Locals,
) -> Vec<Statement> {
    let variables = diagram.variables.iter();
    lowering.names.variables = variables.map(|(name, ty)| (name.as_str(), *ty)).collect();
    let mut none = Vec::from_iter(lowering.no_region(locals));
    none.push(Statement::NoRule);
    match diagram.first {
        Next::Nothing => return none,
        Next::Result(index) => return lowering.block(&diagram.results[index..=index], locals),
        Next::Node(_) => {}
    }
    let numbers = Numbers::of(diagram);
    let tests = diagram.nodes.iter();
    let mut steps: Vec<_> = tests
        .map(|node| lowering.test(node, locals, &numbers))
        .collect();
    for &index in &numbers.results {
        let result = &diagram.results[index..=index];
        steps.push(Step::Return(lowering.block(result, locals)));
    }
    if numbers.has_nothing {
        steps.push(Step::Return(none));
    }
    let variables = diagram.variables.iter().filter_map(|(name, ty)| {
        let name = lowering.names.local(name);
        let sets =
            |step: &Step| matches!(step, Step::Test { set: Some((it, _)), .. } if *it == name);
        let is_set = steps.iter().any(sets);
        let is_used = is_set || steps.iter().any(|step| tidy::in_step(step, &name));
        is_used.then(|| Variable {
            ty: variable_type(*ty),
            is_set,
            name: name.clone(),
        })
    });
    vec![Statement::Steps {
        variables: variables.collect(),
        steps,
        otherwise: Box::new(Statement::NoRule),
    }]
}

/// The numbers of steps.
struct Numbers {
    nodes: usize,
    /// The results that nodes lead to.
    results: Vec<usize>,
    /// Whether nodes lead to no result.
    has_nothing: bool,
}

impl Numbers {
    fn of(diagram: &Diagram) -> Self {
        let nodes = diagram.nodes.iter();
        let mut results = BTreeSet::new();
        let mut has_nothing = false;
        for next in nodes.flat_map(|node| [node.then, node.otherwise]) {
            match next {
                Next::Node(_) => {}
                Next::Result(index) => {
                    results.insert(index);
                }
                Next::Nothing => has_nothing = true,
            }
        }
        Self {
            nodes: diagram.nodes.len(),
            results: results.into_iter().collect(),
            has_nothing,
        }
    }

    fn step(&self, next: Next) -> usize {
        self.nodes
            + match next {
                Next::Node(index) => return index,
                Next::Result(index) => self.results.partition_point(|it| *it < index),
                Next::Nothing => self.results.len(),
            }
    }
}

impl Lowering<'_> {
    fn test(&mut self, node: &Node, locals: &Locals, numbers: &Numbers) -> Step {
        let set = node.variable.as_ref().map(|variable| {
            let value = self.names.kept(&variable.value, locals);
            let value = if variable.may_be_absent {
                value
            } else {
                Value::Some(Box::new(value))
            };
            (self.names.local(&variable.name), value)
        });
        let mut locals = locals.clone();
        let clauses = node.conditions.iter();
        let clauses = clauses.map(|it| self.clause(it, &mut locals)).collect();
        let (then, otherwise) = (numbers.step(node.then), numbers.step(node.otherwise));
        let clauses = tidy::conditions(clauses, &[]);
        let otherwise = if clauses.as_ref().is_some_and(Vec::is_empty) {
            then
        } else {
            otherwise
        };
        let then = if clauses.is_some() { then } else { otherwise };
        let conditions = clauses
            .into_iter()
            .flatten()
            .filter_map(|clause| match clause {
                Clause::If(condition) => Some(condition),
                // Nothing uses it.
                Clause::Let { .. } => None,
            });
        let conditions: Vec<Condition> = conditions.collect();
        Step::Test {
            set,
            conditions,
            then,
            otherwise,
        }
    }
}

fn variable_type(ty: Type) -> VariableType {
    match ty {
        Type::String => VariableType::Text,
        Type::Boolean => VariableType::Flag,
        Type::StringArray => VariableType::Texts,
        Type::Partition => VariableType::Partition,
        Type::Arn => VariableType::Arn,
        Type::Url => VariableType::Url,
    }
}
