//! Paginators and waiters, with their expressions as paths through Rust values.

use super::{FieldSegment, Name, Ty};
use crate::expression;

pub type Path = expression::Path<FieldSegment>;
pub type PathSegment = expression::PathSegment<FieldSegment>;
pub type Condition = expression::Condition<FieldSegment>;
pub type Number = expression::Number<FieldSegment>;

/// How an operation answers in pages.
#[derive(Debug, PartialEq)]
pub struct Paginator {
    /// The tokens; there is at least one.
    pub tokens: Vec<Token>,
    /// What has to be true for there to be another page.
    pub more_results: Option<Path>,
    /// The field of the input that says how large a page may be.
    pub limit: Option<Limit>,
    /// What is listed.
    pub items: Option<Items>,
}

/// A token that goes from a page to the next one.
#[derive(Debug, PartialEq)]
pub struct Token {
    /// The field of the input.
    pub input: Name,
    /// The places in the output; the first one that has a token counts.
    pub outputs: Vec<Path>,
    /// The type of both.
    pub ty: Ty,
    /// What marks a token that is none.
    pub empty: EmptyToken,
}

/// A token that stands for the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyToken {
    /// An empty text, list, map or blob.
    Empty,
    /// An empty text in an open enum.
    EmptyText,
    /// 0.
    Zero,
    /// Every token is one.
    None,
}

/// The field of an input that says how large a page may be.
#[derive(Debug, PartialEq)]
pub struct Limit {
    /// The field.
    pub input: Name,
    /// Its type: a number, or a string of one.
    pub ty: Ty,
}

/// What a paginated operation lists.
#[derive(Debug, PartialEq)]
pub struct Items {
    /// The list or map in the output: fields only.
    pub path: Path,
    /// Its type.
    pub ty: Ty,
}

/// Polls an operation until something has come to pass.
#[derive(Debug, PartialEq)]
pub struct Waiter {
    /// The name in the model.
    pub model_name: String,
    /// The marker type.
    pub name: Name,
    /// The module that holds it.
    pub module: Name,
    /// The method of the client.
    pub method: Name,
    /// What it waits for, in Markdown.
    pub docs: String,
    /// The place of its operation among the crate's.
    pub operation: usize,
    /// The setters for the fields of the operation's input, in their order.
    pub setters: Vec<Name>,
    /// The shortest wait between two polls, in seconds.
    pub min_delay: u64,
    /// The longest wait between two polls, in seconds.
    pub max_delay: u64,
    /// When to give up, in seconds.
    pub max_wait: u64,
    /// The functions that read the output.
    pub functions: Vec<Function>,
    /// What answers mean.
    pub acceptors: Vec<Acceptor>,
}

/// A function that reads an output for matchers.
#[derive(Debug, PartialEq)]
pub struct Function {
    /// Its name.
    pub name: Name,
    /// Its expression in the model.
    pub argument: String,
    /// Whether it reads what is not to be logged.
    pub is_sensitive: bool,
    /// What it gives.
    pub body: FunctionBody,
}

/// What a function reads.
#[derive(Debug, PartialEq)]
pub enum FunctionBody {
    /// The texts at the end of a path.
    Texts(Path),
    /// Whether a condition holds.
    Holds(Condition),
}

/// What a kind of answer means.
#[derive(Debug, PartialEq)]
pub struct Acceptor {
    /// What it means.
    pub state: State,
    /// The kind of answer.
    pub matcher: Matcher,
}

/// What an answer means to a waiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It has come to pass.
    Success,
    /// It will not.
    Failure,
    /// Not yet.
    Retry,
}

/// A kind of answer.
#[derive(Debug, PartialEq)]
pub enum Matcher {
    /// The one text is equal.
    One(usize, String),
    /// One of the texts is equal.
    Any(usize, String),
    /// All of the texts are equal.
    All(usize, String),
    /// A condition has this value.
    Holds(usize, bool),
    /// An error of the service with this code.
    ErrorCode(String),
    /// Any error of the service.
    AnyError,
    /// An output.
    NoError,
    /// An HTTP status.
    Status(u16),
}
