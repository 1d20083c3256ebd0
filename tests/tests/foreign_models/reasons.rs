//! Why a foreign model is refused, or a part of it left out. A new reason needs a line here; one that no
//! model has any more is removed.

use tinsmith::error::{Problem, ProblemKind};

/// A reason, and how to recognize it.
pub(crate) struct Reason {
    pub(crate) why: &'static str,
    kind: ProblemKind,
    /// What the path contains.
    path: &'static str,
    /// What the message contains.
    message: &'static str,
}

const fn reason(
    why: &'static str,
    kind: ProblemKind,
    path: &'static str,
    message: &'static str,
) -> Reason {
    Reason {
        why,
        kind,
        path,
        message,
    }
}

/// Refusals of models.
pub(crate) const REFUSED: &[Reason] = &[
    reason(
        "its protocol is not spoken",
        ProblemKind::UnsupportedProtocol,
        "metadata.protocol",
        "",
    ),
    reason(
        "the minified form of the JavaScript SDK nests shapes",
        ProblemKind::Malformed,
        "",
        "missing field `shape`",
    ),
    reason(
        "the minified form of the JavaScript SDK leaves out the method POST and the path /",
        ProblemKind::Malformed,
        ".http",
        "missing field",
    ),
    reason(
        "its requests have signatures that are no longer in use",
        ProblemKind::Unsupported,
        ".auth",
        "requests have a signature of SigV4",
    ),
    reason(
        "all of its operations send events",
        ProblemKind::Unsupported,
        "shapes.",
        "sending event streams is not supported yet",
    ),
];

/// Parts that are left out, and other warnings.
pub(crate) const LEFT_OUT: &[Reason] = &[
    reason(
        "the waiter has a list of expressions",
        ProblemKind::Unsupported,
        "waiters-2",
        "the waiter is left out: column 13: expected `]`, `?` or a number, found '@'",
    ),
    reason(
        "the waiter compares a length or a list",
        ProblemKind::Unsupported,
        "waiters-2",
        "the waiter is left out: it is not a path",
    ),
    reason(
        "the waiter has a list of expressions, in Smithy",
        ProblemKind::Unsupported,
        ".traits.smithy.waiters#waitable",
        "expected a name, found '['",
    ),
    reason(
        "the shipped overlay is for a newer model",
        ProblemKind::StaleOverlay,
        "shipped overlay",
        "",
    ),
    reason(
        "its requests have signatures that are no longer in use",
        ProblemKind::Unsupported,
        ".auth",
        "requests have a signature of SigV4",
    ),
    reason(
        "the operation sends events",
        ProblemKind::Unsupported,
        "shapes.",
        "is left out: sending event streams is not supported yet",
    ),
    reason(
        "the model is older than endpoint rules",
        ProblemKind::Unsupported,
        "",
        "the model has no endpoint rules",
    ),
];

impl Reason {
    /// The reason for a problem, if it is in the list.
    pub(crate) fn of(list: &'static [Self], problem: &Problem) -> Option<&'static Self> {
        list.iter().find(|reason| {
            problem.kind == reason.kind
                && problem.path.contains(reason.path)
                && problem.message.contains(reason.message)
        })
    }
}
