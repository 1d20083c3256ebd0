//! Refuses what this version does not generate: better no crate than one whose calls go to the wrong
//! place.

use indexmap::{IndexMap, IndexSet};

use crate::error::{Error, Problem, ProblemKind};
use crate::model::auth::Auth;
use crate::model::{Kind, Model};
use crate::protocol::Chosen;
use crate::refused::{self, CHOOSE_OTHERS};
use crate::select::Selection;

use super::{errors, events, naming};

/// How many lists and maps may be nested: far more than any service has.
const MAX_DEPTH: usize = 16;

/// Checks the operations, their errors and event streams.
pub(super) fn check_operations(model: &Model, selection: &Selection<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for &name in &selection.operations {
        let operation = &model.operations[name];
        let mut unsupported = |field: &str, message: &str| {
            let path = format!("operations.{name}{field}");
            problems
                .push(Problem::new(ProblemKind::Unsupported, path, message).hint(CHOOSE_OTHERS));
        };
        if !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            unsupported("", "the name is not valid in the header X-Amz-Target");
        }
        for (field, root) in [(".input", &operation.input), (".output", &operation.output)] {
            let kind = root.as_ref().map(|root| &model.shapes[root].kind);
            if !matches!(kind, None | Some(Kind::Structure(_))) {
                unsupported(field, "it is not a structure");
            }
        }
        for error in &operation.errors {
            if !matches!(&model.shapes[error].kind, Kind::Structure(it) if it.error.is_some()) {
                unsupported(".errors", &format!("`{error}` is not an error"));
            }
        }
    }
    // Operations may share an input or an output.
    let needs = selection.operations.iter();
    let needs = needs.flat_map(|name| refused::needs(model, name));
    for problem in needs {
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    check_auth(model, selection, &mut problems);
    naming::check_operations(selection, &mut problems);
    check_messages(model, selection, &mut problems);
    events::check(model, selection, &mut problems);
    problems
}

/// Refuses schemes that clients do not have, each once.
fn check_auth(model: &Model, selection: &Selection<'_>, problems: &mut Vec<Problem>) {
    let mut schemes: IndexMap<&str, Vec<&str>> = IndexMap::new();
    for &name in &selection.operations {
        if let Auth::Other(scheme) = &model.operations[name].auth {
            schemes.entry(scheme).or_default().push(name);
        }
    }
    for (scheme, operations) in schemes {
        let others = match operations.len() - 1 {
            0 => String::new(),
            others => format!(" (of this operation and {others} more)"),
        };
        problems.push(refused::scheme_of(operations[0], scheme, &others));
    }
}

/// Errors are displayed with their message, so it has to be a string or an enum.
fn check_messages(model: &Model, selection: &Selection<'_>, problems: &mut Vec<Problem>) {
    for &name in &selection.shapes {
        let Kind::Structure(structure) = &model.shapes[name].kind else {
            continue;
        };
        let Some((member, target)) = errors::own_message(structure) else {
            continue;
        };
        let is_text = matches!(
            model.shapes[target].kind,
            Kind::String | Kind::Enumeration(_)
        );
        if structure.error.is_some() && !is_text {
            let path = format!("shapes.{name}.members.{member}");
            let message = "the message of an error has to be a string or an enum";
            problems.push(Problem::new(ProblemKind::Unsupported, path, message));
        }
    }
}

/// Checks that every list and map has a type in Rust: one that contains itself has none.
pub(super) fn check_collections(model: &Model, selection: &Selection<'_>) -> Result<(), Error> {
    let structures = selection
        .shapes
        .iter()
        .filter_map(|&name| model.shapes[name].structure());
    // Of nested lists, the one that a member targets is named.
    let targets = structures.flat_map(|structure| structure.members.values());
    let endless: IndexSet<&str> = targets
        .map(|member| member.target.as_str())
        .filter(|name| is_too_deep(model, name))
        .collect();
    let endless = endless.iter().map(|name| {
        let message = "its items contain the shape itself, or are nested too deeply";
        Problem::new(ProblemKind::Unsupported, format!("shapes.{name}"), message)
    });
    let keys = selection.shapes.iter().filter_map(|&name| {
        let Kind::Map { key, .. } = &model.shapes[name].kind else {
            return None;
        };
        let is_text = matches!(model.shapes[key].kind, Kind::String | Kind::Enumeration(_));
        (!is_text).then(|| {
            let message = format!("map keys have to be strings, and `{key}` is not one");
            Problem::new(
                ProblemKind::Unsupported,
                format!("shapes.{name}.key"),
                message,
            )
        })
    });
    Error::check(endless.chain(keys).collect())
}

/// Checks the places that members have in messages.
pub(super) fn check_bindings(
    model: &Model,
    selection: &Selection<'_>,
    protocol: &Chosen<'_>,
) -> Result<(), Error> {
    let operations = selection.operations.iter();
    let operations = operations.map(|&name| &model.operations[name]);
    let roots: IndexSet<&String> = operations
        .flat_map(|it| it.input.iter().chain(&it.output).chain(&it.errors))
        .collect();
    Error::collect(roots.into_iter().map(|root| protocol.check(model, root)))
}

/// Checks that the requests of copies from other regions can be presigned.
pub(super) fn check_presigned_copies(
    model: &Model,
    selection: &Selection<'_>,
    protocol: &Chosen<'_>,
) -> Result<(), Error> {
    let operations = selection.operations.iter();
    let copies = operations.filter(|&&name| {
        let stated = &model.operations[name].customization;
        stated.presigned_copy.is_some()
    });
    Error::collect(copies.map(|&name| {
        protocol.presigning(model, name).map_err(|reason| {
            let path = format!("operations.{name}.presignedCopy");
            let message = format!("the request cannot be presigned: {reason}");
            let problem = Problem::new(ProblemKind::Unsupported, path, message);
            problem.hint("remove the entry from the overlay")
        })
    }))
}

fn is_too_deep<'m>(model: &'m Model, mut name: &'m str) -> bool {
    for _ in 0..MAX_DEPTH {
        match &model.shapes[name].kind {
            Kind::List { item, .. } => name = item,
            Kind::Map { value, .. } => name = value,
            _ => return false,
        }
    }
    true
}
