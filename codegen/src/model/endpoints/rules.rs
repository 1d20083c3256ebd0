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
    /// Whether there may be no value; a boolean without one is false.
    pub may_be_absent: bool,
    pub documentation: Documentation,
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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    String,
    Boolean,
    StringArray,
    Partition,
    Arn,
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
    /// The first of these rules that matches; no others are tried.
    Rules(Vec<Rule>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    Text(Text),
    Boolean(bool),
    /// A parameter or bound name.
    Reference(String),
    /// A part of a partition or an ARN, by its name in the rules.
    Attribute(Box<Expression>, &'static str),
    /// An item of a list, if it is that long.
    Item(Box<Expression>, usize),
    /// Whether a value is there.
    IsSet(Box<Expression>),
    Not(Box<Expression>),
    Equal(Box<Expression>, Box<Expression>),
    PartitionOf(Box<Expression>),
    /// The parts of an ARN, if it is one.
    ParseArn(Box<Expression>),
    /// Some characters of a text, if it is that long and ASCII.
    Substring {
        of: Box<Expression>,
        start: usize,
        stop: usize,
        /// Whether `start` and `stop` count from the end.
        from_end: bool,
    },
    IsHostLabel {
        text: Box<Expression>,
        /// Whether it may be several labels with dots in between.
        allow_dots: bool,
    },
}
