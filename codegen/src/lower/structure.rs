//! Structures, unions and enums.

use indexmap::IndexMap;

use super::{Context, deprecated, members, prose};
use crate::ir::{self, Ty};
use crate::model::{EnumValue, ErrorTrait, Kind, Member, Shape, Structure};
use crate::names::{self, Name, Scope};

/// The input or output of an operation.
pub(super) struct Side {
    /// The type's name.
    pub(super) name: Name,
    /// The documentation of a shape that has none.
    pub(super) fallback: String,
}

/// The input or output of an operation whose model has none.
pub(super) fn empty(side: Side) -> ir::Structure {
    ir::Structure {
        head: ir::TypeHead {
            model_name: side.name.bare().to_owned(),
            module: names::of_module(side.name.bare()),
            name: side.name,
            docs: side.fallback,
            deprecated: None,
            is_sensitive: false,
        },
        fields: Vec::new(),
        error: None,
    }
}

/// The member that holds an error's message, and its target, if the model has one.
pub(super) fn own_message(structure: &Structure) -> Option<(&str, &str)> {
    let mut members = structure.members.iter();
    let (name, member) = members.find(|(name, _)| is_message(name))?;
    Some((name, &member.target))
}

/// Models spell it `message` or `Message`.
fn is_message(name: &str) -> bool {
    name.eq_ignore_ascii_case("message")
}

impl Context<'_> {
    pub(super) fn side(&self, name: &str, shape: &Shape, side: Side) -> ir::Structure {
        let mut structure = members(shape).cloned().unwrap_or_default();
        structure
            .members
            .retain(|_, member| !self.is_stream(member));
        let docs = self.links.markdown(&shape.documentation);
        ir::Structure {
            head: head(name, side.name, shape, docs.unwrap_or(side.fallback)),
            // Whether a member is set is checked before sending, and services leave out required
            // members of outputs: both are optional all through.
            fields: self.fields(name, &structure, false),
            error: None,
        }
    }

    pub(super) fn structure(
        &self,
        name: &str,
        rust: Name,
        shape: &Shape,
        structure: &Structure,
    ) -> ir::Structure {
        let mut fields = self.fields(name, structure, structure.error.is_none());
        let error = structure
            .error
            .as_ref()
            .map(|error| error_facts(name, error, &mut fields));
        ir::Structure {
            head: head(name, rust, shape, self.shape_docs(name, shape)),
            fields,
            error,
        }
    }

    fn fields(&self, shape: &str, structure: &Structure, may_be_plain: bool) -> Vec<ir::Field> {
        let mut names = Scope::default();
        let mut setters = Scope::default();
        let mut call_setters = Scope::default();
        let field = |(name, member): (&String, &Member)| {
            let rust = names.claim(names::of_field(name));
            let (ty, is_recursive) = self.member_ty(shape, member);
            ir::Field {
                setter: setters.claim(names::of_setter(&rust)),
                call_setter: call_setters.claim(names::of_call_setter(&rust)),
                name: rust,
                docs: self.member_docs(name, member),
                deprecated: deprecated(member.deprecated.as_ref()),
                ty,
                // A value that must contain itself could never be made.
                is_optional: !(may_be_plain && member.is_required) || is_recursive,
                member: self.member(name, member),
            }
        };
        structure.members.iter().map(field).collect()
    }

    /// The field of a member, and whether it is an `Option`; those of inputs and outputs all are.
    pub(super) fn field_of(&self, shape: &str, member: &str, is_side: bool) -> (Name, bool) {
        let structure = members(&self.model.shapes[shape]);
        let mut names = Scope::default();
        for (name, facts) in structure.into_iter().flat_map(|it| &it.members) {
            let rust = names.claim(names::of_field(name));
            if name == member {
                let is_error = structure.is_some_and(|it| it.error.is_some());
                let is_recursive = self.recursion.is_recursive(shape, &facts.target);
                return (
                    rust,
                    is_side || is_error || !facts.is_required || is_recursive,
                );
            }
        }
        (names::of_field(member), true)
    }

    /// The type of a member of `shape`, boxed if it leads back there, and whether it does.
    fn member_ty(&self, shape: &str, member: &Member) -> (Ty, bool) {
        let ty = self.ty(&member.target);
        if self.recursion.is_recursive(shape, &member.target) {
            (Ty::Boxed(Box::new(ty)), true)
        } else {
            (ty, false)
        }
    }

    fn member(&self, name: &str, member: &Member) -> ir::Member {
        let target = &self.model.shapes[&member.target];
        ir::Member {
            model_name: name.to_owned(),
            wire_name: member.wire_name.clone().filter(|wire| wire != name),
            is_required: member.is_required,
            is_non_empty: member.is_required && may_not_be_empty(target),
            is_sensitive: member.is_sensitive || self.is_sensitive(&member.target),
            is_idempotency_token: member.is_idempotency_token,
            event_part: member.event_part,
            timestamp_format: self.timestamp_format(&member.target),
        }
    }

    pub(super) fn union(
        &self,
        name: &str,
        rust: Name,
        shape: &Shape,
        union: &Structure,
    ) -> ir::Union {
        let is_stream = matches!(shape.kind, Kind::EventStream(_));
        let mut names = Scope::with(&["UnknownValue"]);
        let mut getters = Scope::default();
        let variant = |(member_name, member): (&String, &Member)| {
            let rust = names.claim(names::of_variant(member_name));
            ir::UnionVariant {
                getter: getters.claim(names::of_module(&format!("as_{}", rust.bare()))),
                name: rust,
                docs: self.member_docs(member_name, member),
                deprecated: deprecated(member.deprecated.as_ref()),
                ty: self.member_ty(name, member).0,
                member: self.member(member_name, member),
            }
        };
        ir::Union {
            head: head(name, rust, shape, self.shape_docs(name, shape)),
            variants: union
                .members
                .iter()
                // The errors that end a stream are no events.
                .filter(|(_, member)| !is_stream || self.error_of(member).is_none())
                .map(variant)
                .collect(),
        }
    }

    pub(super) fn enumeration(
        &self,
        name: &str,
        rust: Name,
        shape: &Shape,
        values: &IndexMap<String, EnumValue>,
    ) -> ir::Enumeration {
        let mut names = Scope::with(&["UnknownValue"]);
        let variant = |(value, known): (&String, &EnumValue)| ir::EnumVariant {
            name: names.claim(names::of_variant(value)),
            value: value.clone(),
            docs: self
                .links
                .markdown(&known.documentation)
                .unwrap_or_else(|| format!("The value {}.", prose::code(value))),
        };
        ir::Enumeration {
            head: head(name, rust, shape, self.shape_docs(name, shape)),
            variants: values.iter().map(variant).collect(),
        }
    }

    pub(super) fn member_docs(&self, name: &str, member: &Member) -> String {
        let target = &self.model.shapes[&member.target];
        // A type of its own carries its documentation itself.
        let is_type = self.types.contains_key(member.target.as_str());
        let docs = self
            .links
            .markdown(&member.documentation)
            .or_else(|| {
                self.links
                    .markdown(&target.documentation)
                    .filter(|_| !is_type)
            })
            .unwrap_or_else(|| format!("The member {}.", prose::code(name)));
        let required = member.is_required.then(|| "Required.".to_owned());
        let facts: Vec<_> = required
            .into_iter()
            .chain(prose::constraints(target))
            .collect();
        if facts.is_empty() {
            return docs;
        }
        format!("{docs}\n\n{}", facts.join(" "))
    }
}

