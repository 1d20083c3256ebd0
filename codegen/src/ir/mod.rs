//! Resolved Rust facts: what emitters print. There is no JSON here, and nothing that only botocore or
//! Smithy has; everything is decided. All lists are in model order, all `docs` are Markdown with links
//! into the crate.

mod customization;
pub mod discovery;
pub mod endpoint;
mod paging;
mod transfer;

use std::ops::Deref;

pub use customization::{Adjustment, Customization, InputAdjustment, Session, StatedEndpoint};
pub use paging::{
    Acceptor, Condition, EmptyToken, Function, FunctionBody, Items, Limit, Matcher, Number,
    Paginator, Path, PathSegment, State, Token, Waiter,
};

pub use transfer::{OperationRole, Transfer};

pub use crate::model::auth::Scheme;
pub use crate::model::xml::{Element, Namespace};
pub use crate::model::{
    BodyChecksum, Checksum, NameForm, PresignedCopy, PresignedPost, ResourceName, Retryable,
    SessionSignature, TimestampFormat,
};
use crate::names::Name;

#[derive(Debug)]
pub struct Crate {
    /// As Cargo knows it.
    pub name: String,
    pub version: String,
    /// The command that generates it.
    pub command: String,
    pub service: Service,
    pub operations: Vec<Operation>,
    /// The operation that examples show: the first one asked for.
    pub example: Option<usize>,
    pub waiters: Vec<Waiter>,
    pub types: Vec<Type>,
    pub endpoints: endpoint::Endpoints,
    /// Whether something in it is deprecated.
    pub has_deprecated: bool,
    /// The members whose usual values in fixtures would violate a constraint.
    pub samples: Vec<Sample>,
}

/// A value for a member in fixtures.
#[derive(Debug)]
pub struct Sample {
    /// The model name of the structure or union.
    pub shape: String,
    /// The model name of the member.
    pub member: String,
    /// JSON in the form of the model; null is the usual value.
    pub json: String,
}

#[derive(Debug)]
pub struct Service {
    /// Such as `CodeBuild`.
    pub id: String,
    /// Such as `AWS CodeBuild`.
    pub full_name: String,
    /// The full name in Markdown.
    pub title: String,
    pub api_version: String,
    pub signing_name: String,
    pub docs: String,
    /// Without links, to be read outside of rustdoc.
    pub plain_docs: String,
    /// Whether documentation in the crate is the model's own.
    pub has_model_docs: bool,
    /// Whether each signed request states the hash of its payload in a header.
    pub states_payload_hash: bool,
    /// Whether signatures cover the path as it is sent.
    pub signs_path_as_sent: bool,
    /// The header that tells the region where a request has to go.
    pub region_header: Option<String>,
    /// The element of an error's document that tells it.
    pub region_element: Option<String>,
    /// The codes of errors that mean that it has to go to another region.
    pub region_errors: Vec<String>,
}

#[derive(Debug)]
pub struct Operation {
    pub model_name: String,
    /// The marker type.
    pub name: Name,
    pub module: Name,
    /// The method of the client.
    pub method: Name,
    pub docs: String,
    /// The first paragraph of the documentation on one line, without links.
    pub summary: String,
    pub deprecated: Option<Deprecated>,
    /// The type's name ends in `Input`.
    pub input: Structure,
    /// The type's name ends in `Output`.
    pub output: Structure,
    /// The error enum.
    pub error_name: Name,
    pub errors: Vec<ErrorVariant>,
    pub protocol: Protocol,
    /// The authentication schemes, preferred ones first.
    pub auth: Vec<Scheme>,
    /// Whether signatures leave out the payload.
    pub is_payload_unsigned: bool,
    /// Whether its requests can be presigned.
    pub is_presignable: bool,
    /// Whether clients compress its requests.
    pub is_compressed: bool,
    /// The checksums of its requests and responses.
    pub checksum: Option<Checksum>,
    pub customization: Customization,
    /// What makes it transfer whole objects.
    pub transfer: Option<Transfer>,
    /// The event stream in its output.
    pub events: Option<EventStream>,
    /// How its endpoint is discovered, if it has to be.
    pub discovery: Option<discovery::Discovery>,
    /// What makes it the operation that discovers the endpoints of others.
    pub tells_endpoints: Option<discovery::EndpointOperation>,
    pub paginator: Option<Paginator>,
    /// The prefix of the host name, with `{name}` for members of the input.
    pub host_prefix: Option<String>,
    /// The endpoint parameters that it sets.
    pub call_parameters: Vec<endpoint::CallParameter>,
}

