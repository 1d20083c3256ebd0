//! Model to ir: names, types, optionality, recursion, documentation. All deciding is done here.

mod discovery;
mod endpoints;
mod events;
mod paginator;
mod path;
mod pattern;
pub(crate) mod prose;
mod recursion;
mod samples;
mod size;
mod structure;
mod types;
mod waiter;

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use indexmap::IndexSet;
use rayon::prelude::*;

use crate::Config;
use crate::error::{Error, Problem, ProblemKind};
use crate::ir;
use crate::model::{Auth, Deprecation, Kind, Model, Operation, Shape, Structure};
use crate::names::{self, Name};
use crate::output::Counts;
use crate::protocol::{self, Chosen};
use crate::select::Selection;

/// What every part of lowering looks things up in.
pub(crate) struct Context<'m> {
    model: &'m Model,
    selection: &'m Selection<'m>,
    protocol: Chosen<'m>,
    /// The Rust names of the shapes that become types.
    types: HashMap<&'m str, Name>,
    recursion: recursion::Recursion<'m>,
    links: prose::LinkTable,
    /// What leads to identifiers of endpoints, once it is looked for.
    leading: OnceLock<HashSet<&'m str>>,
}

/// Lowers the selected part of a model.
///
/// # Errors
///
/// If something has no form in Rust: clashing names, an unknown protocol, types without an end.
pub fn lower(
    model: &Model,
    selection: &Selection<'_>,
    config: &Config,
) -> Result<(ir::Crate, Counts), Error> {
    let crate_name = config.crate_name.clone();
    let crate_name = crate_name.unwrap_or_else(|| names::of_crate(&model.service.id));
    if let Some(message) = names::crate_problem(&crate_name) {
        let message = format!("{crate_name:?}: {message}");
        return Err(Problem::new(ProblemKind::InvalidName, "crate.name", message).into());
    }
    let protocol = protocol::choose(&model.service)?;
    size::check(model, selection)?;
    check_operations(model, selection)?;
    let types = name_types(model, selection)?;
    types::check_ends(model, selection)?;
    let links = prose::LinkTable::new(model, selection, &types);
    let recursion = recursion::Recursion::find(model, selection);
    let context = Context {
        model,
        selection,
        protocol,
        types,
        recursion,
        links,
        leading: OnceLock::new(),
    };
    context.check_endpoints()?;

    let emitted: Vec<_> = selection
        .shapes
        .iter()
        .filter(|name| context.types.contains_key(*name))
        .collect();
    let types: Vec<_> = emitted
        .par_iter()
        .filter_map(|name| context.type_of(name))
        .collect();
    let errors = lowered_errors(&types);
    let mut operations: Vec<_> = selection
        .operations
        .par_iter()
        .map(|name| context.operation(name, &errors))
        .collect();
    context.paginate(&mut operations)?;
    let waiters = context.waiters(&operations)?;

    let counts = context.counts(operations.len(), types.len());
    if counts.emitted + counts.folded + counts.skipped != counts.closure {
        let message = format!("shapes got lost: {counts:?}");
        return Err(Problem::new(ProblemKind::Internal, "shapes", message).into());
    }
    let example = example(&operations, config.operations.as_deref());
    let service = &model.service;
    let lowered = ir::Crate {
        name: crate_name,
        version: config.crate_version.clone(),
        command: config.command.clone(),
        service: ir::Service {
            id: service.id.clone(),
            full_name: prose::one_line(&service.full_name),
            title: prose::text(&service.full_name),
            api_version: prose::text(&service.api_version),
            signing_name: service.signing_name.clone(),
            docs: context
                .links
                .markdown(&service.documentation)
                .unwrap_or_default(),
            plain_docs: prose::markdown(&service.documentation, &|_| None).unwrap_or_default(),
        },
        has_deprecated: operations.iter().any(has_deprecated_operation)
            || types.iter().any(has_deprecated_type),
        samples: context.samples(),
        operations,
        example,
        waiters,
        types,
        endpoints: endpoints::lower(&service.endpoints),
    };
    Ok((lowered, counts))
}

