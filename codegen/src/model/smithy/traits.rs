//! The traits that are used. All others are ignored, whatever their values.

use indexmap::IndexMap;
use serde::de::{Deserialize, Deserializer, IgnoredAny};
use serde_json::Value;

use crate::json::Entry;
use crate::model::xml::Namespace;
use crate::model::{Bound, ChosenChecksum, Http, TimestampFormat, WaiterState};

/// The traits of a shape or member: a field for each, with the trait's id and type.
macro_rules! traits {
    ($($id:literal => $field:ident: $type:ty,)*) => {
        #[derive(Clone, Debug, Default, serde::Deserialize)]
        #[serde(expecting = "an object with traits")]
        pub(super) struct Traits {
            $(
                #[serde(rename = $id)]
                pub(super) $field: Option<$type>,
            )*
        }

        impl Traits {
            /// Adds other traits, which win.
            pub(super) fn lay(&mut self, others: Self) {
                $(
                    if others.$field.is_some() {
                        self.$field = others.$field;
                    }
                )*
            }

            /// Removes a trait by its id.
            pub(super) fn remove(&mut self, id: &str) {
                match id {
                    $($id => self.$field = None,)*
                    _ => {}
                }
            }
        }
    };
}

traits! {
    "smithy.api#documentation" => documentation: String,
    "smithy.api#title" => title: String,
    "smithy.api#deprecated" => deprecated: Box<Deprecated>,
    "smithy.api#mixin" => mixin: Box<Mixin>,

    "smithy.api#required" => required: Marker,
    "smithy.api#length" => length: Bounds,
    "smithy.api#range" => range: Bounds,
    "smithy.api#pattern" => pattern: Box<str>,
    "smithy.api#enum" => enumeration: Box<[EnumDefinition]>,
    "smithy.api#enumValue" => enum_value: Value,
    "smithy.api#sensitive" => sensitive: Marker,
    "smithy.api#sparse" => sparse: Marker,
    "smithy.api#streaming" => streaming: Marker,
    "smithy.api#requiresLength" => requires_length: Marker,
    "smithy.api#eventHeader" => event_header: Marker,
    "smithy.api#eventPayload" => event_payload: Marker,
    "smithy.api#idempotencyToken" => idempotency_token: Marker,
    "smithy.api#timestampFormat" => timestamp_format: TimestampFormat,
    "smithy.api#mediaType" => media_type: Box<str>,
    "smithy.api#jsonName" => json_name: Box<str>,
    "smithy.api#xmlName" => xml_name: Box<str>,
    "smithy.api#xmlNamespace" => xml_namespace: Box<Namespace>,
    "smithy.api#xmlFlattened" => xml_flattened: Marker,
    "smithy.api#xmlAttribute" => xml_attribute: Marker,
    "aws.protocols#ec2QueryName" => query_name: Box<str>,

    "smithy.api#http" => http: Box<Http>,
    "smithy.api#httpLabel" => http_label: Marker,
    "smithy.api#httpQuery" => http_query: Box<str>,
    "smithy.api#httpQueryParams" => http_query_params: Marker,
    "smithy.api#httpHeader" => http_header: Box<str>,
    "smithy.api#httpPrefixHeaders" => http_prefix_headers: Box<str>,
    "smithy.api#httpResponseCode" => http_response_code: Marker,
    "smithy.api#httpPayload" => http_payload: Marker,

    "smithy.api#error" => error: Fault,
    "smithy.api#httpError" => http_error: u16,
    "smithy.api#retryable" => retryable: RetryableTrait,
    "aws.protocols#awsQueryError" => query_error: Box<QueryError>,

    "smithy.api#auth" => auth: Box<[String]>,
    "smithy.api#optionalAuth" => optional_auth: Marker,
    "smithy.api#requestCompression" => request_compression: Box<RequestCompression>,
    "aws.auth#sigv4" => sigv4: Box<SigV4>,
    "aws.auth#sigv4a" => sigv4a: Marker,
    "aws.auth#unsignedPayload" => unsigned_payload: Marker,
    "aws.customizations#s3UnwrappedXmlOutput" => unwrapped_output: Marker,
    "aws.protocols#httpChecksum" => checksum: Box<ChosenChecksum>,
    "smithy.api#httpChecksumRequired" => checksum_required: Marker,
    "smithy.api#httpBearerAuth" => bearer_auth: Marker,
    "smithy.api#httpApiKeyAuth" => api_key_auth: Marker,
    "smithy.api#httpBasicAuth" => basic_auth: Marker,
    "smithy.api#httpDigestAuth" => digest_auth: Marker,
    "aws.auth#cognitoUserPools" => user_pools: Marker,
    "smithy.api#authDefinition" => auth_definition: Marker,
    "smithy.api#endpoint" => endpoint: Box<Endpoint>,
    "aws.api#clientEndpointDiscovery" => endpoint_discovery: Box<EndpointDiscovery>,
    "aws.api#clientDiscoveredEndpoint" => discovered_endpoint: DiscoveredEndpoint,
    "aws.api#clientEndpointDiscoveryId" => endpoint_id: Marker,

    "smithy.api#paginated" => paginated: Box<Entry<Paginated>>,
    "smithy.waiters#waitable" => waitable: Box<Entry<IndexMap<String, Entry<Waiter>>>>,

    "aws.api#service" => service: Box<Service>,
    "aws.protocols#awsJson1_0" => aws_json_1_0: Marker,
    "aws.protocols#awsJson1_1" => aws_json_1_1: Marker,
    "smithy.protocols#rpcv2Cbor" => rpc_v2_cbor: Marker,
    "aws.protocols#restJson1" => rest_json: Marker,
    "aws.protocols#restXml" => rest_xml: Marker,
    "aws.protocols#awsQuery" => aws_query: Marker,
    "aws.protocols#awsQueryCompatible" => query_compatible: Marker,
    "aws.protocols#ec2Query" => ec2_query: Marker,

    "smithy.api#hostLabel" => host_label: Marker,
    "smithy.rules#endpointRuleSet" => endpoint_rules: Box<Value>,
    "smithy.rules#endpointBdd" => endpoint_diagram: Box<Value>,
    "smithy.rules#clientContextParams" => client_context: Box<IndexMap<String, IgnoredAny>>,
    "smithy.rules#contextParam" => context_param: Box<ContextParam>,
    "smithy.rules#staticContextParams" => static_context: Box<IndexMap<String, StaticParam>>,
    "smithy.rules#operationContextParams" => operation_context: Box<IndexMap<String, OperationParam>>,
}