/// An event stream in an output.
#[derive(Debug)]
pub struct EventStream {
    /// The model name of the output's member.
    pub model_name: String,
    /// The field of the output.
    pub field: Name,
    pub setter: Name,
    pub docs: String,
    pub deprecated: Option<Deprecated>,
    /// The union of the events.
    pub union: Name,
    /// The enum of the errors that end the stream.
    pub error_name: Name,
    /// The modeled errors; their codes are the names of their members.
    pub errors: Vec<ErrorVariant>,
}

/// An error of an operation.
#[derive(Debug)]
pub struct ErrorVariant {
    /// The type's name.
    pub name: Name,
    /// The variant, which has the type's name if it can; the same in all enums of the crate.
    pub variant: Name,
    /// The predicate `is_…`.
    pub predicate: Name,
    /// Whether the enum has an earlier variant of the same type, which is the one that a value of the
    /// type converts into.
    pub is_repeated: bool,
    pub code: String,
    /// The name in responses, if it is not the code: services that are compatible with awsQuery state
    /// the code in a header.
    pub wire_name: Option<String>,
    /// The HTTP status.
    pub status: u16,
    /// The first paragraph of its documentation.
    pub summary: String,
    /// The field that holds the message.
    pub message: Name,
    pub retryable: Option<Retryable>,
}

/// How an operation is sent.
#[derive(Debug)]
pub struct Protocol {
    /// Its type in the runtime's module `protocol`, such as `aws_json::AwsJson1_1`.
    pub ty: &'static str,
    /// The feature of the runtime that has it.
    pub feature: &'static str,
    /// The content type of documents.
    pub document_type: &'static str,
    /// Whether requests ask for the error codes of awsQuery.
    pub is_query_compatible: bool,
    pub address: Address,
}

/// What tells the requests of an operation from those of others.
#[derive(Debug)]
pub enum Address {
    /// The header `X-Amz-Target`; the method is POST and the path `/`.
    Target(String),
    /// The parameters `Action` and `Version` of a form; the method is POST and the path `/`.
    Action { name: String, version: String },
    Http {
        method: String,
        /// The path and a literal query, with `{name}` or `{name+}` for members of the input, by
        /// their names in the model.
        uri: String,
        /// The member in the first segment of the path, if the endpoint has it in its URL.
        label_in_endpoint: Option<String>,
        /// The content type of a payload, if it is stated.
        payload_type: Option<String>,
        /// Whether the query is sent as the form body of a POST request.
        sends_query_as_form: bool,
    },
}

impl Operation {
    /// Whether a stream is read before it is sent, for checksums that an overlay states.
    pub fn has_stream_checksums(&self) -> bool {
        !self.customization.body_checksums.is_empty() && self.input.stream().is_some()
    }
}

impl Protocol {
    /// The request without its members: `POST /builds/{id}`, the target, or the action.
    pub fn request(&self) -> String {
        match &self.address {
            Address::Target(target) => target.clone(),
            Address::Action { name, version } => format!("Action={name}&Version={version}"),
            Address::Http {
                uri,
                sends_query_as_form: true,
                ..
            } => format!("POST {uri}"),
            Address::Http { method, uri, .. } => format!("{method} {uri}"),
        }
    }

    /// The content type of requests with a body.
    pub fn content_type(&self) -> &str {
        match &self.address {
            Address::Http {
                payload_type: Some(stated),
                ..
            } => stated,
            Address::Http {
                sends_query_as_form: true,
                ..
            } => "application/x-www-form-urlencoded",
            _ => self.document_type,
        }
    }
}

/// The part of a message that holds a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Location {
    /// The document in the body.
    #[default]
    Document,
    /// A label of the path.
    Label,
    /// A parameter of the query.
    Query,
    /// The parameters of the query that the entries of a map are.
    QueryParams,
    /// A header.
    Header,
    /// The headers that the entries of a map are.
    PrefixHeaders,
    /// The status code.
    StatusCode,
    /// The whole body: bytes, text, a union or a document.
    Payload,
    /// The whole body: a structure.
    StructurePayload,
    /// The whole body: a stream of bytes.
    StreamPayload,
    /// A header of an event's message.
    EventHeader,
    /// The payload of an event's message.
    EventPayload,
}

#[derive(Debug)]
pub enum Type {
    Structure(Structure),
    Union(Union),
    Enumeration(Enumeration),
}

impl Crate {
    pub fn has_events(&self) -> bool {
        self.operations.iter().any(|it| it.events.is_some())
    }

    /// Whether an input or output has a stream of bytes.
    pub fn has_byte_streams(&self) -> bool {
        let mut operations = self.operations.iter();
        operations.any(|it| it.input.stream().is_some() || it.output.stream().is_some())
    }

