//! The shapes of the service.

use indexmap::IndexMap;
use serde_json::Value;

use super::closure::Closure;
use super::naming::ShapeNames;
use super::traits::{EnumDefinition, Fault, Traits};
use super::{ast, common, prelude, service};
use crate::error::{Problem, ProblemKind};
use crate::model::overrides::{self, Override, Place, Stated};
use crate::model::xml::{Element, MemberXml, ShapeXml};
use crate::model::{
    Constraints, Deprecation, Documentation, EnumValue, ErrorTrait, EventPart, Kind, Location,
    Member, MemberCustomization, Protocol, Retryable, Shape, Structure, Unreadable,
    unsupported_type,
};

/// The shapes by name: those of the file in its order, then those of the prelude, then those of members
/// with constraints of their own. What cannot be read is set aside.
pub(super) fn read(
    closure: &Closure<'_>,
    names: &ShapeNames<'_>,
    unreadable: &mut Unreadable,
) -> IndexMap<String, Shape> {
    let traits = &closure.service.traits;
    let protocol = Protocol::spoken(&service::protocols(traits));
    let mut reader = Reader {
        names,
        protocol,
        has_query_codes: matches!(protocol, Some(Protocol::Query | Protocol::Ec2))
            || traits.query_compatible.is_some(),
        overrides: Vec::new(),
    };
    let shapes = closure.shapes.iter().map(|&(id, shape)| {
        let shape = match closure.problems(id) {
            [] => reader.shape(id, shape).map_err(|problem| vec![problem]),
            problems => Err(problems.to_vec()),
        };
        (names.of(id).to_owned(), shape)
    });
    let mut shapes = Unreadable::separate(shapes, &mut unreadable.shapes);
    for id in &closure.prelude {
        if let Some(kind) = prelude::kind(ast::local_name(id)) {
            shapes.insert(names.of(id).to_owned(), Shape::of(kind));
        }
    }
    // No shape has the id of a member.
    overrides::apply(&mut shapes, reader.overrides);
    shapes
}

struct Reader<'a, 'n> {
    names: &'n ShapeNames<'a>,
    /// The protocol that clients speak, if there is one.
    protocol: Option<Protocol>,
    /// Whether error codes are those of awsQuery.
    has_query_codes: bool,
    overrides: Vec<Override>,
}

impl Reader<'_, '_> {
    fn shape(&mut self, id: &str, raw: &ast::Shape) -> Result<Shape, Problem> {
        let traits = &raw.traits;
        let is_sparse = traits.sparse.is_some();
        // What is in a list or a map is as sensitive as the whole.
        let mut is_sensitive = traits.sensitive.is_some();
        let kind = match raw.kind.as_str() {
            "structure" => Kind::Structure(self.structure(id, raw)),
            "union" if traits.streaming.is_some() => Kind::EventStream(self.structure(id, raw)),
            "union" => Kind::Union(self.structure(id, raw)),
            "list" | "set" | "map" => {
                is_sensitive |= raw.members.values().any(|it| it.traits.sensitive.is_some());
                if raw.kind == "map" {
                    Kind::Map {
                        key: self.target(id, raw, "key", Place::Key),
                        value: self.target(id, raw, "value", Place::Value),
                        is_sparse,
                    }
                } else {
                    Kind::List {
                        item: self.target(id, raw, "member", Place::Item),
                        is_sparse,
                    }
                }
            }
            "enum" => Kind::Enumeration(values(id, raw)?),
            "string" => match &traits.enumeration {
                Some(values) => Kind::Enumeration(older_values(values)),
                None => Kind::String,
            },
            "blob" => Kind::Blob,
            "boolean" => Kind::Boolean,
            "byte" | "short" | "integer" | "intEnum" => Kind::Integer,
            "long" => Kind::Long,
            "float" => Kind::Float,
            "double" => Kind::Double,
            "timestamp" => Kind::Timestamp(traits.timestamp_format),
            "document" => Kind::Document,
            other => {
                let path = format!("{}.type", ast::path(id));
                return Err(unsupported_type(path, other));
            }
        };
        Ok(Shape {
            kind,
            documentation: common::documentation(traits),
            is_sensitive,
            deprecated: common::deprecation(traits),
            constraints: constraints(traits),
            is_streaming: traits.streaming.is_some(),
            requires_length: traits.requires_length.is_some(),
            media_type: traits.media_type.as_deref().map(str::to_owned),
            rename: None,
            xml: self.xml(id, raw),
        })
    }

