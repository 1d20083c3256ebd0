//! Traits that shapes, members, operations and the service have in common.

use super::traits::Traits;
use crate::model::{Deprecation, Documentation};

pub(super) fn documentation(traits: &Traits) -> Documentation {
    Documentation::html(traits.documentation.clone())
}

pub(super) fn deprecation(traits: &Traits) -> Option<Deprecation> {
    let deprecated = traits.deprecated.as_deref()?;
    Some(Deprecation {
        message: deprecated.message.clone(),
        since: deprecated.since.clone(),
    })
}
