//! Errors: what they add to structures, and the variants of operations' error enums.

use std::collections::HashMap;

use indexmap::IndexSet;

use super::prose;
use crate::ir::{self, Ty};
use crate::model::{ErrorTrait, Structure};
use crate::names::{self, Name, Scope};

/// The member for the message of an error whose model has none.
const MESSAGE: &str = "message";

/// The member that holds an error's message, and its target, if the model has one.
pub(super) fn own_message(structure: &Structure) -> Option<(&str, &str)> {
    let members = || structure.members.iter();
    let stated = members().find(|(_, member)| member.customization.is_message);
    // Models spell it `message` or `Message`.
    let usual = || members().find(|(name, _)| name.eq_ignore_ascii_case(MESSAGE));
    let (name, member) = stated.or_else(usual)?;
    Some((name, &member.target))
}

/// The member to be added for the message: every error has one.
pub(super) fn missing_message(structure: &Structure) -> Option<&'static str> {
    (structure.error.is_some() && own_message(structure).is_none()).then_some(MESSAGE)
}

/// The field for [`missing_message`].
pub(super) fn message_field(name: Name) -> ir::Field {
    ir::Field {
        setter: name.clone(),
        call_setter: name.clone(),
        example: None,
        name,
        docs: "What went wrong, in the service's words.".to_owned(),
        deprecated: None,
        ty: Ty::String,
        is_optional: true,
        member: ir::Member {
            model_name: MESSAGE.to_owned(),
            ..ir::Member::default()
        },
    }
}

/// What an error adds to its structure.
pub(super) fn facts(name: &str, error: &ErrorTrait, message: Name) -> ir::ErrorFacts {
    let default = if error.is_fault { 500 } else { 400 };
    ir::ErrorFacts {
        code: error.code.clone().unwrap_or_else(|| name.to_owned()),
        status: error.status.unwrap_or(default),
        message,
        retryable: error.retryable,
    }
}

/// The errors among the types, by their model names.
pub(super) struct Errors<'t>(HashMap<&'t str, (&'t ir::Structure, &'t ir::ErrorFacts)>);

impl<'t> Errors<'t> {
    pub(super) fn of(types: &'t [ir::Type]) -> Self {
        let errors = types.iter().filter_map(|ty| match ty {
            ir::Type::Structure(it) => Some((it.model_name.as_str(), (it, it.error.as_ref()?))),
            _ => None,
        });
        Self(errors.collect())
    }

    /// The variants for the errors of an operation.
    pub(super) fn of_operation(
        &self,
        names: &[String],
        is_query_compatible: bool,
    ) -> Vec<ir::ErrorVariant> {
        let mut variants = Variants::default();
        let listed: IndexSet<_> = names.iter().map(String::as_str).collect();
        let errors: Vec<_> = listed.iter().filter_map(|name| self.0.get(name)).collect();
        // Names are looked up before codes, so one that is the code of another error is stated.
        let wire_name = |structure: &ir::Structure, facts: &ir::ErrorFacts| {
            let name = &structure.model_name;
            let mut others = errors.iter().filter(|(other, _)| other.model_name != *name);
            let is_stated = facts.code != *name || others.any(|(_, other)| other.code == *name);
            (is_query_compatible && is_stated).then(|| name.clone())
        };
        errors
            .iter()
            .map(|(structure, facts)| ir::ErrorVariant {
                wire_name: wire_name(structure, facts),
                ..variants.variant(structure, facts)
            })
            .collect()
    }

    /// The variants for the errors in an event stream, by the names of their members.
    pub(super) fn of_stream<'n>(
        &self,
        members: impl Iterator<Item = (&'n str, &'n str)>,
    ) -> Vec<ir::ErrorVariant> {
        let mut variants = Variants::default();
        let variants = members.filter_map(|(member, target)| {
            let (structure, facts) = self.0.get(target)?;
            Some(ir::ErrorVariant {
                code: member.to_owned(),
                retryable: facts.retryable.or_else(|| by_status(facts.status)),
                ..variants.variant(structure, facts)
            })
        });
        variants.collect()
    }
}

/// What clients conclude from the status of a response. An error in a stream has none, since the
/// response has begun with success.
fn by_status(status: u16) -> Option<ir::Retryable> {
    match status {
        429 => Some(ir::Retryable::Throttling),
        500 | 502 | 503 | 504 => Some(ir::Retryable::Transient),
        _ => None,
    }
}

/// The names in an error enum.
struct Variants(Scope);

impl Default for Variants {
    fn default() -> Self {
        Self(Scope::with(&["Unhandled"]))
    }
}

impl Variants {
    fn variant(&mut self, structure: &ir::Structure, facts: &ir::ErrorFacts) -> ir::ErrorVariant {
        ir::ErrorVariant {
            predicate: names::of_module(&format!("is_{}", structure.name.bare())),
            code: facts.code.clone(),
            wire_name: None,
            status: facts.status,
            summary: prose::summary(&structure.docs),
            message: facts.message.clone(),
            variant: self.0.claim(structure.name.clone()),
            retryable: facts.retryable,
            name: structure.name.clone(),
        }
    }
}
