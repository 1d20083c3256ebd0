//! The cache of a client for credentials and tokens.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use aws_smithy_runtime::client::identity::IdentityCache;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::identity::{
    Identity, IdentityCachePartition, IdentityFuture, ResolveCachedIdentity, ResolveIdentity,
    SharedIdentityCache, SharedIdentityResolver,
};
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextMut,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::{
    RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

use crate::client::config::Config;
use crate::client::failure::OperationFailure;
use crate::client::retry::correction::Cause;
use crate::client::service::Service;
use crate::core::lock::lock;

/// The codes with which services refuse expired credentials; the last one is EC2's.
const EXPIRED: &[&str] = &["ExpiredToken", "ExpiredTokenException", "RequestExpired"];

/// A cache for the credentials of one provider, which can be fetched anew before they expire.
#[derive(Clone, Debug)]
pub(crate) struct CredentialsCache(Arc<Renewable>);

#[derive(Debug)]
struct Renewable {
    cache: SharedIdentityCache,
    renewals: Mutex<Renewals>,
}

#[derive(Debug, Default)]
struct Renewals {
    count: u64,
    /// What replaces the resolvers since the last renewal. A cache knows credentials by their
    /// resolver, and can't forget any.
    resolvers: HashMap<IdentityCachePartition, SharedIdentityResolver>,
}

impl CredentialsCache {
    /// The cache that the configuration has for its provider, or a new one.
    pub(crate) fn of(service: &Service, config: &Config) -> Self {
        let cache = config.credentials_cache().cloned();
        let cache = cache.unwrap_or_else(|| {
            let providers = service.auth_schemes.len().max(1);
            IdentityCache::lazy().max_partitions(providers).build()
        });
        Self(Arc::new(Renewable {
            cache,
            renewals: Mutex::default(),
        }))
    }

    fn renewals(&self) -> u64 {
        lock(&self.0.renewals).count
    }

    /// Has credentials fetched anew, unless that happened since there were `renewals`.
    fn renew(&self, renewals: u64) {
        let mut current = lock(&self.0.renewals);
        if current.count == renewals {
            current.count += 1;
            current.resolvers.clear();
        }
    }

    /// The resolver to ask the cache for.
    fn current(&self, resolver: SharedIdentityResolver) -> SharedIdentityResolver {
        let mut renewals = lock(&self.0.renewals);
        if renewals.count == 0 {
            return resolver;
        }
        let current = renewals.resolvers.entry(resolver.cache_partition());
        current
            .or_insert_with(|| SharedIdentityResolver::new(Anew(resolver)))
            .clone()
    }
}

impl ResolveCachedIdentity for CredentialsCache {
    fn resolve_cached_identity<'a>(
        &'a self,
        resolver: SharedIdentityResolver,
        components: &'a RuntimeComponents,
        bag: &'a ConfigBag,
    ) -> IdentityFuture<'a> {
        let resolver = self.current(resolver);
        self.0
            .cache
            .resolve_cached_identity(resolver, components, bag)
    }

    fn validate_base_client_config(
        &self,
        components: &RuntimeComponentsBuilder,
        bag: &ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.cache.validate_base_client_config(components, bag)
    }

    fn validate_final_config(
        &self,
        components: &RuntimeComponents,
        bag: &ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.cache.validate_final_config(components, bag)
    }
}

/// The same resolver, which a cache takes for another one.
#[derive(Debug)]
struct Anew(SharedIdentityResolver);

impl ResolveIdentity for Anew {
    fn resolve_identity<'a>(
        &'a self,
        components: &'a RuntimeComponents,
        bag: &'a ConfigBag,
    ) -> IdentityFuture<'a> {
        self.0.resolve_identity(components, bag)
    }

    fn fallback_on_interrupt(&self) -> Option<Identity> {
        self.0.fallback_on_interrupt()
    }
}

/// How many renewals there were before an attempt.
#[derive(Debug)]
struct RenewalsBefore(u64);

impl Storable for RenewalsBefore {
    type Storer = StoreReplace<Self>;
}

/// Whether an attempt has an identity: without one, it is something else that has expired.
#[derive(Debug)]
struct Authenticated(bool);

impl Storable for Authenticated {
    type Storer = StoreReplace<Self>;
}

/// How an identity of an attempt is renewed that does not come from the client's cache.
#[derive(Clone)]
pub(crate) struct Renewal(pub(crate) Arc<dyn Fn() + Send + Sync>);

impl fmt::Debug for Renewal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Renewal").finish_non_exhaustive()
    }
}

impl Storable for Renewal {
    type Storer = StoreReplace<Self>;
}

/// Renews credentials that the service refuses as expired, once per call.
#[derive(Debug)]
pub(crate) struct RenewalInterceptor(pub(crate) CredentialsCache);

#[dyn_dispatch_hint]
impl Intercept for RenewalInterceptor {
    fn name(&self) -> &'static str {
        "RenewalInterceptor"
    }

    fn read_before_attempt(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let renewals = RenewalsBefore(self.0.renewals());
        bag.interceptor_state().store_put(renewals);
        Ok(())
    }

    fn read_after_signing(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let has_identity = context.request().headers().contains_key("authorization");
        bag.interceptor_state()
            .store_put(Authenticated(has_identity));
        Ok(())
    }

    fn modify_before_attempt_completion(
        &self,
        context: &mut FinalizerInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let code = OperationFailure::of(context.inner()).and_then(OperationFailure::code);
        let is_expired = code.is_some_and(|code| EXPIRED.contains(&code));
        if let Some(RenewalsBefore(renewals)) = bag.load::<RenewalsBefore>()
            && is_expired
            && bag.load::<Authenticated>().is_some_and(|it| it.0)
            && !Cause::Credentials.is_corrected(bag)
        {
            match bag.load::<Renewal>() {
                Some(Renewal(renew)) => renew(),
                None => self.0.renew(*renewals),
            }
            Cause::Credentials.repeat(context.inner_mut(), bag);
        }
        Ok(())
    }
}
