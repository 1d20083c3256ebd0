//! Operations whose endpoint has to be asked for, and the operation that is asked.
//!
//! What it takes and gives has the same names in all services: `Operation` and `Identifiers`, or
//! nothing; a list of `Endpoints`, each with its `Address` and `CachePeriodInMinutes`.

use std::collections::{HashMap, HashSet};

use super::{Context, members};
use crate::error::{Problem, ProblemKind};
use crate::ir::discovery::{Discovery, EndpointOperation, Identifier, Question};
use crate::ir::endpoint::Step;
use crate::model::{self, Kind, Member, Model, Operation, Structure};
use crate::names;
use crate::select::Selection;

const OPERATION: &str = "Operation";
const IDENTIFIERS: &str = "Identifiers";
const ENDPOINTS: &str = "Endpoints";
const ADDRESS: &str = "Address";
const MINUTES: &str = "CachePeriodInMinutes";

/// How many identifiers an operation may have, and in how many structures one may stand.
const MOST_IDENTIFIERS: usize = 100;
const MOST_STRUCTURES: usize = 8;

/// Finds what keeps endpoints from being discovered, where operations need that.
pub(super) fn check(model: &Model, selection: &Selection<'_>, problems: &mut Vec<Problem>) {
    let needs = |name: &&&str| model.operations[**name].needs_endpoint_discovery;
    let needing: Vec<_> = selection.operations.iter().filter(needs).collect();
    let Some(first) = needing.first() else {
        return;
    };
    let mut unsupported = |path: String, message: &str| {
        problems.push(
            Problem::new(ProblemKind::Unsupported, path, message)
                .hint("choose the other operations with `operations`"),
        );
    };
    let asked = model.service.discovery.as_ref();
    let asked = asked.and_then(|it| model.operations.get_key_value(&it.operation));
    let Some((name, asked)) = asked else {
        let message = "the model has no operation that tells the endpoint";
        return unsupported(format!("operations.{first}.endpointdiscovery"), message);
    };
    if asked.needs_endpoint_discovery {
        let message = "the operation that tells endpoints would have to ask for its own";
        unsupported(format!("operations.{name}.endpointdiscovery"), message);
    }
    if question(model, asked).is_none() {
        let message = "the operation that tells endpoints takes something other than `Operation` \
                       and `Identifiers`";
        unsupported(format!("operations.{name}.input"), message);
    }
    if answer(model, asked).is_none() {
        let message = "it is no list of `Endpoints` with `Address` and `CachePeriodInMinutes`";
        unsupported(format!("operations.{name}.output"), message);
    }
    let version = &model.service.api_version;
    if !version.bytes().all(|byte| byte.is_ascii_graphic()) {
        let message = "the version cannot stand in a header";
        unsupported("metadata.apiVersion".to_owned(), message);
    }
    if takes_identifiers(model, asked) {
        let leading = leading_to_identifiers(model);
        for &&name in &needing {
            if let Err((path, message)) = identifiers(model, &model.operations[name], &leading) {
                unsupported(path, message);
            }
        }
    }
}

/// Whether it takes the two things that can be asked about, if it takes nothing else.
fn question(model: &Model, asked: &Operation) -> Option<bool> {
    let Some(input) = structure(model, asked.input.as_deref()) else {
        return asked.input.is_none().then_some(false);
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

fn takes_identifiers(model: &Model, asked: &Operation) -> bool {
    question(model, asked) == Some(true)
}

/// The shape of an endpoint, and whether its minutes have 64 bits.
fn answer<'m>(model: &'m Model, asked: &Operation) -> Option<(&'m str, bool)> {
    let output = structure(model, asked.output.as_deref())?;
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
        for member in members(shape)
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

/// A way from an input to a member: the structures, each with the name of the member in it.
type Way<'m> = Vec<(&'m str, &'m str)>;

/// The identifiers in an input, or which one has no form and why.
fn identifiers<'m>(
    model: &'m Model,
    operation: &'m Operation,
    leading: &HashSet<&str>,
) -> Result<Vec<Way<'m>>, (String, &'static str)> {
    let mut found: Vec<Way<'m>> = Vec::new();
    let mut next: Vec<Way<'m>> = Vec::new();
    let enter = |next: &mut Vec<Way<'m>>, way: &Way<'m>, shape: &'m str| {
        let Some(structure) = members(&model.shapes[shape]) else {
            return;
        };
        // What is entered last is looked at first.
        for (name, member) in structure.members.iter().rev() {
            if member.is_endpoint_id || leading.contains(member.target.as_str()) {
                next.push(
                    way.iter()
                        .copied()
                        .chain([(shape, name.as_str())])
                        .collect(),
                );
            }
        }
    };
    if let Some(input) = &operation.input {
        enter(&mut next, &Way::new(), input);
    }
    while let Some(way) = next.pop() {
        let Some(&(shape, name)) = way.last() else {
            continue;
        };
        let path = || format!("shapes.{shape}.members.{name}");
        let Some(member) = members(&model.shapes[shape]).and_then(|it| it.members.get(name)) else {
            continue;
        };
        let target = &model.shapes[&member.target];
        match &target.kind {
            _ if way.len() > MOST_STRUCTURES => {
                return Err((
                    path(),
                    "endpoints that depend on what is so deep are not supported",
                ));
            }
            Kind::String if member.is_endpoint_id => found.push(way),
            _ if member.is_endpoint_id => {
                return Err((
                    path(),
                    "endpoints that depend on what is no text are not supported",
                ));
            }
            Kind::Structure(_) => enter(&mut next, &way, &member.target),
            // As in botocore, which looks into structures only.
            _ => {}
        }
        if found.len() > MOST_IDENTIFIERS {
            return Err((path(), "the endpoint depends on too much"));
        }
    }
    Ok(found)
}

