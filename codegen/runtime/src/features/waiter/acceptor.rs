//! Acceptors of waiters. Generated waiters define them in a table, with the macro `waiter!`.

use std::fmt;

use crate::client::operation::ClientOperation;
use crate::core::debug::REDACTED;
use crate::core::error::{CallError, Cause};
use crate::core::operation::Operation;

/// Selects strings of an output.
pub type Texts<O> = for<'a> fn(&'a <O as Operation>::Output) -> Vec<&'a str>;

/// Evaluates a condition on an output.
pub type Condition<O> = fn(&<O as Operation>::Output) -> bool;

/// The state that an acceptor leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The waiter succeeds.
    Success,
    /// The waiter fails.
    Failure,
    /// Polling goes on.
    Retry,
}

/// Maps a poll's outcome to a state.
pub struct Acceptor<O: ClientOperation> {
    state: State,
    matcher: Matcher<O>,
    is_sensitive: bool,
}

impl<O: ClientOperation> Acceptor<O> {
    /// The waiter succeeds if it matches.
    pub const fn success(matcher: Matcher<O>) -> Self {
        Self::new(State::Success, matcher)
    }

    /// The waiter fails if it matches.
    pub const fn failure(matcher: Matcher<O>) -> Self {
        Self::new(State::Failure, matcher)
    }

    /// Polling goes on if it matches.
    pub const fn retry(matcher: Matcher<O>) -> Self {
        Self::new(State::Retry, matcher)
    }

    const fn new(state: State, matcher: Matcher<O>) -> Self {
        Self {
            state,
            matcher,
            is_sensitive: false,
        }
    }

    /// Marks the compared values as sensitive.
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.is_sensitive = true;
        self
    }

    /// The state if it matches.
    pub fn state(&self) -> State {
        self.state
    }

    /// The matcher.
    pub fn matcher(&self) -> &Matcher<O> {
        &self.matcher
    }

    /// A description of the selected strings; `None` if there are none.
    pub(crate) fn found(&self, output: &O::Output) -> Option<String> {
        let (path, texts) = self.matcher.texts()?;
        let mut found: Vec<&str> = Vec::new();
        for text in texts(output) {
            let text = if self.is_sensitive { REDACTED } else { text };
            if !found.contains(&text) {
                found.push(text);
            }
        }
        (!found.is_empty()).then(|| format!("{path} is {}", found.join(", ")))
    }
}

/// A description of the matched outcome; sensitive values are redacted, expected ones included.
impl<O: ClientOperation> fmt::Display for Acceptor<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.matcher.path() {
            Some(path) if self.is_sensitive => write!(f, "{path} is {REDACTED}"),
            _ => self.matcher.fmt(f),
        }
    }
}

/// A predicate on a poll's outcome. The first string of a variant is the expression in the model.
pub enum Matcher<O: ClientOperation> {
    /// The selected string equals this one.
    One(&'static str, Texts<O>, &'static str),
    /// One of the selected strings equals this one.
    Any(&'static str, Texts<O>, &'static str),
    /// There are selected strings, and all equal this one.
    All(&'static str, Texts<O>, &'static str),
    /// The condition has this value.
    Holds(&'static str, Condition<O>, bool),
    /// The service returned an error with this code.
    ErrorCode(&'static str),
    /// The service returned an error.
    AnyError,
    /// The service returned an output.
    NoError,
    /// The response has this HTTP status; outputs have 200.
    Status(u16),
}

impl<O: ClientOperation> Matcher<O> {
    /// Whether the outcome matches. Calls without a response match nothing.
    pub fn matches(&self, result: &Result<O::Output, CallError<O::Error>>) -> bool {
        let output = match result {
            Ok(output) => output,
            Err(error) => return self.matches_error(error),
        };
        match self {
            Self::One(_, texts, expected) | Self::Any(_, texts, expected) => {
                texts(output).contains(expected)
            }
            Self::All(_, texts, expected) => {
                let texts = texts(output);
                !texts.is_empty() && texts.iter().all(|text| text == expected)
            }
            // Conditions are generated for their expected value.
            Self::Holds(_, holds, _) => holds(output),
            Self::ErrorCode(_) | Self::AnyError => false,
            Self::NoError => true,
            Self::Status(status) => *status == 200,
        }
    }

    fn matches_error(&self, error: &CallError<O::Error>) -> bool {
        if !matches!(error.cause(), Cause::Service { .. }) {
            return false;
        }
        match self {
            Self::ErrorCode(code) => error.code() == Some(code),
            Self::AnyError => true,
            Self::Status(status) => error.status() == Some(*status),
            _ => false,
        }
    }

    /// The expression and function that select strings, if any.
    fn texts(&self) -> Option<(&'static str, Texts<O>)> {
        match self {
            Self::One(path, texts, _) | Self::Any(path, texts, _) | Self::All(path, texts, _) => {
                Some((path, *texts))
            }
            _ => None,
        }
    }

    /// The expression on the output, if any.
    fn path(&self) -> Option<&'static str> {
        match self {
            Self::Holds(path, ..) => Some(path),
            _ => self.texts().map(|(path, _)| path),
        }
    }
}

/// A description: `one of builds[].buildStatus is FAILED`.
impl<O: ClientOperation> fmt::Display for Matcher<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(path, _, expected) => write!(f, "{path} is {expected}"),
            Self::Any(path, _, expected) => write!(f, "one of {path} is {expected}"),
            Self::All(path, _, expected) => write!(f, "all of {path} are {expected}"),
            Self::Holds(path, _, expected) => write!(f, "{path} is {expected}"),
            Self::ErrorCode(code) => write!(f, "the error is {code}"),
            Self::AnyError => f.write_str("there is an error"),
            Self::NoError => f.write_str("there is no error"),
            Self::Status(status) => write!(f, "the HTTP status is {status}"),
        }
    }
}

/// The first acceptor that matches.
pub(crate) fn first<'a, O: ClientOperation>(
    acceptors: &'a [Acceptor<O>],
    result: &Result<O::Output, CallError<O::Error>>,
) -> Option<&'a Acceptor<O>> {
    acceptors
        .iter()
        .find(|acceptor| acceptor.matcher.matches(result))
}
