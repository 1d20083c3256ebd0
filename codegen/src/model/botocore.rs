//! Reads botocore's `service-2.json`, with its `sdk-extras` merged in.
//!
//! Traits of a reference win over those of its shape; what a reference does not state, its shape says,
//! whichever of the two usually has the trait. An entry that cannot be read is an error only for what
//! needs it.

mod reference;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use self::reference::{Reference, References};
use self::shape::RawShape;
use super::endpoints;
use super::{
    Checksum, ChosenChecksum, Deprecation, Discovery, Documentation, Http, INVALID_ENDPOINT, Kind,
    Model, Operation, OperationCustomization, Protocol, Service, ServiceCustomization, Unreadable,
    auth, files, paginators, waiters,
};
use crate::error::{Error, Problem, ProblemKind};
use crate::json::Entry;

const EXTRAS: &str = "service-2.sdk-extras";

pub(super) fn read(files: &BTreeMap<String, Vec<u8>>) -> Result<Model, Error> {
    let service = files::service(files)?;
    let raw: RawModel = files::with_extras(files, service, EXTRAS, str::to_owned)?;
    let mut model = raw.into_model(files)?;
    paginators::read(files, &mut model)?;
    waiters::read(files, &mut model)?;
    Ok(model)
}

#[derive(Deserialize)]
#[serde(expecting = "a botocore model")]
struct RawModel {
    metadata: Option<Metadata>,
    #[serde(default)]
    operations: IndexMap<String, Entry<RawOperation>>,
    #[serde(default)]
    shapes: IndexMap<String, Entry<RawShape>>,
    documentation: Option<String>,
    #[serde(default, rename = "clientContextParams")]
    client_context: IndexMap<String, IgnoredAny>,
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
#[expect(clippy::struct_excessive_bools, reason = "each is a trait of the file")]
struct RawOperation {
    http: Option<Http>,
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
    http_checksum: Option<ChosenChecksum>,
    #[serde(default)]
    http_checksum_required: bool,
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
        let mut operations = self.operations.iter();
        let discovery = operations.find_map(|(name, operation)| {
            operation.valid()?.endpointoperation.then(|| Discovery {
                operation: name.clone(),
                invalid_endpoint: INVALID_ENDPOINT.to_owned(),
            })
        });
        let mut service =
            metadata.into_service(discovery, Documentation::html(self.documentation), files)?;

        let mut unreadable = Unreadable::default();
        let mut stated_errors = Vec::new();
        let operations = self.operations.into_iter().map(|(name, operation)| {
            let operation = operation.at(&format!("operations.{name}"));
            let operation = operation.map_err(|problem| vec![problem]).map(|mut it| {
                stated_errors.extend(it.errors.iter_mut().filter_map(Reference::stated_error));
                it.into_operation(&auth)
            });
            (name, operation)
        });
        let operations = Unreadable::separate(operations, &mut unreadable.operations);
        let settings = self.client_context.keys();
        service
            .endpoints
            .set_client_context("clientContextParams", settings, &operations);

        let mut references = References::default();
        let shapes = self.shapes.into_iter().map(|(name, shape)| {
            let shape = shape.at(&format!("shapes.{name}"));
            let shape = shape.and_then(|shape| shape.into_shape(&name, &mut references));
            (name, shape.map_err(|problem| vec![problem]))
        });
        let mut shapes = Unreadable::separate(shapes, &mut unreadable.shapes);
        references.resolve(&mut shapes, &mut unreadable);
        for (name, stated) in stated_errors {
            if let Some(Kind::Structure(structure)) = shapes.get_mut(&name).map(|it| &mut it.kind) {
                structure.error.get_or_insert(stated);
            }
        }
        Ok(Model {
            service,
            operations,
            shapes,
            waiters: IndexMap::new(),
            unreadable,
            left_out: Vec::new(),
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
        let version = self.json_version.as_deref();
        let json = match version {
            Some("1.0") => Protocol::AwsJson1_0,
            _ => Protocol::AwsJson1_1,
        };
        let protocols: Vec<_> = names
            .iter()
            .filter_map(|name| protocol(name, json))
            .collect();
        // Services of other protocols may have any.
        if Protocol::spoken(&protocols) == Some(json) && !matches!(version, Some("1.0" | "1.1")) {
            return Err(json_version(version).into());
        }
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
            xml_namespace: None,
            documentation,
            customization: ServiceCustomization::default(),
        })
    }
}

/// The problem of a service that speaks JSON of an unknown version.
fn json_version(version: Option<&str>) -> Problem {
    let (kind, message) = match version {
        Some(version) => (
            ProblemKind::UnsupportedProtocol,
            format!("unknown version {version:?} of the protocol json"),
        ),
        None => {
            let message = "required by the protocol json, for `Content-Type`";
            (ProblemKind::Malformed, message.to_owned())
        }
    };
    Problem::new(kind, "metadata.jsonVersion", message).hint("known are \"1.0\" and \"1.1\"")
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
            ([], authtype) => auth::of_signature_version(authtype).into(),
            (auth, _) => auth::choose(auth),
        };
        Operation {
            http: self.http,
            input_document: self
                .input
                .as_ref()
                .map(Reference::element)
                .unwrap_or_default(),
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
            checksum: Checksum::of(self.http_checksum_required, self.http_checksum),
            customization: OperationCustomization::default(),
            needs_endpoint_discovery: self.endpointdiscovery.is_some_and(|it| it.required),
            paginator: None,
        }
    }
}

fn deprecation(
    is_deprecated: bool,
    message: Option<String>,
    since: Option<String>,
) -> Option<Deprecation> {
    is_deprecated.then_some(Deprecation { message, since })
}
