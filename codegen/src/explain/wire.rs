//! What things are on the wire.

use serde_json::{Map, Value, json};

use super::elements::Elements;
use super::fields::Fields;
use super::sample::{DEEPEST, SHOWN};
use super::source::ModelItem;
use crate::ir;
use crate::model::auth::{Auth, Scheme};
use crate::model::xml::Element;
use crate::model::{Kind, Member, Model, Service, Structure, TimestampFormat};
use crate::protocol::{self, Chosen};

/// What is in the body of a request.
enum Body<'m> {
    None,
    Document,
    /// A member that is a stream of bytes.
    Stream(&'m str),
    /// A member as a whole, with its target.
    Member(&'m str, &'m str),
}

/// How things of one model are sent.
pub(super) struct Wire<'m> {
    pub(super) model: &'m Model,
    protocol: Chosen<'m>,
}

impl<'m> Wire<'m> {
    /// None if the service uses no supported protocol.
    pub(super) fn of(model: &'m Model) -> Option<Self> {
        let protocol = protocol::choose(&model.service).ok()?;
        Some(Self { model, protocol })
    }

    pub(super) fn kind(&self, target: &str) -> Option<&'m Kind> {
        self.model.kind(target)
    }

    pub(super) fn location(&self, member: &Member) -> ir::Location {
        self.protocol.location(self.model, member)
    }

    /// Whether documents have a name and a namespace from the model.
    pub(super) fn names_documents(&self) -> bool {
        self.protocol.names_documents()
    }

    /// Whether forms are those of ec2Query.
    pub(super) fn is_ec2(&self) -> bool {
        self.protocol.has_query_names()
    }

    /// The name of a member in a form.
    pub(super) fn field(&self, name: &str, member: &Member) -> String {
        let wire = member.wire_name.as_deref().unwrap_or(name);
        if !self.is_ec2() {
            return wire.to_owned();
        }
        if let Some(name) = &member.xml.query_name {
            return name.clone();
        }
        let mut rest = wire.chars();
        let first = rest.next().map(|it| it.to_ascii_uppercase());
        first.into_iter().chain(rest).collect()
    }

    /// In words.
    pub(super) fn words(&self, item: ModelItem<'_>) -> Vec<String> {
        match item {
            ModelItem::Operation(name) => self.request(name),
            ModelItem::Shape(name) => {
                let shape = &self.model.shapes[name];
                let mut words = vec![self.form(name)];
                if let Some(error) = shape.structure().and_then(|it| it.error.as_ref()) {
                    let code = error.code.as_deref().unwrap_or(name);
                    words.push(format!("error code `{code}`"));
                }
                words
            }
            ModelItem::Member(shape, name) => {
                let structure = self.model.shapes[shape].structure();
                let Some(member) = structure.and_then(|it| it.members.get(name)) else {
                    return Vec::new();
                };
                let wire = member.wire_name.as_deref().unwrap_or(name);
                let form = self.form(&member.target);
                vec![match self.protocol.location(self.model, member) {
                    ir::Location::Label => format!("`{name}` in the path: {form}"),
                    ir::Location::Query => format!("`{wire}` in the query: {form}"),
                    ir::Location::QueryParams => format!("parameters of the query: {form}"),
                    ir::Location::Header => format!("the header `{wire}`: {form}"),
                    ir::Location::PrefixHeaders => {
                        format!("headers whose names begin with `{wire}`: {form}")
                    }
                    ir::Location::StatusCode => "the status code".to_owned(),
                    ir::Location::StreamPayload => {
                        "the body as a whole: a stream of bytes".to_owned()
                    }
                    ir::Location::Payload | ir::Location::StructurePayload => {
                        format!("the body as a whole: {form}")
                    }
                    _ => format!("`{wire}`: {form}"),
                }]
            }
            ModelItem::Value(_, value) => vec![format!("text: `{value}`")],
        }
    }

    /// The request of an operation.
    fn request(&self, name: &str) -> Vec<String> {
        let Ok(protocol) = self.protocol.operation(self.model, name) else {
            return Vec::new();
        };
        let Service { signing_name, .. } = &self.model.service;
        let signed = match &self.model.operations[name].auth {
            Auth::Schemes(schemes) => {
                let schemes = schemes.iter().map(|scheme| match scheme {
                    Scheme::SigV4 => format!("signed for `{signing_name}`"),
                    Scheme::SigV4a => format!("signed with SigV4a for `{signing_name}`"),
                    Scheme::Bearer => "with a bearer token".to_owned(),
                    Scheme::None => "not signed".to_owned(),
                });
                schemes.collect::<Vec<_>>().join(" or ")
            }
            Auth::None => "not signed".to_owned(),
            Auth::Other(scheme) => format!("with `{scheme}`, which clients do not have"),
        };
        let request = match &protocol.address {
            ir::Address::Target(target) => format!("POST / with `X-Amz-Target: {target}`"),
            ir::Address::Action { .. } => format!("POST / with `{}`", protocol.request()),
            ir::Address::Http { .. } => protocol.request(),
        };
        let content_type = protocol.content_type();
        let body = match (self.body(name), &protocol.address) {
            (_, ir::Address::Action { .. }) => {
                format!("the body is a form, `Content-Type: {content_type}`")
            }
            (Body::Document, _) | (_, ir::Address::Target(_)) => {
                let format = if self.is_json() { "JSON" } else { "XML" };
                format!("the body is {format}, `Content-Type: {content_type}`")
            }
            (Body::None, _) => "no body".to_owned(),
            (Body::Stream(member), _) => {
                format!("the body is the member `{member}`: a stream of bytes")
            }
            (Body::Member(member, target), _) => {
                let form = self.form(target);
                format!("the body is the member `{member}`: {form}")
            }
        };
        let unsigned = if self.model.operations[name].has_unsigned_payload {
            ", without the body"
        } else {
            ""
        };
        let presigned = match self.protocol.presigning(self.model, name) {
            Ok(()) => "can be presigned".to_owned(),
            Err(reason) => format!("cannot be presigned: {reason}"),
        };
        vec![request, format!("{body}; {signed}{unsigned}"), presigned]
    }

    /// What is in the body of a request.
    fn body(&self, name: &str) -> Body<'m> {
        let model = self.model;
        let input = model.input(&model.operations[name]);
        let members = || input.into_iter().flat_map(|it| &it.members);
        let location = |member: &Member| self.protocol.location(model, member);
        let payload = members().find(|(_, member)| {
            matches!(
                location(member),
                ir::Location::Payload
                    | ir::Location::StructurePayload
                    | ir::Location::StreamPayload
            )
        });
        match payload {
            Some((member, facts)) if location(facts) == ir::Location::StreamPayload => {
                Body::Stream(member)
            }
            Some((member, facts)) => Body::Member(member, &facts.target),
            None if members().any(|(_, it)| location(it) == ir::Location::Document) => {
                Body::Document
            }
            None => Body::None,
        }
    }

    /// Whether documents are JSON; otherwise, values are elements of XML, or parts of forms.
    fn is_json(&self) -> bool {
        !self.protocol.has_elements()
    }

    /// The form of a shape's values in a document.
    fn form(&self, name: &str) -> String {
        let sparse = |is_sparse: bool| if is_sparse { ", may contain null" } else { "" };
        let Some(shape) = self.model.shapes.get(name) else {
            return "unknown: the model has no such shape".to_owned();
        };
        match &shape.kind {
            Kind::Structure(_) if !self.is_json() => {
                "an element for each member that is set".to_owned()
            }
            Kind::Union(_) if !self.is_json() => "an element for exactly one member".to_owned(),
            Kind::List { .. } if !self.is_json() => {
                let name = shape.xml.item.name.as_deref().unwrap_or("member");
                format!("an element `{name}` for each item; none around them if it is flattened")
            }
            Kind::Map { .. } if !self.is_json() => {
                let name = |element: &Element, default: &str| {
                    element.name.clone().unwrap_or_else(|| default.to_owned())
                };
                format!(
                    "an element for each entry, with `{}` and `{}`",
                    name(&shape.xml.key, "key"),
                    name(&shape.xml.item, "value")
                )
            }
            Kind::Timestamp(None) if !self.is_json() => "a timestamp: RFC 3339 text".to_owned(),
            Kind::Structure(_) => "an object; members that are not set are left out".to_owned(),
            Kind::Union(_) => "an object with exactly one member".to_owned(),
            Kind::EventStream(_) => "a stream of events".to_owned(),
            Kind::List { is_sparse, .. } => format!("an array{}", sparse(*is_sparse)),
            Kind::Map { is_sparse, .. } => format!("an object by key{}", sparse(*is_sparse)),
            Kind::String => "text".to_owned(),
            Kind::Enumeration(values) => {
                format!(
                    "text, one of {} known values; any other is kept",
                    values.len()
                )
            }
            Kind::Boolean => "`true` or `false`".to_owned(),
            Kind::Integer => "a number, 32 bits".to_owned(),
            Kind::Long => "a number, 64 bits".to_owned(),
            Kind::Float => "a number, single precision".to_owned(),
            Kind::Double => "a number, double precision".to_owned(),
            Kind::Timestamp(Some(TimestampFormat::DateTime)) => {
                "a timestamp: RFC 3339 text".to_owned()
            }
            Kind::Timestamp(format) => match self.format(*format) {
                None | Some(ir::TimestampFormat::EpochSeconds) => {
                    "a timestamp: seconds since 1970, a number with fractions".to_owned()
                }
                Some(ir::TimestampFormat::DateTime) => "a timestamp: RFC 3339 text".to_owned(),
                Some(ir::TimestampFormat::HttpDate) => {
                    "a timestamp: an HTTP date as text".to_owned()
                }
            },
            Kind::Blob => "bytes: text in base64".to_owned(),
            Kind::Document => "any JSON value".to_owned(),
        }
    }

    fn format(&self, format: Option<TimestampFormat>) -> Option<ir::TimestampFormat> {
        self.protocol
            .timestamp_format(format?, ir::Location::Document)
    }

    /// A small value as it is sent; for a member, what holds it. `is_sent` says that only requests have
    /// it, which are forms in some protocols.
    pub(super) fn example(&self, item: ModelItem<'_>, is_sent: bool) -> Option<String> {
        match &self.protocol {
            _ if self.is_json() => self.json(item).map(|it| it.to_string()),
            Chosen::Query(_) if is_sent => self.form_example(item),
            _ => self.xml(item),
        }
    }

    /// A small value as XML.
    fn xml(&self, item: ModelItem<'_>) -> Option<String> {
        match item {
            ModelItem::Operation(name) => {
                let operation = &self.model.operations[name];
                let input = operation.input.as_ref()?;
                match self.body(name) {
                    Body::None | Body::Stream(_) => None,
                    Body::Document => {
                        Some(Elements::document(self, input, &operation.input_document))
                    }
                    Body::Member(member, target) => {
                        let members = &self.model.input(operation)?.members;
                        let kind = self.kind(target)?;
                        let is_document = matches!(kind, Kind::Structure(_) | Kind::Union(_));
                        is_document.then(|| Elements::payload(self, member, &members[member]))
                    }
                }
            }
            ModelItem::Shape(name) => match self.kind(name)? {
                Kind::Structure(_) | Kind::Union(_) => Some(Elements::of_shape(self, name)),
                _ => None,
            },
            ModelItem::Member(shape, name) => {
                let member = self.model.shapes[shape].structure()?.members.get(name)?;
                let is_there = self.location(member) == ir::Location::Document;
                is_there.then(|| Elements::of_member(self, name, member))
            }
            ModelItem::Value(_, value) => Some(value.to_owned()),
        }
    }

    /// A small value in a form.
    fn form_example(&self, item: ModelItem<'_>) -> Option<String> {
        match item {
            ModelItem::Operation(name) => {
                let protocol = self.protocol.operation(self.model, name).ok()?;
                let input = self.model.input(&self.model.operations[name]);
                Some(Fields::of_input(self, &protocol.request(), input))
            }
            ModelItem::Member(shape, name) => {
                let member = self.model.shapes[shape].structure()?.members.get(name)?;
                Some(Fields::of_member(self, name, member))
            }
            // Its fields begin with the names of what holds it.
            ModelItem::Shape(_) => None,
            ModelItem::Value(_, value) => Some(value.to_owned()),
        }
    }

    /// A small value in JSON; for a member, the object with it.
    fn json(&self, item: ModelItem<'_>) -> Option<Value> {
        match item {
            ModelItem::Operation(name) => {
                let input = self.model.operations[name].input.as_ref();
                match (&self.protocol, self.body(name)) {
                    (Chosen::Rest(_), Body::None) => None,
                    (Chosen::Rest(_), Body::Member(_, target)) => {
                        let kind = self.kind(target)?;
                        let is_json = matches!(kind, Kind::Structure(_) | Kind::Union(_));
                        is_json.then(|| self.value(target, 0))
                    }
                    _ => Some(input.map_or_else(|| json!({}), |input| self.value(input, 0))),
                }
            }
            ModelItem::Shape(name) => {
                let mut value = self.value(name, 0);
                let structure = self.model.shapes[name].structure();
                if let Some(error) = structure.and_then(|it| it.error.as_ref()) {
                    let code = error.code.as_deref().unwrap_or(name);
                    let mut whole = Map::from_iter([("__type".to_owned(), code.into())]);
                    whole.extend(value.as_object().cloned().unwrap_or_default());
                    value = Value::Object(whole);
                }
                Some(value)
            }
            ModelItem::Member(shape, name) => {
                let structure = self.model.shapes[shape].structure()?;
                let member = structure.members.get(name)?;
                if self.location(member) != ir::Location::Document {
                    return None;
                }
                let wire = member.wire_name.as_ref().map_or(name, String::as_str);
                Some(json!({ wire: self.value(&member.target, 1) }))
            }
            ModelItem::Value(_, value) => Some(value.into()),
        }
    }

    fn value(&self, name: &str, depth: usize) -> Value {
        let Some(shape) = self.model.shapes.get(name) else {
            return Value::Null;
        };
        match &shape.kind {
            Kind::Structure(it) => self.object(it, SHOWN, depth),
            Kind::Union(it) | Kind::EventStream(it) => self.object(it, 1, depth),
            // What is in a list is shown like the list.
            Kind::List { item, .. } if depth <= DEEPEST => {
                json!([self.value(item, self.below(item, depth))])
            }
            Kind::List { .. } => json!([]),
            Kind::Map { key, value, .. } if depth <= DEEPEST => {
                let key = self.key(key);
                json!({ key: self.value(value, self.below(value, depth)) })
            }
            Kind::Map { .. } => json!({}),
            Kind::String => "…".into(),
            Kind::Enumeration(values) => values.keys().next().map_or("…", String::as_str).into(),
            Kind::Boolean => true.into(),
            Kind::Integer | Kind::Long => 1.into(),
            Kind::Float | Kind::Double => json!(1.5),
            Kind::Timestamp(format) => match self.format(*format) {
                None | Some(ir::TimestampFormat::EpochSeconds) => json!(1_763_769_600.5),
                Some(ir::TimestampFormat::DateTime) => "2025-11-22T00:00:00.5Z".into(),
                Some(ir::TimestampFormat::HttpDate) => "Sat, 22 Nov 2025 00:00:00 GMT".into(),
            },
            Kind::Blob => "AQID".into(),
            Kind::Document => json!({"any": "JSON"}),
        }
    }

    fn object(&self, structure: &'m Structure, shown: usize, depth: usize) -> Value {
        let members = self.shown(structure, shown, depth);
        let members = members.map(|(name, member)| {
            let name = member.wire_name.as_ref().unwrap_or(name).clone();
            (name, self.value(&member.target, depth + 1))
        });
        Value::Object(members.collect())
    }
}
