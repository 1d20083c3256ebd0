//! Inputs with members that are sent with other values.

use crate::core::schema::Schema;
use crate::core::shape::Shape;
use crate::core::value::{ValueMut, ValueRef};

/// How the value of a member is adjusted before it is sent. The input stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adjustment {
    /// This text is sent if the member is not set, or empty.
    Default(&'static str),
    /// Only what follows the last slash is sent.
    LastSegment,
}

/// An input as it is sent.
pub(super) struct Adjusted<'a> {
    input: &'a dyn Shape,
    adjustments: &'static [(&'static str, Adjustment)],
}

impl<'a> Adjusted<'a> {
    /// With adjustments of members, by their names.
    pub(super) fn new(
        input: &'a dyn Shape,
        adjustments: &'static [(&'static str, Adjustment)],
    ) -> Self {
        Self { input, adjustments }
    }
}

impl Shape for Adjusted<'_> {
    fn schema(&self) -> &'static Schema {
        self.input.schema()
    }

    fn member(&self, index: usize) -> Option<ValueRef<'_>> {
        let name = self.schema().members.get(index)?.name;
        let adjustments = self.adjustments.iter().filter(|(it, _)| *it == name);
        adjustments.fold(self.input.member(index), |value, (_, adjustment)| {
            adjustment.apply(value)
        })
    }

    fn member_mut(&mut self, _: usize) -> Option<ValueMut<'_>> {
        None
    }
}

impl Adjustment {
    fn apply(self, value: Option<ValueRef<'_>>) -> Option<ValueRef<'_>> {
        match (self, value) {
            (
                Self::Default(default),
                None | Some(ValueRef::String("") | ValueRef::Enumeration("")),
            ) => Some(ValueRef::String(default)),
            (Self::LastSegment, Some(ValueRef::String(text))) => {
                Some(ValueRef::String(text.rsplit('/').next().unwrap_or(text)))
            }
            (_, value) => value,
        }
    }
}
