//! The operations that codegen refuses, as it should for now. An entry that no longer applies fails
//! the test: whoever makes codegen take such operations deletes it.

use codegen::Error;
use codegen::error::ProblemKind;

/// A service with operations that are refused.
struct Refusal {
    service: &'static str,
    /// What each of the problems says.
    says: &'static str,
}

const EXPECTED: [Refusal; 2] = [
    // They have to ask for their host first.
    Refusal {
        service: "timestream-query",
        says: "endpoint discovery is not supported yet",
    },
    Refusal {
        service: "timestream-write",
        says: "endpoint discovery is not supported yet",
    },
];

/// Fails unless a service is refused as expected: with the error, or without one.
pub(crate) fn check(service: &str, error: Option<&Error>) -> Result<(), String> {
    let expected = EXPECTED.iter().find(|entry| entry.service == service);
    match (error, expected) {
        (None, None) => Ok(()),
        (None, Some(entry)) => Err(format!(
            "it is taken: delete its entry ({}) in refusals.rs",
            entry.says
        )),
        (Some(error), Some(entry))
            if error.problems().iter().all(|problem| {
                problem.kind == ProblemKind::Unsupported && problem.message == entry.says
            }) =>
        {
            Ok(())
        }
        (Some(error), _) => Err(error.to_string()),
    }
}
