//! Sample values: which members of a structure they have, and the text of scalars.

use super::wire::Wire;
use crate::ir;
use crate::model::{Kind, Member, Structure, TimestampFormat};

/// How many members a value shows, if more are not required.
pub(super) const SHOWN: usize = 3;

/// How deep lists and maps have something in them.
pub(super) const DEEPEST: usize = 2;

impl<'m> Wire<'m> {
    /// The required members in the document, or else the first ones; two steps down, the required ones
    /// alone, which always have a value. A recursion of those comes to an end, too.
    pub(super) fn shown(
        &self,
        structure: &'m Structure,
        shown: usize,
        depth: usize,
    ) -> impl Iterator<Item = (&'m String, &'m Member)> {
        let is_in_document =
            |member: &Member| self.location(member) == ir::Location::Document && depth < 8;
        let shown = if depth > 1 { 0 } else { shown };
        let members = structure.members.iter();
        let members: Vec<_> = members.filter(|(_, it)| is_in_document(it)).collect();
        let required = members.iter().filter(|(_, it)| it.is_required).count();
        let mut others = shown.saturating_sub(required);
        members.into_iter().filter(move |(_, member)| {
            let is_shown = member.is_required || others > 0;
            others -= usize::from(is_shown && !member.is_required);
            is_shown
        })
    }

    /// Lists in lists come to an end.
    pub(super) fn below(&self, item: &str, depth: usize) -> usize {
        let kind = self.kind(item);
        depth + usize::from(matches!(kind, Some(Kind::List { .. } | Kind::Map { .. })))
    }

    /// A key of a map.
    pub(super) fn key(&self, key: &str) -> &'m str {
        match self.kind(key) {
            Some(Kind::Enumeration(values)) => values.keys().next().map_or("key", String::as_str),
            _ => "key",
        }
    }

    /// The text of a scalar in XML or a form.
    pub(super) fn text(&self, target: &str) -> &'m str {
        match self.kind(target) {
            Some(Kind::Enumeration(values)) => values.keys().next().map_or("text", String::as_str),
            Some(Kind::Boolean) => "true",
            Some(Kind::Integer | Kind::Long) => "1",
            Some(Kind::Float | Kind::Double) => "1.5",
            Some(Kind::Timestamp(format)) => match format {
                None | Some(TimestampFormat::DateTime) => "2025-11-22T00:00:00Z",
                Some(TimestampFormat::EpochSeconds) => "1763769600",
                Some(TimestampFormat::HttpDate) => "Sat, 22 Nov 2025 00:00:00 GMT",
            },
            Some(Kind::Blob) => "AQID",
            _ => "text",
        }
    }
}
