//! The client without its operations' names: one `send` for all operations.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use aws_smithy_runtime::client::orchestrator;
use aws_smithy_runtime_api::client::interceptors::context::{Input, Output};
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugins;
use tracing::Instrument;
use uuid::Uuid;

use super::super::check;
use super::super::error::{Cause, Error};
use super::super::operation::Operation;
use super::super::shape::Shape;
use super::call::Call;
use super::codec::Codec;
use super::config::Config;
use super::ending::Ending;
use super::endpoint::Target;
use super::plugins::{self, Sent};
use super::service::Service;

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
    pub async fn send<O: Operation>(
        &self,
        mut input: O::Input,
    ) -> Result<O::Output, Error<O::Error>> {
        self.prepare(&mut input);
        let target = O::check(&input)
            .and_then(|()| Target::of::<O>(&input))
            .map_err(|error| Error::new(O::NAME, Cause::Input(error)))?;
        let result = self
            .orchestrate(Codec::of::<O>(), target, Input::erase(input))
            .await
            .and_then(|output| {
                output
                    .downcast::<O::Output>()
                    .map_err(|_| Ending::construction("an interceptor replaced the output"))
            });
        match result {
            Ok(output) => Ok(output),
            Err(ending) => Err(ending.into_error(O::NAME)),
        }
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
    ) -> Pin<Box<dyn Future<Output = Result<Output, Ending>> + Send + 'a>> {
        let Shared {
            service,
            config,
            plugins,
        } = &*self.shared;
        let span = tracing::debug_span!(
            "operation",
            "otel.name" = format_args!("{}.{}", service.id, codec.name),
            "rpc.system" = "aws-api",
            "rpc.service" = service.id,
            "rpc.method" = codec.name,
        );
        let call = async move {
            let plugins = match plugins {
                Ok(plugins) => plugins.clone(),
                Err(problem) => return Err(Ending::construction(problem)),
            };
            let sent = Sent::default();
            let operation = plugins::operation(service, config, codec, target, sent.clone())
                .map_err(Ending::construction)?;
            let plugins = plugins.with_operation_plugin(operation);
            orchestrator::invoke(service.id, codec.name, input, &plugins)
                .await
                .map_err(|error| Ending::new(error, sent.0.load(Ordering::Relaxed)))
        };
        Box::pin(call.instrument(span))
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
