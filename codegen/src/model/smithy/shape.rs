//! The shapes of the service.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::closure::Closure;
use super::naming::ShapeNames;
use super::traits::{EnumDefinition, Fault, Traits};
use super::{ast, common, prelude, service};
use crate::error::{Error, Problem, ProblemKind};
use crate::model::{
    Constraints, Documentation, EnumValue, ErrorTrait, EventPart, Kind, Member, Protocol,
    Retryable, Shape, Structure, TimestampFormat,
};

/// The longest documentation, in bytes, that is copied for a member with constraints of its own.
const MAX_COPY: usize = 20_000;

/// The shapes by name: those of the file in its order, then those of the prelude, then those of members
/// with constraints of their own.
pub(super) fn read(
    closure: &Closure<'_>,
    names: &ShapeNames<'_>,
) -> Result<IndexMap<String, Shape>, Error> {
    let protocols = service::protocols(&closure.service.traits);
    let is_query = |protocol: &_| matches!(protocol, Protocol::Query | Protocol::Ec2);
    let mut reader = Reader {
        names,
        types: closure.types().collect(),
        has_query_codes: protocols.iter().all(is_query)
            || closure.service.traits.query_compatible.is_some(),
        protocols,
        own: Vec::new(),
    };
    let shapes = closure.shapes.iter().map(|&(id, shape)| {
        let shape = reader.shape(id, shape)?;
        Ok::<_, Problem>((names.of(id).to_owned(), shape))
    });
    let mut shapes: IndexMap<_, _> = Error::collect(shapes)?;
    for id in &closure.prelude {
        if let Some(kind) = prelude::kind(ast::local_name(id)) {
            shapes.insert(names.of(id).to_owned(), Shape::of(kind));
        }
    }
    for own in reader.own {
        if let Some(shape) = own.shape(&shapes) {
            shapes.insert(own.name, shape);
        }
    }
    Ok(shapes)
}

struct Reader<'a, 'n> {
    names: &'n ShapeNames<'a>,
    /// The ids of the shapes that become types.
    types: HashSet<&'a str>,
    protocols: Vec<Protocol>,
    /// Whether error codes are those of awsQuery.
    has_query_codes: bool,
    own: Vec<Own>,
}

/// The shape of a member with constraints of its own: the neutral model has them on shapes only.
struct Own {
    /// The member's id; it is not a valid shape name.
    name: String,
    base: String,
    constraints: Constraints,
    format: Option<TimestampFormat>,
}

impl Own {
    fn shape(&self, shapes: &IndexMap<String, Shape>) -> Option<Shape> {
        let base = shapes.get(&self.base)?;
        let mut shape = Shape {
            kind: base.kind.clone(),
            documentation: match &base.documentation {
                Documentation::Html(text) if text.len() > MAX_COPY => Documentation::None,
                documentation => documentation.clone(),
            },
            is_sensitive: base.is_sensitive,
            deprecated: base.deprecated.clone(),
            constraints: base.constraints.clone(),
            rename: base.rename.clone(),
        };
        let Constraints {
            min, max, pattern, ..
        } = &self.constraints;
        if min.is_some() || max.is_some() {
            (shape.constraints.min, shape.constraints.max) = (*min, *max);
        }
        if pattern.is_some() {
            shape.constraints.pattern.clone_from(pattern);
        }
        if let (Kind::Timestamp(format), Some(own)) = (&mut shape.kind, self.format) {
            *format = Some(own);
        }
        Some(shape)
    }
}

impl Reader<'_, '_> {
    fn shape(&mut self, id: &str, raw: &ast::Shape) -> Result<Shape, Problem> {
        let traits = &raw.traits;
        let is_sparse = traits.sparse.is_some();
        let kind = match raw.kind.as_str() {
            "structure" => Kind::Structure(self.structure(id, raw)),
            "union" if traits.streaming.is_some() => Kind::EventStream(self.structure(id, raw)),
            "union" => Kind::Union(self.structure(id, raw)),
            "list" | "set" => Kind::List {
                item: self.target(id, raw, "member"),
                is_sparse,
            },
            "map" => Kind::Map {
                key: self.target(id, raw, "key"),
                value: self.target(id, raw, "value"),
                is_sparse,
            },
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
                let path = format!("shapes.{id}.type");
                let message = format!("unknown type `{other}`");
                return Err(Problem::new(ProblemKind::Unsupported, path, message));
            }
        };
        Ok(Shape {
            kind,
            documentation: common::documentation(traits),
            is_sensitive: traits.sensitive.is_some(),
            deprecated: common::deprecation(traits),
            constraints: constraints(traits),
            rename: None,
        })
    }

    fn structure(&mut self, id: &str, raw: &ast::Shape) -> Structure {
        let members = raw.members.iter().map(|(name, member)| {
            let traits = &member.traits;
            let member = Member {
                target: self.target(id, raw, name),
                wire_name: self.wire_name(traits),
                is_required: traits.required.is_some(),
                is_idempotency_token: traits.idempotency_token.is_some(),
                context_param: traits.context_param.as_ref().map(|it| it.name.clone()),
                is_host_label: traits.host_label.is_some(),
                is_endpoint_id: traits.endpoint_id.is_some(),
                event_part: EventPart::of(
                    traits.event_header.is_some(),
                    traits.event_payload.is_some(),
                ),
                // It has a shape of its own if it states one.
                timestamp_format: None,
                is_sensitive: traits.sensitive.is_some(),
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
        let name = ast::local_name(id);
        ErrorTrait {
            code: query
                .map(|error| error.code.clone())
                // `rename` does not change names on the wire.
                .or_else(|| (self.names.of(id) != name).then(|| name.to_owned())),
            status: traits.http_error.or_else(|| query?.http_response_code),
            is_fault: fault == Fault::Server,
            retryable: traits.retryable.map(|it| Retryable::of(it.throttling)),
        }
    }

    /// The name of the shape of a member's values.
    fn target(&mut self, id: &str, raw: &ast::Shape, member: &str) -> String {
        // The closure has checked both.
        let Some(member_shape) = raw.members.get(member) else {
            return String::new();
        };
        let traits = &member_shape.traits;
        let target = member_shape.target.as_deref().unwrap_or_default();
        let base = self.names.of(target).to_owned();
        let (constraints, format) = (constraints(traits), traits.timestamp_format);
        let is_own = constraints != Constraints::default() || format.is_some();
        // Types have no constraints.
        if !is_own || self.types.contains(target) {
            return base;
        }
        let name = format!("{id}${member}");
        self.own.push(Own {
            name: name.clone(),
            base,
            constraints,
            format,
        });
        name
    }

    /// The name on the wire, from the trait for the service's protocol.
    fn wire_name(&self, traits: &Traits) -> Option<String> {
        let name = match self.protocols.first()? {
            Protocol::RestJson => &traits.json_name,
            Protocol::RestXml | Protocol::Query | Protocol::Ec2 => &traits.xml_name,
            Protocol::AwsJson1_0 | Protocol::AwsJson1_1 | Protocol::Cbor => &None,
        };
        name.as_deref().map(str::to_owned)
    }
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
            },
        );
    }
    Ok(values)
}

/// The values of an enum of Smithy 1.0: a string with a trait.
fn older_values(definitions: &[EnumDefinition]) -> IndexMap<String, EnumValue> {
    let values = definitions.iter().map(|definition| {
        let documentation = Documentation::html(definition.documentation.clone());
        (definition.value.clone(), EnumValue { documentation })
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
