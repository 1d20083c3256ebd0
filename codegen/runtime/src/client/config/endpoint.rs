//! Endpoint resolvers of programs, which replace the endpoint rules of a service.

use std::fmt;
use std::sync::Arc;

pub use aws_smithy_runtime_api::client::endpoint::EndpointFuture;
pub use aws_smithy_types::endpoint::Endpoint;

use super::Config;

/// Gives the endpoint of each call.
pub trait ResolveEndpoint: fmt::Debug + Send + Sync {
    /// The endpoint for the parameters of the client.
    fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> EndpointFuture<'a>;
}

/// What a client's settings say of its endpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params {
    pub(crate) region: Option<String>,
    pub(crate) use_fips: bool,
    pub(crate) use_dual_stack: bool,
    pub(crate) endpoint: Option<String>,
}

impl Params {
    pub(crate) fn of(config: &Config) -> Self {
        Self {
            region: config.region.as_ref().map(ToString::to_string),
            use_fips: config.uses_fips(),
            use_dual_stack: config.uses_dual_stack(),
            endpoint: config.endpoint_url.clone(),
        }
    }

    /// The region.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// Whether the endpoint must use FIPS 140 validated cryptography.
    pub fn use_fips(&self) -> Option<bool> {
        Some(self.use_fips)
    }

    /// Whether the endpoint must support IPv6 as well.
    pub fn use_dual_stack(&self) -> Option<bool> {
        Some(self.use_dual_stack)
    }

    /// The endpoint URL that is set.
    pub fn endpoint(&self) -> Option<&str> {
        self.endpoint.as_deref()
    }
}

/// A shared [`ResolveEndpoint`].
#[derive(Clone, Debug)]
pub struct SharedEndpointResolver(Arc<dyn ResolveEndpoint>);

impl SharedEndpointResolver {
    /// Shares a resolver.
    pub fn new(resolver: impl ResolveEndpoint + 'static) -> Self {
        Self(Arc::new(resolver))
    }
}

impl ResolveEndpoint for SharedEndpointResolver {
    fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> EndpointFuture<'a> {
        self.0.resolve_endpoint(params)
    }
}
