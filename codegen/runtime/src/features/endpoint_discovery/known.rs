//! The endpoints that a client knows, and how they are asked for.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use aws_smithy_async::time::SharedTimeSource;
use aws_smithy_runtime::expiring_cache::ExpiringCache;
use aws_smithy_runtime_api::client::identity::IdentityCachePartition;

use super::{Asks, Question};
use crate::client::core::Core;
use crate::client::endpoint;
use crate::features::endpoint_discovery::failure::DiscoveryFailure;

/// How long nobody is asked again who could not be reached, if there is an endpoint to go on with.
const PAUSE: Duration = Duration::from_mins(1);
/// How long an endpoint is kept at most, whatever the answer says.
const LONGEST: Duration = Duration::from_hours(366 * 24);

/// The endpoints that a client knows, by what was asked.
#[derive(Debug, Default)]
pub(crate) struct Known {
    places: Mutex<HashMap<Key, Arc<Place>>>,
}

/// What an answer depends on. Credentials and the endpoint that is asked differ between a client
/// and its calls with settings of their own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) asked_at: String,
    pub(crate) credentials: Option<IdentityCachePartition>,
    pub(crate) question: Question,
}

/// What is known of the answer to one question.
#[derive(Debug)]
pub(crate) struct Place {
    /// The answer until it expires. It is asked for once, however many calls wait. No answer is
    /// empty.
    fresh: ExpiringCache<Arc<[Address]>, DiscoveryFailure>,
    /// How many questions failed.
    failures: AtomicU64,
    past: Mutex<Past>,
}

/// What was before.
#[derive(Debug, Default)]
struct Past {
    /// The last answer; it may have expired.
    answer: Option<Arc<[Address]>>,
    /// Until when nobody is asked again.
    pause: Option<SystemTime>,
    /// The last failure, and its number.
    failure: Option<(u64, DiscoveryFailure)>,
}

/// An address in an answer.
#[derive(Debug)]
struct Address {
    url: String,
    expires: SystemTime,
}

impl Known {
    /// What is known of a question.
    pub(crate) fn place(&self, key: &Key) -> Arc<Place> {
        let mut places = lock(&self.places);
        if let Some(place) = places.get(key) {
            return place.clone();
        }
        let place = Arc::new(Place {
            fresh: ExpiringCache::new(Duration::ZERO),
            failures: AtomicU64::new(0),
            past: Mutex::default(),
        });
        places.insert(key.clone(), place.clone());
        place
    }

    /// Forgets what is known of a question, if that is still this.
    pub(crate) fn forget(&self, key: &Key, place: &Arc<Place>) {
        let mut places = lock(&self.places);
        if places.get(key).is_some_and(|it| Arc::ptr_eq(it, place)) {
            places.remove(key);
        }
    }
}

impl Place {
    /// The endpoint: one that is known, or the answer to the question.
    pub(crate) async fn url(
        &self,
        core: &Core,
        asks: Asks,
        question: &Question,
        clock: &SharedTimeSource,
    ) -> Result<String, DiscoveryFailure> {
        let failures = self.failures.load(Ordering::Acquire);
        let now = clock.now();
        if let Some(answer) = self.fresh.yield_or_clear_if_expired(now).await {
            let fresh = answer.iter().find(|it| now < it.expires);
            return Ok(fresh.unwrap_or(&answer[0]).url.clone());
        }
        if let Some(stale) = self.stale_in_pause(now) {
            return Ok(stale);
        }
        let asked = self
            .fresh
            .get_or_load(|| self.ask(core, asks, question, clock, failures));
        match asked.await {
            Ok(answer) => Ok(answer[0].url.clone()),
            Err(failure) if failure.was_out_of_reach() => self.stale().ok_or(failure),
            Err(failure) => Err(failure),
        }
    }

    /// Asks; `failures` is how many questions had failed when the call began to wait.
    async fn ask(
        &self,
        core: &Core,
        asks: Asks,
        question: &Question,
        clock: &SharedTimeSource,
        failures: u64,
    ) -> Result<(Arc<[Address]>, SystemTime), DiscoveryFailure> {
        // The answer that this call waited for, too.
        if let Some((number, failure)) = &lock(&self.past).failure
            && *number > failures
        {
            return Err(failure.clone());
        }
        let told = (asks.ask)(core.clone(), question.clone()).await;
        let mut past = lock(&self.past);
        let answer = told.and_then(|endpoints| {
            *past = Past::default();
            addresses(asks, endpoints, clock.now())
        });
        match answer {
            Ok((answer, expires)) => {
                past.answer = Some(answer.clone());
                Ok((answer, expires))
            }
            Err(failure) => {
                let number = self.failures.fetch_add(1, Ordering::AcqRel) + 1;
                past.failure = Some((number, failure.clone()));
                if failure.was_out_of_reach() {
                    past.pause = Some(clock.now() + PAUSE);
                }
                Err(failure)
            }
        }
    }

    /// An endpoint that has expired, while nobody is asked for a better one.
    fn stale_in_pause(&self, now: SystemTime) -> Option<String> {
        let is_pause = lock(&self.past).pause.is_some_and(|end| now < end);
        is_pause.then(|| self.stale())?
    }

    /// An endpoint that has expired.
    fn stale(&self) -> Option<String> {
        let past = lock(&self.past);
        Some(past.answer.as_ref()?[0].url.clone())
    }
}

/// The addresses of an answer as URLs, and when the last one of them expires.
fn addresses(
    asks: Asks,
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
            DiscoveryFailure::of_answer(asks.operation, &format!("gave no endpoint: {error}"))
        })?;
        let seconds = u64::try_from(minutes)
            .unwrap_or_default()
            .saturating_mul(60);
        let expires = now + Duration::from_secs(seconds).min(LONGEST);
        last = last.max(expires);
        addresses.push(Address { url, expires });
    }
    if addresses.is_empty() {
        return Err(DiscoveryFailure::of_answer(
            asks.operation,
            "gave no endpoint",
        ));
    }
    Ok((addresses.into(), last))
}

/// What is guarded stays whole if its owner panics.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
