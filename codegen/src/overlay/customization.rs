//! Behaviours that no model states: headers, defaults, checksums, endpoints.
//!
//! Each is a kind of fact with a name in the overlay. None knows a service.

use std::collections::HashSet;

use indexmap::{IndexMap, IndexSet};

use super::apply::document;
use super::format::{MemberEntry, OperationEntry, ServiceEntry};
use super::problems::Problems;
use crate::http;
use crate::model::endpoints::BuiltIn;
use crate::model::{Kind, Location, Member, Model};

impl ServiceEntry {
    pub(super) fn customize(&self, model: &mut Model, problems: &mut Problems) {
        let headers = headers(&self.headers, "service.headers", problems);
        for operation in model.operations.values_mut() {
            let of_operation = &mut operation.customization.headers;
            of_operation.extend(headers.clone());
        }
        let inputs = model.operations.values();
        let inputs: IndexSet<_> = inputs.filter_map(|it| it.input.clone()).collect();
        let members = ("service.inputMembers", "input");
        each_member(model, &inputs, &self.input_members, members, problems);
        let errors = model.shapes.iter();
        let errors = errors.filter(|(_, shape)| {
            let structure = shape.structure();
            structure.is_some_and(|it| it.error.is_some())
        });
        let errors: IndexSet<_> = errors.map(|(name, _)| name.clone()).collect();
        let members = ("service.errorMembers", "error");
        each_member(model, &errors, &self.error_members, members, problems);
        for (name, names) in &self.settings {
            let Some(names) = names else { continue };
            let path = format!("service.settings.{name}");
            let parameters = &model.service.endpoints.parameters;
            let setting = parameters.get(name).and_then(|it| it.built_in);
            if setting != Some(BuiltIn::Setting) {
                problems.stale(&path, "no endpoint parameter of this name is a setting");
                continue;
            }
            let settings = &mut model.service.customization.settings;
            settings.insert(name.clone(), names.clone());
        }
        let facts = &mut model.service.customization;
        facts.states_payload_hash |= self.signed_payload_header;
        facts.signs_path_as_sent |= self.signed_path_as_sent;
        if let Some(name) = &self.region_header {
            facts.region_header = header_name(name, "service.regionHeader", problems);
        }
        if self.errors_in_success {
            let streams = streams(model);
            for operation in model.operations.values_mut() {
                let output = operation.output.as_ref();
                operation.customization.has_errors_in_success =
                    !output.is_some_and(|it| streams.contains(it));
            }
        }
        if self.flattened_lists_named_by_items && !name_lists_by_items(model) {
            let path = "service.flattenedListsNamedByItems";
            problems.stale(path, "no flattened list has items with a name");
        }
    }
}

/// The structures with a stream of bytes or events.
fn streams(model: &Model) -> HashSet<String> {
    let is_stream = |member: &Member| {
        let target = model.shapes.get(&member.target);
        member.is_streaming
            || target.is_some_and(|it| it.is_streaming || matches!(it.kind, Kind::EventStream(_)))
    };
    let structures = model.shapes.iter();
    let structures = structures.filter(|(_, shape)| {
        let structure = shape.structure();
        structure.is_some_and(|it| it.members.values().any(is_stream))
    });
    structures.map(|(name, _)| name.clone()).collect()
}

/// Gives members that are flattened lists the names of the items; whether there are any.
fn name_lists_by_items(model: &mut Model) -> bool {
    let named = model.shapes.iter().filter_map(|(name, shape)| {
        let item = shape.xml.item.name.clone()?;
        matches!(shape.kind, Kind::List { .. }).then(|| (name.clone(), item))
    });
    let named: IndexMap<_, _> = named.collect();
    let mut is_any = false;
    let structures = model.shapes.values_mut();
    for structure in structures.filter_map(|it| it.kind.structure_mut()) {
        for member in structure.members.values_mut() {
            if let Some(item) = named.get(&member.target)
                && member.xml.is_flattened
            {
                member.wire_name = Some(item.clone());
                is_any = true;
            }
        }
    }
    is_any
}

