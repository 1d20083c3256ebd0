//! Calls whose endpoint a feature changes.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::{
    EndpointFuture, EndpointResolverParams, ResolveEndpoint, SharedEndpointResolver,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::{Order, RuntimePlugin};

use crate::client::endpoint::Endpoint;

/// What becomes of the endpoint that the client's resolver gives, which also says how to sign.
pub(super) trait ChangeEndpoint: fmt::Debug + Send + Sync + 'static {
    fn change<'a>(
        &'a self,
        endpoint: Endpoint,
        params: &'a EndpointResolverParams,
    ) -> EndpointFuture<'a>;
}

/// Installs a change for a call.
#[derive(Debug)]
pub(super) struct EndpointPlugin {
    name: &'static str,
    change: Arc<dyn ChangeEndpoint>,
}

impl EndpointPlugin {
    pub(super) fn new(name: &'static str, change: Arc<dyn ChangeEndpoint>) -> Self {
        Self { name, change }
    }
}

impl RuntimePlugin for EndpointPlugin {
    fn order(&self) -> Order {
        Order::NestedComponents
    }

    fn runtime_components(
        &self,
        current: &RuntimeComponentsBuilder,
    ) -> Cow<'_, RuntimeComponentsBuilder> {
        let mut components = RuntimeComponentsBuilder::new(self.name);
        if let Some(inner) = current.endpoint_resolver() {
            let change = self.change.clone();
            components.set_endpoint_resolver(Some(Resolver { inner, change }));
        }
        Cow::Owned(components)
    }
}

#[derive(Debug)]
struct Resolver {
    inner: SharedEndpointResolver,
    change: Arc<dyn ChangeEndpoint>,
}

impl ResolveEndpoint for Resolver {
    fn resolve_endpoint<'a>(&'a self, params: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        EndpointFuture::new(async move {
            let endpoint = self.inner.resolve_endpoint(params).await?;
            self.change.change(endpoint, params).await
        })
    }

    fn finalize_params<'a>(
        &'a self,
        params: &'a mut EndpointResolverParams,
    ) -> Result<(), BoxError> {
        self.inner.finalize_params(params)
    }
}
