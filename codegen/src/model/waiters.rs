//! Waiters: botocore's `waiters-2.json`, and the same in our overlays.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Documentation, LeftOut, Model, files};
use crate::error::{Error, Problem, ProblemKind};

use crate::json::Entry;

const WAITERS: &str = "waiters-2";

/// The default of `max_delay`.
pub(super) const MAX_DELAY: u64 = 120;

/// Polls an operation until an acceptor matches its response. Delays are in seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiter {
    /// For problems: `waiters-2.json: waiters.TableExists`.
    pub path: String,
    /// Whether it is from our overlay, where what does not fit is an error.
    pub is_from_overlay: bool,
    pub operation: String,
    /// At least 1.
    pub min_delay: u64,
    /// At least `min_delay`.
    pub max_delay: u64,
    pub max_wait: u64,
    pub documentation: Documentation,
    /// The first one that matches decides.
    pub acceptors: Vec<Acceptor>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptor {
    pub state: WaiterState,
    pub matcher: Matcher,
}

/// The state that a waiter reaches; `Retry` polls again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WaiterState {
    Success,
    Failure,
    Retry,
}

/// A kind of response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matcher {
    /// A string in the output is equal.
    Text {
        /// The path of the value, in `JMESPath`.
        argument: String,
        quantifier: Quantifier,
        expected: String,
    },
    /// A condition on the output, or booleans in it, are true or false.
    Boolean {
        /// In `JMESPath`.
        argument: String,
        quantifier: Quantifier,
        expected: bool,
    },
    /// The code on the wire.
    ErrorCode(String),
    AnyError,
    NoError,
    Status(u16),
}

/// Which of many values have to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantifier {
    One,
    Any,
    /// All, and there is at least one.
    All,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct RawFile {
    #[serde(default)]
    waiters: IndexMap<String, Box<RawValue>>,
}

/// The operation of a waiter that may be wrong otherwise.
#[derive(Deserialize)]
struct Polled {
    operation: String,
}

