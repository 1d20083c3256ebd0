//! The part of `JMESPath` that models use: in paginators to say where tokens and items are, in
//! waiters to say what is waited for.
//!
//! | step | module | from → to |
//! |---|---|---|
//! | parse | `parse` | text → [`Expression`] |
//! | resolve | `resolve` | expression and root shape → [`Value`] or [`Condition`], every name checked |
//! | test | `test` | the matchers of a waiter → [`Test`] |
//!
//! Lowering gives the result its Rust names, and the generated crate has it as plain code: nothing
//! is interpreted when the crate runs. What has no such form is an error that says so.

use std::cmp::Ordering;

mod parse;
mod resolve;
mod test;
#[cfg(test)]
mod unit_tests;

pub(crate) use parse::parse;
pub(crate) use resolve::{Failure, Resolver};
pub(crate) use test::{Test, tests_of};

/// An expression as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expression {
    /// The way to a value: `a.b[].c`.
    Path(Vec<PathStep>),
    /// A value that stands in the expression.
    Literal(Literal),
    /// The number of items: `length(a)`.
    Length(Box<Expression>),
    /// Two values held against each other.
    Compare(Comparison, Box<Expression>, Box<Expression>),
    /// `a && b`
    And(Box<Expression>, Box<Expression>),
    /// `a || b`
    Or(Box<Expression>, Box<Expression>),
    /// `!a`
    Not(Box<Expression>),
}

/// A step on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathStep {
    /// `a`: a member of a structure.
    Member(String),
    /// `[]`: the items of a list, and of the lists in it.
    Flatten,
    /// `*`: the values of a map.
    Values,
    /// `[n]`: one item of a list, from the end if negative.
    Index(i64),
    /// `[?…]`: the items of a list for which a condition holds.
    Filter(Box<Expression>),
}

/// A value that stands in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Literal {
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// True or false.
    Boolean(bool),
}

/// How two values are held against each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// Whether it holds for two values of which the first one is on this side of the other.
    pub(crate) fn holds(self, side: Ordering) -> bool {
        match self {
            Self::Equal => side.is_eq(),
            Self::NotEqual => side.is_ne(),
            Self::Less => side.is_lt(),
            Self::LessOrEqual => side.is_le(),
            Self::Greater => side.is_gt(),
            Self::GreaterOrEqual => side.is_ge(),
        }
    }

    /// The one that holds exactly where this one does not.
    fn negated(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
        }
    }

    /// The one that says the same with its sides exchanged.
    fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            same => same,
        }
    }
}

/// A path whose every step is known in the model.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Value<'m> {
    /// The steps from the root.
    pub(crate) steps: Vec<Step<'m>>,
    /// The shape it leads to; where it leads to many values, that of each.
    pub(crate) shape: &'m str,
    /// Whether it leads to any number of values.
    pub(crate) is_many: bool,
}

/// A step on the way to a value, in the model.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step<'m> {
    /// A member of a structure.
    Member {
        /// The structure.
        owner: &'m str,
        /// The member.
        name: &'m str,
    },
    /// The last item of a list.
    Last {
        /// Whether it may be null.
        is_sparse: bool,
    },
    /// The items of a list; from here on there are many values.
    Items {
        /// Whether they may be null.
        is_sparse: bool,
    },
    /// The items of the lists that the many values are.
    Flatten {
        /// Whether they may be null.
        is_sparse: bool,
    },
    /// The values of a map; from here on there are many values.
    Values {
        /// Whether they may be null.
        is_sparse: bool,
    },
    /// Only those values for which a condition holds.
    Filter(Condition<'m>),
}

/// A condition whose every part is known in the model. There is no "not": it is pushed inwards.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Condition<'m> {
    /// Whether a text is equal, or is not.
    Text {
        /// The text; there may be none, which is not equal.
        value: Value<'m>,
        /// What it is held against.
        literal: String,
        /// Whether it has to be equal.
        is_equal: bool,
    },
    /// Whether a boolean is equal, or is not.
    Flag {
        /// The boolean; there may be none, which is not equal.
        value: Value<'m>,
        /// What it is held against.
        literal: bool,
        /// Whether it has to be equal.
        is_equal: bool,
    },
    /// Numbers held against each other.
    Number {
        /// One of them.
        left: Number<'m>,
        /// How.
        comparison: Comparison,
        /// The other.
        right: NumberOrLiteral<'m>,
        /// Whether it holds where one of the numbers is absent.
        or_absent: bool,
    },
    /// All of them hold.
    All(Vec<Condition<'m>>),
    /// One of them holds.
    Any(Vec<Condition<'m>>),
}

/// A number of the model.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Number<'m> {
    /// A member.
    Value(Value<'m>),
    /// How many items there are.
    Length(Value<'m>),
}

/// A number to hold another one against.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum NumberOrLiteral<'m> {
    /// A number of the model.
    Number(Number<'m>),
    /// A number that stands in the expression.
    Literal(i64),
}
