//! Endpoint discovery for one call.

use std::borrow::Cow;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_smithy_async::time::SharedTimeSource;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::{EndpointFuture, EndpointResolverParams};
use aws_smithy_runtime_api::client::identity::ResolveIdentity;
use aws_smithy_runtime_api::client::interceptors::context::{
    FinalizerInterceptorContextRef, InterceptorContext,
};
use aws_smithy_runtime_api::client::interceptors::{
    Intercept, SharedInterceptor, dyn_dispatch_hint,
};
use aws_smithy_runtime_api::client::retries::classifiers::{
    ClassifyRetry, RetryAction, RetryClassifierPriority,
};
use aws_smithy_runtime_api::client::runtime_components::{
    RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugin, RuntimePlugins};
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::retry::ErrorKind;

use super::cache::{CacheKey, CachedEndpoints, EndpointCache};
use crate::client::core::Core;
use crate::client::endpoint::Endpoint;
use crate::client::failure::{CallFailure, OperationFailure};
use crate::client::operation::CallFeature;
use crate::client::progress::Progress;
use crate::core::error::{TransportError, TransportErrorKind};
use crate::core::lock::lock;
use crate::features::endpoint_change::{ChangeEndpoint, EndpointPlugin};
use crate::features::endpoint_discovery::Discovery;
use crate::features::endpoint_discovery::failure::DiscoveryFailure;

/// The status with which an endpoint rejects requests of others.
const MISDIRECTED: u16 = 421;

/// The discovery of one call, with its state.
#[derive(Debug)]
pub(crate) struct CallDiscovery {
    discovery: Discovery,
    state: Mutex<CallState>,
}

#[derive(Debug, Default)]
struct CallState {
    status: DiscoveryStatus,
    /// How many attempts were refused by a wrong endpoint.
    refused: u32,
}

/// The status of the last discovery.
#[derive(Debug, Default)]
enum DiscoveryStatus {
    #[default]
    NotStarted,
    /// The query has no answer yet.
    Pending,
    Failed(DiscoveryFailure),
    Resolved(CacheKey, Arc<CachedEndpoints>),
}

impl CallDiscovery {
    pub(crate) fn new(discovery: Discovery) -> Arc<Self> {
        Arc::new(Self {
            discovery,
            state: Mutex::default(),
        })
    }

    async fn url(
        &self,
        core: &Core,
        discovery_endpoint: &str,
        clock: &SharedTimeSource,
    ) -> Result<String, DiscoveryFailure> {
        let Discovery {
            query,
            discovery_operation,
        } = &self.discovery;
        let credentials = core.config().credentials_provider.as_ref();
        let key = CacheKey {
            discovery_endpoint: discovery_endpoint.to_owned(),
            credentials: credentials.and_then(ResolveIdentity::cache_partition),
            query: query.clone(),
        };
        let endpoints = core
            .config()
            .shared_state
            .get::<EndpointCache>()
            .get_or_create(&key, CachedEndpoints::new);
        lock(&self.state).status = DiscoveryStatus::Pending;
        let found = endpoints
            .url(core, *discovery_operation, query, clock)
            .await;
        lock(&self.state).status = match &found {
            Ok(_) => DiscoveryStatus::Resolved(key, endpoints),
            Err(failure) => DiscoveryStatus::Failed(failure.clone()),
        };
        found
    }
}

impl CallFeature for CallDiscovery {
    // Sends the call to the discovered endpoint, unless the user has set one.
    fn install(
        self: Arc<Self>,
        core: &Core,
        plugins: RuntimePlugins,
    ) -> Result<RuntimePlugins, String> {
        if core.config().endpoint_url().is_some() {
            return Ok(plugins);
        }
        let core = core.clone();
        let plugin = DiscoveryPlugin { core, call: self };
        let change = Arc::new(plugin.clone());
        let endpoint = EndpointPlugin::new("discovered endpoint", change);
        Ok(plugins
            .with_client_plugin(plugin)
            .with_client_plugin(endpoint))
    }

