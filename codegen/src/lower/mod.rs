//! Model to ir: names, types, optionality, recursion, documentation. All decisions are made here.
//!
//! | module | contents |
//! |---|---|
//! | `naming` | the Rust names of types and members |
//! | `checks`, `size` | what is refused |
//! | `operations`, `errors`, `structures` | what becomes types; `types`: of members, `recursion`: which are boxed, `xml`: names and namespaces |
//! | `endpoints`, `discovery` | endpoint rules, and the endpoints that services tell |
//! | `customization` | what overlays state of requests |
//! | `paginators`, `waiters`, `events`, `transfers` | what only some operations have; `path`: their expressions, `waiter_docs` |
//! | `prose` | documentation with links |
//! | `samples` | values for fixtures |
//! | `warnings` | what the crate lacks of the model |

mod checks;
mod customization;
mod discovery;
mod endpoints;
mod errors;
mod events;
mod naming;
mod operations;
mod paginators;
mod path;
pub(crate) mod prose;
mod recursion;
mod samples;
mod size;
mod structures;
mod transfers;
mod types;
mod waiter_docs;
mod waiters;
mod warnings;
mod xml;

use rayon::prelude::*;

use crate::Config;
use crate::error::{Error, Problem, ProblemKind};
use crate::ir;
use crate::model::{Deprecation, Kind, Model};
use crate::names;
use crate::output::Counts;
use crate::protocol::{self, Chosen};
use crate::select::Selection;

pub(crate) use naming::becomes_type;

/// What every part of lowering looks things up in.
pub(crate) struct Context<'m> {
    model: &'m Model,
    selection: &'m Selection<'m>,
    protocol: Chosen<'m>,
    names: naming::Names<'m>,
    recursion: recursion::Recursion<'m>,
    links: prose::LinkTable,
    discovery: Option<discovery::Plan<'m>>,
}

/// A lowered model.
pub struct Lowered {
    pub krate: ir::Crate,
    pub counts: Counts,
    /// What the crate lacks of the model.
    pub warnings: Vec<Problem>,
}

/// Lowers the selected part of a model.
///
/// # Errors
///
/// If something cannot be generated: clashing names, an unknown protocol, lists of themselves.
pub fn lower(model: &Model, selection: &Selection<'_>, config: &Config) -> Result<Lowered, Error> {
    let crate_name = config.crate_name.clone();
    let crate_name = crate_name.unwrap_or_else(|| names::of_crate(&model.service.id));
    if let Some(message) = names::crate_problem(&crate_name) {
        let message = format!("{crate_name:?}: {message}");
        return Err(Problem::new(ProblemKind::InvalidName, "crate.name", message).into());
    }
    let protocol = protocol::choose(&model.service)?;
    size::check(model, selection)?;
    let mut problems = checks::check_operations(model, selection);
    let discovery = discovery::plan(model, selection, &mut problems);
    Error::check(problems)?;
    let names = naming::Names::new(model, selection)?;
    checks::check_collections(model, selection)?;
    checks::check_bindings(model, selection, &protocol)?;
    checks::check_presigned_copies(model, selection, &protocol)?;
    let context = Context {
        model,
        selection,
        protocol,
        links: prose::LinkTable::new(model, selection, &names),
        names,
        recursion: recursion::Recursion::find(model, selection),
        discovery,
    };

    let shapes: Vec<_> = selection.shapes.iter().collect();
    let types: Vec<_> = shapes
        .par_iter()
        .filter_map(|name| context.type_of(name))
        .collect();
    let errors = errors::Errors::of(&types, model, selection);
    let lowered: Vec<_> = selection
        .operations
        .par_iter()
        .map(|name| context.operation(name, &errors))
        .collect();
    let lowered: Vec<_> = Error::collect(lowered)?;
    let (operations, paginators): (Vec<_>, Vec<_>) = lowered.into_iter().unzip();
    let (waiters, without_form) = context.waiters(&operations)?;
    let left_out = model.left_out.iter().cloned();
    let left_out = left_out
        .chain(paginators.into_iter().flatten())
        .chain(without_form);

    let counts = context.counts(operations.len(), types.len());
    if counts.emitted + counts.folded != counts.closure {
        let message = format!("shapes are missing: {counts:?}");
        return Err(Problem::new(ProblemKind::Internal, "shapes", message).into());
    }
    let example = operations::example(&operations, config.operations.as_deref());
    let service = &model.service;
    let krate = ir::Crate {
        name: crate_name,
        version: config.crate_version.clone(),
        command: config.command.clone(),
        service: ir::Service {
            states_payload_hash: service.customization.states_payload_hash,
            signs_path_as_sent: service.customization.signs_path_as_sent,
            region_header: service.customization.region_header.clone(),
            region_element: service.customization.region_element.clone(),
            region_errors: service.customization.region_errors.clone(),
            id: service.id.clone(),
            full_name: prose::one_line(&service.full_name),
            title: prose::text(&service.full_name),
            api_version: prose::text(&service.api_version),
            signing_name: service.signing_name.clone(),
            docs: context
                .links
                .markdown(&service.documentation)
                .unwrap_or_default(),
            has_model_docs: prose::is_of_model(model, selection),
            plain_docs: prose::markdown(&service.documentation, &|_| None).unwrap_or_default(),
        },
        has_deprecated: operations.iter().any(has_deprecated_operation)
            || types.iter().any(has_deprecated_type),
        samples: context.samples(),
        operations,
        example,
        waiters,
        types,
        endpoints: endpoints::lower(service),
    };
    Ok(Lowered {
        krate,
        counts,
        warnings: warnings::of(model, selection, left_out),
    })
}

