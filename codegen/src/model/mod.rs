//! The neutral model: what botocore and Smithy both say, in one form.
//!
//! Model order is kept everywhere; readers resolve what is special to their format.

pub mod auth;
mod botocore;
mod constraints;
mod customization;
pub mod endpoints;
pub(crate) mod files;
mod overrides;
mod paginators;
pub(crate) mod smithy;
mod transfer;
mod unreadable;
mod waiters;
pub mod xml;

use indexmap::IndexMap;
use serde::Deserialize;

pub use constraints::{Bound, Constraints};
pub use customization::{
    BodyChecksum, MemberCustomization, NameForm, OperationCustomization, PresignedCopy,
    PresignedPost, ResourceName, ServiceCustomization, SessionSignature, SettingSource,
};
pub use paginators::Paginator;
pub use transfer::{Download, Listing, Transfer, Upload};
pub use unreadable::{LeftOut, Unreadable};
pub use waiters::{Matcher, Quantifier, Waiter, WaiterState};
use xml::{Element, MemberXml, Namespace, ShapeXml};

pub(crate) use waiters::RawWaiter;

use crate::error::{Error, Problem, ProblemKind};

use auth::Auth;

/// The model of a service. Operations, shapes and waiters are by name.
#[derive(Clone, Debug)]
pub struct Model {
    pub service: Service,
    pub operations: IndexMap<String, Operation>,
    pub shapes: IndexMap<String, Shape>,
    pub waiters: IndexMap<String, Waiter>,
    /// What the selection must not need.
    pub unreadable: Unreadable,
    /// Paginators and waiters that could not be read.
    pub left_out: Vec<LeftOut>,
}

impl Model {
    /// The members of an operation's input; `None` without one.
    pub fn input(&self, operation: &Operation) -> Option<&Structure> {
        self.shapes.get(operation.input.as_ref()?)?.structure()
    }

    /// The kind of a shape. The model may lack it, unless it is selected.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.shapes.get(name).map(|shape| &shape.kind)
    }

    /// Reads the files of a model, by file name: those of botocore, or one Smithy model. Formats
    /// and gzip are recognised by what is in the files.
    ///
    /// # Errors
    ///
    /// If a file is unreadable or not valid.
    pub fn read(files: &std::collections::BTreeMap<String, Vec<u8>>) -> Result<Self, Error> {
        let (name, bytes) = files::service(files)?;
        let mut model = if smithy::is_smithy(bytes) {
            smithy::read(name, bytes)
        } else {
            botocore::read(files)
        }?;
        auth::replace_old_signatures(&mut model);
        Ok(model)
    }
}

#[derive(Clone, Debug)]
pub struct Service {
    /// The name that all model formats share, such as `CodeBuild` or `Cost Explorer`.
    pub id: String,
    /// Such as `AWS CodeBuild`.
    pub full_name: String,
    /// A date.
    pub api_version: String,
    pub signing_name: String,
    /// The part of `X-Amz-Target` before the dot.
    pub target_prefix: Option<String>,
    /// In the order of the model.
    pub protocols: Vec<Protocol>,
    /// Whether it states the error codes of awsQuery (`awsQueryCompatible`).
    pub is_query_compatible: bool,
    /// Whether the model does not say how requests are signed.
    pub is_auth_assumed: bool,
    pub endpoints: endpoints::Endpoints,
    pub discovery: Option<Discovery>,
    /// The namespace of documents that state none.
    pub xml_namespace: Option<Namespace>,
    pub documentation: Documentation,
    /// What only overlays state.
    pub customization: ServiceCustomization,
}

/// Endpoint discovery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discovery {
    /// The operation that returns endpoints (`endpointoperation`).
    pub operation: String,
    /// The code of the error for requests to an endpoint that is no longer valid.
    pub invalid_endpoint: String,
}

/// The default of [`Discovery::invalid_endpoint`].
pub(crate) const INVALID_ENDPOINT: &str = "InvalidEndpointException";

/// A wire protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// awsJson 1.0.
    AwsJson1_0,
    /// awsJson 1.1.
    AwsJson1_1,
    /// restJson1.
    RestJson,
    /// restXml.
    RestXml,
    /// awsQuery.
    Query,
    /// ec2Query.
    Ec2,
    /// Smithy RPC v2 CBOR.
    Cbor,
}

impl Protocol {
    /// Smithy's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::AwsJson1_0 => "awsJson1_0",
            Self::AwsJson1_1 => "awsJson1_1",
            Self::RestJson => "restJson1",
            Self::RestXml => "restXml",
            Self::Query => "awsQuery",
            Self::Ec2 => "ec2Query",
            Self::Cbor => "rpcv2Cbor",
        }
    }

    fn is_supported(self) -> bool {
        self != Self::Cbor
    }

    /// The protocol that clients of a service speak: the first supported one of its list.
    pub fn spoken(protocols: &[Self]) -> Option<Self> {
        let mut protocols = protocols.iter().copied();
        protocols.find(|protocol| protocol.is_supported())
    }
}

