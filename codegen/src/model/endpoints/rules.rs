//! Endpoint rules in which every name is known and every type is right.

use indexmap::IndexMap;

use crate::model::Documentation;

/// What the rules ask for.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Text, true or false, or a list of texts.
    pub ty: Type,
    /// What a client knows by itself.
    pub built_in: Option<BuiltIn>,
    /// Whether there may be no value; a flag that is not given is off.
    pub may_be_absent: bool,
    /// What it is for.
    pub documentation: Documentation,
}

/// What a client knows by itself: from its configuration or the credentials.
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

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text.
    String,
    /// True or false.
    Boolean,
    /// Texts.
    StringArray,
    /// What is known of a partition.
    Partition,
    /// The parts of an ARN.
    Arn,
}

/// A rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// What has to hold, in order; each may bind a name for those after it and for the outcome.
    pub conditions: Vec<Condition>,
    /// What follows if all of it holds.
    pub outcome: Outcome,
}

/// A condition of a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// The value is true.
    Holds(Expression),
    /// The value is there. If it is a parameter or bound name, it is not absent from here on.
    IsSet(Expression),
    /// The value gets a name, and is there.
    Bind(Binding),
}

/// A value that gets a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    /// The name in the rules.
    pub name: String,
    /// The value.
    pub value: Expression,
    /// Whether it may be absent; then the condition fails.
    pub may_be_absent: bool,
}

/// What follows from a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The endpoint.
    Endpoint(Box<Destination>),
    /// There is no endpoint.
    Error(Text),
    /// One of these rules, or none of all.
    Rules(Vec<Rule>),
}

/// An endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Destination {
    /// Where it is.
    pub url: Text,
    /// Headers of the requests that go there.
    pub headers: IndexMap<String, Vec<Text>>,
    /// How the requests may be signed; as the service says if this is empty.
    pub auth_schemes: Vec<AuthScheme>,
}

/// A way to sign.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthScheme {
    /// Its name.
    pub name: String,
    /// How it is done.
    pub properties: IndexMap<String, SchemeValue>,
}

/// A property of a way to sign.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemeValue {
    /// Text.
    Text(Text),
    /// Texts.
    List(Vec<Text>),
    /// True or false.
    Flag(bool),
}

/// A text with values in it.
pub type Text = Vec<Part>;

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// As it stands.
    Literal(String),
    /// The text that is the value.
    Value(Expression),
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// Text.
    Text(Text),
    /// True or false.
    Boolean(bool),
    /// A parameter or bound name.
    Reference(String),
    /// A part of a partition or an ARN, by its name in the rules.
    Attribute(Box<Expression>, &'static str),
    /// An item of a list, which may not have so many.
    Item(Box<Expression>, usize),
    /// Whether a value is there.
    IsSet(Box<Expression>),
    /// The opposite.
    Not(Box<Expression>),
    /// Whether two values are the same.
    Equal(Box<Expression>, Box<Expression>),
    /// The partition of a region.
    PartitionOf(Box<Expression>),
    /// The parts of an ARN, if it is one.
    ParseArn(Box<Expression>),
    /// Some characters of a text, if it has them and is ASCII.
    Substring {
        /// The text.
        of: Box<Expression>,
        /// The first character.
        start: usize,
        /// The one after the last character.
        stop: usize,
        /// Whether characters are counted from the end.
        from_end: bool,
    },
    /// Whether a text may be a part of a host name.
    IsHostLabel {
        /// The text.
        text: Box<Expression>,
        /// Whether it may be several parts with dots in between.
        allow_dots: bool,
    },
}
