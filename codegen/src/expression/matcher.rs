//! The matchers of a waiter, resolved against the output of its operation.

use super::condition::Condition;
use super::{Comparison, Expression, Literal, ResolveError, Resolver, Value, parse};
use crate::error::{Problem, ProblemKind};
use crate::model::{Kind, Matcher, Quantifier, Waiter};
use crate::suggest;

/// What a matcher reads of an output.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ResolvedMatcher<'m> {
    /// Strings, to be compared with the expected one.
    Texts(Value<'m>),
    /// A condition on the output.
    Holds(Condition<'m>),
    /// Nothing.
    Response,
}

/// Resolves the matchers of a waiter's acceptors.
///
/// # Errors
///
/// If its operation does not exist, or acceptors do not fit it; all of them are listed.
pub(crate) fn resolve_matchers<'m>(
    resolver: &Resolver<'m>,
    waiter: &Waiter,
) -> Result<Vec<ResolvedMatcher<'m>>, Vec<Problem>> {
    let operations = &resolver.model.operations;
    let Some(operation) = operations.get(&waiter.operation) else {
        let message = format!("there is no operation `{}`", waiter.operation);
        let path = format!("{}.operation", waiter.path);
        let mut problem = Problem::new(ProblemKind::DanglingReference, path, message);
        problem.hint = suggest::hint(&waiter.operation, operations.keys().map(String::as_str));
        return Err(vec![problem]);
    };
    let output = operation.output.as_deref();
    let mut problems = Vec::new();
    let mut matchers = Vec::with_capacity(waiter.acceptors.len());
    for (index, acceptor) in waiter.acceptors.iter().enumerate() {
        match resolve(resolver, output, &acceptor.matcher) {
            Ok(matcher) => matchers.push(matcher),
            Err((field, error)) => {
                let path = format!("{}.acceptors[{index}].{field}", waiter.path);
                problems.push(error.into_problem(path));
            }
        }
    }
    if problems.is_empty() {
        Ok(matchers)
    } else {
        Err(problems)
    }
}

/// Resolves a matcher; an error names the field that is wrong.
fn resolve<'m>(
    resolver: &Resolver<'m>,
    output: Option<&'m str>,
    matcher: &Matcher,
) -> Result<ResolvedMatcher<'m>, (&'static str, ResolveError)> {
    let (argument, expected) = match matcher {
        Matcher::Text { argument, .. } | Matcher::Boolean { argument, .. } => (argument, matcher),
        _ => return Ok(ResolvedMatcher::Response),
    };
    let in_argument = |error: ResolveError| ("argument", error);
    let Some(root) = output else {
        return Err(in_argument("the operation has no output".into()));
    };
    let expression = parse(argument).map_err(|message| in_argument(message.into()))?;
    match expected {
        Matcher::Text {
            quantifier,
            expected,
            ..
        } => {
            let value = texts(resolver, root, &expression, *quantifier).map_err(in_argument)?;
            resolver
                .check_text(&value, expected)
                .map_err(|error| ("expected", error))?;
            Ok(ResolvedMatcher::Texts(value))
        }
        Matcher::Boolean {
            quantifier: Quantifier::One,
            expected,
            ..
        } => {
            let condition = match &expression {
                // Absent is neither true nor false.
                path @ Expression::Path(_) => {
                    let literal = Expression::Literal(Literal::Boolean(*expected));
                    let path = Box::new(path.clone());
                    let equal = Expression::Compare(Comparison::Equal, path, Box::new(literal));
                    resolver.condition(root, &equal, false)
                }
                condition => resolver.condition(root, condition, !expected),
            };
            condition.map(ResolvedMatcher::Holds).map_err(in_argument)
        }
        Matcher::Boolean {
            quantifier,
            expected,
            ..
        } => {
            let condition = flags(resolver, root, &expression, *quantifier, *expected);
            condition.map(ResolvedMatcher::Holds).map_err(in_argument)
        }
        _ => Ok(ResolvedMatcher::Response),
    }
}

/// Whether any or all of many booleans are as expected.
fn flags<'m>(
    resolver: &Resolver<'m>,
    root: &'m str,
    expression: &Expression,
    quantifier: Quantifier,
    literal: bool,
) -> Result<Condition<'m>, ResolveError> {
    let value = resolver.value(root, expression)?;
    let many = resolver.items(value).ok_or_else(one_value)?;
    if !matches!(resolver.kind(many.shape), Kind::Boolean) {
        return Err(format!("`{}` is not a boolean", many.shape).into());
    }
    let path = many.path;
    Ok(match quantifier {
        Quantifier::All => Condition::Every { path, literal },
        Quantifier::Any | Quantifier::One => Condition::OneOf {
            path,
            literal: Literal::Boolean(literal),
            holds: true,
        },
    })
}

fn one_value() -> ResolveError {
    ResolveError {
        message: "it leads to one value, not to many".to_owned(),
        hint: Some("`path` is for one value".to_owned()),
    }
}

fn texts<'m>(
    resolver: &Resolver<'m>,
    root: &'m str,
    expression: &Expression,
    quantifier: Quantifier,
) -> Result<Value<'m>, ResolveError> {
    let mut value = resolver.value(root, expression)?;
    if quantifier != Quantifier::One {
        value = resolver.items(value).ok_or_else(one_value)?;
    } else if value.is_many {
        return Err(ResolveError {
            message: "it leads to many values".to_owned(),
            hint: Some("`pathAny` and `pathAll` compare many values".to_owned()),
        });
    }
    match resolver.kind(value.shape) {
        Kind::String | Kind::Enumeration(_) => Ok(value),
        _ => Err(format!("`{}` is not a string", value.shape).into()),
    }
}
