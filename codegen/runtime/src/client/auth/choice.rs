//! The choice of a request's authentication scheme.

use std::borrow::Cow;

use aws_smithy_runtime_api::client::auth::AuthSchemeId;

use crate::client::config::Config;
use crate::client::endpoint::{self, AuthScheme, Endpoint};
use crate::client::scheme::{NO_AUTH, Scheme};
use crate::client::service::Service;
use crate::core::operation::OperationSchema;

/// The scheme of an operation's requests: the first one that has an identity, of those that the
/// operation and the endpoint accept.
///
/// The endpoint is only asked for if that makes a difference; `None` if it is not known yet. What
/// has its name in the URL of the endpoint may have sessions.
///
/// # Errors
///
/// If the client has no scheme of the operation, the endpoint accepts none, or an identity is missing.
pub(crate) fn choose<'e>(
    service: &'static Service,
    schema: &OperationSchema,
    config: &Config,
    has_label: bool,
    endpoint: impl FnOnce(Several) -> Option<Cow<'e, Endpoint>>,
) -> Result<&'static Scheme, String> {
    let names = schema.auth.iter();
    let mut accepted: Vec<_> = names.filter_map(|name| by_name(service, name)).collect();
    if accepted.is_empty() {
        return match schema.auth {
            [] => Ok(&NO_AUTH),
            names => Err(missing(names)),
        };
    }
    let mut known = accepted.clone();
    if accepted.iter().any(|scheme| scheme.is_default()) {
        known.extend(
            service
                .schemes()
                .filter(|it| it.may_be_asked_for(has_label)),
        );
    }
    if let Some(endpoint) = endpoint(Several(known.len() > 1))
        && !endpoint.auth_schemes().is_empty()
    {
        accepted = by_endpoint(&known, &endpoint);
        if accepted.is_empty() {
            let names: Vec<_> = known.iter().map(|scheme| scheme.id.inner()).collect();
            return Err(endpoint::refused(&endpoint, &names.join(" or ")).to_string());
        }
    }
    let preference = config.auth_scheme_preference();
    let rank = |id: &AuthSchemeId| preference.iter().position(|it| it == id);
    accepted.sort_by_key(|scheme| rank(&scheme.id).unwrap_or(preference.len()));
    if config.allows_no_auth() {
        let is_preferred = rank(&NO_AUTH.id) == Some(0);
        accepted.insert(if is_preferred { 0 } else { accepted.len() }, &NO_AUTH);
    }
    let mut schemes = accepted.iter();
    let chosen = schemes.find(|scheme| (scheme.identity)(config).is_some());
    chosen.copied().ok_or_else(|| {
        let missing: Vec<_> = accepted
            .iter()
            .map(|scheme| (scheme.missing)(service.signing_name))
            .collect();
        missing.join("; or ")
    })
}

/// Whether there are several schemes to choose from.
pub(crate) struct Several(pub(crate) bool);

/// The scheme that a model calls by this name.
fn by_name(service: &'static Service, name: &str) -> Option<&'static Scheme> {
    let mut known = service.schemes();
    known.find(|scheme| scheme.id.inner() == name)
}

/// The error for an operation whose schemes the client does not have.
fn missing(names: &[&str]) -> String {
    format!(
        "its requests are signed with {0}, which this client does not do: enable the feature `{0}` of \
         the generated crate",
        names.join(" or ")
    )
}

/// Those of the schemes that an endpoint lists, in its order.
fn by_endpoint(schemes: &[&'static Scheme], endpoint: &Endpoint) -> Vec<&'static Scheme> {
    let listed = endpoint.auth_schemes().iter().map(AuthScheme::name);
    let own = |name| schemes.iter().find(move |scheme| scheme.id.inner() == name);
    listed.filter_map(own).copied().collect()
}
