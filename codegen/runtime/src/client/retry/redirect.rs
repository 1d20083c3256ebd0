//! Requests that went to another region than their bucket's.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::FinalizerInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{
    Intercept, SharedInterceptor, dyn_dispatch_hint,
};
use aws_smithy_runtime_api::client::runtime_components::{
    RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_runtime_api::client::runtime_plugin::StaticRuntimePlugin;
use aws_smithy_types::config_bag::{ConfigBag, Layer, Storable, StoreReplace};

use super::correction;
use crate::client::endpoint::is_host_label;
use crate::core::lock::lock;

/// The regions that a client was told, by what its endpoints have in their URL.
pub(crate) type Regions = Arc<Mutex<HashMap<String, String>>>;

/// How a call learns the region of what its endpoint has in its URL.
#[derive(Clone, Debug)]
pub(crate) struct Redirects {
    /// What the endpoint has in its URL.
    label: String,
    /// The header of responses that tells the region.
    header: &'static str,
    regions: Regions,
}

impl Redirects {
    /// The region, if a response has told it.
    pub(crate) fn region(&self) -> Option<String> {
        lock(&self.regions).get(&self.label).cloned()
    }
}

impl Storable for Redirects {
    type Storer = StoreReplace<Self>;
}

/// The plugin of a call.
pub(crate) fn plugin(label: String, header: &'static str, regions: Regions) -> StaticRuntimePlugin {
    let mut layer = Layer::new("redirects");
    layer.store_put(Redirects {
        label,
        header,
        regions,
    });
    let components = RuntimeComponentsBuilder::new("redirects")
        .with_interceptor(SharedInterceptor::permanent(RedirectInterceptor));
    StaticRuntimePlugin::new()
        .with_config(layer.freeze())
        .with_runtime_components(components)
}

/// The call was redirected; it is not a second time.
#[derive(Debug)]
struct Redirected;

impl Storable for Redirected {
    type Storer = StoreReplace<Self>;
}

/// Statuses of responses to requests for another region.
const STATUSES: [u16; 3] = [301, 307, 400];

/// Repeats a request once for the region that the response tells.
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
        let told = response.headers().get(redirects.header);
        let is_redirect = STATUSES.contains(&response.status().as_u16());
        let Some(told) = told.filter(|_| is_redirect && bag.load::<Redirected>().is_none()) else {
            return Ok(());
        };
        let told = told.to_owned();
        if !is_host_label(&told) {
            return Ok(());
        }
        let region = bag.load::<aws_types::region::Region>().map(AsRef::as_ref);
        let asked = redirects.region().or_else(|| region.map(str::to_owned));
        if asked.as_deref() == Some(told.as_str()) {
            return Ok(());
        }
        lock(&redirects.regions).insert(redirects.label.clone(), told);
        bag.interceptor_state().store_put(Redirected);
        correction::mark(context.inner_mut());
        Ok(())
    }
}
