//! Facts by path: what a revision says of the service, and of each operation, shape, member and
//! value.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::mem::Discriminant;

use indexmap::IndexMap;

use super::renames::Renames;
use super::report::Subject;
use super::words::{self, code};
use crate::ir::discovery::Discovery;
use crate::ir::{self, Acceptor, Checksum, Deprecated, Function, Ty};
use crate::model::endpoints::{Parameter, Partition, Rules};
use crate::model::{self, Constraints, Protocol};
use crate::names::Name;

/// The facts of a revision: a tree whose first level is what changes are grouped by.
pub(super) type Facts<'r> = IndexMap<Key<'r>, (Subject, Node<'r>)>;

/// What pairs a node of one revision with its counterpart in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key<'r> {
    /// A part of its parent, by what it is and its name in the model.
    Part(&'static str, &'r str),
    /// A type, by its Rust name, which may be another one in the other revision.
    Type(&'r Name),
}

/// The facts at one path, and those below it.
#[derive(Debug, Default)]
pub(super) struct Node<'r> {
    /// The path in the model.
    pub(super) path: String,
    /// What sentences may name: the `item` in Rust, the type or module that is its `owner`, its
    /// `declaration` (of a type: what it consists of), the `type` of its values, the `accessor` that
    /// comes with it, its name on the `wire`.
    names: BTreeMap<&'static str, Cow<'r, str>>,
    /// In the order of [`Fact`].
    pub(super) facts: BTreeMap<Fact, Value<'r>>,
    /// In model order.
    pub(super) children: IndexMap<Key<'r>, Node<'r>>,
    /// Of the input or output of an operation; shapes are in those of several operations.
    pub(super) direction: Option<Direction>,
}

/// Whether something is in the requests or in the responses of one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Input,
    Output,
}

/// The kinds of facts, in the order in which their changes are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Fact {
    // That something is there at all.
    Operation,
    Type,
    Field,
    Variant,
    EnumValue,
    ErrorVariant,
    EventStream,
    Paginator,
    Waiter,
    // Of the service.
    ServiceId,
    ServiceName,
    ApiVersion,
    SigningName,
    TargetPrefix,
    EndpointRules,
    Settings,
    PayloadHash,
    PathAsSent,
    ToldRegion,
    Partitions,
    Protocols,
    // Of an operation.
    Request,
    ContentType,
    QueryCompatible,
    Auth,
    UnsignedPayload,
    Presigning,
    Compressed,
    Checksum,
    HostPrefix,
    Discovery,
    Headers,
    BodyChecksums,
    StatedEndpoint,
    PresignedCopy,
    ErrorsInSuccess,
    UnwrappedOutput,
    StatesRegion,
    EndpointParameters,
    SlowResponse,
    Transfer,
    Session,
    PresignedPost,
    // Of a type, input or output.
    DocumentName,
    TypeName,
    Error,
    ErrorCode,
    ErrorStatus,
    Retryable,
    // Of a member.
    RustName,
    ValueType,
    Recursive,
    Required,
    Optional,
    Parameter,
    Getter,
    WireType,
    NonEmpty,
    TimestampFormat,
    IdempotencyToken,
    Presence,
    WireName,
    Location,
    Base64,
    RequiresLength,
    Flattened,
    ItemNames,
    KeyNames,
    Attribute,
    Namespaces,
    QueryName,
    Default,
    LastSegment,
    Md5Of,
    AccountOf,
    ResourceName,
    PercentEncoded,
    Ascii,
    UrlEncodedBy,
    Lenient,
    LastEvent,
    // Of anything.
    Sensitive,
    Deprecated,
    Constraints,
    Documentation,
    ParameterOrder,
}

