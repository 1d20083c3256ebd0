//! The client, and its calls without the types of their operations.

use std::fmt;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;

use aws_smithy_runtime::client::orchestrator::{self, StopPoint};
use aws_smithy_runtime_api::client::interceptors::context::{Input, Output};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugins;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use tracing::Instrument;

use super::config::{Config, ConfigBuilder};
use super::endpoint::Target;
use super::erased::ErasedOperation;
use super::failure::Failure;
use super::plugins;
use super::progress::Progress;
use super::response::Raw;
use super::service::Service;
use super::span;

/// What comes of a call whose operation is not known.
pub(crate) type Answer = (Output, Raw);

/// What the clients of all services have in common. Clones share connections, credentials and
/// the retry budget, and cost as much as those of an `Arc`.
#[derive(Clone)]
pub struct Core {
    shared: Arc<Shared>,
}

struct Shared {
    service: &'static Service,
    config: Config,
    /// The configuration as AWS's runtime takes it, or why no call can succeed with it.
    plugins: Result<RuntimePlugins, String>,
}

impl Core {
    /// The client of a service.
    ///
    /// A configuration that cannot work (no region, no credentials) is reported by every call,
    /// not here, so that a program can make a client it does not use.
    #[must_use]
    pub fn new(service: &'static Service, config: Config) -> Self {
        let config = config.for_service(service);
        let plugins = plugins::client(service, &config);
        Self {
            shared: Arc::new(Shared {
                service,
                config,
                plugins,
            }),
        }
    }

    /// The configuration, with everything taken from the environment filled in.
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    /// A client with other settings that shares connections, credentials and the retry budget
    /// with this one, as far as the settings leave them.
    pub(crate) fn customized(&self, edit: impl FnOnce(ConfigBuilder) -> ConfigBuilder) -> Self {
        let mut builder = self.config().to_builder();
        // What the user did not choose was made with the plugins.
        if let Ok(plugins) = &self.shared.plugins
            && let Ok(made) = plugins.apply_client_configuration(&mut ConfigBag::base())
        {
            let config = &mut builder.config;
            config.http_client = made.http_client();
            config.identity_cache = made.identity_cache();
        }
        Self::new(self.shared.service, edit(builder).build())
    }

    /// The part of a call that does not know the operation's types. The future is boxed so that
    /// it is compiled once, and not into the future of every operation.
    pub(crate) fn orchestrate<'a>(
        &'a self,
        operation: ErasedOperation,
        target: Target,
        features: Vec<Arc<dyn CallFeature>>,
        input: Input,
        progress: Progress,
    ) -> Pin<Box<dyn Future<Output = Result<Answer, Failure>> + Send + 'a>> {
        let name = operation.schema.name;
        let span = span::of_call(self.shared.service.id, name);
        let call = async move {
            let result = self.run(operation, target, &features, input, &progress);
            let result = result.await;
            result.map_err(|failure| {
                let explain =
                    |failure, feature: &Arc<dyn CallFeature>| feature.explain(failure, &progress);
                let failure = features.iter().fold(failure, explain);
                failure.tell(name, progress.attempts());
                failure
            })
        };
        Box::pin(call.instrument(span))
    }

    async fn run(
        &self,
        operation: ErasedOperation,
        target: Target,
        features: &[Arc<dyn CallFeature>],
        input: Input,
        progress: &Progress,
    ) -> Result<Answer, Failure> {
        let Shared {
            service,
            config,
            plugins,
        } = &*self.shared;
        let plugins = match plugins {
            Ok(plugins) => plugins.clone(),
            Err(problem) => return Err(Failure::construction(problem)),
        };
        let own = plugins::operation(service, config, operation, target, progress.clone())
            .map_err(Failure::construction)?;
        let plugins = plugins.with_operation_plugin(own);
        let plugins = features
            .iter()
            .try_fold(plugins, |plugins, feature| {
                feature.clone().install(self, plugins)
            })
            .map_err(Failure::construction)?;
        let mut context = orchestrator::invoke_with_stop_point(
            service.id,
            operation.schema.name,
            input,
            &plugins,
            StopPoint::None,
        )
        .await
        .map_err(|error| Failure::new(error, progress))?;
        let response = context.response_mut().map(|response| {
            mem::replace(
                response,
                HttpResponse::new(response.status(), SdkBody::taken()),
            )
        });
        let output = context
            .finalize()
            .map_err(|error| Failure::new(error, progress))?;
        Ok((output, Raw::new(response, progress.attempts())))
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("service", &self.shared.service.id)
            .field("config", &self.shared.config)
            .finish_non_exhaustive()
    }
}

/// An optional feature, as a call uses it.
pub trait CallFeature: fmt::Debug + Send + Sync {
    /// Adds to what the orchestrator runs the call with.
    ///
    /// # Errors
    ///
    /// What is wrong with the configuration, in words: the call fails with it.
    #[doc(hidden)]
    fn install(
        self: Arc<Self>,
        core: &Core,
        plugins: RuntimePlugins,
    ) -> Result<RuntimePlugins, String>;

    /// A better explanation of why the call failed.
    #[doc(hidden)]
    fn explain(&self, failure: Failure, _progress: &Progress) -> Failure {
        failure
    }
}