/// A waiter as `waiters-2.json` and `overlay.json` have it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object", rename_all = "camelCase")]
pub(crate) struct RawWaiter {
    operation: String,
    delay: u64,
    max_attempts: u64,
    /// Only in overlays.
    max_delay: Option<u64>,
    /// HTML of a model.
    description: Option<String>,
    /// In some models: that it polls an operation, as all do.
    #[serde(rename = "type")]
    _type: Option<IgnoredAny>,
    /// Markdown of an overlay.
    documentation: Option<String>,
    acceptors: Vec<RawAcceptor>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct RawAcceptor {
    state: WaiterState,
    matcher: String,
    argument: Option<String>,
    expected: Value,
}

/// Reads the waiters, if there are any; what has no form here is left out.
///
/// # Errors
///
/// If the file cannot be read.
pub(super) fn read(files: &BTreeMap<String, Vec<u8>>, model: &mut Model) -> Result<(), Error> {
    let Some((file, bytes)) = files::find(files, WAITERS) else {
        return Ok(());
    };
    let raw: RawFile = files::typed_at(file, bytes)?;
    for (name, entry) in raw.waiters {
        let path = format!("{file}: waiters.{name}");
        let waiter = Entry::<RawWaiter>::parse(entry.get()).at(&path);
        match waiter.and_then(|waiter| waiter.into_waiter(path)) {
            Ok(waiter) => {
                model.waiters.insert(name, waiter);
            }
            Err(problem) => {
                let polled = serde_json::from_str::<Polled>(entry.get()).ok();
                let operation = polled.map(|it| it.operation);
                let left_out = LeftOut::waiter(operation.as_deref(), problem);
                model.left_out.push(left_out);
            }
        }
    }
    Ok(())
}

impl RawWaiter {
    /// The waiter in the neutral form; `path` is its path.
    pub(crate) fn into_waiter(self, path: String) -> Result<Waiter, Problem> {
        if self.max_attempts == 0 {
            return Err(malformed(&path, "maxAttempts", "it has to be at least 1"));
        }
        let acceptors = self.acceptors.into_iter().enumerate();
        let acceptors = acceptors
            .map(|(index, acceptor)| acceptor.into_acceptor(&format!("{path}.acceptors[{index}]")))
            .collect::<Result<Vec<_>, _>>()?;
        let waiter = Waiter {
            operation: self.operation,
            min_delay: self.delay,
            max_delay: self.max_delay.unwrap_or(MAX_DELAY.max(self.delay)),
            max_wait: self.delay.saturating_mul(self.max_attempts),
            documentation: match (self.documentation, self.description) {
                (Some(text), _) => Documentation::Markdown(text),
                (None, Some(text)) => Documentation::Html(text),
                (None, None) => Documentation::None,
            },
            acceptors,
            is_from_overlay: false,
            path,
        };
        waiter.check("delay").map(|()| waiter)
    }
}

impl Waiter {
    /// Checks the delays and that it can succeed; `min_delay` is the field's name in the file.
    pub(super) fn check(&self, min_delay: &str) -> Result<(), Problem> {
        let malformed = |field, message| Err(malformed(&self.path, field, message));
        if self.min_delay == 0 {
            return malformed(min_delay, "it has to be at least 1");
        }
        if self.max_delay < self.min_delay {
            return malformed("maxDelay", "it is less than the shortest delay");
        }
        if !self
            .acceptors
            .iter()
            .any(|it| it.state == WaiterState::Success)
        {
            return malformed("acceptors", "none of them is a success");
        }
        Ok(())
    }
}

fn malformed(path: &str, field: &str, message: &str) -> Problem {
    Problem::new(ProblemKind::Malformed, format!("{path}.{field}"), message)
}

impl RawAcceptor {
    fn into_acceptor(self, path: &str) -> Result<Acceptor, Problem> {
        let problem = |kind: ProblemKind, field: &str, message: String| {
            Problem::new(kind, format!("{path}.{field}"), message)
        };
        let quantifier = match self.matcher.as_str() {
            "pathAny" => Quantifier::Any,
            "pathAll" => Quantifier::All,
            _ => Quantifier::One,
        };
        let unexpected = |what: &str| {
            let message = format!("expected {what}, found {}", self.expected);
            problem(ProblemKind::Malformed, "expected", message)
        };
        let matcher = match (self.matcher.as_str(), &self.expected) {
            ("path" | "pathAny" | "pathAll", expected) => {
                let Some(argument) = self.argument else {
                    let message = format!("a matcher `{}` needs an `argument`", self.matcher);
                    return Err(problem(ProblemKind::Malformed, "argument", message));
                };
                match expected {
                    Value::String(text) => Matcher::Text {
                        argument,
                        quantifier,
                        expected: text.clone(),
                    },
                    Value::Bool(expected) => Matcher::Boolean {
                        argument,
                        quantifier,
                        expected: *expected,
                    },
                    _ => return Err(unexpected("a string or a boolean")),
                }
            }
            ("error", Value::String(code)) => Matcher::ErrorCode(code.clone()),
            ("error", Value::Bool(true)) => Matcher::AnyError,
            ("error", Value::Bool(false)) => Matcher::NoError,
            ("error", _) => return Err(unexpected("an error code, `true` or `false`")),
            ("status", expected) => {
                let status = expected.as_u64().and_then(|it| u16::try_from(it).ok());
                Matcher::Status(status.ok_or_else(|| unexpected("an HTTP status"))?)
            }
            (other, _) => {
                let message = format!("unknown matcher `{other}`");
                let problem = problem(ProblemKind::Unsupported, "matcher", message);
                return Err(problem.hint("known are path, pathAny, pathAll, error and status"));
            }
        };
        Ok(Acceptor {
            state: self.state,
            matcher,
        })
    }
}