impl Fact {
    /// The path of a fact of the node at `path`: some have one of their own.
    pub(super) fn path(self, path: &str) -> String {
        let below = |name: &str| format!("{path}.{name}");
        match self {
            Self::ServiceId => "metadata.serviceId".to_owned(),
            Self::ServiceName => "metadata.serviceFullName".to_owned(),
            Self::ApiVersion => "metadata.apiVersion".to_owned(),
            Self::SigningName => "metadata.signingName".to_owned(),
            Self::TargetPrefix => "metadata.targetPrefix".to_owned(),
            Self::EndpointRules => "endpoint-rule-set-1".to_owned(),
            Self::Partitions => "partitions".to_owned(),
            Self::Protocols => "metadata.protocols".to_owned(),
            Self::Request => below("http"),
            Self::ContentType | Self::QueryCompatible => below("protocol"),
            Self::Auth => below("auth"),
            Self::UnsignedPayload => below("unsignedPayload"),
            Self::Presigning => below("presigning"),
            Self::Compressed => below("requestcompression"),
            Self::Checksum => below("httpChecksum"),
            Self::HostPrefix => below("endpoint"),
            Self::Discovery => below("endpointdiscovery"),
            Self::Headers => below("headers"),
            Self::BodyChecksums => below("bodyChecksums"),
            Self::StatedEndpoint => below("endpointMember"),
            Self::PresignedCopy => below("presignedCopy"),
            Self::Transfer => below("transfer"),
            Self::Default => below("default"),
            Self::LastSegment => below("lastPathSegment"),
            Self::Settings => below("settings"),
            Self::PayloadHash => below("signedPayloadHeader"),
            Self::PathAsSent => below("signedPathAsSent"),
            Self::ToldRegion => below("regionHeader"),
            Self::ErrorsInSuccess => below("errorsInSuccess"),
            Self::Session => below("session"),
            Self::PresignedPost => below("presignedPost"),
            Self::UnwrappedOutput => below("unwrappedOutput"),
            Self::StatesRegion => below("statesRegion"),
            Self::EndpointParameters => below("endpointParameters"),
            Self::SlowResponse => below("slowResponse"),
            Self::Md5Of => below("md5Of"),
            Self::AccountOf => below("accountOf"),
            Self::ResourceName => below("resourceName"),
            Self::PercentEncoded => below("percentEncoded"),
            Self::Ascii => below("ascii"),
            Self::UrlEncodedBy => below("urlEncodedBy"),
            Self::Lenient => below("lenient"),
            Self::LastEvent => below("lastEvent"),
            Self::ParameterOrder => below("members"),
            _ => path.to_owned(),
        }
    }

    /// The first fact of the group whose changes at one path are one change.
    pub(super) fn group(self) -> Self {
        let groups = [
            Self::Error..=Self::Retryable,
            Self::ValueType..=Self::Presence,
            // A flattened list has the name of its member in place of that of its items.
            Self::Flattened..=Self::ItemNames,
        ];
        let group = groups.iter().find(|group| group.contains(&self));
        group.map_or(self, |group| *group.start())
    }
}

