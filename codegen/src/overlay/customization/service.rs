//! Facts of a service.

use std::collections::HashSet;

use indexmap::{IndexMap, IndexSet};

use super::headers;
use crate::model::endpoints::BuiltIn;
use crate::model::{Kind, Location, Member, Model};
use crate::overlay::format::{MemberEntry, ServiceEntry};
use crate::overlay::problems::Problems;

impl ServiceEntry {
    pub(in crate::overlay) fn customize(&self, model: &mut Model, problems: &mut Problems) {
        let headers = headers::constant(&self.headers, "service.headers", problems);
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
        for (name, source) in &self.settings {
            let Some(source) = source else { continue };
            let path = format!("service.settings.{name}");
            let parameters = &model.service.endpoints.parameters;
            let setting = parameters.get(name).and_then(|it| it.built_in);
            if !matches!(setting, Some(BuiltIn::Setting | BuiltIn::UseDualStack)) {
                problems.stale(&path, "no endpoint parameter of this name is a setting");
                continue;
            }
            if setting == Some(BuiltIn::UseDualStack) && source.documentation.is_some() {
                let message = "clients of all services have this setting, with its documentation";
                problems.stale(&format!("{path}.documentation"), message);
            }
            let settings = &mut model.service.customization.settings;
            settings.insert(name.clone(), source.clone());
        }
        let facts = &mut model.service.customization;
        facts.states_payload_hash |= self.signed_payload_header;
        facts.signs_path_as_sent |= self.signed_path_as_sent;
        if let Some(name) = &self.region_header {
            facts.region_header = headers::name(name, "service.regionHeader", problems);
        }
        if self.region_element.is_some() {
            facts.region_element.clone_from(&self.region_element);
        }
        facts.region_errors.extend_from_slice(&self.region_errors);
        for (name, is_stated) in [
            ("regionElement", self.region_element.is_some()),
            ("regionErrors", !self.region_errors.is_empty()),
        ] {
            if is_stated && facts.region_header.is_none() {
                let message = "it counts where a `regionHeader` is missing, and there is none";
                problems.stale(&format!("service.{name}"), message);
            }
        }
        if self.payload_signing.is_some() {
            facts.payload_signing.clone_from(&self.payload_signing);
        }
        if self.errors_in_success {
            let without = without_document(model);
            for operation in model.operations.values_mut() {
                let output = operation.output.as_ref();
                operation.customization.has_errors_in_success =
                    !output.is_some_and(|it| without.contains(it));
            }
        }
        if self.flattened_lists_named_by_items && !name_lists_by_items(model) {
            let path = "service.flattenedListsNamedByItems";
            problems.stale(path, "no flattened list has items with a name");
        }
    }
}

/// The structures whose body is no document: a stream of bytes or events, bytes or text.
fn without_document(model: &Model) -> HashSet<String> {
    let has_none = |member: &Member| {
        let target = model.shapes.get(&member.target);
        let is_text = |kind: &Kind| matches!(kind, Kind::Blob | Kind::String);
        let is_payload = member.location == Some(Location::Payload);
        member.is_streaming
            || target.is_some_and(|it| {
                it.is_streaming
                    || matches!(it.kind, Kind::EventStream(_))
                    || is_payload && is_text(&it.kind)
            })
    };
    let structures = model.shapes.iter();
    let structures = structures.filter(|(_, shape)| {
        let structure = shape.structure();
        structure.is_some_and(|it| it.members.values().any(has_none))
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
