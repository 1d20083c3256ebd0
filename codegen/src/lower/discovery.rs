//! Endpoint discovery: the operations that need it, and the operation that returns the endpoints.
//!
//! That operation has the same members in all services: its input `Operation` and `Identifiers`, or
//! nothing; its output a list of `Endpoints`, each with `Address` and `CachePeriodInMinutes`.

use std::collections::{HashMap, HashSet};

use super::Context;
use crate::error::{Problem, ProblemKind};
use crate::ir::discovery::{Discovery, DiscoveryInput, EndpointOperation, Identifier};
use crate::model::{self, Kind, Member, Model, Operation, Structure};
use crate::names;
use crate::refused::CHOOSE_OTHERS;
use crate::select::Selection;

const OPERATION: &str = "Operation";
const IDENTIFIERS: &str = "Identifiers";
const ENDPOINTS: &str = "Endpoints";
const ADDRESS: &str = "Address";
const MINUTES: &str = "CachePeriodInMinutes";

/// The most identifiers of an operation.
const MAX_IDENTIFIERS: usize = 100;
/// The most structures on the path to an identifier.
const MAX_DEPTH: usize = 8;

/// What is known of endpoint discovery once it is checked.
pub(super) struct Plan<'m> {
    /// The name of the operation that returns the endpoints.
    name: &'m str,
    operation: &'m Operation,
    /// Whether its input has `Operation` and `Identifiers`.
    takes_identifiers: bool,
    /// The shape of an endpoint.
    endpoint: &'m str,
    /// Whether the minutes have 64 bits.
    has_long_minutes: bool,
    /// The identifiers in the inputs of the operations that need discovery.
    identifiers: HashMap<&'m str, Vec<MemberPath<'m>>>,
}

/// The plan for a service some of whose operations need endpoint discovery.
pub(super) fn plan<'m>(
    model: &'m Model,
    selection: &Selection<'m>,
    problems: &mut Vec<Problem>,
) -> Option<Plan<'m>> {
    let needs = |name: &&&str| model.operations[**name].needs_endpoint_discovery;
    let needing: Vec<_> = selection.operations.iter().filter(needs).collect();
    let first = needing.first()?;
    let mut unsupported = |path: String, message: &str| {
        let problem = Problem::new(ProblemKind::Unsupported, path, message);
        problems.push(problem.hint(CHOOSE_OTHERS));
    };
    let facts = model.service.discovery.as_ref();
    let name = facts.and_then(|it| selection.operations.get(it.operation.as_str()));
    let Some(&name) = name else {
        let message = "the model has no operation that returns endpoints";
        unsupported(format!("operations.{first}.endpointdiscovery"), message);
        return None;
    };
    let operation = &model.operations[name];
    if operation.needs_endpoint_discovery {
        let message = "the operation that returns endpoints needs endpoint discovery itself";
        unsupported(format!("operations.{name}.endpointdiscovery"), message);
    }
    let takes_identifiers = takes_identifiers(model, operation);
    if takes_identifiers.is_none() {
        let message = "the operation that returns endpoints takes something other than \
                       `Operation` and `Identifiers`";
        unsupported(format!("operations.{name}.input"), message);
    }
    let output = endpoint_shape(model, operation);
    if output.is_none() {
        let message = "it is not a list of `Endpoints` with `Address` and `CachePeriodInMinutes`";
        unsupported(format!("operations.{name}.output"), message);
    }
    let version = &model.service.api_version;
    if !version.bytes().all(|byte| byte.is_ascii_graphic()) {
        let message = "the version is not valid in a header";
        unsupported("metadata.apiVersion".to_owned(), message);
    }
    let mut identifiers = HashMap::new();
    if takes_identifiers == Some(true) {
        let leading = leading_to_identifiers(model);
        for &&name in &needing {
            match find_identifiers(model, &model.operations[name], &leading) {
                Ok(found) => {
                    identifiers.insert(name, found);
                }
                Err((path, message)) => unsupported(path, message),
            }
        }
    }
    let (endpoint, has_long_minutes) = output?;
    Some(Plan {
        name,
        operation,
        takes_identifiers: takes_identifiers?,
        endpoint,
        has_long_minutes,
        identifiers,
    })
}

/// Whether an input has `Operation` and `Identifiers`; `None` if it has other members.
fn takes_identifiers(model: &Model, operation: &Operation) -> Option<bool> {
    let Some(input) = structure(model, operation.input.as_deref()) else {
        return operation.input.is_none().then_some(false);
    };
    let is_text = |name: &str| matches!(model.shapes[name].kind, Kind::String);
    let kind = |name| plain(input, name).map(|it| &model.shapes[&it.target].kind);
    match (input.members.len(), kind(OPERATION), kind(IDENTIFIERS)) {
        (0, ..) => Some(false),
        (
            2,
            Some(Kind::String),
            Some(Kind::Map {
                key,
                value,
                is_sparse: false,
            }),
        ) => (is_text(key) && is_text(value)).then_some(true),
        _ => None,
    }
}

/// The shape of an endpoint, and whether its minutes have 64 bits.
fn endpoint_shape<'m>(model: &'m Model, operation: &Operation) -> Option<(&'m str, bool)> {
    let output = structure(model, operation.output.as_deref())?;
    let list = &model.shapes[&plain(output, ENDPOINTS)?.target].kind;
    let Kind::List {
        item,
        is_sparse: false,
    } = list
    else {
        return None;
    };
    let endpoint = structure(model, Some(item))?;
    let kind = |name| Some(&model.shapes[&plain(endpoint, name)?.target].kind);
    match (kind(ADDRESS)?, kind(MINUTES)?) {
        (Kind::String, Kind::Long) => Some((item, true)),
        (Kind::String, Kind::Integer) => Some((item, false)),
        _ => None,
    }
}