/// What a fact says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'r> {
    /// It is so; where it is not, the fact is absent.
    Yes,
    /// One of a few choices, in words.
    Choice(&'static str),
    /// Text of the model, or a number.
    Text(Cow<'r, str>),
    /// The Rust names of one thing.
    Names(Vec<String>),
    TypeKind(Discriminant<ir::Type>, &'static str),
    Type(Ty),
    Wire(WireType),
    Presence(Presence),
    /// Names in an order, of which only those count that both revisions have.
    Order(Vec<&'r str>),
    EventStream(&'r Name, &'r Name),
    Deprecated(&'r Deprecated),
    /// The limits of a shape.
    Constraints(&'r Constraints),
    /// The limits of a member's target: those of one shape are said of that shape, and those of
    /// another kind of value go without saying.
    TargetConstraints(&'r str, Discriminant<model::Kind>, &'r Constraints),
    /// Documentation by its words: how its lines are broken does not matter.
    Prose(Vec<&'r str>),
    Protocols(&'r [Protocol]),
    /// Parameters without their documentation, which some files of a model have and others lack.
    EndpointRules(Vec<(&'r String, Parameter)>, &'r Rules),
    Partitions(&'r [Partition]),
    Checksum(&'r Checksum),
    Discovery(&'r Discovery),
    Paginator(&'r ir::Paginator),
    Waiter([u64; 3], &'r [Function], &'r [Acceptor]),
}

/// What a value is on any wire.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum WireType {
    Boolean,
    Integer,
    Long,
    Float,
    Double,
    Text,
    Timestamp,
    Bytes,
    Document,
    Structure,
    List(Box<WireType>),
    Map(Box<WireType>),
}

/// When a request has a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    Always,
    /// Requests without it are refused.
    Checked,
    /// The client fills it in.
    Token,
    IfSet,
}

impl<'r> Node<'r> {
    pub(super) fn new(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            ..Self::default()
        }
    }

    pub(super) fn named(mut self, word: &'static str, name: impl Into<Cow<'r, str>>) -> Self {
        self.names.insert(word, name.into());
        self
    }

    /// A name by the word that stands for it in the rules; empty if there is none.
    pub(super) fn name(&self, word: &str) -> &str {
        self.names.get(word).map_or("", |name| name)
    }

    /// States a fact, if there is a value.
    pub(super) fn fact(mut self, fact: Fact, value: impl Into<Option<Value<'r>>>) -> Self {
        self.facts.extend(value.into().map(|value| (fact, value)));
        self
    }

    pub(super) fn flag(self, fact: Fact, is_so: bool) -> Self {
        self.fact(fact, is_so.then_some(Value::Yes))
    }

    pub(super) fn child(mut self, key: Key<'r>, node: Node<'r>) -> Self {
        self.children.insert(key, node);
        self
    }

    /// Whether a child is a parameter of the constructor, so that there is one.
    pub(super) fn has_constructor(&self) -> bool {
        let mut children = self.children.values();
        children.any(|child| child.facts.contains_key(&Fact::Parameter))
    }
}

impl<'r> Value<'r> {
    pub(super) fn text(text: impl Into<Cow<'r, str>>) -> Self {
        Self::Text(text.into())
    }

    /// Whether the new value means something else than the old one.
    pub(super) fn is_changed(old: &Self, new: &Self, renames: &Renames) -> bool {
        match (old, new) {
            (Self::Type(old), Self::Type(new)) => renames.ty(old) != *new,
            (Self::TypeKind(old, _), Self::TypeKind(new, _)) => old != new,
            (Self::EventStream(old_field, old), Self::EventStream(new_field, new)) => {
                old_field != new_field || renames.name(old) != *new
            }
            (
                Self::TargetConstraints(old_target, old_kind, old),
                Self::TargetConstraints(new_target, new_kind, new),
            ) => old_target != new_target && old_kind == new_kind && old != new,
            (Self::Order(old), Self::Order(new)) => {
                let sets = [old, new].map(|names| names.iter().collect::<HashSet<_>>());
                let of_both = |name: &&&str| sets.iter().all(|names| names.contains(name));
                !old.iter().filter(of_both).eq(new.iter().filter(of_both))
            }
            _ => old != new,
        }
    }
}

/// As reports show it; opaque values have no text.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Choice(word) | Self::TypeKind(_, word) => f.write_str(word),
            Self::Text(text) => write!(f, "`{text}`"),
            Self::Names(names) => f.write_str(&words::list(names.iter().map(code))),
            Self::Order(names) => f.write_str(&words::list(names.iter().map(code))),
            Self::Type(ty) => f.write_str(&words::ty(ty)),
            Self::Wire(wire) => wire.fmt(f),
            Self::Presence(presence) => f.write_str(presence.as_str()),
            Self::Discovery(discovery) => write!(f, "`{}`", discovery.operation.1),
            Self::Constraints(it) | Self::TargetConstraints(_, _, it) => {
                f.write_str(&words::constraints(it))
            }
            Self::Protocols(protocols) => {
                f.write_str(&words::list(protocols.iter().map(|it| code(it.name()))))
            }
            Self::Yes
            | Self::EventStream(..)
            | Self::Deprecated(_)
            | Self::Prose(_)
            | Self::EndpointRules(..)
            | Self::Partitions(_)
            | Self::Checksum(_)
            | Self::Paginator(_)
            | Self::Waiter(..) => Ok(()),
        }
    }
}

impl WireType {
    /// The wire type of a value; `is_enum` knows the types of the crate.
    pub(super) fn of(ty: &Ty, is_enum: &dyn Fn(&Name) -> bool) -> Self {
        match ty {
            Ty::Boolean => Self::Boolean,
            Ty::Integer => Self::Integer,
            Ty::Long => Self::Long,
            Ty::Float => Self::Float,
            Ty::Double => Self::Double,
            Ty::String => Self::Text,
            Ty::Timestamp => Self::Timestamp,
            Ty::Blob | Ty::Stream => Self::Bytes,
            Ty::Document => Self::Document,
            Ty::Named(name) if is_enum(name) => Self::Text,
            Ty::Named(_) => Self::Structure,
            Ty::Boxed(inner) => Self::of(inner, is_enum),
            Ty::List { item, .. } => Self::List(Box::new(Self::of(item, is_enum))),
            Ty::Map { value, .. } => Self::Map(Box::new(Self::of(value, is_enum))),
        }
    }
}

impl fmt::Display for WireType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Boolean => "a boolean",
            Self::Integer => "a 32-bit integer",
            Self::Long => "a 64-bit integer",
            Self::Float => "a 32-bit float",
            Self::Double => "a 64-bit float",
            Self::Text => "text",
            Self::Timestamp => "a timestamp",
            Self::Bytes => "bytes",
            Self::Document => "any value",
            Self::Structure => "a structure",
            Self::List(item) => return write!(f, "a list of {item}"),
            Self::Map(value) => return write!(f, "a map of {value}"),
        })
    }
}

impl Presence {
    fn as_str(self) -> &'static str {
        match self {
            Self::Always => "is always sent",
            Self::Checked => "must be set: requests without it are refused before sending",
            Self::Token => "is sent with a random value if it is not set",
            Self::IfSet => "is sent if it is set",
        }
    }
}
