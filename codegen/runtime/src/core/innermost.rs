//! The most specific of an error's sources.

use std::error::Error as StdError;

/// The innermost source of an error, which is the most specific; the outer ones repeat each other.
/// A bare "timed out" is skipped, as it does not say which timeout.
pub(crate) fn innermost<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    let mut cause = error;
    while let Some(inner) = cause.source()
        && inner.to_string() != "timed out"
    {
        cause = inner;
    }
    cause
}
