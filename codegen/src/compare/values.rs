//! The shapes that are no types: text, numbers, lists, maps. What is compared is what they say of
//! their values; their form is part of the members that have them.

use super::Comparison;
use super::report::{Change, Class, Kind, Subject};
use super::words;
use crate::model::{self, Constraints};

impl Comparison<'_> {
    pub(super) fn values(&mut self) {
        let (old, new) = (self.old, self.new);
        for &name in &new.selection.shapes {
            if !old.selection.shapes.contains(name) {
                continue;
            }
            let shapes = (&old.model.shapes[name], &new.model.shapes[name]);
            let subject = self.shape(Some(name), Some(name));
            let path = format!("shapes.{name}");
            self.constraints(
                &subject,
                &path,
                &shapes.0.constraints,
                &shapes.1.constraints,
            );
            let is_type = matches!(
                shapes.1.kind,
                model::Kind::Structure(_) | model::Kind::Union(_) | model::Kind::Enumeration(_)
            );
            if !is_type {
                let (old, new) = (&shapes.0.documentation, &shapes.1.documentation);
                self.documentation(&subject, &path, old, new);
            }
        }
    }

    /// Compares what values the service accepts. The client does not check it.
    pub(super) fn constraints(
        &mut self,
        subject: &Subject,
        path: &str,
        old: &Constraints,
        new: &Constraints,
    ) {
        if old == new {
            return;
        }
        let shown = |constraints| match words::constraints(constraints) {
            text if text.is_empty() => "any".to_owned(),
            text => text,
        };
        let model = format!("values: {} → {}", shown(old), shown(new));
        let (kind, class) = (Kind::Constraint, Class::Documentation);
        self.push(Change::new(subject, path, kind, class, model));
    }
}
