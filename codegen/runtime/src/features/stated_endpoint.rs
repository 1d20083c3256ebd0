//! Endpoints that a member of the input states.

use std::sync::Arc;

use aws_smithy_runtime_api::client::endpoint::{EndpointFuture, EndpointResolverParams};
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugins;

use super::endpoint_change::{ChangeEndpoint, EndpointPlugin};
use crate::client::core::Core;
use crate::client::endpoint::Endpoint;
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
            Some(url) => {
                let change = Arc::new(Stated(url.clone()));
                plugins.with_client_plugin(EndpointPlugin::new("stated endpoint", change))
            }
        })
    }
}

#[derive(Debug)]
struct Stated(String);

impl ChangeEndpoint for Stated {
    fn change<'a>(
        &'a self,
        endpoint: Endpoint,
        _: &'a EndpointResolverParams,
    ) -> EndpointFuture<'a> {
        let Self(url) = self;
        EndpointFuture::ready(Ok(endpoint.into_builder().url(url.clone()).build()))
    }
}