/// The error for endpoint rules that cannot be read: that of the protocol if no protocol is supported,
/// because only such services have rules with other functions.
fn unreadable_endpoints(error: Error, full_name: &str, protocols: &[Protocol]) -> Error {
    if Protocol::spoken(protocols).is_some() {
        error
    } else {
        unsupported_protocol(full_name, protocols).into()
    }
}

/// The problem of a service none of whose protocols is supported.
pub(crate) fn unsupported_protocol(full_name: &str, protocols: &[Protocol]) -> Problem {
    let names: Vec<_> = protocols.iter().map(|protocol| protocol.name()).collect();
    let message = format!("{full_name} supports only {}", names.join(" and "));
    Problem::new(
        ProblemKind::UnsupportedProtocol,
        "metadata.protocols",
        message,
    )
}

/// An operation; input, output and errors are names of shapes.
#[derive(Clone, Debug)]
pub struct Operation {
    pub input: Option<String>,
    pub output: Option<String>,
    pub errors: Vec<String>,
    /// What it says of the document that its input is, which wins over the input.
    pub input_document: Element,
    /// The method and the URI, for protocols that have different ones.
    pub http: Option<Http>,
    pub documentation: Documentation,
    pub deprecated: Option<Deprecation>,
    /// The prefix of the endpoint's host name (`endpoint.hostPrefix`).
    pub host_prefix: Option<String>,
    /// Constant values of endpoint parameters.
    pub static_context: IndexMap<String, serde_json::Value>,
    /// Values of endpoint parameters as `JMESPath` expressions on the input.
    pub input_context: IndexMap<String, String>,
    pub auth: Auth,
    /// A scheme that it prefers to those, and that is not supported.
    pub preferred_auth: Option<String>,
    /// Whether signatures do not cover the body (`unsignedPayload`).
    pub has_unsigned_payload: bool,
    /// Encodings for its requests, preferred ones first (`requestcompression`).
    pub request_encodings: Vec<String>,
    /// Checksums of its requests and responses.
    pub checksum: Option<Checksum>,
    /// Whether its endpoint has to be discovered (`endpointdiscovery`).
    pub needs_endpoint_discovery: bool,
    pub paginator: Option<Paginator>,
    /// What only overlays state.
    pub customization: OperationCustomization,
}

/// Checksums of requests and responses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checksum {
    /// `Content-MD5` (`httpChecksumRequired`).
    Md5,
    /// An algorithm of the caller's choice.
    Chosen(ChosenChecksum),
}

impl Checksum {
    /// The checksum of an operation with these traits.
    pub(crate) fn of(is_required: bool, chosen: Option<ChosenChecksum>) -> Option<Self> {
        match chosen {
            Some(mut chosen) => {
                chosen.is_required |= is_required;
                Some(Self::Chosen(chosen))
            }
            None => is_required.then_some(Self::Md5),
        }
    }
}

/// The trait `httpChecksum`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase", expecting = "an object")]
pub struct ChosenChecksum {
    /// Whether requests have to have one.
    #[serde(rename = "requestChecksumRequired")]
    pub is_required: bool,
    /// The member of the input that chooses the algorithm of the request.
    pub request_algorithm_member: Option<String>,
    /// The member of the input that asks for a checksum of the response.
    pub request_validation_mode_member: Option<String>,
    /// The algorithms that responses may have.
    pub response_algorithms: Vec<String>,
}

/// How requests are addressed (`http`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object with `method` and a URI")]
pub struct Http {
    pub method: String,
    /// The path and a literal query, with `{name}` or `{name+}` for members.
    #[serde(alias = "requestUri")]
    pub uri: String,
}

/// A shape.
#[derive(Clone, Debug)]
pub struct Shape {
    pub kind: Kind,
    pub documentation: Documentation,
    pub is_sensitive: bool,
    pub deprecated: Option<Deprecation>,
    pub constraints: Constraints,
    /// Whether a blob is a stream of bytes (`streaming`).
    pub is_streaming: bool,
    /// Whether a stream has to have a known length (`requiresLength`).
    pub requires_length: bool,
    /// What is in a string or blob (`mediaType`).
    pub media_type: Option<String>,
    /// Another name for its Rust type, from the overlay.
    pub rename: Option<String>,
    pub xml: ShapeXml,
}

#[derive(Clone, Debug)]
pub enum Kind {
    Structure(Structure),
    /// Exactly one member is set.
    Union(Structure),
    List {
        item: String,
        /// Whether items may be null.
        is_sparse: bool,
    },
    Map {
        /// A string or an enum.
        key: String,
        value: String,
        /// Whether values may be null.
        is_sparse: bool,
    },
    String,
    /// A string with known values.
    Enumeration(IndexMap<String, EnumValue>),
    Boolean,
    /// 32 bits.
    Integer,
    /// 64 bits.
    Long,
    /// 32 bits.
    Float,
    /// 64 bits.
    Double,
    Timestamp(Option<TimestampFormat>),
    Blob,
    /// Any JSON value.
    Document,
    EventStream(Structure),
}

impl Kind {
    /// The members of a structure, union or event stream.
    pub fn structure(&self) -> Option<&Structure> {
        match self {
            Self::Structure(it) | Self::Union(it) | Self::EventStream(it) => Some(it),
            _ => None,
        }
    }

