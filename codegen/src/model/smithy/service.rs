//! The service.

use indexmap::IndexMap;

use super::closure::Closure;
use super::traits::Traits;
use super::{ast, common};
use crate::error::{Error, Problem, ProblemKind};
use crate::model::endpoints::{self, Endpoints};
use crate::model::{
    self, Discovery, INVALID_ENDPOINT, Operation, Protocol, Service, ServiceCustomization,
};

/// The service of the model.
pub(super) fn read(closure: &Closure<'_>) -> Result<Service, Error> {
    let traits = &closure.service.traits;
    let protocols = protocols(traits);
    if protocols.is_empty() {
        let path = format!("{}.traits", closure.service_path());
        let message = "the service has no known protocol";
        return Err(
            Problem::new(ProblemKind::UnsupportedProtocol, path, message)
                .hint(
                    "known are aws.protocols#awsJson1_0, awsJson1_1, restJson1, restXml, awsQuery \
                     and ec2Query, and smithy.protocols#rpcv2Cbor",
                )
                .into(),
        );
    }
    let name = ast::local_name(closure.service_id);
    let facts = traits.service.as_deref();
    let id = facts.and_then(|facts| facts.sdk_id.clone());
    let id = id.unwrap_or_else(|| name.to_owned());
    let full_name = traits.title.clone().unwrap_or_else(|| id.clone());
    let namespace = facts.and_then(|facts| facts.arn_namespace.clone());
    let namespace = namespace.unwrap_or_else(|| name.to_lowercase());
    let endpoint_prefix = facts.and_then(|facts| facts.endpoint_prefix.clone());
    let endpoint_prefix = endpoint_prefix.unwrap_or_else(|| namespace.clone());
    let endpoints = endpoints(closure, &endpoint_prefix)
        .map_err(|error| model::unreadable_endpoints(error, &full_name, &protocols))?;
    let signing_name = traits.sigv4.as_ref().and_then(|sigv4| sigv4.name.clone());
    Ok(Service {
        full_name,
        id,
        api_version: closure.service.version.clone().unwrap_or_default(),
        signing_name: signing_name.unwrap_or(namespace),
        target_prefix: Some(name.to_owned()),
        protocols,
        is_query_compatible: traits.query_compatible.is_some(),
        is_auth_assumed: false,
        endpoints,
        discovery: discovery(traits),
        xml_namespace: traits.xml_namespace.as_deref().cloned(),
        documentation: common::documentation(traits),
        customization: ServiceCustomization::default(),
    })
}

/// Makes parameters of the endpoint rules settings of the client.
pub(super) fn set_client_context(
    closure: &Closure<'_>,
    service: &mut Service,
    operations: &IndexMap<String, Operation>,
) {
    if let Some(parameters) = &closure.service.traits.client_context {
        let id = "smithy.rules#clientContextParams";
        let path = format!("{}.traits.{id}", closure.service_path());
        let endpoints = &mut service.endpoints;
        endpoints.set_client_context(&path, parameters.keys(), operations);
    }
}

/// The endpoint rules: as rules, if it has both forms.
fn endpoints(closure: &Closure<'_>, prefix: &str) -> Result<Endpoints, Error> {
    let traits = &closure.service.traits;
    let place = |id: &str| format!("{}.traits.{id}", closure.service_path());
    let forms = [
        ("smithy.rules#endpointRuleSet", &traits.endpoint_rules),
        ("smithy.rules#endpointBdd", &traits.endpoint_diagram),
    ];
    let rules = forms.into_iter().find_map(|(id, rules)| {
        let rules = rules.as_ref()?;
        Some((place(id), rules.to_string().into_bytes()))
    });
    let source = endpoints::Source {
        rules,
        partitions: None,
        place: &place("smithy.rules#endpointRuleSet"),
        prefix,
        global_host: None,
    };
    source.read()
}

/// Endpoint discovery. Operation names and error codes are the last parts of ids; `rename` does not
/// change them.
fn discovery(traits: &Traits) -> Option<Discovery> {
    let discovery = traits.endpoint_discovery.as_ref()?;
    let error = discovery.error.as_deref().map(ast::local_name);
    Some(Discovery {
        operation: ast::local_name(&discovery.operation).to_owned(),
        invalid_endpoint: error.unwrap_or(INVALID_ENDPOINT).to_owned(),
    })
}

/// The protocols of a service.
pub(super) fn protocols(traits: &Traits) -> Vec<Protocol> {
    let known = [
        (traits.aws_json_1_0, Protocol::AwsJson1_0),
        (traits.aws_json_1_1, Protocol::AwsJson1_1),
        (traits.rpc_v2_cbor, Protocol::Cbor),
        (traits.rest_json, Protocol::RestJson),
        (traits.rest_xml, Protocol::RestXml),
        (traits.aws_query, Protocol::Query),
        (traits.ec2_query, Protocol::Ec2),
    ];
    let known = known.into_iter();
    known
        .filter_map(|(marker, protocol)| marker.map(|_| protocol))
        .collect()
}
