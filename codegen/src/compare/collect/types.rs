//! The facts of types, inputs, outputs and their members.

use std::iter::successors;
use std::mem::discriminant;

use super::super::facts::{Direction, Fact, Key, Node, Presence, Value, WireType};
use super::super::words::{self, code};
use super::Collector;
use crate::ir::{
    Deprecated, Element, Enumeration, Field, Location, Member, Namespace, Retryable, Structure,
    TimestampFormat, Ty, Type, Union, UnionVariant, Xml,
};
use crate::model::{self, Kind, MemberCustomization};
use crate::names::Name;
use crate::rust_file::imports::type_text;

impl<'r> Collector<'r> {
    /// A type, with what it consists of.
    pub(super) fn ty(&self, ty: &'r Type) -> Node<'r> {
        let item = format!("types::{}", ty.name);
        let word = match ty {
            Type::Structure(it) if it.error.is_some() => "error",
            Type::Structure(_) => "structure",
            Type::Union(_) => "union",
            Type::Enumeration(_) => "enum",
        };
        let node = self
            .described(&ty.model_name, item.clone())
            .fact(Fact::Type, Value::TypeKind(discriminant(ty), word))
            .fact(Fact::TypeName, Value::text(item));
        let node = match ty {
            Type::Structure(it) => self.structure(node, it),
            Type::Union(it) => self.union(node, it),
            Type::Enumeration(it) => self.enumeration(node, it),
        };
        let article = if word.starts_with('e') { "an" } else { "a" };
        let parts = node.children.values();
        let parts: Vec<_> = parts.map(|it| code(it.name("declaration"))).collect();
        let declaration = if parts.is_empty() {
            format!("{article} {word} without members")
        } else {
            format!("{article} {word} with {}", words::list(parts))
        };
        node.named("declaration", declaration)
    }

    pub(super) fn input_or_output(
        &self,
        structure: &'r Structure,
        direction: Direction,
    ) -> Node<'r> {
        let mut node = self.described(&structure.model_name, structure.name.to_string());
        node.direction = Some(direction);
        self.structure(node, structure)
    }