    /// The elements of a shape; `xmlName` of a shape names documents only.
    fn xml(&self, id: &str, raw: &ast::Shape) -> ShapeXml {
        let element = |traits: &Traits| Element {
            name: self.wire_name(traits),
            namespace: traits.xml_namespace.as_deref().cloned(),
        };
        let part = |name: &str| {
            let member = raw.members.get(name);
            member
                .map(|member| element(&member.traits))
                .unwrap_or_default()
        };
        let (item, key) = match raw.kind.as_str() {
            "list" | "set" => (part("member"), Element::default()),
            "map" => (part("value"), part("key")),
            _ => Default::default(),
        };
        let mut document = element(&raw.traits);
        if document.name.is_none() {
            document.name = self.renamed(id);
        }
        ShapeXml {
            document,
            item,
            key,
        }
    }

    fn structure(&mut self, id: &str, raw: &ast::Shape) -> Structure {
        let members = raw.members.iter().map(|(name, member)| {
            let traits = &member.traits;
            let (location, bound_name) = self.binding(traits);
            let member = Member {
                target: self.target(id, raw, name, Place::Member(name.clone())),
                wire_name: bound_name.map_or_else(|| self.wire_name(traits), Some),
                location,
                is_streaming: false,
                is_json: false,
                is_required: traits.required.is_some(),
                is_idempotency_token: traits.idempotency_token.is_some(),
                context_param: traits.context_param.as_ref().map(|it| it.name.clone()),
                is_host_label: traits.host_label.is_some(),
                is_endpoint_id: traits.endpoint_id.is_some(),
                event_part: EventPart::of(
                    traits.event_header.is_some(),
                    traits.event_payload.is_some(),
                ),
                is_sensitive: traits.sensitive.is_some(),
                xml: MemberXml {
                    is_flattened: traits.xml_flattened.is_some(),
                    is_attribute: traits.xml_attribute.is_some(),
                    namespace: traits.xml_namespace.as_deref().cloned(),
                    query_name: traits.query_name.as_deref().map(str::to_owned),
                },
                customization: MemberCustomization::default(),
                documentation: common::documentation(traits),
                deprecated: common::deprecation(traits),
            };
            (name.clone(), member)
        });
        let members = members.collect();
        let fault = raw.traits.error;
        let error = fault.map(|fault| self.error(id, fault, &raw.traits));
        Structure { members, error }
    }

    fn error(&self, id: &str, fault: Fault, traits: &Traits) -> ErrorTrait {
        let query = traits.query_error.as_ref().filter(|_| self.has_query_codes);
        ErrorTrait {
            code: query
                .map(|error| error.code.clone())
                .or_else(|| self.renamed(id)),
            status: traits.http_error.or_else(|| query?.http_response_code),
            is_fault: fault == Fault::Server,
            retryable: traits.retryable.map(|it| Retryable::of(it.throttling)),
        }
    }

    /// The name on the wire of a shape that has another here: `rename` does not change it.
    fn renamed(&self, id: &str) -> Option<String> {
        let name = ast::local_name(id);
        (self.names.of(id) != name).then(|| name.to_owned())
    }

