//! Internal functions for tests that would be many times slower through [`generate`](crate::generate).

pub use crate::docs::{Code, from_html, from_markdown};

use crate::error::Problem;
use crate::{Error, Input};

/// All phases that can refuse a model, without the text of the crate; the result is the warnings.
///
/// # Errors
///
/// Like [`generate`](crate::generate).
pub fn check(input: &Input) -> Result<Vec<Problem>, Error> {
    crate::pipeline::check(input)
}

/// Parses a `JMESPath` expression.
///
/// # Errors
///
/// A message, if it is invalid.
pub fn expression(text: &str) -> Result<(), String> {
    crate::expression::parse(text).map(drop)
}