impl Context<'_> {
    /// How an operation finds its endpoint, if it has to ask.
    pub(super) fn discovery(&self, operation: &Operation) -> Option<Discovery> {
        if !operation.needs_endpoint_discovery {
            return None;
        }
        let (name, asked) = self.asked()?;
        // Both were checked by `check`.
        let ways = if takes_identifiers(self.model, asked) {
            let leading = self
                .leading
                .get_or_init(|| leading_to_identifiers(self.model));
            identifiers(self.model, operation, leading).ok()?
        } else {
            Vec::new()
        };
        let identifiers = ways.into_iter().map(|way| Identifier {
            name: way
                .last()
                .map(|(_, name)| (*name).to_owned())
                .unwrap_or_default(),
            steps: way
                .into_iter()
                .enumerate()
                .map(|(index, (shape, member))| self.step_to(shape, member, index == 0))
                .collect(),
        });
        Some(Discovery {
            asks: (names::of_module(name), names::of_type(name)),
            identifiers: identifiers.collect(),
        })
    }

    /// What makes an operation the one that others ask.
    pub(super) fn endpoint_operation(&self, name: &str) -> Option<EndpointOperation> {
        let service = &self.model.service;
        let facts = service.discovery.as_ref()?;
        let (_, asked) = self.asked().filter(|(asked, _)| *asked == name)?;
        let mut selected = self.selection.operations.iter();
        if !selected.any(|name| self.model.operations[*name].needs_endpoint_discovery) {
            return None;
        }
        let (endpoint, has_long_minutes) = answer(self.model, asked)?;
        let setter = |shape: &str, member| names::of_setter(&self.field_of(shape, member, true).0);
        let question = takes_identifiers(self.model, asked).then(|| {
            let input = asked.input.as_deref()?;
            Some(Question {
                operation: setter(input, OPERATION),
                identifiers: setter(input, IDENTIFIERS),
            })
        });
        Some(EndpointOperation {
            api_version: service.api_version.clone(),
            invalid_endpoint: facts.invalid_endpoint.clone(),
            question: question.flatten(),
            endpoints: self.field_of(asked.output.as_deref()?, ENDPOINTS, true).0,
            address: self.step_to(endpoint, ADDRESS, false),
            minutes: self.step_to(endpoint, MINUTES, false),
            has_long_minutes,
        })
    }

    /// What to say of an operation that has to ask.
    pub(super) fn discovery_docs(&self, operation: &Operation) -> Option<String> {
        let name = operation.needs_endpoint_discovery.then(|| self.asked())??.0;
        self.links.markdown(&model::Documentation::Markdown(format!(
            "The client asks `{name}` where to send it and keeps the answer for as long as that \
             says, unless a custom endpoint is set."
        )))
    }

    fn asked(&self) -> Option<(&str, &Operation)> {
        let facts = self.model.service.discovery.as_ref()?;
        let (name, asked) = self.model.operations.get_key_value(&facts.operation)?;
        Some((name, asked))
    }

    fn step_to(&self, shape: &str, member: &str, is_side: bool) -> Step {
        let (field, is_optional) = self.field_of(shape, member, is_side);
        Step { field, is_optional }
    }
}
