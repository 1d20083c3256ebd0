//! Static properties of a service.

use super::endpoint::EndpointRules;
use super::scheme::Scheme;

/// Static properties of a service; generated code defines them in a `static`.
#[derive(Debug)]
pub struct Service {
    /// The service's id (`serviceId`), such as `CodeBuild`, for error messages, tracing and the
    /// settings `AWS_ENDPOINT_URL_…` of environment and profile.
    pub id: &'static str,
    /// The id in lower case and without spaces, such as `codebuild`, for the user agent
    /// (`api/codebuild/1.0.0`).
    pub slug: &'static str,
    /// The service name in signatures (`signingName`, else `endpointPrefix`).
    pub signing_name: &'static str,
    /// The authentication schemes that its operations and endpoints may have.
    pub auth_schemes: &'static [&'static Scheme],
    /// The version of the crate, for the user agent.
    pub version: &'static str,
    /// The endpoint rules. Region and custom endpoint are already validated.
    pub endpoint_rules: EndpointRules,
}

impl Service {
    /// The name in the environment variable with a bearer token, if the service takes tokens.
    pub(crate) fn token_name(&self) -> Option<&'static str> {
        let mut schemes = self.auth_schemes.iter();
        let takes_tokens = schemes.any(|scheme| scheme.is_token());
        takes_tokens.then_some(self.signing_name)
    }
}
