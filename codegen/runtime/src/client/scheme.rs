//! Authentication schemes.

use std::fmt;

use aws_runtime::auth::sigv4::{SCHEME_ID, SigV4AuthScheme};
use aws_smithy_runtime::client::auth::no_auth::{NO_AUTH_SCHEME_ID, NoAuthScheme};
use aws_smithy_runtime::client::identity::no_auth::NoAuthIdentityResolver;
use aws_smithy_runtime_api::client::auth::http::HTTP_BEARER_AUTH_SCHEME_ID;
use aws_smithy_runtime_api::client::auth::{AuthSchemeId, SharedAuthScheme};
use aws_smithy_runtime_api::client::identity::SharedIdentityResolver;

use crate::client::config::Config;

/// An authentication scheme of requests.
pub struct Scheme {
    pub(crate) id: AuthSchemeId,
    pub(crate) implementation: fn() -> SharedAuthScheme,
    /// Who the requests come from, if the configuration says so.
    pub(crate) identity: fn(&Config) -> Option<SharedIdentityResolver>,
    /// What is missing without an identity, and what to do, given the service's name in signatures.
    pub(crate) missing: fn(signing_name: &str) -> String,
    /// Whether requests have a signature.
    pub(crate) is_signature: bool,
    /// Which endpoints may ask for it, besides those of operations that list it.
    pub(crate) asked_by: AskedBy,
}

/// The endpoints that may ask for a scheme that the operation does not list: it has to have the default
/// of signatures.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "only used by optional features")]
pub(crate) enum AskedBy {
    None,
    All,
    /// Those with something in their URL: the identity is that of a session for it.
    WithLabel,
}

impl Scheme {
    /// Whether requests have a signature.
    pub(crate) fn is_signature(&self) -> bool {
        self.is_signature
    }

    /// Whether it is the default of signatures.
    pub(crate) fn is_default(&self) -> bool {
        self.id == SCHEME_ID
    }

    /// Whether requests are not authenticated.
    pub(crate) fn is_none(&self) -> bool {
        self.id == NO_AUTH_SCHEME_ID
    }

    /// Whether an endpoint may ask for it if the operation does not list it.
    pub(crate) fn may_be_asked_for(&self, has_label: bool) -> bool {
        match self.asked_by {
            AskedBy::None => false,
            AskedBy::All => true,
            AskedBy::WithLabel => has_label,
        }
    }

    /// Whether requests have a bearer token.
    pub(crate) fn is_token(&self) -> bool {
        self.id == HTTP_BEARER_AUTH_SCHEME_ID
    }
}

impl fmt::Debug for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Scheme").field(&self.id.inner()).finish()
    }
}

/// Signature version 4, with credentials.
pub static SIGV4: Scheme = Scheme {
    id: SCHEME_ID,
    implementation: || SharedAuthScheme::new(SigV4AuthScheme::new()),
    identity: |config| {
        let provider = config.credentials_provider.clone();
        provider.map(SharedIdentityResolver::new)
    },
    missing: |_| {
        "no credentials are set: set a `credentials_provider` on the config, or make the config \
         with `aws_config::load_defaults`"
            .to_owned()
    },
    is_signature: true,
    asked_by: AskedBy::None,
};

/// No authentication.
pub(crate) static NO_AUTH: Scheme = Scheme {
    id: NO_AUTH_SCHEME_ID,
    implementation: || SharedAuthScheme::new(NoAuthScheme::new()),
    identity: |_| Some(SharedIdentityResolver::new(NoAuthIdentityResolver::new())),
    missing: |_| String::new(),
    is_signature: false,
    asked_by: AskedBy::None,
};
