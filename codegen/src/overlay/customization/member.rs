//! Facts of a member.

use super::is_text;
use crate::model::{Kind, Model};
use crate::overlay::apply::document;
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
