//! `src/endpoint.rs`: the endpoint rules as statements of Rust.

use super::FieldSegment;
pub use crate::model::endpoints::SchemeValue;
use crate::model::endpoints::text;
use crate::names::Name;

pub type Part = text::Part<Value>;
pub type Destination = text::Destination<Value>;
pub type AuthScheme = text::AuthScheme<Value>;

/// How endpoints are resolved.
#[derive(Debug)]
pub struct Endpoints {
    /// The parameters of the rules, if they are more than the configuration of a client; then every call
    /// resolves its own endpoint.
    pub parameters: Option<Vec<Parameter>>,
    /// The partitions, if the rules use them.
    pub partitions: Option<Partitions>,
    /// The last statement returns.
    pub rules: Vec<Statement>,
}

/// A field of the service's own `EndpointParams`.
#[derive(Debug)]
pub struct Parameter {
    pub name: Name,
    pub docs: String,
    pub ty: ParameterType,
    /// The field of the client's built-in parameters that it comes from.
    pub built_in: Option<Name>,
}

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

#[derive(Debug)]
pub struct Partitions {
    pub fields: Vec<PartitionField>,
    /// The partitions that differ from the default one.
    pub others: Vec<Partition>,
}

#[derive(Clone, Debug)]
pub struct PartitionField {
    pub name: Name,
    pub docs: &'static str,
    /// Its value in the default partition.
    pub standard: PartitionValue,
    /// Whether other partitions have another value.
    pub differs: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartitionValue {
    Text(String),
    Flag(bool),
}

/// A partition that differs from the default one.
#[derive(Debug)]
pub struct Partition {
    /// The prefixes of its regions.
    pub prefixes: Vec<String>,
    /// Its regions with other prefixes.
    pub regions: Vec<String>,
    /// The values of the fields with `differs`.
    pub values: Vec<PartitionValue>,
}

#[derive(Debug)]
pub enum Statement {
    /// `if a && let Some(b) = c { … }`
    If {
        conditions: Vec<Condition>,
        /// Its last statement returns.
        then: Vec<Statement>,
    },
    /// `let a = b;`
    Let {
        name: Name,
        value: Value,
    },
    /// `let Some(a) = b else { … };`
    LetElse {
        name: Name,
        value: Value,
        otherwise: Box<Statement>,
    },
    Endpoint(Destination),
    Error {
        message: Vec<Part>,
        hint: Option<&'static str>,
    },
}

#[derive(Debug)]
pub enum Condition {
    /// `a`
    Holds(Value),
    /// `let Some(a) = b`
    Some { name: Name, value: Value },
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `params.a`
    Parameter(Name),
    /// `a`
    Local(Name),
    Text(Vec<Part>),
    /// `true`
    Flag(bool),
    /// `a.b`
    Field(Box<Value>, Name),
    /// An item of a list, if it is that long.
    Item(Box<Value>, usize),
    /// The partition of a region.
    PartitionOf(Box<Value>),
    ParseArn(Box<Value>),
    /// Some characters, if the text is that long.
    Substring {
        of: Box<Value>,
        start: usize,
        stop: usize,
        /// Whether `start` and `stop` count from the end.
        from_end: bool,
    },
    IsHostLabel {
        text: Box<Value>,
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

/// An endpoint parameter that an operation sets.
#[derive(Debug)]
pub struct CallParameter {
    /// The field of `EndpointParams`.
    pub name: Name,
    pub source: Source,
}

/// The source of a parameter's value.
#[derive(Debug)]
pub enum Source {
    Text(String),
    Flag(bool),
    /// A string of the input.
    Member(Vec<FieldSegment>),
    /// A boolean of the input.
    FlagMember(Vec<FieldSegment>),
    /// The keys of a map of the input.
    Keys(Vec<FieldSegment>),
    /// Strings in the items of a list.
    Items {
        list: Vec<FieldSegment>,
        /// The strings of an item.
        each: Vec<Vec<FieldSegment>>,
    },
}
