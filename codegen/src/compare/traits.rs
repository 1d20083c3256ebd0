//! What may stand on anything.

use super::Comparison;
use super::report::{Change, Class, Kind, Subject};
use crate::ir::Deprecated;
use crate::model::Documentation;

impl Comparison<'_> {
    /// Compares documentation, but for the way its lines are broken.
    pub(super) fn documentation(
        &mut self,
        subject: &Subject,
        path: &str,
        old: &Documentation,
        new: &Documentation,
    ) {
        if !self.has_prose || words(old) == words(new) {
            return;
        }
        let model = match (old, new) {
            (Documentation::None, _) => "documentation added",
            (_, Documentation::None) => "documentation removed",
            _ => "documentation changed",
        };
        let (kind, class) = (Kind::Documentation, Class::Documentation);
        let mut change = Change::new(subject, path, kind, class, model);
        change.reaches_users = !self.documented.contains(path);
        self.push(change);
    }

    /// Compares whether something is deprecated; `rust` is its name in the API.
    pub(super) fn deprecation(
        &mut self,
        subject: &Subject,
        path: &str,
        rust: &str,
        old: Option<&Deprecated>,
        new: Option<&Deprecated>,
    ) {
        let (class, model, sentence) = match (old, new) {
            (None, Some(_)) => (
                Class::Behaviour,
                "deprecated",
                format!("the compiler warns where {rust} is used"),
            ),
            (Some(_), None) => (
                Class::Documentation,
                "not deprecated any more",
                format!("the compiler does not warn any more where {rust} is used"),
            ),
            (Some(old), Some(new)) if old != new => (
                Class::Documentation,
                "the reason for the deprecation changed",
                format!("the compiler's warning about {rust} has other words"),
            ),
            _ => return,
        };
        self.push(Change::new(subject, path, Kind::Deprecation, class, model).rust(sentence));
    }
}

/// The words of a text: how its lines are broken does not matter.
fn words(documentation: &Documentation) -> Vec<&str> {
    match documentation {
        Documentation::None => Vec::new(),
        Documentation::Html(text) | Documentation::Markdown(text) => {
            text.split_whitespace().collect()
        }
    }
}