fn structure<'m>(model: &'m Model, name: Option<&str>) -> Option<&'m Structure> {
    match &model.shapes[name?].kind {
        Kind::Structure(structure) => Some(structure),
        _ => None,
    }
}

/// A member that has the same name on the wire.
fn plain<'m>(structure: &'m Structure, name: &str) -> Option<&'m Member> {
    let member = structure.members.get(name)?;
    member.wire_name.is_none().then_some(member)
}

/// The structures that have an identifier, or lead to one that has.
fn leading_to_identifiers(model: &Model) -> HashSet<&str> {
    let mut owners: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut leading = HashSet::new();
    let mut next = Vec::new();
    for (name, shape) in &model.shapes {
        for member in shape
            .structure()
            .into_iter()
            .flat_map(|it| it.members.values())
        {
            owners.entry(&member.target).or_default().push(name);
            if member.is_endpoint_id {
                next.push(name.as_str());
            }
        }
    }
    while let Some(name) = next.pop() {
        if leading.insert(name) {
            next.extend(owners.get(name).into_iter().flatten());
        }
    }
    leading
}

/// The path from an input to a member: the structures, each with the name of the member in it.
type MemberPath<'m> = Vec<(&'m str, &'m str)>;

/// The identifiers in an input, or the path of one that is not supported and why.
fn find_identifiers<'m>(
    model: &'m Model,
    operation: &'m Operation,
    leading: &HashSet<&str>,
) -> Result<Vec<MemberPath<'m>>, (String, &'static str)> {
    let mut found: Vec<MemberPath<'m>> = Vec::new();
    let mut next: Vec<MemberPath<'m>> = Vec::new();
    let enter = |next: &mut Vec<MemberPath<'m>>, path_to: &MemberPath<'m>, shape: &'m str| {
        let Some(structure) = model.shapes[shape].structure() else {
            return;
        };
        // What is entered last is looked at first.
        for (name, member) in structure.members.iter().rev() {
            if member.is_endpoint_id || leading.contains(member.target.as_str()) {
                next.push(
                    path_to
                        .iter()
                        .copied()
                        .chain([(shape, name.as_str())])
                        .collect(),
                );
            }
        }
    };
    if let Some(input) = &operation.input {
        enter(&mut next, &MemberPath::new(), input);
    }
    while let Some(path_to) = next.pop() {
        let Some(&(shape, name)) = path_to.last() else {
            continue;
        };
        let path = || format!("shapes.{shape}.members.{name}");
        let Some(member) = model.shapes[shape]
            .structure()
            .and_then(|it| it.members.get(name))
        else {
            continue;
        };
        let target = &model.shapes[&member.target];
        match &target.kind {
            _ if path_to.len() > MAX_DEPTH => {
                return Err((
                    path(),
                    "endpoint identifiers nested so deeply are not supported",
                ));
            }
            Kind::String if member.is_endpoint_id => found.push(path_to),
            _ if member.is_endpoint_id => {
                return Err((
                    path(),
                    "endpoint identifiers that are not strings are not supported",
                ));
            }
            Kind::Structure(_) => enter(&mut next, &path_to, &member.target),
            // As in botocore, which looks into structures only.
            _ => {}
        }
        if found.len() > MAX_IDENTIFIERS {
            return Err((path(), "the operation has too many endpoint identifiers"));
        }
    }
    Ok(found)
}

impl Context<'_> {
    /// How an operation discovers its endpoint, if it has to.
    pub(super) fn discovery(&self, name: &str) -> Option<Discovery> {
        let plan = self.discovery.as_ref()?;
        if !self.model.operations[name].needs_endpoint_discovery {
            return None;
        }
        let identifiers = plan.identifiers.get(name).into_iter().flatten();
        let identifiers = identifiers.filter_map(|path| {
            let segments = path.iter().enumerate();
            Some(Identifier {
                name: (*path.last()?.1).to_owned(),
                steps: segments
                    .map(|(index, (shape, member))| self.field_segment(shape, member, index == 0))
                    .collect(),
            })
        });
        Some(Discovery {
            operation: (names::of_module(plan.name), names::of_type(plan.name)),
            identifiers: identifiers.collect(),
        })
    }

    /// What makes an operation the one that returns the endpoints of others.
    pub(super) fn endpoint_operation(&self, name: &str) -> Option<EndpointOperation> {
        let plan = self.discovery.as_ref().filter(|plan| plan.name == name)?;
        let service = &self.model.service;
        let input = plan.operation.input.as_deref();
        let input = input.filter(|_| plan.takes_identifiers);
        let setter = |input, member| self.names.of_member(input, member).setter;
        let input = input.map(|input| DiscoveryInput {
            operation: setter(input, OPERATION),
            identifiers: setter(input, IDENTIFIERS),
        });
        let output = plan.operation.output.as_deref()?;
        Some(EndpointOperation {
            api_version: service.api_version.clone(),
            invalid_endpoint: service.discovery.as_ref()?.invalid_endpoint.clone(),
            input,
            endpoints: self.names.of_member(output, ENDPOINTS).field,
            address: self.field_segment(plan.endpoint, ADDRESS, false),
            minutes: self.field_segment(plan.endpoint, MINUTES, false),
            has_long_minutes: plan.has_long_minutes,
        })
    }

    /// The sentence about discovery for an operation that needs it.
    pub(super) fn discovery_docs(&self, operation: &Operation) -> Option<String> {
        let plan = self.discovery.as_ref()?;
        if !operation.needs_endpoint_discovery {
            return None;
        }
        self.links.markdown(&model::Documentation::Markdown(format!(
            "The client discovers its endpoint with `{}` and caches it for as long as the response \
             says, unless a custom endpoint is set.",
            plan.name
        )))
    }
}
