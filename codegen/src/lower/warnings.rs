//! What the crate lacks of the model.

use crate::error::Problem;
use crate::model::{LeftOut, Model};
use crate::select::Selection;

/// The warnings for the selected operations, and for those that the model does not have.
pub(super) fn of(
    model: &Model,
    selection: &Selection<'_>,
    left_out: impl Iterator<Item = LeftOut>,
) -> Vec<Problem> {
    let is_there = |name: &String| {
        model.operations.contains_key(name) || model.unreadable.operations.contains_key(name)
    };
    let concerns_selection = |it: &LeftOut| {
        let operation = it.operation.as_ref();
        operation.is_none_or(|name| selection.operations.contains(name.as_str()) || !is_there(name))
    };
    left_out
        .filter(concerns_selection)
        .map(|it| it.problem)
        .collect()
}
