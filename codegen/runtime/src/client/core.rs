//! The client, and its type-erased calls.

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
use tracing::Instrument;

use super::auth::choice;
use super::config::{Config, ConfigBuilder};
use super::endpoint::CallTarget;
use super::erased::ErasedOperation;
use super::exclusive::Exclusive;
use super::failure::CallFailure;
use super::observe::span;
use super::plugins::{self, ClientPlugins};
use super::progress::Progress;
use super::resources::Resources;
use super::response::Raw;
use super::retry::redirect::{self, Ask, Redirects};
use super::scheme::Scheme;
use super::service::Service;
use super::upload::{Upload, UploadChecksum};
use crate::core::arn::parse_arn;
use crate::core::body::Body;

/// The type-erased result of a call.
pub(crate) type ErasedOutput = (Output, Raw);

type ErasedFuture<'a> =
    Pin<Box<dyn Future<Output = Result<ErasedOutput, CallFailure>> + Send + 'a>>;

/// The client, independent of the service. Clones are as cheap as those of an `Arc`, and share
/// connections, credentials, the retry budget and the skew of the clock.
#[derive(Clone)]
pub struct Core {
    shared: Arc<Shared>,
}

struct Shared {
    service: &'static Service,
    config: Config,
    resources: Resources,
    /// The client's runtime plugins, or why the configuration is invalid.
    plugins: Result<ClientPlugins, String>,
}

impl Core {
    /// Creates a client of a service.
    ///
    /// An invalid configuration (no region, no HTTP client) is reported by every call and not here,
    /// so that a program can create a client that it does not use.
    #[must_use]
    pub fn new(service: &'static Service, config: Config) -> Self {
        let config = service.configure(config);
        let resources = Resources::new(service, &config);
        Self::with(service, config, resources)
    }

    fn with(service: &'static Service, config: Config, resources: Resources) -> Self {
        let plugins = plugins::client(service, &config, &resources);
        Self {
            shared: Arc::new(Shared {
                service,
                config,
                resources,
                plugins,
            }),
        }
    }

