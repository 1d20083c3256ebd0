//! Requests that cannot be presigned.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

/// Why a request could not be presigned.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PresigningError {
    /// The time for which it would be valid: it has to be whole seconds, from one to those of 7 days.
    ExpiresIn(Duration),
    /// The call is not authenticated by a signature, but by this scheme.
    NotSigned(String),
    /// The request has a body that cannot be part of a URL.
    Body,
    /// The endpoint takes asymmetric signatures, or those of sessions, which forms do not have.
    Form,
}

impl fmt::Display for PresigningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request cannot be presigned: ")?;
        match self {
            Self::ExpiresIn(time) => write!(
                f,
                "it would be valid for {time:?}, and has to be for whole seconds, from 1 second to 7 days"
            ),
            Self::NotSigned(scheme) if scheme == "noAuth" => {
                f.write_str("the call is not authenticated, so its URL has no signature")
            }
            Self::NotSigned(scheme) => write!(
                f,
                "the call is authenticated by `{scheme}`, which has no signature: set credentials, and \
                 `auth_scheme_preference` to `sigv4`"
            ),
            Self::Body => f.write_str(
                "it has a body, which a URL cannot hold: leave it out, and whoever sends the request \
                 adds it",
            ),
            Self::Form => f.write_str(
                "forms are signed with sigv4, and this endpoint takes sigv4a or sessions: presign the \
                 request itself, with `presign`",
            ),
        }
    }
}

impl StdError for PresigningError {}
