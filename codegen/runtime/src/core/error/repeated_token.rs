//! Detection of endless pagination.

use std::error::Error as StdError;
use std::fmt;

/// A page's pagination token is the one it was requested with, so pagination would not end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RepeatedToken;

impl fmt::Display for RepeatedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the service answered with the token of the same page twice in a row")
    }
}

impl StdError for RepeatedToken {}