    /// The node of a shape, with its documentation in the model.
    fn described(&self, model_name: &str, item: String) -> Node<'r> {
        let shape = self.lowered.model.shapes.get(model_name);
        let prose = shape.and_then(|shape| self.prose(&shape.documentation));
        Node::new(format!("shapes.{model_name}"))
            .named("item", item)
            .fact(Fact::Documentation, prose)
    }

    fn structure(&self, node: Node<'r>, structure: &'r Structure) -> Node<'r> {
        let is_input = node.direction == Some(Direction::Input);
        let owner = node.name("item").to_owned();
        let plain = structure.fields.iter().filter(|field| !field.is_optional);
        let plain = plain.map(|field| field.member.model_name.as_str());
        let document = structure.document.as_ref();
        let document = document.and_then(|it| it.name.as_deref());
        let mut node = common(node, structure.is_sensitive, structure.deprecated.as_ref())
            .named("wire", document.unwrap_or(&structure.model_name))
            .fact(Fact::ParameterOrder, Value::Order(plain.collect()));
        if let Some(document) = &structure.document {
            node = node
                .fact(
                    Fact::DocumentName,
                    document.name.as_deref().map(Value::text),
                )
                .fact(
                    Fact::Namespaces,
                    document.namespace.as_ref().map(|it| namespaces([it])),
                );
        }
        if let Some(error) = &structure.error {
            let retryable = error.retryable.map(|retryable| match retryable {
                Retryable::Transient => Value::Choice("transient"),
                Retryable::Throttling => Value::Choice("throttling"),
            });
            node = node
                .flag(Fact::Error, true)
                .fact(Fact::ErrorCode, Value::text(&error.code))
                .fact(Fact::ErrorStatus, Value::text(error.status.to_string()))
                .fact(Fact::Retryable, retryable);
        }
        let message = structure.error.as_ref().map(|error| &error.message);
        for field in &structure.fields {
            let is_message = message == Some(&field.name);
            let member = &field.member;
            let field = self.field(&structure.model_name, &owner, field, is_input);
            // Some models have no message, or call it `Message`.
            let (name, field) = if is_message {
                ("message", without_wire_name(field))
            } else {
                (member.model_name.as_str(), field)
            };
            node = node.child(Key::Part("member", name), field);
        }
        node
    }

    fn field(&self, shape: &str, owner: &str, field: &'r Field, is_input: bool) -> Node<'r> {
        let member = &field.member;
        let ty = type_text(&field.ty, field.is_optional);
        let accessor = if field.setter == field.name {
            "its setter".to_owned()
        } else {
            format!("the setter `{}`", field.setter)
        };
        let mut rust = vec![field.name.to_string()];
        rust.extend((field.setter != field.name).then(|| field.setter.to_string()));
        let call_setter = is_input && field.call_setter != field.setter;
        rust.extend(call_setter.then(|| field.call_setter.to_string()));
        let is_token = is_input && member.is_idempotency_token;
        let presence = match (field.is_optional, member.is_required) {
            (false, _) => Presence::Always,
            _ if is_token => Presence::Token,
            (true, true) => Presence::Checked,
            (true, false) => Presence::IfSet,
        };
        let parameter = (!field.is_optional).then(|| Value::Type(field.ty.clone()));
        let stated = self.in_model(shape, &member.model_name);
        let stated = stated.map(|(member, _)| &member.customization);
        let stated = stated.filter(|_| is_input);
        let default = stated.and_then(|it| it.default.as_deref());
        let node = self.member(shape, member, &field.ty);
        common(node, member.is_sensitive, field.deprecated.as_ref())
            .named("item", format!("{owner}.{}", field.name))
            .named("owner", owner.to_owned())
            .named("declaration", format!("{}: {ty}", field.name))
            .named("type", ty)
            .named("accessor", accessor)
            .flag(Fact::Field, true)
            .fact(Fact::RustName, Value::Names(rust))
            .flag(Fact::Required, member.is_required)
            .flag(Fact::Optional, field.is_optional)
            .fact(Fact::Parameter, parameter)
            .flag(Fact::NonEmpty, member.is_non_empty)
            .flag(Fact::IdempotencyToken, is_token)
            .fact(Fact::Presence, Value::Presence(presence))
            .fact(Fact::Default, default.map(Value::text))
            .flag(
                Fact::LastSegment,
                stated.is_some_and(|it| it.is_last_segment),
            )
            .fact(
                Fact::Md5Of,
                stated.and_then(|it| it.md5_of.as_deref()).map(Value::text),
            )
            .fact(Fact::AccountOf, stated.and_then(account_of))
            .fact(
                Fact::ResourceName,
                stated
                    .and_then(|it| it.resource_name.as_ref())
                    .map(|it| Value::text(it.words(""))),
            )
            .flag(
                Fact::PercentEncoded,
                stated.is_some_and(|it| it.is_percent_encoded),
            )
            .flag(Fact::Ascii, is_input && member.is_ascii)
    }

    fn union(&self, node: Node<'r>, union: &'r Union) -> Node<'r> {
        let owner = node.name("item").to_owned();
        let mut node = common(node, union.is_sensitive, union.deprecated.as_ref());
        for variant in &union.variants {
            let key = Key::Part("member", &variant.member.model_name);
            node = node.child(key, self.variant(&union.model_name, &owner, variant));
        }
        node
    }

    fn variant(&self, shape: &str, owner: &str, variant: &'r UnionVariant) -> Node<'r> {
        let ty = type_text(&variant.ty, false);
        let member = &variant.member;
        let rust = vec![variant.name.to_string(), variant.getter.to_string()];
        let node = self.member(shape, member, &variant.ty);
        common(node, member.is_sensitive, variant.deprecated.as_ref())
            .named("item", format!("{owner}::{}", variant.name))
            .named("owner", owner.to_owned())
            .named("declaration", format!("{}({ty})", variant.name))
            .named("type", ty)
            .named("accessor", code(&variant.getter))
            .flag(Fact::Variant, true)
            .fact(Fact::Getter, Value::Type(unboxed(&variant.ty).clone()))
            .fact(Fact::RustName, Value::Names(rust))
    }

    /// What fields and variants have in common.
    fn member(&self, shape: &str, member: &'r Member, ty: &'r Ty) -> Node<'r> {
        let format = match member.timestamp_format {
            None => "the protocol's default",
            Some(TimestampFormat::EpochSeconds) => "seconds since 1970",
            Some(TimestampFormat::DateTime) => "RFC 3339",
            Some(TimestampFormat::HttpDate) => "HTTP date",
        };
        let location = match member.location {
            Location::Document => "the document",
            Location::Label => "the path",
            Location::Query | Location::QueryParams => "the query",
            Location::Header => "a header",
            Location::PrefixHeaders => "headers with a common prefix",
            Location::StatusCode => "the status code",
            Location::Payload | Location::StructurePayload | Location::StreamPayload => {
                "the body as a whole"
            }
            Location::EventHeader => "a header of the event's message",
            Location::EventPayload => "the payload of the event's message",
        };
        let is_enum = |name: &Name| self.lowered.is_enum(name);
        let node = Node::new(format!("shapes.{shape}.members.{}", member.model_name))
            .named("wire", wire_name(member))
            .fact(Fact::ValueType, Value::Type(unboxed(ty).clone()))
            .flag(Fact::Recursive, matches!(ty, Ty::Boxed(_)))
            .fact(Fact::WireType, Value::Wire(WireType::of(ty, &is_enum)))
            .fact(Fact::TimestampFormat, Value::Choice(format))
            .fact(Fact::WireName, Value::text(wire_name(member)))
            .fact(Fact::Location, Value::Choice(location))
            .flag(Fact::Base64, member.is_base64)
            .flag(Fact::RequiresLength, member.requires_length);
        let node = match &member.xml {
            Some(xml) => with_xml(node, xml, ty),
            None => node,
        };
        // The message of an error is not always in the model.
        let Some((in_model, target)) = self.in_model(shape, &member.model_name) else {
            return node;
        };
        let kind = discriminant(&target.kind);
        let limits = Value::TargetConstraints(&in_model.target, kind, &target.constraints);
        let url_encoded_by = in_model.customization.url_encoded_by.as_deref();
        node.fact(Fact::Constraints, limits)
            .fact(Fact::UrlEncodedBy, url_encoded_by.map(Value::text))
            .flag(Fact::Lenient, member.is_lenient)
            .flag(Fact::LastEvent, member.is_last_event)
            .fact(Fact::Documentation, self.prose(&in_model.documentation))
    }

    fn in_model(&self, shape: &str, member: &str) -> Option<(&'r model::Member, &'r model::Shape)> {
        let shapes = &self.lowered.model.shapes;
        let member = shapes.get(shape)?.structure()?.members.get(member)?;
        Some((member, shapes.get(&member.target)?))
    }

    fn enumeration(&self, node: Node<'r>, enumeration: &'r Enumeration) -> Node<'r> {
        let (path, owner) = (node.path.clone(), node.name("item").to_owned());
        let mut node = common(
            node,
            enumeration.is_sensitive,
            enumeration.deprecated.as_ref(),
        );
        let shape = self.lowered.model.shapes.get(&enumeration.model_name);
        for variant in &enumeration.variants {
            let in_model = shape.and_then(|shape| match &shape.kind {
                Kind::Enumeration(values) => values.get(&variant.value),
                _ => None,
            });
            let prose = in_model.and_then(|value| self.prose(&value.documentation));
            let value = Node::new(format!("{path}.enum.{}", variant.value))
                .named("item", format!("{owner}::{}", variant.name))
                .named("owner", owner.clone())
                .named("declaration", variant.name.to_string())
                .named("wire", &variant.value)
                .flag(Fact::EnumValue, true)
                .fact(
                    Fact::Deprecated,
                    variant.deprecated.as_ref().map(Value::Deprecated),
                )
                .fact(Fact::RustName, Value::Names(vec![variant.name.to_string()]))
                .fact(Fact::Documentation, prose);
            node = node.child(Key::Part("value", &variant.value), value);
        }
        node
    }
}

