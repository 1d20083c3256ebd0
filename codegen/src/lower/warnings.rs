//! What the crate lacks of the model.

use std::collections::BTreeMap;

use super::prose;
use crate::error::{Problem, ProblemKind};
use crate::model::{LeftOut, Model};
use crate::select::Selection;

/// The most operations that one warning names.
const MAX_NAMED: usize = 5;

/// The warnings for the selected operations, and for those that the model does not have.
pub(super) fn of(
    model: &Model,
    selection: &Selection<'_>,
    left_out: impl Iterator<Item = LeftOut>,
) -> Vec<Problem> {
    let is_there = |name: &String| {
        model.operations.contains_key(name) || model.unreadable.operations.contains_key(name)
    };
    let is_ours = |it: &LeftOut| {
        let operation = it.operation.as_ref();
        operation.is_none_or(|name| selection.operations.contains(name.as_str()) || !is_there(name))
    };
    let left_out = left_out.filter(is_ours).map(|it| it.problem);
    left_out.chain(checksums(model, selection)).collect()
}

/// Checksums of requests, which clients do not send.
fn checksums(model: &Model, selection: &Selection<'_>) -> impl Iterator<Item = Problem> {
    let mut operations: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for &name in &selection.operations {
        if let Some(of) = model.operations[name].checksum_trait {
            operations.entry(of).or_default().push(name);
        }
    }
    operations.into_iter().map(|(name, operations)| {
        let message = format!(
            "clients neither send nor check the checksums of `{name}` that {} may have",
            listed(&operations)
        );
        let path = format!("operations.{}.{name}", operations[0]);
        Problem::new(ProblemKind::Unsupported, path, message)
            .hint("a service that requires them refuses the calls with an error that says so")
    })
}

/// The first operations, and the number of the others.
fn listed(operations: &[&str]) -> String {
    let (first, others) = operations.split_at(operations.len().min(MAX_NAMED));
    let first: Vec<_> = first.iter().map(|name| prose::code(name)).collect();
    match others.len() {
        0 => first.join(", "),
        others => format!("{} and {others} more", first.join(", ")),
    }
}
