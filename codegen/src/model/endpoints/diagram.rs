//! Rules in the form of a binary decision diagram (`smithy.rules#endpointBdd`).
//!
//! A node is three numbers: the condition, and what is next if it holds and if it does not. 1 is the
//! first node, which stands for "no rule matches"; a negative number is a node whose condition is
//! negated; numbers from [`RESULTS`] on are results, the first of which is "no rule matches" and not
//! in the list.

use std::collections::HashSet;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use indexmap::IndexMap;

use super::expression::{malformed, unsupported};
use super::raw::{RawCondition, RawRule};
use super::read::{self, Context};
use super::rules::{Binding, Condition, Diagram, Next, Node, Outcome, Rule, Type};
use super::scope::{Known, RuleScope};
use crate::error::{Error, Problem, ProblemKind};

/// The number of the first result.
const RESULTS: i32 = 100_000_000;

/// A diagram as it is in the file.
pub(super) struct Encoded {
    pub(super) nodes: String,
    pub(super) count: Option<usize>,
    pub(super) root: Option<i32>,
}

/// A node as it is in the file.
#[derive(Clone, Copy)]
struct RawNode {
    condition: i32,
    high: i32,
    low: i32,
}

/// The most conditions and results; `S3` has a few hundred.
const LIMIT: usize = 2000;

/// The most nodes; `S3` has about a thousand.
const MAX_NODES: usize = 10_000;

/// The diagram, with the nodes that can be reached.
pub(super) fn read(
    file: &str,
    encoded: &Encoded,
    conditions: &[RawCondition],
    results: Vec<RawRule>,
    mut scope: RuleScope,
    context: &mut Context<'_>,
) -> Result<Diagram, Error> {
    for (field, count) in [("conditions", conditions.len()), ("results", results.len())] {
        if count > LIMIT {
            let message = format!("there are {count} of them; the limit is {LIMIT}");
            return Err(malformed(format!("{file}: {field}"), message).into());
        }
    }
    let nodes = nodes(file, encoded)?;
    if nodes.len() > MAX_NODES {
        let message = format!(
            "there are {} of them; the limit is {MAX_NODES}",
            nodes.len()
        );
        return Err(malformed(format!("{file}: nodes"), message).into());
    }
    let Some(root) = encoded.root else {
        return Err(malformed(file, "a diagram needs `root`").into());
    };
    let mut walk = Walk {
        nodes: &nodes,
        conditions: conditions.len(),
        results: results.len(),
        found: IndexMap::new(),
    };
    walk.find(root)
        .map_err(|message| malformed(format!("{file}: nodes"), message))?;
    let mut found = walk.found;
    // A condition is only followed by later ones.
    found.sort_by_key(|_, node| node.condition);
    let next = |reference: i32| match reference {
        1 | -1 | RESULTS => Next::Nothing,
        result if result > RESULTS => Next::Result(index(result - RESULTS - 1)),
        node => found.get_index_of(&node).map_or(Next::Nothing, Next::Node),
    };

    let mut variables = Vec::new();
    let tests = tests(
        file,
        conditions,
        &results,
        &mut scope,
        &mut variables,
        context,
    )?;
    let mut results = results
        .into_iter()
        .enumerate()
        .map(|(index, raw)| {
            let path = format!("{file}: results[{index}]");
            read::rule(raw, &path, scope.clone(), context)
        })
        .collect::<Result<Vec<_>, _>>()?;
    let nodes = found
        .values()
        .map(|node| match &tests[index(node.condition)] {
            Test::Conditions(variable, conditions) => Node {
                variable: variable.clone(),
                conditions: conditions.clone(),
                then: next(node.high),
                otherwise: next(node.low),
            },
            Test::Unsupported(message) => {
                results.push(Rule {
                    conditions: Vec::new(),
                    outcome: Outcome::Unsupported(message.clone()),
                });
                let error = Next::Result(results.len() - 1);
                Node {
                    variable: None,
                    conditions: Vec::new(),
                    then: error,
                    otherwise: error,
                }
            }
        })
        .collect();
    Ok(Diagram {
        variables,
        nodes,
        results,
        first: next(root),
    })
}

/// A condition, resolved.
enum Test {
    /// The variable that gets its value, and what has to hold.
    Conditions(Option<Binding>, Vec<Condition>),
    /// Why it is not supported.
    Unsupported(String),
}

