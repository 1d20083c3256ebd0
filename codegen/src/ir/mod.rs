//! Resolved Rust facts: what emitters print. There is no JSON here, and no word of botocore or
//! Smithy; everything is decided.

pub mod discovery;
pub mod endpoint;
mod paging;

pub use paging::{
    Acceptor, Condition, EmptyToken, Function, FunctionBody, Items, Limit, Matcher, Number,
    Paginator, Path, PathStep, State, Token, Waiter,
};

use crate::names::Name;

/// A crate to be written.
#[derive(Debug)]
pub struct Crate {
    /// The crate's name, as Cargo knows it.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The command that writes it.
    pub command: String,
    /// The service.
    pub service: Service,
    /// The operations, in model order.
    pub operations: Vec<Operation>,
    /// The operation that examples show: the first one asked for.
    pub example: Option<usize>,
    /// What programs wait for, in model order.
    pub waiters: Vec<Waiter>,
    /// The types, in model order.
    pub types: Vec<Type>,
    /// Where the service is reached.
    pub endpoints: endpoint::Endpoints,
    /// Whether something in it is deprecated.
    pub has_deprecated: bool,
    /// The members whose usual values in fixtures would break a constraint, in model order.
    pub samples: Vec<Sample>,
}

/// A value for a member in fixtures.
#[derive(Debug)]
pub struct Sample {
    /// The name in the model of the structure or union.
    pub shape: String,
    /// The name of the member there.
    pub member: String,
    /// The value, in the notation that fixtures read: JSON in the form of the model, where null
    /// stands for the usual value.
    pub json: String,
}

/// The service.
#[derive(Debug)]
pub struct Service {
    /// Its id, such as `CodeBuild`.
    pub id: String,
    /// Its name for people.
    pub full_name: String,
    /// The same, in Markdown.
    pub title: String,
    /// The version of its API.
    pub api_version: String,
    /// Its name in signatures.
    pub signing_name: String,
    /// What it does, in Markdown with links into the crate.
    pub docs: String,
    /// The same without links, to be read outside of rustdoc.
    pub plain_docs: String,
}

/// An operation.
#[derive(Debug)]
pub struct Operation {
    /// The name in the model.
    pub model_name: String,
    /// The marker type.
    pub name: Name,
    /// The module that holds it.
    pub module: Name,
    /// The method of the client.
    pub method: Name,
    /// What it does, in Markdown.
    pub docs: String,
    /// Why it should not be used any more.
    pub deprecated: Option<Deprecated>,
    /// What it takes; the type's name ends in `Input`.
    pub input: Structure,
    /// What it gives; the type's name ends in `Output`.
    pub output: Structure,
    /// The enum of its errors.
    pub error_name: Name,
    /// The errors it lists.
    pub errors: Vec<ErrorVariant>,
    /// How it is sent.
    pub protocol: Protocol,
    /// Whether its requests are signed.
    pub is_signed: bool,
    /// Whether clients compress its requests.
    pub is_compressed: bool,
    /// The stream of events that its output holds, if it does.
    pub events: Option<EventStream>,
    /// How it finds its endpoint, if it has to ask for it.
    pub discovery: Option<discovery::Discovery>,
    /// How it is asked for the endpoints of others, if it is.
    pub tells_endpoints: Option<discovery::EndpointOperation>,
    /// How it answers in pages, if it does.
    pub paginator: Option<Paginator>,
    /// What stands in front of the host name.
    pub host_prefix: Option<endpoint::HostPrefix>,
    /// What it says of its endpoint.
    pub call_parameters: Vec<endpoint::CallParameter>,
}

/// A stream of events in an output.
#[derive(Debug)]
pub struct EventStream {
    /// The member of the output in the model.
    pub model_name: String,
    /// The field of the output.
    pub field: Name,
    /// Its setter.
    pub setter: Name,
    /// What it is for, in Markdown.
    pub docs: String,
    /// Why it should not be used any more.
    pub deprecated: Option<Deprecated>,
    /// The union of the events.
    pub union: Name,
    /// The enum of the errors that end the stream.
    pub error_name: Name,
    /// The errors that the model lists, by the names of their members.
    pub errors: Vec<ErrorVariant>,
}