    /// As [`structure`](Self::structure), to be changed.
    pub fn structure_mut(&mut self) -> Option<&mut Structure> {
        match self {
            Self::Structure(it) | Self::Union(it) | Self::EventStream(it) => Some(it),
            _ => None,
        }
    }

    /// The names of the shapes that values of this kind consist of.
    pub fn references(&self) -> Vec<&str> {
        match self {
            Self::List { item, .. } => vec![item],
            Self::Map { key, value, .. } => vec![key, value],
            kind => {
                let members = kind
                    .structure()
                    .into_iter()
                    .flat_map(|it| it.members.values());
                members.map(|member| member.target.as_str()).collect()
            }
        }
    }
}

impl Shape {
    /// A shape without traits.
    pub(crate) fn of(kind: Kind) -> Self {
        Self {
            kind,
            documentation: Documentation::None,
            is_sensitive: false,
            deprecated: None,
            constraints: Constraints::default(),
            is_streaming: false,
            requires_length: false,
            media_type: None,
            rename: None,
            xml: ShapeXml::default(),
        }
    }

    /// See [`Kind::structure`].
    pub fn structure(&self) -> Option<&Structure> {
        self.kind.structure()
    }
}

/// The problem of a type that no Rust type stands for.
fn unsupported_type(path: String, name: &str) -> Problem {
    let message = match name {
        "bigInteger" | "bigDecimal" => {
            format!("`{name}` is not supported: no Rust type has numbers of any size")
        }
        _ => format!("unknown type `{name}`"),
    };
    Problem::new(ProblemKind::Unsupported, path, message)
}

/// The format of a timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimestampFormat {
    /// Seconds since 1970.
    EpochSeconds,
    /// RFC 3339.
    DateTime,
    /// The date of HTTP headers.
    HttpDate,
}

/// The members of a structure, union or error.
#[derive(Clone, Debug, Default)]
pub struct Structure {
    /// The members by name.
    pub members: IndexMap<String, Member>,
    pub error: Option<ErrorTrait>,
}

/// What makes a structure an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorTrait {
    /// Its code if that is not the shape's name.
    pub code: Option<String>,
    /// The HTTP status, if it is stated.
    pub status: Option<u16>,
    /// Server fault (otherwise client fault).
    pub is_fault: bool,
    pub retryable: Option<Retryable>,
}

/// Why a call may be retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retryable {
    Transient,
    Throttling,
}

impl Retryable {
    fn of(is_throttling: bool) -> Self {
        if is_throttling {
            Self::Throttling
        } else {
            Self::Transient
        }
    }
}

/// A member of a structure.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a trait of the model"
)]
pub struct Member {
    pub target: String,
    /// The name on the wire, if it is another.
    pub wire_name: Option<String>,
    pub is_required: bool,
    pub is_idempotency_token: bool,
    /// The endpoint parameter that it sets.
    pub context_param: Option<String>,
    pub is_host_label: bool,
    /// Whether it identifies the endpoint in endpoint discovery.
    pub is_endpoint_id: bool,
    /// The part of an event's message that holds it, if that is not the document.
    pub event_part: Option<EventPart>,
    /// The part of an HTTP message that holds it, if that is not the document.
    pub location: Option<Location>,
    /// Whether it is a stream of bytes (`streaming`).
    pub is_streaming: bool,
    /// Whether it is JSON in a string (`jsonvalue`).
    pub is_json: bool,
    pub is_sensitive: bool,
    pub xml: MemberXml,
    /// If there is none, that of the target is used.
    pub documentation: Documentation,
    pub deprecated: Option<Deprecation>,
    /// What only overlays state.
    pub customization: MemberCustomization,
}

/// A part of the message of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventPart {
    /// A header of the member's name.
    Header,
    /// All of the payload.
    Payload,
}

impl EventPart {
    fn of(is_header: bool, is_payload: bool) -> Option<Self> {
        match (is_header, is_payload) {
            (true, _) => Some(Self::Header),
            (false, true) => Some(Self::Payload),
            (false, false) => None,
        }
    }
}

/// A part of an HTTP message. Protocols without HTTP bindings ignore it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// A label of the path.
    Label,
    /// A parameter of the query; a map is all of them that have no other place.
    Query,
    /// A header.
    Header,
    /// The headers that the entries of a map are.
    PrefixHeaders,
    /// The status code.
    StatusCode,
    /// The whole body.
    Payload,
    /// One that this version does not know.
    Unknown,
}

/// A value of an enum.
#[derive(Clone, Debug, Default)]
pub struct EnumValue {
    pub documentation: Documentation,
    pub deprecated: Option<Deprecation>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Documentation {
    #[default]
    None,
    /// Of botocore and Smithy.
    Html(String),
    /// Of overlays.
    Markdown(String),
}

impl Documentation {
    fn html(text: Option<String>) -> Self {
        match text {
            Some(text) if !text.trim().is_empty() => Self::Html(text),
            _ => Self::None,
        }
    }
}

/// A deprecation note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deprecation {
    pub message: Option<String>,
    /// A version or a date in any notation.
    pub since: Option<String>,
}