/// The first operation asked for, but for those that answer with a stream: these have an example of
/// their own.
fn example(operations: &[ir::Operation], asked_for: Option<&[String]>) -> Option<usize> {
    let position = |name: &String| {
        let is_it = |it: &ir::Operation| it.events.is_none() && it.model_name == *name;
        operations.iter().position(is_it)
    };
    match asked_for.filter(|names| !names.is_empty()) {
        Some(names) => names.iter().find_map(position),
        None => operations.iter().position(|it| it.events.is_none()),
    }
}

/// Features of operations that this version does not generate: better no crate than one whose
/// calls go to the wrong place.
fn check_operations(model: &Model, selection: &Selection<'_>) -> Result<(), Error> {
    let mut problems = Vec::new();
    for &name in &selection.operations {
        let operation = &model.operations[name];
        let path = format!("operations.{name}");
        let mut unsupported = |field: &str, message: &str| {
            let path = format!("{path}{field}");
            problems.push(
                Problem::new(ProblemKind::Unsupported, path, message)
                    .hint("choose the other operations with `operations`"),
            );
        };
        if !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            unsupported("", "the name cannot stand in the header X-Amz-Target");
        }
        if let Auth::Other(scheme) = &operation.auth {
            unsupported(
                ".auth",
                &format!(
                    "`{scheme}` is not supported: requests are signed with SigV4, or not at all"
                ),
            );
        }
        if operation.has_unsigned_payload {
            let message = "signatures that leave out the body are not supported yet";
            unsupported(".unsignedPayload", message);
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
    check_operation_names(selection, &mut problems);
    check_messages(model, selection, &mut problems);
    events::check(model, selection, &mut problems);
    discovery::check(model, selection, &mut problems);
    Error::check(problems)
}

/// A module is a file, and file systems take 255 bytes for its name.
fn long_name(module: &str, path: impl Fn() -> String) -> Option<Problem> {
    (module.len() > names::LONGEST_MODULE).then(|| {
        let message = format!(
            "its file would have a name of {} letters, and {} is the most",
            module.len(),
            names::LONGEST_MODULE
        );
        Problem::new(ProblemKind::InvalidName, path(), message)
    })
}

/// Two operations of one name would be one file and one method.
fn check_operation_names(selection: &Selection<'_>, problems: &mut Vec<Problem>) {
    let mut owners: HashMap<String, &str> = HashMap::new();
    for &name in &selection.operations {
        let module = names::of_module(name).as_str().to_owned();
        problems.extend(long_name(&module, || format!("operations.{name}")));
        if let Some(owner) = owners.insert(module, name) {
            let rust = names::of_type(name);
            let message = format!("its Rust name `{rust}` is taken by the operation `{owner}`");
            problems.push(
                Problem::new(
                    ProblemKind::NameClash,
                    format!("operations.{name}"),
                    message,
                )
                .hint("choose one of them with `operations`"),
            );
        }
    }
}

/// The message of an error is text everywhere, and errors are shown with it.
fn check_messages(model: &Model, selection: &Selection<'_>, problems: &mut Vec<Problem>) {
    for &name in &selection.shapes {
        let Kind::Structure(structure) = &model.shapes[name].kind else {
            continue;
        };
        let Some((member, target)) = structure::own_message(structure) else {
            continue;
        };
        if structure.error.is_some() && !matches!(model.shapes[target].kind, Kind::String) {
            let path = format!("shapes.{name}.members.{member}");
            let message = "the message of an error has to be a string";
            problems.push(Problem::new(ProblemKind::Unsupported, path, message));
        }
    }
}

/// Gives every shape that becomes a type its name. Two types of one name are an error and not
/// numbered: which one has the plain name is for people to say.
fn name_types<'m>(
    model: &'m Model,
    selection: &Selection<'m>,
) -> Result<HashMap<&'m str, Name>, Error> {
    let mut types = HashMap::new();
    let mut owners: HashMap<String, &str> = HashMap::new();
    let mut problems = Vec::new();
    for &name in &selection.shapes {
        let shape = &model.shapes[name];
        let is_type = match &shape.kind {
            // The input and output of an operation live with the operation.
            Kind::Structure(_) => selection.nested.contains(name),
            Kind::Union(_) | Kind::EventStream(_) | Kind::Enumeration(_) => true,
            _ => false,
        };
        if !is_type {
            continue;
        }
        let rust = names::of_type(shape.rename.as_deref().unwrap_or(name));
        // File systems that ignore case would take the files of `Ab` and `AB` for one.
        let module = names::of_module(rust.bare()).as_str().to_owned();
        problems.extend(
            long_name(&module, || format!("shapes.{name}")).map(|problem| {
                problem.hint(format!(
                    "give it another name in overlay.json: shapes.{name}.rename"
                ))
            }),
        );
        if let Some(owner) = owners.insert(module, name) {
            let message = format!("its Rust name `{rust}` is taken by the shape `{owner}`");
            let path = format!("shapes.{name}");
            problems.push(
                Problem::new(ProblemKind::NameClash, path, message).hint(format!(
                    "give it another name in overlay.json: shapes.{name}.rename"
                )),
            );
        }
        types.insert(name, rust);
    }
    Error::check(problems)?;
    Ok(types)
}

