//! Parts of the generator by themselves, for the tests that feed them anything (`tests/fuzz`): through
//! [`generate`](crate::generate), they would see a thousandth as many inputs in the same time.

pub use crate::docs::{from_html, from_markdown};

/// Reads an expression of `JMESPath`.
///
/// # Errors
///
/// What is wrong with it, in words.
pub fn expression(text: &str) -> Result<(), String> {
    crate::expression::parse(text).map(drop)
}