/// An error that an operation lists.
#[derive(Debug)]
pub struct ErrorVariant {
    /// The type's name.
    pub name: Name,
    /// The variant, which has the type's name if it can.
    pub variant: Name,
    /// The method that asks for it: `is_…`.
    pub question: Name,
    /// Its code.
    pub code: String,
    /// The name that stands for it in responses, if its code is another: of services that spoke
    /// awsQuery, which tell the code in a header.
    pub wire_name: Option<String>,
    /// The HTTP status it comes with.
    pub status: u16,
    /// The first paragraph of its documentation.
    pub summary: String,
    /// The field that holds the message.
    pub message: Name,
    /// Whether the call may be repeated.
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

/// How an operation is sent.
#[derive(Debug)]
pub enum Protocol {
    /// awsJson: everything in one POST.
    AwsJson {
        /// The protocol's minor version: 0 or 1.
        minor: u8,
        /// The header `X-Amz-Target`.
        target: String,
        /// Whether the service spoke awsQuery before, and is asked for the codes it had there.
        is_query_compatible: bool,
    },
}

/// A type of the model.
#[derive(Debug)]
pub enum Type {
    /// Named fields, maybe an error.
    Structure(Structure),
    /// One of several.
    Union(Union),
    /// Text with known values.
    Enumeration(Enumeration),
}

impl Crate {
    /// Whether operations answer with streams of events.
    pub fn has_events(&self) -> bool {
        self.operations.iter().any(|it| it.events.is_some())
    }

    /// Whether clients compress requests.
    pub fn has_compression(&self) -> bool {
        self.operations.iter().any(|it| it.is_compressed)
    }

    /// Whether operations have to ask for their endpoint.
    pub fn discovers_endpoints(&self) -> bool {
        self.operations.iter().any(|it| it.discovery.is_some())
    }

    /// Whether the service spoke awsQuery before.
    pub fn is_query_compatible(&self) -> bool {
        let is_compatible = |protocol: &Protocol| match protocol {
            Protocol::AwsJson {
                is_query_compatible,
                ..
            } => *is_query_compatible,
        };
        self.operations.iter().any(|it| is_compatible(&it.protocol))
    }
}

impl Type {
    /// The shape's name in the model.
    pub fn model_name(&self) -> &str {
        match self {
            Type::Structure(structure) => &structure.model_name,
            Type::Union(union) => &union.model_name,
            Type::Enumeration(enumeration) => &enumeration.model_name,
        }
    }

    /// The type's name.
    pub fn name(&self) -> &Name {
        match self {
            Type::Structure(structure) => &structure.name,
            Type::Union(union) => &union.name,
            Type::Enumeration(enumeration) => &enumeration.name,
        }
    }

