//! Endpoint resolvers for the orchestrator.

use aws_credential_types::attributes::AccountId;
use aws_smithy_runtime::client::orchestrator::AuthSchemeAndEndpointOrchestrationV2;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::{
    EndpointFuture, EndpointResolverParams, ResolveEndpoint,
};
use aws_smithy_runtime_api::client::identity::Identity;
use aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{
    Intercept, SharedInterceptor, dyn_dispatch_hint,
};
use aws_smithy_runtime_api::client::runtime_components::{
    RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_types::config_bag::{ConfigBag, Layer, Storable, StoreReplace};

use crate::client::config::Config;
use crate::client::endpoint::{
    self, BuiltIns, CallRules, Endpoint, EndpointError, EndpointParams, EndpointRules,
};

/// Adds the endpoint resolver to a client's plugin.
pub(crate) fn install(
    rules: EndpointRules,
    config: &Config,
    layer: &mut Layer,
    components: RuntimeComponentsBuilder,
) -> Result<RuntimeComponentsBuilder, EndpointError> {
    let region = config.region.as_ref().map(AsRef::as_ref);
    endpoint::check_params(region, config.endpoint_url.as_deref())?;
    layer.store_put(EndpointResolverParams::new(()));
    Ok(match rules {
        EndpointRules::PerClient(resolve) => {
            let endpoint = resolve(&EndpointParams {
                region,
                use_fips: config.use_fips,
                use_dual_stack: config.use_dual_stack,
                endpoint: config.endpoint_url.as_deref(),
            })?;
            endpoint::check(&endpoint)?;
            components.with_endpoint_resolver(Some(PerClient(endpoint)))
        }
        EndpointRules::PerCall(resolve) => {
            let mode = config.account_id_endpoint_mode()?;
            let known = PerCall {
                resolve,
                region: region.map(str::to_owned),
                use_fips: config.use_fips,
                use_dual_stack: config.use_dual_stack,
                endpoint: config.endpoint_url.clone(),
                mode: mode.to_string(),
            };
            // Credentials are resolved first, because they determine the account.
            layer.store_put(AuthSchemeAndEndpointOrchestrationV2);
            components
                .with_endpoint_resolver(Some(known))
                .with_interceptor(SharedInterceptor::permanent(CallRulesInterceptor))
        }
    })
}

/// The endpoint of all calls of a client.
#[derive(Debug)]
struct PerClient(Endpoint);

impl ResolveEndpoint for PerClient {
    fn resolve_endpoint<'a>(&'a self, _: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        EndpointFuture::ready(Ok(self.0.clone()))
    }
}

/// The endpoint rules of a service with the client's parameters.
#[derive(Debug)]
struct PerCall {
    resolve: fn(&BuiltIns<'_>) -> Result<Endpoint, EndpointError>,
    region: Option<String>,
    use_fips: bool,
    use_dual_stack: bool,
    endpoint: Option<String>,
    mode: String,
}

impl ResolveEndpoint for PerCall {
    fn resolve_endpoint<'a>(&'a self, params: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        let account = params
            .get_property::<Identity>()
            .and_then(|identity| identity.property::<AccountId>());
        let built_ins = BuiltIns {
            region: self.region.as_deref(),
            use_fips: self.use_fips,
            use_dual_stack: self.use_dual_stack,
            endpoint: self.endpoint.as_deref(),
            account_id: account.map(AccountId::as_str),
            account_id_endpoint_mode: Some(&self.mode),
        };
        let result = match params.get::<CallRules>() {
            Some(rules) => rules.resolve(&built_ins),
            None => (self.resolve)(&built_ins),
        };
        let checked = result.and_then(|endpoint| {
            endpoint::check(&endpoint)?;
            Ok(endpoint)
        });
        EndpointFuture::ready(checked.map_err(BoxError::from))
    }
}

impl Storable for CallRules {
    type Storer = StoreReplace<Self>;
}

/// Passes the rules of a call to the resolver through the endpoint parameters, the only input it
/// gets.
#[derive(Debug)]
struct CallRulesInterceptor;

#[dyn_dispatch_hint]
impl Intercept for CallRulesInterceptor {
    fn name(&self) -> &'static str {
        "CallRulesInterceptor"
    }

    // The first hook with access to the operation's configuration.
    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let params = match bag.load::<CallRules>() {
            Some(rules) => EndpointResolverParams::new(rules.clone()),
            None => EndpointResolverParams::new(()),
        };
        bag.interceptor_state().store_put(params);
        Ok(())
    }
}
