//! The Rust type of a member's value.

use super::Context;
use crate::ir::{self, Ty};
use crate::model::{Kind, Member, TimestampFormat};
use crate::names;

impl Context<'_> {
    /// The type of a value of the shape.
    pub(super) fn ty(&self, name: &str) -> Ty {
        match &self.model.shapes[name].kind {
            Kind::Boolean => Ty::Boolean,
            Kind::Integer => Ty::Integer,
            Kind::Long => Ty::Long,
            Kind::Float => Ty::Float,
            Kind::Double => Ty::Double,
            Kind::String => Ty::String,
            Kind::Timestamp(_) => Ty::Timestamp,
            Kind::Blob => Ty::Blob,
            Kind::Document => Ty::Document,
            Kind::List { item, is_sparse } => Ty::List {
                item: Box::new(self.ty(item)),
                is_sparse: *is_sparse,
            },
            Kind::Map {
                key,
                value,
                is_sparse,
            } => Ty::Map {
                key: self.names.of_type(key).cloned(),
                value: Box::new(self.ty(value)),
                is_sparse: *is_sparse,
            },
            Kind::Structure(_) | Kind::Union(_) | Kind::Enumeration(_) | Kind::EventStream(_) => {
                let name = self.names.of_type(name).cloned();
                Ty::Named(name.unwrap_or_else(|| names::of_type("Unnamed")))
            }
        }
    }

    /// Whether values of the shape are kept out of `Debug`: lists and maps by what is in them.
    pub(super) fn is_sensitive(&self, name: &str) -> bool {
        let shape = &self.model.shapes[name];
        shape.is_sensitive
            || match &shape.kind {
                Kind::List { item, .. } => self.is_sensitive(item),
                Kind::Map { key, value, .. } => self.is_sensitive(key) || self.is_sensitive(value),
                _ => false,
            }
    }

    /// The format of the timestamps in a member, if the model states one that is not the protocol's
    /// default.
    pub(super) fn timestamp_format(
        &self,
        member: &Member,
        location: ir::Location,
    ) -> Option<TimestampFormat> {
        self.protocol
            .timestamp_format(self.stated_format(&member.target)?, location)
    }

    fn stated_format(&self, name: &str) -> Option<TimestampFormat> {
        match &self.model.shapes[name].kind {
            Kind::Timestamp(format) => *format,
            Kind::List { item, .. } => self.stated_format(item),
            Kind::Map { value, .. } => self.stated_format(value),
            _ => None,
        }
    }
}