    /// The name of the shape of a member's values.
    fn target(&mut self, id: &str, raw: &ast::Shape, member: &str, place: Place) -> String {
        // The closure has checked both.
        let Some(member_shape) = raw.members.get(member) else {
            return String::new();
        };
        let traits = &member_shape.traits;
        let Constraints {
            min, max, pattern, ..
        } = constraints(traits);
        let stated = Stated {
            min,
            max,
            are_one_trait: true,
            pattern,
            timestamp_format: traits.timestamp_format,
            values: None,
        };
        if !stated.is_empty() {
            self.overrides.push(Override {
                owner: self.names.of(id).to_owned(),
                place,
                // The member's id is not a valid shape name.
                name: format!("{id}${member}"),
                stated,
            });
        }
        let target = member_shape.target.as_deref().unwrap_or_default();
        self.names.of(target).to_owned()
    }

    /// The part of HTTP messages that holds a member, and its name there, if the protocol has such
    /// parts.
    fn binding(&self, traits: &Traits) -> (Option<Location>, Option<String>) {
        match self.protocol {
            Some(Protocol::RestJson | Protocol::RestXml) => binding(traits),
            _ => (None, None),
        }
    }

    /// The name on the wire, from the trait for the protocol.
    fn wire_name(&self, traits: &Traits) -> Option<String> {
        let name = match self.protocol? {
            Protocol::RestJson => &traits.json_name,
            Protocol::RestXml | Protocol::Query | Protocol::Ec2 => &traits.xml_name,
            Protocol::AwsJson1_0 | Protocol::AwsJson1_1 | Protocol::Cbor => &None,
        };
        name.as_deref().map(str::to_owned)
    }
}

/// The part of HTTP messages that holds a member, and its name there.
fn binding(traits: &Traits) -> (Option<Location>, Option<String>) {
    let named = [
        (&traits.http_query, Location::Query),
        (&traits.http_header, Location::Header),
        (&traits.http_prefix_headers, Location::PrefixHeaders),
    ];
    let mut named = named.into_iter();
    if let Some((name, location)) = named.find_map(|(name, it)| Some((name.as_deref()?, it))) {
        return (Some(location), Some(name.to_owned()));
    }
    let others = [
        (traits.http_label, Location::Label),
        (traits.http_query_params, Location::Query),
        (traits.http_response_code, Location::StatusCode),
        (traits.http_payload, Location::Payload),
    ];
    let mut others = others.into_iter();
    let location = others.find_map(|(marker, location)| marker.map(|_| location));
    (location, None)
}

/// The values of an enum on the wire; the default is the member's name.
fn values(id: &str, raw: &ast::Shape) -> Result<IndexMap<String, EnumValue>, Problem> {
    let mut values = IndexMap::with_capacity(raw.members.len());
    for (name, member) in &raw.members {
        let value = match &member.traits.enum_value {
            None => name.clone(),
            Some(Value::String(value)) => value.clone(),
            Some(other) => {
                let member = raw.member_path(id, name);
                let path = format!("{member}.traits.smithy.api#enumValue");
                let message =
                    format!("the values of an enum have to be strings, and {other} is not one");
                return Err(Problem::new(ProblemKind::Malformed, path, message));
            }
        };
        values.insert(
            value,
            EnumValue {
                documentation: common::documentation(&member.traits),
                deprecated: common::deprecation(&member.traits),
            },
        );
    }
    Ok(values)
}

/// The values of an enum of Smithy 1.0: a string with a trait.
fn older_values(definitions: &[EnumDefinition]) -> IndexMap<String, EnumValue> {
    let values = definitions.iter().map(|definition| {
        let value = EnumValue {
            documentation: Documentation::html(definition.documentation.clone()),
            deprecated: definition.deprecated.then(Deprecation::default),
        };
        (definition.value.clone(), value)
    });
    values.collect()
}

fn constraints(traits: &Traits) -> Constraints {
    let bounds = traits.length.or(traits.range);
    Constraints {
        min: bounds.and_then(|bounds| bounds.min),
        max: bounds.and_then(|bounds| bounds.max),
        pattern: traits.pattern.as_deref().map(str::to_owned),
        sample: None,
    }
}