    /// The configuration, with the settings of the environment.
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    /// The service.
    pub(crate) fn service(&self) -> &'static Service {
        self.shared.service
    }

    /// A client with other settings that shares its [`Resources`] with this one, unless the
    /// settings replace them.
    pub(crate) fn customized(&self, edit: impl FnOnce(ConfigBuilder) -> ConfigBuilder) -> Self {
        let Shared {
            service,
            config: own,
            resources,
            ..
        } = &*self.shared;
        let mut config = service.configure(edit(own.without_resources().into()).build());
        let resources = resources.of_call(service, own, &config);
        config.time_source = config.time_source.or_else(|| own.time_source.clone());
        Self::with(service, config, resources)
    }

    /// The type-erased part of a call. The future is boxed so that it is compiled once instead of
    /// into each operation's future, and `Sync`, which AWS's are not.
    pub(crate) fn orchestrate(
        &self,
        operation: ErasedOperation,
        target: CallTarget,
        features: Vec<Arc<dyn CallFeature>>,
        upload: Option<Arc<Upload>>,
        input: Input,
        progress: Progress,
    ) -> Exclusive<ErasedFuture<'_>> {
        let name = operation.schema.name;
        let span = span::of_call(self.shared.service.id, name);
        let call = async move {
            let result = self.run(
                operation,
                target,
                &features,
                upload.as_deref(),
                input,
                &progress,
            );
            let result = result.await;
            result.map_err(|failure| {
                let explain =
                    |failure, feature: &Arc<dyn CallFeature>| feature.explain(failure, &progress);
                let failure = features.iter().fold(failure, explain);
                failure.log(name, progress.attempts());
                failure
            })
        };
        Exclusive::new(Box::pin(call.instrument(span)))
    }

    /// The runtime plugins of a call, without those of its features and its stream; and its
    /// authentication scheme.
    pub(crate) fn plugins(
        &self,
        operation: ErasedOperation,
        mut target: CallTarget,
        progress: &Progress,
    ) -> Result<(RuntimePlugins, &'static Scheme), CallFailure> {
        let Shared {
            service,
            config,
            plugins,
            ..
        } = &*self.shared;
        let ClientPlugins {
            plugins, endpoint, ..
        } = plugins.as_ref().map_err(CallFailure::construction)?;
        let has_label = target.label.is_some();
        let endpoint_of = |several| {
            let known = endpoint.as_ref()?;
            known.before_choice(several, target.rules.as_ref())
        };
        let scheme = choice::choose(service, operation.schema, config, has_label, endpoint_of);
        let scheme = scheme.map_err(CallFailure::construction)?;
        let redirects = self.redirects(operation, &mut target);
        let own = plugins::operation(service, config, operation, scheme, target, progress.clone())
            .map_err(CallFailure::construction)?;
        let mut plugins = plugins.clone().with_operation_plugin(own);
        if let Some(redirects) = redirects {
            plugins = plugins.with_operation_plugin(redirect::plugin(redirects));
        }
        Ok((plugins, scheme))
    }

    /// How the call is redirected, if its endpoint depends on where something is.
    fn redirects(&self, operation: ErasedOperation, target: &mut CallTarget) -> Option<Redirects> {
        // The region in an ARN is meant.
        let label = target.label.take().filter(|it| parse_arn(it).is_none());
        let (label, told) = (label?, self.shared.service.customization.region?);
        let ask: Option<Ask> = (!operation.schema.asks_for_label()).then(|| {
            let (core, target) = (self.clone(), target.clone());
            let ask = move || {
                let (core, target) = (core.clone(), target.clone());
                let region = async move { core.region(operation, target, told.header).await };
                Box::pin(region) as Pin<Box<dyn Future<Output = _> + Send>>
            };
            Arc::new(ask) as Ask
        });
        Some(Redirects {
            label,
            told,
            error_text: operation.error_text,
            regions: self.shared.resources.regions.clone(),
            ask,
            is_head: operation.schema.method == "HEAD",
            states_region: operation.schema.states_region,
            asks: Arc::default(),
        })
    }

    /// Asks for the region of what the endpoint has in its URL, by a HEAD request for it.
    async fn region(
        &self,
        operation: ErasedOperation,
        target: CallTarget,
        header: &str,
    ) -> Option<String> {
        let operation = operation.with_request(|_| {
            let mut request = http::Request::new(Body::default());
            *request.method_mut() = http::Method::HEAD;
            Some(Ok(request))
        });
        let progress = Progress::default();
        let answer = self.run(operation, target, &[], None, Input::erase(()), &progress);
        match answer.await {
            Ok((_, raw)) => raw.header(header).map(str::to_owned),
            // The answer is in an error, too, such as one for a missing permission.
            Err(CallFailure::Operation(failure)) => {
                let region = failure.metadata.headers().get(header)?;
                region.to_str().ok().map(str::to_owned)
            }
            Err(_) => None,
        }
    }

    async fn run(
        &self,
        operation: ErasedOperation,
        target: CallTarget,
        features: &[Arc<dyn CallFeature>],
        upload: Option<&Upload>,
        input: Input,
        progress: &Progress,
    ) -> Result<ErasedOutput, CallFailure> {
        let (mut plugins, scheme) = self.plugins(operation, target, progress)?;
        let client = self.shared.plugins.as_ref();
        let can_send = client.map_or(Ok(()), ClientPlugins::check_http_client);
        can_send.map_err(CallFailure::construction)?;
        if let Some(upload) = upload {
            let checksums = features
                .iter()
                .map(|feature| feature.of_upload(self.config()));
            let service = self.shared.service;
            let upload = upload
                .plugin(service, operation.schema, scheme, self.config(), checksums)
                .await?;
            plugins = plugins.with_operation_plugin(upload);
        }
        let plugins = features
            .iter()
            .try_fold(plugins, |plugins, feature| {
                feature.clone().install(self, plugins)
            })
            .map_err(CallFailure::construction)?;
        let mut context = orchestrator::invoke_with_stop_point(
            self.shared.service.id,
            operation.schema.name,
            input,
            &plugins,
            StopPoint::None,
        )
        .await
        .map_err(|error| CallFailure::new(error, progress))?;
        let response = context.response_mut().map(|response| {
            mem::replace(
                response,
                HttpResponse::new(response.status(), SdkBody::taken()),
            )
        });
        let output = context
            .finalize()
            .map_err(|error| CallFailure::new(error, progress))?;
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

/// An optional feature of a call.
pub trait CallFeature: fmt::Debug + Send + Sync {
    /// Adds to the runtime plugins of the call.
    ///
    /// # Errors
    ///
    /// If the configuration is invalid: the call fails with this message.
    #[doc(hidden)]
    fn install(
        self: Arc<Self>,
        core: &Core,
        plugins: RuntimePlugins,
    ) -> Result<RuntimePlugins, String>;

    /// What it does with the stream in the request.
    #[doc(hidden)]
    fn of_upload(&self, _config: &Config) -> UploadChecksum {
        UploadChecksum::None
    }

    /// Whether requests that are only presigned need it, too.
    #[doc(hidden)]
    fn is_of_authentication(&self) -> bool {
        false
    }

    /// Replaces the failure by a better explanation.
    #[doc(hidden)]
    fn explain(&self, failure: CallFailure, _progress: &Progress) -> CallFailure {
        failure
    }
}