    /// Whether there are requests that can be presigned.
    pub fn has_presigning(&self) -> bool {
        self.operations.iter().any(|it| it.is_presignable)
    }

    /// Whether there are transfers of whole objects.
    pub fn has_transfers(&self) -> bool {
        self.operations.iter().any(|it| it.transfer.is_some())
    }

    /// Whether there are calls that can be presigned forms.
    pub fn has_presigned_forms(&self) -> bool {
        let mut operations = self.operations.iter();
        operations.any(|it| it.customization.presigned_post.is_some())
    }

    /// The authentication schemes of its operations and endpoints, besides none and those of sessions.
    pub fn auth_schemes(&self) -> Vec<Scheme> {
        let mut known = vec![Scheme::SigV4, Scheme::SigV4a, Scheme::Bearer];
        let lists = |scheme: Scheme| self.operations.iter().any(|it| it.auth.contains(&scheme));
        let is_asked_for = self.endpoints.ask_for_sigv4a && lists(Scheme::SigV4);
        known.retain(|scheme| lists(*scheme) || *scheme == Scheme::SigV4a && is_asked_for);
        known
    }

    /// Whether requests may have asymmetric signatures.
    pub fn has_sigv4a(&self) -> bool {
        self.auth_schemes().contains(&Scheme::SigV4a)
    }

    /// The sessions that sign requests, if there are any.
    pub fn session(&self) -> Option<&Session> {
        let mut operations = self.operations.iter();
        operations.find_map(|it| it.customization.session.as_ref())
    }

    /// The optional features of the runtime that the crate needs, with a client or without.
    pub fn runtime_features(&self, with_client: bool) -> impl Iterator<Item = &'static str> {
        let has = |is_in: fn(&Operation) -> bool| self.operations.iter().any(is_in);
        let mut operations = self.operations.iter();
        let protocol = operations.next().map(|it| it.protocol.feature);
        let optional = [
            (
                "query-compatible",
                has(|it| it.protocol.is_query_compatible),
            ),
            (
                "bearer-auth",
                with_client && has(|it| it.auth.contains(&Scheme::Bearer)),
            ),
            ("key-md5", has(|it| it.customization.has_derived_members())),
            (
                "body-checksum",
                has(|it| !it.customization.body_checksums.is_empty()),
            ),
            ("byte-stream", with_client && self.has_byte_streams()),
            ("event-stream", with_client && self.has_events()),
            (
                "endpoint-discovery",
                with_client && has(|it| it.discovery.is_some()),
            ),
            (
                "session-auth",
                with_client && has(|it| it.customization.session.is_some()),
            ),
            (
                "stated-endpoint",
                with_client && has(|it| it.customization.stated_endpoint.is_some()),
            ),
            (
                "presigned-copy",
                with_client && has(|it| it.customization.presigned_copy.is_some()),
            ),
            (
                "request-compression",
                with_client && has(|it| it.is_compressed),
            ),
            ("checksums", with_client && has(|it| it.checksum.is_some())),
        ];
        let optional = optional
            .into_iter()
            .filter_map(|(name, is_needed)| is_needed.then_some(name));
        protocol.into_iter().chain(optional)
    }
}

/// What all types have. Structures, unions and enums dereference to it.
#[derive(Debug)]
pub struct TypeHead {
    pub model_name: String,
    pub name: Name,
    pub module: Name,
    pub docs: String,
    pub deprecated: Option<Deprecated>,
    /// Whether `Debug` shows nothing of it.
    pub is_sensitive: bool,
}

#[derive(Debug)]
pub struct Structure {
    pub head: TypeHead,
    pub fields: Vec<Field>,
    /// The XML document that an input or output is, if it states more than the shape's name.
    pub document: Option<Element>,
    /// What an error adds.
    pub error: Option<ErrorFacts>,
}

impl Structure {
    /// The field that is a stream of bytes.
    pub fn stream(&self) -> Option<&Field> {
        self.fields.iter().find(|field| field.ty == Ty::Stream)
    }
}

/// An enum with data.
#[derive(Debug)]
pub struct Union {
    pub head: TypeHead,
    pub variants: Vec<UnionVariant>,
}

/// An open enum.
#[derive(Debug)]
pub struct Enumeration {
    pub head: TypeHead,
    /// The known values.
    pub variants: Vec<EnumVariant>,
}

impl Deref for Type {
    type Target = TypeHead;

    fn deref(&self) -> &TypeHead {
        match self {
            Type::Structure(it) => it,
            Type::Union(it) => it,
            Type::Enumeration(it) => it,
        }
    }
}

