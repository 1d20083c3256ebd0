//! Facts of a member.

use super::is_text;
use crate::model::{Documentation, Kind, Location, Member, MemberCustomization, Model, Shape};
use crate::overlay::format::MemberEntry;
use crate::overlay::problems::Problems;

impl MemberEntry {
    /// Applies it to a member that the shape has.
    pub(in crate::overlay) fn lay_over(
        &self,
        model: &mut Model,
        (shape, name): (&str, &str),
        path: &str,
        problems: &mut Problems,
    ) {
        let of_events = |it: &Shape| matches!(it.kind, Kind::EventStream(_));
        let is_event = model.shapes.get(shape).is_some_and(of_events);
        let structure = model.shapes.get(shape).and_then(|it| it.structure());
        let is_error = structure.is_some_and(|it| it.error.is_some());
        let member = structure.and_then(|it| it.members.get(name));
        let has_texts = member.is_some_and(|it| {
            let shape = model.shapes.get(&it.target);
            shape.is_some_and(|it| {
                matches!(
                    it.kind,
                    Kind::String | Kind::List { .. } | Kind::Enumeration(_)
                )
            })
        });
        let is_text = member.is_some_and(|it| is_text(model, it));
        let members = structure.into_iter().flat_map(|it| &it.members);
        let texts = members.filter(|(_, it)| super::is_text(model, it));
        let texts: Vec<_> = texts.map(|(name, _)| name.clone()).collect();
        let structure = model.shapes.get_mut(shape);
        let structure = structure.and_then(|it| it.kind.structure_mut());
        let Some(member) = structure.and_then(|it| it.members.get_mut(name)) else {
            return;
        };
        problems.document(&mut member.documentation, self.documentation.clone());
        if self.idempotency_token {
            problems.set(&mut member.is_idempotency_token, path, "idempotencyToken");
        }
        if self.sensitive {
            problems.set(&mut member.is_sensitive, path, "sensitive");
        }
        let sources: Vec<_> = self
            .account_of
            .iter()
            .filter(|it| texts.contains(*it))
            .collect();
        if self.example.is_some() && !has_texts {
            let message = "the member is neither text, an enum nor a list";
            problems.stale(&format!("{path}.example"), message);
        }
        let mut needs_text = |what: &str| {
            if !is_text {
                problems.stale(&format!("{path}.{what}"), "the member is not text");
            }
            is_text
        };
        let facts = &mut member.customization;
        facts.example.clone_from(&self.example);
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
        facts.is_last_event |= self.last_event;
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
        if self.resource_name.is_some() && needs_text("resourceName") {
            facts.resource_name.clone_from(&self.resource_name);
        }
        if !self.account_of.is_empty() && needs_text("accountOf") {
            facts.account_of = sources.into_iter().cloned().collect();
        }
        if self.error_message && needs_text("errorMessage") {
            facts.is_message = true;
            if !is_error {
                let message = "the shape is not an error";
                problems.stale(&format!("{path}.errorMessage"), message);
            }
        }
        if self.last_event && !is_event {
            let message = "the shape is not an event stream";
            problems.stale(&format!("{path}.lastEvent"), message);
        }
        if let Some(text) = &self.raw_text {
            add_raw_text(
                model,
                (shape, name),
                text,
                &format!("{path}.rawText"),
                problems,
            );
        }
    }
}

/// Adds a member with the text of another one.
fn add_raw_text(
    model: &mut Model,
    (shape, name): (&str, &str),
    text: &str,
    path: &str,
    problems: &mut Problems,
) {
    let structure = model.shapes.get_mut(shape);
    let Some(structure) = structure.and_then(|it| it.kind.structure_mut()) else {
        return;
    };
    let Some((index, _, member)) = structure.members.get_full_mut(name) else {
        return;
    };
    if member.location != Some(Location::Header) {
        problems.stale(path, "the member is not in a header");
        return;
    }
    member.customization.raw_text = Some(text.to_owned());
    let documentation = format!("The text of `{name}` in the response, whatever it is.");
    let raw = Member {
        target: text.to_owned(),
        wire_name: member.wire_name.clone().or_else(|| Some(name.to_owned())),
        is_required: false,
        documentation: Documentation::Markdown(documentation),
        deprecated: None,
        customization: MemberCustomization::default(),
        ..member.clone()
    };
    if structure.members.contains_key(text) {
        problems.already(path, text);
        return;
    }
    structure
        .members
        .shift_insert(index + 1, text.to_owned(), raw);
    let string = || Shape::of(Kind::String);
    model.shapes.entry(text.to_owned()).or_insert_with(string);
}

/// Has only what follows the last slash sent, of each member that has a shape.
pub(in crate::overlay) fn last_segment_of_targets(
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