/// A trait whose value does not matter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marker;

impl<'de> Deserialize<'de> for Marker {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct Deprecated {
    pub(super) message: Option<String>,
    pub(super) since: Option<String>,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub(super) struct Mixin {
    /// The ids of the traits that shapes with the mixin do not get.
    #[serde(default)]
    pub(super) local_traits: Vec<String>,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(expecting = "an object with `encodings`")]
pub(super) struct RequestCompression {
    pub(super) encodings: Vec<String>,
}

/// The least and the greatest length or value.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(expecting = "an object with `min` and `max`")]
pub(super) struct Bounds {
    pub(super) min: Option<Bound>,
    pub(super) max: Option<Bound>,
}

/// A value of an enum in the form of Smithy 1.0.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(expecting = "an object with `value`")]
pub(super) struct EnumDefinition {
    pub(super) value: String,
    pub(super) documentation: Option<String>,
    #[serde(default)]
    pub(super) deprecated: bool,
}

#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct RetryableTrait {
    #[serde(default)]
    pub(super) throttling: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Fault {
    Client,
    Server,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub(super) struct QueryError {
    pub(super) code: String,
    pub(super) http_response_code: Option<u16>,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(expecting = "an object with `name`")]
pub(super) struct SigV4 {
    pub(super) name: Option<String>,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub(super) struct Endpoint {
    pub(super) host_prefix: Option<String>,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(expecting = "an object with `operation`")]
pub(super) struct EndpointDiscovery {
    pub(super) operation: String,
    pub(super) error: Option<String>,
}

#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct DiscoveredEndpoint {
    #[serde(default)]
    pub(super) required: bool,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub(super) struct Service {
    pub(super) sdk_id: Option<String>,
    pub(super) arn_namespace: Option<String>,
    pub(super) endpoint_prefix: Option<String>,
}

/// The endpoint parameter that a member sets.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(expecting = "an object with `name`")]
pub(super) struct ContextParam {
    pub(super) name: String,
}

/// The constant value of an endpoint parameter.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(expecting = "an object with `value`")]
pub(super) struct StaticParam {
    pub(super) value: Value,
}

/// The path of the value of an endpoint parameter.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(expecting = "an object with `path`")]
pub(super) struct OperationParam {
    pub(super) path: String,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub(super) struct Paginated {
    pub(super) input_token: Option<String>,
    pub(super) output_token: Option<String>,
    pub(super) items: Option<String>,
    pub(super) page_size: Option<String>,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object with `acceptors`")]
pub(super) struct Waiter {
    pub(super) documentation: Option<String>,
    pub(super) acceptors: Vec<Acceptor>,
    pub(super) min_delay: Option<u64>,
    pub(super) max_delay: Option<u64>,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(expecting = "an object with `state` and `matcher`")]
pub(super) struct Acceptor {
    pub(super) state: WaiterState,
    pub(super) matcher: Matcher,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Matcher {
    Output(PathMatcher),
    InputOutput(IgnoredAny),
    ErrorType(String),
    Success(bool),
}

/// A condition on a value.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(expecting = "an object with `path`, `comparator` and `expected`")]
pub(super) struct PathMatcher {
    pub(super) path: String,
    pub(super) comparator: Comparator,
    pub(super) expected: String,
}

#[derive(Clone, Copy, Debug, serde::Deserialize)]
pub(super) enum Comparator {
    #[serde(rename = "stringEquals")]
    Text,
    #[serde(rename = "allStringEquals")]
    AllTexts,
    #[serde(rename = "anyStringEquals")]
    AnyText,
    #[serde(rename = "booleanEquals")]
    Boolean,
}
