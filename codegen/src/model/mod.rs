//! The neutral model: what botocore and Smithy both say, in one form.
//!
//! Model order is kept everywhere; readers resolve what is special to their format.

mod auth;
mod botocore;
pub mod endpoints;
pub(crate) mod files;
mod paginators;
pub(crate) mod smithy;
mod waiters;

use indexmap::IndexMap;

pub use paginators::Paginator;
pub use waiters::{Matcher, Quantifier, Waiter, WaiterState};

pub(crate) use waiters::RawWaiter;

use crate::error::{Error, Problem, ProblemKind};

/// A service.
#[derive(Clone, Debug)]
pub struct Model {
    /// What concerns the service as a whole.
    pub service: Service,
    /// The operations by name.
    pub operations: IndexMap<String, Operation>,
    /// The shapes by name.
    pub shapes: IndexMap<String, Shape>,
    /// What programs wait for, by name.
    pub waiters: IndexMap<String, Waiter>,
}

impl Model {
    /// Reads the files of a model, by file name: those of botocore, or one Smithy model. Formats
    /// and gzip are recognised by what is in the files.
    ///
    /// # Errors
    ///
    /// If a file is unreadable or says something that cannot be.
    pub fn read(files: &std::collections::BTreeMap<String, Vec<u8>>) -> Result<Self, Error> {
        let (name, bytes) = files::service(files)?;
        if smithy::is_smithy(bytes) {
            smithy::read(name, bytes)
        } else {
            botocore::read(files)
        }
    }
}

/// Facts about a service.
#[derive(Clone, Debug)]
pub struct Service {
    /// The one name that all model formats share, such as `CodeBuild` or `Cost Explorer`.
    pub id: String,
    /// Its name for people, such as `AWS CodeBuild`.
    pub full_name: String,
    /// The version of its API, a date.
    pub api_version: String,
    /// Its name in signatures.
    pub signing_name: String,
    /// What stands before the dot in `X-Amz-Target`.
    pub target_prefix: Option<String>,
    /// The protocols it speaks, in the order of the model.
    pub protocols: Vec<Protocol>,
    /// Whether it spoke awsQuery before, and still tells the codes its errors had there
    /// (`awsQueryCompatible`).
    pub is_query_compatible: bool,
    /// Where it is reached.
    pub endpoints: endpoints::Endpoints,
    /// How it tells where its operations are to be sent, if some have to ask.
    pub discovery: Option<Discovery>,
    /// What it does.
    pub documentation: Documentation,
}

/// How a service tells where its operations are to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discovery {
    /// The operation that is asked (`endpointoperation`).
    pub operation: String,
    /// The code of the error that refuses a request at an endpoint that is not the right one any
    /// more.
    pub invalid_endpoint: String,
}

/// The code of that error where a model does not say it.
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
    /// Whether codegen speaks it.
    fn is_spoken(self) -> bool {
        matches!(self, Self::AwsJson1_0 | Self::AwsJson1_1)
    }
}

/// What is wrong with a service whose endpoints are not understood: its protocol, if codegen speaks
/// none that it has. Endpoint rules of such services have functions that no other has.
fn not_understood(error: Error, full_name: &str, protocols: &[Protocol]) -> Error {
    if protocols.iter().any(|protocol| protocol.is_spoken()) {
        error
    } else {
        unspoken(full_name, protocols).into()
    }
}

/// What to say if codegen speaks none of a service's protocols.
pub(crate) fn unspoken(full_name: &str, protocols: &[Protocol]) -> Problem {
    let names: Vec<_> = protocols.iter().map(|name| format!("{name:?}")).collect();
    let message = format!("{full_name} speaks {}", names.join(" and "));
    Problem::new(
        ProblemKind::UnsupportedProtocol,
        "metadata.protocols",
        message,
    )
    .hint("this version of codegen speaks awsJson 1.0 and 1.1")
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The structure it takes.
    pub input: Option<String>,
    /// The structure it answers with.
    pub output: Option<String>,
    /// The errors it lists.
    pub errors: Vec<String>,
    /// What it does.
    pub documentation: Documentation,
    /// Whether, and why, it should not be used any more.
    pub deprecated: Option<Deprecation>,
    /// What stands in front of the endpoint's host name (`endpoint.hostPrefix`).
    pub host_prefix: Option<String>,
    /// Values of endpoint parameters that are the same for each call.
    pub static_context: IndexMap<String, serde_json::Value>,
    /// Values of endpoint parameters as expressions of `JMESPath` on the input.
    pub input_context: IndexMap<String, String>,
    /// How its requests say who sends them.
    pub auth: Auth,
    /// Whether signatures leave out the body (`unsignedPayload`).
    pub has_unsigned_payload: bool,
    /// How its requests may be compressed, what is best first (`requestcompression`).
    pub request_encodings: Vec<String>,
    /// Whether its endpoint has to be asked for first (`endpointdiscovery`).
    pub needs_endpoint_discovery: bool,
    /// How it answers in pages, if it does.
    pub paginator: Option<Paginator>,
}

