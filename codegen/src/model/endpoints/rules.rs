//! Endpoint rules, resolved: every name is known and every type is right.

use super::text;
use crate::model::Documentation;

/// A string with expressions in it.
pub type Text = text::Text<Expression>;
pub type Destination = text::Destination<Expression>;

/// A parameter of the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    pub ty: Type,
    pub built_in: Option<BuiltIn>,
    pub absence: Absence,
    pub documentation: Documentation,
}

/// What it means if a parameter is not set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Absence {
    /// Conditions on it are false.
    Allowed,
    /// There is no endpoint.
    Refused,
    /// A boolean is false.
    False,
    /// A boolean is true.
    True,
    Text(String),
    Texts(Vec<String>),
}

/// Values from the client's configuration or the credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuiltIn {
    /// `AWS::Region`
    Region,
    /// `AWS::UseFIPS`
    UseFips,
    /// `AWS::UseDualStack`
    UseDualStack,
    /// `SDK::Endpoint`
    Endpoint,
    /// `AWS::Auth::AccountId`
    AccountId,
    /// `AWS::Auth::AccountIdEndpointMode`
    AccountIdEndpointMode,
    /// A boolean that only some services have, under the name of the parameter.
    Setting,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    String,
    Boolean,
    StringArray,
    Partition,
    Arn,
    Url,
}

/// The rules, in one of the two forms that models have.
#[derive(Clone, Debug, PartialEq)]
pub enum Rules {
    /// The first one that matches decides.
    List(Vec<Rule>),
    Diagram(Diagram),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// In order; each may bind a name for those after it and for the outcome.
    pub conditions: Vec<Condition>,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    Holds(Expression),
    /// The value is present. If it is a parameter or bound name, it stays so for what follows.
    IsSet(Expression),
    /// The value is present and gets a name.
    Bind(Binding),
}

/// A value that gets a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    /// The name in the rules.
    pub name: String,
    pub value: Expression,
    /// Whether it may be absent; then the condition fails.
    pub may_be_absent: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Endpoint(Box<Destination>),
    Error(Text),
    /// A value that the endpoint needs is absent: that of this parameter, if it is one.
    Missing(Option<String>),
    /// Something that is not supported, in words.
    Unsupported(String),
    /// The first of these rules that matches; no others are tried.
    Rules(Vec<Rule>),
}

/// A binary decision diagram (`endpointBdd`): a condition decides which one is next.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagram {
    /// The names that conditions give to values, with their types.
    pub variables: Vec<(String, Type)>,
    /// Those that are next come after it.
    pub nodes: Vec<Node>,
    pub results: Vec<Rule>,
    pub first: Next,
}

/// A condition of a diagram.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The variable that gets the value that the condition is about.
    pub variable: Option<Binding>,
    /// Which all have to hold.
    pub conditions: Vec<Condition>,
    pub then: Next,
    pub otherwise: Next,
}

/// What comes next in a diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Node(usize),
    Result(usize),
    /// No rule matches.
    Nothing,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    Text(Text),
    Boolean(bool),
    /// A parameter or bound name.
    Reference(String),
    /// A part of a partition, an ARN or a URL, by its name in the rules.
    Attribute(Box<Expression>, &'static str),
    /// An item of a list, if it is that long. Negative indexes count from the end.
    Item(Box<Expression>, isize),
    /// Whether a value is there.
    IsSet(Box<Expression>),
    Not(Box<Expression>),
    Equal(Box<Expression>, Box<Expression>),
    PartitionOf(Box<Expression>),
    /// The parts of an ARN, if it is one.
    ParseArn(Box<Expression>),
    /// The parts of a URL, if it is one.
    ParseUrl(Box<Expression>),
    UriEncode(Box<Expression>),
    /// Some characters of a text, if it is that long and ASCII.
    Substring {
        of: Box<Expression>,
        start: usize,
        stop: usize,
        /// Whether `start` and `stop` count from the end.
        from_end: bool,
    },
    Split {
        of: Box<Expression>,
        delimiter: String,
        /// The most parts; 0 is no limit.
        limit: usize,
    },
    IsHostLabel {
        text: Box<Expression>,
        /// Whether it may be several labels with dots in between.
        allow_dots: bool,
    },
    /// Whether it is the name of a bucket that can be part of a host name.
    IsBucket {
        text: Box<Expression>,
        allow_dots: bool,
    },
    /// The first value that is there.
    Coalesce(Vec<Operand>),
    /// One of two values.
    Choice {
        condition: Box<Expression>,
        then: Box<Operand>,
        otherwise: Box<Operand>,
    },
    /// A value that is there only if these conditions hold, with their names.
    Given {
        conditions: Vec<Condition>,
        then: Box<Operand>,
    },
}

/// A value that may be absent.
#[derive(Clone, Debug, PartialEq)]
pub struct Operand {
    pub value: Expression,
    pub may_be_absent: bool,
}
