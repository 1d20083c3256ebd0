//! The subset of `JMESPath` that models use: in paginators for tokens and items, in waiters for
//! conditions, in operations for parameters of endpoints.
//!
//! | step | module | from → to |
//! |---|---|---|
//! | parse | `parse` | text → [`Expression`] |
//! | resolve | `resolve`, `condition` | expression and root shape → [`Value`] or [`Condition`], every name checked |
//! | match | `matcher` | the matchers of a waiter → [`ResolvedMatcher`] |
//!
//! Lowering gives the result ([`path`]) its Rust names, and the generated crate has it as plain code:
//! nothing is interpreted when the crate runs. Expressions that have no such form are errors.

use std::cmp::Ordering;

mod condition;
mod matcher;
mod parse;
mod path;
mod pipe;
mod resolve;
#[cfg(test)]
mod tests;

pub(crate) use matcher::{ResolvedMatcher, resolve_matchers};
pub(crate) use parse::parse;
pub use path::{Condition, Number, Path, PathSegment};
pub(crate) use resolve::{ResolveError, Resolver};

/// The syntax tree of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expression {
    /// `a.b[].c`; the current value, `@`, without selectors.
    Path(Vec<Selector>),
    Literal(Literal),
    /// `length(a)`
    Length(Box<Expression>),
    /// `keys(a)`
    Keys(Box<Expression>),
    /// `contains(a, b)`
    Contains(Box<Expression>, Box<Expression>),
    /// `a < b`
    Compare(Comparison, Box<Expression>, Box<Expression>),
    /// `a && b`
    And(Box<Expression>, Box<Expression>),
    /// `a || b`
    Or(Box<Expression>, Box<Expression>),
    /// `!a`
    Not(Box<Expression>),
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Selector {
    /// `a`: a member of a structure.
    Member(String),
    /// `[]`: the items of a list, and of the lists in it.
    Flatten,
    /// `[*]`: the items of a list.
    Items,
    /// `.[a, b]`: several values of one.
    Several(Vec<Expression>),
    /// `*`: the values of a map.
    Values,
    /// `[n]`: one item of a list, from the end if negative.
    Index(i64),
    /// `[?…]`: the items of a list for which a condition holds.
    Filter(Box<Expression>),
}

/// A constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    Text(String),
    Integer(i64),
    Boolean(bool),
}

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    /// Whether it holds for two values in this order.
    pub(crate) fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }

    /// The operator of `!(a < b)`.
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

    /// The operator for exchanged operands.
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

/// The member of a structure.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MemberRef<'m> {
    pub(crate) shape: &'m str,
    pub(crate) member: &'m str,
}

/// A path that exists in the model.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Value<'m> {
    pub(crate) path: Path<MemberRef<'m>>,
    /// The shape at its end; that of each value if there are many.
    pub(crate) shape: &'m str,
    /// Whether the path leads to any number of values.
    pub(crate) is_many: bool,
}
