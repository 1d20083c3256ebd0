//! Reads botocore's `service-2.json`, with its `sdk-extras` merged in.
//!
//! Traits of a reference win over those of its shape. If the neutral model does not have such a trait on
//! references, the reference gets a shape of its own.

use std::collections::{BTreeMap, HashSet};

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::endpoints;
use super::{
    Auth, Constraints, Deprecation, Discovery, Documentation, EnumValue, ErrorTrait, EventPart,
    INVALID_ENDPOINT, Kind, Member, Model, Operation, Protocol, Retryable, Service, Shape,
    Structure, TimestampFormat, auth, files, paginators, waiters,
};
use crate::error::{Error, Problem, ProblemKind};

const EXTRAS: &str = "service-2.sdk-extras";

pub(super) fn read(files: &BTreeMap<String, Vec<u8>>) -> Result<Model, Error> {
    let (name, bytes) = files::service(files)?;
    let raw: RawModel = match files::find(files, EXTRAS) {
        None => files::typed(name, bytes)?,
        Some((extras_name, extras)) => {
            let mut value = files::value(name, bytes)?;
            files::merge_extras(&mut value, extras_name, extras)?;
            files::typed_value(name, value)?
        }
    };
    let mut model = raw.into_model(files)?;
    paginators::read(files, &mut model.operations)?;
    model.waiters = waiters::read(files)?;
    Ok(model)
}

