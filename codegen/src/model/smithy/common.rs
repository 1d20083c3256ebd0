//! What shapes, members, operations and the service have in common.

use super::traits::Traits;
use crate::model::{Deprecation, Documentation};

/// What it is for.
pub(super) fn documentation(traits: &Traits) -> Documentation {
    html(traits.documentation.as_ref())
}

/// Text as AWS writes it.
pub(super) fn html(text: Option<&String>) -> Documentation {
    match text {
        Some(text) if !text.trim().is_empty() => Documentation::Html(text.clone()),
        _ => Documentation::None,
    }
}

/// Whether, and why, it should not be used any more.
pub(super) fn deprecation(traits: &Traits) -> Option<Deprecation> {
    let deprecated = traits.deprecated.as_deref()?;
    Some(Deprecation {
        message: deprecated.message.clone(),
        since: deprecated.since.clone(),
    })
}
