//! One call that has to go to an endpoint that is asked for.

use std::borrow::Cow;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_smithy_async::time::SharedTimeSource;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::{
    EndpointFuture, EndpointResolverParams, ResolveEndpoint, SharedEndpointResolver,
};
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
use aws_smithy_runtime_api::client::runtime_plugin::{Order, RuntimePlugin, RuntimePlugins};
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::retry::ErrorKind;

use super::known::{Key, Known, Place, lock};
use crate::client::core::Core;
use crate::client::failure::{Failure, OperationFailure};
use crate::client::operation::CallFeature;
use crate::client::progress::Progress;
use crate::core::error::{TransportError, TransportErrorKind};
use crate::features::endpoint_discovery::Discovery;
use crate::features::endpoint_discovery::failure::DiscoveryFailure;

/// The status of a response of an endpoint that is the wrong one.
const MISDIRECTED: u16 = 421;

/// The discovery of one call, and how far it has got.
#[derive(Debug)]
pub(crate) struct Discovering {
    discovery: Discovery,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    step: Step,
    /// How many attempts were refused because of where they went.
    refused: u32,
}

/// What was done last.
#[derive(Debug, Default)]
enum Step {
    #[default]
    Nothing,
    /// The question has no answer yet.
    Asking,
    /// There is no endpoint.
    Failed(DiscoveryFailure),
    /// This is where it is known from.
    Found(Key, Arc<Place>),
}

impl Discovering {
    /// The discovery of a call that has not begun.
    pub(crate) fn new(discovery: Discovery) -> Arc<Self> {
        Arc::new(Self {
            discovery,
            state: Mutex::default(),
        })
    }

    async fn url(
        &self,
        core: &Core,
        asked_at: &str,
        clock: &SharedTimeSource,
    ) -> Result<String, DiscoveryFailure> {
        let Discovery { question, asks } = &self.discovery;
        let credentials = core.config().credentials_provider.as_ref();
        let key = Key {
            asked_at: asked_at.to_owned(),
            credentials: credentials.and_then(ResolveIdentity::cache_partition),
            question: question.clone(),
        };
        let place = core.config().shared_state.get::<Known>().place(&key);
        lock(&self.state).step = Step::Asking;
        let found = place.url(core, *asks, question, clock).await;
        lock(&self.state).step = match &found {
            Ok(_) => Step::Found(key, place),
            Err(failure) => Step::Failed(failure.clone()),
        };
        found
    }
}

impl CallFeature for Discovering {
    // Makes the call go to the endpoint that is asked for, unless the user has set one.
    fn install(
        self: Arc<Self>,
        core: &Core,
        plugins: RuntimePlugins,
    ) -> Result<RuntimePlugins, String> {
        if core.config().endpoint_url().is_some() {
            return Ok(plugins);
        }
        let core = core.clone();
        Ok(plugins.with_client_plugin(Plugin { core, call: self }))
    }

    // An error in words, if it came to be while there was no endpoint.
    fn explain(&self, failure: Failure, progress: &Progress) -> Failure {
        let asks = self.discovery.asks.operation;
        match (&lock(&self.state).step, failure) {
            (Step::Failed(why), Failure::Transport(_)) => Failure::Transport(
                why.clone()
                    .into_error()
                    .with_may_have_been_sent(progress.may_have_arrived()),
            ),
            (Step::Asking, Failure::Transport(error)) if error.is_timeout() => {
                let text = format!("{asks}, which tells the endpoint, has not answered");
                Failure::Transport(
                    TransportError::explained(TransportErrorKind::Timeout, text, error)
                        .with_may_have_been_sent(progress.may_have_arrived()),
                )
            }
            (_, failure) => failure,
        }
    }
}

/// What a call is set up with: where it goes, and what is done if that was wrong.
#[derive(Clone, Debug)]
struct Plugin {
    core: Core,
    call: Arc<Discovering>,
}

impl RuntimePlugin for Plugin {
    fn order(&self) -> Order {
        Order::NestedComponents
    }

    fn runtime_components(
        &self,
        current: &RuntimeComponentsBuilder,
    ) -> Cow<'_, RuntimeComponentsBuilder> {
        let mut components = RuntimeComponentsBuilder::new("discovery")
            .with_interceptor(SharedInterceptor::permanent(self.clone()))
            .with_retry_classifier(Again(self.call.clone()));
        if let Some(inner) = current.endpoint_resolver() {
            components.set_endpoint_resolver(Some(Resolver {
                inner,
                clock: current.time_source().unwrap_or_default(),
                core: self.core.clone(),
                call: self.call.clone(),
            }));
        }
        Cow::Owned(components)
    }
}

/// The endpoint rules with another address.
#[derive(Debug)]
struct Resolver {
    inner: SharedEndpointResolver,
    clock: SharedTimeSource,
    core: Core,
    call: Arc<Discovering>,
}

impl ResolveEndpoint for Resolver {
    fn resolve_endpoint<'a>(&'a self, params: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        EndpointFuture::new(async move {
            // It is the one that is asked, and says how to sign.
            let endpoint = self.inner.resolve_endpoint(params).await?;
            let Self { core, clock, .. } = self;
            let url = self.call.url(core, endpoint.url(), clock).await?;
            Ok(endpoint.into_builder().url(url).build())
        })
    }

    fn finalize_params<'a>(
        &'a self,
        params: &'a mut EndpointResolverParams,
    ) -> Result<(), BoxError> {
        self.inner.finalize_params(params)
    }
}

#[dyn_dispatch_hint]
impl Intercept for Plugin {
    fn name(&self) -> &'static str {
        "Discovery"
    }

    // Forgets an endpoint that refused the attempt because it is not the right one any more.
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
        let invalid = self.call.discovery.asks.invalid_endpoint;
        if status != Some(MISDIRECTED) && code != Some(invalid) {
            return Ok(());
        }
        let mut state = lock(&self.call.state);
        if let Step::Found(key, place) = &state.step {
            self.core
                .config()
                .shared_state
                .get::<Known>()
                .forget(key, place);
            state.refused += 1;
        }
        Ok(())
    }
}

/// Says that an attempt is to be repeated if it was the first to be refused because of where it
/// went.
#[derive(Debug)]
struct Again(Arc<Discovering>);

impl ClassifyRetry for Again {
    fn classify_retry(&self, _: &InterceptorContext) -> RetryAction {
        let mut state = lock(&self.0.state);
        if state.refused != 1 {
            return RetryAction::NoActionIndicated;
        }
        // The next failure may be another one.
        state.refused += 1;
        RetryAction::retryable_error_with_explicit_delay(ErrorKind::ServerError, Duration::ZERO)
    }

    fn name(&self) -> &'static str {
        "Again"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_before(RetryClassifierPriority::http_status_code_classifier())
    }
}
