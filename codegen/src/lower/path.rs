//! The expressions of paginators and waiters, with Rust names.

use super::Context;
use crate::expression::{Condition, MemberRef, Path};
use crate::ir;

impl Context<'_> {
    /// A path from an operation's output.
    pub(super) fn path(&self, path: &Path<MemberRef<'_>>) -> ir::Path {
        path.map(&|field, is_root| self.segment(field, is_root))
    }

    /// A condition on an operation's output.
    pub(super) fn condition(&self, condition: &Condition<MemberRef<'_>>) -> ir::Condition {
        condition.map(&|field, is_root| self.segment(field, is_root))
    }

    fn segment(&self, field: &MemberRef<'_>, is_root: bool) -> ir::FieldSegment {
        self.field_segment(field.shape, field.member, is_root)
    }

    /// Whether one of the members is sensitive.
    pub(super) fn any_sensitive(&self, members: &[&MemberRef<'_>]) -> bool {
        members.iter().any(|MemberRef { shape, member }| {
            let shape = &self.model.shapes[*shape];
            let structure = shape.structure();
            let member = structure.and_then(|it| it.members.get(*member));
            shape.is_sensitive
                || member.is_some_and(|it| it.is_sensitive || self.is_sensitive(&it.target))
        })
    }
}
