//! Endpoints that a member of the input states.

use std::borrow::Cow;
use std::sync::Arc;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::{
    EndpointFuture, EndpointResolverParams, ResolveEndpoint, SharedEndpointResolver,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::{Order, RuntimePlugin, RuntimePlugins};

use crate::client::core::Core;
use crate::client::operation::CallFeature;
use crate::core::operation::Operation;

/// Sends a call to the endpoint in its input, with the authentication of the client's endpoint.
#[derive(Clone, Debug)]
pub struct StatedEndpoint {
    url: Option<String>,
}

impl StatedEndpoint {
    /// The endpoint in an input.
    pub fn of<O: Operation>(input: &O::Input) -> Arc<dyn CallFeature> {
        // The input was checked.
        let url = O::endpoint(input).ok().flatten();
        Arc::new(Self { url })
    }
}

impl CallFeature for StatedEndpoint {
    fn install(
        self: Arc<Self>,
        _: &Core,
        plugins: RuntimePlugins,
    ) -> Result<RuntimePlugins, String> {
        Ok(match &self.url {
            None => plugins,
            Some(url) => plugins.with_client_plugin(Plugin { url: url.clone() }),
        })
    }
}

#[derive(Debug)]
struct Plugin {
    url: String,
}

impl RuntimePlugin for Plugin {
    fn order(&self) -> Order {
        Order::NestedComponents
    }

    fn runtime_components(
        &self,
        current: &RuntimeComponentsBuilder,
    ) -> Cow<'_, RuntimeComponentsBuilder> {
        let mut components = RuntimeComponentsBuilder::new("stated endpoint");
        if let Some(inner) = current.endpoint_resolver() {
            let url = self.url.clone();
            components.set_endpoint_resolver(Some(Resolver { inner, url }));
        }
        Cow::Owned(components)
    }
}

/// The client's endpoint resolver with the stated URL.
#[derive(Debug)]
struct Resolver {
    inner: SharedEndpointResolver,
    url: String,
}

impl ResolveEndpoint for Resolver {
    fn resolve_endpoint<'a>(&'a self, params: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        EndpointFuture::new(async move {
            let endpoint = self.inner.resolve_endpoint(params).await?;
            Ok(endpoint.into_builder().url(self.url.clone()).build())
        })
    }

    fn finalize_params<'a>(
        &'a self,
        params: &'a mut EndpointResolverParams,
    ) -> Result<(), BoxError> {
        self.inner.finalize_params(params)
    }
}
