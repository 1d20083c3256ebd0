//! The matchers of a waiter, resolved against the output of its operation.

use super::{Comparison, Condition, Expression, Failure, Literal, Resolver, Step, Value, parse};
use crate::error::{Problem, ProblemKind};
use crate::model::{Kind, Matcher, Quantifier, Waiter};
use crate::suggest;

/// What a matcher asks of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test<'m> {
    /// Whether these texts are equal to the expected one.
    Texts(Value<'m>),
    /// Whether this condition holds.
    Holds(Condition<'m>),
    /// Nothing that is in the output.
    Response,
}

/// The tests of a waiter's acceptors, in order.
///
/// # Errors
///
/// If its operation is not there, or an acceptor does not fit it; all of them are listed.
pub(crate) fn tests_of<'m>(
    resolver: &Resolver<'m>,
    waiter: &Waiter,
) -> Result<Vec<Test<'m>>, Vec<Problem>> {
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
    let mut tests = Vec::with_capacity(waiter.acceptors.len());
    for (index, acceptor) in waiter.acceptors.iter().enumerate() {
        match test(resolver, output, &acceptor.matcher) {
            Ok(test) => tests.push(test),
            Err((field, Failure { message, hint })) => {
                let path = format!("{}.acceptors[{index}].{field}", waiter.path);
                let mut problem = Problem::new(ProblemKind::Unsupported, path, message);
                problem.hint = hint;
                problems.push(problem);
            }
        }
    }
    if problems.is_empty() {
        Ok(tests)
    } else {
        Err(problems)
    }
}

/// The test of a matcher, or the field of it that is wrong and why.
fn test<'m>(
    resolver: &Resolver<'m>,
    output: Option<&'m str>,
    matcher: &Matcher,
) -> Result<Test<'m>, (&'static str, Failure)> {
    let (argument, expected) = match matcher {
        Matcher::Text { argument, .. } | Matcher::Boolean { argument, .. } => (argument, matcher),
        _ => return Ok(Test::Response),
    };
    let in_argument = |failure: Failure| ("argument", failure);
    let Some(root) = output else {
        let message = "the operation has no output".to_owned();
        return Err(in_argument(message.into()));
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
                .map_err(|failure| ("expected", failure))?;
            Ok(Test::Texts(value))
        }
        Matcher::Boolean { expected, .. } => {
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
            condition.map(Test::Holds).map_err(in_argument)
        }
        _ => Ok(Test::Response),
    }
}

fn texts<'m>(
    resolver: &Resolver<'m>,
    root: &'m str,
    expression: &Expression,
    quantifier: Quantifier,
) -> Result<Value<'m>, Failure> {
    let mut value = resolver.value(root, expression)?;
    match (quantifier, value.is_many, resolver.kind(value.shape)) {
        (Quantifier::One, true, _) => {
            return Err(Failure {
                message: "it leads to many values, of which none is meant".to_owned(),
                hint: Some("`pathAny` and `pathAll` say which".to_owned()),
            });
        }
        (Quantifier::Any | Quantifier::All, false, Kind::List { item, is_sparse }) => {
            value.steps.push(Step::Items {
                is_sparse: *is_sparse,
            });
            value.shape = item;
            value.is_many = true;
        }
        (Quantifier::Any | Quantifier::All, false, _) => {
            return Err(Failure {
                message: "it leads to one value, not to many".to_owned(),
                hint: Some("`path` is for one value".to_owned()),
            });
        }
        _ => {}
    }
    match resolver.kind(value.shape) {
        Kind::String | Kind::Enumeration(_) => Ok(value),
        _ => Err(format!("`{}` is not text", value.shape).into()),
    }
}
