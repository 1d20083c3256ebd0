//! References to shapes, and what their traits change.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde::Deserialize;

use super::deprecation;
use super::shape::{RawError, enum_values, error_trait, timestamp_format};
use crate::error::Problem;
use crate::model::overrides::{self, Override, Place, Stated};
use crate::model::xml::{Element, MemberXml, Namespace};
use crate::model::{
    Bound, Documentation, ErrorTrait, EventPart, Kind, Location, Member, MemberCustomization,
    Shape, Unreadable,
};

/// A reference to a shape, with its traits.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object with `shape`")]
#[expect(clippy::struct_excessive_bools, reason = "each is a trait of the file")]
pub(super) struct Reference {
    pub(super) shape: String,
    pub(super) timestamp_format: Option<String>,
    pub(super) documentation: Option<String>,
    pub(super) location_name: Option<String>,
    pub(super) location: Option<RawLocation>,
    #[serde(default)]
    pub(super) streaming: bool,
    #[serde(default)]
    pub(super) jsonvalue: bool,
    #[serde(default)]
    pub(super) idempotency_token: bool,
    pub(super) context_param: Option<RawContextParam>,
    #[serde(default)]
    pub(super) host_label: bool,
    #[serde(default)]
    pub(super) endpointdiscoveryid: bool,
    #[serde(default)]
    pub(super) eventheader: bool,
    #[serde(default)]
    pub(super) eventpayload: bool,
    #[serde(default)]
    pub(super) sensitive: bool,
    #[serde(default)]
    pub(super) flattened: bool,
    #[serde(default)]
    pub(super) xml_attribute: bool,
    pub(super) xml_namespace: Option<Namespace>,
    pub(super) query_name: Option<String>,
    pub(super) r#enum: Option<Vec<String>>,
    pub(super) min: Option<Bound>,
    pub(super) max: Option<Bound>,
    pub(super) pattern: Option<String>,
    #[serde(default)]
    pub(super) exception: bool,
    #[serde(default)]
    pub(super) fault: bool,
    pub(super) error: Option<RawError>,
    #[serde(default)]
    pub(super) deprecated: bool,
    pub(super) deprecated_message: Option<String>,
    pub(super) deprecated_since: Option<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with `name`")]
pub(super) struct RawContextParam {
    pub(super) name: String,
}

/// The part of an HTTP message.
#[derive(Clone, Copy, Deserialize)]
pub(super) enum RawLocation {
    #[serde(rename = "uri")]
    Label,
    #[serde(rename = "querystring")]
    Query,
    #[serde(rename = "header")]
    Header,
    #[serde(rename = "headers")]
    PrefixHeaders,
    #[serde(rename = "statusCode")]
    StatusCode,
    #[serde(other)]
    Unknown,
}

impl From<RawLocation> for Location {
    fn from(location: RawLocation) -> Self {
        match location {
            RawLocation::Label => Self::Label,
            RawLocation::Query => Self::Query,
            RawLocation::Header => Self::Header,
            RawLocation::PrefixHeaders => Self::PrefixHeaders,
            RawLocation::StatusCode => Self::StatusCode,
            RawLocation::Unknown => Self::Unknown,
        }
    }
}

impl Reference {
    /// The error that an operation makes of a structure.
    pub(super) fn stated_error(&mut self) -> Option<(String, ErrorTrait)> {
        let error = error_trait(self.exception, self.fault, self.error.take())?;
        Some((self.shape.clone(), error))
    }

    /// The element that it names, if it is not that of a member.
    pub(super) fn element(&self) -> Element {
        Element {
            name: self.location_name.clone(),
            namespace: self.xml_namespace.clone(),
        }
    }

    /// The traits that the neutral model has on shapes only; `path` is that of the reference.
    pub(super) fn stated(&mut self, path: &str) -> Result<Stated, Problem> {
        let format = self.timestamp_format.as_deref();
        let format = timestamp_format(format, || format!("{path}.timestampFormat"))?;
        Ok(Stated {
            min: self.min,
            max: self.max,
            are_one_trait: false,
            pattern: self.pattern.take(),
            timestamp_format: format,
            values: self.r#enum.take().map(enum_values),
        })
    }
}

/// Traits of references, to be resolved when all shapes are known.
#[derive(Default)]
pub(super) struct References {
    /// Those that the neutral model has on shapes.
    pub(super) overrides: Vec<Override>,
    /// Those of shapes that the neutral model has on members.
    pub(super) defaults: HashMap<String, Member>,
}

impl References {
    /// Notes the traits of a reference of a shape.
    pub(super) fn add(&mut self, owner: &str, place: Place, stated: Stated) {
        if stated.is_empty() {
            return;
        }
        // A shape of its own that becomes a type needs a name that is valid in Rust.
        let name = match (&stated.values, &place) {
            (None, Place::Member(member)) => format!("{owner}${member}"),
            (None, place) => format!("{owner}${place}"),
            (Some(_), Place::Member(member)) => format!("{owner}{member}"),
            (Some(_), Place::Item) => format!("{owner}Item"),
            (Some(_), Place::Key) => format!("{owner}Key"),
            (Some(_), Place::Value) => format!("{owner}Value"),
        };
        self.overrides.push(Override {
            owner: owner.to_owned(),
            place,
            name,
            stated,
        });
    }

