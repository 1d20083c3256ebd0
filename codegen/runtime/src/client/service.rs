//! The static facts of a service.

use crate::client::endpoint::EndpointRules;

/// What the client has to know of a service; generated code holds one in a `static`.
#[derive(Debug)]
pub struct Service {
    /// The service's id (`serviceId`), such as `CodeBuild`. Error messages, tracing and the
    /// settings `AWS_ENDPOINT_URL_…` of environment and profile are named after it.
    pub id: &'static str,
    /// The id in lower case and without spaces, such as `codebuild`; the user agent has it in
    /// `api/codebuild/1.0.0`, and calls share a retry budget under this name and the region.
    pub slug: &'static str,
    /// The name that requests are signed for (`signingName`, else `endpointPrefix`).
    pub signing_name: &'static str,
    /// The version of the crate, for the user agent.
    pub version: &'static str,
    /// The endpoint rules of the service. They need not look at the form of the region or of a
    /// custom endpoint: both were checked before.
    pub endpoint_rules: EndpointRules,
}
