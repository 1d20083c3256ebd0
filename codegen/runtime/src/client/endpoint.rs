//! Where requests go: what endpoint rules take, and what is the same for the rules of all services.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

pub use aws_smithy_types::Document;
pub use aws_smithy_types::endpoint::{Endpoint, EndpointAuthScheme as AuthScheme};

pub use super::rules::{
    Arn, are_host_labels, is_host_label, item, parse_arn, region_prefix, substring,
    substring_from_end,
};
use crate::core::debug::REDACTED;

/// What decides on the endpoint of most services: all calls of a client have the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EndpointParams<'a> {
    /// The region (`AWS::Region`).
    pub region: Option<&'a str>,
    /// Whether the endpoint has to have FIPS 140 validated cryptography (`AWS::UseFIPS`).
    pub use_fips: bool,
    /// Whether the endpoint has to have an IPv6 address, too (`AWS::UseDualStack`).
    pub use_dual_stack: bool,
    /// The URL that the user wants instead (`SDK::Endpoint`).
    pub endpoint: Option<&'a str>,
}

/// What a client knows for the rules of services whose endpoint depends on the call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BuiltIns<'a> {
    /// The region (`AWS::Region`).
    pub region: Option<&'a str>,
    /// Whether the endpoint has to have FIPS 140 validated cryptography (`AWS::UseFIPS`).
    pub use_fips: bool,
    /// Whether the endpoint has to have an IPv6 address, too (`AWS::UseDualStack`).
    pub use_dual_stack: bool,
    /// The URL that the user wants instead (`SDK::Endpoint`).
    pub endpoint: Option<&'a str>,
    /// The account that the credentials belong to, if they say so (`AWS::Auth::AccountId`).
    pub account_id: Option<&'a str>,
    /// `preferred`, `required` or `disabled` (`AWS::Auth::AccountIdEndpointMode`).
    pub account_id_endpoint_mode: Option<&'a str>,
}

/// The endpoint rules of a service.
#[derive(Clone, Copy, Debug)]
pub enum EndpointRules {
    /// All calls of a client have the same endpoint.
    PerClient(fn(&EndpointParams<'_>) -> Result<Endpoint, EndpointError>),
    /// The endpoint depends on the call: on its operation, its input or its credentials. This is
    /// for the operations that have no [`CallRules`].
    PerCall(fn(&BuiltIns<'_>) -> Result<Endpoint, EndpointError>),
}

/// The endpoint rules of one call: those of its service, and what its input says of the endpoint.
#[derive(Clone)]
pub struct CallRules {
    resolve: Arc<ResolveCall>,
}

type ResolveCall = dyn Fn(&BuiltIns<'_>) -> Result<Endpoint, EndpointError> + Send + Sync;

impl CallRules {
    /// The rules as a function of what the client knows.
    pub fn new(
        resolve: impl Fn(&BuiltIns<'_>) -> Result<Endpoint, EndpointError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            resolve: Arc::new(resolve),
        }
    }

    /// The endpoint of the call.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn resolve(&self, built_ins: &BuiltIns<'_>) -> Result<Endpoint, EndpointError> {
        (self.resolve)(built_ins)
    }
}

impl fmt::Debug for CallRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallRules")
    }
}

/// There is no endpoint for these parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointError {
    message: String,
    hint: Option<&'static str>,
}

impl EndpointError {
    /// An error in words.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match self.hint {
            None => Ok(()),
            Some(hint) => write!(f, ": {hint}"),
        }
    }
}

impl StdError for EndpointError {}

/// The endpoint at a URL.
///
/// # Errors
///
/// If the URL is empty, which a custom endpoint may be.
pub fn at(url: impl Into<String>) -> Result<Endpoint, EndpointError> {
    signed(url, [])
}

/// The endpoint at a URL, to which requests are signed in one of some ways.
///
/// # Errors
///
/// As [`at`].
pub fn signed<const N: usize>(
    url: impl Into<String>,
    schemes: [AuthScheme; N],
) -> Result<Endpoint, EndpointError> {
    with_headers(url, [], schemes)
}

/// The endpoint at a URL, to which requests have these headers, too.
///
/// # Errors
///
/// As [`at`].
pub fn with_headers<const N: usize, const M: usize>(
    url: impl Into<String>,
    headers: [(&'static str, String); N],
    schemes: [AuthScheme; M],
) -> Result<Endpoint, EndpointError> {
    let url = url.into();
    if url.is_empty() {
        return error_with("the endpoint is empty", "remove `endpoint_url`");
    }
    let mut endpoint = Endpoint::builder().url(url);
    for (name, value) in headers {
        endpoint = endpoint.header(name, value);
    }
    for scheme in schemes {
        endpoint = endpoint.auth_scheme(scheme);
    }
    Ok(endpoint.build())
}

/// There is no endpoint, for this reason.
///
/// # Errors
///
/// Always.
pub fn error(message: impl Into<String>) -> Result<Endpoint, EndpointError> {
    Err(EndpointError::new(message))
}

/// There is no endpoint, for this reason, and this is what to do.
///
/// # Errors
///
/// Always.
pub fn error_with(
    message: impl Into<String>,
    hint: &'static str,
) -> Result<Endpoint, EndpointError> {
    Err(EndpointError::new(message).hint(hint))
}

/// What the input of a call says of where it goes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Target {
    /// What stands in front of the host name.
    pub(crate) host_prefix: Option<String>,
    /// The endpoint rules, with what the input says.
    pub(crate) rules: Option<CallRules>,
}

/// Checks what the rules of services do not look at: the form of the region and of the user's URL.
pub(crate) fn check_params(
    region: Option<&str>,
    endpoint: Option<&str>,
) -> Result<(), EndpointError> {
    if let Some(region) = region
        && !is_host_label(region)
    {
        return Err(EndpointError::new(format!(
            "the region {region:?} cannot be part of a host name: \
             regions have the form `us-east-1`"
        )));
    }
    endpoint.map_or(Ok(()), check_url)
}

/// A URL as it may be shown: without the user's name and password that may stand in front of the
/// host. If in doubt, too much is hidden.
pub(crate) fn shown(url: &str) -> String {
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), url),
    };
    match rest.rsplit_once('@') {
        Some((_, host)) => format!("{scheme}{REDACTED}@{host}"),
        None => url.to_owned(),
    }
}

fn check_url(url: &str) -> Result<(), EndpointError> {
    let error = |what: &str| {
        EndpointError::new(format!(
            "the endpoint {:?} {what}: an endpoint has the form `https://host[:port][/path]`",
            shown(url)
        ))
    };
    let uri: http::Uri = url.parse().map_err(|_| error("is not a URL"))?;
    match uri.scheme_str() {
        Some("http" | "https") => {}
        Some(_) => return Err(error("is neither http nor https")),
        None => return Err(error("has no scheme")),
    }
    if uri.query().is_some() {
        return Err(error("has a query"));
    }
    Ok(())
}

/// Checks that requests to the endpoint can be signed: with `SigV4`, the one that this client has.
pub(crate) fn check_signing(endpoint: &Endpoint) -> Result<(), EndpointError> {
    let schemes: Vec<_> = endpoint
        .auth_schemes()
        .iter()
        .map(AuthScheme::name)
        .collect();
    if schemes.is_empty() || schemes.contains(&"sigv4") {
        return Ok(());
    }
    Err(EndpointError::new(format!(
        "the endpoint {} takes requests signed with {} only, and this client signs with sigv4: \
         leave out what asks for this endpoint, such as a global endpoint's id",
        endpoint.url(),
        schemes.join(" or ")
    )))
}
