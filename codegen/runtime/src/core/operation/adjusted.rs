//! Inputs with members that are sent with other values.

use crate::core::schema::Schema;
use crate::core::shape::{Shape, text_of};
use crate::core::value::{ValueMut, ValueRef};

/// How the value of a member is adjusted before it is sent. The input stays as it is.
#[derive(Clone, Copy, Debug)]
pub enum Adjustment {
    /// This text is sent if the member is not set, or empty.
    Default(&'static str),
    /// Only what follows the last slash is sent.
    LastSegment,
    /// Another text, made from this one.
    Mapped(fn(&str) -> String),
    /// A text made from that of another member, by its name, if this one is not set.
    From(&'static str, fn(&str) -> Option<String>),
    /// It is not sent.
    Unsent,
}

/// An input as it is sent.
pub(super) struct Adjusted<'a> {
    input: &'a dyn Shape,
    adjustments: &'static [(&'static str, Adjustment)],
    /// The texts that are made, by the names of their members.
    made: Vec<(&'static str, String)>,
}

impl<'a> Adjusted<'a> {
    /// With adjustments of members, by their names.
    pub(super) fn new(
        input: &'a dyn Shape,
        adjustments: &'static [(&'static str, Adjustment)],
    ) -> Self {
        let made = adjustments.iter().filter_map(|(name, adjustment)| {
            let text = match adjustment {
                Adjustment::Mapped(make) => Some(make(text_of(input, name)?)),
                Adjustment::From(_, _) if text_of(input, name).is_some() => None,
                Adjustment::From(other, make) => make(text_of(input, other)?),
                Adjustment::Default(_) | Adjustment::LastSegment | Adjustment::Unsent => None,
            };
            Some((*name, text?))
        });
        Self {
            input,
            adjustments,
            made: made.collect(),
        }
    }
}

impl Shape for Adjusted<'_> {
    fn schema(&self) -> &'static Schema {
        self.input.schema()
    }

    fn member(&self, index: usize) -> Option<ValueRef<'_>> {
        let name = self.schema().members.get(index)?.name;
        if let Some((_, text)) = self.made.iter().find(|(it, _)| *it == name) {
            return Some(ValueRef::String(text));
        }
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
            (Self::Unsent, _) => None,
            (_, value) => value,
        }
    }
}
