//! Paginators and waiters, with their expressions as paths through Rust values.

use super::{FieldSegment, Name, Ty};
use crate::expression;
pub use crate::model::WaiterState as State;

pub type Path = expression::Path<FieldSegment>;
pub type PathSegment = expression::PathSegment<FieldSegment>;
pub type Condition = expression::Condition<FieldSegment>;
pub type Number = expression::Number<FieldSegment>;

/// How an operation is paginated.
#[derive(Debug, PartialEq)]
pub struct Paginator {
    /// At least one.
    pub tokens: Vec<Token>,
    /// The flag for a further page.
    pub more_results: Option<Path>,
    pub limit: Option<Limit>,
    pub items: Option<Items>,
}

/// A token that is passed from a page to the request for the next one.
#[derive(Debug, PartialEq)]
pub struct Token {
    pub input: Name,
    /// Paths in the output; the first one with a token counts.
    pub outputs: Vec<Path>,
    pub ty: Ty,
    /// The token value that ends pagination.
    pub empty: EmptyToken,
}

/// The token value that ends pagination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyToken {
    /// An empty string, list, map or blob.
    Empty,
    /// An empty string in an open enum.
    EmptyText,
    Zero,
    /// No value does.
    None,
}

/// The field of the input for the page size: a number, or a string of one.
#[derive(Debug, PartialEq)]
pub struct Limit {
    pub input: Name,
    pub ty: Ty,
}

/// The items of a paginated operation.
#[derive(Debug, PartialEq)]
pub struct Items {
    /// The list or map in the output; fields only.
    pub path: Path,
    pub ty: Ty,
}

/// Polls an operation until its output or error matches an acceptor. Delays are in seconds.
#[derive(Debug, PartialEq)]
pub struct Waiter {
    pub model_name: String,
    pub name: Name,
    pub module: Name,
    pub method: Name,
    pub docs: String,
    /// The index of its operation.
    pub operation: usize,
    /// The setters for the fields of the operation's input, in the same order.
    pub setters: Vec<Name>,
    pub min_delay: u64,
    pub max_delay: u64,
    pub max_wait: u64,
    /// The functions that read outputs.
    pub functions: Vec<Function>,
    pub acceptors: Vec<Acceptor>,
}

/// A function of an output, for matchers.
#[derive(Debug, PartialEq)]
pub struct Function {
    pub name: Name,
    /// The expression in the model.
    pub argument: String,
    /// Whether it reads sensitive members.
    pub is_sensitive: bool,
    pub body: FunctionBody,
}

#[derive(Debug, PartialEq)]
pub enum FunctionBody {
    /// The strings at a path.
    Texts(Path),
    Holds(Condition),
}

/// What a kind of response means.
#[derive(Debug, PartialEq)]
pub struct Acceptor {
    pub state: State,
    pub matcher: Matcher,
}

/// A kind of response. Numbers are indices of functions.
#[derive(Debug, PartialEq)]
pub enum Matcher {
    /// The string is equal.
    One(usize, String),
    /// One of the strings is equal.
    Any(usize, String),
    /// All of the strings are equal.
    All(usize, String),
    /// The condition has this value.
    Holds(usize, bool),
    ErrorCode(String),
    AnyError,
    NoError,
    Status(u16),
}
