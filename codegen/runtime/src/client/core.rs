//! The client without its operations' names: one `send` for all operations.

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
use uuid::Uuid;

use super::super::check;
use super::super::error::{Cause, Error};
use super::super::operation::Operation;
use super::super::shape::Shape;
use super::call::Call;
use super::codec::Codec;
use super::config::{Config, ConfigBuilder};
#[cfg(feature = "endpoint-discovery")]
use super::discovery;
use super::ending::Ending;
use super::endpoint::Target;
#[cfg(feature = "event-stream")]
use super::event_stream;
use super::plugins;
use super::progress::Progress;
use super::response::{Raw, Response};
use super::service::Service;
use super::span;

/// What comes of a call whose operation is not known.
type Answer = (Output, Raw);

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

    /// A call of an operation that has no input yet.
    pub fn call<O: Operation>(&self) -> Call<O> {
        Call::new(self.clone(), O::Input::default())
    }

    /// Calls an operation: fills in idempotency tokens, checks that nothing required is missing,
    /// then sends the request until an attempt succeeds, fails for good, or time or attempts run
    /// out. All attempts of a call have the same idempotency token.
    ///
    /// # Errors
    ///
    /// [`Cause`] lists what can go wrong.
    pub async fn send<O: Operation>(&self, input: O::Input) -> Result<O::Output, Error<O::Error>> {
        let response = self.send_with_response::<O>(input).await?;
        Ok(response.output)
    }

    /// Calls an operation as [`send`](Self::send) does, and gives what else its response said
    /// together with the output: request id, status, headers, attempts.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn send_with_response<O: Operation>(
        &self,
        mut input: O::Input,
    ) -> Result<Response<O::Output>, Error<O::Error>> {
        self.prepare(&mut input);
        let target = O::check(&input)
            .and_then(|()| Target::of::<O>(&input))
            .map_err(|error| Error::new(O::NAME, Cause::Input(error)))?;
        let progress = Progress::default();
        let input = Input::erase(input);
        let result = self
            .orchestrate(Codec::of::<O>(), target, input, progress.clone())
            .await
            .and_then(|(output, raw)| match output.downcast::<O::Output>() {
                Ok(output) => Ok(Response::new(output, raw)),
                Err(_) => Err(Ending::construction("an interceptor replaced the output")),
            });
        #[cfg(feature = "event-stream")]
        let result = event_stream::begin::<O>(result).await;
        result.map_err(|ending| {
            ending
                .into_error(O::NAME)
                .with_attempts(progress.attempts())
        })
    }

    /// A client with other settings that shares connections, credentials and the retry budget
    /// with this one, as far as the settings leave them.
    pub(super) fn customized(&self, edit: impl FnOnce(ConfigBuilder) -> ConfigBuilder) -> Self {
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

    fn prepare(&self, input: &mut dyn Shape) {
        if self.shared.config.fills_idempotency_tokens() {
            check::fill_idempotency_tokens(input, &mut || Uuid::new_v4().to_string());
        }
    }

    /// The part of a call that does not know the operation's types. The future is boxed so that
    /// it is compiled once, and not into the future of every operation.
    fn orchestrate<'a>(
        &'a self,
        codec: Codec,
        target: Target,
        input: Input,
        progress: Progress,
    ) -> Pin<Box<dyn Future<Output = Result<Answer, Ending>> + Send + 'a>> {
        let span = span::of_call(self.shared.service.id, codec.name);
        let call = async move {
            #[cfg(feature = "endpoint-discovery")]
            let discovery = target.discovery.clone();
            let result = self.run(codec, target, input, &progress).await;
            #[cfg(feature = "endpoint-discovery")]
            let result = discovery::explained(result, discovery, &progress);
            if let Err(ending) = &result {
                ending.tell(codec.name, progress.attempts());
            }
            result
        };
        Box::pin(call.instrument(span))
    }

    async fn run(
        &self,
        codec: Codec,
        target: Target,
        input: Input,
        progress: &Progress,
    ) -> Result<Answer, Ending> {
        let Shared {
            service,
            config,
            plugins,
        } = &*self.shared;
        let plugins = match plugins {
            Ok(plugins) => plugins.clone(),
            Err(problem) => return Err(Ending::construction(problem)),
        };
        #[cfg(feature = "endpoint-discovery")]
        let discovery = target.discovery.clone();
        let operation = plugins::operation(service, config, codec, target, progress.clone())
            .map_err(Ending::construction)?;
        let plugins = plugins.with_operation_plugin(operation);
        #[cfg(feature = "endpoint-discovery")]
        let plugins = discovery::install(plugins, self, discovery);
        let mut context = orchestrator::invoke_with_stop_point(
            service.id,
            codec.name,
            input,
            &plugins,
            StopPoint::None,
        )
        .await
        .map_err(|error| Ending::new(error, progress))?;
        let response = context.response_mut().map(|response| {
            mem::replace(
                response,
                HttpResponse::new(response.status(), SdkBody::taken()),
            )
        });
        let output = context
            .finalize()
            .map_err(|error| Ending::new(error, progress))?;
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