impl Context<'_> {
    /// Whether all that operations say of their endpoints can be generated.
    fn check_endpoints(&self) -> Result<(), Error> {
        let hint = "choose the other operations with `operations`";
        let mut problems = Vec::new();
        for &name in &self.selection.operations {
            let operation = &self.model.operations[name];
            problems.extend(self.host_prefix(name, operation).err());
            problems.extend(self.call_parameters(name, operation).err());
        }
        Error::check(problems.into_iter().map(|it| it.hint(hint)).collect())
    }

    fn operation(&self, name: &str, lowered: &LoweredErrors<'_>) -> ir::Operation {
        let operation = &self.model.operations[name];
        let rust = names::of_type(name);
        let side = |root: Option<&String>, suffix: &str, role: &str| {
            let side = structure::Side {
                name: names::of_type(&format!("{}{suffix}", rust.bare())),
                fallback: format!("{role} of {}.", rust.link()),
            };
            match root {
                Some(root) => self.side(root, &self.model.shapes[root], side),
                None => structure::empty(side),
            }
        };
        ir::Operation {
            model_name: name.to_owned(),
            module: names::of_module(name),
            method: names::of_client_method(name),
            docs: self.operation_docs(name, operation),
            deprecated: deprecated(operation.deprecated.as_ref()),
            input: side(operation.input.as_ref(), "Input", "The input"),
            output: side(operation.output.as_ref(), "Output", "The output"),
            error_name: names::of_type(&format!("{}Error", rust.bare())),
            errors: errors(
                &operation.errors,
                lowered,
                self.model.service.is_query_compatible,
            ),
            protocol: self.protocol.operation(name),
            is_signed: operation.auth == Auth::SigV4,
            is_compressed: is_compressed(operation),
            events: self.events(rust.bare(), operation, lowered),
            discovery: self.discovery(operation),
            tells_endpoints: self.endpoint_operation(name),
            paginator: None,
            // Both were checked by `check_endpoints`.
            host_prefix: self.host_prefix(name, operation).ok().flatten(),
            call_parameters: self.call_parameters(name, operation).unwrap_or_default(),
            name: rust,
        }
    }

    fn operation_docs(&self, name: &str, operation: &Operation) -> String {
        let docs = self.links.markdown(&operation.documentation);
        let mut docs = docs.unwrap_or_else(|| format!("The operation {}.", prose::code(name)));
        if let Some(discovery) = self.discovery_docs(operation) {
            docs = format!("{docs}\n\n{discovery}");
        }
        if operation.auth == Auth::None {
            docs.push_str("\n\nIts requests are not signed; no credentials are needed.");
        }
        if is_compressed(operation) {
            docs.push_str("\n\nClients compress its requests, unless they are small.");
        }
        docs
    }

    /// Gives the operations their paginators.
    fn paginate(&self, operations: &mut [ir::Operation]) -> Result<(), Error> {
        let mut problems = Vec::new();
        for operation in operations {
            match self.paginator(&operation.model_name) {
                Ok(paginator) => operation.paginator = paginator,
                Err(problem) => problems.push(problem),
            }
        }
        Error::check(problems)
    }

    fn shape_docs(&self, name: &str, shape: &Shape) -> String {
        self.links
            .markdown(&shape.documentation)
            .unwrap_or_else(|| format!("The shape {}.", prose::code(name)))
    }

    /// What became of the shapes. Each kind is counted by what is done with it, so that the sum
    /// tells whether one was forgotten.
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

