//! `src/endpoint.rs`: the endpoint rules as statements of Rust.

use super::FieldSegment;
use crate::names::Name;

/// Where the service is reached.
#[derive(Debug)]
pub struct Endpoints {
    /// What the rules ask for, if that is more than the configuration of a client says; then every
    /// call has an endpoint of its own.
    pub parameters: Option<Vec<Parameter>>,
    /// The partitions, if the rules ask something of one.
    pub partitions: Option<Partitions>,
    /// The rules. The last statement leaves the function.
    pub rules: Vec<Statement>,
}

/// A field of the service's own `EndpointParams`.
#[derive(Debug)]
pub struct Parameter {
    /// The field's name.
    pub name: Name,
    /// What it is for, in Markdown.
    pub docs: String,
    /// Its type.
    pub ty: ParameterType,
    /// The field of the client's facts that it comes from.
    pub built_in: Option<Name>,
}

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterType {
    /// `Option<&str>`
    Text,
    /// `Option<bool>`
    MaybeFlag,
    /// `bool`
    Flag,
    /// `Option<&[String]>`
    Texts,
}

/// The table of partitions.
#[derive(Debug)]
pub struct Partitions {
    /// The fields.
    pub fields: Vec<PartitionField>,
    /// The partitions that differ from the standard one.
    pub others: Vec<Partition>,
}

/// A field of a partition.
#[derive(Clone, Debug)]
pub struct PartitionField {
    /// Its name.
    pub name: Name,
    /// What it is, in Markdown.
    pub docs: &'static str,
    /// Its value in the partition that regions belong to if they fit no other.
    pub standard: PartitionValue,
    /// Whether it is another one in other partitions.
    pub differs: bool,
}

/// What is known of a partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartitionValue {
    /// Text.
    Text(String),
    /// True or false.
    Flag(bool),
}

/// A partition that differs from the standard one.
#[derive(Debug)]
pub struct Partition {
    /// What its regions' names begin with.
    pub prefixes: Vec<String>,
    /// Its regions with other names.
    pub regions: Vec<String>,
    /// The values of the fields that differ in some partition.
    pub values: Vec<PartitionValue>,
}

/// A statement of the function.
#[derive(Debug)]
pub enum Statement {
    /// `if a && let Some(b) = c { … }`
    If {
        /// What has to hold.
        conditions: Vec<Condition>,
        /// What is done then; it leaves the function.
        then: Vec<Statement>,
    },
    /// `let a = b;`
    Let {
        /// The name.
        name: Name,
        /// The value.
        value: Value,
    },
    /// `let Some(a) = b else { … };`
    LetElse {
        /// The name.
        name: Name,
        /// The value.
        value: Value,
        /// What is done if there is none.
        otherwise: Box<Statement>,
    },
    /// The endpoint.
    Endpoint(Destination),
    /// There is none.
    Error {
        /// What the rules say.
        message: Vec<Part>,
        /// What to do.
        hint: Option<&'static str>,
    },
}

/// An endpoint.
#[derive(Debug)]
pub struct Destination {
    /// Where it is.
    pub url: Vec<Part>,
    /// Headers of requests that go there: a name and a value.
    pub headers: Vec<(String, Vec<Part>)>,
    /// How requests may be signed.
    pub auth_schemes: Vec<AuthScheme>,
}

/// A way to sign.
#[derive(Debug)]
pub struct AuthScheme {
    /// Its name.
    pub name: String,
    /// How it is done.
    pub properties: Vec<(String, SchemeValue)>,
}

/// A property of a way to sign.
#[derive(Debug)]
pub enum SchemeValue {
    /// Text.
    Text(Vec<Part>),
    /// Texts.
    List(Vec<Vec<Part>>),
    /// True or false.
    Flag(bool),
}

/// A condition.
#[derive(Debug)]
pub enum Condition {
    /// `a`
    Holds(Value),
    /// `let Some(a) = b`
    Some {
        /// The name.
        name: Name,
        /// The value.
        value: Value,
    },
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// As it stands.
    Literal(String),
    /// The text that is the value.
    Value(Value),
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `params.a`
    Parameter(Name),
    /// `a`
    Local(Name),
    /// Text.
    Text(Vec<Part>),
    /// `true`
    Flag(bool),
    /// `a.b`
    Field(Box<Value>, Name),
    /// An item of a list, if there are so many.
    Item(Box<Value>, usize),
    /// The partition of a region.
    PartitionOf(Box<Value>),
    /// The parts of an ARN, if it is one.
    ParseArn(Box<Value>),
    /// Some characters, if there are so many.
    Substring {
        /// The text.
        of: Box<Value>,
        /// The first character.
        start: usize,
        /// The one after the last.
        stop: usize,
        /// Whether they are counted from the end.
        from_end: bool,
    },
    /// Whether it may be part of a host name.
    IsHostLabel {
        /// The text.
        text: Box<Value>,
        /// Whether it may have dots.
        allow_dots: bool,
    },
    /// `a.is_some()`
    IsSome(Box<Value>),
    /// `a.is_none()`
    IsNone(Box<Value>),
    /// `!a`
    Not(Box<Value>),
    /// `a.is_empty()`
    IsEmpty(Box<Value>),
    /// `a == b`
    Equal(Box<Value>, Box<Value>),
    /// `a != b`
    Unequal(Box<Value>, Box<Value>),
    /// `a == Some(b)`
    IsSomeOf(Box<Value>, Box<Value>),
}

/// What an operation says of its endpoint.
#[derive(Debug)]
pub struct CallParameter {
    /// The field of `EndpointParams`.
    pub name: Name,
    /// Where its value comes from.
    pub source: Source,
}

/// Where the value of a parameter comes from.
#[derive(Debug)]
pub enum Source {
    /// The same text for each call.
    Text(String),
    /// The same flag for each call.
    Flag(bool),
    /// Text of the input.
    Member(Vec<FieldSegment>),
    /// A flag of the input.
    FlagMember(Vec<FieldSegment>),
    /// The keys of a map in the input.
    Keys(Vec<FieldSegment>),
    /// Texts of the items of a list.
    Items {
        /// The list.
        list: Vec<FieldSegment>,
        /// The texts of an item.
        each: Vec<Vec<FieldSegment>>,
    },
}