/// The conditions in their order, so that a variable is known where it is used.
fn tests(
    file: &str,
    conditions: &[RawCondition],
    results: &[RawRule],
    scope: &mut RuleScope,
    variables: &mut Vec<(String, Type)>,
    context: &mut Context<'_>,
) -> Result<Vec<Test>, Problem> {
    let mut used = HashSet::new();
    for condition in conditions {
        condition.names(&mut used);
    }
    for result in results {
        result.names(&mut used);
    }
    let test = |(index, raw): (usize, &RawCondition)| {
        let path = format!("{file}: conditions[{index}]");
        let is_used = raw.assign.as_ref().is_some_and(|name| used.contains(name));
        let read = read::node(raw, &path, scope.clone(), is_used, context.partitions);
        let read = read.and_then(|(variable, conditions)| {
            if let Some((binding, ty)) = &variable {
                declare(&binding.name, *ty, &path, scope, variables)?;
            }
            Ok((variable.map(|(binding, _)| binding), conditions))
        });
        if let (Some(name), Err(problem)) = (&raw.assign, &read) {
            scope.bind(name, Known::Unsupported(problem.clone()));
        }
        Ok(match context.supported(read)? {
            Ok((variable, conditions)) => Test::Conditions(variable, conditions),
            Err(message) => Test::Unsupported(message),
        })
    };
    conditions.iter().enumerate().map(test).collect()
}

/// Adds a variable, which may be there already.
fn declare(
    name: &str,
    ty: Type,
    path: &str,
    scope: &mut RuleScope,
    variables: &mut Vec<(String, Type)>,
) -> Result<(), Problem> {
    let path = format!("{path}.assign");
    match variables.iter().find(|(known, _)| known == name) {
        Some((_, known)) if *known == ty => return Ok(()),
        Some(_) => {
            let message = format!("`{name}` has values of different types");
            return Err(unsupported(path, message));
        }
        None => {}
    }
    let known = Known::Value {
        ty,
        may_be_absent: true,
    };
    if !scope.bind(name, known) {
        let message = format!("`{name}` is already defined");
        return Err(Problem::new(ProblemKind::NameClash, path, message));
    }
    variables.push((name.to_owned(), ty));
    Ok(())
}

fn nodes(file: &str, encoded: &Encoded) -> Result<Vec<RawNode>, Problem> {
    let malformed = |message: String| malformed(format!("{file}: nodes"), message);
    let bytes = BASE64_STANDARD
        .decode(&encoded.nodes)
        .map_err(|error| malformed(format!("not base64: {error}")))?;
    let (numbers, rest) = bytes.as_chunks::<4>();
    let numbers: Vec<_> = numbers.iter().map(|it| i32::from_be_bytes(*it)).collect();
    let (nodes, others) = numbers.as_chunks::<3>();
    if !rest.is_empty() || !others.is_empty() {
        return Err(malformed("a node has 12 bytes".to_owned()));
    }
    if let Some(count) = encoded.count.filter(|count| *count != nodes.len()) {
        let message = format!("there are {}, and `nodeCount` is {count}", nodes.len());
        return Err(malformed(message));
    }
    let nodes = nodes.iter().map(|&[condition, high, low]| RawNode {
        condition,
        high,
        low,
    });
    Ok(nodes.collect())
}

/// A number that was checked to be an index.
fn index(number: i32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The search for the nodes that can be reached.
struct Walk<'a> {
    nodes: &'a [RawNode],
    conditions: usize,
    results: usize,
    /// By their references, negated if the reference is negative.
    found: IndexMap<i32, RawNode>,
}

impl Walk<'_> {
    fn find(&mut self, root: i32) -> Result<(), String> {
        // References, with the least condition that they may have.
        let mut open = vec![(root, 0)];
        while let Some((reference, least)) = open.pop() {
            if matches!(reference, 1 | -1) {
                continue;
            }
            if reference >= RESULTS {
                let result = index(reference - RESULTS);
                if result > self.results {
                    return Err(format!("there is no result {result}"));
                }
                continue;
            }
            let node = match self.found.get(&reference) {
                Some(node) => *node,
                None => self.node(reference)?,
            };
            if node.condition < least {
                return Err("the conditions of a path are not in their order".to_owned());
            }
            if self.found.insert(reference, node).is_none() {
                open.push((node.high, node.condition + 1));
                open.push((node.low, node.condition + 1));
            }
        }
        Ok(())
    }

    fn node(&self, reference: i32) -> Result<RawNode, String> {
        let position = reference.unsigned_abs() as usize;
        let node = position.checked_sub(1).and_then(|it| self.nodes.get(it));
        let Some(&node) = node else {
            return Err(format!("there is no node {reference}"));
        };
        let is_known = usize::try_from(node.condition).is_ok_and(|it| it < self.conditions);
        if !is_known {
            return Err(format!("there is no condition {}", node.condition));
        }
        Ok(if reference < 0 {
            RawNode {
                high: node.low,
                low: node.high,
                ..node
            }
        } else {
            node
        })
    }
}
