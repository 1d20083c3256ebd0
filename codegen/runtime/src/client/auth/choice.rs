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
/// If the endpoint accepts no scheme of the operation, or an identity is missing.
pub(crate) fn choose<'e>(
    service: &'static Service,
    schema: &OperationSchema,
    config: &Config,
    has_label: bool,
    endpoint: impl FnOnce(Several) -> Option<Cow<'e, Endpoint>>,
) -> Result<&'static Scheme, String> {
    let mut accepted: Vec<_> = schema
        .auth
        .iter()
        .filter_map(|name| by_name(service, name))
        .collect();
    if accepted.is_empty() {
        return Ok(&NO_AUTH);
    }
    if has_label && accepted.iter().any(|scheme| scheme.is_default()) {
        accepted.extend(service.schemes().filter(|it| it.is_of_session));
    }
    if let Some(endpoint) = endpoint(Several(accepted.len() > 1)) {
        let by_endpoint = by_endpoint(&accepted, &endpoint);
        if by_endpoint.is_empty() {
            let names: Vec<_> = accepted.iter().map(|scheme| scheme.id.inner()).collect();
            return Err(endpoint::refused(&endpoint, &names.join(" or ")).to_string());
        }
        accepted = by_endpoint;
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

/// Those of the schemes that an endpoint accepts, in its order; all if it lists none.
fn by_endpoint(schemes: &[&'static Scheme], endpoint: &Endpoint) -> Vec<&'static Scheme> {
    let listed = endpoint.auth_schemes();
    if listed.is_empty() {
        return schemes.to_vec();
    }
    let listed = listed.iter().map(AuthScheme::name);
    let own = |name| schemes.iter().find(move |scheme| scheme.id.inner() == name);
    listed.filter_map(own).copied().collect()
}
