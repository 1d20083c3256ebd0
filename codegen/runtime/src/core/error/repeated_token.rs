//! Pages that would have no end.

use std::error::Error as StdError;
use std::fmt;

/// The service sent the token of a page in the answer with that page: asking on would have no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RepeatedToken;

impl fmt::Display for RepeatedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the service answered with the token of the same page twice in a row")
    }
}

impl StdError for RepeatedToken {}