/// Applies entries to the members of their names in each of these shapes.
fn each_member(
    model: &mut Model,
    shapes: &IndexSet<String>,
    entries: &IndexMap<String, Option<MemberEntry>>,
    (path, what): (&str, &str),
    problems: &mut Problems,
) {
    for (name, entry) in entries {
        let Some(entry) = entry else { continue };
        let path = format!("{path}.{name}");
        let has_it = |model: &Model, shape: &String| {
            let shape = model.shapes.get(shape).and_then(|it| it.structure());
            shape.is_some_and(|it| it.members.contains_key(name))
        };
        let holders: Vec<_> = shapes.iter().filter(|it| has_it(model, it)).collect();
        if holders.is_empty() {
            problems.stale(&path, format!("no {what} has a member of this name"));
        }
        let known = problems.found.len();
        for holder in holders {
            entry.lay_over(model, (holder, name), &path, problems);
        }
        // All say the same.
        problems.found.truncate(known + 1);
    }
}

impl OperationEntry {
    pub(super) fn customize(
        &self,
        model: &mut Model,
        name: &str,
        path: &str,
        problems: &mut Problems,
    ) {
        let operation = &model.operations[name];
        let mut facts = operation.customization.clone();
        let own = headers(&self.headers, &format!("{path}.headers"), problems);
        facts.headers.extend(own);
        for (header, checksum) in &self.body_checksums {
            let path = format!("{path}.bodyChecksums.{header}");
            if let (Some(header), Some(checksum)) = (header_name(header, &path, problems), checksum)
            {
                facts.body_checksums.insert(header, *checksum);
            }
        }
        let input = model.input(operation);
        let members = || input.into_iter().flat_map(|it| &it.members);
        let mut is_text_member = |path: &str, member: &String| {
            match members().find(|(name, _)| *name == member) {
                None => problems.missing(path, member, members().map(|(name, _)| name)),
                Some((_, found)) if !is_text(model, found) => {
                    problems.stale(path, "the member is not text");
                }
                Some(_) => return true,
            }
            false
        };
        if let Some(member) = &self.endpoint_member
            && is_text_member(&format!("{path}.endpointMember"), member)
        {
            facts.endpoint_member = Some(member.clone());
        }
        if let Some(copy) = &self.presigned_copy {
            let destination = copy.sends_regions.then_some(&copy.destination_region);
            let stated = [
                ("sourceRegion", Some(&copy.source_region)),
                ("destinationRegion", destination),
                ("url", Some(&copy.url)),
            ];
            let stated = stated.into_iter();
            let members = stated.filter_map(|(entry, member)| Some((entry, member?)));
            // Each problem is reported.
            let are_members = members.fold(true, |are_members, (entry, member)| {
                let path = format!("{path}.presignedCopy.{entry}");
                is_text_member(&path, member) && are_members
            });
            if are_members {
                facts.presigned_copy = Some(copy.clone());
            }
        }
        if self.query_as_form {
            let path = format!("{path}.queryAsForm");
            let is_get = operation.http.as_ref().is_some_and(|it| it.method == "GET");
            let mut locations = members().map(|(_, member)| member.location);
            if !is_get {
                problems.stale(&path, "the method of the operation is not GET");
            } else if locations.any(|it| matches!(it, None | Some(Location::Payload))) {
                problems.stale(&path, "the input has members in the body");
            } else {
                facts.sends_query_as_form = true;
            }
        }
        if self.presigned_body_as_query {
            let path = format!("{path}.presignedBodyAsQuery");
            let mut in_body = members().filter(|(_, it)| it.location.is_none());
            let has_payload = members().any(|(_, it)| it.location == Some(Location::Payload));
            if has_payload || in_body.clone().next().is_none() {
                problems.stale(&path, "the input has no document with members in the body");
            } else if let Some((member, _)) = in_body.find(|(_, it)| !is_in_queries(model, it)) {
                let message = format!("the member `{member}` has no form in a query");
                problems.stale(&path, message);
            } else {
                facts.presigns_body_as_query = true;
            }
        }
        if self.unwrapped_output {
            let output = operation
                .output
                .as_ref()
                .and_then(|it| model.shapes.get(it));
            let members = output
                .and_then(|it| it.structure())
                .map(|it| it.members.len());
            if members == Some(1) {
                facts.is_output_unwrapped = true;
            } else {
                let path = format!("{path}.unwrappedOutput");
                problems.stale(&path, "the output does not have exactly one member");
            }
        }
        model.operations[name].customization = facts;
    }
}

/// Whether the JSON of a member is a parameter of a query, or several: of text, numbers, booleans and
/// lists of them.
fn is_in_queries(model: &Model, member: &Member) -> bool {
    let is_scalar = |name: &String| {
        let kind = model.shapes.get(name).map(|it| &it.kind);
        matches!(
            kind,
            Some(Kind::String | Kind::Enumeration(_) | Kind::Boolean | Kind::Integer | Kind::Long)
        )
    };
    match model.shapes.get(&member.target).map(|it| &it.kind) {
        Some(Kind::List { item, .. }) => is_scalar(item),
        _ => is_scalar(&member.target),
    }
}