    // Explains errors that were caused by the lack of an endpoint.
    fn explain(&self, failure: CallFailure, progress: &Progress) -> CallFailure {
        let discovery_operation = self.discovery.discovery_operation.operation;
        match (&lock(&self.state).status, failure) {
            (DiscoveryStatus::Failed(why), CallFailure::Transport(_)) => CallFailure::Transport(
                why.clone()
                    .into_error()
                    .with_may_have_been_sent(progress.may_have_arrived()),
            ),
            (DiscoveryStatus::Pending, CallFailure::Transport(error)) if error.is_timeout() => {
                let text =
                    format!("{discovery_operation}, which returns the endpoint, has not answered");
                CallFailure::Transport(
                    TransportError::explained(TransportErrorKind::Timeout, text, error)
                        .with_may_have_been_sent(progress.may_have_arrived()),
                )
            }
            (_, failure) => failure,
        }
    }
}

/// Changes the endpoint of a call, and installs its interceptor and retry classifier.
#[derive(Clone, Debug)]
struct DiscoveryPlugin {
    core: Core,
    call: Arc<CallDiscovery>,
}

impl RuntimePlugin for DiscoveryPlugin {
    fn runtime_components(
        &self,
        _: &RuntimeComponentsBuilder,
    ) -> Cow<'_, RuntimeComponentsBuilder> {
        let components = RuntimeComponentsBuilder::new("discovery")
            .with_interceptor(SharedInterceptor::permanent(self.clone()))
            .with_retry_classifier(RetryAfterRefusal(self.call.clone()));
        Cow::Owned(components)
    }
}

impl ChangeEndpoint for DiscoveryPlugin {
    fn change<'a>(
        &'a self,
        endpoint: Endpoint,
        _: &'a EndpointResolverParams,
    ) -> EndpointFuture<'a> {
        EndpointFuture::new(async move {
            let clock = self.core.config().time_source.clone().unwrap_or_default();
            // Discovery requests go to the client's endpoint.
            let url = self.call.url(&self.core, endpoint.url(), &clock);
            let url = url.await?;
            Ok(endpoint.into_builder().url(url).build())
        })
    }
}

#[dyn_dispatch_hint]
impl Intercept for DiscoveryPlugin {
    fn name(&self) -> &'static str {
        "Discovery"
    }

    // Evicts an endpoint that refused the attempt because it is no longer valid.
    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let status = context
            .response()
            .map(|response| response.status().as_u16());
        let error = context.output_or_error().and_then(Result::err);
        let refusal = error
            .and_then(|error| error.as_operation_error())
            .and_then(|error| error.downcast_ref::<OperationFailure>());
        let code = refusal.and_then(|refusal| refusal.metadata.code());
        let invalid = self.call.discovery.discovery_operation.invalid_endpoint;
        if status != Some(MISDIRECTED) && code != Some(invalid) {
            return Ok(());
        }
        let mut state = lock(&self.call.state);
        if let DiscoveryStatus::Resolved(key, endpoints) = &state.status {
            self.core
                .config()
                .shared_state
                .get::<EndpointCache>()
                .forget(key, endpoints);
            state.refused += 1;
        }
        Ok(())
    }
}

/// Retries the first attempt that was refused by a wrong endpoint.
#[derive(Debug)]
struct RetryAfterRefusal(Arc<CallDiscovery>);

impl ClassifyRetry for RetryAfterRefusal {
    fn classify_retry(&self, _: &InterceptorContext) -> RetryAction {
        let mut state = lock(&self.0.state);
        if state.refused != 1 {
            return RetryAction::NoActionIndicated;
        }
        // The next failure may have another cause.
        state.refused += 1;
        RetryAction::retryable_error_with_explicit_delay(ErrorKind::ServerError, Duration::ZERO)
    }

    fn name(&self) -> &'static str {
        "RetryAfterRefusal"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_before(RetryClassifierPriority::http_status_code_classifier())
    }
}
