//! Requests that went to another region than their bucket's.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::FinalizerInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{
    Intercept, SharedInterceptor, dyn_dispatch_hint,
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::runtime_components::{
    RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_runtime_api::client::runtime_plugin::StaticRuntimePlugin;
use aws_smithy_types::config_bag::{ConfigBag, Layer, Storable, StoreReplace};

use super::correction::Cause;
use crate::client::endpoint::is_host_label;
use crate::client::failure::OperationFailure;
use crate::client::learned::Learned;
use crate::client::service::ToldRegion;

/// The regions that a client was told, by what its endpoints have in their URL.
pub(crate) type Regions = Arc<Learned<String, String>>;

/// Asks for the region of what the endpoint has in its URL.
pub(crate) type Ask =
    Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Option<String>> + Send>> + Send + Sync>;

/// How a call learns the region of what its endpoint has in its URL.
#[derive(Clone)]
pub(crate) struct Redirects {
    /// What the endpoint has in its URL.
    pub(crate) label: String,
    pub(crate) told: ToldRegion,
    /// The text of a member of an error's document.
    pub(crate) error_text: fn(&[u8], &str) -> Option<String>,
    pub(crate) regions: Regions,
    /// `None` if the call itself is what would be asked.
    pub(crate) ask: Option<Ask>,
    /// Whether the request of the call is a HEAD request.
    pub(crate) is_head: bool,
    /// Whether errors about regions are about one in the input.
    pub(crate) states_region: bool,
    /// Whether the next attempt asks first.
    pub(crate) asks: Arc<AtomicBool>,
}

impl Redirects {
    /// The region, if a response has told it.
    pub(crate) fn region(&self) -> Option<String> {
        self.regions.get(&self.label)
    }

    /// How to ask for the region, if it has to be asked for before the next attempt.
    pub(crate) fn question(&self) -> Option<&Ask> {
        let asks = self.asks.swap(false, Ordering::Relaxed);
        self.ask.as_ref().filter(|_| asks)
    }

    /// Remembers a region; `false` if no endpoint can have it.
    pub(crate) fn learn(&self, region: String) -> bool {
        let is_region = is_host_label(&region);
        if is_region {
            self.regions.insert(self.label.clone(), region);
        }
        is_region
    }

    /// Whether an error means that the region is another one.
    fn is_elsewhere(&self, failure: Option<&OperationFailure>) -> bool {
        let code = failure.and_then(|it| it.metadata.code());
        !self.states_region && code.is_some_and(|code| self.told.errors.contains(&code))
    }

    /// The region that a response tells.
    fn told(&self, response: &HttpResponse, failure: Option<&OperationFailure>) -> Option<String> {
        let header = response.headers().get(self.told.header);
        header.map(str::to_owned).or_else(|| {
            let document = failure?.metadata.body();
            (self.error_text)(document, self.told.element)
        })
    }
}

impl fmt::Debug for Redirects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Redirects").field(&self.label).finish()
    }
}

impl Storable for Redirects {
    type Storer = StoreReplace<Self>;
}

/// The plugin of a call.
pub(crate) fn plugin(redirects: Redirects) -> StaticRuntimePlugin {
    let mut layer = Layer::new("redirects");
    layer.store_put(redirects);
    let components = RuntimeComponentsBuilder::new("redirects")
        .with_interceptor(SharedInterceptor::permanent(RedirectInterceptor));
    StaticRuntimePlugin::new()
        .with_config(layer.freeze())
        .with_runtime_components(components)
}

/// Statuses of redirects.
const REDIRECTS: [u16; 3] = [301, 302, 307];

/// The status of requests that are signed for another region.
const WRONG_REGION: u16 = 400;

/// Repeats a request once for the region that the response tells, or that it asks for.
#[derive(Debug)]
struct RedirectInterceptor;

#[dyn_dispatch_hint]
impl Intercept for RedirectInterceptor {
    fn name(&self) -> &'static str {
        "RedirectInterceptor"
    }

    fn modify_before_attempt_completion(
        &self,
        context: &mut FinalizerInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let (Some(redirects), Some(response)) = (bag.load::<Redirects>(), context.response())
        else {
            return Ok(());
        };
        let status = response.status().as_u16();
        let is_redirect = REDIRECTS.contains(&status);
        if Cause::Region.is_corrected(bag) || !(is_redirect || status == WRONG_REGION) {
            return Ok(());
        }
        let failure = OperationFailure::of(context.inner());
        let is_followed = match redirects.told(response, failure) {
            Some(told) => {
                let region = bag.load::<aws_types::region::Region>().map(AsRef::as_ref);
                let asked = redirects.region().or_else(|| region.map(str::to_owned));
                asked.as_deref() != Some(told.as_str()) && redirects.learn(told)
            }
            // The error of a HEAD request has no document.
            None => {
                let is_elsewhere =
                    is_redirect || redirects.is_head || redirects.is_elsewhere(failure);
                let asks = redirects.ask.is_some() && is_elsewhere;
                redirects.asks.store(asks, Ordering::Relaxed);
                asks
            }
        };
        if is_followed {
            Cause::Region.repeat(context.inner_mut(), bag);
        }
        Ok(())
    }
}