/// How requests say who sends them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Auth {
    /// By a signature of AWS.
    SigV4,
    /// Not at all.
    None,
    /// In a way that has no name here: the scheme.
    Other(String),
}

/// A shape.
#[derive(Clone, Debug)]
pub struct Shape {
    /// What it is.
    pub kind: Kind,
    /// What it is for.
    pub documentation: Documentation,
    /// Whether its values are kept out of logs.
    pub is_sensitive: bool,
    /// Whether, and why, it should not be used any more.
    pub deprecated: Option<Deprecation>,
    /// What values it takes.
    pub constraints: Constraints,
    /// Another name for its Rust type (overlay).
    pub rename: Option<String>,
}

/// The kinds of shapes.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Named members.
    Structure(Structure),
    /// Named members of which exactly one is set.
    Union(Structure),
    /// Items of one shape.
    List {
        /// The shape of the items.
        item: String,
        /// Whether items may be null.
        is_sparse: bool,
    },
    /// Values of one shape under string keys.
    Map {
        /// The shape of the keys: a string or an enum.
        key: String,
        /// The shape of the values.
        value: String,
        /// Whether values may be null.
        is_sparse: bool,
    },
    /// Text.
    String,
    /// Text with known values, by the value.
    Enumeration(IndexMap<String, EnumValue>),
    /// True or false.
    Boolean,
    /// 32 bits.
    Integer,
    /// 64 bits.
    Long,
    /// 32 bits.
    Float,
    /// 64 bits.
    Double,
    /// A point in time.
    Timestamp(Option<TimestampFormat>),
    /// Bytes.
    Blob,
    /// Any JSON value.
    Document,
    /// A stream of events.
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
    /// See [`Kind::structure`].
    pub fn structure(&self) -> Option<&Structure> {
        self.kind.structure()
    }
}

/// How a timestamp is written, where the model says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// What an error adds.
    pub error: Option<ErrorTrait>,
}

/// What makes a structure an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorTrait {
    /// Its code where that is not the shape's name.
    pub code: Option<String>,
    /// The HTTP status it comes with, if the model says so.
    pub status: Option<u16>,
    /// Whether it is the service that failed, and not the request that was wrong.
    pub is_fault: bool,
    /// Whether the call may be repeated, and whether that is because of throttling.
    pub retryable: Option<Retryable>,
}

/// What the model says of repeating a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retryable {
    /// Try again.
    Transient,
    /// Try again, later.
    Throttling,
}

/// A member of a structure.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a trait of the model"
)]
pub struct Member {
    /// The shape of its value.
    pub target: String,
    /// Its name on the wire where that is not its own.
    pub wire_name: Option<String>,
    /// Whether the service requires it.
    pub is_required: bool,
    /// Whether the client fills it in.
    pub is_idempotency_token: bool,
    /// The endpoint parameter that it is the value of.
    pub context_param: Option<String>,
    /// Whether it is part of the host name.
    pub is_host_label: bool,
    /// Whether the endpoint depends on it, where that has to be asked for.
    pub is_endpoint_id: bool,
    /// The part of an event's message that holds it, if that is not the document.
    pub event_part: Option<EventPart>,
    /// The format of timestamps in it, if that is stated on the member.
    pub timestamp_format: Option<TimestampFormat>,
    /// Whether its values are kept out of logs.
    pub is_sensitive: bool,
    /// What it is for; the target's documentation stands in where there is none.
    pub documentation: Documentation,
    /// Whether, and why, it should not be used any more.
    pub deprecated: Option<Deprecation>,
}

/// A part of the message of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventPart {
    /// A header, by the member's name.
    Header,
    /// All of the payload.
    Payload,
}

impl EventPart {
    /// By the traits that a member has.
    fn of(is_header: bool, is_payload: bool) -> Option<Self> {
        match (is_header, is_payload) {
            (true, _) => Some(Self::Header),
            (false, true) => Some(Self::Payload),
            (false, false) => None,
        }
    }
}

/// A value of an enum.
#[derive(Clone, Debug, Default)]
pub struct EnumValue {
    /// What it means.
    pub documentation: Documentation,
}

/// Text about a part of the model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Documentation {
    /// There is none.
    #[default]
    None,
    /// As botocore and Smithy write it.
    Html(String),
    /// As our overlays write it.
    Markdown(String),
}

/// Something that should not be used any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deprecation {
    /// Why, or what to use instead.
    pub message: Option<String>,
    /// Since when; a version or a date in any notation.
    pub since: Option<String>,
}

/// What values a shape takes. They are for documentation and fixtures: the service checks them, and
/// models are known to be wrong about some.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// The least length, number of items, or value.
    pub min: Option<f64>,
    /// The greatest length, number of items, or value.
    pub max: Option<f64>,
    /// A regular expression.
    pub pattern: Option<String>,
    /// A text that matches the pattern (overlay).
    pub sample: Option<String>,
}

impl Constraints {
    /// The least and the greatest length.
    pub fn lengths(&self) -> (usize, usize) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "lengths are whole and not negative; a cast saturates"
        )]
        let length = |length: f64| length as usize;
        (
            self.min.map_or(0, length),
            self.max.map_or(usize::MAX, length),
        )
    }
}