    /// The module that holds it.
    pub fn module(&self) -> &Name {
        match self {
            Type::Structure(structure) => &structure.module,
            Type::Union(union) => &union.module,
            Type::Enumeration(enumeration) => &enumeration.module,
        }
    }
}

/// A struct.
#[derive(Debug)]
pub struct Structure {
    /// The shape's name in the model.
    pub model_name: String,
    /// The type's name.
    pub name: Name,
    /// The module that holds it.
    pub module: Name,
    /// What it is for, in Markdown.
    pub docs: String,
    /// Why it should not be used any more.
    pub deprecated: Option<Deprecated>,
    /// Whether `Debug` shows nothing of it.
    pub is_sensitive: bool,
    /// The fields, in model order.
    pub fields: Vec<Field>,
    /// What an error adds.
    pub error: Option<ErrorFacts>,
}

/// What an error adds to a structure.
#[derive(Debug)]
pub struct ErrorFacts {
    /// The code.
    pub code: String,
    /// The HTTP status it comes with.
    pub status: u16,
    /// The field that holds the message.
    pub message: Name,
    /// Whether the call may be repeated.
    pub retryable: Option<Retryable>,
}

/// A field of a struct.
#[derive(Debug)]
pub struct Field {
    /// The field's name.
    pub name: Name,
    /// The setter's name.
    pub setter: Name,
    /// The setter's name on a fluent call.
    pub call_setter: Name,
    /// What it is for, in Markdown.
    pub docs: String,
    /// Why it should not be used any more.
    pub deprecated: Option<Deprecated>,
    /// The type of the value.
    pub ty: Ty,
    /// Whether the field is an `Option` of it.
    pub is_optional: bool,
    /// The entry in the member table.
    pub member: Member,
}

/// An entry of a member table.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the table")]
pub struct Member {
    /// The name in the model.
    pub model_name: String,
    /// The name on the wire, if it is another.
    pub wire_name: Option<String>,
    /// Whether the service requires it.
    pub is_required: bool,
    /// Whether it is text, and required not to be empty.
    pub is_non_empty: bool,
    /// Whether `Debug` hides it.
    pub is_sensitive: bool,
    /// Whether the client fills it in.
    pub is_idempotency_token: bool,
    /// The part of an event's message that holds it, if that is not the document.
    pub event_part: Option<EventPart>,
    /// The format of timestamps in it, if it is not the protocol's default.
    pub timestamp_format: Option<TimestampFormat>,
}

/// A part of the message of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventPart {
    /// A header, by the member's name.
    Header,
    /// All of the payload.
    Payload,
}

/// A timestamp format other than the protocol's default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// RFC 3339.
    DateTime,
    /// The date of HTTP headers.
    HttpDate,
}

/// An enum with data.
#[derive(Debug)]
pub struct Union {
    /// The shape's name in the model.
    pub model_name: String,
    /// The type's name.
    pub name: Name,
    /// The module that holds it.
    pub module: Name,
    /// What it is for, in Markdown.
    pub docs: String,
    /// Why it should not be used any more.
    pub deprecated: Option<Deprecated>,
    /// Whether `Debug` shows nothing of it.
    pub is_sensitive: bool,
    /// The variants, in model order.
    pub variants: Vec<UnionVariant>,
}

/// A variant of a union.
#[derive(Debug)]
pub struct UnionVariant {
    /// The variant's name.
    pub name: Name,
    /// The name of the method that gives its value.
    pub getter: Name,
    /// What it is for, in Markdown.
    pub docs: String,
    /// Why it should not be used any more.
    pub deprecated: Option<Deprecated>,
    /// The type of its value.
    pub ty: Ty,
    /// The entry in the member table.
    pub member: Member,
}

/// An open enum.
#[derive(Debug)]
pub struct Enumeration {
    /// The shape's name in the model.
    pub model_name: String,
    /// The type's name.
    pub name: Name,
    /// The module that holds it.
    pub module: Name,
    /// What it is for, in Markdown.
    pub docs: String,
    /// Why it should not be used any more.
    pub deprecated: Option<Deprecated>,
    /// Whether `Debug` shows nothing of it.
    pub is_sensitive: bool,
    /// The known values, in model order.
    pub variants: Vec<EnumVariant>,
}

/// A known value of an open enum.
#[derive(Debug)]
pub struct EnumVariant {
    /// The variant's name.
    pub name: Name,
    /// The value on the wire.
    pub value: String,
    /// What it means, in Markdown.
    pub docs: String,
}

/// The argument of a `#[deprecated]` attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecated {
    /// Why, or what to use instead; plain text.
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
    /// `serde_json::Value`
    Document,
    /// A type of the model.
    Named(Name),
    /// `Box` of a type, to end a recursion.
    Boxed(Box<Ty>),
    /// `Vec`
    List {
        /// The type of the items.
        item: Box<Ty>,
        /// Whether items are `Option`s.
        is_sparse: bool,
    },
    /// `HashMap`
    Map {
        /// The enum of the keys; `None` for strings.
        key: Option<Name>,
        /// The type of the values.
        value: Box<Ty>,
        /// Whether values are `Option`s.
        is_sparse: bool,
    },
}
