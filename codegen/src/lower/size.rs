//! The limit for the size of the crate.
//!
//! Lowering copies: a shared input becomes a type of each operation, and members without documentation
//! get that of their shape. So a small model can exceed the memory of any machine; it is refused first.

use crate::error::{Error, Problem, ProblemKind};
use crate::model::{Documentation, Kind, Model, Operation, Structure};
use crate::select::Selection;

/// In bytes or so; all of EC2, the largest service, is a tenth of it.
const MAX_SIZE: usize = 256 << 20;

/// The size of a member, a variant or an error without its documentation.
const ENTRY: usize = 256;

pub(super) fn check(model: &Model, selection: &Selection<'_>) -> Result<(), Error> {
    let operations = selection.operations.iter().map(|&name| {
        let size = of_operation(model, &model.operations[name]);
        (format!("operations.{name}"), size)
    });
    let shapes = selection.shapes.iter().map(|&name| {
        let size = of_shape(model, name);
        (format!("shapes.{name}"), size)
    });
    let mut total = 0_usize;
    for (path, size) in operations.chain(shapes) {
        total = total.saturating_add(size);
        if total > MAX_SIZE {
            let message = format!(
                "up to here, the crate would have more than {} MiB",
                MAX_SIZE >> 20
            );
            let problem = Problem::new(ProblemKind::Unsupported, path, message);
            return Err(problem
                .hint("choose fewer operations with `operations`")
                .into());
        }
    }
    Ok(())
}

fn of_operation(model: &Model, operation: &Operation) -> usize {
    let sides = operation.input.iter().chain(&operation.output);
    let sides = sides.map(|name| of_shape(model, name));
    let errors = operation.errors.iter();
    let errors = errors.map(|name| ENTRY + docs_size(&model.shapes[name].documentation));
    sides
        .chain(errors)
        .fold(docs_size(&operation.documentation), usize::saturating_add)
}

fn of_shape(model: &Model, name: &str) -> usize {
    let shape = &model.shapes[name];
    let of_members = |structure: &Structure| -> usize {
        let members = structure.members.values();
        members
            .map(|member| {
                ENTRY
                    + match &member.documentation {
                        Documentation::None => {
                            docs_size(&model.shapes[&member.target].documentation)
                        }
                        own => docs_size(own),
                    }
            })
            .fold(0, usize::saturating_add)
    };
    let content = match &shape.kind {
        Kind::Enumeration(values) => values
            .iter()
            .map(|(value, known)| ENTRY + value.len() + docs_size(&known.documentation))
            .sum(),
        kind => kind.structure().map_or(0, of_members),
    };
    docs_size(&shape.documentation).saturating_add(content)
}

fn docs_size(documentation: &Documentation) -> usize {
    match documentation {
        Documentation::None => 0,
        Documentation::Html(text) | Documentation::Markdown(text) => text.len(),
    }
}
