//! Endpoints: parameters of endpoint rules, and what the rules of all services have in common.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

mod rules;
mod schemes;

pub use aws_smithy_types::Document;
pub use aws_smithy_types::endpoint::{Endpoint, EndpointAuthScheme as AuthScheme};

pub use self::rules::{
    Arn, Url, are_host_labels, is_host_label, is_virtual_hostable_bucket, item, parse_arn,
    parse_url, part, region_prefix, split, substring, substring_from_end, uri_encode,
};
pub use self::schemes::{scheme, sigv4, sigv4_in, sigv4a, sigv4a_in};
use crate::core::debug::REDACTED;

/// The parameters of most services' endpoint rules, which are the same for all calls of a client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EndpointParams<'a> {
    /// The region (`AWS::Region`).
    pub region: Option<&'a str>,
    /// Whether the endpoint must use FIPS 140 validated cryptography (`AWS::UseFIPS`).
    pub use_fips: bool,
    /// Whether the endpoint must support IPv6 as well (`AWS::UseDualStack`).
    pub use_dual_stack: bool,
    /// A custom endpoint URL (`SDK::Endpoint`).
    pub endpoint: Option<&'a str>,
}

/// The client's parameters for endpoint rules that depend on the call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BuiltIns<'a> {
    /// The region (`AWS::Region`).
    pub region: Option<&'a str>,
    /// Whether the endpoint must use FIPS 140 validated cryptography (`AWS::UseFIPS`).
    pub use_fips: bool,
    /// Whether the endpoint must support IPv6 as well (`AWS::UseDualStack`).
    pub use_dual_stack: bool,
    /// A custom endpoint URL (`SDK::Endpoint`).
    pub endpoint: Option<&'a str>,
    /// The account of the credentials, if known (`AWS::Auth::AccountId`).
    pub account_id: Option<&'a str>,
    /// `preferred`, `required` or `disabled` (`AWS::Auth::AccountIdEndpointMode`).
    pub account_id_endpoint_mode: Option<&'a str>,
    /// The settings that only this service has.
    pub settings: &'a [(&'static str, bool)],
}

impl BuiltIns<'_> {
    /// A setting that only this service has, by the name of the parameter.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<bool> {
        let mut settings = self.settings.iter();
        settings.find_map(|(it, value)| (*it == name).then_some(*value))
    }
}

/// The endpoint rules of a service.
#[derive(Clone, Copy, Debug)]
pub enum EndpointRules {
    /// All calls of a client have the same endpoint.
    PerClient(fn(&EndpointParams<'_>) -> Result<Endpoint, EndpointError>),
    /// The endpoint depends on the call: its operation, input or credentials. These rules apply to
    /// operations without [`CallRules`].
    PerCall(fn(&BuiltIns<'_>) -> Result<Endpoint, EndpointError>),
}

/// The endpoint rules of one call, with the parameters of its input.
#[derive(Clone)]
pub struct CallRules {
    resolve: Arc<ResolveCall>,
}

type ResolveCall = dyn Fn(&BuiltIns<'_>) -> Result<Endpoint, EndpointError> + Send + Sync;

impl CallRules {
    /// Creates rules from a function of the client's parameters.
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
    /// If there is no endpoint.
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
    /// Creates an error.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
        }
    }

    /// Adds a hint on how to fix it.
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

/// An endpoint at a URL.
///
/// # Errors
///
/// If the URL is empty, as a custom endpoint may be.
pub fn at(url: impl Into<String>) -> Result<Endpoint, EndpointError> {
    signed(url, [])
}

/// An endpoint at a URL, with authentication schemes.
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

/// An endpoint at a URL, with authentication schemes whose signatures encode the path only once.
///
/// # Errors
///
/// As [`at`].
pub fn signed_without_double_encoding<const N: usize>(
    url: impl Into<String>,
    schemes: [AuthScheme; N],
) -> Result<Endpoint, EndpointError> {
    signed(url, schemes.map(schemes::without_double_encoding))
}

/// An endpoint at a URL, with request headers and authentication schemes.
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

/// An endpoint error.
///
/// # Errors
///
/// Always.
pub fn error(message: impl Into<String>) -> Result<Endpoint, EndpointError> {
    Err(EndpointError::new(message))
}

/// The error if no rule matches.
///
/// # Errors
///
/// Always.
pub fn no_rule() -> Result<Endpoint, EndpointError> {
    error("no endpoint rule of the service fits these parameters")
}

/// An endpoint error with a hint.
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

/// The endpoint parameters in a call's input.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallTarget {
    /// The prefix of the host name.
    pub(crate) host_prefix: Option<String>,
    /// The endpoint rules.
    pub(crate) rules: Option<CallRules>,
    /// What the endpoint has in its URL, in place of the path.
    pub(crate) label: Option<String>,
}

/// Checks the syntax of the region and the custom URL, which the services' rules do not.
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

/// A URL for messages: user name and password are redacted, if in doubt too much.
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
    if uri
        .authority()
        .is_some_and(|authority| authority.as_str().contains('@'))
    {
        return Err(error(
            "has a user name or password, which would be part of the signature and of logs",
        ));
    }
    if uri.query().is_some() {
        return Err(error("has a query"));
    }
    Ok(())
}

/// Checks the URL of an endpoint of the rules, into which they insert parameters.
pub(crate) fn check(endpoint: &Endpoint) -> Result<(), EndpointError> {
    check_url(endpoint.url())
}

/// Whether an endpoint accepts requests with an authentication scheme.
pub(crate) fn accepts(endpoint: &Endpoint, scheme: &str) -> bool {
    let schemes = endpoint.auth_schemes();
    schemes.is_empty() || schemes.iter().any(|it| it.name() == scheme)
}

/// The scheme that generated crates have with a feature of this name.
const ASYMMETRIC: &str = "sigv4a";

/// The error for an endpoint that does not accept the schemes of a request.
pub(crate) fn refused(endpoint: &Endpoint, own: &str) -> EndpointError {
    let schemes = endpoint.auth_schemes().iter();
    let schemes: Vec<_> = schemes.map(AuthScheme::name).collect();
    let feature = if schemes.contains(&ASYMMETRIC) {
        "enable the feature `sigv4a` of the generated crate, or "
    } else {
        ""
    };
    EndpointError::new(format!(
        "the endpoint {} accepts requests signed with {} only, and this client signs with {own}: {feature}\
         if an input or a setting asks for this endpoint, such as a global endpoint's id, leave it out",
        endpoint.url(),
        schemes.join(" or ")
    ))
}
