//! Errors: what they add to structures, and the variants of operations' error enums.

use std::collections::HashMap;

use indexmap::IndexSet;

use super::prose;
use crate::ir::{self, Ty};
use crate::model::{ErrorTrait, Kind, Model, Structure};
use crate::names::{self, Name, Scope};
use crate::select::Selection;

/// The member for the message of an error whose model has none.
const MESSAGE: &str = "message";

/// The member that holds an error's message, and its target, if the model has one.
pub(super) fn own_message(structure: &Structure) -> Option<(&str, &str)> {
    let members = || structure.members.iter();
    let stated = members().find(|(_, member)| member.customization.is_message);
    // Models spell it `message` or `Message`, and may call the member something else.
    let is_usual = |name: &str| name.eq_ignore_ascii_case(MESSAGE);
    let on_wire =
        || members().find(|(_, member)| member.wire_name.as_deref().is_some_and(is_usual));
    let usual = || members().find(|(name, _)| is_usual(name));
    let (name, member) = stated.or_else(on_wire).or_else(usual)?;
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
pub(super) struct Errors<'t>(HashMap<&'t str, KnownError<'t>>);

/// An error among the types.
struct KnownError<'t> {
    structure: &'t ir::Structure,
    facts: &'t ir::ErrorFacts,
    /// The names of its variants: one, or more if an event stream has several members of the type.
    names: Vec<VariantNames>,
}

impl<'t> Errors<'t> {
    /// Names the variants once for the whole crate, because the enum of the service has those of all
    /// operations.
    pub(super) fn of(types: &'t [ir::Type], model: &Model, selection: &Selection<'_>) -> Self {
        let mut scope = VariantScope::default();
        let errors = types.iter().filter_map(|ty| match ty {
            ir::Type::Structure(it) => Some((it, it.error.as_ref()?)),
            _ => None,
        });
        let errors = errors.map(|(structure, facts)| {
            let known = KnownError {
                structure,
                facts,
                names: vec![scope.claim(structure)],
            };
            (structure.model_name.as_str(), known)
        });
        let mut errors: HashMap<_, _> = errors.collect();
        for &name in &selection.shapes {
            let Kind::EventStream(stream) = &model.shapes[name].kind else {
                continue;
            };
            let mut counts: HashMap<&str, usize> = HashMap::new();
            for member in stream.members.values() {
                let Some(known) = errors.get_mut(member.target.as_str()) else {
                    continue;
                };
                let count = counts.entry(&member.target).or_default();
                *count += 1;
                if *count > known.names.len() {
                    known.names.push(scope.claim(known.structure));
                }
            }
        }
        Self(errors)
    }

    /// The variants for the errors of an operation.
    pub(super) fn of_operation(
        &self,
        names: &[String],
        is_query_compatible: bool,
    ) -> Vec<ir::ErrorVariant> {
        let listed: IndexSet<_> = names.iter().map(String::as_str).collect();
        let errors: Vec<_> = listed.iter().filter_map(|name| self.0.get(name)).collect();
        // Names are looked up before codes, so one that is the code of another error is stated.
        let wire_name = |known: &KnownError<'_>| {
            let name = &known.structure.model_name;
            let mut others = errors.iter().filter(|it| it.structure.model_name != *name);
            let is_stated = known.facts.code != *name || others.any(|it| it.facts.code == *name);
            (is_query_compatible && is_stated).then(|| name.clone())
        };
        let variants = errors.iter().filter_map(|known| {
            Some(ir::ErrorVariant {
                wire_name: wire_name(known),
                ..known.variant(0)?
            })
        });
        variants.collect()
    }

    /// The variants for the errors in an event stream, by the names of their members.
    pub(super) fn of_stream<'n>(
        &self,
        members: impl Iterator<Item = (&'n str, &'n str)>,
    ) -> Vec<ir::ErrorVariant> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let variants = members.filter_map(|(member, target)| {
            let known = self.0.get(target)?;
            let count = counts.entry(target).or_default();
            let variant = known.variant(*count)?;
            *count += 1;
            Some(ir::ErrorVariant {
                code: member.to_owned(),
                retryable: variant.retryable.or_else(|| by_status(variant.status)),
                ..variant
            })
        });
        variants.collect()
    }
}

impl KnownError<'_> {
    /// Its variant in an enum that has `earlier` ones of the same type.
    fn variant(&self, earlier: usize) -> Option<ir::ErrorVariant> {
        let VariantNames { variant, predicate } = self.names.get(earlier)?;
        let (structure, facts) = (self.structure, self.facts);
        Some(ir::ErrorVariant {
            name: structure.name.clone(),
            variant: variant.clone(),
            predicate: predicate.clone(),
            is_repeated: earlier > 0,
            code: facts.code.clone(),
            wire_name: None,
            status: facts.status,
            summary: prose::summary(&structure.docs),
            message: facts.message.clone(),
            retryable: facts.retryable,
        })
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

/// The names that belong to a variant of an error enum.
struct VariantNames {
    variant: Name,
    predicate: Name,
}

/// The names that variants have.
struct VariantScope {
    variants: Scope,
    predicates: Scope,
}

impl Default for VariantScope {
    fn default() -> Self {
        Self {
            variants: Scope::with(&["Unhandled"]),
            predicates: Scope::default(),
        }
    }
}

impl VariantScope {
    fn claim(&mut self, structure: &ir::Structure) -> VariantNames {
        let variant = self.variants.claim(structure.name.clone());
        let predicate = names::of_module(&format!("is_{}", variant.bare()));
        VariantNames {
            predicate: self.predicates.claim(predicate),
            variant,
        }
    }
}