/// The members with an ARN whose account it is.
fn account_of<'r>(stated: &MemberCustomization) -> Option<Value<'r>> {
    let members = &stated.account_of;
    (!members.is_empty()).then(|| Value::text(members.join(" or ")))
}

/// What may be said of any item.
fn common<'r>(node: Node<'r>, is_sensitive: bool, deprecated: Option<&'r Deprecated>) -> Node<'r> {
    node.flag(Fact::Sensitive, is_sensitive)
        .fact(Fact::Deprecated, deprecated.map(Value::Deprecated))
}

fn namespaces<'r>(declared: impl IntoIterator<Item = &'r Namespace>) -> Value<'r> {
    let declared = declared.into_iter().map(|it| match &it.prefix {
        Some(prefix) => format!("{prefix}={}", it.uri),
        None => it.uri.clone(),
    });
    Value::text(declared.collect::<Vec<_>>().join(" "))
}

/// What XML and forms need to know of a member, with the lists and maps in it.
fn with_xml<'r>(node: Node<'r>, xml: &'r Xml, ty: &'r Ty) -> Node<'r> {
    let levels = || successors(Some(xml), |xml| xml.inner.as_deref());
    let names = |of: fn(&Xml) -> &Element, usual: fn(&Ty) -> Option<&str>| {
        let is_stated = levels().any(|it| of(it).name.is_some());
        let types = successors(Some(ty), |ty| content(ty));
        let names = levels().zip(types).filter_map(|(xml, ty)| {
            let usual = usual(unboxed(ty))?;
            Some(of(xml).name.as_deref().unwrap_or(usual))
        });
        is_stated.then(|| Value::text(names.collect::<Vec<_>>().join("/")))
    };
    let item = |ty: &Ty| match ty {
        Ty::List { .. } => Some("member"),
        Ty::Map { .. } => Some("value"),
        _ => None,
    };
    let key = |ty: &Ty| matches!(ty, Ty::Map { .. }).then_some("key");
    let own = xml.namespace.as_ref();
    let nested = levels().flat_map(|it| [&it.key.namespace, &it.item.namespace]);
    let mut declared = own.into_iter().chain(nested.flatten()).peekable();
    let is_declared = declared.peek().is_some();
    node.flag(Fact::Flattened, xml.is_flattened)
        .flag(Fact::Attribute, xml.is_attribute)
        .fact(Fact::ItemNames, names(|xml| &xml.item, item))
        .fact(Fact::KeyNames, names(|xml| &xml.key, key))
        .fact(Fact::Namespaces, is_declared.then(|| namespaces(declared)))
        .fact(Fact::QueryName, xml.query_name.as_deref().map(Value::text))
}

/// The items of a list, or the values of a map.
fn content(ty: &Ty) -> Option<&Ty> {
    match unboxed(ty) {
        Ty::List { item, .. } => Some(item),
        Ty::Map { value, .. } => Some(value),
        _ => None,
    }
}

fn unboxed(ty: &Ty) -> &Ty {
    match ty {
        Ty::Boxed(inner) => inner,
        ty => ty,
    }
}

fn without_wire_name(mut node: Node<'_>) -> Node<'_> {
    node.facts.remove(&Fact::WireName);
    node
}

fn wire_name(member: &Member) -> &str {
    member.wire_name.as_ref().unwrap_or(&member.model_name)
}
