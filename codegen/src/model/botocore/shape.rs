//! Shapes.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde::Deserialize;

use super::deprecation;
use super::reference::{RawContextParam, RawLocation, Reference, References};
use crate::error::{Problem, ProblemKind};
use crate::model::overrides::Place;
use crate::model::xml::{Namespace, ShapeXml};
use crate::model::{
    Bound, Constraints, Documentation, EnumValue, ErrorTrait, Kind, Location, Member, Retryable,
    Shape, Structure, TimestampFormat, unsupported_type,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a trait of the file")]
pub(super) struct RawShape {
    r#type: String,
    members: Option<IndexMap<String, Reference>>,
    member: Option<Reference>,
    key: Option<Reference>,
    value: Option<Reference>,
    #[serde(default)]
    required: Vec<String>,
    r#enum: Option<Vec<String>>,
    documentation: Option<String>,
    timestamp_format: Option<String>,
    payload: Option<String>,
    #[serde(default)]
    streaming: bool,
    #[serde(default)]
    requires_length: bool,
    #[serde(default)]
    sparse: bool,
    location: Option<RawLocation>,
    #[serde(default)]
    jsonvalue: bool,
    location_name: Option<String>,
    #[serde(default)]
    idempotency_token: bool,
    context_param: Option<RawContextParam>,
    #[serde(default)]
    host_label: bool,
    #[serde(default)]
    endpointdiscoveryid: bool,
    #[serde(default)]
    eventheader: bool,
    #[serde(default)]
    eventpayload: bool,
    #[serde(default)]
    sensitive: bool,
    #[serde(default)]
    flattened: bool,
    #[serde(default)]
    xml_attribute: bool,
    xml_namespace: Option<Namespace>,
    query_name: Option<String>,
    #[serde(default)]
    union: bool,
    #[serde(default)]
    document: bool,
    #[serde(default)]
    eventstream: bool,
    #[serde(default)]
    exception: bool,
    #[serde(default)]
    fault: bool,
    error: Option<RawError>,
    retryable: Option<RawRetryable>,
    min: Option<Bound>,
    max: Option<Bound>,
    pattern: Option<String>,
    #[serde(default)]
    deprecated: bool,
    deprecated_message: Option<String>,
    deprecated_since: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub(super) struct RawError {
    code: Option<String>,
    http_status_code: Option<u16>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct RawRetryable {
    #[serde(default)]
    throttling: bool,
}

impl RawShape {
    pub(super) fn into_shape(
        mut self,
        name: &str,
        references: &mut References,
    ) -> Result<Shape, Problem> {
        let at = |field: &str| format!("shapes.{name}.{field}");
        let mut xml = ShapeXml::default();
        if let Some(default) = self.member_traits() {
            xml.document.name.clone_from(&default.wire_name);
            xml.document.namespace.clone_from(&default.xml.namespace);
            references.defaults.insert(name.to_owned(), default);
        }
        let mut is_sensitive = self.sensitive;
        let ty = &self.r#type;
        let mut target = |reference: Option<Reference>, place: Place| {
            let path = at(&place.to_string());
            let Some(mut reference) = reference else {
                let message = format!("a {ty} needs a `{place}`");
                return Err(Problem::new(ProblemKind::Malformed, path, message));
            };
            // What is in a list or a map is as sensitive as the whole.
            is_sensitive |= reference.sensitive;
            match place {
                Place::Key => xml.key = reference.element(),
                _ => xml.item = reference.element(),
            }
            references.add(name, place, reference.stated(&path)?);
            Ok(reference.shape)
        };
        let kind = match self.r#type.as_str() {
            "structure" if self.document => Kind::Document,
            "structure" => {
                let mut error = error_trait(self.exception, self.fault, self.error);
                if let Some(error) = &mut error {
                    error.retryable = self.retryable.map(|it| Retryable::of(it.throttling));
                }
                let members = self.members.unwrap_or_default();
                let mut members = into_members(name, members, &self.required, references)?;
                if let Some(payload) = &self.payload {
                    let Some(member) = members.get_mut(payload) else {
                        let message = format!("`{payload}` is not a member");
                        let kind = ProblemKind::Malformed;
                        return Err(Problem::new(kind, at("payload"), message));
                    };
                    member.location = Some(Location::Payload);
                }
                let structure = Structure { members, error };
                match (self.eventstream, self.union) {
                    (true, _) => Kind::EventStream(structure),
                    (_, true) => Kind::Union(structure),
                    _ => Kind::Structure(structure),
                }
            }
            "list" => Kind::List {
                item: target(self.member, Place::Item)?,
                is_sparse: self.sparse,
            },
            "map" => Kind::Map {
                key: target(self.key, Place::Key)?,
                value: target(self.value, Place::Value)?,
                is_sparse: self.sparse,
            },
            "string" | "character" | "char" => match self.r#enum {
                Some(values) => Kind::Enumeration(enum_values(values)),
                None => Kind::String,
            },
            "boolean" => Kind::Boolean,
            "byte" | "short" | "integer" => Kind::Integer,
            "long" => Kind::Long,
            "float" => Kind::Float,
            "double" => Kind::Double,
            "timestamp" => {
                Kind::Timestamp(timestamp_format(self.timestamp_format.as_deref(), || {
                    at("timestampFormat")
                })?)
            }
            "blob" => Kind::Blob,
            other => return Err(unsupported_type(at("type"), other)),
        };
        Ok(Shape {
            kind,
            documentation: Documentation::html(self.documentation),
            is_sensitive,
            deprecated: deprecation(
                self.deprecated,
                self.deprecated_message,
                self.deprecated_since,
            ),
            constraints: Constraints {
                min: self.min,
                max: self.max,
                pattern: self.pattern,
                sample: None,
            },
            is_streaming: self.streaming,
            requires_length: self.requires_length,
            media_type: None,
            rename: None,
            xml,
        })
    }

    /// The traits that the neutral model has on members only, if it states any.
    fn member_traits(&mut self) -> Option<Member> {
        let traits = Member::from(Reference {
            location_name: self.location_name.take(),
            location: self.location,
            jsonvalue: self.jsonvalue,
            idempotency_token: self.idempotency_token,
            context_param: self.context_param.take(),
            host_label: self.host_label,
            endpointdiscoveryid: self.endpointdiscoveryid,
            eventheader: self.eventheader,
            eventpayload: self.eventpayload,
            flattened: self.flattened,
            xml_attribute: self.xml_attribute,
            xml_namespace: self.xml_namespace.take(),
            query_name: self.query_name.take(),
            ..Reference::default()
        });
        let Member {
            wire_name,
            is_idempotency_token,
            context_param,
            is_host_label,
            is_endpoint_id,
            event_part,
            location,
            is_json,
            xml,
            ..
        } = &traits;
        let is_stated = wire_name.is_some()
            || context_param.is_some()
            || event_part.is_some()
            || location.is_some()
            || *is_json
            || *is_idempotency_token
            || *is_host_label
            || *is_endpoint_id
            || !xml.is_empty();
        is_stated.then_some(traits)
    }
}

/// What makes a structure an error, if it is one.
pub(super) fn error_trait(
    is_exception: bool,
    is_fault: bool,
    error: Option<RawError>,
) -> Option<ErrorTrait> {
    let status = error.as_ref().and_then(|error| error.http_status_code);
    (is_exception || error.is_some()).then(|| ErrorTrait {
        code: error.and_then(|error| error.code),
        status,
        is_fault: is_fault || status.is_some_and(|status| status >= 500),
        retryable: None,
    })
}

fn into_members(
    shape: &str,
    members: IndexMap<String, Reference>,
    required: &[String],
    references: &mut References,
) -> Result<IndexMap<String, Member>, Problem> {
    if let Some(name) = required.iter().find(|name| !members.contains_key(*name)) {
        return Err(Problem::new(
            ProblemKind::Malformed,
            format!("shapes.{shape}.required"),
            format!("`{name}` is not a member"),
        ));
    }
    let required: HashSet<&str> = required.iter().map(String::as_str).collect();
    let member = |(name, mut reference): (String, Reference)| {
        let stated = reference.stated(&format!("shapes.{shape}.members.{name}"))?;
        references.add(shape, Place::Member(name.clone()), stated);
        let member = Member {
            is_required: required.contains(name.as_str()),
            ..Member::from(reference)
        };
        Ok((name, member))
    };
    members.into_iter().map(member).collect()
}

pub(super) fn timestamp_format(
    stated: Option<&str>,
    path: impl Fn() -> String,
) -> Result<Option<TimestampFormat>, Problem> {
    Ok(Some(match stated {
        None => return Ok(None),
        Some("iso8601") => TimestampFormat::DateTime,
        Some("unixTimestamp") => TimestampFormat::EpochSeconds,
        Some("rfc822") => TimestampFormat::HttpDate,
        Some(other) => {
            let message = format!("unknown timestamp format `{other}`");
            return Err(Problem::new(ProblemKind::Unsupported, path(), message)
                .hint("known are iso8601, rfc822 and unixTimestamp"));
        }
    }))
}

pub(super) fn enum_values(values: Vec<String>) -> IndexMap<String, EnumValue> {
    values
        .into_iter()
        .map(|value| (value, EnumValue::default()))
        .collect()
}
