//! Invalid inputs.

use std::error::Error as StdError;
use std::fmt;

/// Missing or invalid members of an input.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidInput {
    /// The operation's name in the model.
    pub operation: &'static str,
    /// The paths of the members, such as `source.type`, in model order.
    pub missing: Vec<String>,
    /// Descriptions of members that are set to invalid values.
    pub invalid: Vec<String>,
}

impl InvalidInput {
    /// An input with one problem.
    pub(crate) fn with_problem(operation: &'static str, problem: String) -> Self {
        Self {
            operation,
            missing: Vec::new(),
            invalid: vec![problem],
        }
    }
}

impl fmt::Display for InvalidInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.missing.len() == 1 { "" } else { "s" };
        let missing = (!self.missing.is_empty()).then(|| {
            format!(
                "missing required member{plural} {}",
                self.missing.join(", ")
            )
        });
        let parts: Vec<_> = missing
            .iter()
            .chain(&self.invalid)
            .map(String::as_str)
            .collect();
        f.write_str(&parts.join("; "))
    }
}

impl StdError for InvalidInput {}