impl MemberEntry {
    /// Applies it to a member that the shape has.
    pub(super) fn lay_over(
        &self,
        model: &mut Model,
        (shape, name): (&str, &str),
        path: &str,
        problems: &mut Problems,
    ) {
        let structure = model.shapes.get(shape).and_then(|it| it.structure());
        let is_error = structure.is_some_and(|it| it.error.is_some());
        let member = structure.and_then(|it| it.members.get(name));
        let is_text = member.is_some_and(|it| is_text(model, it));
        let structure = model.shapes.get_mut(shape);
        let structure = structure.and_then(|it| it.kind.structure_mut());
        let Some(member) = structure.and_then(|it| it.members.get_mut(name)) else {
            return;
        };
        document(&mut member.documentation, self.documentation.clone());
        if self.idempotency_token {
            problems.set(&mut member.is_idempotency_token, path, "idempotencyToken");
        }
        if self.sensitive {
            problems.set(&mut member.is_sensitive, path, "sensitive");
        }
        let mut needs_text = |what: &str| {
            if !is_text {
                problems.stale(&format!("{path}.{what}"), "the member is not text");
            }
            is_text
        };
        let facts = &mut member.customization;
        if let Some(default) = &self.default
            && needs_text("default")
        {
            facts.default = Some(default.clone());
            // Requests always have it.
            member.is_required = false;
        }
        if self.last_path_segment && needs_text("lastPathSegment") {
            facts.is_last_segment = true;
        }
        facts.is_lenient |= self.lenient;
        facts.is_ascii |= self.ascii;
        if self.url_encoded_by.is_some() && needs_text("urlEncodedBy") {
            facts.url_encoded_by.clone_from(&self.url_encoded_by);
        }
        if self.md5_of.is_some() && needs_text("md5Of") {
            facts.md5_of.clone_from(&self.md5_of);
        }
        if self.percent_encoded && needs_text("percentEncoded") {
            facts.is_percent_encoded = true;
        }
        if self.error_message && needs_text("errorMessage") {
            facts.is_message = true;
            if !is_error {
                let message = "the shape is not an error";
                problems.stale(&format!("{path}.errorMessage"), message);
            }
        }
    }
}

/// Has only what follows the last slash sent, of each member that has a shape.
pub(super) fn last_segment_of_targets(
    model: &mut Model,
    target: &str,
    path: &str,
    problems: &mut Problems,
) {
    let path = format!("{path}.lastPathSegment");
    let Some(shape) = model.shapes.get(target) else {
        return;
    };
    if !matches!(shape.kind, Kind::String) {
        problems.stale(&path, "the shape is not a string");
        return;
    }
    let mut is_used = false;
    let structures = model.shapes.values_mut();
    for structure in structures.filter_map(|it| it.kind.structure_mut()) {
        let members = structure.members.values_mut();
        for member in members.filter(|it| it.target == target) {
            member.customization.is_last_segment = true;
            is_used = true;
        }
    }
    if !is_used {
        problems.stale(&path, "no member has this shape");
    }
}

fn is_text(model: &Model, member: &Member) -> bool {
    let target = model.shapes.get(&member.target);
    target.is_some_and(|it| matches!(it.kind, Kind::String | Kind::Enumeration(_)))
}

/// Headers with their lower-case names, without those that are switched off.
fn headers(
    entries: &IndexMap<String, Option<String>>,
    path: &str,
    problems: &mut Problems,
) -> IndexMap<String, String> {
    let mut headers = IndexMap::new();
    for (name, value) in entries {
        let Some(value) = value else { continue };
        let path = format!("{path}.{name}");
        if !http::is_header_value(value) {
            problems.malformed(&path, format!("{value:?} is not the value of a header"));
        } else if let Some(name) = header_name(name, &path, problems) {
            headers.insert(name, value.clone());
        }
    }
    headers
}

/// The name of a header in lower case.
fn header_name(name: &str, path: &str, problems: &mut Problems) -> Option<String> {
    let is_valid = http::is_header_name(name);
    if !is_valid {
        problems.malformed(path, format!("{name:?} is not the name of a header"));
    }
    is_valid.then(|| name.to_ascii_lowercase())
}
