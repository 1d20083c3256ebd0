//! What a client makes, learns and shares with its calls.

use aws_smithy_runtime::client::defaults::default_http_client_plugin_v2;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;

use super::clock_skew::ClockSkewInterceptor;
use super::config::{BehaviorVersion, Config, RetryPartition};
use super::connector::SharedConnections;
use super::credentials::CredentialsCache;
use super::service::Service;

/// What a client makes, learns and shares with its calls.
#[derive(Debug)]
pub(crate) struct Resources {
    pub(crate) http_client: Option<SharedHttpClient>,
    pub(crate) credentials: CredentialsCache,
    pub(crate) retry_partition: RetryPartition,
    pub(crate) clock_skew: SharedInterceptor,
}

impl Resources {
    /// The resources of a client: those that are set, and new ones.
    pub(crate) fn new(service: &Service, config: &Config) -> Self {
        let http_client = config.http_client.clone();
        let http_client = http_client.or_else(|| default_http_client(config.behavior_version));
        let retry_partition = config.retry_partition.clone();
        Self {
            http_client: http_client.map(SharedConnections::of),
            credentials: CredentialsCache::of(config),
            retry_partition: retry_partition
                .unwrap_or_else(|| RetryPartition::custom(service.slug).build()),
            clock_skew: SharedInterceptor::permanent(ClockSkewInterceptor::default()),
        }
    }

    /// The resources of a call with settings of its own: the client's, except what `call` sets.
    pub(crate) fn of_call(&self, client: &Config, call: &Config) -> Self {
        let http_client = call.http_client.clone().map(SharedConnections::of);
        let has_own_cache = call.identity_cache.is_some()
            || call.credentials_partition() != client.credentials_partition();
        let retry_partition = call.retry_partition.as_ref();
        Self {
            http_client: http_client.or_else(|| self.http_client.clone()),
            credentials: if has_own_cache {
                CredentialsCache::of(call)
            } else {
                self.credentials.clone()
            },
            retry_partition: retry_partition.unwrap_or(&self.retry_partition).clone(),
            clock_skew: self.clock_skew.clone(),
        }
    }
}

fn default_http_client(version: BehaviorVersion) -> Option<SharedHttpClient> {
    let plugin = default_http_client_plugin_v2(version)?;
    let components = RuntimeComponentsBuilder::new("default");
    plugin.runtime_components(&components).http_client()
}
