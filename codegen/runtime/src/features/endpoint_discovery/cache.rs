//! The cache of discovered endpoints.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_smithy_async::time::SharedTimeSource;
use aws_smithy_runtime::expiring_cache::ExpiringCache;
use aws_smithy_runtime_api::client::identity::IdentityCachePartition;

use super::{DiscoveryOperation, EndpointQuery};
use crate::client::core::Core;
use crate::client::endpoint;
use crate::client::learned::Learned;
use crate::core::lock::lock;
use crate::features::endpoint_discovery::failure::DiscoveryFailure;

/// How long an unreachable service is not queried again, if there is an expired endpoint to use.
const PAUSE: Duration = Duration::from_mins(1);
/// The longest time for which an endpoint is cached, whatever the response says.
const LONGEST: Duration = Duration::from_hours(366 * 24);

/// The endpoints of a client, by query.
pub(crate) type EndpointCache = Learned<CacheKey, Arc<CachedEndpoints>>;

/// What a response depends on. Credentials and the discovery endpoint differ between a client and
/// its calls with settings of their own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CacheKey {
    pub(crate) discovery_endpoint: String,
    pub(crate) credentials: Option<IdentityCachePartition>,
    pub(crate) query: EndpointQuery,
}

/// The cached endpoints of one query.
#[derive(Debug)]
pub(crate) struct CachedEndpoints {
    /// The response until it expires; never empty. Concurrent calls share one request.
    current: ExpiringCache<Arc<[Address]>, DiscoveryFailure>,
    /// The number of failed discoveries.
    failures: AtomicU64,
    last_discovery: Mutex<LastDiscovery>,
}

/// The outcome of the last discovery.
#[derive(Debug, Default)]
struct LastDiscovery {
    /// The last response; it may have expired.
    answer: Option<Arc<[Address]>>,
    /// Until when the service is not queried again.
    pause: Option<SystemTime>,
    /// The last failure, and its number.
    failure: Option<(u64, DiscoveryFailure)>,
}

/// A discovered address.
#[derive(Debug)]
struct Address {
    url: String,
    expires: SystemTime,
}

impl CachedEndpoints {
    pub(crate) fn new() -> Self {
        Self {
            current: ExpiringCache::new(Duration::ZERO),
            failures: AtomicU64::new(0),
            last_discovery: Mutex::default(),
        }
    }

    /// The endpoint's URL: cached or discovered.
    pub(crate) async fn url(
        &self,
        core: &Core,
        discovery_operation: DiscoveryOperation,
        query: &EndpointQuery,
        clock: &SharedTimeSource,
    ) -> Result<String, DiscoveryFailure> {
        let failures = self.failures.load(Ordering::Acquire);
        let now = clock.now();
        if let Some(answer) = self.current.yield_or_clear_if_expired(now).await {
            let current = answer.iter().find(|it| now < it.expires);
            return Ok(current.unwrap_or(&answer[0]).url.clone());
        }
        if let Some(stale) = self.stale_during_pause(now) {
            return Ok(stale);
        }
        let discovered = self
            .current
            .get_or_load(|| self.discover(core, discovery_operation, query, clock, failures));
        match discovered.await {
            Ok(answer) => Ok(answer[0].url.clone()),
            Err(failure) if failure.is_unreachable() => self.stale().ok_or(failure),
            Err(failure) => Err(failure),
        }
    }

    /// Sends the query; `failures` is the number of failed discoveries when the call began to wait.
    async fn discover(
        &self,
        core: &Core,
        discovery_operation: DiscoveryOperation,
        query: &EndpointQuery,
        clock: &SharedTimeSource,
        failures: u64,
    ) -> Result<(Arc<[Address]>, SystemTime), DiscoveryFailure> {
        // This call waited for the discovery that failed.
        if let Some((number, failure)) = &lock(&self.last_discovery).failure
            && *number > failures
        {
            return Err(failure.clone());
        }
        let result = (discovery_operation.discover)(core.clone(), query.clone()).await;
        let mut last_discovery = lock(&self.last_discovery);
        let answer = result.and_then(|endpoints| {
            *last_discovery = LastDiscovery::default();
            addresses(discovery_operation, endpoints, clock.now())
        });
        match answer {
            Ok((answer, expires)) => {
                last_discovery.answer = Some(answer.clone());
                Ok((answer, expires))
            }
            Err(failure) => {
                let number = self.failures.fetch_add(1, Ordering::AcqRel) + 1;
                last_discovery.failure = Some((number, failure.clone()));
                if failure.is_unreachable() {
                    last_discovery.pause = Some(clock.now() + PAUSE);
                }
                Err(failure)
            }
        }
    }

    /// An expired endpoint, during the pause.
    fn stale_during_pause(&self, now: SystemTime) -> Option<String> {
        let is_pause = lock(&self.last_discovery)
            .pause
            .is_some_and(|end| now < end);
        is_pause.then(|| self.stale())?
    }

    /// An expired endpoint.
    fn stale(&self) -> Option<String> {
        let last_discovery = lock(&self.last_discovery);
        Some(last_discovery.answer.as_ref()?[0].url.clone())
    }
}

/// The URLs of a response, and when the last one expires.
fn addresses(
    discovery_operation: DiscoveryOperation,
    endpoints: Vec<(String, i64)>,
    now: SystemTime,
) -> Result<(Arc<[Address]>, SystemTime), DiscoveryFailure> {
    let mut addresses = Vec::with_capacity(endpoints.len());
    let mut last = now;
    for (address, minutes) in endpoints {
        let url = if address.starts_with("http") {
            address
        } else {
            format!("https://{address}")
        };
        endpoint::check_params(None, Some(&url)).map_err(|error| {
            DiscoveryFailure::of_response(
                discovery_operation.operation,
                &format!("returned an invalid endpoint: {error}"),
            )
        })?;
        let seconds = u64::try_from(minutes)
            .unwrap_or_default()
            .saturating_mul(60);
        let expires = now + Duration::from_secs(seconds).min(LONGEST);
        last = last.max(expires);
        addresses.push(Address { url, expires });
    }
    if addresses.is_empty() {
        return Err(DiscoveryFailure::of_response(
            discovery_operation.operation,
            "returned no endpoint",
        ));
    }
    Ok((addresses.into(), last))
}
