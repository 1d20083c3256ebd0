//! Inputs with members that are sent with other values.

use crate::core::arn;
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
    /// Adjustments of members, by their places.
    adjustments: Vec<(usize, Adjustment)>,
    /// The texts that are made, by the places of their members.
    made: Vec<(usize, String)>,
}

impl<'a> Adjusted<'a> {
    /// With adjustments of members, by their names.
    pub(super) fn new(
        input: &'a dyn Shape,
        adjustments: &'static [(&'static str, Adjustment)],
    ) -> Self {
        let schema = input.schema();
        let mut texts = Vec::new();
        let adjustments = adjustments.iter().filter_map(|(name, adjustment)| {
            let index = schema.position(name)?;
            let text = || text_of(input, name);
            let text = match adjustment {
                Adjustment::Mapped(make) => text().map(make),
                Adjustment::From(_, _) if text().is_some() => None,
                Adjustment::From(other, make) => text_of(input, other).and_then(make),
                Adjustment::Default(_) | Adjustment::LastSegment | Adjustment::Unsent => None,
            };
            texts.extend(text.map(|it| (index, it)));
            Some((index, *adjustment))
        });
        Self {
            input,
            adjustments: adjustments.collect(),
            made: texts,
        }
    }
}

impl Shape for Adjusted<'_> {
    fn schema(&self) -> &'static Schema {
        self.input.schema()
    }

    fn member(&self, index: usize) -> Option<ValueRef<'_>> {
        if let Some((_, text)) = self.made.iter().find(|(it, _)| *it == index) {
            return Some(ValueRef::String(text));
        }
        let adjustments = self.adjustments.iter().filter(|(it, _)| *it == index);
        adjustments.fold(self.input.member(index), |value, (_, adjustment)| {
            adjustment.apply(value)
        })
    }

    fn member_mut(&mut self, _: usize) -> Option<ValueMut<'_>> {
        None
    }
}

impl Adjustment {
    /// The account of the ARN in another member, by its name, if this one is not set.
    #[must_use]
    pub const fn account_of(member: &'static str) -> Self {
        Self::From(member, arn::account_of)
    }

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
