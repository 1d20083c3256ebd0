//! `src/endpoint.rs`: the endpoint rules as statements of Rust.

use super::FieldSegment;
pub use crate::model::SettingSource;
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
    /// The settings that only this service's clients have.
    pub settings: Vec<Setting>,
    /// Where the service's own setting of dual stack is, which all clients have.
    pub dual_stack: Option<SettingSource>,
    /// The partitions, if the rules use them.
    pub partitions: Option<Partitions>,
    /// Places for texts that are made while the rules run.
    pub cells: Vec<Name>,
    /// The last statement returns.
    pub rules: Vec<Statement>,
    /// Whether some endpoints ask for asymmetric signatures.
    pub ask_for_sigv4a: bool,
}

/// A field of the service's own `EndpointParams`.
#[derive(Debug)]
pub struct Parameter {
    pub name: Name,
    pub docs: String,
    pub ty: ParameterType,
    /// The field of the client's built-in parameters that it comes from.
    pub built_in: Option<Name>,
    /// The setting that it comes from, by the name of the parameter in the rules.
    pub setting: Option<String>,
}

/// A setting of clients that only some services have: a boolean parameter of the rules, or whether
/// payloads are signed.
#[derive(Debug)]
pub struct Setting {
    /// The name of the parameter.
    pub name: String,
    pub method: Name,
    pub docs: String,
    /// Where it is in the environment and the profile.
    pub source: Option<SettingSource>,
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

#[derive(Debug, PartialEq)]
pub enum Statement {
    /// `if a && let Some(b) = c { … }`
    If {
        conditions: Vec<Condition>,
        /// What comes after the `if` is next if these do not return.
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
    /// The error if no rule matches.
    NoRule,
    /// One step after another, each of which says which one is next.
    Steps {
        variables: Vec<Variable>,
        /// The first one is where it begins.
        steps: Vec<Step>,
        /// If there is no such step.
        otherwise: Box<Statement>,
    },
}

/// A value that may be absent and that steps set.
#[derive(Debug, PartialEq)]
pub struct Variable {
    pub name: Name,
    pub ty: VariableType,
    /// Whether a step sets it.
    pub is_set: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableType {
    Text,
    Flag,
    Texts,
    Partition,
    Arn,
    Url,
}

#[derive(Debug, PartialEq)]
pub enum Step {
    Test {
        /// The variable that it sets first.
        set: Option<(Name, Value)>,
        conditions: Vec<Condition>,
        /// The numbers of the steps that are next.
        then: usize,
        otherwise: usize,
    },
    /// The last statement returns.
    Return(Vec<Statement>),
}

#[derive(Debug, PartialEq)]
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
    /// A variable of steps: an `Option`.
    Variable {
        name: Name,
        /// Whether its value is borrowed, not copied.
        is_borrowed: bool,
    },
    /// A text that is made once and kept in a cell, so that it can be borrowed.
    Kept {
        cell: Name,
        text: Box<Value>,
    },
    /// A constant list, kept in a cell.
    Texts {
        cell: Name,
        texts: Vec<String>,
    },
    /// `a.clone()`
    Cloned(Box<Value>),
    /// An item of a list, if it is that long.
    Item {
        of: Box<Value>,
        index: isize,
        /// Whether the list is a parameter.
        is_parameter: bool,
    },
    /// The partition of a region.
    PartitionOf(Box<Value>),
    ParseArn(Box<Value>),
    ParseUrl(Box<Value>),
    UriEncode(Box<Value>),
    Split {
        of: Box<Value>,
        delimiter: String,
        limit: usize,
    },
    IsBucket {
        text: Box<Value>,
        allow_dots: bool,
    },
    /// `a.or(b)`, or `a.unwrap_or(b)`
    Coalesce {
        first: Box<Value>,
        then: Box<Value>,
        /// Whether the second one is an `Option`, too.
        is_option: bool,
    },
    /// `if a { b } else { c }`
    Choice {
        condition: Box<Value>,
        then: Box<Value>,
        otherwise: Box<Value>,
    },
    /// `a.and_then(|b| c)`, or `a.map(|b| c)`
    Given {
        name: Name,
        value: Box<Value>,
        then: Box<Value>,
        /// Whether the result is an `Option` by itself.
        is_option: bool,
    },
    /// `Some(a)`
    Some(Box<Value>),
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
    pub ty: ParameterType,
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

impl Value {
    /// Whether it is a `String` that the expression makes, or one in a local value.
    pub fn is_made(&self) -> bool {
        match self {
            Self::Text(parts) => parts.len() > 1,
            Self::UriEncode(_) => true,
            Self::Field(_, field) => field.as_str() == "normalized_path",
            _ => false,
        }
    }

    /// The values that it is made of.
    pub fn parts(&self) -> Vec<&Value> {
        match self {
            Self::Parameter(_)
            | Self::Local(_)
            | Self::Variable { .. }
            | Self::Texts { .. }
            | Self::Flag(_) => Vec::new(),
            Self::Text(text) => text::values(text).collect(),
            Self::Field(of, _)
            | Self::Kept { text: of, .. }
            | Self::Cloned(of)
            | Self::Item { of, .. }
            | Self::PartitionOf(of)
            | Self::ParseArn(of)
            | Self::ParseUrl(of)
            | Self::UriEncode(of)
            | Self::Substring { of, .. }
            | Self::Split { of, .. }
            | Self::IsHostLabel { text: of, .. }
            | Self::IsBucket { text: of, .. }
            | Self::Some(of)
            | Self::IsSome(of)
            | Self::IsNone(of)
            | Self::IsEmpty(of)
            | Self::Not(of) => vec![of],
            Self::Equal(a, b) | Self::Unequal(a, b) | Self::IsSomeOf(a, b) => vec![a, b],
            Self::Coalesce { first, then, .. } => vec![first, then],
            Self::Given { value, then, .. } => vec![value, then],
            Self::Choice {
                condition,
                then,
                otherwise,
            } => vec![condition, then, otherwise],
        }
    }
}