impl Context<'_> {
    /// Counts the shapes by what becomes of them, so that the sum shows whether one was forgotten.
    fn counts(&self, operations: usize, emitted: usize) -> Counts {
        let mut counts = Counts {
            operations,
            emitted,
            ..Counts::default()
        };
        for &name in &self.selection.shapes {
            counts.closure += 1;
            match &self.model.shapes[name].kind {
                // The input or output of an operation, and of nothing else.
                Kind::Structure(_) => {
                    counts.folded += usize::from(!self.selection.nested.contains(name));
                }
                Kind::Union(_) | Kind::EventStream(_) | Kind::Enumeration(_) => {}
                Kind::List { .. }
                | Kind::Map { .. }
                | Kind::String
                | Kind::Boolean
                | Kind::Integer
                | Kind::Long
                | Kind::Float
                | Kind::Double
                | Kind::Timestamp(_)
                | Kind::Blob
                | Kind::Document => counts.folded += 1,
            }
        }
        counts
    }
}

fn deprecated(deprecation: Option<&Deprecation>) -> Option<ir::Deprecated> {
    let Deprecation { message, since } = deprecation?;
    let message = message.as_deref().map(prose::note);
    let since = since
        .as_deref()
        .map(|since| format!("since {}", prose::note(since)));
    let parts: Vec<_> = message
        .into_iter()
        .chain(since)
        .filter(|part| !part.is_empty())
        .collect();
    Some(ir::Deprecated {
        note: (!parts.is_empty()).then(|| parts.join(", ")),
    })
}

fn has_deprecated_operation(operation: &ir::Operation) -> bool {
    operation.deprecated.is_some()
        || has_deprecated_field(&operation.input)
        || has_deprecated_field(&operation.output)
}

fn has_deprecated_type(ty: &ir::Type) -> bool {
    let is_within = match ty {
        ir::Type::Structure(structure) => has_deprecated_field(structure),
        ir::Type::Union(union) => union.variants.iter().any(|it| it.deprecated.is_some()),
        ir::Type::Enumeration(it) => it.variants.iter().any(|it| it.deprecated.is_some()),
    };
    is_within || ty.deprecated.is_some()
}

fn has_deprecated_field(structure: &ir::Structure) -> bool {
    structure.deprecated.is_some()
        || structure
            .fields
            .iter()
            .any(|field| field.deprecated.is_some())
}
