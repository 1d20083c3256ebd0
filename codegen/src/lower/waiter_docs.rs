//! The documentation of waiters.

use indexmap::IndexMap;

use super::{Context, prose};
use crate::ir;
use crate::model::{Documentation, Matcher, Quantifier, Waiter, WaiterState};

impl Context<'_> {
    /// What it waits for, how often it polls, and what decides.
    pub(super) fn waiter_docs(&self, waiter: &Waiter, operation: &ir::Operation) -> String {
        let docs = self.links.markdown(&waiter.documentation);
        let docs = docs.or_else(|| {
            let text = success(waiter, &operation.model_name);
            self.links.markdown(&Documentation::Markdown(text))
        });
        let schedule = format!(
            "It polls {} immediately, then after {} and later at intervals of up to {}, and times out \
             after {} by default. The first of these outcomes that matches decides:",
            prose::code(&operation.model_name),
            seconds(waiter.min_delay),
            seconds(waiter.max_delay),
            seconds(waiter.max_wait),
        );
        let schedule = self.links.markdown(&Documentation::Markdown(schedule));
        let mut list = String::new();
        for acceptor in &waiter.acceptors {
            let state = match acceptor.state {
                WaiterState::Success => "Success",
                WaiterState::Failure => "Failure",
                WaiterState::Retry => "Retry",
            };
            list.push_str(&format!("- {state}: {}.\n", in_words(&acceptor.matcher)));
        }
        let list = prose::markdown(&Documentation::Markdown(list), &|_| None);
        let parts: Vec<_> = [docs, schedule, list].into_iter().flatten().collect();
        parts.join("\n\n")
    }
}

fn seconds(number: u64) -> String {
    if number == 1 {
        "1 second".to_owned()
    } else {
        format!("{number} seconds")
    }
}

fn in_words(matcher: &Matcher) -> String {
    match matcher {
        Matcher::Text {
            argument,
            quantifier,
            expected,
        } => comparison(argument, *quantifier, &prose::code(expected)),
        Matcher::Boolean {
            argument,
            quantifier,
            expected,
        } => comparison(argument, *quantifier, &expected.to_string()),
        Matcher::ErrorCode(code) => format!("the error {}", prose::code(code)),
        Matcher::AnyError => "any error of the service".to_owned(),
        Matcher::NoError => "no error".to_owned(),
        Matcher::Status(status) => format!("the HTTP status {status}"),
    }
}

fn comparison(argument: &str, quantifier: Quantifier, expected: &str) -> String {
    let argument = prose::code(argument);
    match quantifier {
        Quantifier::One => format!("{argument} is {expected}"),
        Quantifier::Any => format!("one of {argument} is {expected}"),
        Quantifier::All => format!("all of {argument} are {expected}"),
    }
}

/// What a waiter without documentation waits for.
fn success(waiter: &Waiter, operation: &str) -> String {
    // What each outcome begins with, and how it may end.
    let mut outcomes: IndexMap<String, Vec<String>> = IndexMap::new();
    for acceptor in &waiter.acceptors {
        if acceptor.state == WaiterState::Success {
            let (start, end) = outcome(&acceptor.matcher);
            outcomes.entry(start).or_default().extend(end);
        }
    }
    let outcomes = outcomes
        .iter()
        .map(|(start, ends)| format!("{start}{}", any_of(ends)));
    let outcomes: Vec<_> = outcomes.collect();
    let operation = prose::code(operation);
    if outcomes.is_empty() {
        return format!("Polls {operation}.");
    }
    format!("Polls {operation} until {}.", outcomes.join(", or "))
}

fn outcome(matcher: &Matcher) -> (String, Option<String>) {
    match matcher {
        Matcher::Status(status) => (
            "it answers with the HTTP status ".to_owned(),
            Some(status.to_string()),
        ),
        Matcher::ErrorCode(code) => (
            "it fails with the error ".to_owned(),
            Some(prose::code(code)),
        ),
        Matcher::AnyError => ("it fails with any error of the service".to_owned(), None),
        Matcher::NoError => ("it succeeds".to_owned(), None),
        Matcher::Text { .. } | Matcher::Boolean { .. } => (in_words(matcher), None),
    }
}

/// `a, b or c`.
fn any_of(texts: &[String]) -> String {
    match texts {
        [others @ .., last] if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        texts => texts.concat(),
    }
}
