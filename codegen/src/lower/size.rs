//! How much there is to generate.
//!
//! Lowering copies: an input that many operations share becomes a type of each, members without
//! words of their own have those of their shape. A small model can ask for more than any machine
//! holds, and is refused before it is tried.

use crate::error::{Error, Problem, ProblemKind};
use crate::model::{Documentation, Kind, Model, Operation, Structure};
use crate::select::Selection;

/// The most that is generated, in bytes or so; all of EC2, the largest service, is a tenth of it.
const LARGEST: usize = 256 << 20;

/// What a member, a variant or an error takes, besides what it says.
const EACH: usize = 256;

/// Refuses what would be too large.
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
        if total > LARGEST {
            let message = format!(
                "up to here, the crate would have more than {} MiB",
                LARGEST >> 20
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
    let errors = errors.map(|name| EACH + words(&model.shapes[name].documentation));
    sides
        .chain(errors)
        .fold(words(&operation.documentation), usize::saturating_add)
}

fn of_shape(model: &Model, name: &str) -> usize {
    let shape = &model.shapes[name];
    let of_members = |structure: &Structure| -> usize {
        let members = structure.members.values();
        members
            .map(|member| {
                EACH + match &member.documentation {
                    Documentation::None => words(&model.shapes[&member.target].documentation),
                    own => words(own),
                }
            })
            .fold(0, usize::saturating_add)
    };
    let content = match &shape.kind {
        Kind::Structure(structure) | Kind::Union(structure) | Kind::EventStream(structure) => {
            of_members(structure)
        }
        Kind::Enumeration(values) => values
            .iter()
            .map(|(value, known)| EACH + value.len() + words(&known.documentation))
            .sum(),
        _ => 0,
    };
    words(&shape.documentation).saturating_add(content)
}

fn words(documentation: &Documentation) -> usize {
    match documentation {
        Documentation::None => 0,
        Documentation::Html(text) | Documentation::Markdown(text) => text.len(),
    }
}