impl Deref for Structure {
    type Target = TypeHead;

    fn deref(&self) -> &TypeHead {
        &self.head
    }
}

impl Deref for Union {
    type Target = TypeHead;

    fn deref(&self) -> &TypeHead {
        &self.head
    }
}

impl Deref for Enumeration {
    type Target = TypeHead;

    fn deref(&self) -> &TypeHead {
        &self.head
    }
}

/// What an error adds to a structure.
#[derive(Debug)]
pub struct ErrorFacts {
    pub code: String,
    /// The HTTP status.
    pub status: u16,
    /// The field that holds the message.
    pub message: Name,
    pub retryable: Option<Retryable>,
}

#[derive(Debug)]
pub struct Field {
    pub name: Name,
    pub setter: Name,
    /// The setter of a fluent call.
    pub call_setter: Name,
    /// A text for examples.
    pub example: Option<String>,
    pub docs: String,
    pub deprecated: Option<Deprecated>,
    /// The type of the value.
    pub ty: Ty,
    /// Whether the field is an `Option` of it.
    pub is_optional: bool,
    pub member: Member,
}

/// The access to a field of a struct, as part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldSegment {
    pub name: Name,
    /// Whether the field is an `Option`.
    pub is_optional: bool,
}

#[derive(Debug)]
pub struct UnionVariant {
    pub name: Name,
    /// The method that gives its value.
    pub getter: Name,
    pub docs: String,
    pub deprecated: Option<Deprecated>,
    pub ty: Ty,
    pub member: Member,
}

#[derive(Debug)]
pub struct EnumVariant {
    pub name: Name,
    /// The value on the wire.
    pub value: String,
    pub docs: String,
    pub deprecated: Option<Deprecated>,
}

/// An entry of a member table.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the table")]
pub struct Member {
    pub model_name: String,
    /// The name on the wire, if it is another: in the document, of a query parameter or header, or
    /// before the names of headers.
    pub wire_name: Option<String>,
    pub is_required: bool,
    /// Whether it is text, and required not to be empty.
    pub is_non_empty: bool,
    /// Whether `Debug` hides it.
    pub is_sensitive: bool,
    pub is_idempotency_token: bool,
    pub location: Location,
    /// Whether it is text that is base64 in a header.
    pub is_base64: bool,
    /// Whether it is a stream that has to have a known length.
    pub requires_length: bool,
    /// A date in a header that is left out if it cannot be read.
    pub is_lenient: bool,
    /// Whether its texts in headers have to be ASCII.
    pub is_ascii: bool,
    /// Whether it is the event that ends a stream.
    pub is_last_event: bool,
    /// The stated format of timestamps in it, if it is not the protocol's default.
    pub timestamp_format: Option<TimestampFormat>,
    /// What XML and forms need to know besides, if something deviates from the default.
    pub xml: Option<Box<Xml>>,
}

/// The element of a member, and those in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Xml {
    /// Whether a list or map has no element around its items.
    pub is_flattened: bool,
    /// Whether it is an attribute of the structure's element.
    pub is_attribute: bool,
    pub namespace: Option<Namespace>,
    /// Its name in the requests of ec2Query.
    pub query_name: Option<String>,
    /// The element of the document that says whether its text is URL-encoded.
    pub url_encoded_by: Option<String>,
    /// The items of a list, or the values of a map.
    pub item: Element,
    /// The keys of a map.
    pub key: Element,
    /// The same of the items or values, if they are lists or maps.
    pub inner: Option<Box<Xml>>,
}

/// The argument of a `#[deprecated]` attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecated {
    /// The reason, or what to use instead; Markdown on one line.
    pub note: Option<String>,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ty {
    /// `bool`
    Boolean,
    /// `i32`
    Integer,
    /// `i64`
    Long,
    /// `f32`
    Float,
    /// `f64`
    Double,
    /// `String`
    String,
    /// `DateTime<Utc>`
    Timestamp,
    /// `Bytes`
    Blob,
    /// `ByteStream`
    Stream,
    /// `serde_json::Value`
    Document,
    /// A type of the model.
    Named(Name),
    /// `Box` of a type, to end a recursion.
    Boxed(Box<Ty>),
    /// `Vec`
    List {
        item: Box<Ty>,
        /// Whether items are `Option`s.
        is_sparse: bool,
    },
    /// `HashMap`
    Map {
        /// The enum of the keys; `None` for strings.
        key: Option<Name>,
        value: Box<Ty>,
        /// Whether values are `Option`s.
        is_sparse: bool,
    },
}
