//! What a client makes, learns and shares with its calls.

use std::time::SystemTime;

use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::retries::SharedRetryStrategy;

use super::auth::credentials::CredentialsCache;
use super::config::{ClientRateLimiter, Config, RetryPartition};
use super::retry::clock_skew::ClockSkewInterceptor;
use super::retry::correction::CorrectingRetryStrategy;
use super::retry::redirect::Regions;
use super::service::Service;
use super::transport::connector::SharedConnections;
use super::transport::default_client;

/// What a client makes, learns and shares with its calls.
#[derive(Debug)]
pub(crate) struct Resources {
    /// The HTTP client, or why there is none.
    pub(crate) http_client: Result<Option<SharedHttpClient>, String>,
    pub(crate) credentials: CredentialsCache,
    pub(crate) retries: RetryBudget,
    pub(crate) clock_skew: SharedInterceptor,
    /// The regions that it was told.
    pub(crate) regions: Regions,
}

/// A budget for retries, and the strategy that spends it: it holds what the last retry has cost.
#[derive(Clone, Debug)]
pub(crate) struct RetryBudget {
    pub(crate) partition: RetryPartition,
    pub(crate) strategy: SharedRetryStrategy,
}

impl RetryBudget {
    fn of(partition: RetryPartition) -> Self {
        Self {
            partition,
            strategy: SharedRetryStrategy::new(CorrectingRetryStrategy::default()),
        }
    }
}

impl Resources {
    /// The resources of a client: those that are set, and new ones.
    pub(crate) fn new(service: &Service, config: &Config) -> Self {
        let http_client = match &config.http_client {
            None => default_client::default(config),
            client => Ok(client.clone()),
        };
        let partition = config.retry_partition.clone();
        let partition = partition.unwrap_or_else(|| new_partition(service, config));
        Self {
            http_client: http_client.map(|client| client.map(SharedConnections::of)),
            credentials: CredentialsCache::of(service, config),
            retries: RetryBudget::of(partition),
            clock_skew: new_clock_skew(),
            regions: Regions::default(),
        }
    }

    /// The resources of a call with settings of its own: the client's, except what `call` sets.
    pub(crate) fn of_call(&self, service: &Service, client: &Config, call: &Config) -> Self {
        let http_client = call.http_client.clone().map(SharedConnections::of);
        let has_own_cache = call.identity_cache.is_some()
            || call.identity_partitions() != client.identity_partitions();
        let retries = call.retry_partition.clone().map(RetryBudget::of);
        Self {
            http_client: match http_client {
                None => self.http_client.clone(),
                client => Ok(client),
            },
            credentials: if has_own_cache {
                CredentialsCache::of(service, call)
            } else {
                self.credentials.clone()
            },
            retries: retries.unwrap_or_else(|| self.retries.clone()),
            // That of another clock says nothing of the client's.
            clock_skew: match call.time_source {
                Some(_) => new_clock_skew(),
                None => self.clock_skew.clone(),
            },
            regions: self.regions.clone(),
        }
    }
}

fn new_clock_skew() -> SharedInterceptor {
    SharedInterceptor::permanent(ClockSkewInterceptor::default())
}

/// A budget as AWS's own ones. The limiter, for adaptive retries, measures from now on.
fn new_partition(service: &Service, config: &Config) -> RetryPartition {
    let now = config.time_source.clone().unwrap_or_default().now();
    let since_epoch = now.duration_since(SystemTime::UNIX_EPOCH);
    let limiter = ClientRateLimiter::new(since_epoch.unwrap_or_default().as_secs_f64());
    RetryPartition::custom(service.slug)
        .client_rate_limiter(limiter)
        .build()
}
