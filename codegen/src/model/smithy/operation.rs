//! The operations of the service.

use indexmap::{IndexMap, IndexSet};

use super::ast::{self, Reference, Shape};
use super::closure::Closure;
use super::naming::ShapeNames;
use super::{common, paging, prelude, schemes};
use crate::error::{Error, Problem, ProblemKind};
use crate::model::auth::Choice;
use crate::model::xml::Element;
use crate::model::{Checksum, LeftOut, Operation, OperationCustomization, Unreadable};

/// The most errors that all operations together may get from the service.
const MAX_ERRORS: usize = 1_000_000;

/// The operations by name. What cannot be read is set aside.
pub(super) fn read(
    closure: &Closure<'_>,
    names: &ShapeNames<'_>,
    unreadable: &mut Unreadable,
    left_out: &mut Vec<LeftOut>,
) -> Result<IndexMap<String, Operation>, Error> {
    let errors = closure.service.errors.len();
    if errors.saturating_mul(closure.operations.len()) > MAX_ERRORS {
        let path = format!("{}.errors", closure.service_path());
        let message = "there are too many of them: each operation gets them all";
        return Err(Problem::new(ProblemKind::Unsupported, path, message).into());
    }
    let mut operations = IndexMap::with_capacity(closure.operations.len());
    for &(id, shape) in &closure.operations {
        let name = ast::local_name(id).to_owned();
        let mut problems = closure.problems(id).to_vec();
        if operations.contains_key(&name) || unreadable.operations.contains_key(&name) {
            let message = "the service has another operation of this name";
            problems.push(Problem::new(ProblemKind::NameClash, ast::path(id), message));
        }
        if !problems.is_empty() {
            // Of two operations of one name, neither is meant.
            operations.shift_remove(&name);
            unreadable
                .operations
                .entry(name)
                .or_default()
                .extend(problems);
            continue;
        }
        let mut operation = operation(closure, names, shape);
        match paging::read(id, &shape.traits, &closure.service.traits) {
            Ok(paginator) => operation.paginator = paginator,
            Err(problem) => left_out.push(LeftOut::paginator(&name, problem)),
        }
        operations.insert(name, operation);
    }
    Ok(operations)
}

fn operation(closure: &Closure<'_>, names: &ShapeNames<'_>, shape: &Shape) -> Operation {
    let traits = &shape.traits;
    let root = |root: &Option<Reference>| {
        let root = root.as_ref().filter(|root| root.target != prelude::UNIT)?;
        Some(names.of(&root.target).to_owned())
    };
    // Every operation has the errors of the service.
    let errors: IndexSet<&Reference> = shape.errors.iter().chain(&closure.service.errors).collect();
    let discovery = traits.discovered_endpoint;
    let Choice { auth, preferred } = schemes::choose(closure, traits);
    Operation {
        http: traits.http.as_deref().cloned(),
        input: root(&shape.input),
        output: root(&shape.output),
        input_document: Element::default(),
        errors: errors
            .into_iter()
            .map(|error| names.of(&error.target).to_owned())
            .collect(),
        documentation: common::documentation(traits),
        deprecated: common::deprecation(traits),
        host_prefix: traits
            .endpoint
            .as_ref()
            .and_then(|it| it.host_prefix.clone()),
        static_context: traits
            .static_context
            .iter()
            .flat_map(|params| params.iter())
            .map(|(name, param)| (name.clone(), param.value.clone()))
            .collect(),
        input_context: traits
            .operation_context
            .iter()
            .flat_map(|params| params.iter())
            .map(|(name, param)| (name.clone(), param.path.clone()))
            .collect(),
        auth,
        preferred_auth: preferred,
        has_unsigned_payload: traits.unsigned_payload.is_some(),
        request_encodings: traits
            .request_compression
            .as_ref()
            .map_or_else(Vec::new, |it| it.encodings.clone()),
        checksum: Checksum::of(
            traits.checksum_required.is_some(),
            traits.checksum.as_deref().cloned(),
        ),
        paginator: None,
        customization: OperationCustomization {
            is_output_unwrapped: traits.unwrapped_output.is_some(),
            ..OperationCustomization::default()
        },
        needs_endpoint_discovery: discovery.is_some_and(|it| it.required),
    }
}