fn head(model_name: &str, name: Name, shape: &Shape, docs: String) -> ir::TypeHead {
    ir::TypeHead {
        model_name: model_name.to_owned(),
        module: names::of_module(name.bare()),
        name,
        docs,
        deprecated: deprecated(shape.deprecated.as_ref()),
        is_sensitive: shape.is_sensitive,
    }
}

fn may_not_be_empty(shape: &Shape) -> bool {
    matches!(shape.kind, Kind::String) && shape.constraints.min.is_some_and(|min| min >= 1.0)
}

/// What makes the fields those of an error; a field for the message is added if there is none.
fn error_facts(name: &str, error: &ErrorTrait, fields: &mut Vec<ir::Field>) -> ir::ErrorFacts {
    let own = fields
        .iter()
        .find(|field| is_message(&field.member.model_name))
        .map(|field| field.name.clone());
    ir::ErrorFacts {
        code: error.code.clone().unwrap_or_else(|| name.to_owned()),
        status: error
            .status
            .unwrap_or(if error.is_fault { 500 } else { 400 }),
        message: own.unwrap_or_else(|| {
            let added = message(fields);
            let name = added.name.clone();
            fields.push(added);
            name
        }),
        retryable: error.retryable,
    }
}

/// The message that every error has, whether its model says so or not.
fn message(others: &[ir::Field]) -> ir::Field {
    let mut scope = Scope::default();
    for field in others {
        scope.claim(field.name.clone());
    }
    let name = scope.claim(names::of_field("message"));
    ir::Field {
        setter: name.clone(),
        call_setter: name.clone(),
        name,
        docs: "What went wrong, in the service's words.".to_owned(),
        deprecated: None,
        ty: Ty::String,
        is_optional: true,
        member: ir::Member {
            model_name: "message".to_owned(),
            ..ir::Member::default()
        },
    }
}
