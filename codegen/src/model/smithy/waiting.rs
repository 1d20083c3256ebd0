//! Waiters: the trait `waitable` of operations.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::ast;
use super::closure::Closure;
use super::naming::ShapeNames;
use super::traits::{self, Comparator, PathMatcher};
use crate::error::{Problem, ProblemKind};
use crate::model::waiters::{Acceptor, MAX_DELAY};
use crate::model::{Documentation, LeftOut, Matcher, Quantifier, Shape, Waiter};

/// The default of `minDelay` in seconds.
const MIN_DELAY: u64 = 2;

/// The default of `max_wait` in longest delays: Smithy leaves it to the caller, who can change it.
const MAX_WAIT: u64 = 10;

/// The waiters by name, in the order of their operations. What has no form here is left out.
pub(super) fn read(
    closure: &Closure<'_>,
    names: &ShapeNames<'_>,
    shapes: &IndexMap<String, Shape>,
    left_out: &mut Vec<LeftOut>,
) -> IndexMap<String, Waiter> {
    let mut waiters = IndexMap::new();
    for &(id, operation) in &closure.operations {
        let Some(entries) = &operation.traits.waitable else {
            continue;
        };
        let polled = ast::local_name(id);
        let mut leave_out = |problem| left_out.push(LeftOut::waiter(Some(polled), problem));
        let path = format!("{}.traits.smithy.waiters#waitable", ast::path(id));
        let entries = match entries.as_ref().clone().at(&path) {
            Ok(entries) => entries,
            Err(problem) => {
                leave_out(problem);
                continue;
            }
        };
        let errors = operation.errors.iter().chain(&closure.service.errors);
        let errors = errors.map(|it| it.target.as_str());
        let codes = codes(errors, |id| shapes.get(names.of(id)));
        for (name, entry) in entries {
            let path = format!("{path}.{name}");
            let found = entry
                .at(&path)
                .and_then(|raw| waiter(polled, &raw, &codes, path.clone()));
            match found {
                Err(problem) => leave_out(problem),
                Ok(_) if waiters.contains_key(&name) => {
                    let message = "another operation has a waiter of this name";
                    leave_out(Problem::new(ProblemKind::NameClash, path, message));
                }
                Ok(waiter) => {
                    waiters.insert(name, waiter);
                }
            }
        }
    }
    waiters
}

/// The codes of errors on the wire, by their ids and by their names.
fn codes<'a>(
    ids: impl Iterator<Item = &'a str>,
    shape: impl Fn(&str) -> Option<&'a Shape>,
) -> HashMap<&'a str, &'a str> {
    let mut codes = HashMap::new();
    for id in ids {
        let name = ast::local_name(id);
        let error = shape(id).and_then(|it| it.structure()?.error.as_ref());
        let code = error.and_then(|it| it.code.as_deref()).unwrap_or(name);
        codes.insert(id, code);
        codes.entry(name).or_insert(code);
    }
    codes
}

fn waiter(
    operation: &str,
    raw: &traits::Waiter,
    codes: &HashMap<&str, &str>,
    path: String,
) -> Result<Waiter, Problem> {
    let min_delay = raw.min_delay.unwrap_or(MIN_DELAY);
    let max_delay = raw.max_delay.unwrap_or(MAX_DELAY.max(min_delay));
    let acceptors = raw.acceptors.iter().enumerate();
    let acceptors = acceptors
        .map(|(index, acceptor)| {
            let path = format!("{path}.acceptors[{index}].matcher");
            Ok(Acceptor {
                state: acceptor.state,
                matcher: matcher(&acceptor.matcher, codes, &path)?,
            })
        })
        .collect::<Result<Vec<_>, Problem>>()?;
    let waiter = Waiter {
        operation: operation.to_owned(),
        min_delay,
        max_delay,
        max_wait: max_delay.saturating_mul(MAX_WAIT),
        documentation: raw
            .documentation
            .clone()
            .map_or(Documentation::None, Documentation::Html),
        acceptors,
        is_from_overlay: false,
        path,
    };
    waiter.check("minDelay").map(|()| waiter)
}

fn matcher(
    raw: &traits::Matcher,
    codes: &HashMap<&str, &str>,
    path: &str,
) -> Result<Matcher, Problem> {
    Ok(match raw {
        traits::Matcher::Success(true) => Matcher::NoError,
        traits::Matcher::Success(false) => Matcher::AnyError,
        // Models also have codes here, and errors that the operation does not list.
        traits::Matcher::ErrorType(error) => {
            let code = codes.get(error.as_str()).copied();
            Matcher::ErrorCode(code.unwrap_or_else(|| ast::local_name(error)).to_owned())
        }
        traits::Matcher::Output(output) => on_output(output, path)?,
        traits::Matcher::InputOutput(_) => {
            let message = "conditions on input and output are not supported yet";
            return Err(Problem::new(ProblemKind::Unsupported, path, message));
        }
    })
}

fn on_output(output: &PathMatcher, path: &str) -> Result<Matcher, Problem> {
    let argument = output.path.clone();
    let quantifier = match output.comparator {
        Comparator::Text => Quantifier::One,
        Comparator::AllTexts => Quantifier::All,
        Comparator::AnyText => Quantifier::Any,
        Comparator::Boolean => {
            let expected = output.expected.parse().map_err(|_| {
                let path = format!("{path}.output.expected");
                let message = format!("{:?} is neither `true` nor `false`", output.expected);
                Problem::new(ProblemKind::Malformed, path, message)
            })?;
            return Ok(Matcher::Boolean {
                argument,
                quantifier: Quantifier::One,
                expected,
            });
        }
    };
    Ok(Matcher::Text {
        argument,
        quantifier,
        expected: output.expected.clone(),
    })
}