    /// Traits of a reference win over those of its shape, in both directions.
    pub(super) fn resolve(
        mut self,
        shapes: &mut IndexMap<String, Shape>,
        unreadable: &mut Unreadable,
    ) {
        for (name, default) in &mut self.defaults {
            // A list shape that is flattened itself has its name at its items.
            if default.xml.is_flattened
                && default.wire_name.is_none()
                && let Some(list) = shapes.get(name)
                && matches!(list.kind, Kind::List { .. })
            {
                default.wire_name.clone_from(&list.xml.item.name);
            }
        }
        for shape in shapes.values_mut().filter(|_| !self.defaults.is_empty()) {
            for (element, target) in shape.elements() {
                if let Some(default) = self.defaults.get(&target) {
                    element.inherit(default);
                }
            }
            if let Kind::Structure(it) | Kind::Union(it) | Kind::EventStream(it) = &mut shape.kind {
                for member in it.members.values_mut() {
                    if let Some(default) = self.defaults.get(&member.target) {
                        member.inherit(default);
                    }
                }
            }
        }
        for (owner, problem) in overrides::apply(shapes, self.overrides) {
            shapes.shift_remove(&owner);
            unreadable.shapes.entry(owner).or_default().push(problem);
        }
    }
}

impl Shape {
    /// The elements of items, keys and values, with their targets.
    fn elements(&mut self) -> Vec<(&mut Element, String)> {
        let xml = &mut self.xml;
        match &self.kind {
            Kind::List { item, .. } => vec![(&mut xml.item, item.clone())],
            Kind::Map { key, value, .. } => {
                vec![(&mut xml.key, key.clone()), (&mut xml.item, value.clone())]
            }
            _ => Vec::new(),
        }
    }
}

impl Element {
    /// Takes what it does not state itself.
    fn inherit(&mut self, target: &Member) {
        if self.name.is_none() {
            self.name.clone_from(&target.wire_name);
        }
        if self.namespace.is_none() {
            self.namespace.clone_from(&target.xml.namespace);
        }
    }
}

impl Member {
    /// Takes those traits of its target that it does not state itself.
    fn inherit(&mut self, target: &Self) {
        if self.wire_name.is_none() {
            self.wire_name.clone_from(&target.wire_name);
        }
        if self.context_param.is_none() {
            self.context_param.clone_from(&target.context_param);
        }
        self.event_part = self.event_part.or(target.event_part);
        self.location = self.location.or(target.location);
        self.is_json |= target.is_json;
        self.is_idempotency_token |= target.is_idempotency_token;
        self.is_host_label |= target.is_host_label;
        self.is_endpoint_id |= target.is_endpoint_id;
        self.xml.inherit(&target.xml);
    }
}

impl From<Reference> for Member {
    fn from(reference: Reference) -> Self {
        Self {
            location: reference.location.map(Location::from),
            is_streaming: reference.streaming,
            is_json: reference.jsonvalue,
            target: reference.shape,
            wire_name: reference.location_name,
            is_required: false,
            is_idempotency_token: reference.idempotency_token,
            context_param: reference.context_param.map(|param| param.name),
            is_host_label: reference.host_label,
            is_endpoint_id: reference.endpointdiscoveryid,
            event_part: EventPart::of(reference.eventheader, reference.eventpayload),
            is_sensitive: reference.sensitive,
            xml: MemberXml {
                is_flattened: reference.flattened,
                is_attribute: reference.xml_attribute,
                namespace: reference.xml_namespace,
                query_name: reference.query_name,
            },
            customization: MemberCustomization::default(),
            documentation: Documentation::html(reference.documentation),
            deprecated: deprecation(
                reference.deprecated,
                reference.deprecated_message,
                reference.deprecated_since,
            ),
        }
    }
}
