//! Internal functions for fuzz tests (`tests/fuzz`), which would be a thousand times slower through
//! [`generate`](crate::generate).

pub use crate::docs::{from_html, from_markdown};

/// Parses a `JMESPath` expression.
///
/// # Errors
///
/// A message, if it is invalid.
pub fn expression(text: &str) -> Result<(), String> {
    crate::expression::parse(text).map(drop)
}
