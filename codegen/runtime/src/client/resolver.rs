//! Endpoint resolvers for the orchestrator.

use aws_credential_types::attributes::AccountId;
use aws_credential_types::{Credentials, Token};
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

use crate::client::config::endpoint::Params;
use crate::client::config::{self, Config};
use crate::client::endpoint::{
    self, BuiltIns, CallRules, Endpoint, EndpointError, EndpointParams, EndpointRules,
};
use crate::client::retry::redirect::Redirects;
use crate::client::scheme::IdentityScheme;

/// Adds the endpoint resolver to a client's plugin. Also returns the endpoint, if all calls have
/// the same.
pub(crate) fn install(
    rules: EndpointRules,
    config: &Config,
    layer: &mut Layer,
    components: RuntimeComponentsBuilder,
) -> Result<(RuntimeComponentsBuilder, Option<Endpoint>), EndpointError> {
    let region = config.region.as_ref().map(AsRef::as_ref);
    endpoint::check_params(region, config.endpoint_url.as_deref())?;
    layer.store_put(EndpointResolverParams::new(()));
    if let Some(resolver) = Custom::of(config) {
        return Ok((components.with_endpoint_resolver(Some(resolver)), None));
    }
    Ok(match rules {
        EndpointRules::PerClient(resolve) => {
            let endpoint = resolve(&EndpointParams {
                region,
                use_fips: config.uses_fips(),
                use_dual_stack: config.uses_dual_stack(),
                endpoint: config.endpoint_url.as_deref(),
            })?;
            endpoint::check(&endpoint)?;
            let resolver = PerClient(endpoint.clone());
            let components = components.with_endpoint_resolver(Some(resolver));
            (components, Some(endpoint))
        }
        EndpointRules::PerCall(resolve) => {
            let known = PerCall::of(resolve, config)?;
            // Credentials are resolved first, because they determine the account.
            layer.store_put(AuthSchemeAndEndpointOrchestrationV2);
            let interceptor = SharedInterceptor::permanent(CallRulesInterceptor);
            let components = components
                .with_endpoint_resolver(Some(known))
                .with_interceptor(interceptor);
            (components, None)
        }
    })
}

/// The program's own resolver, with the client's parameters.
#[derive(Debug)]
struct Custom {
    resolver: config::endpoint::SharedEndpointResolver,
    params: Params,
}

impl Custom {
    fn of(config: &Config) -> Option<Self> {
        Some(Self {
            resolver: config.endpoint_resolver.clone()?,
            params: Params {
                region: config.region.as_ref().map(ToString::to_string),
                use_fips: config.uses_fips(),
                use_dual_stack: config.uses_dual_stack(),
                endpoint: config.endpoint_url.clone(),
            },
        })
    }
}

impl ResolveEndpoint for Custom {
    fn resolve_endpoint<'a>(&'a self, _: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        config::endpoint::ResolveEndpoint::resolve_endpoint(&self.resolver, &self.params)
    }
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
    resolve: Rules,
    region: Option<String>,
    use_fips: bool,
    use_dual_stack: bool,
    endpoint: Option<String>,
    mode: String,
    settings: Vec<(&'static str, bool)>,
}

type Rules = fn(&BuiltIns<'_>) -> Result<Endpoint, EndpointError>;

impl PerCall {
    fn of(resolve: Rules, config: &Config) -> Result<Self, EndpointError> {
        Ok(Self {
            resolve,
            region: config.region.as_ref().map(ToString::to_string),
            use_fips: config.uses_fips(),
            use_dual_stack: config.uses_dual_stack(),
            endpoint: config.endpoint_url.clone(),
            mode: config.account_id_endpoint_mode()?.to_string(),
            settings: config.service_settings.clone(),
        })
    }

    fn endpoint(
        &self,
        rules: Option<&CallRules>,
        account: Option<&AccountId>,
        region: Option<&str>,
    ) -> Result<Endpoint, EndpointError> {
        let built_ins = BuiltIns {
            region: region.or(self.region.as_deref()),
            use_fips: self.use_fips,
            use_dual_stack: self.use_dual_stack,
            endpoint: self.endpoint.as_deref(),
            account_id: account.map(AccountId::as_str),
            account_id_endpoint_mode: Some(&self.mode),
            settings: &self.settings,
        };
        let endpoint = match rules {
            Some(rules) => rules.resolve(&built_ins),
            None => (self.resolve)(&built_ins),
        }?;
        endpoint::check(&endpoint)?;
        Ok(endpoint)
    }
}

impl ResolveEndpoint for PerCall {
    fn resolve_endpoint<'a>(&'a self, params: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        let redirects = params.get_property::<Redirects>();
        let question = redirects.and_then(Redirects::question);
        let (Some(redirects), Some(ask)) = (redirects, question) else {
            return EndpointFuture::ready(self.accepted(params));
        };
        EndpointFuture::new(async move {
            if let Some(region) = ask().await {
                redirects.learn(region);
            }
            self.accepted(params)
        })
    }
}

impl PerCall {
    /// The endpoint of a call, if it accepts the call's authentication scheme.
    fn accepted(&self, params: &EndpointResolverParams) -> Result<Endpoint, BoxError> {
        let identity = params.get_property::<Identity>();
        let account = identity.and_then(|identity| identity.property::<AccountId>());
        let told = params
            .get_property::<Redirects>()
            .and_then(Redirects::region);
        let endpoint = self.endpoint(params.get::<CallRules>(), account, told.as_deref())?;
        match identity.and_then(scheme) {
            Some(scheme) if !endpoint::accepts(&endpoint, scheme) => {
                Err(endpoint::refused(&endpoint, scheme).into())
            }
            _ => Ok(endpoint),
        }
    }
}

/// The authentication scheme of requests with an identity; `None` if they are not authenticated.
fn scheme(identity: &Identity) -> Option<&'static str> {
    if let Some(IdentityScheme(name)) = identity.property::<IdentityScheme>() {
        Some(name)
    } else if identity.data::<Credentials>().is_some() {
        Some("sigv4")
    } else if identity.data::<Token>().is_some() {
        Some("httpBearerAuth")
    } else {
        None
    }
}

/// The endpoint of a call before its authentication scheme is chosen; `None` if it depends on the
/// account of the credentials.
pub(crate) fn before_choice(
    rules: EndpointRules,
    config: &Config,
    of_call: Option<&CallRules>,
) -> Option<Endpoint> {
    match rules {
        _ if config.endpoint_resolver.is_some() => None,
        EndpointRules::PerClient(_) => None,
        EndpointRules::PerCall(resolve) => {
            let known = PerCall::of(resolve, config).ok()?;
            known.endpoint(of_call, None, None).ok()
        }
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
        let mut params = match bag.load::<CallRules>() {
            Some(rules) => EndpointResolverParams::new(rules.clone()),
            None => EndpointResolverParams::new(()),
        };
        if let Some(redirects) = bag.load::<Redirects>() {
            params.set_property(redirects.clone());
        }
        bag.interceptor_state().store_put(params);
        Ok(())
    }
}
