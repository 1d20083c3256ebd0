//! Structures, unions and enums.

use indexmap::IndexMap;

use super::{Context, customization, deprecated, errors, prose};
use crate::ir::{self, Ty};
use crate::model::xml::Element;
use crate::model::{EnumValue, EventPart, Kind, Member, Shape, Structure};
use crate::names::{self, Name, Scope};

/// The input or output of an operation.
pub(super) struct Root<'m> {
    pub(super) name: Name,
    /// Its documentation where the shape has none.
    pub(super) fallback: String,
    pub(super) is_input: bool,
    /// What the operation says of the document.
    pub(super) document: Option<&'m Element>,
    /// The address of its requests.
    pub(super) address: &'m ir::Address,
}

/// The input or output of an operation whose model has none.
pub(super) fn empty_root(root: Root<'_>) -> ir::Structure {
    ir::Structure {
        head: ir::TypeHead {
            model_name: root.name.bare().to_owned(),
            module: names::of_type_module(&root.name),
            name: root.name,
            docs: root.fallback,
            deprecated: None,
            is_sensitive: false,
        },
        fields: Vec::new(),
        document: None,
        error: None,
    }
}

impl Context<'_> {
    /// The type that a shape becomes in `types`.
    pub(super) fn type_of(&self, name: &str) -> Option<ir::Type> {
        let shape = &self.model.shapes[name];
        let rust = self.names.of_type(name)?.clone();
        Some(match &shape.kind {
            Kind::Enumeration(values) => {
                ir::Type::Enumeration(self.enumeration(name, rust, shape, values))
            }
            Kind::Union(union) | Kind::EventStream(union) => {
                ir::Type::Union(self.union(name, rust, shape, union))
            }
            kind => ir::Type::Structure(self.structure(name, rust, shape, kind.structure()?)),
        })
    }

    /// The input or output of an operation. All fields are optional: inputs are checked before they are
    /// sent, and services leave out required members of outputs. Only the stream of an output is there
    /// with any response.
    pub(super) fn root(&self, name: &str, root: Root<'_>) -> ir::Structure {
        let shape = &self.model.shapes[name];
        let docs = self.links.markdown(&shape.documentation);
        let members = shape.structure().into_iter().flat_map(|it| &it.members);
        let fields =
            members
                .filter(|(_, member)| !self.is_stream(member))
                .map(|(member, facts)| {
                    let mut field = self.field(name, member, facts, Some(&root));
                    if field.member.location == ir::Location::StreamPayload {
                        field.ty = Ty::Stream;
                        field.is_optional = root.is_input;
                    }
                    field
                });
        ir::Structure {
            fields: fields.collect(),
            document: self.document(name, root.document),
            head: head(name, root.name, shape, docs.unwrap_or(root.fallback)),
            error: None,
        }
    }

    fn structure(
        &self,
        name: &str,
        rust: Name,
        shape: &Shape,
        structure: &Structure,
    ) -> ir::Structure {
        let members = structure.members.iter();
        let fields = members.map(|(member, facts)| self.field(name, member, facts, None));
        let message = |member| self.names.of_member(name, member).field;
        let missing = errors::missing_message(structure).map(message);
        let fields = fields.chain(missing.clone().map(errors::message_field));
        let error = structure.error.as_ref().and_then(|error| {
            let own = || errors::own_message(structure).map(|(member, _)| message(member));
            Some(errors::facts(name, error, missing.clone().or_else(own)?))
        });
        ir::Structure {
            fields: fields.collect(),
            document: None,
            head: head(name, rust, shape, self.shape_docs(shape)),
            error,
        }
    }

    /// A member of an input or output, or of another structure.
    fn field(
        &self,
        shape: &str,
        member: &str,
        facts: &Member,
        root: Option<&Root<'_>>,
    ) -> ir::Field {
        let is_root = root.is_some();
        let request = root.filter(|it| it.is_input).map(|it| it.address);
        let names = self.names.of_member(shape, member);
        let location = self.location(shape, facts, is_root);
        ir::Field {
            name: names.field,
            setter: names.setter,
            call_setter: names.call_setter,
            example: facts.customization.example.clone(),
            docs: self.member_docs(facts, prose::place(member, facts, location, request)),
            deprecated: self.member_deprecation(facts),
            ty: self.member_ty(shape, facts),
            is_optional: self.is_optional(shape, facts, is_root),
            member: self.member(member, facts, location),
        }
    }

    /// Whether the field of a member is an `Option`.
    fn is_optional(&self, shape: &str, member: &Member, is_root: bool) -> bool {
        let structure = self.model.shapes[shape].structure();
        is_root
            || !member.is_required
            || structure.is_some_and(|it| it.error.is_some())
            // A value that has to contain itself could never be made.
            || self.recursion.is_recursive(shape, &member.target)
    }

    /// The access to a member of a structure; `is_root` says whether that is an input or output.
    pub(super) fn field_segment(
        &self,
        shape: &str,
        member: &str,
        is_root: bool,
    ) -> ir::FieldSegment {
        let structure = self.model.shapes[shape].structure();
        let facts = structure.and_then(|it| it.members.get(member));
        ir::FieldSegment {
            name: self.names.of_member(shape, member).field,
            is_optional: facts.is_none_or(|it| self.is_optional(shape, it, is_root)),
        }
    }

    /// The type of a member of `shape`, boxed if it leads back there.
    fn member_ty(&self, shape: &str, member: &Member) -> Ty {
        let ty = self.ty(&member.target);
        if self.recursion.is_recursive(shape, &member.target) {
            Ty::Boxed(Box::new(ty))
        } else {
            ty
        }
    }

    /// The part of a message that holds a member of a structure. Those of nested structures are in
    /// the document with them.
    fn location(&self, shape: &str, member: &Member, is_root: bool) -> ir::Location {
        match member.event_part {
            Some(EventPart::Header) => return ir::Location::EventHeader,
            Some(EventPart::Payload) => return ir::Location::EventPayload,
            None => {}
        }
        let structure = self.model.shapes[shape].structure();
        let is_error = structure.is_some_and(|it| it.error.is_some());
        match self.protocol.location(self.model, member) {
            // Errors are read as a whole.
            ir::Location::StreamPayload if is_error && !is_root => ir::Location::Payload,
            location if is_root || is_error => location,
            _ => ir::Location::Document,
        }
    }

    fn member(&self, name: &str, member: &Member, location: ir::Location) -> ir::Member {
        let target = &self.model.shapes[&member.target];
        let has_no_name = matches!(
            location,
            ir::Location::Label | ir::Location::QueryParams | ir::Location::StatusCode
        );
        let mut wire_name = member.wire_name.clone();
        if wire_name.is_none() && self.is_document(member, location) {
            wire_name = Some(self.document_name(&member.target).to_owned());
        }
        let is_json = member.is_json || target.media_type.is_some();
        ir::Member {
            model_name: name.to_owned(),
            wire_name: wire_name.filter(|wire| wire != name && !has_no_name),
            location,
            is_base64: location == ir::Location::Header
                && is_json
                && matches!(target.kind, Kind::String),
            is_lenient: member.customization.is_lenient,
            is_ascii: member.customization.is_ascii,
            is_last_event: member.customization.is_last_event,
            requires_length: location == ir::Location::StreamPayload && target.requires_length,
            is_required: member.is_required,
            is_non_empty: member.is_required && may_not_be_empty(target),
            is_sensitive: member.is_sensitive || self.is_sensitive(&member.target),
            is_idempotency_token: member.is_idempotency_token,
            timestamp_format: self.timestamp_format(member, location),
            xml: self.xml(member, location),
        }
    }

    fn union(&self, name: &str, rust: Name, shape: &Shape, union: &Structure) -> ir::Union {
        let is_stream = matches!(shape.kind, Kind::EventStream(_));
        let mut names = Scope::with(&["UnknownValue"]);
        let mut getters = Scope::default();
        let variant = |(member_name, member): (&String, &Member)| {
            let rust = names.claim(names::of_variant(member_name));
            ir::UnionVariant {
                getter: getters.claim(names::of_module(&format!("as_{}", rust.bare()))),
                name: rust,
                docs: self.member_docs(member, None),
                deprecated: self.member_deprecation(member),
                ty: self.member_ty(name, member),
                member: self.member(member_name, member, ir::Location::Document),
            }
        };
        ir::Union {
            head: head(name, rust, shape, self.shape_docs(shape)),
            variants: union
                .members
                .iter()
                // The errors that end a stream are not events.
                .filter(|(_, member)| !is_stream || self.error_of(member).is_none())
                .map(variant)
                .collect(),
        }
    }

    fn enumeration(
        &self,
        name: &str,
        rust: Name,
        shape: &Shape,
        values: &IndexMap<String, EnumValue>,
    ) -> ir::Enumeration {
        let mut names = Scope::with(&["UnknownValue"]);
        let variant = |(value, known): (&String, &EnumValue)| {
            let name = names.claim(names::of_variant(value));
            let docs = self.links.markdown(&known.documentation);
            // A name that says the value says enough.
            let value_docs = || {
                let is_said = prose::has_same_letters(name.bare(), value);
                (!is_said).then(|| format!("The value {}.", prose::code(value)))
            };
            ir::EnumVariant {
                docs: docs.or_else(value_docs).unwrap_or_default(),
                value: value.clone(),
                deprecated: deprecated(known.deprecated.as_ref()),
                name,
            }
        };
        ir::Enumeration {
            head: head(name, rust, shape, self.shape_docs(shape)),
            variants: values.iter().map(variant).collect(),
        }
    }

    /// Empty without documentation: the name would be all that there is to say.
    fn shape_docs(&self, shape: &Shape) -> String {
        let docs = self.links.markdown(&shape.documentation);
        docs.unwrap_or_default()
    }

    /// Why a member should not be used: what it says, or its target if that has no type to say it.
    pub(super) fn member_deprecation(&self, member: &Member) -> Option<ir::Deprecated> {
        let target = self.model.shapes[&member.target].deprecated.as_ref();
        let is_type = self.names.of_type(&member.target).is_some();
        let own = member.deprecated.as_ref();
        deprecated(own.or(target.filter(|_| !is_type)))
    }

    /// The documentation of a member, its place in the message, and what the model asks of it; empty if
    /// there is nothing of these.
    pub(super) fn member_docs(&self, member: &Member, place: Option<String>) -> String {
        let target = &self.model.shapes[&member.target];
        // A type has its documentation itself.
        let is_type = self.names.of_type(&member.target).is_some();
        let docs = self.links.markdown(&member.documentation).or_else(|| {
            self.links
                .markdown(&target.documentation)
                .filter(|_| !is_type)
        });
        let (docs, place) = match docs {
            Some(docs) => (Some(docs), place),
            None => (place, None),
        };
        let required = member.is_required.then(|| "Required.".to_owned());
        let facts: Vec<_> = required
            .into_iter()
            .chain(customization::of_member(&self.links, member))
            .chain(prose::constraints(target))
            .chain(place)
            .collect();
        let facts = (!facts.is_empty()).then(|| facts.join(" "));
        let paragraphs: Vec<_> = docs.into_iter().chain(facts).collect();
        paragraphs.join("\n\n")
    }
}

fn head(model_name: &str, name: Name, shape: &Shape, docs: String) -> ir::TypeHead {
    ir::TypeHead {
        model_name: model_name.to_owned(),
        module: names::of_type_module(&name),
        name,
        docs,
        deprecated: deprecated(shape.deprecated.as_ref()),
        is_sensitive: shape.is_sensitive,
    }
}

fn may_not_be_empty(shape: &Shape) -> bool {
    matches!(shape.kind, Kind::String) && shape.constraints.lengths().0 > 0
}
