//! What readers cannot make sense of: it is an error only for operations that use it.

use indexmap::IndexMap;

use crate::error::Problem;

/// The operations and shapes that could not be read, by name, each with its problems. They are not in
/// the model.
#[derive(Clone, Debug, Default)]
pub struct Unreadable {
    pub operations: IndexMap<String, Vec<Problem>>,
    pub shapes: IndexMap<String, Vec<Problem>>,
}

impl Unreadable {
    /// Takes what could not be read out of a table.
    pub(super) fn separate<T>(
        entries: impl IntoIterator<Item = (String, Result<T, Vec<Problem>>)>,
        unreadable: &mut IndexMap<String, Vec<Problem>>,
    ) -> IndexMap<String, T> {
        let readable = entries.into_iter().filter_map(|(name, entry)| match entry {
            Ok(value) => Some((name, value)),
            Err(problems) => {
                unreadable.entry(name).or_default().extend(problems);
                None
            }
        });
        readable.collect()
    }
}

/// A paginator or a waiter that is not generated.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// The operation that would have it, if that is known.
    pub operation: Option<String>,
    pub problem: Problem,
}

impl LeftOut {
    /// A paginator of an operation.
    pub(crate) fn paginator(operation: &str, problem: Problem) -> Self {
        Self::new("paginator", Some(operation), problem)
    }

    /// A waiter, of an operation if that is known.
    pub(crate) fn waiter(operation: Option<&str>, problem: Problem) -> Self {
        Self::new("waiter", operation, problem)
    }

    fn new(what: &str, operation: Option<&str>, mut problem: Problem) -> Self {
        problem.message = format!("the {what} is left out: {}", problem.message);
        problem
            .hint
            .get_or_insert_with(|| "all else of its operation is generated".to_owned());
        Self {
            operation: operation.map(str::to_owned),
            problem,
        }
    }
}
