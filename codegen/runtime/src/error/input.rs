//! Inputs that cannot be sent.

use std::error::Error as StdError;
use std::fmt;

/// Required members of an input that are not set.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidInput {
    /// The operation's name in the model.
    pub operation: &'static str,
    /// The paths of the members, such as `source.type`, in model order.
    pub missing: Vec<String>,
}

impl fmt::Display for InvalidInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.missing.len() == 1 { "" } else { "s" };
        write!(
            f,
            "missing required member{plural} {}",
            self.missing.join(", ")
        )
    }
}

impl StdError for InvalidInput {}
