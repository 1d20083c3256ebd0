//! Asymmetric signatures (`SigV4a`), which are valid in several regions.

use aws_runtime::auth::sigv4a::{SCHEME_ID, SigV4aAuthScheme};
use aws_smithy_runtime_api::client::auth::SharedAuthScheme;

use crate::client::scheme::{AskedBy, SIGV4, Scheme};

/// An asymmetric signature, with credentials.
pub static SIGV4A: Scheme = Scheme {
    id: SCHEME_ID,
    implementation: || SharedAuthScheme::new(SigV4aAuthScheme::new()),
    identity: SIGV4.identity,
    missing: SIGV4.missing,
    is_signature: true,
    asked_by: AskedBy::All,
};