/// The errors among the types, by their names in the model.
type LoweredErrors<'t> = HashMap<&'t str, (&'t ir::Structure, &'t ir::ErrorFacts)>;

fn lowered_errors(types: &[ir::Type]) -> LoweredErrors<'_> {
    let structures = types.iter().filter_map(|ty| match ty {
        ir::Type::Structure(structure) => Some(structure),
        _ => None,
    });
    structures
        .filter_map(|it| Some((it.model_name.as_str(), (it, it.error.as_ref()?))))
        .collect()
}

/// The variants for the errors that an operation lists.
fn errors(
    names: &[String],
    lowered: &LoweredErrors<'_>,
    is_query_compatible: bool,
) -> Vec<ir::ErrorVariant> {
    let mut variants = names::Scope::with(&["Unhandled"]);
    let listed: IndexSet<_> = names.iter().map(String::as_str).collect();
    let errors: Vec<_> = listed.iter().filter_map(|name| lowered.get(name)).collect();
    // Names are looked up before codes, so one that is the code of another error is one to state.
    let wire_name = |structure: &ir::Structure, facts: &ir::ErrorFacts| {
        let name = &structure.model_name;
        let mut others = errors.iter().filter(|(other, _)| other.model_name != *name);
        let is_stated = facts.code != *name || others.any(|(_, other)| other.code == *name);
        (is_query_compatible && is_stated).then(|| name.clone())
    };
    errors
        .iter()
        .map(|(structure, facts)| ir::ErrorVariant {
            wire_name: wire_name(structure, facts),
            ..error_variant(structure, facts, &mut variants)
        })
        .collect()
}

fn error_variant(
    structure: &ir::Structure,
    facts: &ir::ErrorFacts,
    variants: &mut names::Scope,
) -> ir::ErrorVariant {
    ir::ErrorVariant {
        question: names::of_module(&format!("is_{}", structure.name.bare())),
        code: facts.code.clone(),
        wire_name: None,
        status: facts.status,
        summary: prose::summary(&structure.docs),
        message: facts.message.clone(),
        variant: variants.claim(structure.name.clone()),
        retryable: facts.retryable,
        name: structure.name.clone(),
    }
}

/// Whether clients compress the requests of an operation: gzip is what they can.
fn is_compressed(operation: &Operation) -> bool {
    operation.request_encodings.iter().any(|it| it == "gzip")
}

fn deprecated(deprecation: Option<&Deprecation>) -> Option<ir::Deprecated> {
    let Deprecation { message, since } = deprecation?;
    let message = message.as_deref().map(prose::plain);
    let since = since
        .as_deref()
        .map(|since| format!("since {}", prose::plain(since)));
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
    match ty {
        ir::Type::Structure(structure) => {
            structure.deprecated.is_some() || has_deprecated_field(structure)
        }
        ir::Type::Union(union) => {
            union.deprecated.is_some()
                || union
                    .variants
                    .iter()
                    .any(|variant| variant.deprecated.is_some())
        }
        ir::Type::Enumeration(enumeration) => enumeration.deprecated.is_some(),
    }
}

fn has_deprecated_field(structure: &ir::Structure) -> bool {
    structure.deprecated.is_some()
        || structure
            .fields
            .iter()
            .any(|field| field.deprecated.is_some())
}

/// The structure of a shape, whatever kind of structure it is.
pub(crate) fn members(shape: &Shape) -> Option<&Structure> {
    members_of(&shape.kind)
}

/// The same, of a shape's kind.
pub(crate) fn members_of(kind: &Kind) -> Option<&Structure> {
    match kind {
        Kind::Structure(structure) | Kind::Union(structure) | Kind::EventStream(structure) => {
            Some(structure)
        }
        _ => None,
    }
}