#[derive(Deserialize)]
#[serde(expecting = "a botocore model")]
struct RawModel {
    metadata: Option<Metadata>,
    #[serde(default)]
    operations: IndexMap<String, RawOperation>,
    #[serde(default)]
    shapes: IndexMap<String, RawShape>,
    documentation: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
struct Metadata {
    api_version: String,
    endpoint_prefix: String,
    protocol: Option<String>,
    #[serde(default)]
    protocols: Vec<String>,
    json_version: Option<String>,
    target_prefix: Option<String>,
    service_id: Option<String>,
    service_full_name: Option<String>,
    signing_name: Option<String>,
    /// The host of a service for all regions.
    global_endpoint: Option<String>,
    signature_version: Option<String>,
    #[serde(default)]
    auth: Vec<String>,
    aws_query_compatible: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
struct RawOperation {
    endpointdiscovery: Option<RawEndpointDiscovery>,
    #[serde(default)]
    endpointoperation: bool,
    input: Option<Reference>,
    output: Option<Reference>,
    #[serde(default)]
    errors: Vec<Reference>,
    documentation: Option<String>,
    endpoint: Option<RawEndpoint>,
    #[serde(default)]
    static_context_params: IndexMap<String, RawStaticParam>,
    #[serde(default)]
    operation_context_params: IndexMap<String, RawOperationParam>,
    #[serde(default)]
    auth: Vec<String>,
    authtype: Option<String>,
    #[serde(default)]
    unsigned_payload: bool,
    requestcompression: Option<RawRequestCompression>,
    #[serde(default)]
    deprecated: bool,
    deprecated_message: Option<String>,
    deprecated_since: Option<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct RawEndpointDiscovery {
    #[serde(default)]
    required: bool,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with `encodings`")]
struct RawRequestCompression {
    encodings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
struct RawEndpoint {
    host_prefix: Option<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with `value`")]
struct RawStaticParam {
    value: Value,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with `path`")]
struct RawOperationParam {
    path: String,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with `name`")]
struct RawContextParam {
    name: String,
}

/// A reference to a shape, with the traits that the neutral model knows on references.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object with `shape`")]
#[expect(clippy::struct_excessive_bools, reason = "each is a trait of the file")]
struct Reference {
    shape: String,
    timestamp_format: Option<String>,
    documentation: Option<String>,
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
    r#enum: Option<Vec<String>>,
    #[serde(default)]
    deprecated: bool,
    deprecated_message: Option<String>,
    deprecated_since: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a trait of the file")]
struct RawShape {
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
    #[serde(default)]
    sparse: bool,
    #[serde(default)]
    sensitive: bool,
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
    min: Option<f64>,
    max: Option<f64>,
    pattern: Option<String>,
    #[serde(default)]
    deprecated: bool,
    deprecated_message: Option<String>,
    deprecated_since: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
struct RawError {
    code: Option<String>,
    http_status_code: Option<u16>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct RawRetryable {
    #[serde(default)]
    throttling: bool,
}

impl RawModel {
    fn into_model(self, files: &BTreeMap<String, Vec<u8>>) -> Result<Model, Error> {
        let Some(metadata) = self.metadata else {
            return Err(
                Problem::new(ProblemKind::Malformed, "metadata", "it is missing")
                    .hint("a botocore model has `metadata`, `operations` and `shapes`")
                    .into(),
            );
        };
        let auth = metadata.auth();
        let mut asked = self.operations.iter();
        let asked = asked.find(|(_, operation)| operation.endpointoperation);
        let discovery = asked.map(|(name, _)| Discovery {
            operation: name.clone(),
            invalid_endpoint: INVALID_ENDPOINT.to_owned(),
        });
        let service =
            metadata.into_service(discovery, Documentation::html(self.documentation), files)?;
        let operations = self
            .operations
            .into_iter()
            .map(|(name, operation)| (name, operation.into_operation(&auth)))
            .collect();

        let mut own_enums = Vec::new();
        let shapes = self.shapes.into_iter().map(|(name, shape)| {
            let shape = shape.into_shape(&name, &mut own_enums)?;
            Ok::<_, Problem>((name, shape))
        });
        let mut shapes: IndexMap<_, _> = Error::collect(shapes)?;
        let mut problems = Vec::new();
        for (name, shape) in own_enums {
            let path = format!("shapes.{name}");
            if shapes.insert(name, shape).is_some() {
                let message = "the enum of a member needs this name";
                problems.push(Problem::new(ProblemKind::NameClash, path, message));
            }
        }
        Error::check(problems)?;
        Ok(Model {
            service,
            operations,
            shapes,
            waiters: IndexMap::new(),
        })
    }
}

impl Metadata {
    /// The scheme of operations that do not state one.
    fn auth(&self) -> auth::Choice {
        if self.auth.is_empty() {
            auth::of_signature_version(self.signature_version.as_deref()).into()
        } else {
            auth::choose(&self.auth)
        }
    }

    fn into_service(
        self,
        discovery: Option<Discovery>,
        documentation: Documentation,
        files: &BTreeMap<String, Vec<u8>>,
    ) -> Result<Service, Error> {
        let names = match (&self.protocols[..], &self.protocol) {
            ([], Some(name)) => vec![name.clone()],
            ([], None) => {
                let message = "it has neither `protocol` nor `protocols`";
                return Err(Problem::new(ProblemKind::Malformed, "metadata", message).into());
            }
            (names, _) => names.to_vec(),
        };
        let json = match self.json_version.as_deref() {
            Some("1.0") => Protocol::AwsJson1_0,
            _ => Protocol::AwsJson1_1,
        };
        let protocols: Vec<_> = names
            .iter()
            .filter_map(|name| protocol(name, json))
            .collect();
        if protocols.is_empty() {
            let message = format!("unknown protocol {}", names.join(", "));
            let problem = Problem::new(
                ProblemKind::UnsupportedProtocol,
                "metadata.protocol",
                message,
            );
            return Err(problem
                .hint("known are json, rest-json, rest-xml, query, ec2 and smithy-rpc-v2-cbor")
                .into());
        }
        let id = self
            .service_id
            .or_else(|| self.service_full_name.clone())
            .unwrap_or_else(|| self.endpoint_prefix.clone());
        let full_name = self.service_full_name.unwrap_or_else(|| id.clone());
        let global_host = self.global_endpoint.as_deref();
        let endpoints = endpoints::Source::of_files(files, &self.endpoint_prefix, global_host)
            .and_then(|source| source.read())
            .map_err(|error| super::unreadable_endpoints(error, &full_name, &protocols))?;
        Ok(Service {
            full_name,
            id,
            api_version: self.api_version,
            signing_name: self.signing_name.unwrap_or(self.endpoint_prefix),
            target_prefix: self.target_prefix,
            protocols,
            is_query_compatible: self.aws_query_compatible.is_some(),
            is_auth_assumed: self.auth.is_empty() && self.signature_version.is_none(),
            endpoints,
            discovery,
            documentation,
        })
    }
}

fn protocol(name: &str, json: Protocol) -> Option<Protocol> {
    Some(match name {
        "json" => json,
        "rest-json" => Protocol::RestJson,
        "rest-xml" => Protocol::RestXml,
        "query" => Protocol::Query,
        "ec2" => Protocol::Ec2,
        "smithy-rpc-v2-cbor" => Protocol::Cbor,
        _ => return None,
    })
}

impl RawOperation {
    fn into_operation(self, of_service: &auth::Choice) -> Operation {
        // `auth` wins over the older `authtype`, and the operation over the service.
        let auth::Choice { auth, preferred } = match (&self.auth[..], self.authtype.as_deref()) {
            ([], None | Some("")) => of_service.clone(),
            ([], Some("none")) => Auth::None.into(),
            ([], Some("v4" | "v4-unsigned-body")) => Auth::SigV4.into(),
            ([], Some(other)) => Auth::Other(other.to_owned()).into(),
            (auth, _) => auth::choose(auth),
        };
        Operation {
            input: self.input.map(|reference| reference.shape),
            output: self.output.map(|reference| reference.shape),
            errors: self
                .errors
                .into_iter()
                .map(|reference| reference.shape)
                .collect(),
            documentation: Documentation::html(self.documentation),
            deprecated: deprecation(
                self.deprecated,
                self.deprecated_message,
                self.deprecated_since,
            ),
            host_prefix: self.endpoint.and_then(|endpoint| endpoint.host_prefix),
            static_context: self
                .static_context_params
                .into_iter()
                .map(|(name, param)| (name, param.value))
                .collect(),
            input_context: self
                .operation_context_params
                .into_iter()
                .map(|(name, param)| (name, param.path))
                .collect(),
            auth,
            preferred_auth: preferred,
            has_unsigned_payload: self.unsigned_payload
                || self.authtype.as_deref() == Some("v4-unsigned-body"),
            request_encodings: self
                .requestcompression
                .map_or_else(Vec::new, |it| it.encodings),
            needs_endpoint_discovery: self.endpointdiscovery.is_some_and(|it| it.required),
            paginator: None,
        }
    }
}

impl RawShape {
    fn into_shape(
        self,
        name: &str,
        own_enums: &mut Vec<(String, Shape)>,
    ) -> Result<Shape, Problem> {
        let at = |field: &str| format!("shapes.{name}.{field}");
        let target = |reference: Option<Reference>, field: &str| match reference {
            Some(reference) => Ok(reference.shape),
            None => Err(Problem::new(
                ProblemKind::Malformed,
                at(field),
                format!("a {} needs a `{field}`", self.r#type),
            )),
        };
        let kind = match self.r#type.as_str() {
            "structure" if self.document => Kind::Document,
            "structure" => {
                let status = self.error.as_ref().and_then(|error| error.http_status_code);
                let error = (self.exception || self.error.is_some()).then(|| ErrorTrait {
                    code: self.error.and_then(|error| error.code),
                    status,
                    is_fault: self.fault || status.is_some_and(|status| status >= 500),
                    retryable: self.retryable.map(|it| Retryable::of(it.throttling)),
                });
                let members = self.members.unwrap_or_default();
                let members = into_members(name, members, &self.required, own_enums)?;
                let structure = Structure { members, error };
                match (self.eventstream, self.union) {
                    (true, _) => Kind::EventStream(structure),
                    (_, true) => Kind::Union(structure),
                    _ => Kind::Structure(structure),
                }
            }
            "list" => Kind::List {
                item: target(self.member, "member")?,
                is_sparse: self.sparse,
            },
            "map" => Kind::Map {
                key: target(self.key, "key")?,
                value: target(self.value, "value")?,
                is_sparse: self.sparse,
            },
            "string" => match self.r#enum {
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
            other => {
                let message = format!("unknown type `{other}`");
                return Err(Problem::new(ProblemKind::Unsupported, at("type"), message));
            }
        };
        Ok(Shape {
            kind,
            documentation: Documentation::html(self.documentation),
            is_sensitive: self.sensitive,
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
            rename: None,
        })
    }
}

fn into_members(
    shape: &str,
    members: IndexMap<String, Reference>,
    required: &[String],
    own_enums: &mut Vec<(String, Shape)>,
) -> Result<IndexMap<String, Member>, Problem> {
    if let Some(name) = required.iter().find(|name| !members.contains_key(*name)) {
        return Err(Problem::new(
            ProblemKind::Malformed,
            format!("shapes.{shape}.required"),
            format!("`{name}` is not a member"),
        ));
    }
    let required: HashSet<&str> = required.iter().map(String::as_str).collect();
    let member = |(name, reference): (String, Reference)| {
        let path = || format!("shapes.{shape}.members.{name}.timestampFormat");
        let timestamp_format = timestamp_format(reference.timestamp_format.as_deref(), path)?;
        let target = match reference.r#enum {
            None => reference.shape,
            // The values of a member get a shape named after it.
            Some(values) => {
                let own = format!("{shape}{name}");
                own_enums.push((
                    own.clone(),
                    Shape::of(Kind::Enumeration(enum_values(values))),
                ));
                own
            }
        };
        let member = Member {
            target,
            wire_name: reference.location_name,
            is_required: required.contains(name.as_str()),
            is_idempotency_token: reference.idempotency_token,
            context_param: reference.context_param.map(|param| param.name),
            is_host_label: reference.host_label,
            is_endpoint_id: reference.endpointdiscoveryid,
            event_part: EventPart::of(reference.eventheader, reference.eventpayload),
            timestamp_format,
            is_sensitive: reference.sensitive,
            documentation: Documentation::html(reference.documentation),
            deprecated: deprecation(
                reference.deprecated,
                reference.deprecated_message,
                reference.deprecated_since,
            ),
        };
        Ok((name, member))
    };
    members.into_iter().map(member).collect()
}

fn timestamp_format(
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

fn enum_values(values: Vec<String>) -> IndexMap<String, EnumValue> {
    values
        .into_iter()
        .map(|value| (value, EnumValue::default()))
        .collect()
}

fn deprecation(
    is_deprecated: bool,
    message: Option<String>,
    since: Option<String>,
) -> Option<Deprecation> {
    is_deprecated.then_some(Deprecation { message, since })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamp_format_of_a_member() {
        let file = serde_json::json!({
            "metadata": {
                "apiVersion": "1", "endpointPrefix": "a", "protocol": "json", "targetPrefix": "A",
            },
            "shapes": {
                "S": {"type": "structure", "members": {
                    "stated": {"shape": "T", "timestampFormat": "iso8601"},
                    "default": {"shape": "T"},
                }},
                "T": {"type": "timestamp"},
            },
        });
        let files = BTreeMap::from([("service-2.json".to_owned(), file.to_string().into_bytes())]);
        let model = read(&files).unwrap();
        let members = &model.shapes["S"].structure().unwrap().members;
        let stated = Some(TimestampFormat::DateTime);
        assert_eq!(members["stated"].timestamp_format, stated);
        assert_eq!(members["default"].timestamp_format, None);
    }
}
